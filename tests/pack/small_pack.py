"""A small good pack (the folder anyshire), for tests that break it in one place."""

from pathlib import Path

FOLDER = Path(__file__).parent / "anyshire"
FILES = {
    path.relative_to(FOLDER).as_posix(): path.read_text("utf-8")
    for path in sorted(FOLDER.rglob("*.yaml"))
}


def write(folder: Path, files: dict[str, str] = FILES) -> Path:
    """Write a pack into a folder and return the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def edited(name: str, old: str, new: str, files: dict[str, str] = FILES) -> dict[str, str]:
    """Return a pack with one text replaced in one file (it must be there exactly once)."""
    assert files[name].count(old) == 1, f"{old!r} is {files[name].count(old)} times in {name}"
    return files | {name: files[name].replace(old, new)}


def encoded(files: dict[str, str]) -> dict[str, bytes]:
    """Return the files as they are on disk."""
    return {name: text.encode() for name, text in files.items()}
