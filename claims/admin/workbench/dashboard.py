"""The first page: what waits for me, what is contested, what runs, and what changed since I was here."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any, TypeVar

from django.apps import apps
from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.http import HttpRequest
from django.utils import timezone
from redis.exceptions import RedisError

from claims.admin.conflicts import Bar, with_accounts, with_bars
from claims.admin.reviewing import actor
from claims.admin.workbench import watching
from claims.models import Action, Claim, Conflict
from claims.services import actions, visiting
from sources.models import Case, Document, ImportItem, ImportJob, User
from sources.models.document import UNREAD
from sources.services import demonstration

Value = TypeVar("Value")
SHOWN = 12
QUESTIONS = 8
# Those that one may see are sought among so many of the weightiest open questions: no list reads all of them.
WEIGHTIEST = 200
# Numbers are counted as far as this; beyond it the page says "more than".
MOST = 200
DAYS = 14
CACHED_SECONDS = 300
FEW = 4  # of the documents and the questions that are news


@dataclass(frozen=True)
class Number:
    """How many there are, as far as was counted."""

    count: int

    def __str__(self) -> str:
        return f"more than {MOST}" if self.count > MOST else str(self.count)

    def __bool__(self) -> bool:
        return self.count > 0


def counted(rows: QuerySet[Any]) -> Number:
    """Counts no further than it tells."""
    return Number(rows.order_by().values("pk")[: MOST + 1].count())


@dataclass(frozen=True)
class Cut:
    """The first of some rows, and how many there are `beyond` them, as far as was counted."""

    rows: list[Any]
    beyond: int

    @property
    def more(self) -> str:
        """In words: "3 more", "" for none."""
        if self.beyond + len(self.rows) > MOST:
            return "many more"
        return f"{self.beyond} more" if self.beyond else ""

    def __bool__(self) -> bool:
        return bool(self.rows)


def cut(rows: QuerySet[Any], shown: int) -> Cut:
    """The first rows in their order; counts no further than it tells."""
    return Cut(list(rows[:shown]), max(counted(rows).count - shown, 0))


def dashboard(request: HttpRequest) -> dict[str, Any]:
    """What the page shows, in a fixed number of queries; each part only for those who may view its rows."""
    user = request.user

    def may(app: str, model: str) -> bool:
        return any(user.has_perm(f"{app}.{verb}_{model}") for verb in ("view", "change"))

    since = visiting.visit(actor(request))
    context: dict[str, Any] = {
        "may_import": user.has_perm("sources.add_importjob"),
        "may_demonstrate": user.has_perms(("sources.add_importjob", "sources.add_case"))
        and demonstration.folder() is not None,
        "may_triage": user.has_perm("claims.change_claim"),
        "since": since,
    }
    if may("sources", "case"):
        context["cases"] = list(Case.objects.visible_to(user).order_by("-pk")[:SHOWN])
    if may("claims", "claim"):
        waiting = Claim.objects.visible_to(user).waiting()
        context["waiting"] = counted(waiting)
        context["mine"] = counted(waiting.filter(assigned_to=user.pk))
    if may("claims", "conflict"):
        opened = Conflict.objects.visible_to(user).filter(state=Conflict.State.OPEN)
        context["open_conflicts"] = counted(opened)
        context["conflicts"] = contested(user)
        context["resolved"] = Conflict.objects.visible_to(user).filter(state="resolved").exists()
        context["new_conflicts"] = counted(opened.filter(created_at__gt=since))
        context["reopened"] = reopened(user, since)
    if may("sources", "importjob"):
        context |= imports(user)
    if may("sources", "document"):
        context["new_documents"] = read_since(user, since)
    if may("claims", "action"):
        context["news"] = news(user, since)
    context |= watching.overview(actor(request))
    context["any_document"] = Document.objects.visible_to(user).exists()
    # An empty system is not remembered as such: its first import shows at once.
    if may("sources", "document") and context["any_document"]:
        days = remembered(f"days:{user.pk}", lambda: per_day(user))
        context["days"] = [
            ("documents", pictured([(at, documents) for at, documents, _ in days])),
            ("claims", pictured([(at, claims) for at, _, claims in days])),
        ]
    context["any_claim"] = Claim.objects.visible_to(user).exists()
    return context


def remembered(key: str, make: Callable[[], Value]) -> Value:
    """What `make` makes, kept for some minutes; made anew each time where Redis does not answer."""
    try:
        found: Value | None = cache.get_or_set(key, make, CACHED_SECONDS)
    except RedisError:
        found = None
    return make() if found is None else found


# --- Questions -----------------------------------------------------------------------------------


def contested(user: User) -> list[Any]:
    """The open questions that weigh most, as `with_bars` has them and in the order of the conflict desk."""
    opened = Conflict.objects.filter(state=Conflict.State.OPEN).order_by("-weight", "-pk")
    rows = with_accounts(
        Conflict.objects.visible_to(user).filter(pk__in=opened.values("pk")[:WEIGHTIEST]), user
    )
    return with_bars(rows.order_by("-weight", "-pk")[:QUESTIONS], user)


# --- Imports -------------------------------------------------------------------------------------


def imports(user: User) -> dict[str, Any]:
    """Running imports with their progress, the last ones, and what failed."""
    jobs: Any = (
        ImportJob.objects.visible_to(user).with_pending().select_related("case", "created_by")
    )
    running = list(jobs.filter(is_pending=True)[:SHOWN])
    parts: dict[int, dict[str, int]] = defaultdict(dict)
    items = ImportItem.objects.filter(job__in=running).order_by()
    for row in items.values("job", "status").annotate(n=Count("pk")):
        parts[row["job"]][row["status"]] = row["n"]
    for job in running:
        job.total = sum(parts[job.pk].values())
        job.done = job.total - parts[job.pk].get(ImportItem.Status.PENDING, 0)
        job.bars = []
        place = 0
        for status, label in ImportItem.Status.choices:
            number = parts[job.pk].get(status, 0)
            if number:
                job.bars.append(Bar(str(label), number, place, status))
                place += number
    failed = ImportItem.objects.visible_to(user).filter(status=ImportItem.Status.FAILED)
    unread = Document.objects.visible_to(user).filter(status=Document.Status.FAILED)
    return {
        "running": running,
        "imports": list(jobs[:5]),
        "failed_items": counted(failed),
        "failed_documents": counted(unread),
    }


# --- What changed --------------------------------------------------------------------------------


def news(user: User, since: datetime) -> Cut:
    """What others did since, the newest first: (action, what it did)."""
    rows = (
        Action.objects.visible_to(user)
        .filter(at__gt=since)
        .exclude(by=user.pk)
        .select_related("by", "claim", "conflict", "source", "document", "event", "case")
        .defer("claim__embedding", "changes", *(f"document__{name}" for name in UNREAD))
    )
    found = cut(rows.order_by("-at", "-pk"), SHOWN)
    return Cut([(action, actions.done(action)) for action in found.rows], found.beyond)


def reopened(user: User, since: datetime) -> Cut:
    """Questions that were settled and that new accounts opened again since."""
    recorded: Any = apps.get_model("claims", "ConflictEvent")
    events = recorded.objects.filter(pgh_obj=OuterRef("pk"))
    before = events.filter(pgh_created_at__lte=since).order_by("-pgh_id").values("state")[:1]
    settled = events.filter(pgh_created_at__gt=since, state=Conflict.State.RESOLVED)
    rows = Conflict.objects.visible_to(user).filter(state=Conflict.State.OPEN)
    rows = rows.exclude(reopened_because="").annotate(before=Subquery(before))
    rows = rows.filter(Q(before=Conflict.State.RESOLVED) | Exists(settled))
    return cut(rows.order_by("-weight", "-pk"), FEW)


def read_since(user: User, since: datetime) -> Cut:
    """Documents that others brought in and that were read since, the last one first."""
    own = ImportItem.objects.filter(document=OuterRef("pk"), job__created_by=user.pk)
    rows = Document.objects.visible_to(user).filter(~Exists(own), status_changed_at__gt=since)
    rows = rows.text_deferred().select_related("publisher")
    return cut(rows.order_by("-status_changed_at", "-pk"), FEW)


def per_day(user: User) -> list[tuple[date, int, int]]:
    """(day, documents read in, claims drawn from them) for the last two weeks, today last."""
    today = timezone.localdate()
    first = timezone.now() - timedelta(days=DAYS)
    recent = Document.objects.visible_to(user).filter(retrieved_at__gte=first).order_by()
    day = TruncDate("retrieved_at")
    documents = dict(
        recent.annotate(day=day).values("day").annotate(n=Count("pk")).values_list("day", "n")
    )
    drawn = Claim.objects.filter(document__in=recent.values("pk")).order_by()
    claims = dict(
        drawn.annotate(day=TruncDate("document__retrieved_at"))
        .values("day")
        .annotate(n=Count("pk"))
        .values_list("day", "n")
    )
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    return [(day, documents.get(day, 0), claims.get(day, 0)) for day in days]


@dataclass(frozen=True)
class Day:
    """A day's number, and its bar in a picture 100 high: how far from the top, how high."""

    at: date
    number: int
    top: int
    height: int


def pictured(days: Sequence[tuple[date, int]]) -> list[Day]:
    """The highest bar is as high as the picture; what is not nothing is to be seen."""
    most = max([number for _, number in days] + [1])
    heights = [ceil(100 * number / most) for _, number in days]
    return [Day(*day, 100 - height, height) for day, height in zip(days, heights, strict=True)]
