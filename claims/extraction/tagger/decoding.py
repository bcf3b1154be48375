"""From scores to attributions: spans by Viterbi, then which source and which content belong to which cue."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, log
from typing import TYPE_CHECKING

from .network import PAIR, Reading, network, settings
from .words import GAPS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.tokens import Doc

SOURCE, CUE, CONTENT = range(3)
OUTSIDE, BEGIN, INSIDE = range(3)
NEVER = -1e4
FAR = 250  # words between a cue and what may belong to it
# What lies between two parts counts against their belonging together: each word up to MANY, and each line
# break. Chosen on articles that the network was not trained on: of the contents there 97 in 100 go to their
# cue (69 by the network's products alone), of the cues 97 to their source.
MANY = 60
CONTENT_WORD, CONTENT_BREAK = 0.4, 4.0
SOURCE_WORD, SOURCE_BREAK, NO_SOURCE = 0.1, 4.0, -2.0
Words = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tagged:
    """One attribution as the tagger sees it: places in the text (code points, ends exclusive).

    ``claimant`` is None where none is named; ``content`` has a place for each part that other words interrupt. ``confidence`` is the calibrated
    probability that an annotator marks this content for this claimant.
    """

    claimant: tuple[int, int] | None
    cue: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Tags:
    """A text's attributions, and how worth checking a stretch of it is."""

    reading: Reading
    attributions: tuple[Tagged, ...]

    def worth(self, places: Sequence[tuple[int, int]]) -> float:
        """Probability that the words at ``places`` state something worth checking; 0 where there are none."""
        found = [w for place in places for w in range(*_words_in(self.reading, place))]
        if not found:
            return 0.0
        fit = settings().worth
        score = fit["slope"] * float(self.reading.worth[found].mean()) + fit["intercept"]
        return 1 / (1 + exp(-max(-30.0, min(30.0, score))))

    def cue_score(self, place: tuple[int, int]) -> float:
        """How much the likeliest word at ``place`` looks like a cue: a log-odds against being none."""
        first, last = _words_in(self.reading, place)
        if first >= last:
            return NEVER
        emit = self.reading.emissions[first:last, CUE]
        return float((emit[:, 1:].max(axis=1) - emit[:, OUTSIDE]).max())


def tag(text: str, docs: Sequence[Doc]) -> Tags:
    """The attributions in ``text``, whose parsed passages are ``docs``, in text order."""
    reading = network().read(text, docs)
    return Tags(reading, tuple(decode(reading, text)))


@dataclass(frozen=True, slots=True)
class Parts:
    """The words that make one attribution: first and last (exclusive) of each part.

    ``certainty`` is the probability of this source, or of none, among those near the cue.
    """

    source: Words | None
    cue: Words
    content: tuple[Words, ...]
    certainty: float


def decode(reading: Reading, text: str) -> Iterator[Tagged]:
    """The attributions that the scores tell of, in the order of their cues."""
    places = reading.words.places
    for parts in pairs(reading, text):
        yield Tagged(
            claimant=_place(places, parts.source) if parts.source else None,
            cue=_place(places, parts.cue),
            content=tuple(_place(places, c) for c in parts.content),
            confidence=confidence(features(reading, parts)),
        )


def pairs(reading: Reading, text: str) -> Iterator[Parts]:
    """Each cue that has a content, with it and with the source."""
    sources, cues, contents = best_spans(reading, text)
    lines = _lines(reading)
    by_cue = _contents(reading, cues, contents, lines, titled=_titled(text))
    for n, cue in enumerate(cues):
        if content := by_cue.get(n):
            source, certainty = _source(reading, cue, sources, lines)
            yield Parts(source, cue, tuple(content), certainty)


def _place(places: Sequence[tuple[int, int]], words: Words) -> tuple[int, int]:
    return places[words[0]][0], places[words[1] - 1][1]


# ------------------------------------------------------------------ spans


def best_spans(reading: Reading, text: str) -> tuple[list[Words], list[Words], list[Words]]:
    """The likeliest sources, cues and contents, as first word and last (exclusive).

    Paragraphs are decoded side by side; what runs over the end of one goes on in the next.
    """
    import numpy as np

    n = len(reading.words.places)
    tags = np.zeros((n, 3), np.int8)
    cut = list(_paragraphs(reading, text))
    for at in range(0, len(cut), 64):
        _viterbi(reading, cut[at : at + 64], tags)
    found: tuple[list[Words], list[Words], list[Words]] = ([], [], [])
    for role in range(3):
        start: int | None = None
        column = tags[:, role].tolist()
        for w, value in enumerate([*column, OUTSIDE]):
            if start is not None and value != INSIDE:
                found[role].append((start, w))
                start = None
            if value == BEGIN or (value == INSIDE and start is None):
                start = w
    return found


def _paragraphs(reading: Reading, text: str) -> list[Words]:
    """Runs of words without a line break, the longest pieces 400 words, in order of length."""
    marks = reading.words.marks
    found, start = [], 0
    for w in range(1, len(marks) + 1):
        if w == len(marks) or marks[w] % GAPS >= 2 or w - start >= 400:
            found.append((start, w))
            start = w
    return sorted(found, key=lambda p: p[1] - p[0])


def _viterbi(reading: Reading, cut: Sequence[Words], tags: NDArray[np.int8]) -> None:
    """Writes the best tags of these runs of words; all roles and runs go side by side."""
    import numpy as np

    moves = np.array(settings().moves, np.float32)
    longest = max(last - first for first, last in cut)
    emit = np.zeros((len(cut), longest, 3, 3), np.float32)
    for n, (first, last) in enumerate(cut):
        emit[n, : last - first] = reading.emissions[first:last]
    score = emit[:, 0]
    back = np.zeros((longest, len(cut), 3, 3), np.int8)
    ends = np.array([last - first for first, last in cut])
    final = score.copy()
    for w in range(1, longest):
        steps = score[..., None] + moves
        back[w] = steps.argmax(axis=2)
        score = steps.max(axis=2) + emit[:, w]
        final = np.where((ends == w + 1)[:, None, None], score, final)
    tag = final.argmax(axis=2)
    best = np.zeros((longest, len(cut), 3), np.int8)
    for w in range(longest - 1, -1, -1):
        best[w] = tag
        before = np.take_along_axis(back[w], tag[..., None], axis=2)[..., 0]
        tag = np.where((w < ends)[:, None], before, tag)
    for n, (first, last) in enumerate(cut):
        tags[first:last] = best[: last - first, n]


# ------------------------------------------------------------------ pairs


def _contents(
    reading: Reading,
    cues: Sequence[Words],
    contents: Sequence[Words],
    lines: Sequence[int],
    *,
    titled: bool,
) -> dict[int, list[Words]]:
    """The contents of each cue, by the cue's index; each content goes to the cue its words point at.

    What a headline ascribes to somebody ends with the headline: what the opening states then is the author's.
    """
    import numpy as np

    firsts = [c[0] for c in cues]
    found: dict[int, list[Words]] = {}
    headline = sum(lines[first] == 0 for first in firsts) if titled else 0  # cues that stand in it
    for content in contents:
        left = bisect_left(firsts, content[0] - FAR)
        right = bisect_right(firsts, content[1] + FAR)
        if left == right:
            continue
        scores = reading.keys[content[0] : content[1], 1] @ reading.queries[firsts[left:right], 1].T
        scores = scores * PAIR**-0.5
        scores -= np.logaddexp.reduce(scores, axis=1)[:, None]
        apart = [_apart(content, cue, lines) for cue in cues[left:right]]
        total = scores.mean(axis=0) - [CONTENT_WORD * n + CONTENT_BREAK * k for n, k in apart]
        best = left + int(total.argmax())
        if best >= headline or lines[content[0]] == 0:
            found.setdefault(best, []).append(content)
    return found


def _source(
    reading: Reading, cue: Words, sources: Sequence[Words], lines: Sequence[int]
) -> tuple[Words | None, float]:
    """The source of a cue and how sure that is (a probability); None where it names none."""
    import numpy as np

    firsts = [s[0] for s in sources]
    near = sources[bisect_left(firsts, cue[0] - FAR) : bisect_right(firsts, cue[1] + FAR)]
    scores = [settings().alone + NO_SOURCE]
    if near:
        query = reading.queries[cue[0], 0] * PAIR**-0.5
        products = reading.keys[[w for source in near for w in range(*source)], 0] @ query
        starts = [0, *accumulate(last - first for first, last in near[:-1])]
        belongs = np.logaddexp.reduceat(products, starts).tolist()
        for source, score in zip(near, belongs, strict=True):
            words, breaks = _apart(source, cue, lines)
            scores.append(score - SOURCE_WORD * words - SOURCE_BREAK * breaks)
    best = int(np.argmax(scores))
    share = 1 / sum(exp(max(-50.0, s - scores[best])) for s in scores)
    return (None if best == 0 else near[best - 1]), share


def _titled(text: str) -> bool:
    """Whether the first line is a headline: another follows, and it ends as no sentence does."""
    first, _, rest = text.strip().partition("\n")
    return bool(rest.strip()) and first.rstrip()[-1:] not in ".!?:;,\"'”’»"


def _lines(reading: Reading) -> list[int]:
    """Of each word, in which line of the text it stands."""
    line, found = 0, []
    for mark in reading.words.marks:
        line += mark % GAPS >= 2
        found.append(line)
    return found


def _apart(part: Words, cue: Words, lines: Sequence[int]) -> tuple[int, int]:
    """How many words (up to MANY) and line breaks (up to three) lie between a part and a cue."""
    words = max(0, part[0] - cue[1], cue[0] - part[1])
    return min(words, MANY), min(abs(lines[part[0]] - lines[cue[0]]), 3)


# ------------------------------------------------------------------ confidence


def features(reading: Reading, parts: Parts) -> dict[str, float]:
    """What a confidence is made of: how surely each part is tagged, and how surely they belong together."""
    return {
        "cue": _sure(reading, CUE, parts.cue),
        "content": min(_sure(reading, CONTENT, c) for c in parts.content),
        "source": _sure(reading, SOURCE, parts.source) if parts.source else 0.0,
        "named": 1.0 if parts.source else 0.0,
        "pair": log(max(parts.certainty, 1e-6)),
        "long": log(sum(e - s for s, e in parts.content)),
    }


def _sure(reading: Reading, role: int, words: Words) -> float:
    """Log-probability, by the emissions alone, that the span's words are in a span; the mean over them."""
    import numpy as np

    emit = reading.emissions[words[0] : words[1], role]
    total = np.logaddexp.reduce(emit, axis=1)
    return float(np.mean(np.logaddexp(emit[:, BEGIN], emit[:, INSIDE]) - total))


def confidence(values: dict[str, float]) -> float:
    """The calibrated probability that these parts are an attribution: logistic regression over them."""
    fit = settings().confidence
    score = fit["intercept"] + sum(fit[name] * value for name, value in values.items())
    return round(1 / (1 + exp(-max(-30.0, min(30.0, score)))), 4)


def _words_in(reading: Reading, place: tuple[int, int]) -> Words:
    """The words at a place of the text: first and last, exclusive."""
    places = reading.words.places
    first = bisect_left(places, place[0], key=lambda p: p[1] - 1)
    last = bisect_left(places, place[1], key=lambda p: p[0])
    return first, max(first, last)
