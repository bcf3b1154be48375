"""A document's text cut into pieces, so that each piece is marked the same from end to end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise

# So deep the marks of one piece go; the innermost count.
DEPTH = 3
KINDS = ("boilerplate", "shared", "claimant", "cue")


@dataclass(frozen=True, slots=True)
class Mark:
    """One attribution on the text: its number in the margin list, and where its words are.

    `parts` are code point ranges; `claimant` and `cue` are ranges, or None.
    """

    number: int
    stance: str
    own_voice: bool
    parts: tuple[tuple[int, int], ...]
    claimant: tuple[int, int] | None = None
    cue: tuple[int, int] | None = None

    @property
    def length(self) -> int:
        """Code points marked; the shorter of two overlapping marks is the inner one."""
        return sum(end - start for start, end in self.parts)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with the marks that cover it, innermost first, and those that begin with it.

    `page` is the number of the page that begins with it, 0 where none does.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    begins: tuple[Mark, ...] = ()
    page: int = 0
    boilerplate: bool = False
    shared: bool = False
    claimant: bool = False
    cue: bool = False


def pieces(
    text: str,
    marks: Sequence[Mark],
    boilerplate: Iterable[tuple[int, int]] = (),
    *,
    shared: Iterable[tuple[int, int]] = (),
    pages: Sequence[int] = (),
) -> list[Piece]:
    """Cuts `text` wherever anything begins or ends. Joined again, the pieces are the text.

    `boilerplate` and `shared` are ranges, `pages` says where each page starts. Ranges that lie outside
    the text are cut to it; empty ones are left out.
    """
    edges = _edges(len(text), marks, boilerplate, shared)
    numbers = {start: n for n, start in enumerate(pages, start=1) if 0 <= start < len(text)}
    begun: set[int] = set()
    active: dict[int, Mark] = {}
    depth = dict.fromkeys(KINDS, 0)
    found: list[Piece] = []
    for start, end in pairwise(sorted({0, len(text), *edges, *numbers})):
        begins = []
        for kind, step, mark in sorted(edges.get(start, ()), key=lambda edge: edge[1]):
            if mark is None:
                depth[kind] += step
            elif step < 0:
                active.pop(mark.number, None)
            else:
                active[mark.number] = mark
                if mark.number not in begun:
                    begins.append(mark)
                    begun.add(mark.number)
        inner = nsmallest(DEPTH, active.values(), key=lambda mark: (mark.length, mark.number))
        found.append(
            Piece(
                text=text[start:end],
                marks=tuple(inner),
                begins=tuple(sorted(begins, key=lambda mark: mark.number)),
                page=numbers.get(start, 0),
                **{kind: number > 0 for kind, number in depth.items()},
            )
        )
    return found


def _edges(
    size: int,
    marks: Iterable[Mark],
    boilerplate: Iterable[tuple[int, int]],
    shared: Iterable[tuple[int, int]],
) -> dict[int, list[tuple[str, int, Mark | None]]]:
    """Where something opens (+1) or closes (-1): (kind, step, its mark where it is one)."""
    ranges: list[tuple[str, int, int, Mark | None]] = []
    ranges += [("boilerplate", *part, None) for part in boilerplate]
    ranges += [("shared", *part, None) for part in shared]
    for mark in marks:
        ranges += [("mark", *part, mark) for part in mark.parts]
        ranges += [("claimant", *mark.claimant, None)] if mark.claimant else []
        ranges += [("cue", *mark.cue, None)] if mark.cue else []
    edges: dict[int, list[tuple[str, int, Mark | None]]] = {}
    for kind, start, end, mark_or_none in ranges:
        opens, closes = max(0, start), min(end, size)
        if opens < closes:
            edges.setdefault(opens, []).append((kind, 1, mark_or_none))
            edges.setdefault(closes, []).append((kind, -1, mark_or_none))
    return edges
