"""One window of a text as rows of numbers for the network; training and reading share it."""

from __future__ import annotations

from .syntax import Syntax
from .words import Encoded

CLS, SEP = 101, 102
PIECES = 254  # of a window, besides CLS and SEP
LOOKS = 6


def inputs(
    words: Encoded, syntax: Syntax, first: int, last: int
) -> tuple[list[int], list[list[int]], list[int]]:
    """The pieces of words ``first`` to ``last`` (exclusive), how each looks, and where each word begins.

    A look is mark, tag, dependency, kind of name, distance to the head and the first piece of the head. Pieces
    beyond ``PIECES`` are left out: a single word can be that long.
    """
    start = words.firsts[first]
    pieces = words.ids[start : words.firsts[last - 1] + words.counts[last - 1]][:PIECES]
    looks = [[0] * LOOKS]
    firsts = []
    for w in range(first, last):
        if words.firsts[w] - start >= PIECES:
            break
        firsts.append(words.firsts[w] - start + 1)
        head = words.ids[words.firsts[syntax.heads[w]]]
        look = [
            words.marks[w],
            syntax.tags[w],
            syntax.deps[w],
            syntax.names[w],
            syntax.steps[w],
            head,
        ]
        looks += [look] * words.counts[w]
    return [CLS, *pieces, SEP], [*looks[: len(pieces) + 1], [0] * LOOKS], firsts
