"""What two accounts of one event have in common: few keys each, to be looked up with an index.

A shared key makes two events worth comparing, no more; `events.same_event` decides.
"""

from datetime import date, timedelta

from claims.extraction.naming.gazetteer import country_around, country_named, well_known
from claims.extraction.text.spelling import normalise, sound
from claims.linking.lexicon import words_of
from claims.linking.types import EventView

_PLAIN_PLACE_WORDS = words_of("plain_place_words")
_SHORTEST = 3  # letters of a word that tells anything
_LONGEST = 200  # characters of a key, as it is stored
_MOST_DAYS = 7  # an event of more days is not dated closely
_ZONES = timedelta(days=1)
_TOLD_WITHIN = timedelta(days=3)  # of an event that no day is told of


def event_keys(event: EventView) -> list[str]:
    """Keys that another account of the same event shares, sorted: names and people by sound, and each of
    the places with each of its days.

    A city or country, where much happens, is a key with its day alone. A key that ends in a digit has
    a day.
    """
    keys = set()
    for name in (event.place, *event.names):
        if not name:
            continue
        around = country_around(name)
        told = _of_name(well_known(name) or country_named(name) or name)
        if not around and not well_known(name):
            keys |= {f"{word} –" if word[-1:].isdigit() else word for word in told}
        keys |= {f"{word} {day}" for word in told for day in _days(event)}
    for name in event.people:
        keys |= {sound(word) for word in normalise(name).split()[-2:] if len(word) >= _SHORTEST}
    return sorted({key[:_LONGEST] for key in keys if key})


def _of_name(name: str) -> set[str]:
    telling = [sound(w) for w in normalise(name).split() if w not in _PLAIN_PLACE_WORDS]
    keys = {word for word in telling if len(word) >= _SHORTEST}
    return (keys | {"".join(telling) or normalise(name)}) - {""}


def _days(event: EventView) -> list[date]:
    """The days of the event and the ones beside them: a night, or two time zones, put it on two."""
    start, end = event.date_from or event.date_to, event.date_to or event.date_from
    if event.published and start is None:
        start, end = max(event.published, date.min + _TOLD_WITHIN) - _TOLD_WITHIN, event.published
    if start is None or end is None or not timedelta() <= end - start <= timedelta(_MOST_DAYS):
        return []
    if start == date.min or end == date.max:
        return []
    first = start - _ZONES
    return [first + timedelta(n) for n in range((end + _ZONES - first).days + 1)]
