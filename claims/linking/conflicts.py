"""From relations and sides to conflicts: the accounts that belong under one question."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from claims.linking.frames import canonical
from claims.linking.types import Relation, Side, Statement

Kind = Literal["quantity", "rivals", "sides", "contradiction"]
BOTH: frozenset[Side] = frozenset({"for", "against"})
_UNLIKELY = frozenset({"almost no chance", "very unlikely", "unlikely"})
_FOR: frozenset[Side] = frozenset({"for"})


def side(stance: str, likelihood: str | None) -> Side | None:
    """The side that an attribution takes of its claim; None where it takes no position.

    To deny that something is unlikely is to be for it.
    """
    if stance == "no_position":
        return None
    against = (stance in ("denies", "doubts")) != (likelihood in _UNLIKELY)
    return "against" if against else "for"


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two claims, proposed or confirmed; `source` and `target` are claim ids."""

    source: int
    target: int
    relation: Relation


@dataclass(frozen=True, slots=True, order=True)
class Account:
    """One answer to a conflict's question: a claim and a side of it."""

    claim: int
    side: Side


@dataclass(frozen=True, slots=True)
class ConflictDraft:
    """Accounts that can't all be so, or that rival; `statements` are their claims, in id order.

    `quantity`: counts that differ. `sides`: one claim, asserted and denied. `rivals`: explanations
    of one event, which could both be so. `contradiction`: claims that exclude each other.
    """

    kind: Kind
    accounts: tuple[Account, ...]
    statements: tuple[Statement, ...]


def gather(links: Iterable[Link], statements: Iterable[Statement]) -> list[ConflictDraft]:
    """The conflicts that links and sides make; the same whatever the order of either.

    A link counts only where somebody takes the side "for" both of its claims: what nobody asserts
    contradicts nothing. Links to claims that aren't among `statements` are passed over. Dismissed
    links have to be left out by the caller.
    """
    known = {s.id: s for s in statements}
    edges: dict[tuple[Kind, str], list[tuple[int, int]]] = defaultdict(list)
    same: list[tuple[int, int]] = []
    implied: list[tuple[int, int]] = []
    for link in links:
        if link.source not in known or link.target not in known:
            continue
        pair = (link.source, link.target)
        if link.relation == "same_as":
            same.append(pair)
        elif link.relation == "supports":
            # Who says the one says the other, too, and is at odds with whoever denies that. Counts that
            # agree don't say the same, and may each be denied for its own sake.
            counts = any(known[i].quantity for i in pair)
            asserted = "for" in known[link.source].sides
            if asserted and "against" in known[link.target].sides and not counts:
                implied.append(pair)
        elif all("for" in known[i].sides for i in pair):
            edges[_question(link, known)].append(pair)
    drafts = [
        _draft(kind, component, known)
        for (kind, _), pairs in edges.items()
        for component in _components(pairs)
    ]
    # The denial of a count is one more account in the question how many; the question who did it
    # is another one than whether somebody named had a part in it.
    settled = {a.claim for d in drafts if d.kind != "rivals" for a in d.accounts}
    for component in _components([*same, *implied, *((i, i) for i in known)]):
        sides = frozenset[Side]().union(*(known[i].sides for i in component))
        if sides >= BOTH and not settled & set(component):
            drafts.append(_draft("sides", component, known))
    return sorted(drafts, key=lambda d: (d.kind, d.accounts))


def _question(link: Link, known: Mapping[int, Statement]) -> tuple[Kind, str]:
    """Under which question a link falls: links under different questions never join."""
    one, other = known[link.source], known[link.target]
    measures = {s.quantity.measure if s.quantity else "" for s in (one, other)}
    if link.relation != "rivals" and len(measures) == 1 and "" not in measures:
        return "quantity", measures.pop()
    predicates = {canonical(s.frame).predicate if s.frame else "" for s in (one, other)}
    if predicates <= {"responsible", "involved"}:
        predicates = {"responsible"}
    topic = "|".join(sorted(predicates))
    return ("rivals" if link.relation == "rivals" else "contradiction"), topic


def _draft(kind: Kind, component: Iterable[int], known: Mapping[int, Statement]) -> ConflictDraft:
    claims = sorted(component)
    # Who denies one explanation doesn't thereby give another.
    accounts = tuple(
        Account(i, side)
        for i in claims
        for side in sorted(known[i].sides & _FOR if kind == "rivals" else known[i].sides)
    )
    return ConflictDraft(kind, accounts, tuple(known[i] for i in claims))


def _components(pairs: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    """The connected parts of a graph, each sorted, in order of their first member."""
    neighbours: dict[int, set[int]] = defaultdict(set)
    for a, b in pairs:
        neighbours[a].add(b)
        neighbours[b].add(a)
    seen: set[int] = set()
    for start in sorted(neighbours):
        if start in seen:
            continue
        part, waiting = {start}, [start]
        while waiting:
            fresh = neighbours[waiting.pop()] - part
            part |= fresh
            waiting.extend(fresh)
        seen |= part
        yield sorted(part)
