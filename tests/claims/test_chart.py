"""The chart of numbers over time."""

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from claims.admin.workbench.chart import Point, chart, days, in_figures, ticks


def point(day: int, low: float | None, high: float | None, **more: Any) -> Point:
    return Point(date(2024, 3, day), low, high, "A", **{"words": "somebody", **more})


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (9, 11, [9, 10, 11]),
        (130, 143, [130, 135, 140, 145]),
        (5, 5, [4, 6]),
        (0, 0, [0, 1]),
        (0, 1_000_000, [0, 250_000, 500_000, 750_000, 1_000_000]),
        (0.5, 1.5, [0.5, 0.75, 1.0, 1.25, 1.5]),
    ],
)
def test_ticks_are_round_and_enclose(low: float, high: float, expected: list[float]) -> None:
    found = ticks(low, high)
    assert found[0] <= low <= high <= found[-1]
    assert found[0] < found[-1]
    if (low, high) != (5, 5):
        assert found == pytest.approx(expected)


def test_days_are_few_and_evenly_apart() -> None:
    first = date(2024, 3, 1)
    assert days(first, first) == [first]
    found = days(first, first + timedelta(days=400))
    assert len(found) <= 6
    assert len({b - a for a, b in pairwise(found)}) == 1


def test_one_number_is_no_chart() -> None:
    assert chart([point(1, 3, 3)], title="How many?") == ""


def test_words_of_documents_stay_text() -> None:
    hostile = '<script>alert(1)</script>" onload="x'
    drawn = chart([point(1, 3, 3, words=hostile), point(2, 5, 5, words=hostile)], title=hostile)
    assert "<script>" not in drawn
    assert drawn.count("&lt;script&gt;") == 3
    assert 'onload="x"' not in drawn


def test_no_dot_hides_another_and_open_ends_have_arrows() -> None:
    drawn = chart(
        [
            point(1, 3, 3),
            point(1, 3, 3),
            point(1, 3, None),
            point(2, None, 9),
            point(2, 4, 8, against=True),
        ],
        title="How many?",
    )
    places = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', drawn)
    assert len(places) == len(set(places)) == 5
    assert drawn.count('class="reach"') == 2 + 2 + 1
    assert drawn.count('class="against"') == 1
    assert "style" not in drawn


@pytest.mark.parametrize(("value", "words"), [(3, "3"), (1250.0, "1,250"), (2.5, "2.5"), (0, "0")])
def test_figures_for_people(value: float, words: str) -> None:
    assert in_figures(value) == words
