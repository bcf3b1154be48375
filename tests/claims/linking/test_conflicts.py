"""From links and sides to conflicts, whatever the order they come in."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.linking.conflicts import Account, ConflictDraft, Link, gather, side
from claims.linking.types import Relation, Side, Statement
from tests.claims.linking.builders import QUAKE, count, framed, plain

FOR: frozenset[Side] = frozenset({"for"})
AGAINST: frozenset[Side] = frozenset({"against"})
BOTH: frozenset[Side] = FOR | AGAINST
NONE: frozenset[Side] = frozenset()


@pytest.mark.parametrize(
    ("stance", "likelihood", "expected"),
    [
        ("asserts", None, "for"),
        ("reports", None, "for"),
        ("asserts", "likely", "for"),
        ("asserts", "roughly even chance", "for"),
        ("asserts", "unlikely", "against"),
        ("asserts", "very unlikely", "against"),
        ("reports", "almost no chance", "against"),
        ("denies", None, "against"),
        ("doubts", "likely", "against"),
        ("denies", "unlikely", "for"),
        ("no_position", None, None),
        ("no_position", "unlikely", None),
    ],
)
def test_side(stance: str, likelihood: str | None, expected: Side | None) -> None:
    assert side(stance, likelihood) == expected


def brief(drafts: list[ConflictDraft]) -> list[tuple[str, list[tuple[int, str]]]]:
    return [(d.kind, [(a.claim, a.side) for a in d.accounts]) for d in drafts]


def test_counts_of_one_measure_are_one_question() -> None:
    statements = [count(n, number=i) for i, n in enumerate((58, 61, 64), start=1)]
    links = [Link(2, 1, "updates"), Link(3, 2, "contradicts")]
    assert brief(gather(links, statements)) == [("quantity", [(1, "for"), (2, "for"), (3, "for")])]


def test_measures_and_events_stay_apart() -> None:
    statements = [
        count(58, number=1),
        count(61, number=2),
        count(7, number=3, measure="injured"),
        count(9, number=4, measure="injured"),
        count(30, number=5, event=QUAKE),
        count(40, number=6, event=QUAKE),
    ]
    links = [Link(a, a + 1, "contradicts") for a in (1, 3, 5)]
    found = gather(links, statements)
    assert brief(found) == [
        ("quantity", [(1, "for"), (2, "for")]),
        ("quantity", [(3, "for"), (4, "for")]),
        ("quantity", [(5, "for"), (6, "for")]),
    ]
    assert [[s.id for s in d.statements] for d in found] == [[1, 2], [3, 4], [5, 6]]


def test_a_denied_count_is_an_account_of_the_same_question() -> None:
    statements = [count(58, number=1, sides=BOTH), count(61, number=2)]
    found = gather([Link(1, 2, "contradicts")], statements)
    assert brief(found) == [("quantity", [(1, "against"), (1, "for"), (2, "for")])]


def test_one_claim_with_two_sides() -> None:
    statements = [plain("The port is open.", number=1, sides=BOTH), plain("It rained.", number=2)]
    assert gather([], statements) == [
        ConflictDraft("sides", (Account(1, "against"), Account(1, "for")), (statements[0],))
    ]


def test_two_names_of_one_claim_with_two_sides() -> None:
    statements = [
        plain("The port is open.", number=1, sides=FOR),
        plain("x", number=2, sides=AGAINST),
    ]
    assert gather([], statements) == []
    assert brief(gather([Link(2, 1, "same_as")], statements)) == [
        ("sides", [(1, "for"), (2, "against")])
    ]


def test_who_did_it_is_another_question_than_whether_one_had_a_part() -> None:
    statements = [
        framed("Norway was involved.", "involved", "norway", number=1, sides=BOTH),
        framed("The Blue Front did it.", "responsible", "blue front", number=2),
        framed("Sweden was involved.", "involved", "sweden", number=3),
    ]
    links = [Link(1, 2, "rivals"), Link(2, 3, "rivals"), Link(1, 3, "rivals")]
    assert brief(gather(links, statements)) == [
        ("rivals", [(1, "for"), (2, "for"), (3, "for")]),
        ("sides", [(1, "against"), (1, "for")]),
    ]


def test_rivals_of_two_topics_stay_apart() -> None:
    statements = [
        framed("a", "involved", "norway", number=1),
        framed("b", "responsible", "sweden", number=2),
        framed("c", "nationality", "attackers", "norway", number=3),
        framed("d", "nationality", "attackers", "sweden", number=4),
    ]
    links = [Link(1, 2, "rivals"), Link(3, 4, "rivals")]
    assert [sorted({a.claim for a in d.accounts}) for d in gather(links, statements)] == [
        [1, 2],
        [3, 4],
    ]


@pytest.mark.parametrize("sides", [(FOR, AGAINST), (AGAINST, AGAINST), (FOR, NONE), (NONE, NONE)])
def test_what_nobody_asserts_contradicts_nothing(
    sides: tuple[frozenset[Side], frozenset[Side]],
) -> None:
    statements = [
        plain("The port is open.", number=1, sides=sides[0]),
        plain("The port is closed.", number=2, sides=sides[1]),
    ]
    assert gather([Link(1, 2, "contradicts")], statements) == []


def test_support_makes_no_conflict_and_strangers_are_passed_over() -> None:
    statements = [count(58, number=1), count(50, None, "more than", number=2)]
    assert gather([Link(1, 2, "supports")], statements) == []
    assert gather([Link(1, 99, "contradicts")], statements) == []
    assert gather([], []) == []


def test_opposed_sentences_are_a_contradiction() -> None:
    statements = [plain("The port is open.", number=4), plain("The port is closed.", number=9)]
    assert brief(gather([Link(9, 4, "contradicts")], statements)) == [
        ("contradiction", [(4, "for"), (9, "for")])
    ]


SIDES: st.SearchStrategy[frozenset[Side]] = st.sampled_from([FOR, AGAINST, BOTH, NONE])
RELATIONS: st.SearchStrategy[Relation] = st.sampled_from(
    ["supports", "contradicts", "updates", "rivals", "same_as"]
)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Link], list[Statement]]:
    kinds = draw(st.lists(st.tuples(st.integers(0, 3), SIDES), min_size=2, max_size=9))
    statements = []
    for i, (kind, sides) in enumerate(kinds):
        made = (
            plain("The port is open.", number=i, sides=sides),
            count(50 + i, number=i, sides=sides),
            framed("x", "responsible", f"group {i}", number=i, sides=sides),
            count(5 + i, number=i, measure="injured", sides=sides),
        )
        statements.append(made[kind])
    ids = st.integers(0, len(kinds) - 1)
    links = draw(st.lists(st.builds(Link, ids, ids, RELATIONS), max_size=14))
    return [link for link in links if link.source != link.target], statements


@given(worlds(), st.randoms())
def test_the_order_of_the_input_does_not_matter(
    world: tuple[list[Link], list[Statement]], random: st.DataObject
) -> None:
    links, statements = world
    expected = gather(links, statements)
    random.shuffle(links)  # type: ignore[attr-defined]
    random.shuffle(statements)  # type: ignore[attr-defined]
    assert gather(links, statements) == expected
    # Support alone has a direction.
    turned = [
        x if x.relation == "supports" else Link(x.target, x.source, x.relation) for x in links
    ]
    assert gather(turned, statements) == expected


@given(worlds())
def test_every_conflict_has_two_accounts_and_each_of_them_a_taker(
    world: tuple[list[Link], list[Statement]],
) -> None:
    links, statements = world
    by_id = {s.id: s for s in statements}
    for draft in gather(links, statements):
        assert len(draft.accounts) >= 2
        assert all(a.side in by_id[a.claim].sides for a in draft.accounts)
        assert all(a < b for a, b in pairwise(draft.accounts))


@given(worlds())
def test_a_claim_is_in_one_conflict_of_a_kind_and_topic(
    world: tuple[list[Link], list[Statement]],
) -> None:
    links, statements = world
    quantities = [d for d in gather(links, statements) if d.kind == "quantity"]
    claims = [s.id for d in quantities for s in d.statements]
    assert len(claims) == len(set(claims))
    for draft in quantities:
        assert len({s.quantity.measure for s in draft.statements if s.quantity}) == 1


def test_who_supports_a_claim_is_at_odds_with_whoever_denies_it() -> None:
    statements = [
        plain("The mill passed a survey in May.", number=1, sides=FOR),
        plain("A survey was held in May.", number=2, sides=AGAINST),
    ]
    assert brief(gather([Link(1, 2, "supports")], statements)) == [
        ("sides", [(1, "for"), (2, "against")])
    ]
    assert gather([Link(2, 1, "supports")], statements) == []  # it may be so without the other
