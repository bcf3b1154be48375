"""Whom a source copies and who copies it: shared passages, credits, and who passes whose words on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, F, Q

from claims.models import Attribution, AttributionVia, Credit, SharedPassage
from sources.models import Source

SHOWN = 15


@dataclass
class Partner:
    """Another source, and in how many documents the two have the same words."""

    source: Source
    had_first: int = 0  # documents of the other with words that this one printed later
    had_later: int = 0
    undated: int = 0  # where the dates don't tell which came first
    credits: int = 0  # documents of this one that credit the other
    credited: int = 0  # documents of the other that credit this one
    passes_on: int = 0  # words of the other that came through this one
    passed_on: int = 0  # words of this one that came through the other

    @property
    def weight(self) -> int:
        """How much the two have in common."""
        passages = self.had_first + self.had_later + self.undated
        return passages + self.credits + self.credited + self.passes_on + self.passed_on

    @property
    def taken(self) -> list[str]:
        """What this one has from the other, in words."""
        return [
            *_said(self.had_first, "document", "with words that the other had first"),
            *_said(self.credits, "document", "crediting it"),
            *_said(self.passes_on, "statement", "passed on"),
        ]

    @property
    def given(self) -> list[str]:
        """What the other has from this one, in words."""
        return [
            *_said(self.had_later, "document", "with words that this one had first"),
            *_said(self.credited, "document", "crediting this one"),
            *_said(self.passed_on, "statement", "passed on by it"),
        ]

    @property
    def alike(self) -> list[str]:
        """What the dates don't tell."""
        return _said(self.undated, "document", "alike, which was first is not known")


def _said(number: int, noun: str, what: str) -> list[str]:
    return [f"{number} {noun}{'' if number == 1 else 's'} {what}"] if number else []


def partners(ids: Iterable[int], user: User) -> list[Partner]:
    """Those who share words with these sources (one and what was merged into it), the most first.

    A fixed number of queries, each over an index of theirs.
    """
    mine = list(ids)
    counts: dict[int, dict[str, int]] = {}
    for row in [*_passages(mine, user), *_credits(mine, user), *_chains(mine, user)]:
        other = counts.setdefault(row.pop("who"), {})
        for name, number in row.items():
            other[name] = other.get(name, 0) + number
    sources = Source.objects.visible_to(user).in_bulk([pk for pk in counts if pk not in mine])
    found = [Partner(source, **counts[pk]) for pk, source in sources.items()]
    return sorted(found, key=lambda partner: (-partner.weight, partner.source.pk))[:SHOWN]


def _passages(mine: list[int], user: User) -> Iterator[Any]:
    rows = SharedPassage.objects.visible_to(user).standing().order_by()
    for here, there in (("document", "other"), ("other", "document")):
        own, other = F(f"{here}__published"), F(f"{there}__published")
        earlier, later = (
            Q(**{f"{there}__published__lt": own}),
            Q(**{f"{here}__published__lt": other}),
        )
        near = rows.filter(**{f"{here}__publisher__in": mine}).exclude(
            **{f"{there}__publisher__in": mine}
        )
        yield from (
            near.filter(**{f"{there}__publisher__isnull": False})
            .values(who=F(f"{there}__publisher"))
            .annotate(
                had_first=Count(there, distinct=True, filter=earlier),
                had_later=Count(there, distinct=True, filter=later),
                undated=Count(there, distinct=True, filter=~earlier & ~later),
            )
        )


def _credits(mine: list[int], user: User) -> Iterator[Any]:
    rows = Credit.objects.visible_to(user).standing().order_by()
    by_us = rows.filter(document__publisher__in=mine).values(who=F("source"))
    of_us = rows.filter(source__in=mine, document__publisher__isnull=False).values(
        who=F("document__publisher")
    )
    yield from by_us.annotate(credits=Count("pk"))
    yield from of_us.annotate(credited=Count("pk"))


def _chains(mine: list[int], user: User) -> Iterator[Any]:
    seen = Attribution.objects.visible_to(user).standing().order_by().values("pk")
    rows = AttributionVia.objects.filter(attribution__in=seen).order_by()
    through_us = rows.filter(source__in=mine, attribution__claimant__isnull=False)
    of_us = rows.filter(attribution__claimant__in=mine)
    yield from through_us.values(who=F("attribution__claimant")).annotate(passes_on=Count("pk"))
    yield from of_us.values(who=F("source")).annotate(passed_on=Count("pk"))
