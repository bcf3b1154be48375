"""What one denies, and another says in more words."""

from dataclasses import replace

import pytest

from claims.linking.claims import compare
from claims.linking.types import Side, Statement
from tests.claims.linking.builders import plain

SAID: frozenset[Side] = frozenset({"for"})
DENIED: frozenset[Side] = frozenset({"against"})
LITTLE_ALIKE = 0.4


def statement(text: str, sides: frozenset[Side], *, case: int = 1) -> Statement:
    return replace(plain(text), sides=sides, matters=frozenset({case}))


@pytest.mark.parametrize(
    ("denied", "said"),
    [
        ("A survey had taken place in May.", "The mill had passed a survey in May without trouble."),
        ("The army's troops had opened fire on the crowd.", "Soldiers fired at the crowd before it fled the square."),
        ("There was a vote.", "The mayor won the vote of the council in 2019."),
    ],
)  # fmt: skip
def test_who_says_more_says_what_is_denied(denied: str, said: str) -> None:
    found = compare(statement(said, SAID), statement(denied, DENIED), LITTLE_ALIKE)
    assert found is not None
    assert (found.relation, found.reversed) == ("supports", False)
    turned = compare(statement(denied, DENIED), statement(said, SAID), LITTLE_ALIKE)
    assert turned == found.swapped()


@pytest.mark.parametrize(
    ("denied", "said"),
    [
        ("A survey had taken place in May.", "The mill had passed a survey in June."),  # another time
        ("A survey had taken place in May.", "The mill was sold in May without a survey."),  # none, too
        ("Soldiers had shot at the crowd.", "The crowd shot at soldiers."),  # the other way round
        ("Soldiers had shot at the crowd.", "Soldiers would have shot at the crowd."),  # they didn't
        ("There was a bell.", "The bell was out of order."),  # it sounded no more than none
        ("The minister left.", "The minister stayed."),
    ],
)  # fmt: skip
def test_who_says_something_else_does_not(denied: str, said: str) -> None:
    found = compare(statement(said, SAID), statement(denied, DENIED), LITTLE_ALIKE)
    assert found is None or found.relation != "supports"


def test_another_case_may_be_of_another_survey() -> None:
    denied = statement("A survey had taken place in May.", DENIED, case=2)
    said = statement("The mill had passed a survey in May.", SAID)
    assert compare(said, denied, LITTLE_ALIKE) is None


def test_what_nobody_denies_is_left_to_others() -> None:
    two = [
        statement(t, SAID)
        for t in ("A survey was held in May.", "The mill passed a survey in May.")
    ]
    assert compare(two[0], two[1], LITTLE_ALIKE) is None
