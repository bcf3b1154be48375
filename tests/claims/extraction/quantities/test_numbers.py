"""Numbers in figures and words, with their bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction.quantities.numbers import numbers, value


@pytest.mark.parametrize(
    ("text", "low", "high", "bound"),
    [
        ("137 people", 137, 137, "exact"),
        ("at least 139 lives", 139, None, "at least"),
        ("no fewer than 12 boats", 12, None, "at least"),
        ("over 130 people", 131, None, "more than"),
        ("more than two hundred", 201, None, "more than"),
        ("over one hundred people", 101, None, "more than"),
        ("almost 100 people", 90, 99, "almost"),
        ("nearly 50 cars", 45, 49, "almost"),
        ("up to 100,000", None, 100_000, "at most"),
        ("no more than 8 ships", None, 8, "at most"),
        ("fewer than 8 ships", None, 7, "at most"),
        ("about 40 cows", 40, 40, "about"),
        ("an estimated 3,500 birds", 3500, 3500, "about"),
        ("an estimated 1.5 to 2.5 million herring", 1_500_000, 2_500_000, "range"),
        ("between 5 and 10 wolves", 5, 10, "range"),
        ("between 9 and 12 wolves", 9, 12, "range"),
        ("5 to 10 wolves", 5, 10, "range"),
        ("20–30 wolves", 20, 30, "range"),
        ("174 thousand of them", 174_000, 174_000, "exact"),
        ("2.5 million dollars", 2_500_000, 2_500_000, "exact"),
        ("twenty-four wolves", 24, 24, "exact"),
        ("one hundred and five wolves", 105, 105, "exact"),
        ("three dozen eggs", 36, 36, "exact"),
        ("two thousand", 2000, 2000, "exact"),
        ("hundreds of wolves", 200, None, "at least"),
        ("dozens of wolves", 24, None, "at least"),
        ("tens of thousands of wolves", 20_000, None, "at least"),
        ("12 or more wolves", 12, None, "at least"),
        ("50+ wolves", 50, None, "at least"),
    ],
)
def test_one_number(text: str, low: float | None, high: float | None, bound: str) -> None:
    (found,) = numbers(text)
    assert (found.low, found.high, found.bound) == (low, high, bound)


@pytest.mark.parametrize(
    "text", ["no number", "someone came", "often", "tension", "version1.2.3b", ""]
)
def test_no_number(text: str) -> None:
    assert numbers(text) == []


def test_two_numbers_are_two() -> None:
    found = numbers("9 and 10 wolves, and at least 3 bears")
    assert [(n.low, n.high) for n in found] == [(9, 9), (10, 10), (3, None)]


def test_a_falling_range_is_two_numbers() -> None:
    assert [n.low for n in numbers("from 57 to 12")] == [57, 12]


def test_offsets_hold_the_bound() -> None:
    text = "They saw at least 12 wolves."
    (found,) = numbers(text)
    assert text[found.start : found.end] == "at least 12"
    assert text[found.digits[0] : found.digits[1]] == "12"


@given(st.integers(min_value=0, max_value=999_999_999))
def test_figures_with_commas(number: int) -> None:
    assert value(f"{number:,}") == number


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    for found in numbers(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.low is not None or found.high is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("nineteen", 19), ("ninety-nine", 99), ("a hundred", 100), ("wolf", None), ("and", None)],
)
def test_value(text: str, expected: float | None) -> None:
    assert value(text) == expected
