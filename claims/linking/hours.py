"""At what time of day one happening was: "the crash was at 21.48" against "it happened at 22.05".

Only plain statements are read: the happening, a verb that says no more than that it happened, and then nothing but
the time, the day and the place.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from claims.extraction.quantities.numbers import word_values
from claims.extraction.text.dates import DAYS
from claims.extraction.text.spelling import normalise
from claims.linking import wording
from claims.linking.lexicon import lists_of, words_of
from claims.linking.types import Proposal, Statement

METHOD = "circumstances"
APART = 30  # minutes, between two times as people remember them
EXACTLY_APART = 5  # and as a log or a clock has them
_DAY, _HALF, _QUARTER = 24 * 60, 12 * 60, 15

_ANY = words_of("any_happening")
_KINDS = sorted(
    {kind for group in lists_of("kinds") for kind in group.split()} | (_ANY - {"it", "this"})
)
_WORDS = [frozenset(words.split()) for words in lists_of("words_for_one_happening")]
_WHICH = words_of("which_of_several")
_LASTING = words_of("lasting")
_HOURS = {word: int(value) for word, value in word_values().items() if 1 <= value <= 12}

_HAPPENING = (
    rf"(?:it|this|the\s+(?P<first>(?:[\w'’-]+\s+){{0,3}}?)(?P<kind>{'|'.join(_KINDS)})(?P<many>s?)"
    r"(?P<more>(?:\s+(?:on|in|at|of|near|against)\s+[\w'’. -]{2,60}?)?))"
)
_CLOCK = (
    r"(?P<clock>(?P<noon>noon|midday|midnight)|(?P<hour>\d{1,2})[.:](?P<minute>\d\d)(?:\s*(?P<half>[ap])\.?m\b\.?)?"
    rf"|(?P<full>\d{{1,2}}|{'|'.join(_HOURS)})(?:\s*(?P<half2>[ap])\.?m\b\.?|\s+o['’]clock))"
)
_PART = r"(?:\s+(?P<part>in the (?:morning|afternoon|evening)|at night|that (?:morning|afternoon|evening|night)))?"
_NAME = r"[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*){0,3}"
_DAY_OF = rf"(?:on\s+)?(?:{'|'.join(day.title() for day in DAYS)})|on\s+(?:that day|the same day|\d{{1,2}}\s+[A-Z]\w+|[A-Z]\w+\s+\d{{1,2}})"
# Taken whole or not at all: a text may be made to be read in very many ways.
_BESIDE = rf"(?>(?:\s+(?:local time|exactly|precisely|{_DAY_OF}|(?:in|at|near|outside|on)\s+(?:the\s+)?{_NAME}))*)"
_AT = r"(?:at\s+(?P<about>about\s+|around\s+|approximately\s+)?|(?P<around>about|around|shortly before|shortly after|just before|just after)\s+)"
_HAPPENED = r"(?P<begins>began|started|broke out)|happened|occurred|took place|came|struck|was|were"
_IT_HAPPENED = re.compile(
    rf"^(?i:{_HAPPENING})\s+(?:{_HAPPENED}){_BESIDE}\s+{_AT}(?i:{_CLOCK}{_PART}){_BESIDE}[.\s]*$"
)
# "The ministry dates the crash to 11.40."
_DATED = re.compile(
    rf"^.{{2,60}}?\s(?:dates?|dated|puts?|put|timed|times)\s+(?i:{_HAPPENING})\s+(?:to\s+|{_AT})"
    rf"(?i:{_CLOCK}{_PART}){_BESIDE}[.\s]*$"
)


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day as it is `written`, in minutes from midnight, and the happening (`kind`, "it" for any)
    that was then, or with `begins` began.

    `exact` as a clock shows it; `half` where it may be of the morning or of the evening.
    """

    kind: str
    which: frozenset[str]
    names: frozenset[str]
    many: bool
    begins: bool
    written: str
    minutes: int
    exact: bool
    half: bool


@lru_cache(maxsize=8192)
def read(text: str) -> Hour | None:
    """The time of day that a plain sentence gives of one happening; None for any other sentence."""
    match = _IT_HAPPENED.match(text) or _DATED.match(text)
    minutes = _minutes(match) if match else None
    if match is None or minutes is None:
        return None
    kind = (match["kind"] or "it").casefold()
    about, hour = (match["about"] or match["around"]) is not None, match["hour"] or match["full"]
    half = match["half"] or match["half2"] or match["part"]
    said = f"{match['first'] or ''} {match['more'] or ''}"
    return Hour(
        kind="it" if kind in _ANY else kind,
        which=frozenset(normalise(said).split()) & _WHICH,
        names=wording.read(said).names,
        many=bool(match["many"]),
        begins="begins" in match.groupdict() and match["begins"] is not None,
        written=" ".join(filter(None, (match["clock"], match["part"]))),
        minutes=minutes,
        exact=bool(match["minute"]) and not about and minutes % _QUARTER != 0,
        half=not match["noon"] and not half and (not hour.isdigit() or int(hour) <= 12),
    )


def _minutes(match: re.Match[str]) -> int | None:
    if match["noon"]:
        return 0 if match["noon"].casefold() == "midnight" else _HALF
    written = (match["hour"] or match["full"]).casefold()
    hour, minute = _HOURS.get(written) or int(written), int(match["minute"] or 0)
    if hour > 24 or minute > 59:
        return None
    after = (match["half"] or match["half2"] or "").casefold() == "p"
    after |= bool(match["part"] and re.search(r"afternoon|evening|night", match["part"]))
    if hour == 12 and (match["half"] or match["half2"] or "").casefold() == "a":
        hour = 0
    return (hour * 60 + minute + (_HALF if after and hour < 12 else 0)) % _DAY


def compare(a: Statement, b: Statement) -> Proposal | None:
    """That two claims of one matter put one happening at two times of day; None where they may mean one, or
    where either is of another day. Symmetric."""
    left, right = read(a.text), read(b.text)
    if left is None or right is None or not _one_happening(left, right):
        return None
    days = [wording.read(s.text).times for s in (a, b)]
    if all(days) and days[0] != days[1]:
        return None
    circle = _HALF if left.half or right.half else _DAY
    apart = (left.minutes - right.minutes) % circle
    apart = min(apart, circle - apart)
    if apart < APART and not (left.exact and right.exact and apart > EXACTLY_APART):
        return None
    return Proposal("contradicts", 0.65, METHOD, f"time: {left.written} against {right.written}")


def _one_happening(a: Hour, b: Hour) -> bool:
    one_kind = a.kind == b.kind or any({a.kind, b.kind} <= words for words in _WORDS)
    if "it" not in (a.kind, b.kind) and (not one_kind or a.many != b.many):
        return False
    if a.begins != b.begins or (not a.begins and {a.kind, b.kind} & _LASTING):
        return False
    apart = a.names and b.names and not a.names & b.names
    return a.which == b.which and not apart


def asked(texts: Sequence[str]) -> str | None:
    """ "At what time was", where sentences give one happening times of day; else None."""
    return "At what time was" if texts and all(read(text) for text in texts) else None
