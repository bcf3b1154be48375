"""Amounts that no event holds together."""

from dataclasses import replace
from datetime import date

import pytest

from claims.linking.claims import compare
from claims.linking.conflicts import Link, gather
from claims.linking.questions import question
from claims.linking.types import Statement
from tests.claims.linking.builders import count

ALIKE = 0.8


def figure(
    text: str,
    value: float,
    *,
    unit: str = "percent",
    day: date | None = None,
    matter: int = 1,
    voices: frozenset[tuple[int, int | None]] = frozenset(),
) -> Statement:
    measured = count(
        value, measure=unit, unit=unit, event=None, text=text, published=day, voices=voices
    )
    return replace(measured, matters=frozenset({matter}))


TURNOUT = figure("The turnout was 41 percent.", 41)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TURNOUT, figure("The turnout in the vote was 55 percent.", 55)),
        (
            figure("Olvar paid 3 million lire to the mayor.", 3e6, unit="lire"),
            figure("Olvar Works paid the mayor 5 million lire in 2021 through a lawyer.", 5e6, unit="lire"),
        ),
    ],
)  # fmt: skip
def test_two_amounts_of_one_thing_contradict(one: Statement, other: Statement) -> None:
    found = compare(one, other, ALIKE)
    assert found is not None
    assert (found.relation, found.method) == ("contradicts", "quantity")
    turned = compare(other, one, ALIKE)
    assert turned is not None
    assert turned.relation == "contradicts"


def test_the_explanation_names_both_amounts() -> None:
    found = compare(TURNOUT, figure("The turnout was 55 percent.", 55), ALIKE)
    assert found is not None
    assert found.explanation == "41 percent against 55 percent; order unknown"


def test_a_later_amount_updates() -> None:
    early = figure("The turnout was 41 percent.", 41, day=date(2024, 5, 1))
    late = figure("The turnout was 55 percent.", 55, day=date(2024, 5, 4))
    found = compare(late, early, ALIKE)
    assert found is not None
    assert (found.relation, found.reversed) == ("updates", False)


@pytest.mark.parametrize(
    "other",
    [
        figure("The turnout was 55 percent.", 55, matter=2),  # another case
        figure("The swing was 55 percent.", 55),  # something else
        figure("The turnout was 1 percent.", 1),  # another order of magnitude
        figure("The turnout on Monday was not 55 percent.", 55),
        figure("The turnout fell by 12 points.", 12, unit="points"),
        replace(TURNOUT, text="The turnout was 41.0 percent.", sides=frozenset({"against"})),
    ],
)
def test_amounts_of_something_else_do_not(other: Statement) -> None:
    found = compare(TURNOUT, other, ALIKE)
    assert found is None or found.relation not in ("contradicts", "updates")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The first half brought 3 million lire.", "The second half brought 5 million lire."),
        ("The mill made 3 million lire in 2020.", "The mill made 5 million lire in 2021."),
        ("Olvar paid 3 million lire.", "Benat paid 5 million lire."),
        ("The fine in France was 3 million lire.", "The fine in Spain was 5 million lire."),
        ("The works have cost 3 million lire so far.", "The works will cost 5 million lire."),
        ("The mill's sales were 3 million lire.", "The mill's debts were 5 million lire."),
    ],
)
def test_another_year_part_or_payer_is_something_else(one: str, other: str) -> None:
    pair = (figure(one, 3e6, unit="lire"), figure(other, 5e6, unit="lire"))
    assert compare(*pair, ALIKE) is None


def test_the_question_names_both_amounts() -> None:
    other = replace(figure("The turnout was 55 percent.", 55), id=2)
    (conflict,) = gather([Link(1, 2, "contradicts")], [TURNOUT, other])
    assert question(conflict) == "Was the turnout 41 percent, or 55 percent?"


def test_sentences_far_apart_are_not_compared() -> None:
    assert compare(TURNOUT, figure("The turnout was 55 percent.", 55), 0.5) is None


def test_one_author_measures_two_things() -> None:
    told = frozenset({(1, None)})
    quoted = frozenset({(1, 7)})
    one = figure("The turnout was 41 percent.", 41, voices=told)
    other = figure("The turnout was 55 percent.", 55, voices=quoted)
    assert compare(one, other, ALIKE) is None
