"""What the parser knows of each word, as the tagger's network takes it in.

Six layers learn little syntax from a thousand articles; where a clause ends, and whose verb a name belongs
to, the parse tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from claims.extraction.text.nlp import model

from .words import Encoded

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

STEPS = 15  # of distance to the head: seven each way, and none


@dataclass(frozen=True, slots=True)
class Syntax:
    """Of each word: its tag, its dependency and its kind of name, as numbers from 1 (0 where there is no
    parse), the word that it hangs on (its own index for a root), and how far away that is, see :func:`step`.
    """

    tags: list[int]
    deps: list[int]
    names: list[int]
    heads: list[int]
    steps: list[int]


@cache
def labels() -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """The parser's tags, dependencies and kinds of names, numbered from 1 in alphabetical order."""
    pipes: list[Any] = [model().get_pipe(name) for name in ("tagger", "parser", "ner")]
    found: list[list[str]] = [sorted(pipe.labels) for pipe in pipes]
    tags, deps, names = ({label: n + 1 for n, label in enumerate(which)} for which in found)
    return tags, deps, names


def syntax(words: Encoded, docs: Sequence[Doc]) -> Syntax:
    """The parse of the passages ``docs`` laid over ``words``."""
    tags, deps, names = labels()
    count = len(words.places)
    found = Syntax([0] * count, [0] * count, [0] * count, list(range(count)), [STEPS // 2] * count)
    at = 0
    for doc in docs:
        place: dict[int, int] = {}
        inside: list[tuple[int, Token]] = []
        offset = doc.user_data["offset"]
        for token in doc:
            start = offset + token.idx
            end = start + len(token)
            while at < count and words.places[at][1] <= start:
                at += 1
            w = at
            while w < count and words.places[w][0] < end:
                place.setdefault(token.i, w)
                inside.append((w, token))
                w += 1
        for w, token in inside:
            found.tags[w] = tags.get(token.tag_, 0)
            found.deps[w] = deps.get(token.dep_, 0)
            found.names[w] = names.get(token.ent_type_, 0)
            # The parts of a token that BERT cuts ("U", ".", "S", ".") hang on its first one.
            head = place.get(token.i, w) if place.get(token.i) != w else place.get(token.head.i, w)
            found.heads[w] = head
            found.steps[w] = step(head - w)
    return found


def step(distance: int) -> int:
    """The class of a distance in words: 7 for none, below it to the left, above it to the right."""
    size = abs(distance)
    far = next((n for n, limit in enumerate((0, 1, 2, 4, 8, 16, 32)) if size <= limit), 7)
    return STEPS // 2 + (far if distance > 0 else -far)
