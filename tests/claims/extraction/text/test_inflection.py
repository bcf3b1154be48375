"""Verbs in the past and the present, without "do"."""

import pytest

from claims.extraction.text.inflection import past, present, without_do
from claims.extraction.text.lexicon import lexicon


@pytest.mark.parametrize(
    ("verb", "form"),
    [
        ("approve", "approved"),
        ("sign", "signed"),
        ("carry", "carried"),
        ("play", "played"),
        ("plan", "planned"),
        ("stop", "stopped"),
        ("admit", "admitted"),
        ("refer", "referred"),
        ("visit", "visited"),
        ("offer", "offered"),
        ("open", "opened"),
        ("fix", "fixed"),
        ("show", "showed"),
        ("need", "needed"),
        ("agree", "agreed"),
        ("have", "had"),
        ("know", "knew"),
        ("withdraw", "withdrew"),
        ("read", "read"),
    ],
)
def test_past(verb: str, form: str) -> None:
    assert past(verb) == form


@pytest.mark.parametrize(
    ("verb", "form"),
    [
        ("have", "has"),
        ("do", "does"),
        ("go", "goes"),
        ("deny", "denies"),
        ("stay", "stays"),
        ("pass", "passes"),
        ("teach", "teaches"),
        ("fix", "fixes"),
        ("say", "says"),
    ],
)
def test_present(verb: str, form: str) -> None:
    assert present(verb) == form


def test_each_form_of_do() -> None:
    assert [without_do(do, "seek") for do in ("do", "does", "did")] == ["seek", "seeks", "sought"]


def test_the_table_holds_irregular_verbs_alone() -> None:
    verbs = lexicon().past
    assert len(verbs) > 100
    assert not [verb for verb, form in verbs.items() if form == verb + "ed"]
