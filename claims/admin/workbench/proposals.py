"""Proposed names, merges and affiliations as the workbench shows them: on a source's profile and in the
inbox of all sources."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, QuerySet, When
from django.db.models.functions import Lower

from claims.models import Attribution
from claims.services.actions import token
from sources.models import Affiliation, Source, SourceAlias, document

SHOWN = 30
ON_PROFILE = 100
COUNTED = 1_000  # no further
UNREAD = tuple(f"document__{name}" for name in document.UNREAD)
KINDS = {"names": "names", "merges": "merges", "affiliations": "affiliations"}


@dataclass(frozen=True)
class Proposal:
    """A name or an affiliation of a source. `other` is the source that it would be one with, or that it
    speaks for; `said` how often each of the two is quoted."""

    row: SourceAlias | Affiliation
    token: str
    other: Source | None = None
    said: int = 0
    other_said: int = 0

    @property
    def is_alias(self) -> bool:
        """A name, and no affiliation."""
        return isinstance(self.row, SourceAlias)

    @property
    def path(self) -> str:
        """The kind of record, as addresses name it."""
        return "alias" if self.is_alias else "affiliation"


def namesakes(user: User) -> QuerySet[Source]:
    """Standing sources that go by the name of an alias (the outer row) and are not its own."""
    named = Source.objects.visible_to(user).standing().exclude(kind=Source.Kind.UNNAMED)
    keyed = named.annotate(key=Lower("name")).filter(key=Lower(OuterRef("name")))
    return keyed.exclude(pk=OuterRef("source"))


def waiting(kind: str, user: User) -> QuerySet[Any]:
    """What waits in the inbox, the newest first: names, names that make two sources one, or
    affiliations."""
    if kind == "affiliations":
        rows: QuerySet[Any] = Affiliation.objects.visible_to(user).filter(status="proposed")
        near = rows.select_related("source", "organisation", "document")
        return near.defer(*UNREAD).order_by("-pk")
    aliases = SourceAlias.objects.visible_to(user).filter(status="proposed")
    is_other = Exists(namesakes(user))
    aliases = aliases.filter(is_other if kind == "merges" else ~is_other)
    return aliases.select_related("source", "document").defer(*UNREAD).order_by("-pk")


def searched(rows: QuerySet[Any], kind: str, words: str) -> QuerySet[Any]:
    """Those that have the words in either name."""
    if not words:
        return rows
    other = "organisation__name" if kind == "affiliations" else "name"
    return rows.filter(source__name__icontains=words) | rows.filter(
        **{f"{other}__icontains": words}
    )


def counted(user: User) -> dict[str, str]:
    """How many wait of each kind, as far as anybody would leaf."""
    found = {}
    for kind in KINDS:
        number = waiting(kind, user).order_by()[:COUNTED].count()
        found[kind] = f"{number:,}" + ("+" if number == COUNTED else "")
    return found


def shown(rows: Sequence[Any], user: User) -> list[Proposal]:
    """The rows with what it takes to judge them, in a fixed number of queries."""
    others = _others([row for row in rows if isinstance(row, SourceAlias)], user)
    pairs = [
        (row, row.organisation if isinstance(row, Affiliation) else others.get(row.pk))
        for row in rows
    ]
    ids = {row.source_id for row in rows} | {other.pk for _, other in pairs if other}
    said = _said(ids, user)
    return [
        Proposal(
            row,
            token(row),
            other,
            said.get(row.source_id, 0),
            said.get(other.pk, 0) if other else 0,
        )
        for row, other in pairs
    ]


def _others(aliases: Sequence[SourceAlias], user: User) -> dict[int, Source]:
    """The namesake of each alias, by the alias's id."""
    names = {alias.name.lower() for alias in aliases if alias.status == "proposed"}
    named = Source.objects.visible_to(user).standing().exclude(kind=Source.Kind.UNNAMED)
    found = named.annotate(key=Lower("name")).filter(key__in=names)
    known = {source.name.lower(): source for source in found}
    pairs = ((alias, known.get(alias.name.lower())) for alias in aliases)
    return {
        alias.pk: other for alias, other in pairs if other is not None and other != alias.source
    }


def _said(ids: Iterable[int], user: User) -> dict[int, int]:
    rows = Attribution.objects.visible_to(user).standing().filter(claimant__in=list(ids))
    counts = rows.order_by().values("claimant").annotate(n=Count("pk"))
    return dict(counts.values_list("claimant", "n"))


_PROPOSED_FIRST = Case(
    When(status="proposed", then=0), When(status="confirmed", then=1), output_field=IntegerField()
)


def aliases_of(source: Source, user: User) -> list[Proposal]:
    """The names of a source, those that wait first."""
    rows = SourceAlias.objects.visible_to(user).filter(source=source)
    near = rows.select_related("source", "document").order_by(_PROPOSED_FIRST, "name")
    return shown(list(near.defer(*UNREAD)[:ON_PROFILE]), user)


def affiliations_of(source: Source, user: User) -> dict[str, list[Proposal]]:
    """For whom a source speaks, and who speaks for it."""
    rows = Affiliation.objects.visible_to(user).select_related("source", "organisation", "document")
    near = rows.defer(*UNREAD).order_by(_PROPOSED_FIRST, "since", "pk")
    return {
        "speaks_for": shown(list(near.filter(source=source)[:ON_PROFILE]), user),
        "members": shown(list(near.filter(organisation=source)[:ON_PROFILE]), user),
    }
