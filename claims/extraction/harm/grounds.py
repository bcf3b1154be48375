"""A key figure that no claim states: "five were shot, one of them died" says that four were injured.

Such a figure gets a claim too, anchored at the sentence that bears it out, so that two documents that
count differently meet in a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from claims.extraction.propositions.statements import happened
from claims.extraction.quantities.numbers import numbers
from claims.extraction.types import Event

from .casualties import Figure

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

# Verbs and nouns that tell a fate; who was shot was hurt, and may have died.
_FATES = {
    "killed": frozenset(["kill", "die", "dead", "death", "slay", "fatal", "fatally", "murder", "homicide", "victim", "shoot", "body"]),
    "injured": frozenset(["injure", "wound", "hurt", "hospital", "injury", "shoot", "victim", "gunshot", "condition", "hit", "strike"]),
}  # fmt: skip
_NOBODY = frozenset({"no", "nobody", "none", "neither"})


# The figures are worked out for what one person or a few did to others; of a war or a riot too little is told.
_RECKONED = frozenset({"shooting", "killing", "attack", "explosion"})


def unstated(
    figures: dict[str, Figure],
    stated: Iterable[tuple[str, float | None, float | None]],
    elsewhere: Iterable[tuple[str, float | None, float | None]],
    main: Event,
) -> dict[str, Figure]:
    """The key figures that no quantity stated of the main event gives or exceeds, where it is known by more
    than its kind.

    The same number stated of an event `elsewhere` is either that event's, or both are one and it is stated already.
    """
    if main.kind not in _RECKONED or not (
        main.place or main.names or main.people or main.date_from
    ):
        return {}
    most: dict[str, float] = {}
    for measure, low, high in stated:
        most[measure] = max(most.get(measure, 0), low or high or 0)
    taken = {(measure, low or high or 0) for measure, low, high in elsewhere}
    return {
        measure: (low, high)
        for measure, (low, high) in figures.items()
        if (low or high or 0) > most.get(measure, -1) and (measure, low or high or 0) not in taken
    }


def ground(docs: Sequence[Doc], measure: str, figure: Figure) -> Span | None:
    """The sentence that bears the figure out best: one that tells this fate, with the number if there
    is one, and the earliest of these; None where none tells it."""
    first: Span | None = None
    for doc in docs:
        for sentence in doc.sents:
            lemmas = {t.lemma_.lower() for t in sentence}
            if not lemmas & _FATES[measure] or lemmas & _NOBODY:
                continue
            if any(n.low in figure for n in numbers(sentence.text) if n.low is not None):
                return sentence
            first = first if first is not None else sentence
    return first


def figure_statement(measure: str, figure: Figure, event: str) -> str:
    """ "At least 4 people were injured in the shooting in A." """
    low, high = figure
    if low == high == 1:
        return f"One person was{happened(measure, f'{measure} in', event)}."
    if low is not None and high is not None and low != high:
        number = f"Between {low:g} and {high:g}"
    elif high is None:
        number = f"At least {low:g}"
    else:
        number = f"{high:g}" if low is not None else f"At most {high:g}"
    return f"{number} people were{happened(measure, f'{measure} in', event)}."


def bound_of(figure: Figure) -> str:
    """How a figure is bounded, as quantities name it."""
    low, high = figure
    if high is None:
        return "at least"
    if low is None:
        return "at most"
    return "exact" if low == high else "range"
