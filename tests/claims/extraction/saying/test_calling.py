"""What somebody calls a thing is a claim of theirs."""

import pytest

from tests.claims.extraction.asking import heard, read


def said(text: str) -> list[tuple[str, str, str]]:
    """(speaker, stance, claim) of each attribution of a claim to somebody."""
    claims = read(text).claims
    return [(a.speaker.name, a.stance, claims[a.claim].text) for a in heard(text) if a.speaker]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Ann Berg called the letter a forgery.", "The letter is a forgery."),
        ("Ann Berg called the letters a disgrace.", "The letters are a disgrace."),
        ("Ann Berg called the letter genuine.", "The letter is genuine."),
        ("The mayor dubbed the raid a success.", "The raid is a success."),
    ],
)
def test_what_something_is_called(text: str, claim: str) -> None:
    assert [(stance, words) for _, stance, words in said(text)] == [("asserts", claim)]


def test_who_calls_it_nonsense_that_something_is_so_denies_it() -> None:
    text = "Ann Berg called it nonsense that the gate had been open."
    assert said(text) == [("Ann Berg", "denies", "The gate had been open.")]


def test_who_calls_what_was_said_a_tale_denies_it() -> None:
    text = "Jon Vik said the guards had sunk the boat. Ann Berg called this a fairy tale."
    assert said(text) == [
        ("Jon Vik", "asserts", "The guards had sunk the boat."),
        ("Ann Berg", "denies", "The guards had sunk the boat."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The owner called the ship Amsel.",
        "Ann Berg did not call the letter a forgery.",
        "Ann Berg called the claim a lie.",
        "She called her mother a liar.",
    ],
)
def test_what_states_nothing(text: str) -> None:
    assert not said(text)
