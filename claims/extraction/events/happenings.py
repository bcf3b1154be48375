"""The happenings a document speaks of: the main one, and others where the words point elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from claims.extraction.naming.gazetteer import countries_in, country_of
from claims.extraction.text.dates import DAYS, Period, month_named, period
from claims.extraction.text.headlines import is_titled
from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.nlp import text_of
from claims.extraction.text.spelling import name_key
from claims.extraction.text.tree import child
from claims.extraction.types import Event

from .deeds import deed, kind_of_deed
from .mentions import VENUE, Mention, compound, kind_of, mention, venue_at
from .scene import OPENING, Scene, read_scene

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

# Kinds that one happening may go by: a shooting is an attack, a bombing an explosion.
_VIOLENT = frozenset({"attack", "shooting", "explosion", "killing", "airstrike", "battle"})
# Kinds that a text's verbs tell of one thing, once: a plane crashed, a ferry sank.
_WRECKS = frozenset({"sinking", "collapse", "crash"})
# Nobody is killed in them: who dies on such a day dies in what happens beside them.
_PEACEFUL = frozenset({"election"})
# Counts of years and of a country, not of one happening.
_SUMMED = re.compile(
    r"(?i)\bsince (?:19|20)\d\d\b|\b(?:per|each|every|a) year\b|\bin recent (?:months|years)\b"
    r"|\b(?:in|over|during) the (?:last|past) (?:\w+ )?(?:years|decades?)\b"
)
# What is told of another happening than the main one.
_APART = re.compile(
    r"(?i)\b(?:unrelated|separate) (?:\w+ )?(?:case|incident|accident|attack|event|matter|shooting)\b"
    rf"|\b(?:day|night|week|month|year)s? before the (?:{'|'.join(sorted(lexicon().events))})\b"
)
_VAGUE_NOUNS = frozenset({"incident", "tragedy", "disaster", "event"})
# Where the hurt and the accused are taken to.
_AFTERWARDS = re.compile(
    r"(?i)\b(?:hospital|court|courthouse|jail|prison|medical|office|police|sheriff)\b"
)


@dataclass(slots=True)
class Events:
    """The events of a document; ``main`` is an index into ``found``, None where it is about none."""

    found: list[Event] = field(default_factory=list)
    main: int | None = None
    published: date | None = None
    home: set[str] = field(default_factory=set)
    _keys: dict[tuple[str, str], int] = field(default_factory=dict)

    def of(
        self, tokens: Sequence[Token], sentence: Span, *, casualties: bool = False
    ) -> int | None:
        """The event that some words are about, as an index into ``found``; None where they are about none.

        ``casualties``: the words count victims, so that a happening is meant even where no noun names it.
        """
        if casualties and apart(sentence.text):
            return None
        index = self._of(tokens, sentence, casualties=casualties)
        peaceful = index is not None and self.found[index].kind in _PEACEFUL
        return self._last(without=_PEACEFUL) if casualties and peaceful else index

    def gathering(self, event: int | None) -> int | None:
        """Where people were who made a crowd: the demonstration that was last spoken of, else ``event``."""
        if event is not None and self.found[event].kind == "unrest":
            return event
        others = frozenset(e.kind for e in self.found) - {"unrest"}
        found = self._last(without=others)
        return event if found is None else found

    def _last(self, *, without: frozenset[str]) -> int | None:
        """The event that was found last, of other kinds than these."""
        kept = (i for i, event in enumerate(self.found) if event.kind not in without)
        return max(kept, default=None)

    def _of(self, tokens: Sequence[Token], sentence: Span, *, casualties: bool) -> int | None:
        nouns = [m for t in tokens if (m := mention(t, self.published)) is not None]
        if not nouns and casualties:
            nouns = [m for t in sentence if (m := mention(t, self.published)) is not None]
        singular = [m for m in nouns if not m.plural]
        for m in singular:
            index = self._place(m, sentence if casualties else None)
            if index is not None:
                return index
        if nouns and not singular and not casualties:
            return None
        if casualties or self._does(tokens):
            return self._elsewhere(sentence)
        refers = any(
            t.lemma_.lower() in _VAGUE_NOUNS
            or t.lemma_.lower()
            in ("attacker", "gunman", "suspect", "shooter", "assailant", "perpetrator")
            for t in tokens
        )
        return self.main if refers else None

    def _does(self, tokens: Sequence[Token]) -> bool:
        """Do the words tell by a verb what befell the things of the main event: "the bridge collapsed"?"""
        kind = self.found[self.main].kind if self.main is not None else ""
        return kind in _WRECKS and any(kind_of_deed(t) == kind for t in tokens)

    def _place(self, m: Mention, sentence: Span | None) -> int | None:
        main = self.found[self.main] if self.main is not None else None
        if main is not None and not self._different(m, main):
            if _pointing_back(m):
                return self._elsewhere(m.noun.doc[m.noun.sent.start - 1].sent)
            if sentence is not None and not m.places and m.indefinite:
                return self._elsewhere(sentence)
            return self.main
        return self._other(m)

    def _different(self, m: Mention, main: Event) -> bool:
        if m.kind != main.kind and not {m.kind, main.kind} <= _VIOLENT:
            return True
        here = {name_key(p) for p in (main.place, *main.names) if p}
        lands = self._lands(main)
        other = [p for p in m.places if not _meets(name_key(p), here)]
        if other and len(other) == len(m.places):
            abroad = [c for p in other if (c := country_of(p))]
            if not abroad or not lands.intersection(abroad):
                return (bool(lands) and bool(abroad)) or (bool(main.place) and m.indefinite)
        if m.when and main.date_from and main.date_to:
            return m.when[1] < main.date_from or m.when[0] > main.date_to
        if m.month and main.date_from:
            return m.month != main.date_from.month
        # The text dates this one and never the main event: an earlier happening, recalled.
        return bool(
            (m.month or m.when) and not main.date_from and m.noun.doc.user_data["passage"] > 2
        )

    def _elsewhere(self, sentence: Span) -> int | None:
        """The main event, unless the sentence names a country or a date that is not the main event's."""
        main = self.found[self.main] if self.main is not None else None
        text = sentence.text
        when = period(_without_telling(sentence), self.published)
        places = _located(sentence)
        lands = self._lands(main)
        abroad = [c for c in places if c not in lands]
        here = not abroad or (not lands and main is not None and not main.place)
        if _SUMMED.search(text):
            return None
        recalled = bool(
            main and when and not main.date_from and sentence.doc.user_data["passage"] > OPENING
        )
        if main is not None and here and not recalled and not self._other_date(when, text, main):
            return self.main
        if not abroad and when is None and not month_named(text):
            return self.main
        kind = next(
            (k for t in sentence if (k := kind_of(t))),
            "attack" if main is None or main.kind in _VIOLENT else main.kind,
        )
        place = abroad[0] if abroad else None
        names = tuple(
            e.text for e in sentence.ents if e.label_ in ("PERSON", "FAC") and " " in e.text.strip()
        )
        return self._add(kind, place, ((place,) if place else ()) + names, when)

    def _lands(self, main: Event | None) -> set[str]:
        """The countries that the main event lies in: those its places name, else those of the opening."""
        if main is None:
            return set()
        return {c for p in here_places(main) if (c := country_of(p))} or self.home

    def _other_date(self, when: Period | None, text: str, main: Event) -> bool:
        if when and main.date_from and main.date_to:
            return when[1] < main.date_from or when[0] > main.date_to
        month = month_named(text)
        return bool(month and main.date_from and month != main.date_from.month)

    def _other(self, m: Mention) -> int | None:
        if not (m.places or m.when or m.names or m.kind == "war"):
            return None
        named = _described(m.noun)
        if not m.places and m.when is None:  # "the war": the one last spoken of
            known = next((i for i in range(len(self.found) - 1, -1, -1) if self._named(i, m)), None)
            if known is not None:
                return known
        place = next(
            (c for p in m.places if (c := country_of(p))), m.places[0] if m.places else None
        )
        if place is None and m.kind in _VIOLENT:
            place = self._context(m.noun)
        return self._add(m.kind, place, m.names, m.when, noun=named)

    def _named(self, index: int, m: Mention) -> bool:
        event = self.found[index]
        return index != self.main and m.noun.text.lower() in event.name.split() and not m.names

    def _context(self, noun: Token) -> str | None:
        """The country that the sentence before speaks of, for a happening without a place of its own."""
        main = self.found[self.main] if self.main is not None else None
        lands = self._lands(main)
        start = noun.sent.start
        last = noun.doc[start - 1].sent.text if start else ""
        return next((n for n, _ in countries_in(last) if n not in lands), None)

    def _add(
        self,
        kind: str,
        place: str | None,
        names: tuple[str, ...],
        when: Period | None,
        noun: str = "",
    ) -> int:
        tag = place or (str(when[0]) if when else "") or (names[0] if names else noun)
        key = ("violent" if kind in _VIOLENT else kind, tag)
        if key not in self._keys:
            name = noun or kind
            if place and name_key(place) not in name_key(name):
                name += (
                    f" of {place}"
                    if kind == "war" and name.endswith("invasion")
                    else f" in {place}"
                )
            elif not place and when:
                name += (
                    f" of {when[0]:%B %Y}" if (when[1] - when[0]).days < 32 else f" of {when[0]:%Y}"
                )
            self._keys[key] = len(self.found)
            self.found.append(
                Event(
                    name,
                    kind,
                    place,
                    names,
                    when[0] if when else None,
                    when[1] if when else None,
                    main=False,
                )
            )
        return self._keys[key]


def _pointing_back(m: Mention) -> bool:
    """Does "that attack" mean the one that the sentence before tells of?"""
    det = child(m.noun, "det")
    plain_that = det is not None and det.lower_ == "that" and not m.places and m.when is None
    return plain_that and m.noun.sent.start > 0


def _without_telling(sentence: Span) -> str:
    """A sentence's words but for the day on which somebody told it, or did what follows a happening."""
    listed = lexicon().scene["aftermath"] | lexicon().scene["telling"]
    cut = [
        (day.left_edge.i, day.i + 1)
        for day in sentence
        if day.lower_ in DAYS
        and day.dep_ in ("pobj", "npadvmod")
        and (day.head.head if day.dep_ == "pobj" else day.head).lemma_.lower() in listed
    ]
    return "".join(
        t.text_with_ws for t in sentence if not any(start <= t.i < end for start, end in cut)
    )


def apart(sentence: str) -> bool:
    """Do the words say that they tell of another happening: "in an unrelated case", "the day before the attack"?"""
    return _APART.search(sentence) is not None


def here_places(main: Event) -> list[str]:
    """The places by which an event is known."""
    return [p for p in (main.place, *main.names) if p]


def read_events(docs: Sequence[Doc], published: date | None) -> Events:
    """Finds the main event: the happening that title and opening paragraphs speak of most."""
    events = Events(published=published)
    mentions = [m for doc in docs for t in doc if (m := mention(t, published)) is not None]
    shots = ("shoot", "shooting", "gunshot", "gun", "gunfire", "bullet")
    if any(t.lemma_ in shots for doc in docs[:4] for t in doc):
        mentions = [m for m in mentions if m.noun.lemma_.lower() != "accident"]  # it was one
    weight: Counter[str] = Counter()
    for m in mentions:
        if not m.plural:
            weight[_sort(m.kind)] += _weight(m.noun.doc)
    for doc in docs[:OPENING]:
        # Who is shot in a car that then crashes was in a shooting, by whatever noun it goes.
        weight["violent"] += _weight(doc) * sum(
            kind_of_deed(t) in _VIOLENT - {"killing"} for t in doc
        )
    about: list[Mention] = []
    if weight:
        top, points = weight.most_common(1)[0]
        if points > 1:
            about = [m for m in mentions if _sort(m.kind) == top and not m.plural]
    about = about or [
        m for m in mentions if m.kind in _VIOLENT and m.noun.doc.user_data["passage"] <= OPENING
    ]
    done = deed(docs[:OPENING]) if not about or about[0].noun.doc.user_data["passage"] > 3 else None
    if done and about[:1] and about[0].noun.doc.user_data["passage"] > OPENING:
        about = []  # what the opening tells was done, whatever a noun far below recalls
    if not about and done is None:
        return events
    # "Two were shot outside a bar" needs no noun to be a shooting.
    main = _main(about, docs, published, None if about else done)
    events.found.append(main)
    events.main = 0
    events.home = {name for doc in docs[:2] for name, _ in countries_in(text_of(doc))}
    return events


def _weight(doc: Doc) -> int:
    """How much a word counts for what the text is about, by its passage: the title most."""
    passage = doc.user_data["passage"]
    return 4 if passage == 0 else 2 if passage < 4 else 1


def _sort(kind: str) -> str:
    return "violent" if kind in _VIOLENT else kind


def _main(
    about: list[Mention], docs: Sequence[Doc], published: date | None, kind: str | None
) -> Event:
    scene = read_scene(docs, published)
    kind = kind or Counter(m.kind for m in about).most_common(1)[0][0]
    names = _named(about, docs, scene)
    venues = [n for n in names if VENUE.search(n) and n[:1].isupper()]
    if not any(VENUE.search(n) for n in venues):
        venues += _scene(docs, names)
        names += [v for v in venues if v not in names]
    located = {place for m in about for place in m.places}
    towns = [n for n in names if n not in venues and n in located]
    venue = max(venues, key=lambda v: sum(w[:1].isupper() for w in v.split()), default=None)
    town = next(iter([*towns, *scene.towns]), None)
    dated = next(
        (m.when for m in about if m.when is not None and m.when[0] == m.when[1]), scene.day
    )
    if venue is None and town is None:
        name = (_described(about[0].noun) if about else "") or kind
    elif venue is not None:
        name = f"{kind} at {'' if venue.istitle() or venue.split()[-1][:1].isupper() else 'the '}{venue}"
    else:
        name = f"{kind} in {town}"
    every = [*names, *scene.spots, *scene.towns]
    return Event(
        name,
        kind,
        town or venue,
        tuple(dict.fromkeys(every)),
        dated[0] if dated else None,
        dated[1] if dated else None,
        main=True,
        people=scene.people,
    )


def _named(about: list[Mention], docs: Sequence[Doc], scene: Scene) -> list[str]:
    """The names beside the nouns for the event; people are none, and capitals in a title prove no name."""
    names: list[str] = []
    body = " ".join(text_of(doc) for doc in docs if not is_titled(doc))
    people = {word for name in scene.people for word in (name, *name.split())}
    for m in about:
        linked = (
            m is about[0]
            or not m.names
            or any(_meets(name_key(n), {name_key(x) for x in names}) for n in m.names)
        )
        if linked or (not m.indefinite and m.noun.doc.user_data["passage"] < 4):
            sure = [n for n in m.names if not is_titled(m.noun.doc) or n in body]
            names += [n for n in sure if n not in names and n not in people]
    return names


def _scene(docs: Sequence[Doc], names: list[str]) -> list[str]:
    """A venue named in the opening paragraphs, where the event's own mentions name none."""
    for doc in docs[:5]:
        for token in doc:
            if (
                token.dep_ == "pobj"
                and token.head.lower_ in ("inside", "at", "in")
                and token.ent_type_ != "PERSON"
            ):
                hall = venue_at(token)
                if hall and not _AFTERWARDS.search(hall):
                    return [hall]
    return []


def _meets(key: str, others: set[str]) -> bool:
    return any(key in other or other in key for other in others if other)


def _located(sentence: Span) -> list[str]:
    """Countries that the sentence puts the happening in: "in Iran", "across Turkey"."""
    found = []
    for token in sentence:
        if token.dep_ == "pobj" and token.head.lower_ in (
            "in",
            "across",
            "near",
            "inside",
            "throughout",
        ):
            name = country_of(compound(token)) or country_of(token.text)
            if name:
                found.append(name)
    return found


def _described(noun: Token) -> str:
    """The noun with the words before it that tell its sort: "civil war", "prison riot"."""
    words = [
        t
        for t in noun.lefts
        if (t.dep_ == "compound" and t.pos_ == "NOUN") or t.lower_ in ("civil", "terrorist")
    ]
    whole = [t for t in words if noun.doc[max(0, t.i - 1)].text != "-"]
    return " ".join(t.text.lower() for t in [*whole, noun])
