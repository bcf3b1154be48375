"""What is said to have caused one happening."""

from dataclasses import replace

import pytest

from claims.linking.causes import read
from claims.linking.claims import compare
from claims.linking.conflicts import Link, gather
from claims.linking.questions import question
from claims.linking.types import Statement
from tests.claims.linking.builders import FERRY, QUAKE, plain

LITTLE_ALIKE = 0.4


def about(text: str, *, number: int = 1) -> Statement:
    return plain(text, event=FERRY, number=number)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("A loose rope had probably caused the sinking of the Halcyon.", "A loose rope"),
        ("A loose rope was the most likely reason for the shipwreck.", "A loose rope"),
        ("Bad steering is to blame for the sinking.", "Bad steering"),
        ("The sinking of the Halcyon was caused by a gust of wind.", "a gust of wind"),
        ("The fire in the mill on Monday resulted from a short circuit.", "a short circuit"),
        ("Experts regard bad steering as the main cause of the sinking.", "bad steering"),
    ],
)
def test_a_cause_is_read(text: str, cause: str) -> None:
    found = read(text)
    assert found is not None
    assert found.text == cause


@pytest.mark.parametrize(
    "text",
    [
        "Nobody knows what caused the sinking.",
        "The sinking was not caused by a gust of wind.",
        "The sinking killed nine people.",
        "The storm that caused the flood passed over the sinking town.",
        "If a loose rope caused the sinking, the owner will pay.",
    ],
)
def test_no_cause_is_read(text: str) -> None:
    assert read(text) is None


def test_two_causes_of_one_happening_rival() -> None:
    one = about("A loose rope had caused the sinking of the Halcyon.")
    other = about("The shipwreck was due to a sudden gust.", number=2)
    found = compare(one, other, LITTLE_ALIKE)
    assert found is not None
    assert (found.relation, found.explanation) == (
        "rivals",
        "cause: A loose rope, or a sudden gust",
    )
    (conflict,) = gather([Link(1, 2, "rivals")], [one, other])
    assert question(conflict) == "What caused the sinking of the ferry Halcyon?"


@pytest.mark.parametrize(
    "other",
    [
        about("A rope that came loose was to blame for the sinking."),
        about("The loose rope led to the sinking of the Halcyon."),  # the same cause
        about("A gust led to the election."),  # another kind of happening
        replace(about("A gust of wind caused the sinking."), event=QUAKE),
    ],
)
def test_one_cause_or_another_happening_does_not(other: Statement) -> None:
    found = compare(
        about("A loose rope had caused the sinking of the Halcyon."), other, LITTLE_ALIKE
    )
    assert found is None or found.relation != "rivals"
