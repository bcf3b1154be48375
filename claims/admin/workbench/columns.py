"""Voices in columns: how many stand in each, and the first of each, in a number of queries that does
not depend on how many there are. Columns are stances of a claim, or accounts of a conflict."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    F,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, RowNumber

from claims.admin.accounts import Letters
from claims.admin.workbench.voices import NOBODY, Counts, Voice, voices_of
from claims.models import Attribution, Side, Stance
from claims.models.attribution import AGAINST
from sources.models import User

SHOWN = 8  # voices of a column at first; more come on demand
# By the day of the text, those without one last. No index has this expression: one of the days alone would
# be walked through all documents for a claim of a few thousand voices.
DAY = Coalesce("document__published", Value(date.max), output_field=DateField())
ORDER = (DAY.asc(), F("pk").asc())
# The side of its claim that an attribution takes; empty where it takes no position.
SIDE = Case(
    When(stance=Stance.NO_POSITION, then=Value("")),
    When(AGAINST, then=Value(Side.AGAINST.value)),
    default=Value(Side.FOR.value),
    output_field=CharField(),
)
Key = tuple[Any, ...]


@dataclass
class Column:
    """What the page shows of one column: its first voices, and the counts of all."""

    voices: list[Voice] = field(default_factory=list)
    counts: Counts = NOBODY

    @property
    def more(self) -> bool:
        """Whether there are more than those."""
        return len(self.voices) < self.counts.attributions


def later(row: Attribution) -> Q:
    """Those that are told of after this one, in the order of telling."""
    day = row.document.published
    if day is None:
        return Q(document__published__isnull=True, pk__gt=row.pk)
    after = Q(document__published__gt=day) | Q(document__published__isnull=True)
    return after | Q(document__published=day, pk__gt=row.pk)


def in_order(said: QuerySet[Attribution]) -> list[tuple[int, int]]:
    """(id, origin) of each of these in the order of telling; one query, which reads no more of them."""
    return list(said.order_by(*ORDER).values_list("pk", "origin"))


def letters_of(told: Iterable[tuple[int, int]]) -> Letters:
    """A letter for each origin of `in_order`, the first one told of first."""
    letters = Letters()
    for origin in dict.fromkeys(origin for _, origin in told):
        letters.of(origin)
    return letters


def columns(
    said: QuerySet[Attribution],
    by: Sequence[str],
    user: User,
    letters: Letters,
    through: Iterable[int] = (),
) -> dict[Key, Column]:
    """The columns of these attributions, which differ in the values of `by`; four queries.

    Where a column was unfolded, `through` has the last voice that was shown of it: it is shown as far again.
    """
    found: dict[Key, Column] = defaultdict(Column)
    counts = (
        said.order_by()
        .values(*by)
        .annotate(
            n=Count("pk"),
            d=Count("document", distinct=True),
            o=Count("origin", distinct=True),
            denials=Count("pk", filter=Q(stance=Stance.DENIES)),
            doubts=Count("pk", filter=Q(stance=Stance.DOUBTS)),
        )
    )
    for row in counts:
        key = tuple(row[name] for name in by)
        found[key].counts = Counts(row["n"], row["d"], row["o"], row["denials"], row["doubts"])
    place = Window(RowNumber(), partition_by=list(by), order_by=ORDER)
    shown = Q(place__lte=SHOWN)
    for last in _seen(user).filter(pk__in=list(through)):
        shown |= Q(**{name: getattr(last, name) for name in by}) & ~later(last)
    first = said.order_by().annotate(place=place).filter(shown)
    where = {row[0]: row[1:] for row in first.values_list("pk", *by)}
    for voice in in_words(where, user, letters):
        found[where[voice.row.pk]].voices.append(voice)
    return dict(found)


def following(
    said: QuerySet[Attribution], user: User, letters: Letters, *, after: int | None
) -> tuple[list[Voice], bool]:
    """The next voices of one column after the one with the id `after`, which may be refused by now; and
    whether there are more."""
    last = _seen(user).filter(pk=after).first() if after else None
    rows = said.filter(later(last)) if last else said
    ids = list(rows.order_by(*ORDER).values_list("pk", flat=True)[: SHOWN * 4 + 1])
    return in_words(ids[: SHOWN * 4], user, letters), len(ids) > SHOWN * 4


def _seen(user: User) -> QuerySet[Attribution]:
    """All that `user` may see, refused ones too, with the side that each takes."""
    rows = Attribution.objects.visible_to(user).annotate(side=SIDE)
    return rows.select_related("document").defer("document__text")


def in_words(ids: Iterable[int], user: User, letters: Letters) -> list[Voice]:
    """These attributions with their quotes in context, in the order of telling."""
    rows = voices_of(user, refused=True).select_related("reviewed_by").filter(pk__in=list(ids))
    return [Voice.of(row, letters) for row in rows.order_by(*ORDER)]
