"""The tagger's network (int8 ONNX): a text goes in, scores of each of its words come out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from math import ceil
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from claims.extraction.sessions import open_session

from .inputs import LOOKS, PIECES, inputs
from .syntax import Syntax, syntax
from .words import Encoded, encode, load_tokenizer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.tokens import Doc

    Floats = NDArray[np.float32]

FOLDER = Path(__file__).parent
OVERLAP = (
    32  # pieces that a window shares with its neighbour, so that no word is read without context
)
SLACK = 8  # pieces by which a window may be longer than an equal share: it ends where a word does
PAIR = 64


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network makes of a text of W words.

    ``emissions`` (W, 3 roles, 3 tags), ``keys`` and ``queries`` (W, 2 roles, 64), ``worth`` (W) are raw scores.
    """

    words: Encoded
    emissions: Floats
    keys: Floats
    queries: Floats
    worth: Floats


@dataclass(frozen=True, slots=True)
class Settings:
    """What belongs to the network and is no matrix: see ``tagger.json``."""

    sha256: str
    version: str
    moves: tuple[tuple[tuple[float, ...], ...], ...]
    alone: float
    confidence: dict[str, float]
    worth: dict[str, float]


@cache
def settings() -> Settings:
    """The settings that were trained with the network."""
    values: dict[str, Any] = json.loads((FOLDER / "tagger.json").read_text("utf-8"))
    moves = tuple(tuple(tuple(row) for row in role) for role in values.pop("moves"))
    return Settings(moves=moves, **values)


class Network:
    """The model, loaded with the first text, and safe to share by threads."""

    def __init__(self, *, threads: int = 2) -> None:
        """``threads`` is how many cores one call may use: a window keeps one of them busy."""
        self._threads = threads
        self._lock = Lock()
        self._session: Any = None
        self._tokenizer: Any = None

    def read(self, text: str, docs: Sequence[Doc]) -> Reading:
        """Scores of all words of ``text``, whose parsed passages are ``docs``.

        Takes time and memory linear in the text's length.

        Raises RuntimeError where the model file isn't the one that ``tagger.json`` pins.
        """
        import numpy as np

        self._load()
        words = encode(self._tokenizer, text)
        n = len(words.firsts)
        reading = Reading(
            words,
            np.zeros((n, 3, 3), np.float32),
            np.zeros((n, 2, PAIR), np.float32),
            np.zeros((n, 2, PAIR), np.float32),
            np.zeros(n, np.float32),
        )
        if n:
            parsed = syntax(words, docs)
            with ThreadPoolExecutor(self._threads) as pool:
                for _ in pool.map(partial(self._window, reading, parsed), windows(words)):
                    pass  # each writes its own words; this raises what went wrong in one
        return reading

    def _window(self, reading: Reading, parsed: Syntax, window: tuple[int, int, int, int]) -> None:
        """Reads one window, by itself: in a batch its numbers would be rounded together with its neighbours',
        and what it says of a word would depend on them."""
        import numpy as np

        first, last, left, right = window
        pieces, look, firsts = inputs(reading.words, parsed, first, last)
        ids, looks = np.array([pieces], np.int64), np.zeros((1, len(pieces), LOOKS), np.int64)
        looks[0, : len(look)] = look
        emit, keys, queries, worth = self._session.run(
            None, {"ids": ids, "mask": np.ones_like(ids), "looks": looks}
        )
        at = firsts[left - first : right - first]
        here = slice(left, left + len(at))
        reading.emissions[here] = emit[0, at].reshape(-1, 3, 3)
        reading.keys[here] = keys[0, at].reshape(-1, 2, PAIR)
        reading.queries[here] = queries[0, at].reshape(-1, 2, PAIR)
        reading.worth[here] = worth[0, at, 0]

    def _load(self) -> None:
        with self._lock:
            if self._session is not None:
                return
            self._tokenizer = load_tokenizer()
            # Last, because it is what tells other threads that all is ready.
            self._session = open_session(
                FOLDER / "tagger.onnx", settings().sha256, pin="tagger.json", threads=1
            )


def windows(words: Encoded) -> Iterator[tuple[int, int, int, int]]:
    """The text cut for the encoder: first and last word of each window, and of the part that it answers for.

    Windows overlap; in the overlap each answers for its own half. They are about equally long, so that none is
    read with little context, nor waited for by the others. A word of more pieces than a window has is cut.
    """
    counts = words.counts
    alone = max(sum(counts) - OVERLAP, 1)
    room = min(PIECES, ceil(alone / ceil(alone / (PIECES - OVERLAP))) + OVERLAP + SLACK)
    first = answered = 0
    while answered < len(counts):
        last, used = first, 0
        while last < len(counts) and used + counts[last] <= room:
            used += counts[last]
            last += 1
        last = max(last, first + 1)
        if last == len(counts):
            yield first, last, answered, last
            return
        following, shared = last, 0
        while following - 1 > first and shared + counts[following - 1] <= OVERLAP:
            following -= 1
            shared += counts[following]
        middle = max((following + last) // 2, answered + 1)
        yield first, last, answered, middle
        first, answered = following, middle


@cache
def network() -> Network:
    """The network of this process."""
    return Network()
