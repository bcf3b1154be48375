"""The two times of a case: of the event, as the accounts tell it, and of the telling.

A day is one that a text states: of the event, of a count ("as of"), of publication. What has none is
listed as undated; the day of import stands for no other.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.db.models import Prefetch, QuerySet

from claims.admin.workbench.casefile import Attested
from claims.models import Attribution, Claim, Event, Status
from sources.admin.base import visible_rows
from sources.models import Document, Source

SHOWN = 5  # claims of a day at first
DOCUMENTS = 60  # the first of the case
UNDATED = 20
STATEMENTS = 3_000  # read of these documents


@dataclass
class Happening:
    """What happened on a day, as claims tell it: of an event (`event`), or counts as of that day. `day`
    is None where no text tells it."""

    day: date | None
    until: date | None = None
    event: Event | None = None
    claims: list[Attested] = field(default_factory=list)

    @property
    def times(self) -> list[tuple[str, str]]:
        """From when until when, each as HTML and as people write it: years and months that are meant as a
        whole are told no finer than that."""
        begin, end = self.day, self.until
        if begin is None:
            return []
        ends = [begin] if end is None else [begin, end]
        iso, words = "%Y-%m-%d", "%-d %b %Y"
        if end is not None and begin.day == 1 and (end + timedelta(days=1)).day == 1:
            iso, words = "%Y-%m", "%b %Y"
            if (begin.month, end.month) == (1, 12):
                iso, words = "%Y", "%Y"
        return list(dict.fromkeys((day.strftime(iso), day.strftime(words)) for day in ends))

    @property
    def first(self) -> list[Attested]:
        """The best attested."""
        return self.claims[:SHOWN]

    @property
    def others(self) -> list[Attested]:
        """The rest."""
        return self.claims[SHOWN:]


def happened(claims: Iterable[Attested]) -> list[Happening]:
    """Worded claims by when they say it happened, the first day first, undated ones at the end."""
    found: dict[tuple[date | None, date | None, int | None], Happening] = {}
    for one in claims:
        if one.claim is None:
            continue
        day, until, event = when(one.claim)
        key = (day, until, event.pk if event else None)
        found.setdefault(key, Happening(day, until, event)).claims.append(one)
    order = sorted(
        found, key=lambda k: (k[0] is None, k[0] or date.max, k[1] or date.min, k[2] or 0)
    )
    return [found[key] for key in order]


def when(claim: Claim) -> tuple[date | None, date | None, Event | None]:
    """When it says that something was so: from, until, and the event whose day it is."""
    if claim.as_of is not None:
        return claim.as_of, None, None
    event = claim.event
    if event is None or event.date_from is None:
        return None, None, None
    until = event.date_to if event.date_to != event.date_from else None
    return event.date_from, until, event


@dataclass
class FirstTold:
    """A claim on the day when it is first found in a dated document, and who says it that day."""

    claim: Claim
    by: list[str]


@dataclass
class Told:
    """What was published on a day; `day` is None for documents without one."""

    day: date | None
    documents: list[Document] = field(default_factory=list)
    claims: list[FirstTold] = field(default_factory=list)

    @property
    def first(self) -> list[FirstTold]:
        """The first of those told on that day for the first time."""
        return self.claims[:SHOWN]

    @property
    def others(self) -> list[FirstTold]:
        """The rest."""
        return self.claims[SHOWN:]


@dataclass(frozen=True)
class Telling:
    """The days of the telling; `more` where only the first documents are shown, `cut` where not all that
    they say was read."""

    days: list[Told]
    undated: list[Document]
    more: bool
    more_undated: bool
    cut: bool


def telling(papers: QuerySet[Document], user: User) -> Telling:
    """When the documents were published, and which claims are new on each day. Which of two documents of
    one day was first is not known, so both count as the first."""
    near = papers.prefetch_related(Prefetch("publisher", queryset=visible_rows(Source, user)))
    dated = list(near.filter(published__isnull=False).order_by("published", "pk")[: DOCUMENTS + 1])
    undated = list(near.filter(published__isnull=True).order_by("pk")[: UNDATED + 1])
    days: dict[date | None, Told] = {}
    for document in dated[:DOCUMENTS]:
        told = days.setdefault(document.published, Told(document.published))
        told.documents.append(document)
    new, cut = _first_told(dated[:DOCUMENTS], user)
    for day, claims in new.items():
        days[day].claims = claims
    return Telling(
        list(days.values()),
        undated[:UNDATED],
        more=len(dated) > DOCUMENTS,
        more_undated=len(undated) > UNDATED,
        cut=cut,
    )


def _first_told(
    documents: Sequence[Document], user: User
) -> tuple[dict[date, list[FirstTold]], bool]:
    """Which claims are new on each day of these documents, the first of their case, and whether more is said
    than was read; two queries."""
    said = (
        Attribution.objects.visible_to(user)
        .standing()
        .exclude(claim__status=Status.DISMISSED)
        .filter(document__in=[document.pk for document in documents])
        .prefetch_related(Prefetch("claimant", queryset=visible_rows(Source, user)))
        .select_related("claim")
        .only("claim__text", "claimant", "document")
        .order_by("document__published", "pk")
    )
    days = {document.pk: document.published for document in documents}
    since: dict[int, date] = {}
    found: dict[date, dict[int, FirstTold]] = defaultdict(dict)
    rows = list(said[: STATEMENTS + 1])
    for row in rows[:STATEMENTS]:
        day = days[row.document_id]
        if day is None or since.setdefault(row.claim_id, day) != day:
            continue
        first = found[day].setdefault(row.claim_id, FirstTold(row.claim, []))
        name = str(row.claimant) if row.claimant else "the author"
        if name not in first.by:
            first.by.append(name)
    return {day: list(claims.values()) for day, claims in found.items()}, len(rows) > STATEMENTS
