"""When, where and by whose hand one happening was: what it has only once.

Two claims about one event differ here even where their words do ("The blast was on Monday", "The explosion
at the depot happened on Tuesday morning"). Only plain statements are read: the happening, a verb that says
no more than that it happened or who did it, and then nothing but circumstances. All else is left alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from claims.extraction.naming.gazetteer import (
    country_around,
    country_named,
    is_major_place,
    well_known,
)
from claims.extraction.text.dates import DAYS, MONTHS
from claims.extraction.text.spelling import normalise
from claims.linking.events import same_place
from claims.linking.lexicon import lists_of, words_of
from claims.linking.names import same_name
from claims.linking.types import Proposal, Statement

METHOD = "circumstances"

# Words for one happening; a raid that followed an attack is another one.
_WORDS = [frozenset(words.split()) for words in lists_of("words_for_one_happening")]
KIND = "|".join(sorted({kind for group in lists_of("kinds") for kind in group.split()}))
_HAPPENING = (
    rf"(?:the|this|that)\s+(?P<first>(?:[\w'’-]+\s+){{0,3}}?)(?P<kind>{KIND})\b"
    r"(?P<more>(?:\s+(?:on|in|at|of|near|against)\s+[\w'’. -]{2,60}?)?)"
)
_WHICH = words_of("which_of_several")
_HAPPENED = (
    r"(?:(?P<begins>began|started|broke out)|was|were|happened|occurred|took place|came|struck"
    r"|was (?:carried out|staged|committed|perpetrated|launched))"
)
# What goes on for days, or in many places, has one beginning and no one day or place.
_LASTING = words_of("lasting")
_IT_WAS = re.compile(
    rf"^{_HAPPENING}\s+{_HAPPENED}\s+(?P<rest>(?:on|in|at|near|outside)\s.+?)[.\s]*$", re.IGNORECASE
)
# Several can take part, so that who is named is a rival of whoever else is.
_ROLE = "|".join(sorted(words_of("hands"))).replace("_", " ")
_WHO = r"(?P<who>(?:the\s+)?[A-Z][\w'’.-]*(?:\s+(?:(?:of|the|al|bin|ibn|van|von|de)\s+)?[A-Z][\w'’.-]*){0,5})"
_BY = re.compile(rf"^(?i:{_HAPPENING}\s+(?:was|were)\s+(?P<role>{_ROLE})\s+by)\s+{_WHO}[.\s]*$")
_DID = re.compile(rf"^{_WHO}\s+(?i:(?P<role>{_ROLE})\s+{_HAPPENING})[.\s]*$")
# What tells of another happening, or leaves the day or the place open.
_MORE = re.compile(
    r"\b(?:after|before|when|while|who|which|that|but|and|or|from|until|between|since|as|not|if|may|might)\b|[,;:—–]",
    re.IGNORECASE,
)
_DAY_NAMES = "|".join(DAYS)
_MONTH_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = re.compile(
    rf"\bon\s+(?:(?P<weekday>{_DAY_NAMES})|(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m>{_MONTH_NAMES})"
    rf"|(?P<m2>{_MONTH_NAMES})\.?\s+(?P<d2>\d{{1,2}}))\b(?:,?\s+(?P<y>(?:19|20)\d\d))?",
    re.IGNORECASE,
)
_NIGHT = re.compile(r"\b(?:night|overnight|midnight|evening|late|early|dawn)\b", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][\w'’.-]*(?:\s+[A-Z][\w'’.-]*){0,4}")
_SPOT = re.compile(rf"\b(?:in|at|near|outside)\s+(?:the\s+)?(?P<place>{_NAME.pattern})")


@dataclass(frozen=True, slots=True)
class When:
    """A day as it is written: its weekday, or its day and month with the year where it has one."""

    text: str
    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    night: bool = False


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a sentence says of a happening (`kind`, the `names` it goes by, `which` of several): the day
    and the places of it or, with `begins`, of its beginning; or who had which hand in it."""

    kind: str
    which: frozenset[str]
    names: frozenset[str]
    when: When | None = None
    places: tuple[str, ...] = ()
    begins: bool = False
    role: str = ""
    who: str = ""


@lru_cache(maxsize=8192)
def read(text: str) -> Circumstances | None:
    """The circumstances that a plain sentence gives of one happening; None for any other sentence."""
    if match := _BY.match(text) or _DID.match(text):
        role = " ".join(match["role"].casefold().replace("organized", "organised").split())
        return Circumstances(*_what(match), role=role, who=match["who"].rstrip("."))
    match = _IT_WAS.match(text)
    if match is None or _MORE.search(_DAY.sub("", match["rest"])):
        return None
    rest = match["rest"]
    places = tuple(
        place
        for found in _SPOT.finditer(rest)
        if normalise(place := found["place"].rstrip(".")) not in MONTHS
    )
    when = _when(rest)
    begins = match["begins"] is not None
    return Circumstances(*_what(match), when, places, begins) if when or places else None


def _what(match: re.Match[str]) -> tuple[str, frozenset[str], frozenset[str]]:
    said = f"{match['first']} {match['more']}"
    names = frozenset(m.group().rstrip(".") for m in _NAME.finditer(said))
    which = frozenset(normalise(said).split()) & _WHICH
    return match["kind"].casefold(), which, names


def _when(text: str) -> When | None:
    match = _DAY.search(text)
    if match is None:
        return None
    year = int(match["y"]) if match["y"] else None
    written, night = match.group().partition(" ")[2], bool(_NIGHT.search(text))
    if match["weekday"]:
        return When(written, weekday=DAYS[match["weekday"].casefold()], night=night)
    month = MONTHS[(match["m"] or match["m2"]).casefold()]
    return When(written, day=int(match["d"] or match["d2"]), month=month, year=year, night=night)


def compare(a: Statement, b: Statement) -> Proposal | None:
    """What two claims about one event are to each other by its circumstances; None where those agree, or
    are not told. Symmetric."""
    left, right = read(a.text), read(b.text)
    if left is None or right is None or not _one_happening(left, right):
        return None
    if left.who and right.who:
        return _rivals(left, right)
    if left.begins != right.begins or (not left.begins and {left.kind, right.kind} & _LASTING):
        return None
    if left.when and right.when and _another_day(left.when, a.published, right.when, b.published):
        reason = f"time: {left.when.text} against {right.when.text}"
        return Proposal("contradicts", 0.65, METHOD, reason)
    if apart := _another_place(left.places, right.places):
        return Proposal("contradicts", 0.6, METHOD, f"place: {apart[0]} against {apart[1]}")
    return None


def _one_happening(a: Circumstances, b: Circumstances) -> bool:
    """Do both speak of the same thing? The second blast of the day is not the first one."""
    if a.kind != b.kind and not any({a.kind, b.kind} <= words for words in _WORDS):
        return False
    if a.which != b.which:
        return False
    apart = a.names and b.names and not any(same_place(x, y) for x in a.names for y in b.names)
    return not apart


def _rivals(left: Circumstances, right: Circumstances) -> Proposal | None:
    if left.role != right.role or same_name(left.who, right.who):
        return None
    if set(normalise(left.who).split()) & set(normalise(right.who).split()):
        return None  # General Okoro, and the Okoro brigade
    if _is_body(left.who) != _is_body(right.who):
        return None  # who may well have acted for it
    return Proposal("rivals", 0.6, METHOD, f"by {left.who}, or by {right.who}")


def _is_body(name: str) -> bool:
    """A state or a group that is known as one, and no person."""
    return bool(country_named(name) or well_known(name))


def _another_day(a: When, a_told: date | None, b: When, b_told: date | None) -> bool:
    """Can the two not be one day? A night is two."""
    if a.weekday is not None and b.weekday is not None:
        apart = min((a.weekday - b.weekday) % 7, (b.weekday - a.weekday) % 7)
    elif a.weekday is None and b.weekday is None:
        if a.year and b.year and a.year != b.year:
            return True
        apart = _days_apart(a, b)
    else:
        weekday, told, dated = (a, a_told, b) if a.weekday is not None else (b, b_told, a)
        day = _last(weekday.weekday or 0, told)
        if day is None:
            return False
        apart = _days_apart(When("", day=day.day, month=day.month), dated)
        if apart >= 7:  # said of another week's day, long afterwards
            return False
    return apart > 1 or (apart == 1 and not (a.night or b.night))


def _days_apart(a: When, b: When) -> int:
    """Days between two days of one year, as far as they are days of any; else none."""
    try:
        first, second = (date(2024, w.month or 1, w.day or 1) for w in (a, b))
    except ValueError:
        return 0
    days = abs((first - second).days)
    return min(days, 366 - days)


def _last(weekday: int, told: date | None) -> date | None:
    """The day of this name that was the last one when it was told."""
    return told - timedelta((told.weekday() - weekday) % 7) if told and told.year > 1 else None


def _another_place(a: Sequence[str], b: Sequence[str]) -> tuple[str, str] | None:
    """A place of either, of which neither can lie in the other: two countries, or two large towns; None
    where any two of them agree, or are unknown."""
    pairs = [(one, other) for one in a for other in b]
    if not pairs or not all(_apart(one, other) for one, other in pairs):
        return None
    return pairs[0]


def _apart(one: str, other: str) -> bool:
    around = country_around(one), country_around(other)
    if None in around or same_place(one, other):
        return False
    if around[0] != around[1]:
        return True
    both = [is_major_place(place) and not country_named(place) for place in (one, other)]
    return all(both)


def asked(texts: Sequence[str]) -> str | None:
    """What sentences about one happening differ on, as the beginning of a question ("When was", "Who
    led"); None where they are not told apart by its circumstances."""
    found = [known for text in texts if (known := read(text)) is not None]
    if len(found) < max(len(texts), 2):
        return None
    if all(one.who for one in found):
        return f"Who {found[0].role}"
    if all(one.when for one in found) and len({one.when for one in found}) > 1:
        return "When was"
    return "Where was" if all(one.places for one in found) else None
