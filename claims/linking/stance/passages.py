"""A long text cut into passages, and those of them that are read beside a claim."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LONGEST = 96  # tokens of one passage; a longer sentence is cut
LEAD = (2.0, 1.0)  # the opening tells what a text is about, even in other words than the claim's
REFUTES = 1.5
STEM = 5  # letters by which words are compared: "beheaded" and "beheading" are one

SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])|\s*\n\s*")
WORD = re.compile(r"[^\W_]+")
REFUTING = re.compile(
    r"\b(?:hoax|fak(?:e|ed|es|ery)|fabricat\w+|false|falsely|untrue|not true|den(?:y|ies|ied|ial)|debunk\w*|"
    r"refut\w+|disput\w+|dismiss\w*|reject\w*|satir\w+|incorrect\w*|mistak\w+|wrong|bogus|staged|"
    r"doubt\w*|rumou?rs?|unfounded|baseless|no evidence|misleading|myth|retract\w*|correction|"
    r"contrary|never happened|made up|made-up|urban legend|prank|photoshopped|not)\b|n['’]t\b",
    re.IGNORECASE,
)
COMMON = frozenset(
    WORD.findall(
        "a about after all an and are as at be been before but by can could did do does for from had "
        "has have he her his how i if in into is it its just may more new no not of on or out over "
        "said say says she so than that the their them then there they this to up was we were what "
        "when which who will with would you your"
    )
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, or a part of a long one: `ids` are its tokens, offsets are code points, the end exclusive."""

    start: int
    end: int
    ids: list[int]
    score: float


def cut(tokenizer: Any, text: str, claim: str) -> list[Passage]:
    """The passages of `text`, in its order, each with how much it has to do with `claim`."""
    spans = _sentences(text)
    wanted = stems(claim)
    passages: list[Passage] = []
    encoded = tokenizer.encode_batch([text[s:e] for s, e in spans], add_special_tokens=False)
    for (start, _), encoding in zip(spans, encoded, strict=True):
        for first in range(0, len(encoding.ids), LONGEST):
            ids = encoding.ids[first : first + LONGEST]
            offsets = encoding.offsets[first : first + LONGEST]
            here = (start + offsets[0][0], start + offsets[-1][1])
            score = relevance(text[slice(*here)], wanted)
            score += LEAD[len(passages)] if len(passages) < len(LEAD) else 0
            passages.append(Passage(*here, ids, score))
    return passages


def view(passages: Sequence[Passage], budget: int) -> list[Passage]:
    """The passages that have most to do with the claim, at most `budget` tokens of them, in the text's order."""
    chosen: list[int] = []
    for index in sorted(range(len(passages)), key=lambda i: -passages[i].score):
        length = len(passages[index].ids)
        if length <= budget:
            chosen.append(index)
            budget -= length
    return [passages[i] for i in sorted(chosen)]


def relevance(passage: str, wanted: frozenset[str]) -> float:
    """How many of the claim's words are in the passage, and more where it refutes something."""
    found = len(wanted & stems(passage))
    return found + (REFUTES if REFUTING.search(passage) else 0)


def stems(text: str) -> frozenset[str]:
    """The words of `text` that carry meaning, cut to their first letters."""
    words = (word.lower() for word in WORD.findall(text))
    return frozenset(word[:STEM] for word in words if word not in COMMON)


def _sentences(text: str) -> list[tuple[int, int]]:
    spans = []
    start = 0
    for gap in [*SENTENCE.finditer(text), None]:
        end = gap.start() if gap else len(text)
        if text[start:end].strip():
            spans.append((start, end))
        start = gap.end() if gap else end
    return spans
