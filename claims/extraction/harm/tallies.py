"""Which of a text's counts of persons is the toll of what it is about, and which come on top of others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from claims.extraction.quantities.measures import Count
from claims.extraction.text.nlp import begin

from .casualties import Figure

_BEFORE = re.compile(r"(?i)\b(?:another|other|additional|further)\s*$")
_FATES = frozenset({"killed", "injured", "shot"})
_AFTER = re.compile(r"(?i)\s*(?:more|others?|additional|further)\b")


class Tally:
    """The counts of a text, each with the event that it is of, held against the text's key figures."""

    def __init__(
        self,
        counted: Sequence[tuple[Count, int | None]],
        key_figures: Mapping[str, Figure],
        main: int | None,
    ) -> None:
        """`counted` in the order of the text; `main` is the event that the key figures are of."""
        beside: defaultdict[int, set[str]] = defaultdict(set)
        for count, _ in counted:
            if count.measure in _FATES:
                beside[begin(count.noun.sent[0])].add(count.measure)
        self._adding: set[tuple[int, int]] = set()
        more: set[str] = set()
        most: dict[str, float] = {}
        told: set[tuple[str, int]] = set()
        beside_others: set[tuple[str, int, float | None]] = set()
        for count, event in counted:
            if event is None:
                continue
            kind = (count.measure, event)
            # "137 dead and 145 others hurt": others than the dead. So they are where nobody was told to be hurt
            # before, and the text counts no more of them.
            fates = beside[begin(count.noun.sent[0])] if count.measure in _FATES else ()
            low, high = count.number.low, count.number.high
            everybody = event == main and key_figures.get(count.measure) == (low, high)
            contrast = kind not in told and (len(fates) > 1 or everybody)
            told.add(kind)
            if contrast and _on_top(count):
                beside_others.add((*kind, low))
            elif _on_top(count) and (*kind, low) not in beside_others:
                self._adding.add(_place(count))
                more |= {count.measure} if event == main else set()
            if event == main:
                most[count.measure] = max(most.get(count.measure, 0), count.number.low or 0)
        self._main = main
        self._tolls = {
            measure: (low, high)
            for measure, (low, high) in key_figures.items()
            if measure not in more and most.get(measure, 0) <= (high or low or 0)
        }

    def adds(self, count: Count) -> bool:
        """Whether these come on top of others that suffered the same: "another three", "14 more"."""
        return _place(count) in self._adding

    def whole(self, count: Count, event: int) -> bool:
        """Whether these are all who came to this harm in what the text is about: its key figure, where it
        counts neither more of them nor others on top."""
        figure = (count.number.low, count.number.high)
        return event == self._main and self._tolls.get(count.measure) == figure


def _on_top(count: Count) -> bool:
    text = count.doc.text
    before = text[max(count.start - 12, 0) : count.start]
    within = "another " in text[count.start : count.end].lower()  # "at least another eight"
    return within or bool(_BEFORE.search(before) or _AFTER.match(text, count.end))


def _place(count: Count) -> tuple[int, int]:
    return begin(count.noun), count.start
