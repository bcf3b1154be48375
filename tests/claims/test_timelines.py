"""How the times of a happening are told."""

from datetime import date

import pytest

from claims.admin.workbench import timelines


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        (date(2024, 3, 22), None, ["22 Mar 2024"]),
        (date(2024, 3, 22), date(2024, 3, 23), ["22 Mar 2024", "23 Mar 2024"]),
        (date(2022, 2, 1), date(2022, 2, 28), ["Feb 2022"]),
        (date(2023, 11, 1), date(2024, 2, 29), ["Nov 2023", "Feb 2024"]),
        (date(2023, 11, 1), date(2024, 2, 28), ["1 Nov 2023", "28 Feb 2024"]),
        (date(2024, 1, 1), date(2024, 12, 31), ["2024"]),
        (date(1992, 1, 1), date(1997, 12, 31), ["1992", "1997"]),
        (date(1992, 1, 1), None, ["1 Jan 1992"]),
        (None, None, []),
    ],
)
def test_a_year_is_told_as_a_year(begin: date | None, end: date | None, words: list[str]) -> None:
    assert [told for _, told in timelines.Happening(begin, end).times] == words
