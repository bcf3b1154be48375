"""Dates, as narrow as text and day of publication allow."""

from datetime import date

import pytest

from claims.extraction.text.dates import as_of, month_named, period

PUBLISHED = date(2024, 5, 10)  # a Friday


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on 3 May 2023", date(2023, 5, 3), date(2023, 5, 3)),
        ("on May 3, 2023", date(2023, 5, 3), date(2023, 5, 3)),
        ("on the 3rd of May 2023", date(2023, 5, 3), date(2023, 5, 3)),
        ("the March 22 attack", date(2024, 3, 22), date(2024, 3, 22)),
        ("on December 24", date(2023, 12, 24), date(2023, 12, 24)),
        ("in February 2022", date(2022, 2, 1), date(2022, 2, 28)),
        ("in February", date(2024, 2, 1), date(2024, 2, 29)),
        ("in October", date(2023, 10, 1), date(2023, 10, 31)),
        ("on Tuesday", date(2024, 5, 7), date(2024, 5, 7)),
        ("last Friday", date(2024, 5, 10), date(2024, 5, 10)),
        ("in 2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("the war (1992–1997)", date(1992, 1, 1), date(1997, 12, 31)),
    ],
)
def test_periods(text: str, first: date, last: date) -> None:
    assert period(text, PUBLISHED) == (first, last)


@pytest.mark.parametrize(
    "text", ["yesterday's bread", "on 31 February 2023", "the year of the dragon", "in haste", ""]
)
def test_no_period(text: str) -> None:
    assert period(text, PUBLISHED) is None


@pytest.mark.parametrize("text", ["on December 24", "in February", "on Tuesday"])
def test_without_a_day_of_publication_no_year_is_made_up(text: str) -> None:
    assert period(text, None) is None


@pytest.mark.parametrize(
    ("text", "month"),
    [("in January", 1), ("the March 22 attack", 3), ("they may march", None), ("in 2020", None)],
)
def test_month_named(text: str, month: int | None) -> None:
    assert month_named(text) == month


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("As of Sunday, 12 people had died.", date(2024, 5, 5)),
        ("The toll as of May 8 was 12.", date(2024, 5, 8)),
        ("Police have arrested 11 suspects so far.", PUBLISHED),
        ("12 people died on Sunday.", None),
        ("As of writing, nobody knew.", None),
    ],
)
def test_as_of(text: str, day: date | None) -> None:
    assert as_of(text, PUBLISHED) == day


def test_as_of_needs_a_day_of_publication() -> None:
    assert as_of("Police have arrested 11 suspects so far.", None) is None
