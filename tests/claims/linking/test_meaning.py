"""What one denies, and another says in words of its own. Read by the real stance model."""

from dataclasses import replace

import pytest

from claims.linking.claims import compare
from claims.linking.embeddings import encoder
from claims.linking.types import Proposal, Side, Statement
from tests.claims.linking.builders import plain

SAID: frozenset[Side] = frozenset({"for"})
DENIED: frozenset[Side] = frozenset({"against"})


def statement(text: str, sides: frozenset[Side], *, case: int = 1) -> Statement:
    return replace(plain(text), sides=sides, matters=frozenset({case}))


def compared(one: Statement, other: Statement) -> Proposal | None:
    left, right = encoder().embed([one.text, other.text])
    return compare(one, other, float(left @ right))


@pytest.mark.parametrize(
    ("denied", "said"),
    [
        ("The bank had lost customer data.", "The data of 40,000 customers were lost by the bank in June."),
        ("The mayor has taken money from the brewery.", "The brewery paid the mayor's debts with its money for years."),
    ],
)  # fmt: skip
def test_who_says_it_in_other_words_is_at_odds_with_who_denies_it(denied: str, said: str) -> None:
    found = compared(statement(said, SAID), statement(denied, DENIED))
    assert found is not None
    assert (found.relation, found.method, found.reversed) == ("supports", "stance", False)
    assert "denied" in found.explanation
    assert compared(statement(denied, DENIED), statement(said, SAID)) == found.swapped()


@pytest.mark.parametrize(
    ("denied", "said"),
    [
        ("The bell was rung.", "The bell was not rung before the wave came."),  # they agree
        ("The bell was rung.", "The bell would have rung if the wave had come by day."),
        ("The bell was rung.", "The rumour that the bell was rung before the wave is old."),
        ("The bell was rung.", "The wave came two minutes after the gale."),
        ("Nine bells were rung.", "Two bells were rung before the wave came."),
        ("The bell was rung on Monday.", "The harbour's bell rang on Friday."),
    ],
)
def test_who_says_something_else_is_not(denied: str, said: str) -> None:
    found = compared(statement(said, SAID), statement(denied, DENIED))
    assert found is None or found.method != "stance"


def test_what_nobody_denies_is_left_to_others() -> None:
    pair = [statement(t, SAID) for t in ("The bell was rung.", "The harbour's bell rang in time.")]
    found = compared(*pair)
    assert found is None or found.method != "stance"


def test_another_case_is_another_bell() -> None:
    said = statement("The harbour's bell rang two minutes before the wave came.", SAID)
    assert compared(said, statement("The bell was rung.", DENIED, case=2)) is None
