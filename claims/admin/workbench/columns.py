"""Voices in columns: how many stand in each, and the first of each, in a number of queries that does
not depend on how many there are. Columns are stances of a claim, or accounts of a conflict."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from claims.admin.accounts import Letters
from claims.admin.workbench.voices import NOBODY, Counts, Voice, voices_of
from claims.models import Attribution, Side, Stance
from claims.models.attribution import AGAINST
from sources.models import User

SHOWN = 8  # voices of a column at first; more come on demand
ORDER = (F("document__published").asc(nulls_last=True), F("pk").asc())
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
    def then(self) -> int | None:
        """Where those begin that are not shown; None where all are."""
        shown = len(self.voices)
        return shown if shown < self.counts.attributions else None


def letters_of(said: QuerySet[Attribution]) -> Letters:
    """A letter for each origin of these, the first one told of first; one query."""
    letters = Letters()
    first: dict[int, None] = dict.fromkeys(said.order_by(*ORDER).values_list("origin", flat=True))
    for origin in first:
        letters.of(origin)
    return letters


def columns(
    said: QuerySet[Attribution], by: Sequence[str], user: User, letters: Letters
) -> dict[Key, Column]:
    """The columns of these attributions, which differ in the values of `by`; three queries."""
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
    first = said.order_by().annotate(place=place).filter(place__lte=SHOWN)
    where = {row[0]: row[1:] for row in first.values_list("pk", *by)}
    for voice in in_words(where, user, letters):
        found[where[voice.row.pk]].voices.append(voice)
    return dict(found)


def following(
    said: QuerySet[Attribution], user: User, letters: Letters, *, begin: int
) -> tuple[list[Voice], int | None]:
    """The next voices of one column after the first `begin`, and where those after them begin."""
    rows = said.order_by(*ORDER).values_list("pk", flat=True)
    ids = list(rows[begin : begin + SHOWN * 4 + 1])
    shown = ids[: SHOWN * 4]
    return in_words(shown, user, letters), begin + len(shown) if len(ids) > len(shown) else None


def in_words(ids: Iterable[int], user: User, letters: Letters) -> list[Voice]:
    """These attributions with their quotes in context, in the order of telling."""
    rows = voices_of(user, refused=True).select_related("reviewed_by").filter(pk__in=list(ids))
    return [Voice.of(row, letters) for row in rows.order_by(*ORDER)]
