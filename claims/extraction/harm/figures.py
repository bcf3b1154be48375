"""The key figures of a document: how many were killed and injured in its main event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .casualties import Figure, told
from .counting import ASIDE, LARGE, OPENS, WORTH, Account, Features, account, candidates
from .ranking import ranker

if TYPE_CHECKING:
    from spacy.tokens import Doc

_TOLD_AS = {"killed": ("killed",), "injured": ("injured", "hospital", "shot", "victim")}


def key_figures(
    docs: Sequence[Doc], heading: Sequence[Doc], year: int | None = None
) -> dict[str, Figure]:
    """Killed and injured as the document counts them: (low, high), None where it gives no such bound.

    Each figure is one that the text gives a ground for: a number in it, the persons that a sentence joins, those
    whom it speaks of one by one, or the rest of a total. A ranker chooses among them by what speaks for each (see
    training/figures/README.md); ``year`` is that of publication. No key: the document does not say.
    """
    made = read([*heading, *docs], sum(1 for doc in heading for _ in doc.sents), year)
    pairs = candidates(made)
    if len(pairs) == 1:
        return {}
    pairs = [pair for pair in pairs if not _departs_from_many(made, pair)] or pairs
    features = Features(made)
    rows = np.array([features.row(*pair) for pair in pairs], dtype=np.float64)
    killed, injured = pairs[int(np.argmax(ranker().scores(rows)))]
    chosen = {"killed": 0 if _aside(made, killed) else killed, "injured": injured}
    return {measure: _bounds(made, measure, n) for measure, n in chosen.items() if n}


def read(docs: Sequence[Doc], heads: int, year: int | None) -> Account:
    """What the passages tell of harm; their first ``heads`` sentences are the headline."""
    return account(told(docs, year), heads)


def _departs_from_many(made: Account, pair: tuple[int, int]) -> bool:
    """Whether a pair has another number than any told where the text opens with more than the ranker knows.

    Of "at least 20 were wounded" it is neither none nor what is left of 20. Smaller numbers told beside it may be
    those of the main event, and the large one that of a whole week.
    """
    for measure, n in zip(("killed", "injured"), pair, strict=True):
        outright = {v: zone for v, zone in reversed(made.figures[measure]) if zone < ASIDE}
        opens = any(zone < OPENS for zone in outright.values()) and min(outright) > LARGE
        if opens and n not in {*outright, *(v for v, _ in made.sums[measure])}:
            return True
    return False


def _aside(made: Account, killed: int) -> bool:
    """Whether only what the text tells of other times and cases gives this figure: then it is not the event's."""
    zones = [z for n, z in made.figures["killed"] + made.sums["killed"] if n == killed]
    persons = [person.aside for person in made.people if "killed" in person.fates]
    grounds = [zone == ASIDE for zone in zones] + persons
    return bool(grounds) and all(grounds)


def _bounds(made: Account, measure: str, value: int) -> Figure:
    """The bounds with which the document gives the figure, most often and most prominently."""
    weights: dict[Figure, float] = {}
    for fate in _TOLD_AS[measure]:
        for sentence in made.told:
            for harm in sentence.harms:
                if harm.fate == fate and harm.form == "number" and harm.size == value:
                    worth = WORTH[made.zone(sentence)]
                    weights[harm.figure] = weights.get(harm.figure, 0) + worth
        if weights:
            return max(weights, key=lambda figure: weights[figure])
    open_ended = any(  # "at least five were shot, two fatally"
        harm.form == "number" and harm.fate in _TOLD_AS[measure] and harm.figure[1] is None
        for sentence in made.told
        for harm in sentence.harms
        if not sentence.aside
    )
    return float(value), None if open_ended else float(value)
