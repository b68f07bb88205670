"""Who answers now: opening times as people live by them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhrt.pack.model import Contact, Hours, Place, Source
from rhrt.referral.hours import LONDON, availability, hours_in_words

MON_TO_THU = Hours(frozenset({0, 1, 2, 3}), "08:45", "17:00")
FRIDAY = Hours(frozenset({4}), "08:45", "16:30")
NIGHTS = Hours(frozenset(range(7)), "17:00", "08:45")


def a_contact(*hours, closed_on_bank_holidays=True):
    return Contact(
        id="mash",
        name="MASH",
        phone="0300 000 0000",
        email="",
        url="",
        hours=hours,
        closed_on_bank_holidays=closed_on_bank_holidays,
        out_of_hours="",
        note="",
        source=Source("doc", "p. 1", "to_confirm"),
        verified_on="",
        place=Place("contacts.yaml", 1),
    )


NIGHTLY = a_contact(NIGHTS, closed_on_bank_holidays=False)
OFFICE = a_contact(MON_TO_THU, FRIDAY)

IN_OUR_TIME = st.datetimes(
    datetime.fromisoformat("2019-01-01"),
    datetime.fromisoformat("2040-01-01"),
    timezones=st.just(UTC),
)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-11-23T08:44", "closed now, opens today 8:45am"),
        ("2026-11-23T08:45", "open now until 5pm"),
        ("2026-11-23T16:59", "open now until 5pm"),
        ("2026-11-23T17:00", "closed now, opens tomorrow 8:45am"),
        # Four o'clock on a Friday, and half an hour later.
        ("2026-11-20T16:00", "open now until 4:30pm"),
        ("2026-11-20T16:30", "closed now, opens Monday 8:45am"),
        ("2026-11-21T12:00", "closed now, opens Monday 8:45am"),
        ("2026-11-22T12:00", "closed now, opens tomorrow 8:45am"),
        # The Thursday before Easter: Friday and Monday are bank holidays.
        ("2026-04-02T18:00", "closed now, opens Tuesday 8:45am"),
        # Christmas Day is a Friday; Boxing Day, a Saturday, is kept on Monday.
        ("2026-12-24T18:00", "closed now, opens Tuesday 8:45am"),
    ],
)
def test_office_hours_at_this_moment(now, said):
    assert availability(OFFICE, at(now)).in_words() == said


def test_hours_are_read_in_summer_time_in_summer():
    eight_o_clock_in_greenwich = datetime(2026, 7, 6, 8, 0, tzinfo=UTC)

    assert availability(OFFICE, eight_o_clock_in_greenwich).open


def test_hours_that_run_past_midnight():
    assert availability(NIGHTLY, at("2026-11-23T03:00")).open
    assert availability(NIGHTLY, at("2026-11-23T03:00")).in_words() == "open now until 8:45am"
    assert not availability(NIGHTLY, at("2026-11-23T12:00")).open
    assert availability(NIGHTLY, at("2026-12-25T23:00")).open


DUTY = a_contact(
    Hours(frozenset({0, 1, 2, 3}), "17:00", "24:00"),
    Hours(frozenset({1, 2, 3, 4}), "00:00", "08:45"),
    Hours(frozenset({4}), "16:30", "24:00"),
    Hours(frozenset({5, 6}), "00:00", "24:00"),
    Hours(frozenset({0}), "00:00", "08:45"),
    closed_on_bank_holidays=False,
)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        # A night is not over at midnight, nor a weekend on Saturday.
        ("2026-11-23T18:00", "open now until tomorrow 8:45am"),
        ("2026-11-20T17:00", "open now until Monday 8:45am"),
        ("2026-11-23T12:00", "closed now, opens today 5pm"),
        # Who stands in for others is there on a bank holiday, in the middle of the day too.
        ("2026-12-25T12:00", "open now until Tuesday 8:45am"),
        ("2026-05-04T12:00", "open now until tomorrow 8:45am"),
    ],
)
def test_who_stands_in_out_of_hours(now, said):
    assert availability(DUTY, at(now), stands_in=True).in_words() == said


@given(now=IN_OUR_TIME)
def test_somebody_always_answers(now):
    assert availability(OFFICE, now).open or availability(DUTY, now, stands_in=True).open


def test_no_hours_means_at_any_time():
    assert availability(a_contact(), at("2026-12-25T03:00")).in_words() == "at any time"


def test_hours_in_words():
    assert hours_in_words(OFFICE) == (
        "Monday to Thursday 8:45am to 5pm, Friday 8:45am to 4:30pm, not on bank holidays"
    )
    assert hours_in_words(DUTY) == (
        "Monday to Thursday 5pm to the next day 8:45am, Friday 4:30pm to Monday 8:45am"
    )
    assert hours_in_words(NIGHTLY) == "every day 5pm to the next day 8:45am"
    assert hours_in_words(a_contact(Hours(frozenset(range(7)), "00:00", "24:00"))) == "at any time"


@given(now=IN_OUR_TIME)
def test_a_contact_opens_when_it_says_it_will(now):
    found = availability(OFFICE, now)

    if found.open:
        assert found.until is not None
        assert not availability(OFFICE, found.until).open
    else:
        assert found.opens is not None
        assert availability(OFFICE, found.opens).open
        assert not availability(OFFICE, found.opens - timedelta(minutes=1)).open
