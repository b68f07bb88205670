"""Static files, served under an address that changes with their content and kept for good.

All of them live below one folder named by the digest of all, so that scripts can import each other
and the style sheet can name pictures, and no browser ever mixes files of two versions.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from web import security

STATIC_FOLDER = Path(__file__).parent / "static"


def digest(folder: Path = STATIC_FOLDER) -> str:
    """Return what names the present state of the static files."""
    whole = sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(f"{file.relative_to(folder)}\0".encode() + sha256(file.read_bytes()).digest())
    return whole.hexdigest()[:12]


def init_app(app: Flask, *, https: bool) -> None:
    """Serve the files in front of the application and give templates ``static_url``."""
    prefix = f"/static/{digest()}"
    headers = security.static_headers(https=https)

    def add_headers(found: Headers, path: str, url: str) -> None:  # noqa: ARG001 - WhiteNoise's call
        for name, value in headers.items():
            found[name] = value

    app.jinja_env.globals["static_url"] = lambda name: f"{prefix}/{name}"
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign] # how Flask says to add middleware
        app.wsgi_app,
        root=str(STATIC_FOLDER),
        prefix=prefix,
        immutable_file_test=lambda path, url: True,  # noqa: ARG005 - WhiteNoise's call
        allow_all_origins=False,
        add_headers_function=add_headers,
    )
