"""Numbers spelled out, ranges and bounds, and what only looks like a number."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction.quantities.numbers import Number, numbers, value

UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(number: int, joint: str = " and ") -> str:
    """The number in English words, as British (" and ") or American (" ") papers write it."""
    if number < 20:
        return UNITS[number]
    if number < 100:
        tens, unit = divmod(number, 10)
        return TENS[tens - 2] + (f"-{UNITS[unit]}" if unit else "")
    for size, word in ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred")):
        if number >= size:
            head, rest = divmod(number, size)
            gap = joint if rest < 100 else " "
            return f"{spelled(head, joint)} {word}" + (gap + spelled(rest, joint) if rest else "")
    raise AssertionError(number)


def one(text: str) -> Number:
    """The only number in ``text``."""
    found = numbers(text)
    assert len(found) == 1, [text[n.start : n.end] for n in found]
    return found[0]


def ends(text: str) -> list[tuple[float | None, float | None]]:
    """Both ends of every number in ``text``."""
    return [(n.low, n.high) for n in numbers(text)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("zero", 0),
        ("one", 1),
        ("eleven", 11),
        ("twelve", 12),
        ("nineteen", 19),
        ("twenty", 20),
        ("twenty-one", 21),
        ("Twenty One", 21),
        ("forty-two", 42),
        ("ninety-nine", 99),
        ("a hundred", 100),
        ("one hundred", 100),
        ("one hundred one", 101),
        ("one hundred and one", 101),
        ("A Hundred And Ten", 110),
        ("three hundred seventy", 370),
        ("nine hundred and ninety-nine", 999),
        ("a thousand", 1_000),
        ("one thousand and one", 1_001),
        ("two thousand five hundred", 2_500),
        ("two thousand three hundred and forty-five", 2_345),
        ("twelve hundred", 1_200),
        ("nineteen thousand", 19_000),
        ("forty-two thousand", 42_000),
        ("one hundred thousand", 100_000),
        ("two hundred and fifty thousand", 250_000),
        ("six hundred and one thousand and seven", 601_007),
        ("a million", 1_000_000),
        ("three million", 3_000_000),
        ("three million two hundred thousand", 3_200_000),
        ("twenty-five million", 25_000_000),
        ("four billion", 4_000_000_000),
        ("half a million", 500_000),
        ("half a dozen", 6),
        ("two and a half million", 2_500_000),
        ("a dozen", 12),
        ("two dozen", 24),
        ("six dozen", 72),
        ("1 million", 1_000_000),
        ("1.25 million", 1_250_000),
        ("75 thousand", 75_000),
        ("2 hundred", 200),
        ("1,000", 1_000),
        ("1,234,567", 1_234_567),
        ("12,345.5", 12_345.5),
        ("0.5", 0.5),
        ("007", 7),
    ],
)
def test_a_number_in_words_or_figures(words: str, expected: float) -> None:
    assert value(words) == expected
    found = one(f"The census counted {words} sheep.")
    assert (found.low, found.high, found.bound) == (expected, expected, "exact")


@given(st.integers(min_value=1, max_value=999_999_999), st.sampled_from([" and ", " "]))
def test_every_number_is_read_as_it_is_spelled(number: int, joint: str) -> None:
    words = spelled(number, joint)
    assert value(words) == number
    found = one(f"There were {words} of them.")
    assert (found.low, found.high) == (number, number)


@given(st.integers(min_value=1, max_value=999_999))
def test_words_and_figures_say_the_same(number: int) -> None:
    assert ends(f"saw {spelled(number)} boats") == ends(f"saw {number:,} boats")


@given(st.integers(min_value=0, max_value=10**9))
def test_figures_without_separators(number: int) -> None:
    assert ends(f"It has {number} parts") == [(number, number)]


@given(
    st.integers(min_value=1, max_value=99_999),
    st.integers(min_value=1, max_value=99_999),
    st.sampled_from(["{} to {}", "between {} and {}", "{}-{}", "{}–{}", "{} – {}"]),
)
def test_a_rising_range_has_both_ends(first: int, second: int, form: str) -> None:
    text = f"About a year on, {form.format(f'{first:,}', f'{second:,}')} birds came."
    found = numbers(text)
    if first < second:
        assert [(n.low, n.high, n.bound) for n in found] == [(first, second, "range")]
    else:
        assert "range" not in {n.bound for n in found}


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("between two and three wolves", 2, 3),
        ("between a hundred and a thousand wolves", 100, 1_000),
        ("between two hundred and three hundred wolves", 200, 300),
        ("between 40 and sixty wolves", 40, 60),
        ("Between 1,000 and 1,500 wolves", 1_000, 1_500),
        ("two to three wolves", 2, 3),
        ("twenty to thirty wolves", 20, 30),
        ("three to four hundred wolves", 300, 400),
        ("5 to 10 million wolves", 5_000_000, 10_000_000),
        ("between 5 and 10 thousand wolves", 5_000, 10_000),
        ("1.5-2.5 million wolves", 1_500_000, 2_500_000),
        ("10-12 wolves", 10, 12),
        ("10 – 12 wolves", 10, 12),
        ("900 thousand to 1.1 million wolves", 900_000, 1_100_000),
        ("8 to 11 percent", 8, 11),
    ],
)
def test_ranges(text: str, low: float, high: float) -> None:
    found = one(text)
    assert (found.low, found.high, found.bound) == (low, high, "range")


AT_LEAST = [
    "at least",
    "At least",
    "no fewer than",
    "no less than",
    "not less than",
    "a minimum of",
]
MORE_THAN = ["more than", "over", "above", "upwards of", "in excess of", "More than"]
AT_MOST = ["up to", "at most", "no more than", "as many as"]
LESS_THAN = ["fewer than", "less than", "under"]
ALMOST = ["almost", "nearly", "close to", "Nearly"]
ABOUT = ["about", "around", "approximately", "roughly", "some", "an estimated", "estimated"]


@pytest.mark.parametrize(("words", "amount"), [*product(AT_LEAST, ["139", "forty", "1,200"])])
def test_at_least(words: str, amount: str) -> None:
    found = one(f"{words} {amount} sheep drowned")
    assert (found.low, found.high, found.bound) == (value(amount), None, "at least")


@pytest.mark.parametrize(("words", "amount"), [*product(MORE_THAN, ["139", "forty", "1,200"])])
def test_more_than_begins_one_above(words: str, amount: str) -> None:
    found = one(f"{words} {amount} sheep drowned")
    assert (found.low, found.high, found.bound) == ((value(amount) or 0) + 1, None, "more than")


@pytest.mark.parametrize(("words", "amount"), [*product(AT_MOST, ["139", "forty", "1,200"])])
def test_at_most(words: str, amount: str) -> None:
    found = one(f"{words} {amount} sheep drowned")
    assert (found.low, found.high, found.bound) == (None, value(amount), "at most")


@pytest.mark.parametrize(("words", "amount"), [*product(LESS_THAN, ["139", "forty", "1,200"])])
def test_less_than_ends_one_below(words: str, amount: str) -> None:
    found = one(f"{words} {amount} sheep drowned")
    assert (found.low, found.high, found.bound) == (None, (value(amount) or 0) - 1, "at most")


@pytest.mark.parametrize(("words", "amount"), [*product(ABOUT, ["139", "forty", "1,200"])])
def test_about_says_the_number_itself(words: str, amount: str) -> None:
    found = one(f"{words} {amount} sheep drowned")
    assert (found.low, found.high, found.bound) == (value(amount), value(amount), "about")


@pytest.mark.parametrize(
    ("words", "amount", "low", "high"),
    [(words, *row) for words in ALMOST for row in [("100", 90, 99), ("forty", 36, 39), ("1,000", 900, 999)]],
)  # fmt: skip
def test_almost_is_near_and_short_of_it(words: str, amount: str, low: int, high: int) -> None:
    found = one(f"{words} {amount} sheep drowned")
    assert (found.low, found.high, found.bound) == (low, high, "almost")


@given(st.integers(min_value=10, max_value=10**6))
def test_bounds_stand_in_order(number: int) -> None:
    almost, exact, more = (one(f"{w}{number} sheep") for w in ("almost ", "", "more than "))
    assert almost.low is not None
    assert almost.high is not None
    assert exact.low is not None
    assert more.low is not None
    assert almost.low <= almost.high < exact.low < more.low


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("dozens of wolves", 24),
        ("Dozens were seen", 24),
        ("scores of wolves", 40),
        ("hundreds of wolves", 200),
        ("thousands of wolves", 2_000),
        ("tens of thousands of wolves", 20_000),
        ("hundreds of thousands of wolves", 200_000),
        ("millions of wolves", 2_000_000),
        ("tens of millions of wolves", 20_000_000),
        ("about hundreds of wolves", 200),
    ],
)
def test_a_bare_plural_has_no_upper_end(text: str, low: float) -> None:
    found = one(text)
    assert (found.low, found.high, found.bound) == (low, None, "at least")


@pytest.mark.parametrize("amount", ["12", "forty", "3 million", "1,500"])
@pytest.mark.parametrize("after", ["or more", "+"])
def test_or_more(amount: str, after: str) -> None:
    found = one(f"{amount}{'' if after == '+' else ' '}{after} wolves")
    assert (found.low, found.high, found.bound) == (value(amount), None, "at least")


def test_a_share_that_rose_is_two_numbers_and_a_year() -> None:
    text = "The share rose from 41 percent in 2015 to 62 percent."
    assert next(text[n.digits[0] : n.digits[1]] for n in numbers(text)) == "41"
    assert (62, 62) in ends(text)
    assert "range" not in {n.bound for n in numbers(text) if n.low == 41}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9 and 10 wolves", [(9, 9), (10, 10)]),
        ("one wolf, two bears and three cats", [(1, 1), (2, 2), (3, 3)]),
        ("4 killed, 12 wounded", [(4, 4), (12, 12)]),
        ("1,000, 2,000 and 3,000", [(1_000,) * 2, (2_000,) * 2, (3_000,) * 2]),
        ("at least 4 dead and more than 12 hurt", [(4, None), (13, None)]),
        ("from 30 down to 12", [(30, 30), (12, 12)]),
        ("a wolf and a bear", []),
        ("over the hill and about the house", []),
        ("The over-40s met", []),
        ("Some wolves came", []),
        ("a score of 3 to 1", [(3, 3), (1, 1)]),
    ],
)
def test_every_number_in_a_line(text: str, expected: list[tuple[float, float]]) -> None:
    assert ends(text) == expected


@pytest.mark.parametrize(
    "text",
    ["oneself", "tension", "weight", "someone", "A380neo", "x12", "sixth", "thousandth", "freight", "anyone", "often"],
)  # fmt: skip
def test_a_number_inside_a_word_is_none(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize("sign", ["$", "€", "£"])
def test_money_in_signs_is_no_number(sign: str) -> None:
    assert numbers(f"It costs {sign}500.") == []


@pytest.mark.parametrize(
    "text", ["", "and", "a", "an and", "wolf", "twelve wolves", "1.2.3", "12b", "-", "a few"]
)
def test_value_of_what_is_no_number(text: str) -> None:
    assert value(text) is None


@pytest.mark.parametrize(
    ("text", "whole", "digits"),
    [
        ("They saw at least 12 wolves.", "at least 12", "12"),
        ("They saw at least another 12 wolves.", "at least another 12", "12"),
        ("They saw between 5 and 10 wolves.", "between 5 and 10", "5 and 10"),
        ("They saw nearly forty-two wolves.", "nearly forty-two", "forty-two"),
        ("They saw 12 or more wolves.", "12 or more", "12 or more"),
        ("They saw some 1,500 wolves.", "some 1,500", "1,500"),
        ("They saw 20–30 wolves.", "20–30", "20–30"),
        ("They saw dozens of wolves.", "dozens", "dozens"),
        ("They saw 1.5 million wolves.", "1.5 million", "1.5 million"),
    ],
)
def test_where_a_number_stands(text: str, whole: str, digits: str) -> None:
    found = one(text)
    assert text[found.start : found.end] == whole
    assert text[found.digits[0] : found.digits[1]] == digits


@given(
    st.lists(
        st.sampled_from(
            ["12", "forty", "dozens of", "wolf", "and", "over", "to", "a", "million", "1,5"]
        ),
        max_size=9,
    )
)
def test_numbers_come_in_order_and_apart(words: list[str]) -> None:
    text = " ".join(words)
    last = 0
    for found in numbers(text):
        assert last <= found.start <= found.digits[0] < found.digits[1] <= found.end <= len(text)
        last = found.end
        if found.low is not None and found.high is not None:
            assert found.low <= found.high
