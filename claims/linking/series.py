"""Counts one after the other: which updates a chain of others tells as well."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator

Update = tuple[int, int]  # ids of the newer claim and of the older one


def spare(updates: Iterable[Update], between: Callable[[int, Update], bool]) -> set[Update]:
    """The updates that others stand for: 144 after 130, where there are 144 after 137 and 137 after 130.

    `between` tells of a claim whether it may stand between the two of an update. What is left depends on
    no order, and joins what all joined.
    """
    older = defaultdict(set)
    for newer, other in updates:
        older[newer].add(other)
    return {
        (newer, end)
        for newer, ends in older.items()
        for end in ends
        if any(end in olders for olders in _onward(newer, end, older, between))
    }


def _onward(
    newer: int,
    end: int,
    older: dict[int, set[int]],
    between: Callable[[int, Update], bool],
) -> Iterator[Collection[int]]:
    """What the claims update that a chain leads to from `newer`, of those that may stand before `end`."""
    seen = {newer, end}
    waiting = [newer]
    while waiting:
        for claim in sorted(older.get(waiting.pop(), set()) - seen):
            seen.add(claim)
            if between(claim, (newer, end)):
                waiting.append(claim)
                yield older.get(claim, set())
