"""Templates: a misspelt name fails, our macros make what the design system promises."""

from __future__ import annotations

import jinja2
import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template_string

from tests.web.conftest import rules
from tests.web.visitor import said


def rendered(app: Flask, template: str, **context: object) -> BeautifulSoup:
    with app.test_request_context():
        return BeautifulSoup(render_template_string(template, **context), "html5lib")


@pytest.mark.parametrize(
    "template",
    [
        "{{ mispelt }}",
        "{{ pack.mispelt }}",
        "{% for one in mispelt %}{% endfor %}",
        "{{ mispelt | length }}",
        "{{ mispelt | upper }}",
        "{% from 'components/forms.html' import text_input %}{{ text_input('a', mispelt) }}",
        "{% from 'components/forms.html' import text_input %}{{ text_input('a', 'b', hnit='c') }}",
    ],
)
def test_a_misspelt_name_fails(app: Flask, template: str) -> None:
    with pytest.raises((jinja2.UndefinedError, TypeError)):
        rendered(app, template)


def test_asking_whether_a_name_is_there_is_allowed(app: Flask) -> None:
    assert rendered(app, "{% if maybe %}yes{% else %}no{% endif %}").text == "no"


RADIOS = """
{% from "components/forms.html" import radios %}
{{ radios("age", "How old?", [("1", "One"), ("2", "Two", "or nearly")], value=value, hint="A hint",
          error=error, dont_know=("?", "I do not know"), heading=true) }}
"""


def test_radios(app: Flask) -> None:
    """Nothing is chosen beforehand; the first id is the name, where an error's link leads."""
    soup = rendered(app, RADIOS, value="", error="Select an age")

    assert [radio["id"] for radio in soup.select("input")] == ["age", "age-2", "age-4"]
    assert not soup.select("[checked]")
    assert said(soup.h1) == "How old?"
    assert said(soup.select_one(".govuk-radios__divider")) == "or"
    fieldset = soup.fieldset
    assert fieldset
    assert fieldset["aria-describedby"] == "age-hint age-error"


def test_an_answer_given_before_is_chosen(app: Flask) -> None:
    soup = rendered(app, RADIOS, value="2", error="")

    assert [radio["value"] for radio in soup.select("[checked]")] == ["2"]


EVERY_MACRO = """
{% from "components/forms.html" import radios, checkboxes, textarea, text_input, select %}
{% from "components/forms.html" import button, error_summary %}
{% from "components/words.html" import summary_list, details, warning, tag, done %}
{{ error_summary([("a", w)]) }}
{{ radios("a", w, [(w, w, w)], value=w, hint=w, error=w, dont_know=(w, w)) }}
{{ checkboxes("b", w, [(w, w, w)], values=[w], hint=w, error=w) }}
{{ textarea("c", w, value=w, hint=w, error=w) }}
{{ text_input("d", w, value=w, hint=w, error=w) }}
{{ select("e", w, [(w, w)], value=w) }}
{{ button(w, name=w, value=w) }}
{{ summary_list([(w, w, "/", w)]) }}
{{ warning(w) }} {{ tag(w) }} {{ done(w) }}
{% call details(w) %}{{ w }}{% endcall %}
"""


@pytest.mark.parametrize(
    "hostile", ["<b>x</b>", '"><script>alert(1)</script>', "{{ 7 * 7 }}", "&amp;"]
)
def test_words_stay_words(app: Flask, hostile: str) -> None:
    """In every place of every macro that words can reach."""
    soup = rendered(app, EVERY_MACRO, w=hostile)

    assert not soup.select("b, script")
    assert soup.text.count(hostile) >= 20
    area = soup.textarea
    assert area
    assert area.get_text().strip() == hostile


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_levels_differ_by_shape(app: Flask, number: int) -> None:
    """Take the colours away and they still differ; number and name are words beside the shape."""
    template = '{% from "components/level.html" import level_badge %}{{ level_badge(level) }}'
    soups = {n: rendered(app, template, level=rules().level(n)) for n in (1, 2, 3, 4)}
    shapes = {n: str(soup.select_one(".app-level__ground")) for n, soup in soups.items()}

    assert len(set(shapes.values())) == 4
    assert said(soups[number].body) == f"{number} Level {number}: Level {number}"
    drawing = soups[number].svg
    assert drawing
    assert drawing["aria-hidden"] == "true"
    assert not soups[number].select("[style]")


@pytest.mark.parametrize(("verified_on", "marked"), [("", True), ("2026-11-20", False)])
def test_a_contact_that_nobody_confirmed_is_marked(
    app: Flask, verified_on: str, marked: bool
) -> None:
    from rhrt.values import replace

    contact = replace(rules().contacts[0], verified_on=verified_on)
    template = '{% from "components/contact.html" import contact_card %}{{ contact_card(c) }}'

    soup = rendered(app, template, c=contact)

    assert ("Not confirmed" in soup.text) == marked
    link = soup.a
    assert link
    assert link["href"] == "tel:01632960001"
