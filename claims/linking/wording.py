"""What can be told of a sentence from its words alone: numbers, dates, names, negation, opposites.

Used where a claim has no frame. Cheap on purpose (no model, no parser), and cached, since each claim
is compared with some fifty others.
"""

import calendar
import re
from dataclasses import dataclass
from functools import lru_cache

from claims.extraction.naming.gazetteer import country_around, country_named
from claims.extraction.quantities.numbers import word_values
from claims.extraction.text.dates import DAYS
from claims.extraction.text.spelling import normalise
from claims.linking.lexicon import words_of

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?:st|nd|rd|th)?%?|[^\W\d_]+(?:[-'’.][^\W\d_]+)*\.?|%")
_THOUSANDS = re.compile(r"[,.](?=\d{3}(?:\D|$))")
_NUMBERS = {word: float(value) for word, value in word_values().items()}
_SCALES = {
    "dozen": 12.0, "hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
}  # fmt: skip
# Vague amounts are amounts: "hundreds" and "dozens" of people are no paraphrase of each other.
_VAGUE = words_of("vague_amounts")
_MONTHS = frozenset(name.casefold() for name in calendar.month_name if name)
_DAYS = frozenset(DAYS)
_RELATIVE = words_of("relative_days")
_NOT = words_of("negations")
# These turn a sentence too, but often only a part of it.
NEGATIONS = _NOT | words_of("partial_negations")
_STOP = words_of("stop_words")
_BOUNDS = {
    "at least": "at least", "no fewer than": "at least", "no less than": "at least", "more than": "more than",
    "over": "more than", "almost": "almost", "nearly": "almost", "close to": "almost", "about": "about",
    "around": "about", "some": "about", "roughly": "about", "approximately": "about", "up to": "at most",
    "at most": "at most", "fewer than": "less than", "less than": "less than", "under": "less than",
}  # fmt: skip
_BOUND = re.compile(
    r"\b(" + "|".join(sorted(_BOUNDS, key=len, reverse=True)) + r")\s+(?=\d|"
    + "|".join([*_NUMBERS, *_SCALES, "a (?:hundred|dozen|thousand)"]) + r")", re.IGNORECASE
)  # fmt: skip

_IRREGULAR = {
    "rose": "rise", "risen": "rise", "fell": "fall", "fallen": "fall", "grew": "grow", "grown": "grow",
    "shrank": "shrink", "lost": "lose", "won": "win", "began": "begin", "begun": "begin", "left": "leave",
    "sold": "sell", "bought": "buy", "died": "die", "dying": "die", "dead": "dead", "kept": "keep", "lent": "lend",
    "forbade": "forbid", "forbidden": "forbid", "killed": "kill", "freed": "free", "worst": "worst",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence as sets of what must agree before two sentences can be one claim.

    `numbers` are (value or vague word, bound); `names` are normalised runs of capitalised words,
    those at the start of the sentence included only where they run on; `countries` are named
    as the gazetteer does. `stems` are the content words in order, a negation with an opposite of its own ("fake") among them. `negated` tells whether an odd number of words like
    "not" is in it, `turned` whether an odd number of all words that negate is.
    """

    text: str
    numbers: frozenset[tuple[str, str]]
    times: frozenset[str]
    names: frozenset[str]
    countries: frozenset[str]
    stems: tuple[str, ...]
    negated: bool
    turned: bool


def stem(word: str) -> str:
    """A crude root: the endings of number and tense off, irregular forms by table."""
    word = _IRREGULAR.get(word, word)
    for ending, to in (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)] + to
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiousl":
        word = word[:-1]
    return word.removesuffix("e")


@lru_cache(maxsize=8192)
def read(text: str) -> Reading:
    """What a sentence holds; see Reading."""
    tokens = _TOKEN.findall(text)
    plain = [normalise(t) for t in tokens]
    contracted = sum(t.casefold().endswith(("n't", "n’t")) for t in tokens)
    plain_nots = contracted + sum(w in _NOT for w in plain)
    negations = contracted + sum(w in NEGATIONS for w in plain)
    return Reading(
        text=text,
        numbers=_numbers(text, tokens, plain),
        times=_times(tokens, plain),
        names=_names(text),
        countries=frozenset(_countries(text, tokens)),
        stems=tuple(
            _content(token, word)
            for token, word in zip(tokens, plain, strict=True)
            if word and word not in _STOP and (word not in NEGATIONS or _has_opposite(word))
        ),
        negated=plain_nots % 2 == 1,
        turned=negations % 2 == 1,
    )


def _content(token: str, word: str) -> str:
    """Tajik and Tajikistan are one word here, and so are ten and 10."""
    value = number(token)
    if value is not None:
        return f"{value:g}"
    return (country_named(token) if token[0].isupper() else None) or stem(word)


@lru_cache(maxsize=1)
def opposites() -> frozenset[frozenset[str]]:
    """Pairs of stems that can't both be said of one thing."""
    pairs = (pair.split("/") for pair in words_of("opposites"))
    return frozenset(frozenset((stem(a), stem(b))) for a, b in pairs)


@lru_cache(maxsize=1024)
def _has_opposite(word: str) -> bool:
    """ "fake" negates, and is the opposite of "real": it says something by itself, as "not" does not."""
    return any(stem(word) in pair for pair in opposites())


def opposed_words(a: Reading, b: Reading) -> tuple[str, str] | None:
    """Two opposite words, one of each sentence and absent from the other, or None."""
    only_a, only_b = set(a.stems) - set(b.stems), set(b.stems) - set(a.stems)
    found = sorted(
        (x, y) for x in only_a for y in only_b if x != y and frozenset((x, y)) in opposites()
    )
    return found[0] if found else None


def shared_words(a: Reading, b: Reading) -> float:
    """Jaccard index of the content words, 0 to 1."""
    left, right = set(a.stems), set(b.stems)
    return len(left & right) / len(left | right) if left | right else 1.0


def same_order(a: Reading, b: Reading) -> bool:
    """Do the words that both have come in one order? "A sued B" is not "B sued A"."""
    common = set(a.stems) & set(b.stems)
    left, right = (tuple(dict.fromkeys(s for s in r.stems if s in common)) for r in (a, b))
    return left == right


def same_numbers(a: Reading, b: Reading) -> bool:
    """The same amounts with the same bounds, and the same times."""
    return a.numbers == b.numbers and a.times == b.times


def _numbers(text: str, tokens: list[str], plain: list[str]) -> frozenset[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    bounds = [_BOUNDS[m.group(1).casefold()] for m in _BOUND.finditer(text)]
    value: float | None = None
    for i, word in enumerate([*plain, ""]):
        amount = number(tokens[i]) if word and word.removesuffix("s") not in _SCALES else None
        if amount is not None and not _is_day_or_year(tokens, plain, i):
            value = (
                (value or 0.0) + amount
                if value is not None and not tokens[i][0].isdigit()
                else amount
            )
        elif word in _SCALES and (value is not None or (i and plain[i - 1] == "a") or i == 0):
            value = (value or 1.0) * _SCALES[word]
        elif value is not None and word != "and":
            found.append((f"{value:g}", ""))
            value = None
        if word in _VAGUE:
            found.append((word, ""))
    if "%" in text or "percent" in plain or "per cent" in text:
        found.append(("percent", ""))
    # Which bound belongs to which number doesn't matter where both texts must have the same ones.
    return frozenset(found) | {("bound", bound) for bound in bounds}


def number(word: str) -> float | None:
    """The value of one written number: "1,200", "57%", "twenty-four", "hundreds"; None for others."""
    if word[0].isdigit():
        try:
            return float(_THOUSANDS.sub("", word).rstrip("%stndrh"))
        except ValueError:  # a version or an address, "10.0.0.1"
            return None
    parts = normalise(word.replace("-", " ")).split()
    if parts and all(p in _NUMBERS for p in parts):
        return sum(_NUMBERS[p] for p in parts)
    return _SCALES.get(word.casefold().removesuffix("s"))


def _is_day_or_year(tokens: list[str], plain: list[str], i: int) -> bool:
    token = tokens[i]
    beside = {plain[j] for j in (i - 1, i + 1) if 0 <= j < len(plain)}
    is_year = len(token) == 4 and token.isdigit() and "1900" <= token <= "2100"
    return token[0].isdigit() and (is_year or bool(beside & _MONTHS and len(token) <= 4))


def _times(tokens: list[str], plain: list[str]) -> frozenset[str]:
    found: set[str] = set()
    for i, (token, word) in enumerate(zip(tokens, plain, strict=True)):
        # "may" and "march" are months where they are written as names.
        if (word in _MONTHS and token[0].isupper()) or word in _DAYS or word in _RELATIVE:
            found.add(word)
        elif _is_day_or_year(tokens, plain, i):
            found.add(word.rstrip("stndrh"))
    return frozenset(found)


_NAME = re.compile(
    r"[^\W\d_a-z][\w.'’-]*(?:\s+(?:(?:of|the|de|al|el|bin|ibn|von|van)\s+)?[^\W\d_a-z][\w.'’-]*)*"
)


def _names(text: str) -> frozenset[str]:
    found = set()
    for match in _NAME.finditer(text):
        name = match.group().rstrip(".,’'")
        name = name.removesuffix("'s").removesuffix("’s")
        parts = name.split()
        if match.start() == 0 and normalise(parts[0]) in _STOP | NEGATIONS | _VAGUE | set(_NUMBERS):
            parts = parts[1:]
        elif match.start() == 0 and len(parts) == 1 and not country_around(name):
            continue  # any word is capitalised there
        name = " ".join(parts)
        key = normalise(name)
        if key and key not in _MONTHS | _DAYS and not country_named(name):
            found.add(key)
    return frozenset(found)


def _countries(text: str, tokens: list[str]) -> set[str]:
    capitalised = [t.rstrip(".") for t in tokens if t[0].isupper() and t != "Us"]
    found = {country_named(t) for t in capitalised}
    words = [t.rstrip(".,") for t in text.split()]
    for size in (2, 3, 4):
        for i in range(len(words) - size + 1):
            if words[i][:1].isupper():
                found.add(country_named(" ".join(words[i : i + size])))
    return {c for c in found if c}
