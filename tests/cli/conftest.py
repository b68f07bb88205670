"""A shell in an empty folder, with a sound pack at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.shell import SOUND, Shell
from tests.pack.small_pack import write


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A sound pack nobody changes, and where compiled copies are kept."""
    folder = tmp_path_factory.mktemp("cli")
    return write(folder / "anyshire", SOUND), folder / "cache"


@pytest.fixture
def rhrt(tmp_path: Path, shared: tuple[Path, Path]) -> Shell:
    """A shell in an empty folder, with the small pack."""
    pack, cache = shared
    return Shell(tmp_path, {"RHRT_PACK": str(pack), "RHRT_CACHE": str(cache)})
