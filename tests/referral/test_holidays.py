"""The bank holidays of England, against the dates published at gov.uk/bank-holidays."""

from datetime import date

import pytest

from rhrt.referral.holidays import bank_holidays, easter_sunday, is_bank_holiday

PUBLISHED = {
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_a_years_bank_holidays_are_those_published(year):
    published = {date.fromisoformat(f"{year}-{day}") for day in PUBLISHED[year].split()}

    assert bank_holidays(year) == published


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1961, date(1961, 4, 2)),
        (2008, date(2008, 3, 23)),
        (2011, date(2011, 4, 24)),
        (2038, date(2038, 4, 25)),
        (2100, date(2100, 3, 28)),
    ],
)
def test_easter_early_late_and_in_a_century_year(year, day):
    assert easter_sunday(year) == day


def test_an_ordinary_monday_is_not_a_bank_holiday():
    assert not is_bank_holiday(date(2026, 11, 23))
