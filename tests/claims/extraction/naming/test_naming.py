"""Proper names as they stand in a sentence."""

import pytest
from spacy.tokens import Token

from claims.extraction import extract
from claims.extraction.naming.names import (
    abbreviates,
    bare_phrase,
    country_in,
    form_key,
    has_role,
    is_outlet,
    person_name,
    proper_name,
    same_person,
    title_of,
)
from claims.extraction.text.nlp import model


def word(text: str, form: str) -> Token:
    """The word ``form`` of a parsed sentence."""
    return next(t for t in model()(text) if t.text == form)


@pytest.mark.parametrize(
    ("text", "form", "name"),
    [
        ("President Carlos Vega spoke.", "Vega", "Carlos Vega"),
        ("Prime Minister Asta Holm spoke.", "Holm", "Asta Holm"),
        ("Danish Prime Minister Asta Holm spoke.", "Holm", "Asta Holm"),
        ("Dr. Amina Diallo spoke.", "Diallo", "Amina Diallo"),
        ("Jean-Luc Moreau spoke to the council.", "Moreau", "Jean-Luc Moreau"),
        ("Rosa Lind spoke.", "Lind", "Rosa Lind"),
    ],
)
def test_a_name_without_its_titles(text: str, form: str, name: str) -> None:
    assert person_name(word(text, form)) == name


@pytest.mark.parametrize(
    ("text", "form", "title"),
    [
        ("President Carlos Vega spoke.", "Vega", "president"),
        ("Governor Elena Petrova spoke.", "Petrova", "governor"),
        ("Rosa Lind spoke.", "Lind", None),
    ],
)
def test_the_post_before_a_name(text: str, form: str, title: str | None) -> None:
    assert title_of(word(text, form)) == title


@pytest.mark.parametrize(
    ("text", "form", "country"),
    [
        ("Kenya's army marched.", "army", "Kenya"),
        ("The Kenyan army marched.", "army", "Kenya"),
        ("The army of Kenya marched.", "army", "Kenya"),
        ("Officials in Nairobi marched.", "Officials", "Kenya"),
        ("Farmers from Peru marched.", "Farmers", "Peru"),
        ("The army marched.", "army", None),
        ("The army of ants marched.", "army", None),
    ],
)
def test_the_country_of_a_noun(text: str, form: str, country: str | None) -> None:
    assert country_in(word(text, form)) == country


@pytest.mark.parametrize(
    ("text", "form", "role"),
    [
        ("The party will win, pollster Ana Ruiz believes.", "Ruiz", True),
        ("Rosa Lind believes that the party will win.", "Lind", False),
    ],
)
def test_a_role_before_a_name(text: str, form: str, role: bool) -> None:
    assert has_role(word(text, form)) is role


@pytest.mark.parametrize(
    ("text", "form", "name"),
    [
        ("The survey by Nordstat Institute was late.", "Institute", "Nordstat Institute"),
        ("The survey was late.", "survey", "survey"),
    ],
)
def test_capitalised_words_belong_together(text: str, form: str, name: str) -> None:
    assert proper_name(word(text, form)) == name


@pytest.mark.parametrize(
    ("phrase", "bare"),
    [
        ("the mayor", "mayor"),
        ("A mayor", "mayor"),
        ("Some experts", "experts"),
        ("many experts", "experts"),
        ("both mayors", "mayors"),
        ("its mayor,", "mayor"),
        ("“the mayor”", "“the mayor”"),
        ('"the mayor"', "mayor"),
        ("mayors", "mayors"),
        ("the mayor's", "mayor"),
        ("the mayor’s", "mayor"),
        ("the mayors'", "mayors"),
        ("the mayor's wife", "mayor's wife"),
        ("Theodora", "Theodora"),
        ("the", "the"),
        ("", ""),
    ],
)
def test_a_phrase_without_its_article(phrase: str, bare: str) -> None:
    assert bare_phrase(phrase) == bare


@pytest.mark.parametrize(
    ("name", "outlet"),
    [
        ("Reuters", True),
        ("Harbour Gazette", True),
        ("The Harbour Times", True),
        ("Valley Radio", True),
        ("Meduza", True),
        ("BBC Persian (BBC)", True),
        ("the morning post", False),
        ("Rosa Lind", False),
        ("", False),
    ],
)
def test_outlets(name: str, outlet: bool) -> None:
    assert is_outlet(name) is outlet


@pytest.mark.parametrize(
    ("name", "full", "same"),
    [
        ("Yuri Zhukov", "Yuri Zhukov", True),
        ("Yuri Jukov", "Yuri Zhukov", True),
        ("Yuri P. Zhukov", "Yuri Zhukov", True),
        ("Boris Zhukov", "Yuri Zhukov", False),
        ("Zhukov", "Yuri Zhukov", False),
        ("", "Yuri Zhukov", False),
    ],
)
def test_one_person_under_two_names(name: str, full: str, same: bool) -> None:
    assert same_person(name, full) is same


@pytest.mark.parametrize(
    ("long", "short", "fits"),
    [
        ("Western Farmers Union", "WFU", True),
        ("The Western Farmers Union", "WFU", True),
        ("Union of Western Farmers", "UWF", True),
        ("Western-Eastern Farmers Union", "WEFU", True),
        ("Western Farmers Union", "W-FU", True),
        ("Western Farmers Union", "WTO", False),
        ("Western", "W", False),
    ],
)
def test_abbreviations(long: str, short: str, fits: bool) -> None:
    assert abbreviates(long, short) is fits


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Western Farmers Union", "western farmers union"),
        ("ISIS-K", "ISIS K"),
        ("Al_Qaeda", "al-qaeda"),
    ],
)
def test_forms_that_meet(one: str, other: str) -> None:
    assert form_key(one) == form_key(other)


@pytest.mark.parametrize("other", ["the US authorities", "Hezbollah"])
def test_one_of_two_is_no_other_name_of_the_first(other: str) -> None:
    text = f"The number of hostages has not been confirmed by either ISIS or {other}."
    found = extract(text)
    assert [
        a.speaker.aliases for a in found.attributions if a.speaker and a.speaker.name == "ISIS"
    ] == [()]
