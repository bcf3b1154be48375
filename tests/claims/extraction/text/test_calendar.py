"""Dates in many forms, against the calendar."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction.text.dates import as_of, month_named, period

PUBLISHED = date(2024, 5, 10)  # a Friday
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2060, 12, 31))
FORMS = [
    "{0.day} {0:%B} {0.year}", "{0:%B} {0.day}, {0.year}", "{0.day} {0:%b} {0.year}", "{0:%b}. {0.day}, {0.year}",
    "{0:%B} {0.day} {0.year}", "the {0.day}th of {0:%B}, {0.year}",
]  # fmt: skip


@given(DAYS, st.sampled_from(FORMS))
def test_a_full_date_needs_nothing_else(day: date, form: str) -> None:
    text = f"The bridge opened on {form.format(day)} in the rain."
    assert period(text, None) == period(text, PUBLISHED) == (day, day)
    assert month_named(text) == day.month


@given(DAYS, DAYS)
def test_a_day_without_a_year_is_the_latest_one(day: date, published: date) -> None:
    found = period(f"The bridge opened on {day.day} {day:%B}.", published)
    if found is None:  # 29 February of a year that has none
        assert (day.month, day.day) == (2, 29)
        return
    assert found[0] == found[1] <= published
    assert (found[0].month, found[0].day) == (day.month, day.day)
    assert published - found[0] < timedelta(days=366)


@given(st.sampled_from(list(calendar.day_name)), DAYS)
def test_a_weekday_is_within_the_last_seven_days(name: str, published: date) -> None:
    found = period(f"The bridge opened on {name}.", published)
    assert found is not None
    assert found[0] == found[1]
    assert f"{found[0]:%A}" == name
    assert timedelta(0) <= published - found[0] < timedelta(days=7)


@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_with_its_year_is_all_of_it(month: int) -> None:
    name = calendar.month_name[month]
    last = calendar.monthrange(2023, month)[1]
    assert period(f"in {name} 2023", None) == (date(2023, month, 1), date(2023, month, last))
    assert month_named(f"since {name}") == month
    assert period(f"in {name}", None) is None


@given(st.integers(min_value=1900, max_value=2099))
def test_a_year_is_all_of_it(year: int) -> None:
    assert period(f"The bridge opened in {year}.", None) == (date(year, 1, 1), date(year, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "on 30 February 2023", "on 31 June 2024", "on 29 February 2023", "on 45 May 2023", "in room 2019", "2019 sheep",
        "the marching band", "he may come", "a mayday call", "the second of two", "at 10:30", "in the 20th row",
        "an august body", "Friday prayers", "in 20190", "in 1066",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert period(text, PUBLISHED) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("as of Wednesday", date(2024, 5, 8)),
        ("As of May 1, the toll was 12.", date(2024, 5, 1)),
        ("as of 30 April 2024", date(2024, 4, 30)),
        ("as of March", date(2024, 3, 31)),
        ("so far", PUBLISHED),
        ("To date, 12 are missing.", PUBLISHED),
        ("By now 12 are missing.", PUBLISHED),
        ("12 are missing since Monday.", None),
        ("as of yet", None),
        ("so farther north", None),
        ("", None),
    ],
)
def test_as_of(text: str, day: date | None) -> None:
    assert as_of(text, PUBLISHED) == day


@given(st.text(max_size=80), st.none() | DAYS)
def test_any_text_is_read(text: str, published: date | None) -> None:
    found = period(text, published)
    assert found is None or found[0] <= found[1]
    assert month_named(text) in (None, *range(1, 13))
