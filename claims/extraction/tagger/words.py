"""A text as the encoder reads it: words, each of one or more pieces, with what lower case hides."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

TOKENIZER = Path(__file__).parent / "tokenizer.json"
GAPS = 4
MARKS = 16  # of SHAPES x GAPS


@dataclass(frozen=True, slots=True)
class Encoded:
    """The words of one text.

    ``ids`` are the pieces of all words in a row; word ``w`` has ``counts[w]`` of them from ``firsts[w]`` on,
    stands at ``places[w]`` (code points, the end exclusive) and looks like ``marks[w]``, see :func:`mark`.
    """

    ids: list[int]
    firsts: list[int]
    counts: list[int]
    places: list[tuple[int, int]]
    marks: list[int]


def load_tokenizer(path: Path = TOKENIZER) -> Any:
    """A tokenizer of all-MiniLM-L6-v2, without padding and truncation of its own."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def encode(tokenizer: Any, text: str) -> Encoded:
    """``text`` cut into words and pieces; a word is a run of letters and digits or one punctuation mark."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    firsts: list[int] = []
    counts: list[int] = []
    places: list[tuple[int, int]] = []
    last = None
    for piece, (word, (start, end)) in enumerate(
        zip(encoding.word_ids, encoding.offsets, strict=True)
    ):
        if word != last:
            firsts.append(piece)
            counts.append(0)
            places.append((start, end))
            last = word
        counts[-1] += 1
        places[-1] = (places[-1][0], end)
    marks = [
        mark(text, start, end, places[w - 1][1] if w else 0)
        for w, (start, end) in enumerate(places)
    ]
    return Encoded(encoding.ids, firsts, counts, places, marks)


def mark(text: str, start: int, end: int, before: int) -> int:
    """How a word looks, which the lower-cased pieces don't tell: its case, and the gap before it.

    Case: 0 lower or none, 1 an initial capital, 2 capitals, 3 a digit. Gap: 0 none, 1 a space, 2 a line
    break, 3 an empty line. The mark is 4 times the case plus the gap.
    """
    word = text[start:end]
    if any(c.isdigit() for c in word[:20]):
        case = 3
    elif word[:1].isupper():
        case = 2 if len(word) > 1 and word[:20].isupper() else 1
    else:
        case = 0
    between = text[before:start]
    breaks = between.count("\n")
    gap = 3 if breaks > 1 else 2 if breaks else 1 if between else 0
    return GAPS * case + gap
