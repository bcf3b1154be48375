"""Numbers in figures and words, with their bounds: "at least 139", "twenty-four", "1.5 to 2.5 million"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from string import ascii_lowercase, ascii_uppercase

from claims.extraction.text.lexicon import lexicon

_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
# A bare plural says "more than one of them": "hundreds" is at least two hundred, with no upper end.
_VAGUE = {
    "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2_000, "tens of thousands": 20_000,
    "hundreds of thousands": 200_000, "millions": 2_000_000, "tens of millions": 20_000_000,
    "hundreds of millions": 200_000_000, "billions": 2_000_000_000,
}  # fmt: skip
_BOUNDS = {
    "at least": "at least", "no fewer than": "at least", "no less than": "at least", "not less than": "at least",
    "minimum of": "at least", "more than": "more than", "over": "more than", "above": "more than",
    "upwards of": "more than", "in excess of": "more than", "almost": "almost", "nearly": "almost",
    "close to": "almost", "up to": "at most", "at most": "at most", "no more than": "at most",
    "as many as": "at most", "fewer than": "less than", "less than": "less than", "under": "less than",
    "about": "about", "around": "about", "approximately": "about", "roughly": "about", "some": "about",
    "an estimated": "about", "estimated": "about",
}  # fmt: skip


_SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written, with offsets into the text that was searched."""

    low: float | None
    high: float | None
    bound: str
    start: int
    end: int
    digits: tuple[int, int]


@cache
def word_values() -> dict[str, int]:
    """The values of the single words below a hundred: "seven", "seventeen", "seventy"."""
    numbers = lexicon().numbers
    units = dict(zip(numbers["units"], range(20), strict=True))
    return units | dict(zip(numbers["tens"], range(20, 100, 10), strict=True))


@cache
def _pattern() -> re.Pattern[str]:
    word = "|".join(sorted(word_values(), key=len, reverse=True))
    scale = "|".join(_SCALES)
    figure = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    # Scales fall from left to right: "two hundred and fifty thousand three hundred and one" is one number.
    small = rf"(?:{word})(?:[- ](?:{word}))?"
    hundreds = rf"(?:a|{small})[ -]hundred(?:(?: and)? {small})?"
    spelled = rf"(?:{hundreds}|{small})"
    for size in ("thousand", "million", "billion"):
        spelled = rf"(?:(?:a|{hundreds}|{small})[ -]{size}(?:(?: and)? {spelled})?|{spelled})"
    halves = rf"(?:half a|(?:{word}) and a half) (?:dozen|{scale})"
    vague = "|".join(sorted(_VAGUE, key=len, reverse=True))
    one = rf"(?:{halves}|(?:{figure})(?:[ -](?:{scale})\b)?|(?:a|one|two|three|four|five|six) dozen|(?:{spelled})|{vague})"
    bound = "|".join(sorted(_BOUNDS, key=len, reverse=True))
    # "and" joins a range only after "between", a hyphen only figures: "twenty-four" is one number.
    pair = (
        rf"between (?P<left>{one}) and (?P<right>{one})"
        rf"|(?P<low>{one}) to (?P<high>{one})"
        rf"|(?P<first>{figure}) ?[–-] ?(?P<last>{figure})(?:[ -](?P<times>{scale}))?"
    )
    # Most words open no number: one look ahead at the first word spares trying all that may follow.
    opening = sorted({w.split()[0] for w in [*_BOUNDS, *_VAGUE]}, key=len, reverse=True)
    opens = rf"(?=\d|(?:{word}|a|between|half|{'|'.join(opening)})\b)"
    return re.compile(
        rf"(?<![\w.$€£-]){opens}(?:(?P<bound>{bound}) (?:another | )?)?(?:{pair}|(?P<one>{one}))"
        r"(?![\w])(?P<plus> or more\b|\+)?"
    )


# What goes before the first of two figures of which one has become the other. It ends the text that is searched.
_CHANGED = re.compile(
    r"\b(?:r[io]s(?:e|es|en|ing)|rose|climb\w*|increas\w*|jump\w*|gr[eo]w\w*|fell|fall\w*|drop\w*|declin\w*|lower\w*|rais\w*"
    r"|revis\w*|cut|soar\w*|surg\w*|shr[aiu]nk\w*|went)\b[^.;:]{0,40}\bfrom \Z"
)


def numbers(text: str) -> list[Number]:
    """Every number in ``text``, in order. "9 and 10" is two numbers, "between 9 and 10" a range.

    "Almost 100" is given as 90 to 99: near, but short of it. "Dozens" is at least 24.
    """
    found = []
    at = 0
    # ASCII alone: other capitals may change their length, and ignoring case in the pattern is three times slower.
    text = text.translate(_SMALL)
    while match := _pattern().search(text, at):
        low, high, bound, end = _read(match)
        at = max(end, match.start() + 1)
        if bound == "range" and match["low"] and _CHANGED.search(text, 0, match.start()):
            first = match.start("high")  # "rose from 14 to 17": it is 17 now
            found.append(Number(high, high, "exact", first, end, (first, end)))
            continue
        digits = next(s for s in map(match.start, ("one", "left", "low", "first")) if s >= 0)
        if low is not None or high is not None:
            found.append(Number(low, high, bound, match.start(), end, (digits, end)))
    return found


def _read(match: re.Match[str]) -> tuple[float | None, float | None, str, int]:
    bound = _BOUNDS.get((match["bound"] or "").lower(), "exact")
    if match["one"] is None:
        left = match["left"] or match["low"] or match["first"]
        right = match["right"] or match["high"] or match["last"]
        low, high = value(left), value(right)
        scale = _SCALES.get((match["times"] or "").lower(), 1)
        if low is not None and high is not None:
            if _scale(right) and not _scale(left) and low < _scale(right):
                low *= _scale(right)
            if low < high:
                return low * scale, high * scale, "range", match.end()
        return *_bounded(low, bound, left), match.start() + match.group().index(left) + len(left)
    if match["plus"]:
        bound = "at least"
    return *_bounded(value(match["one"]), bound, match["one"]), match.end()


def _bounded(number: float | None, bound: str, text: str) -> tuple[float | None, float | None, str]:
    if number is None:
        return None, None, bound
    if text.lower() in _VAGUE:
        return number, None, "at least"
    step = 1 if number >= 1 and number == int(number) else 0
    table: dict[str, tuple[float | None, float | None, str]] = {
        "at least": (number, None, "at least"),
        "more than": (number + step, None, "more than"),
        "at most": (None, number, "at most"),
        "less than": (None, number - step, "at most"),
        "almost": (float(int(number * 0.9)), number - step, "almost"),
        "about": (number, number, "about"),
    }
    return table.get(bound, (number, number, "exact"))


def _scale(text: str) -> int:
    return next((size for word, size in _SCALES.items() if text.lower().endswith(word)), 0)


def value(text: str) -> float | None:
    """The value of one number in figures or words; None where it is none.

    >>> value("twenty-four"), value("1.5 million"), value("one hundred and five"), value("three dozen")
    (24.0, 1500000.0, 105.0, 36.0)
    """
    low = text.lower().replace(",", "").strip()
    if low in _VAGUE:
        return float(_VAGUE[low])
    if half := re.fullmatch(r"(?:half a|(?P<whole>\w+) and a half) (?P<scale>\w+)", low):
        size, whole = value(f"a {half['scale']}"), value(half["whole"] or "zero")
        return None if size is None or whole is None else (whole + 0.5) * size
    total = current = 0.0
    seen = False
    for word in re.split(r"[\s-]+", low):
        if re.fullmatch(r"\d+(?:\.\d+)?", word):
            current += float(word)
        elif word in word_values():
            current += word_values()[word]
        elif word == "dozen":
            current = (current or 1) * 12
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in _SCALES:
            total += (current or 1) * _SCALES[word]
            current = 0
        elif word not in ("and", "a", "an"):
            return None
        seen = seen or word not in ("and", "a", "an")
    return total + current if seen else None
