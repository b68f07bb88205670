"""The Flask front end. ``create_app(config)`` puts it together; nothing happens at import."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from rhrt.settings import Settings
    from web.services import PackHolder


def create_app(config: Settings, packs: PackHolder | None = None) -> Flask:
    """Return the application of a configuration, ready to serve.

    Args:
        packs: Whoever knows the rule pack in use; by default the folder the configuration names.

    Raises:
        RHRTError, StoreError: it cannot start; the text says why in one line.
    """
    from web.application import build  # here, so that importing rhrt.settings costs nothing

    return build(config, packs)
