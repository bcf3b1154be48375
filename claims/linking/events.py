"""Are two happenings one and the same? Asked before anything else is compared."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from claims.extraction.events.spots import street_kinds
from claims.extraction.naming.gazetteer import (
    country_around,
    country_named,
    is_major_place,
    is_region,
    well_known,
)
from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.spelling import normalise, sound
from claims.linking.lexicon import lists_of, words_of
from claims.linking.names import same_name, skeletons_agree
from claims.linking.types import EventView

# Words for one kind of happening; an account may call an attack a shooting, never an earthquake.
_GROUPS = [frozenset(kinds.split()) for kinds in lists_of("kinds")]
_ANY_KIND = frozenset({"", "event", "incident", "happening"})
_PLAIN_PLACE_WORDS = words_of("plain_place_words")
_CLOSE_NAMES = 0.75  # from a surname alone upwards: "Soleimani" for Qasem Soleimani
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_MISDATED = timedelta(days=31)
_FRESH = timedelta(days=3)
_COMMON = words_of("common_kinds")
_VENUES = lexicon().scene["venues"] | lexicon().scene["sites"]
_STREETS = frozenset(street_kinds())
_COMMON_STREETS = words_of("common_streets")
_SIDES = words_of("sides")
_SHORT_FORMS = dict(pair.split("/") for pair in words_of("short_forms"))
_ZONES = timedelta(days=1)  # a night, or two time zones, put one happening on two dates
_SAME_DAYS = timedelta(days=7)
_NEARBY = 3  # blocks: one report has the address, another the corner where the police stood


@dataclass(frozen=True, slots=True)
class EventMatch:
    """Whether two events are one, and why, in words. `by_place`: the names of two places are all that tells
    them apart, and one may lie in the other for all that the tables know."""

    verdict: Literal["yes", "no", "unsure"]
    reason: str
    by_place: bool = False


def same_event(a: EventView, b: EventView) -> EventMatch:
    """Are these one happening? Symmetric; `no` as soon as kind, date or country rule it out.

    `yes` takes a name that few happenings share: a person hurt or suspected, a venue, an address; or
    a town with days that agree. A country alone, a town without any day, or a city in which there is
    a shooting every day, is `unsure`.
    """
    if a.id is not None and a.id == b.id:
        return EventMatch("yes", "the same event")
    people, shared = _shared_people(a, b), _shared_names(a, b)
    # Whoever flees from a shooting may crash: one report is of the crash.
    told = bool(people) and len(people) + len(shared) > 1 and _is_common(a) and _is_common(b)
    if not told and not same_kind(a.kind, b.kind):
        return EventMatch("no", f"{_article(a.kind)} is not {_article(b.kind)}")
    if (elsewhere := _different_countries(a, b)) is not None:
        return elsewhere
    spots = [n for n in shared if is_spot(n)]
    if not _dates_agree(a, b):
        # A report of an arrest is easily dated by the arrest.
        near = _days_between(a, b) <= _MISDATED
        address = _share_an_address(a, b)
        if near and (
            len(people) > 1 or (people and shared) or (spots and len(shared) > 1) or address
        ):
            return EventMatch("yes", f"both name {_listed([*people, *spots])}, within days")
        # One that recalls earlier cases may be dated by one of them.
        if len(people) > 1 and spots and _same_days(a, b, told=True):
            named = _listed([*people, *spots])
            return EventMatch("yes", f"both name {named}, and told within days of each other")
        return EventMatch("no", f"different dates: {_when(a)} and {_when(b)}")
    if people:
        return EventMatch("yes", f"both name {_listed(people)}")
    if shared:
        return _from_shared(a, b, shared)
    if not _places(a) or not _places(b):
        return EventMatch("unsure", "nothing tells the two apart, and nothing says they are one")
    if _country_around(a, b) or _country_around(b, a):
        return EventMatch("unsure", f"{_where(a)} and {_where(b)}: one lies in the other")
    if _dated_closely(a, b) and (
        _one_lies_in_the_other(a, b) or _only_streets(a) != _only_streets(b)
    ):
        return EventMatch(
            "unsure", f"the same days, and one place may lie in the other ({_when(a)})"
        )
    unknown = not (_known(a) and _known(b)) and not any(map(is_spot, (*_places(a), *_places(b))))
    return EventMatch("no", f"different places: {_where(a)} and {_where(b)}", by_place=unknown)


def _from_shared(a: EventView, b: EventView, shared: list[str]) -> EventMatch:
    # A group with many attacks to its name, like a city with many, doesn't tell which one is meant.
    small = [n for n in shared if not (country_around(n) or well_known(n) or is_region(n))]
    spots = [n for n in small if is_spot(n)]
    names = _listed(spots or small or shared)
    dated = _dated_closely(a, b)
    if _streets_of_two_towns(a, b, shared) and not (dated and _is_rare(shared[0])):
        return EventMatch("unsure", f"both name {names}, but of two towns")
    if spots:
        near = _days_between(a, b) <= (_MISDATED if _share_an_address(a, b) else _SAME_DAYS)
        if dated or near or len(spots) > 1 or any(not _is_wide_spot(n) for n in spots):
            return EventMatch("yes", f"both name {names}")
    if not small and all(country_named(n) or not country_around(n) for n in shared):
        return EventMatch("unsure", f"both name {names}, which is too wide to say more")
    in_town = any(not (is_region(n) or country_named(n)) for n in shared)
    if blocks := _blocks_nearby(a, b) if dated and in_town else []:
        where = f"two addresses on {_listed(blocks)} in {names}"
        return EventMatch("yes", f"{where}, blocks apart, on dates that agree")
    if _apart_within_city(a, b):
        return EventMatch("no", f"two places in {names}: {_where(a)} and {_where(b)}")
    if not small and _is_common(a) and _is_common(b):
        return EventMatch("unsure", f"both in {names}, where such things happen every day")
    if dated:
        return EventMatch("yes", f"both in {names}, on dates that agree")
    # In a county with a large city there are two on such days.
    large = any(map(is_major_place, (*_places(a), *_places(b))))
    small = [n for n in small if not (large and _is_county(n, shared))]
    if small and _same_days(a, b):
        return EventMatch("yes", f"both in {names}, and told within days of each other")
    return EventMatch("unsure", f"both in {names}, without dates to tell")


def _listed(names: list[str]) -> str:
    return " and ".join(sorted(dict.fromkeys(names)))


def _shared_people(a: EventView, b: EventView) -> list[str]:
    """Whoever both name, in full, as hurt or suspected; one of them may only name them in passing."""
    found = [
        [x for x in dict.fromkeys(one.people) if any(_same_person(x, y) for y in passing)]
        for one, passing in ((a, (*b.people, *b.names)), (b, (*a.people, *a.names)))
    ]
    # Two spellings of one name on one side are one person.
    return min(found, key=len) if all(found) else found[0] or found[1]


@lru_cache(maxsize=16384)
def _same_person(a: str, b: str) -> bool:
    """First name and surname agree; whatever stands between and behind them doesn't matter."""
    left, right = ([w for w in normalise(name).split() if w not in _SUFFIXES] for name in (a, b))
    if len(left) < 2 or len(right) < 2 or sound(left[-1]) != sound(right[-1]):
        return False
    # Nick for Nicholas, Frieda for Freida
    first = [sound(side[0]) for side in (left, right)]
    return (
        first[0] == first[1] or left[0][:3] == right[0][:3] or skeletons_agree(first[:1], first[1:])
    )


@lru_cache(maxsize=8192)
def is_spot(name: str) -> bool:
    """A venue or an address: a name so narrow that hardly two happenings share it."""
    return _is_street(name) or any(w in _VENUES for w in normalise(name).split())


def _is_street(name: str) -> bool:
    words = normalise(name).split()
    return len(words) > 1 and (words[-1] in _STREETS or words[0].isdigit())


def _is_wide_spot(name: str) -> bool:
    """A street or a park, on which much happens in the course of time."""
    return _is_street(name) or "park" in normalise(name).split()


def _is_address(name: str) -> bool:
    return _is_street(name) and name[:1].isdigit() and name.split(maxsplit=1)[0].isdigit()


@lru_cache(maxsize=16384)
def _same_spot(a: str, b: str) -> bool:
    """One venue, or one street and no two blocks of it."""
    if _is_street(a) != _is_street(b):
        return False
    if _is_street(a):
        numbers = [int(n.split()[0]) // 100 for n in (a, b) if _is_address(n)]
        if len(numbers) == 2 and not (_has_kind(a) and _has_kind(b)):
            # "the 1200 block of Alder"
            return numbers[0] == numbers[1] and _bare_street(a) == _bare_street(b)
        return _street(a) == _street(b) and len(set(numbers)) < 2
    sides = [_SIDES & {*normalise(n).split()} for n in (a, b)]
    if all(sides) and sides[0] != sides[1]:
        return False  # East Vesk Park is not West Vesk Park
    left, right = _telling(a), _telling(b)
    return left == right if left and right else normalise(a) == normalise(b)


def _blocks_nearby(a: EventView, b: EventView) -> list[str]:
    """Streets of which both name an address, with few blocks between the two."""
    here, there = ([n for n in _places(e) if _is_address(n)] for e in (a, b))
    return [
        min(x.split(maxsplit=1)[1], y.split(maxsplit=1)[1])
        for x in here
        for y in there
        if _street(x) == _street(y) and abs(_block(x) - _block(y)) <= _NEARBY
    ]


def _block(address: str) -> int:
    return int(address.split(maxsplit=1)[0]) // 100


def _share_an_address(a: EventView, b: EventView) -> bool:
    here, there = ([n for n in _places(e) if _is_address(n)] for e in (a, b))
    return any(_same_spot(x, y) for x in here for y in there)


def _streets_of_two_towns(a: EventView, b: EventView, shared: list[str]) -> bool:
    """Is nothing shared but the name of one street, of which two towns each have one?"""
    if len(shared) != 1 or not _is_street(shared[0]) or _share_an_address(a, b):
        return False
    towns = [[n for n in _places(e) if not is_spot(n)] for e in (a, b)]
    return all(towns) and not any(_is_wide(n) for side in towns for n in side)


def _is_rare(street: str) -> bool:
    """A name of which hardly two towns have a street."""
    words = set(_bare_street(street).split())
    return not (words & _COMMON_STREETS) and not any(w[0].isdigit() for w in words)


def _is_wide(place: str) -> bool:
    """A city with quarters, or a county with towns."""
    return is_major_place(place) or normalise(place).endswith(" county")


def _is_county(place: str, places: list[str]) -> bool:
    """A county, or the name of one of `places` that is: "Vesk" beside "Vesk County"."""
    name = normalise(place)
    return name.endswith(" county") or any(normalise(p) == f"{name} county" for p in places)


def _street(name: str) -> str:
    words = normalise(name).split()
    return " ".join(words[1:] if _is_address(name) else words)


def _has_kind(street: str) -> bool:
    return normalise(street).split()[-1] in _STREETS


def _bare_street(name: str) -> str:
    words = _street(name).split()
    return " ".join(words[:-1] if _has_kind(name) else words)


def _is_common(event: EventView) -> bool:
    """A kind of which a large city sees one every day."""
    return normalise(event.kind) in _COMMON


def _days_between(a: EventView, b: EventView) -> timedelta:
    left, right = _span(a) or _told(a), _span(b) or _told(b)
    if left is None or right is None:
        return timedelta.max
    return max(left[0] - right[1], right[0] - left[1], timedelta())


def _same_days(a: EventView, b: EventView, *, told: bool = False) -> bool:
    """Were both told, or did they happen, within days of each other? `told`: were both told?"""
    spans = (None, None) if told else (_span(a), _span(b))
    days = [s[0] if s else e.published for s, e in zip(spans, (a, b), strict=True)]
    return None not in days and abs(days[0] - days[1]) <= _FRESH  # type: ignore[operator]


def same_kind(a: str, b: str) -> bool:
    """May two words be said of one happening: an attack and a shooting, never an earthquake?"""
    left, right = (normalise(k).replace(" ", "-") for k in (a, b))
    if left == right or {left, right} & _ANY_KIND:
        return True
    # "terrorist attack" is an attack.
    heads = [{k, k.rsplit("-", 1)[-1]} for k in (left, right)]
    return bool(heads[0] & heads[1]) or any(heads[0] & g and heads[1] & g for g in _GROUPS)


def _told(event: EventView) -> tuple[date, date] | None:
    return (event.published, event.published) if event.published else None


def _span(event: EventView) -> tuple[date, date] | None:
    start, end = event.date_from or event.date_to, event.date_to or event.date_from
    return (start, end) if start and end else None


def _dates_agree(a: EventView, b: EventView) -> bool:
    left, right = _span(a), _span(b)
    if left is not None and right is not None:
        return left[0] - _ZONES <= right[1] and right[0] - _ZONES <= left[1]
    # What was told before can't be what happened after.
    known, told = (left, b.published) if left else (right, a.published)
    return known is None or told is None or known[0] - _ZONES <= told


def _dated_closely(a: EventView, b: EventView) -> bool:
    """Are both dated to within a week or so? A shared year says little."""
    spans = (_span(a), _span(b))
    return all(s is not None and s[1] - s[0] <= _SAME_DAYS for s in spans)


def _places(event: EventView) -> list[str]:
    return list(dict.fromkeys(n for n in (event.place, *event.names) if n))


@lru_cache(maxsize=8192)
def _countries_of(place: str | None, names: tuple[str, ...]) -> frozenset[str]:
    """The countries an event may lie in: its place's where the table knows it, else all named."""
    of_place = country_around(place) if place else None
    if of_place:
        return frozenset({of_place})
    return frozenset(c for c in map(country_around, names) if c)


def _different_countries(a: EventView, b: EventView) -> EventMatch | None:
    left, right = _countries_of(a.place, a.names), _countries_of(b.place, b.names)
    if left and right and not left & right:
        one, other = (", ".join(sorted(side)) for side in (left, right))
        return EventMatch("no", f"different countries: {one} and {other}")
    return None


def _shared_names(a: EventView, b: EventView) -> list[str]:
    """Names that both have, in whatever spelling; as the one with fewer of them writes them."""
    here, there = _places(a), _places(b)
    mine = [x for x in here if any(same_place(x, y) for y in there)]
    theirs = [y for y in there if any(same_place(x, y) for x in here)]
    return min((mine, theirs), key=lambda names: (len(names), names))


@lru_cache(maxsize=16384)
def same_place(a: str, b: str) -> bool:
    """Do two names of a place, or of who or what an event is known by, mean the same?

    Symmetric. The longer name may add plain words ("Crocus City concert hall", "Krokus City").
    """
    if is_spot(a) or is_spot(b):
        return _same_spot(a, b)
    left, right = _telling(a), _telling(b)
    if not left or not right:
        return normalise(a) == normalise(b)
    return left == right or same_name(a, b).score >= _CLOSE_NAMES


def _telling(name: str) -> frozenset[str]:
    words = (_SHORT_FORMS.get(w, w) for w in normalise(name).split())
    return frozenset(sound(w) for w in words if w not in _PLAIN_PLACE_WORDS)


def _apart_within_city(a: EventView, b: EventView) -> bool:
    """Do both name venues or addresses, or places of their own, and none of the other's?"""
    here, there = ([n for n in _places(e) if _is_street(n)] for e in (a, b))
    if here and there:
        return not any(_street(x) == _street(y) for x in here for y in there)
    if any(same_place(x, y) for x in _places(a) for y in _places(b) if not is_major_place(x)):
        return False
    if not a.place or not b.place or same_place(a.place, b.place):
        return False
    return not any(country_around(p) for p in (a.place, b.place))


def _one_lies_in_the_other(a: EventView, b: EventView) -> bool:
    """A venue of one and a town of the other: no table says which lies where."""
    return any(is_major_place(x) != is_major_place(y) for x in _places(a) for y in _places(b))


def _known(event: EventView) -> bool:
    """Is it told by the tables where it was?"""
    return any(map(country_around, _places(event)))


def _only_streets(event: EventView) -> bool:
    """Is nothing known of where it was but streets? No table says in which town those lie."""
    return all(_is_street(name) for name in _places(event))


def _country_around(a: EventView, b: EventView) -> bool:
    """Is no more known of `a` than the country that `b` lies in?"""
    own = {country_named(p) for p in _places(a)}
    return None not in own and bool(own & {country_around(p) for p in _places(b)})


def written(day: date) -> str:
    """A day as people write it: "3 May 2021"."""
    return f"{day.day} {day:%B %Y}"


def _when(event: EventView) -> str:
    span = _span(event)
    if span is None:
        return f"before {written(event.published)}" if event.published else "no date"
    return " to ".join(written(day) for day in dict.fromkeys(span))


def _where(event: EventView) -> str:
    return event.place or ", ".join(event.names)


def _article(kind: str) -> str:
    return f"{'an' if kind[:1].lower() in 'aeiou' else 'a'} {kind}"
