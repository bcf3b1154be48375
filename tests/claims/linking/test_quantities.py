"""Counts: equal, compatible, contradicting, or only later."""

from dataclasses import replace
from datetime import date
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction.types import Frame
from claims.linking.claims import compare
from claims.linking.quantities import (
    Interval,
    compare_quantities,
    equal,
    interval,
    parts,
    words,
)
from claims.linking.types import EventView, QuantityView, Statement
from tests.claims.linking.builders import FERRY, QUAKE, count

EARLY, LATE = date(2021, 5, 4), date(2021, 5, 9)


def relation(a: Statement, b: Statement) -> str | None:
    found = compare_quantities(a, b)
    return found.relation if found else None


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        # equal, with the same bound
        (count(61), count(61), "same_as"),
        (count(60, bound="at least"), count(60, bound="at least"), "same_as"),
        (count(20, 30, "range"), count(20, 30, "range"), "same_as"),
        # both can be so
        (count(130, bound="more than"), count(137), "supports"),
        (count(130, bound="more than"), count(139, bound="at least"), "supports"),
        (count(61), count(60, bound="about"), "supports"),
        (count(None, 100, "almost"), count(97), "supports"),
        (count(None, 100, "almost"), count(100), "supports"),
        (count(100, bound="at least"), count(145), "supports"),
        (count(20, 30, "range"), count(25), "supports"),
        (count(None, 40, "at most"), count(38), "supports"),
        (count(100, bound="about"), count(100, bound="more than"), "supports"),
        # they can't
        (count(137), count(139, bound="at least"), "contradicts"),
        (count(137), count(139), "contradicts"),
        (count(None, 100, "almost"), count(100, bound="more than"), "contradicts"),
        (count(20, 30, "range"), count(31), "contradicts"),
        (count(None, 40, "at most"), count(41, bound="at least"), "contradicts"),
        (count(100, bound="more than"), count(100), "contradicts"),
        (count(100, bound="about"), count(150), "contradicts"),
        # other measures, other units, other events, no numbers
        (count(61), count(61, measure="injured"), None),
        (count(11, measure="arrested"), count(4, measure="suspects"), None),
        (count(61), count(70, event=QUAKE), None),
        (count(61), count(70, event=None), None),
        (count(61, unit="percent"), count(70), None),
        (count(None), count(70), None),
        # an early stage of the count, undated
        (count(10, bound="at least"), count(61), None),
    ],
)
def test_undated(a: Statement, b: Statement, expected: str | None) -> None:
    assert relation(a, b) == expected
    assert relation(b, a) == expected


def test_undated_difference_is_a_contradiction_of_unknown_order() -> None:
    found = compare_quantities(count(137), count(139, bound="at least"))
    assert found is not None
    assert found.explanation == "killed: 137 against at least 139; order unknown"
    assert found.method == "quantity"
    one_dated = compare_quantities(count(137, published=EARLY), count(139, bound="at least"))
    assert one_dated == found


def test_later_and_higher_is_an_update_from_newer_to_older() -> None:
    older, newer = count(58, published=EARLY), count(61, published=LATE)
    found = compare_quantities(newer, older)
    assert found is not None
    assert (found.relation, found.reversed) == ("updates", False)
    assert found.explanation == "killed: 61 (9 May 2021) after 58 (4 May 2021)"
    assert compare_quantities(older, newer) == found.swapped()


def test_day_of_the_count_goes_before_day_of_publication() -> None:
    older = count(58, published=LATE, as_of=EARLY)
    newer = count(61, published=EARLY, as_of=LATE)
    found = compare_quantities(older, newer)
    assert found is not None
    assert (found.relation, found.reversed) == ("updates", True)


def test_same_day_is_a_contradiction() -> None:
    found = compare_quantities(count(58, published=EARLY), count(61, published=EARLY))
    assert found is not None
    assert found.relation == "contradicts"
    assert found.explanation == "killed: 58 against 61; counted on the same day"


def test_a_lower_later_toll_contradicts() -> None:
    found = compare_quantities(count(61, published=EARLY), count(58, published=LATE))
    assert found is not None
    assert found.relation == "contradicts"
    assert found.explanation.endswith("the later count is the lower one")


def test_of_missing_people_a_lower_count_is_an_update() -> None:
    a = count(40, measure="missing", published=EARLY)
    b = count(12, measure="missing", published=LATE)
    assert relation(a, b) == "updates"


@pytest.mark.parametrize(
    "early",
    [
        count(58, published=EARLY, text="The final toll of the sinking is 58."),
        count(None, 58, "at most", published=EARLY),
    ],
)
def test_wording_rules_an_update_out(early: Statement) -> None:
    found = compare_quantities(early, count(61, published=LATE))
    assert found is not None
    assert found.relation == "contradicts"
    assert found.explanation.endswith("was given as final")


@pytest.mark.parametrize(
    ("early", "late", "expected"),
    [
        # a stage of the count, not agreement
        (count(12, bound="at least"), count(61), "updates"),
        (count(20, bound="more than"), count(61), "updates"),
        (count(57, bound="at least"), count(61, bound="at least"), "updates"),
        # a round number only rounds
        (count(60, bound="more than"), count(61), "supports"),
        # the vaguer one comes later
        (count(61), count(60, bound="more than"), "supports"),
    ],
)
def test_series(early: Statement, late: Statement, expected: str) -> None:
    early, late = replace(early, published=EARLY), replace(late, published=LATE)
    found = compare_quantities(early, late)
    assert found is not None
    assert found.relation == expected
    if expected == "updates":
        assert found.reversed


MINISTRY, MAYOR = 1, 2  # origins
LATER, LAST = date(2021, 5, 12), date(2021, 5, 15)


@pytest.mark.parametrize(
    ("early", "late", "expected"),
    [
        # the ministry says it again, days after the mayor counted more
        ([(MINISTRY, EARLY), (MINISTRY, LATER)], [(MAYOR, LATE)], "contradicts"),
        ([(MINISTRY, LATE), (MINISTRY, LATER)], [(MAYOR, LATE)], "contradicts"),
        ([(MINISTRY, EARLY), (MINISTRY, LATER), (MAYOR, EARLY)], [(MAYOR, LATE)], "contradicts"),
        # it said so twice before
        ([(MINISTRY, EARLY), (MINISTRY, LATE)], [(MAYOR, LATE)], "updates"),
        # somebody else says it, late, for the first time
        ([(MINISTRY, EARLY), (MAYOR, LATER)], [(MAYOR, LATE)], "updates"),
        ([(MINISTRY, EARLY), (3, LATER)], [(MAYOR, LATE)], "updates"),
        # it gives both: it tells how the count went
        ([(MINISTRY, EARLY), (MINISTRY, LATER)], [(MAYOR, LATE), (MINISTRY, LAST)], "updates"),
        ([], [], "updates"),
    ],
)
def test_who_holds_to_a_number_contradicts_the_later_one(
    early: list[tuple[int, date]], late: list[tuple[int, date]], expected: str
) -> None:
    one = count(58, published=EARLY, told=tuple(early))
    other = count(61, published=LATE, told=tuple(late))
    assert relation(one, other) == relation(other, one) == expected


def test_why_it_is_held_to_is_told() -> None:
    held = count(58, published=EARLY, told=((MINISTRY, EARLY), (MINISTRY, LAST), (MINISTRY, LATER)))
    found = compare_quantities(held, count(61, published=LATE, told=((MAYOR, LATE),)))
    assert found is not None
    assert found.explanation == (
        "killed: 58 against 61; 58 was given again on 12 May 2021, by who had given it before"
    )


def test_what_both_can_be_so_is_not_held_to() -> None:
    held = count(58, bound="at least", published=EARLY, told=((MINISTRY, EARLY), (MINISTRY, LATER)))
    late = count(61, bound="at least", published=LATE, told=((MAYOR, LATE),))
    assert relation(held, late) == "updates"


def test_support_runs_from_the_narrower_to_the_wider() -> None:
    wide, narrow = count(130, bound="more than"), count(137)
    found = compare_quantities(wide, narrow)
    assert found is not None
    assert found.reversed
    assert found.explanation == "killed: more than 130 agrees with 137"
    back = compare_quantities(narrow, wide)
    assert back is not None
    assert not back.reversed


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (count(3, text="The quake killed 3 children."), count(61, text="It killed 61 people.")),
        (count(3, text="3 soldiers died."), count(5, text="Five civilians died.")),
        (
            count(30, bound="more than", text="Over 30 soldiers died."),
            count(25, text="25 people died."),
        ),
        (
            count(3, frame=Frame("killed", "soldiers", "")),
            count(5, frame=Frame("killed", "civilians", "")),
        ),
        (
            count(3, frame=Frame("killed", "", "north shore")),
            count(5, frame=Frame("killed", "", "south shore")),
        ),
    ],
)
def test_other_people_are_another_count(a: Statement, b: Statement) -> None:
    assert compare_quantities(a, b) is None


def test_people_counted_beside_the_dead_do_not_matter() -> None:
    a = count(61, text="Two gunmen killed 61 people.")
    b = count(64, text="64 were killed by three soldiers and two gunmen.")
    assert relation(a, b) == "contradicts"


def vague(name: str | None) -> EventView:
    return EventView(None, "explosion in Ruritania", "explosion", "Iran", (name or "Iran",))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ({(1, None)}, {(2, None)}, "contradicts"),  # two texts
        ({(1, None)}, {(1, None)}, None),  # one text counts the passengers and the crew
        ({(1, None)}, {(1, 7)}, None),  # and quotes somebody who counts some of them
        ({(1, 6)}, {(1, 7)}, "contradicts"),  # it quotes two who are at odds
        ({(1, 6)}, {(1, 6), (2, None)}, None),  # one of them counts both ways
        ({(1, None), (2, None)}, {(1, 7)}, "contradicts"),
    ],
)
def test_whoever_tells_both_counts_contradicts_neither(
    a: set[tuple[int, int | None]], b: set[tuple[int, int | None]], expected: str | None
) -> None:
    one = count(61, number=1, voices=frozenset(a))
    other = count(70, number=2, voices=frozenset(b))
    for pair in ((one, other), (other, one)):
        found = compare(*pair, 0.9)
        assert (found.relation if found else None) == expected


def test_a_smaller_count_beside_a_larger_one_is_a_part_of_it() -> None:
    ferry = replace(FERRY, id=4)
    total, crew, elsewhere = (
        count(number, event=ferry, number=number, voices=frozenset(voices))
        for number, voices in ((61, {(1, None)}), (9, {(1, None)}), (40, {(2, None)}))
    )
    assert parts([total, crew, elsewhere]) == {crew.id: crew.voices}
    assert relation(total, elsewhere) == "contradicts"
    assert relation(replace(crew, part=True), elsewhere) is None
    # Who tells the smaller one alone means it as the whole.
    both = replace(crew, voices=crew.voices | {(3, None)})
    assert parts([total, both]) == {crew.id: crew.voices}
    assert not parts([total, replace(crew, event=QUAKE)])
    # What somebody says of nine is a part where the author counts all; the author's nine is none where
    # somebody says that there were more.
    quoted = frozenset({(1, 7)})
    assert parts([total, replace(crew, voices=quoted)]) == {crew.id: quoted}
    assert not parts([replace(total, voices=quoted), crew])


def test_those_who_came_on_top_are_no_toll() -> None:
    more = count(61, text="61 more people were killed in the sinking.")
    assert relation(more, count(70)) is None
    assert relation(count(61, text="More than 61 people were killed."), count(50)) is not None


def test_close_tolls_of_what_may_be_one_event_are_proposed_with_a_proviso() -> None:
    a = count(None, 100, "almost", event=vague(None))
    b = count(100, bound="more than", event=vague("Iran"))
    found = compare_quantities(a, b)
    assert found is not None
    assert found.relation == "contradicts"
    assert found.confidence < 0.5
    assert "if both count one event" in found.explanation


def test_a_number_that_names_no_event_counts_what_its_case_is_about() -> None:
    matter = frozenset({1})
    told = replace(count(12, event=None), matters=matter)
    found = compare_quantities(replace(count(9), matters=matter), told)
    assert found is not None
    assert found.relation == "contradicts"
    assert "which one of them does not name" in found.explanation
    for other in (
        replace(count(9), matters=frozenset({2})),  # of another matter
        replace(count(2), matters=matter),  # one or two died anywhere
        replace(count(30), matters=matter),  # too far apart
        replace(count(9, event=None), matters=matter),  # neither names one
    ):
        assert compare_quantities(other, told) is None


@pytest.mark.parametrize(("low", "other"), [(3, 4), (100, 300)])
def test_small_or_distant_tolls_of_uncertain_events_are_not(low: float, other: float) -> None:
    assert (
        compare_quantities(count(low, event=vague(None)), count(other, event=vague("Iran"))) is None
    )


@pytest.mark.parametrize(
    ("low", "bound", "expected"),
    [
        (45, "exact", "contradicts"),
        (100, "at least", "supports"),
        # said of fewer than two hundred, which is no word for as many
        (145, "exact", None),
        (145, "at least", None),
        (190, "at least", None),
        (200, "exact", "supports"),
        (245, "at least", "supports"),
    ],
)
def test_hundreds(low: float, bound: str, expected: str | None) -> None:
    vague = count(200, bound="at least", measure="injured", text="Hundreds were injured.")
    told = count(low, bound=bound, measure="injured")
    assert relation(vague, told) == relation(told, vague) == expected
    if expected is None:
        for one, other in ((EARLY, LATE), (LATE, EARLY)):
            dated = replace(vague, published=one), replace(told, published=other)
            assert relation(*dated) is None


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (QuantityView("killed", 137, 137, "exact"), "137"),
        (QuantityView("killed", 139, None, "at least"), "at least 139"),
        (QuantityView("killed", 90, 99, "almost"), "almost 100"),
        (QuantityView("killed", 131, None, "more than"), "more than 130"),
        (QuantityView("killed", None, 40, "at most"), "at most 40"),
        (QuantityView("killed", 20, 30, "range"), "between 20 and 30"),
        (QuantityView("displaced", 12000, 12000, "about"), "about 12,000"),
        (QuantityView("percent", 57.5, 57.5, "exact", "percent"), "57.5 percent"),
        (QuantityView("killed", None, None, "exact"), "an unknown number"),
    ],
)
def test_words(quantity: QuantityView, expected: str) -> None:
    assert words(quantity) == expected


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (QuantityView("killed", 5, 5, "exact"), Interval(5, 5)),
        (QuantityView("killed", 5, None, "exact"), Interval(5, 5)),
        (QuantityView("killed", 5, None, "at least"), Interval(5, inf)),
        (QuantityView("killed", 5, 5, "at least"), Interval(5, inf)),
        (QuantityView("killed", 6, None, "more than"), Interval(6, inf)),
        (QuantityView("killed", 90, 99, "almost"), Interval(85, 100)),
        (QuantityView("killed", 9, None, "at most"), Interval(0, 9)),
        (QuantityView("killed", 10, 10, "about"), Interval(9, 11)),
        (QuantityView("killed", 3, 7, "range"), Interval(3, 7)),
        (QuantityView("killed", None, None, "exact"), None),
    ],
)
def test_intervals(quantity: QuantityView, expected: Interval | None) -> None:
    found = interval(quantity)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def test_equal_asks_for_the_bound_too() -> None:
    one = QuantityView("killed", 5, None, "at least")
    assert equal(one, replace(one, as_of=EARLY))
    assert not equal(one, replace(one, bound="more than"))
    assert not equal(one, replace(one, measure="injured"))


BOUNDS = st.sampled_from(["exact", "about", "at least", "more than", "almost", "at most", "range"])
NUMBERS = st.integers(0, 300).map(float)
QUANTITIES = st.builds(
    lambda low, more, bound: QuantityView(
        "killed",
        None if bound in ("almost", "at most") else low,
        None if bound in ("at least", "more than") else low + (more if bound == "range" else 0),
        bound,
    ),
    NUMBERS,
    st.integers(1, 50).map(float),
    BOUNDS,
)
DAYS = st.one_of(st.none(), st.dates(date(2021, 5, 3), date(2021, 5, 20)))
COUNTS = st.builds(
    lambda q, day: Statement(1, "The sinking of the ferry", FERRY, None, q, day), QUANTITIES, DAYS
)


@given(COUNTS, COUNTS)
def test_relation_does_not_depend_on_the_order(a: Statement, b: Statement) -> None:
    there, back = compare_quantities(a, b), compare_quantities(b, a)
    assert (there is None) == (back is None)
    if there and back:
        assert (there.relation, there.confidence) == (back.relation, back.confidence)
        if there.relation == "updates":
            assert there.reversed is not back.reversed


@given(COUNTS)
def test_no_count_contradicts_itself(a: Statement) -> None:
    found = compare_quantities(a, a)
    assert found is not None
    assert found.relation == "same_as"


@given(COUNTS, COUNTS)
def test_what_can_both_be_so_never_contradicts(a: Statement, b: Statement) -> None:
    assert a.quantity is not None
    assert b.quantity is not None
    left, right = interval(a.quantity), interval(b.quantity)
    assert left is not None
    assert right is not None
    if left.meets(right):
        assert relation(a, b) != "contradicts"
    else:
        assert relation(a, b) in ("contradicts", "updates")


@given(COUNTS, COUNTS)
def test_an_update_runs_from_the_later_day(a: Statement, b: Statement) -> None:
    found = compare_quantities(a, b)
    if found and found.relation == "updates":
        newer, older = (b, a) if found.reversed else (a, b)
        assert newer.published is not None
        assert older.published is not None
        assert newer.published > older.published
