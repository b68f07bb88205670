"""Ages and lengths of time: from the many ways of saying them to the pack's own answers."""

from __future__ import annotations

from datetime import date

import pytest

from rhrt.conversation.durations import durations, easter
from rhrt.conversation.reading import read
from rhrt.conversation.understand import understand
from tests.conversation.hearing import PACK, TODAY, hear, told

AGES = [
    ("8 month old", "baby"),
    ("8-month-old with a rash", "baby"),
    ("6 weeks old", "baby"),
    ("a newborn", "baby"),
    ("3yo", "small"),
    ("3 y/o girl", "small"),
    ("two year old", "small"),
    ("18 months old", "small"),
    ("in nursery", "small"),
    ("yr 4 lad", "primary"),
    ("Y4", "primary"),
    ("year 6 girl", "primary"),
    ("Two year 5 girls", "primary"),
    ("reception child", "small"),
    ("aged 7", "primary"),
    ("seven years old", "primary"),
    ("Boy, 7, came in crying", "primary"),
    ("she is only 9", "primary"),
    ("he's about 10", "primary"),
    ("14 yr old", "teen"),
    ("year 9", "teen"),
    ("Y13 student", "teen"),
    ("girl of about 14", "teen"),
    ("lad 15 says he is scared", "teen"),
    ("16F low in mood", "teen"),
    ("a teenager", "teen"),
    ("Child (13) was missing", "teen"),
    ("DOB 12/03/2019", "primary"),
    ("d.o.b. 01/10/26", "baby"),
    ("28 weeks pregnant", "unborn"),
    ("mum is pregnant with her third", "unborn"),
    # whose age it is
    ("mum is 19, her 3yo is hungry", "small"),
    ("his sister is 3, he is 14", "teen"),
    ("her 24 year old boyfriend, she is 15", "teen"),
    ("8 year old boy, mum is 30", "primary"),
    ("when he was 3 his dad left. He is 12 now", "teen"),
    # a number that is no age
    ("mum is 34", None),
    ("missed 3 days", None),
    ("at 14 Acacia Road", None),
    ("attendance is 72%", None),
    ("3 times this month", None),
]


@pytest.mark.parametrize(("text", "answer"), AGES)
def test_the_childs_age_is_heard(text, answer):
    assert told(text).get("age") == answer


def test_of_several_ages_the_youngest_counts_and_it_is_said():
    said = hear("a 7 year old and a 14 year old at home alone").context["age"]

    assert said.answer == "primary"
    assert "youngest" in said.note


TIMES = [
    ("since summer", "months"),
    ("since last Christmas", "months"),
    ("since Easter", "months"),
    ("since September", "months"),
    ("since October half term", "weeks"),
    ("since last year", "months"),
    ("since 2024", "months"),
    ("since year 2", "months"),
    ("since she was born", "months"),
    ("for 3 weeks", "weeks"),
    ("for the last three weeks", "weeks"),
    ("over the past 6 months", "months"),
    ("for years", "months"),
    ("for a couple of weeks", "weeks"),
    ("for several weeks now", "weeks"),
    ("for about 10 weeks", "months"),
    ("for a fortnight", "weeks"),
    ("all term", "months"),
    ("for a while", "weeks"),
    ("for ages", "months"),
    ("been going on 3 weeks now", "weeks"),
    ("since yesterday", "once"),
    ("since Monday", "once"),
    ("for the past 2 days", "once"),
    ("persistent and chronic", "months"),
    ("just once, one off", "once"),
    ("for 2 days now, and before that for months", "months"),
    # not a length of time
    ("8 months old", None),
    ("28 weeks pregnant", None),
    ("every week", None),
    ("3 years ago", None),
    ("since mum lost her job", None),
    ("last night", None),
]


@pytest.mark.parametrize(("text", "answer"), TIMES)
def test_how_long_is_heard(text, answer):
    assert told(text).get("how_long") == answer


@pytest.mark.parametrize(
    ("today", "text", "days"),
    [
        (date(2027, 1, 5), "since Christmas", 11),
        (date(2026, 12, 24), "since Christmas", 364),
        (date(2026, 7, 10), "since last summer", 390),
        (date(2026, 4, 6), "since Easter", 1),
        (date(2026, 4, 4), "since Easter", 349),
    ],
)
def test_a_day_of_the_year_is_the_last_one(today, text, days):
    assert [found.days for found in durations(read(text), today)] == [days]


@pytest.mark.parametrize(
    ("year", "day"), [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2027, (3, 28))]
)
def test_easter(year, day):
    assert easter(year) == date(year, *day)


def test_the_day_of_writing_decides_when_none_is_given():
    assert understand("since 1990", PACK).answers["how_long"].answer == "months"


SCALES = [
    ("significant impact on the child", "effect", "serious"),
    ("affecting him a lot", "effect", "some"),
    ("she is terrified", "effect", "serious"),
    ("mum is terrified", "effect", None),
    ("not affecting him", "effect", None),
    ("mum accepts help but dad refuses help", "family_response", "refusing"),
    ("mum won't engage", "family_response", "refusing"),
    ("they are working with us", "family_response", "working"),
]


@pytest.mark.parametrize(("text", "question", "answer"), SCALES)
def test_degree_and_response_are_heard(text, question, answer):
    assert told(text).get(question) == answer


def test_an_answer_is_shown_in_the_users_words():
    text = "hungry since last Christmas, yr 4"

    heard = understand(text, PACK, TODAY)

    assert heard.answers["how_long"].heard == "since last Christmas"
    assert heard.context["age"].heard == "yr 4"
