"""What names that may mean the same have in common: few keys each, to be looked up with an index.

A shared key makes two names worth comparing, no more; `names.same_name` and `events.same_event` decide.
"""

from datetime import date, timedelta

from claims.extraction.gazetteer import country_around, country_named, well_known
from claims.extraction.spelling import normalise, sound
from claims.linking.lexicon import words_of
from claims.linking.names import words
from claims.linking.types import EventView

_PLAIN_PLACE_WORDS = words_of("plain_place_words")
_OFFICES = words_of("offices")
_SMALL_WORDS = words_of("small_words")
_SHORTEST = 3  # letters of a word that tells anything
_LONGEST = 200  # characters of a key, as it is stored
_MOST_DAYS = 7  # an event of more days is not dated closely
_ZONES = timedelta(days=1)
_TOLD_WITHIN = timedelta(days=3)  # of an event that no day is told of


def source_keys(name: str) -> list[str]:
    """Keys that other spellings of a speaker's name share, sorted: its words by sound without titles,
    the last of them, its first letters, what it is known as.

    Rakhmon and Emomali Rahmon share the surname, WFP and World Food Programme the first letters,
    Vilayat Khorasan and ISIS-K what they are known as, and one ministry in two wordings its field.
    """
    told = words(name)
    sounds = [sound(word) for word in told]
    keys = {f"all {' '.join(sorted(sounds))}", f"run {''.join(told)}"}
    if sounds and len(sounds[-1]) >= _SHORTEST:
        keys.add(f"last {sounds[-1]}")
    if bare := "".join(c for c in "".join(sounds) if c not in "aeiou"):
        keys.add(f"bare {bare}")
    every = normalise(name).split()
    if len(every) > 1:
        keys |= {_letters(every), _letters([w for w in every if w not in _SMALL_WORDS])}
    elif name.replace(".", "").replace("-", "").isupper():
        keys.add(f"letters {''.join(every)}")
    if known := well_known(name) or country_named(name):
        keys.add(f"known {normalise(known)}")
    if not _OFFICES.isdisjoint(every) or "ministry" in name.casefold():
        # One office in two wordings has its country in common at least.
        keys |= {f"office of {country}" for word in every if (country := country_named(word))}
    return sorted({key[:_LONGEST] for key in keys})


def _letters(every: list[str]) -> str:
    return f"letters {''.join(word[0] for word in every)}"


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
