"""Counts against counts: what may both be so, what cannot, and what only came later."""

import re
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from math import inf

from claims.linking.events import same_event, written
from claims.linking.lexicon import words_of
from claims.linking.matters import one_case
from claims.linking.types import Proposal, QuantityView, Statement
from claims.linking.wording import number

METHOD = "quantity"
ABOUT = 0.1  # "about 140" holds from 126 to 154
ALMOST = 0.15  # "almost 100" holds from 85
OTHER_ORDER = 1.5  # from here on, "at least 20" beside 137 is an earlier count, not agreement
ANOTHER_STAGE = 3.0
_TOLL_ALONE = 4  # of a number that names no event; one or two died anywhere
_NEAR_TOLL = 2.0
RARE_TOLL = 20  # tolls this high and this close together seldom belong to two happenings

# Counts that only rise while an event is being counted; of others, the newer one simply stands.
_CUMULATIVE = words_of("cumulative")
_VAGUE = re.compile(r"\b(?:dozens|scores|hundreds|thousands|millions)\b", re.IGNORECASE)
_FINAL = re.compile(
    r"\b(?:final|total of|in total|altogether|no more than|definitive)\b", re.IGNORECASE
)
_EVERYONE = words_of("everyone")
MORE = re.compile(r"^(?:\w+ ){1,4}more (?:\w+ ){1,4}(?:was|were)\b")
_POPULATIONS = re.compile(
    r"(?P<number>\b\d[\d,]*|\b[a-z]+(?:-[a-z]+)?)\s+(?:of\s+)?"
    r"(?:(?:the|their|its|other|more|[a-z]+an|[a-z]+ese|[a-z]+ish|young|local|foreign|armed)\s+){0,2}"
    r"(?P<people>people|persons?|lives|individuals|victims|children|women|men|civilians?|soldiers?|troops|servicemen"
    r"|fighters|militants?|gunmen|attackers?|terrorists?|police|policemen|officers?|guards?|journalists?|students?"
    r"|pupils|passengers?|crew|sailors?|tourists?|foreigners?|hostages?|prisoners?|migrants?|workers?|miners?"
    r"|rescuers?|firefighters?|suspects?|protesters?)\b",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Interval:
    """The values that a wording leaves open, both ends among them."""

    low: float
    high: float

    def meets(self, other: "Interval") -> bool:
        """Is there a value that both leave open?"""
        return max(self.low, other.low) <= min(self.high, other.high)

    def within(self, other: "Interval") -> bool:
        """Does everything that this one leaves open satisfy the other?"""
        return self.low >= other.low and self.high <= other.high


def interval(quantity: QuantityView) -> Interval | None:
    """The values that a quantity leaves open, or None where it holds no number.

    As extracted, the ends are values that are possible: "more than 130" starts at 131, and "almost
    100" ends at 99. Writers use "almost" and "about" loosely, so these reach a little further.
    """
    value = quantity.low if quantity.low is not None else quantity.high
    if value is None:
        return None
    low = quantity.low if quantity.low is not None else 0.0
    high = quantity.high if quantity.high is not None else inf
    match quantity.bound:
        case "at least" | "more than":
            return Interval(low, high if high > low else inf)
        case "at most":
            return Interval(0.0, high if high < inf else value)
        case "almost":
            top = _next(high if high < inf else value)
            return Interval(min(low or top, top * (1 - ALMOST)), top)
        case "about":
            return Interval(low * (1 - ABOUT), (high if high < inf else value) * (1 + ABOUT))
        case _:
            return Interval(low, high if high < inf else value)


def words(quantity: QuantityView) -> str:
    """As an analyst reads it: "at least 139", "more than 130", "between 20 and 30", "57 percent"."""
    low, high = quantity.low, quantity.high
    value = low if low is not None else high
    if value is None:
        return "an unknown number"
    match quantity.bound:
        case "more than":
            text = f"more than {value - (value == int(value)):,.10g}"
        case "almost":
            text = f"almost {_next(high if high is not None else value):,.10g}"
        case "at least" | "at most" | "about":
            text = f"{quantity.bound} {value:,.10g}"
        case _ if low is not None and high is not None and low != high:
            text = f"between {low:,.10g} and {high:,.10g}"
        case _:
            text = f"{value:,.10g}"
    return f"{text} percent" if quantity.unit == "percent" else text


def _next(value: float) -> float:
    """The number that a writer named who meant the values up to this one."""
    return value + 1 if value == int(value) else value


def equal(a: QuantityView, b: QuantityView) -> bool:
    """The same measure and number with the same bound: what one claim may share."""
    return (a.measure, a.low, a.high, a.bound, a.unit) == (
        b.measure,
        b.low,
        b.high,
        b.bound,
        b.unit,
    )


def compare_quantities(a: Statement, b: Statement) -> Proposal | None:
    """Two counts of one measure in one event; None where they aren't comparable.

    Equal is `same_as`, compatible `supports`. Incompatible is `updates`, from the newer to the
    older, where the days allow it and nobody holds to the older one, else `contradicts`; but a part is
    measured against no whole, and a text's author does not contradict those whom it quotes.
    """
    left, right = Count.of(a), Count.of(b)
    if left is None or right is None or not _comparable(a, b, left.quantity, right.quantity):
        return None
    reach = _reach(a, b, left.values, right.values)
    proposal = relate(left, right) if reach else None
    if reach is None or proposal is None:
        return None
    if proposal.relation == "contradicts" and by_one_text(a, b):
        return None
    if proposal.relation in ("contradicts", "updates") and (a.part or b.part):
        return None
    certainty, proviso = reach
    return replace(
        proposal,
        confidence=round(proposal.confidence * certainty, 2),
        explanation=proposal.explanation + proviso,
    )


def parts(statements: Iterable[Statement]) -> dict[int, frozenset[tuple[int, int | None]]]:
    """The voices for whom a count is a part, by the id of the count: each tells a larger one of the
    same event, or the author of the same text does.

    "Six people were killed, two of them students": the two are no other toll. Who tells of two alone may
    mean them as all, and is at odds with who tells of six.
    """
    tallies: dict[tuple[int, str, str], list[tuple[Statement, Interval]]] = defaultdict(list)
    for one in statements:
        values = interval(one.quantity) if one.quantity else None
        if one.quantity and values and one.event and one.event.id is not None and one.voices:
            counted = (one.event.id, one.quantity.measure, one.quantity.unit)
            tallies[counted].append((one, values))
    found = {}
    for tally in tallies.values():
        most: dict[tuple[int, int | None], float] = {}
        for one, values in tally:
            for voice in one.voices:
                most[voice] = max(most.get(voice, 0.0), values.low)
        for one, values in tally:
            partly = frozenset(
                (document, speaker)
                for document, speaker in one.voices
                # The author knows of all whom the report counts.
                if max(most[document, speaker], most.get((document, None), 0.0)) > values.high
            )
            if partly:
                found[one.id] = partly
    return found


def by_one_text(a: Statement, b: Statement) -> bool:
    """Does one text alone tell both, one of them in its author's words? Then they count different people."""
    voices = a.voices | b.voices
    alone = len({document for document, _ in voices}) == 1
    return alone and any(speaker is None for _, speaker in voices)


@dataclass(frozen=True, slots=True)
class Count:
    """A statement's number with what is needed to compare it."""

    quantity: QuantityView
    values: Interval
    day: date | None
    is_final: bool
    published: date | None
    told: tuple[tuple[int, date], ...]

    @classmethod
    def of(cls, statement: Statement) -> "Count | None":
        if statement.quantity is None or (values := interval(statement.quantity)) is None:
            return None
        if statement.quantity.bound == "at least" and _VAGUE.search(statement.text):
            # "Hundreds" is said of 145 too, which contradicts nothing.
            values = Interval(values.low / 2, values.high)
        day = statement.quantity.as_of or statement.published
        final = bool(_FINAL.search(statement.text)) or statement.quantity.bound == "at most"
        return cls(statement.quantity, values, day, final, statement.published, statement.told)

    def __str__(self) -> str:
        return words(self.quantity)


def relate(a: Count, b: Count) -> Proposal | None:
    """What two amounts of the same are to each other by their values and days; None where that is nothing."""
    measure = a.quantity.measure
    if equal(a.quantity, b.quantity):
        return Proposal("same_as", 0.9, METHOD, f"{measure}: {a} in both")
    if a.values.meets(b.values):
        return _compatible(a, b)
    against = f"{measure}: {a} against {b}"
    if a.day is None or b.day is None:
        return Proposal("contradicts", 0.75, METHOD, f"{against}; order unknown")
    if a.day == b.day:
        return Proposal("contradicts", 0.85, METHOD, f"{against}; counted on the same day")
    late, early = (a, b) if a.day > b.day else (b, a)
    rose = late.values.low >= early.values.high
    if measure in _CUMULATIVE and not rose:
        return Proposal("contradicts", 0.7, METHOD, f"{against}; the later count is the lower one")
    if early.is_final:
        return Proposal("contradicts", 0.75, METHOD, f"{against}; {early} was given as final")
    if again := _repeated(early, late):
        held = f"{early} was given again on {written(again)}, by who had given it before"
        return Proposal("contradicts", 0.65, METHOD, f"{against}; {held}")
    return _update(late, early, is_reversed=late is b)


def _repeated(early: Count, late: Count) -> date | None:
    """The first day after the late count came on which somebody said the early one again who had said
    it by then, and who never gives the late one; None where nobody holds to it."""
    came = late.published
    if came is None:
        return None
    days: dict[int, list[date]] = defaultdict(list)
    for origin, day in early.told:
        days[origin].append(day)
    for origin, _ in late.told:
        days.pop(origin, None)
    held = (mine for mine in days.values() if min(mine) <= came)
    return min((day for mine in held for day in mine if day > came), default=None)


def _update(late: Count, early: Count, *, is_reversed: bool) -> Proposal:
    newer, older = (f"{c} ({written(c.day)})" if c.day else str(c) for c in (late, early))
    series = f"{late.quantity.measure}: {newer} after {older}"
    return Proposal("updates", 0.85, METHOD, series, is_reversed)


def _compatible(a: Count, b: Count) -> Proposal | None:
    """Both can be so: the narrower supports the wider, unless one is only an earlier count."""
    low, high = sorted((a, b), key=lambda count: count.values.low)
    if low.values.low < high.values.low < (low.quantity.low or 0.0):
        return None  # "hundreds" may be said of 145, but neither says what the other does
    floors = low.values.high == inf
    factor = high.values.low / max(low.values.low, 1.0)
    if floors and a.day and b.day and low.day < high.day:  # type: ignore[operator]  # both are set
        # "At least 137" before "at least 139" is a series; a round "over 130" only rounds 137.
        if factor >= OTHER_ORDER or (factor > 1 and low.values.low % 10):
            return _update(high, low, is_reversed=high is b)
    elif floors and factor >= ANOTHER_STAGE:
        return None  # neither agreement nor contradiction: some other stage of the count
    is_reversed = b.values.within(a.values) and not a.values.within(b.values)
    inside = is_reversed or a.values.within(b.values)
    explanation = f"{a.quantity.measure}: {a} agrees with {b}"
    return Proposal("supports", 0.8 if inside else 0.6, METHOD, explanation, is_reversed)


def _comparable(a: Statement, b: Statement, left: QuantityView, right: QuantityView) -> bool:
    """Is the same thing counted, of the same people?"""
    if (left.measure, left.unit) != (right.measure, right.unit):
        return False
    if MORE.search(a.text) or MORE.search(b.text):
        return False  # those who came on top of others
    if a.frame and b.frame and a.frame.predicate == b.frame.predicate:
        if a.frame.object != b.frame.object and a.frame.object and b.frame.object:
            return False
        if not _one_population({a.frame.subject}, {b.frame.subject}):
            return False
    return _one_population(
        _populations(a.text, _written(left)), _populations(b.text, _written(right))
    )


def _written(quantity: QuantityView) -> frozenset[float]:
    """The numbers that the text may show: "over 130" is extracted as 131 and more."""
    low = () if quantity.low is None else (quantity.low, quantity.low - 1)
    high = () if quantity.high is None else (quantity.high, quantity.high + 1)
    return frozenset((*low, *high))


@lru_cache(maxsize=8192)
def _populations(text: str, written: frozenset[float]) -> frozenset[str]:
    """The people that a text counts with this number: "four" in "137 people, by four gunmen"."""
    return frozenset(
        m["people"].casefold()
        for m in _POPULATIONS.finditer(text)
        if number(m["number"]) in written
    )


def _one_population(a: AbstractSet[str], b: AbstractSet[str]) -> bool:
    """Are the same people counted? Three children among 137 people are no other toll."""
    left, right = (
        {"" if word in _EVERYONE else word.removesuffix("s") for word in side} or {""}
        for side in (a, b)
    )
    return bool(left & right)


def _reach(a: Statement, b: Statement, left: Interval, right: Interval) -> tuple[float, str] | None:
    """How surely both count one event (a factor, and a proviso in words); None where they don't."""
    low, high = sorted((size(left), size(right)))
    if a.event is None or b.event is None:
        # A number alone, told in a report of the same matter: "doctors count twelve dead by now".
        alone = a.event is not b.event and low >= _TOLL_ALONE and high / low <= _NEAR_TOLL
        unnamed = "if both count one event, which one of them does not name"
        return (0.65, f"; {unnamed}") if alone and one_case(a, b) else None
    match = same_event(a.event, b.event)
    if match.verdict == "yes":
        return 1.0, ""
    if match.verdict == "unsure" and low >= RARE_TOLL and high / low <= OTHER_ORDER:
        return 0.65, f"; if both count one event ({match.reason})"
    return None


def size(values: Interval) -> float:
    """One number that stands for an interval where it is only about its order of magnitude."""
    return values.high if values.high < inf else max(values.low, 1.0)
