"""Nobody's first answer waits: what answering needs of a pack is made before the pack is used."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from rhrt.conversation.understand import index_of, understand
from rhrt.engine.engine import Engine
from rhrt.pack import find
from rhrt.pack.holder import Packs
from rhrt.pack.model import Pack
from rhrt.settings import Settings
from web import services
from web.services import engine_of, open_packs


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    """Settings with a copy of the rules that a test may change."""
    services._engine.cache_clear()
    shutil.copytree(find(None), tmp_path / "rules")
    return Settings(data=tmp_path / "data", pack=str(tmp_path / "rules"))


def test_a_pack_is_ready_when_the_service_starts(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    packs = open_packs(own)

    nothing_more_is_made(monkeypatch)

    answers(packs.current())


def test_a_new_pack_is_ready_when_it_is_taken_into_use(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    packs = open_packs(own)
    monkeypatch.setattr(packs, "_every", 0.0)
    before = packs.current()
    needs = next(Path(own.pack or "").glob("needs/*.yaml"))
    needs.write_text(needs.read_text("utf-8") + "\n# put right\n", "utf-8")

    # Whoever comes first goes on with the pack there was, and waits for nothing.
    assert packs.current() is before
    after = once_changed(packs, before)

    assert after.digest != before.digest
    nothing_more_is_made(monkeypatch)
    answers(after)


def test_the_engine_is_the_one_a_compiled_copy_was_kept_of(own: Settings) -> None:
    pack = open_packs(own).current()

    copies = [copy.name for copy in (own.data / "packs").iterdir()]

    assert any(name.startswith(pack.digest) and "engine" in name for name in copies)
    assert isinstance(engine_of(pack), Engine)


def once_changed(packs: Packs, before: Pack) -> Pack:
    until = time.monotonic() + 30
    while packs.current() is before and time.monotonic() < until:
        time.sleep(0.05)
    return packs.current()


def nothing_more_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def made_late(*_: object, **__: object) -> None:
        raise AssertionError("made for a visitor who had to wait for it")

    monkeypatch.setattr("rhrt.conversation.kept.build_index", made_late)
    monkeypatch.setattr(services, "Engine", made_late)


def answers(pack: object) -> None:
    index_of(pack)
    engine_of(pack)
    assert understand("he is always hungry", pack).needs
