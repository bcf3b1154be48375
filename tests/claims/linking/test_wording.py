"""What a sentence's words alone tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.linking.wording import (
    number,
    opposed_words,
    read,
    same_numbers,
    same_order,
    shared_words,
    stem,
)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("7", 7),
        ("1,200", 1200),
        ("57.5%", 57.5),
        ("3rd", 3),
        ("eleven", 11),
        ("twenty-four", 24),
        ("dozens", 12),
        ("hundred", 100),
        ("10.0.0.1", None),
        ("boats", None),
    ],
)
def test_number(word: str, value: float | None) -> None:
    assert number(word) == value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Twelve boats and 7 crews left.", {"12", "7"}),
        ("One hundred homes burned.", {"100"}),
        ("Some 3 million people live there.", {"3e+06", "some"}),
        ("The fire took 1,250 hectares.", {"1250"}),
        ("Twenty-four of 30 passed.", {"24", "30"}),
        ("Most of them left.", {"most"}),
        ("About 57 percent agreed.", {"57", "percent"}),
        ("He came on 3 May 2019.", set()),
        ("Nobody counted.", set()),
    ],
)
def test_numbers(text: str, values: set[str]) -> None:
    assert {value for value, _ in read(text).numbers if value != "bound"} == values


def test_bounds_are_part_of_the_numbers() -> None:
    assert same_numbers(read("More than 30 boats sank."), read("Over thirty boats sank."))
    assert not same_numbers(read("At least 30 boats sank."), read("Over thirty boats sank."))
    assert not same_numbers(read("Nearly 30 boats sank."), read("30 boats sank."))


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("It sank on 3 May 2019.", {"3", "may", "2019"}),
        ("It sank on Monday.", {"monday"}),
        ("It may sink.", set()),
        ("They march in March.", {"march"}),
        ("It sank yesterday.", {"yesterday"}),
        ("It carried 2,019 people.", set()),
    ],
)
def test_times(text: str, times: set[str]) -> None:
    assert read(text).times == times


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The mayor of Port Alder met Ada Holt.", {"port alder", "ada holt"}),
        ("Rescuers reached the Halcyon.", {"halcyon"}),
        ("Ada Holt resigned.", {"ada holt"}),
        ("Norway sent boats to Port Alder’s harbour.", {"port alder"}),
        ("Boats left in May.", set()),
    ],
)
def test_names(text: str, names: set[str]) -> None:
    assert read(text).names == names


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Tajik and Norwegian boats left.", {"Tajikistan", "Norway"}),
        ("The United States and the US agree with America.", {"United States"}),
        ("Boats left South Korea for Sri Lanka.", {"South Korea", "Sri Lanka"}),
        ("Us they never asked about turkey.", set()),
    ],
)
def test_countries(text: str, countries: set[str]) -> None:
    assert read(text).countries == countries


@pytest.mark.parametrize(
    ("text", "negated", "turned"),
    [
        ("The bridge is open.", False, False),
        ("The bridge is not open.", True, True),
        ("The bridge isn't open.", True, True),
        ("The bridge isn’t not open.", False, False),
        ("No bridge is open.", True, True),
        ("The bridge stood without repairs.", False, True),
        ("He failed to come.", False, True),
    ],
)
def test_negation(text: str, negated: bool, turned: bool) -> None:
    found = read(text)
    assert (found.negated, found.turned) == (negated, turned)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rise", "rose"),
        ("rising", "rises"),
        ("city", "cities"),
        ("carried", "carry"),
        ("sank", "sank"),
    ],
)
def test_stems_join_forms(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Prices rose in spring.", "Prices fell in spring.", True),
        ("The port opened.", "The port was closed.", True),
        ("The port opened and closed.", "The port was closed.", False),
        ("The port opened.", "The port grew.", False),
    ],
)
def test_opposed_words(a: str, b: str, expected: bool) -> None:
    assert (opposed_words(read(a), read(b)) is not None) is expected
    assert (opposed_words(read(b), read(a)) is not None) is expected


def test_demonyms_and_numerals_are_the_words_they_stand_for() -> None:
    assert shared_words(read("Ten Tajik boats left."), read("10 boats of Tajikistan left.")) == 1.0


def test_order_of_common_words() -> None:
    assert same_order(read("Ada sued Bruno."), read("Ada then sued Bruno again."))
    assert not same_order(read("Ada sued Bruno."), read("Bruno sued Ada."))


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    found = read(text)
    assert found.text == text
    assert shared_words(found, found) == 1.0
    assert opposed_words(found, found) is None
    assert same_numbers(found, found)
