"""Sources that are called about as somebody typed it: in other spellings, with a slip, by another name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import reduce
from operator import add, or_
from typing import Any

from django.contrib.auth.models import User
from django.contrib.postgres.lookups import Unaccent
from django.contrib.postgres.search import SearchQuery, TrigramStrictWordSimilarity
from django.db.models import Case, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Greatest, Length

from claims.extraction.text.spelling import normalise, sound
from sources.models import Source, SourceAlias
from sources.models.words import CONFIG, words_of

MOST = 100  # sources; nobody leafs further among names that are alike
SHORTEST = 3  # letters that may be a part of a word: fewer are in every other name
CONTAINED = 0.95  # a part of a word, between the whole word and one that is alike


@dataclass(frozen=True)
class Called:
    """A source by a name of it: its own, or `alias`. `alike` are the word asked for and the word of the
    name that is nearly the same; None where the name has a word as it was asked for."""

    source: int
    name: str
    alias: bool
    nearness: float
    alike: tuple[str, str] | None


def called(words: Sequence[str], sources: QuerySet[Source], user: User) -> list[Called]:
    """Of these sources those with a name like one of the words, the nearest first: those that more of
    the words speak for, then those with little else in the name. Names that were only proposed are no
    names yet."""
    if not words:
        return []
    aliases = SourceAlias.objects.visible_to(user).filter(status=SourceAlias.Status.CONFIRMED)
    own = _near(words, sources).values_list("pk", "name", "nearness")
    other = _near(words, aliases.filter(source__in=sources.values("pk")))
    best: dict[int, Called] = {}
    for alias, rows in ((False, own), (True, other.values_list("source", "name", "nearness"))):
        for pk, name, nearness in rows[:MOST]:
            if pk not in best or nearness > best[pk].nearness:
                best[pk] = Called(pk, name, alias, nearness, _alike(words, name))
    return sorted(best.values(), key=_order)[:MOST]


def _order(found: Called) -> tuple[float, int, int]:
    return -found.nearness, len(found.name), -found.source


def _near(words: Sequence[str], rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows with a `name` like one of the words; each way of being alike has an index."""
    ways = [Q(told=reduce(or_, (SearchQuery(word, config=CONFIG) for word in words)))]
    for word in words:
        ways += [Q(name__trigram_strict_word_similar=spelt) for spelt in _spellings(word)]
        if len(word) >= SHORTEST:  # the beginning of a longer word; no index helps `icontains`
            ways.append(Q(name__trigram_word_similar=word))
    near = rows.annotate(told=words_of("name")).filter(reduce(or_, ways))
    nearness = reduce(add, (_nearness(word) for word in words))
    found: QuerySet[Any] = near.annotate(nearness=nearness)
    return found.order_by("-nearness", Length("name"), "-pk")


def _nearness(word: str) -> Any:
    plain = Unaccent("name")
    near = [TrigramStrictWordSimilarity(spelt, plain) for spelt in _spellings(word)]
    part = Q(name__icontains=word) if len(word) >= SHORTEST else Q(name__iexact=word)
    contained = Case(
        When(part, then=Value(CONTAINED)), default=Value(0.0), output_field=FloatField()
    )
    return Greatest(contained, *near)


def _spellings(word: str) -> list[str]:
    """As it was typed, without accents, and as usual transliterations sound: Rakhmon, Rahmon."""
    plain = normalise(word) or word
    return list(dict.fromkeys((word, plain, *(sound(part) for part in plain.split()))))


def _alike(words: Sequence[str], name: str) -> tuple[str, str] | None:
    plain = normalise(name)
    if any(normalise(word) in plain for word in words if len(word) >= SHORTEST):
        return None
    if not set(plain.split()).isdisjoint(normalise(word) for word in words):
        return None
    pairs = [(word, part) for word in words for part in re.findall(r"\w[\w'’-]*", name)]
    return max(pairs, key=lambda pair: _ratio(*pair), default=None)


def _ratio(word: str, other: str) -> float:
    return SequenceMatcher(None, normalise(word), normalise(other)).ratio()
