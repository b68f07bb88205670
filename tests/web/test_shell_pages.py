"""The small pages of the service itself."""

from __future__ import annotations

import pytest

from tests.web.visitor import Visit


@pytest.mark.parametrize(
    ("view", "heading"),
    [
        ("help.emergency", "Who to ring about a child"),
        ("help.how_this_works", "How this works"),
        ("help.privacy", "Privacy"),
        ("help.accessibility", "Accessibility statement"),
        ("help.cookies", "Cookies"),
        ("account.sign_in", "Sign in"),
    ],
)
def test_a_page_of_the_shell(visit: Visit, view: str, heading: str) -> None:
    page = visit.get(view)

    assert page.h1 == heading
    assert page.title == f"{heading} \N{EN DASH} A small continuum"
