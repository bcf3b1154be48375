"""Articles with their attributions, and sentences worth checking or not, as the numbers that training reads."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claims.extraction.tagger.decoding import BEGIN, CONTENT, CUE, INSIDE, SOURCE
from claims.extraction.tagger.inputs import LOOKS, PIECES, inputs
from claims.extraction.tagger.syntax import Syntax
from claims.extraction.tagger.words import GAPS, Encoded
from training.split import kept_apart

SHARED = Path(__file__).parents[3] / "shared"
ROLES = {"source": SOURCE, "cue": CUE, "content": CONTENT}
NONE, UNKNOWN = -1, -2
Ints = NDArray[np.int64]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Text:
    """One text, cut into words and parsed; ``gold`` is what the corpus says of it."""

    name: str
    text: str
    words: Encoded
    syntax: Syntax
    gold: Any


@dataclass(frozen=True, slots=True)
class Window:
    """Some words of a text with their labels, see :func:`label`; indices count from the window's first word."""

    pieces: list[int]
    looks: list[list[int]]
    firsts: list[int]
    breaks: list[bool]
    tags: Ints
    cue: Ints
    source: Ints
    speaker: Ints


def corpus(shared: Path, name: str) -> Iterator[tuple[str, str, Any]]:
    """Name, text and gold of each row of ``polnear_train``, ``polnear_dev`` or ``claimbuster_train``."""
    if name.startswith("polnear"):
        for row in _rows(shared / "data" / "attribution" / f"{name}.jsonl"):
            yield row["document"], row["text"], row["attributions"]
    else:
        # A sentence that the corpus has twice is one sentence, so that none stands on both sides.
        path = shared / "data" / "checkworthiness" / f"{name}.jsonl"
        labels = {row["text"]: row["label"] for row in _rows(path)}
        for text, value in labels.items():
            yield text, text, value


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def load(cache: Path, name: str, *, every: int) -> tuple[list[Text], list[Text]]:
    """The parsed texts to train on, and the share of one in ``every`` that is kept apart."""
    texts: list[Text] = pickle.loads((cache / f"{name}.pickle").read_bytes())
    apart = [kept_apart(text.name, every) for text in texts]
    return (
        [t for t, away in zip(texts, apart, strict=True) if not away],
        [t for t, away in zip(texts, apart, strict=True) if away],
    )


# ------------------------------------------------------------------ labels


@dataclass(frozen=True, slots=True)
class Labels:
    """What the annotators say of W words.

    ``tags`` (W, 3) is outside, begin or inside for each role. ``cue`` (W) is the first word of the cue that the
    word of a content belongs to. ``source`` (W) numbers the sources; ``speaker`` (W) is, at the first word
    of a cue, the number of its source, NONE where it names none, and UNKNOWN everywhere else.
    """

    tags: Ints
    cue: Ints
    source: Ints
    speaker: Ints


def label(text: Text) -> Labels:
    """The labels of a text's words. Of spans that overlap within one role, the longest stands."""
    count = len(text.words.places)
    starts = np.array([s for s, _ in text.words.places], np.int64)
    ends = np.array([e for _, e in text.words.places], np.int64)

    def words(place: Sequence[int]) -> Span:
        return int(np.searchsorted(ends, place[0], "right")), int(np.searchsorted(starts, place[1]))

    tags = np.zeros((count, 3), np.int64)
    cue, source, speaker = (np.full(count, value, np.int64) for value in (NONE, NONE, UNKNOWN))
    spans = {(role, words(part)) for a in text.gold for role in ROLES for part in a.get(role) or ()}
    for role, (first, last) in sorted(spans, key=lambda s: (s[1][0] - s[1][1], s)):
        at = tags[first:last, ROLES[role]]
        if first < last and not at.any():
            at[:] = INSIDE
            at[0] = BEGIN
            if role == "source":
                source[first:last] = first
    for a in text.gold:
        if not a.get("cue"):
            continue
        head = words(a["cue"][0])[0]
        for part in a.get("content") or ():
            cue[slice(*words(part))] = head
        named = [w for part in a.get("source") or () for w in range(*words(part))]
        known = [int(source[w]) for w in named if source[w] != NONE]
        speaker[head] = known[0] if known else UNKNOWN if named else NONE
    return Labels(tags, cue, source, speaker)


# ------------------------------------------------------------------ windows


def cuts(words: Encoded, random: Random) -> Iterator[Span]:
    """The text in windows, each cut elsewhere in every epoch."""
    first, room = 0, random.randint(PIECES // 2, PIECES)
    while first < len(words.counts):
        last, used = first, 0
        while last < len(words.counts) and used + words.counts[last] <= room:
            used += words.counts[last]
            last += 1
        yield first, max(last, first + 1)
        first, room = max(last, first + 1), PIECES


def window(text: Text, labels: Labels, span: Span) -> Window:
    """The words of ``span`` as the network reads them; what they belong to outside of it is unknown."""
    first, last = span
    pieces, looks, firsts = inputs(text.words, text.syntax, first, last)
    here = slice(first, first + len(firsts))
    cue, source, speaker = labels.cue[here], labels.source[here], labels.speaker[here]
    inside = (cue >= first) & (cue < last)
    known = (speaker == NONE) | np.isin(speaker, source[source != NONE])
    return Window(
        pieces,
        looks,
        firsts,
        [w == first or text.words.marks[w] % GAPS >= 2 for w in range(here.start, here.stop)],
        labels.tags[here],
        np.where(inside, cue - first, NONE),
        source,
        np.where(known, speaker, UNKNOWN),
    )


def unlabelled(text: Text) -> Window:
    """A sentence in one window, without attributions."""
    empty = Text(text.name, text.text, text.words, text.syntax, ())
    return window(text, label(empty), (0, len(text.words.places)))


def batch(windows: Sequence[Window]) -> dict[str, NDArray[Any]]:
    """Windows side by side, padded: pieces by N x T, words by N x W."""
    size = len(windows)
    long = max(len(w.pieces) for w in windows)
    wide = max(len(w.firsts) for w in windows)
    made: dict[str, NDArray[Any]] = {
        "ids": np.zeros((size, long), np.int64),
        "mask": np.zeros((size, long), np.int64),
        "looks": np.zeros((size, long, LOOKS), np.int64),
        "firsts": np.zeros((size, wide), np.int64),
        "real": np.zeros((size, wide), np.bool_),
        "breaks": np.zeros((size, wide), np.bool_),
        "tags": np.zeros((size, wide, 3), np.int64),
        "cue": np.full((size, wide), NONE, np.int64),
        "source": np.full((size, wide), NONE, np.int64),
        "speaker": np.full((size, wide), UNKNOWN, np.int64),
    }
    for n, w in enumerate(windows):
        t, k = len(w.pieces), len(w.firsts)
        made["ids"][n, :t], made["mask"][n, :t], made["looks"][n, :t] = w.pieces, 1, w.looks
        made["firsts"][n, :k], made["real"][n, :k], made["breaks"][n, :k] = w.firsts, True, w.breaks
        made["tags"][n, :k], made["cue"][n, :k] = w.tags, w.cue
        made["source"][n, :k], made["speaker"][n, :k] = w.source, w.speaker
    return made
