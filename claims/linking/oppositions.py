"""Sentences nearly alike that can't both be so, or say who did it in two ways."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from claims.extraction.naming.gazetteer import country_around, country_named
from claims.extraction.text.spelling import normalise
from claims.linking import wording
from claims.linking.events import same_place
from claims.linking.lexicon import words_of
from claims.linking.names import same_name
from claims.linking.types import Proposal
from claims.linking.wording import Reading

METHOD = "wording"
NEARLY_ALIKE = 0.8  # share of content words, apart from what opposes them
_SHARED_FEWEST = 2  # less in common is no matter in common: "he came", "he didn't come"

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_PLACE = words_of("place_prepositions")
# What happens once: a person is born in one town, while protests are held in many.
_ONCE = re.compile(
    r"\b(?:arrested|detained|captured|born|died|buried|found|crashed|sank|landed|happened|occurred|took place|struck"
    r"|signed|shot|killed|exploded|derailed|collapsed|took off|abducted|kidnapped|headquartered|located|began|started"
    r"|ended|opened|erupted|capsized|hit)\b",
    re.IGNORECASE,
)  # fmt: skip
_DOING = re.compile(
    r"\b(?:carried out|committed|organi[sz]ed|ordered|planned|caused|built|written|founded|won|killed|murdered|led"
    r"|fired|launched|staged|masterminded|executed|shot|conducted|perpetrated|hijacked|stolen|leaked)\b\s+by$",
    re.IGNORECASE,
)
# In such sentences the negation, or the opposite, may belong to a part of its own.
_CLAUSES = re.compile(r"\b(?:but|or|whether|rather than|not only|unless|if)\b|\?", re.IGNORECASE)
# "was confirmed as genuine", "turned out to be a hoax": it is said to be so.
SHOWN_TO_BE = re.compile(
    r"\b(?:(?:is|are|was|were|(?:has|have|had) been) (?:confirmed|proven|proved|found|shown|revealed|declared) (?:as|to be)"
    r"|(?:has |have |had )?(?:turned out|proved|proven) to be)\b",
    re.IGNORECASE,
)
# A statement about some, or any, leaves room for others elsewhere.
_DEFINITE = re.compile(
    r"^(?:the|this|that|his|her|their|its|\d|[A-Z][\w.-]+['’]?s?\s)", re.IGNORECASE
)
_INDEFINITE = re.compile(
    r"^(?:a|an|some|many|several|most|few|all|any|more|protests|attacks)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Slot:
    """The one stretch in which two sentences differ, and the words that lead up to it."""

    before: str
    one: str
    other: str


def oppose(a: str, b: str) -> Proposal | None:
    """A contradiction or rivalry that the wording of two sentences about one matter shows.

    Symmetric, except for the order in the explanation. None unless all else in them agrees.
    """
    left, right = (wording.read(SHOWN_TO_BE.sub("is", text)) for text in (a, b))
    return _polarity(left, right) or _role(a, b)


def _polarity(left: Reading, right: Reading) -> Proposal | None:
    """Negation on one side, or an opposite word; both together cancel."""
    if _CLAUSES.search(left.text) or _CLAUSES.search(right.text):
        return None
    opposites = wording.opposed_words(left, right)
    if (left.negated == right.negated) == (opposites is None):
        return None
    if not wording.same_numbers(left, right) or left.countries != right.countries:
        return None
    if left.names != right.names or _alike_apart_from(left, right, opposites) < NEARLY_ALIKE:
        return None
    if opposites is None:
        return Proposal(
            "contradicts", 0.7, METHOD, "one says that it is so, the other that it is not"
        )
    one, other = (_as_written(r, s) for r, s in zip((left, right), opposites, strict=True))
    return Proposal("contradicts", 0.65, METHOD, f"“{one}” against “{other}”, otherwise alike")


def _alike_apart_from(left: Reading, right: Reading, ignored: tuple[str, str] | None) -> float:
    one, other = (set(r.stems) - set(ignored or ()) for r in (left, right))
    if len(one & other) < _SHARED_FEWEST:
        return 0.0
    return len(one & other) / len(one | other)


def _as_written(reading: Reading, stem: str) -> str:
    words = (w.casefold() for w in _WORD.findall(reading.text))
    return next((w for w in words if wording.stem(w) == stem), stem)


def _role(a: str, b: str) -> Proposal | None:
    slot = _slot(a, b)
    if slot is None or not _DEFINITE.match(a) or _INDEFINITE.match(a):
        return None
    preposition = slot.before.rsplit(" ", 1)[-1].casefold()
    if preposition == "by" and _DOING.search(slot.before):
        if _is_name(slot.one) and _is_name(slot.other) and not same_name(slot.one, slot.other):
            return Proposal("rivals", 0.6, METHOD, f"by {slot.one}, or by {slot.other}")
        return None
    if not _ONCE.search(slot.before):
        return None
    times = [wording.read(text).times for text in (a, b)]
    only = (times[0] - times[1], times[1] - times[0])
    if all(only) and set(normalise(slot.one).split()) <= times[0]:
        return Proposal("contradicts", 0.6, METHOD, f"time: {slot.one} against {slot.other}")
    if preposition in _PLACE and not any(only) and _elsewhere(slot.one, slot.other):
        return Proposal("contradicts", 0.55, METHOD, f"place: {slot.one} against {slot.other}")
    return None


def _slot(a: str, b: str) -> _Slot | None:
    left, right = _WORD.findall(a), _WORD.findall(b)
    matcher = SequenceMatcher(
        None, [w.casefold() for w in left], [w.casefold() for w in right], autojunk=False
    )
    changes = [op for op in matcher.get_opcodes() if op[0] != "equal"]
    if len(changes) != 1 or changes[0][0] != "replace":
        return None
    _, i, j, k, m = changes[0]
    if i < 2 or j - i > 4 or m - k > 4:
        return None
    # "3 May against 4 May" where the day alone differs, and all of a name where a part does.
    while left[j : j + 1] and left[j][0].isupper() and (left[i].isdigit() or left[i][0].isupper()):
        j, m = j + 1, m + 1
    while i > 2 and left[i - 1][0].isupper() and left[i][0].isupper():
        i, k = i - 1, k - 1
    return _Slot(" ".join(left[:i]), " ".join(left[i:j]), " ".join(right[k:m]))


def _is_name(text: str) -> bool:
    return text[:1].isupper() or (text[:4] == "the " and text[4:5].isupper())


def _elsewhere(one: str, other: str) -> bool:
    """Two places, neither of which is known or free to lie in the other."""
    if not _is_name(one) or not _is_name(other) or same_place(one, other):
        return False
    countries = [country_around(p) for p in (one, other)]
    if any(country_named(p) for p in (one, other)):
        return None not in countries and countries[0] != countries[1]
    return not set(normalise(one).split()) & set(normalise(other).split())
