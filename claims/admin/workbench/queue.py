"""The triage queue: which claims, in which order, a screenful at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date, parse_datetime

from claims.admin.workbench.voices import NOBODY, Counts, contested_of, counts_of
from claims.models import Attribution, Claim
from claims.services.actions import token
from sources.models import Case, ImportJob, Source, SourceAlias

SHOWN = 50
CHOICES = 50  # cases and people offered in the filters
STATES = {
    "proposed": "waiting",
    "confirmed": "confirmed",
    "dismissed": "rejected",
    "all": "all",
}
WHO = {"": "anybody", "me": "me", "nobody": "nobody"}
DIGITS = 18  # of an id: fewer than a bigint may have, so that none overflows


def number(text: str) -> int | None:
    """An id as a request gives it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else None


def numbers(texts: Iterable[str]) -> list[int]:
    """Ids as a request gives them, without what is none."""
    return [found for text in texts if (found := number(text)) is not None]


@dataclass(frozen=True)
class Filters:
    """What is asked for. Anything that makes no sense is left out."""

    state: str = "proposed"
    case: int | None = None
    job: int | None = None
    source: str = ""
    since: date | None = None
    until: date | None = None
    assignee: str = ""
    q: str = ""

    @classmethod
    def of(cls, asked: Any) -> "Filters":
        """From the query string."""
        state, assignee = asked.get("state", ""), asked.get("assignee", "")
        return cls(
            state=state if state in STATES else "proposed",
            case=number(asked.get("case", "")),
            job=number(asked.get("job", "")),
            source=words_asked(asked.get("source", "")),
            since=day_asked(asked.get("since", "")),
            until=day_asked(asked.get("until", "")),
            assignee=assignee if assignee in WHO or number(assignee) else "",
            q=words_asked(asked.get("q", "")),
        )

    @property
    def query(self) -> str:
        """As a query string, without what is not asked."""
        return urlencode({name: value for name, value in vars(self).items() if value})

    @property
    def narrowed(self) -> bool:
        """Whether anything but the state is asked for."""
        return self != Filters(state=self.state)


def words_asked(text: str) -> str:
    """Words as a request gives them: no longer than anybody would type."""
    return text.replace("\x00", "").strip()[:200]


def day_asked(text: str) -> date | None:
    """A day as a request gives it; None for what is none."""
    try:
        return parse_date(text)
    except ValueError:  # the thirtieth of February
        return None


def moment_asked(text: str) -> datetime | None:
    """A moment as a page gave it, with its time zone; None for what is none."""
    try:
        moment = parse_datetime(text)
    except ValueError:  # a quarter past 25
        return None
    return moment if moment is not None and moment.tzinfo else None


def claims(filters: Filters, user: User) -> QuerySet[Claim]:
    """The claims asked for that `user` may see, in order: by need while they wait, else the last
    reviewed first."""
    rows: QuerySet[Claim] = Claim.objects.visible_to(user).filter(merged_into__isnull=True)
    if filters.state != "all":
        rows = rows.filter(status=filters.state)
    said = Attribution.objects.visible_to(user).standing()
    if filters.case is not None:
        case = Case.objects.visible_to(user).filter(pk=filters.case)
        rows = rows.filter(pk__in=said.filter(document__cases__in=case).order_by().values("claim"))
    if filters.job is not None:
        job = ImportJob.objects.visible_to(user).filter(pk=filters.job)
        brought = said.filter(document__import_items__job__in=job)
        rows = rows.filter(pk__in=brought.order_by().values("claim"))
    if filters.source:
        sources = called(filters.source, user).values("pk")
        who = Q(claimant__in=sources) | Q(document__publisher__in=sources)
        rows = rows.filter(pk__in=said.filter(who).order_by().values("claim"))
    days = Q()  # of any text that says it, not only of the first
    if filters.since is not None:
        days &= Q(document__published__gte=filters.since)
    if filters.until is not None:
        days &= Q(document__published__lte=filters.until)
    if days:
        rows = rows.filter(pk__in=said.filter(days).order_by().values("claim"))
    if filters.assignee:
        mine = {"me": Q(assigned_to=user), "nobody": Q(assigned_to__isnull=True)}
        rows = rows.filter(mine.get(filters.assignee) or Q(assigned_to=number(filters.assignee)))
    if filters.q:
        rows = rows.filter(text__icontains=filters.q)
    return rows.order_by(*order(filters))


def called(name: str, user: User) -> QuerySet[Source]:
    """The sources with this in their name or in another name of theirs, and what was merged into them."""
    known = SourceAlias.objects.visible_to(user).filter(status=SourceAlias.Status.CONFIRMED)
    aliases = known.filter(name__icontains=name).values("source")
    seen = Source.objects.visible_to(user)
    named = seen.filter(Q(name__icontains=name) | Q(pk__in=aliases)).values("pk")
    found: QuerySet[Source] = seen.filter(Q(pk__in=named) | Q(merged_into__in=named))
    return found


def order(filters: Filters) -> tuple[str, str]:
    """Columns that put the queue in order; an index has each."""
    if filters.state == "proposed":
        return "-need", "-pk"
    return ("pk", "pk") if filters.state == "all" else ("-reviewed_at", "-pk")


def after(rows: QuerySet[Claim], claim: Claim, filters: Filters) -> QuerySet[Claim]:
    """Those that come after `claim`."""
    return _beside(rows, claim, filters, forward=True)


def before(rows: QuerySet[Claim], claim: Claim, filters: Filters) -> QuerySet[Claim]:
    """Those that come before `claim`, the nearest first."""
    return _beside(rows, claim, filters, forward=False).reverse()


def _beside(
    rows: QuerySet[Claim], claim: Claim, filters: Filters, *, forward: bool
) -> QuerySet[Claim]:
    column = order(filters)[0]
    name, falling = column.removeprefix("-"), column.startswith("-")
    value = getattr(claim, name)
    way = "lt" if falling == forward else "gt"
    if value is None or name == "pk":
        return rows.filter(**{f"pk__{way}": claim.pk})
    # The first condition is for the index, the second for those that are equal.
    return rows.filter(
        Q(**{f"{name}__{way}e": value}),
        Q(**{f"{name}__{way}": value}) | Q(**{f"pk__{way}": claim.pk}),
    )


@dataclass(frozen=True)
class Row:
    """One line of the queue."""

    claim: Claim
    counts: Counts
    contested: bool
    token: str


def rows_of(found: list[Claim], user: User) -> list[Row]:
    """Lines for claims, in two queries however many they are."""
    ids = [claim.pk for claim in found]
    counts, contested = counts_of(ids, user), contested_of(ids, user)
    return [
        Row(claim, counts.get(claim.pk, NOBODY), claim.pk in contested, token(claim))
        for claim in found
    ]


def screenful(filters: Filters, user: User, last: Claim | None = None) -> tuple[list[Row], bool]:
    """The next lines after `last`, or the first ones, and whether more follow."""
    rows = claims(filters, user).select_related("assigned_to").defer("embedding")
    if last is not None:
        rows = after(rows, last, filters)
    found = list(rows[: SHOWN + 1])
    return rows_of(found[:SHOWN], user), len(found) > SHOWN


def cases(user: User, asked: int | None) -> list[Case]:
    """The cases that a filter offers: the newest, and the one asked for."""
    seen = Case.objects.visible_to(user)
    found = list(seen.order_by("-pk")[:CHOICES])
    if asked is not None and all(case.pk != asked for case in found):
        found += seen.filter(pk=asked)
    return found


def choices(user: User, filters: Filters) -> dict[str, Any]:
    """What the filters offer: cases, the one asked for among them, the import asked for, and those who
    have claims assigned."""
    people = User.objects.filter(assigned_claims__isnull=False).exclude(pk=user.pk).distinct()
    return {
        "states": STATES,
        "who": WHO,
        "cases": cases(user, filters.case),
        "jobs": ImportJob.objects.visible_to(user).filter(pk=filters.job) if filters.job else (),
        "people": people.order_by("username")[:CHOICES],
    }
