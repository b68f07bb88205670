"""What is vendored is what it should be, and nothing in it makes us look like GOV.UK."""

from __future__ import annotations

import gzip
import json
import re
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "web/static"
TEXTS = sorted(path for path in STATIC.rglob("*") if path.suffix in {".css", ".js", ".svg"})
TEMPLATES = sorted((ROOT / "web/templates").rglob("*.html"))


@pytest.mark.parametrize("path", [*TEXTS, *TEMPLATES], ids=lambda path: path.name)
@pytest.mark.parametrize("mark", ["GDS Transport", "crown", "crest", "@font-face"])
def test_no_branding_of_gov_uk(path: Path, mark: str) -> None:
    assert mark.lower() not in path.read_text("utf-8").lower(), f"{path.name} has {mark}."


def test_one_version_of_the_design_system() -> None:
    """The macros, the style sheet and the script belong together: the macros port 6.3.0."""
    style = re.search(r'--govuk-frontend-version: ?"([\d.]+)"', (STATIC / "app.css").read_text())
    script = re.search(r'version="([\d.]+)"', (STATIC / "govuk-frontend.min.js").read_text())
    asked = json.loads((ROOT / "web/assets/package.json").read_text())["dependencies"]

    assert style
    assert script
    assert {style[1], script[1], asked["govuk-frontend"]} == {"6.3.0"}
    assert version("govuk-frontend-jinja").startswith("4.1.")


def test_the_scanner_is_the_version_asked_for() -> None:
    asked = json.loads((ROOT / "web/assets/package.json").read_text())["dependencies"]["axe-core"]

    assert (ROOT / "tests/vendor/axe.min.js").read_text("utf-8").startswith(f"/*! axe v{asked}\n")


@pytest.mark.parametrize("name", ["app.css", "govuk-frontend.min.js"])
def test_the_packed_copy_is_of_the_plain_one(name: str) -> None:
    """Else browsers would get another style sheet than the one that was looked at."""
    packed = gzip.decompress((STATIC / f"{name}.gz").read_bytes())

    assert packed == (STATIC / name).read_bytes(), "Run `make assets`."


def test_every_packed_copy_has_its_plain_one() -> None:
    assert all(path.with_suffix("").is_file() for path in STATIC.rglob("*.gz"))


def test_our_scripts_keep_nothing_in_the_browser() -> None:
    for path in STATIC.glob("*.js"):
        found = re.findall(
            r"localStorage|sessionStorage|indexedDB|document\.cookie", path.read_text()
        )
        assert not found or path.name == "govuk-frontend.min.js", f"{path.name} uses {found}."


def test_the_design_systems_script_stores_only_what_we_do_not_use() -> None:
    """Its tabs, accordion and exit page remember things in sessionStorage: we have none of them."""
    stored = re.findall(r"data-module=.?\"?govuk-(accordion|exit-this-page)", all_templates())

    assert not stored
    script = (STATIC / "govuk-frontend.min.js").read_text()
    assert "localStorage" not in script
    assert "document.cookie" not in script


def all_templates() -> str:
    return "".join(path.read_text("utf-8") for path in TEMPLATES)


def test_no_stylesheet_loads_anything() -> None:
    """No picture, font or sheet of anybody's, not even our own."""
    assert not re.findall(r"url\((?!\"?data:)|@import", (STATIC / "app.css").read_text())
