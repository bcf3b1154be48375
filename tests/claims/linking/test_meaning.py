"""What one denies, and another says in words of its own. Read by the real stance model."""

from dataclasses import replace

import pytest

from claims.linking.claims import compare
from claims.linking.embeddings import encoder
from claims.linking.types import Proposal, Side, Statement
from tests.claims.linking.builders import plain

SAID: frozenset[Side] = frozenset({"for"})
DENIED: frozenset[Side] = frozenset({"against"})


def statement(text: str, sides: frozenset[Side], *, case: int = 1, document: int = 1) -> Statement:
    voices: frozenset[tuple[int, int | None]] = frozenset({(document, None)})
    return replace(plain(text), sides=sides, matters=frozenset({case}), voices=voices)


def pair(one: str, other: str, *, case: int = 1, document: int = 2) -> tuple[Statement, Statement]:
    """What two documents assert."""
    return statement(one, SAID), statement(other, SAID, case=case, document=document)


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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Former president Ada Vesk died.", "Ada Vesk is dead."),
        ("Soldiers are holding the young daughter of the rebel leader.", "The rebel leader's young daughter is being held by soldiers."),
        ("Extremists of the Red Hand have started launching jars packed with live wasps.", "Red Hand militants are launching jars containing live wasps as their latest weapon."),
    ],
)  # fmt: skip
def test_what_two_say_in_other_words_is_one_claim(one: str, other: str) -> None:
    found = compared(*pair(one, other))
    assert found is not None
    assert (found.relation, found.method) == ("same_as", "stance")
    assert "each says" in found.explanation


def test_who_says_more_supports_who_says_less() -> None:
    more = "The girl was taken to Orlen, treated for shock and is being given counselling."
    found = compared(*pair(more, "The girl was treated for shock."))
    assert found is not None
    assert (found.relation, found.method, found.reversed) == ("supports", "stance", False)
    turned = compared(*pair("The girl was treated for shock.", more))
    assert turned == found.swapped()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The dam of Orlen has burst.", "The dam of Orlen has not burst."),
        ("The dam of Orlen burst on Monday.", "The dam of Orlen broke on Friday."),
        ("The farm burned 200 geese of its flock.", "The farm burned 300 geese of its flock."),
        ("The dam of Orlen has burst.", "The dam of Orlen may have burst apart."),
        ("The dam of Orlen has burst.", "The dam of Vesk has burst."),
        ("The dam of Orlen has burst.", "The mayor of Orlen has resigned."),
    ],
)
def test_what_differs_in_what_matters_is_not_one_claim(one: str, other: str) -> None:
    found = compared(*pair(one, other))
    assert found is None or found.relation not in ("same_as", "supports")


def test_one_document_needs_no_support_from_itself() -> None:
    one, other = pair("Former president Ada Vesk died.", "Ada Vesk is dead.", document=1)
    assert compared(one, other) is None


def test_that_there_was_such_a_thing_goes_without_saying() -> None:
    found = compared(*pair("The town of Orlen was put under curfew.", "There was a curfew."))
    assert found is None


def test_another_case_is_another_bell() -> None:
    said = statement("The harbour's bell rang two minutes before the wave came.", SAID)
    assert compared(said, statement("The bell was rung.", DENIED, case=2)) is None
