"""The inbox of proposed names, merges and affiliations, and what is done to sources from any page."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_date

from claims.admin.reviewing import actor, undoable
from claims.admin.workbench import proposals
from claims.admin.workbench.base import Page, Route, needs, whole
from claims.admin.workbench.doing import Deed, answer, attempt
from claims.admin.workbench.profile import rights
from claims.admin.workbench.queue import number
from claims.models import Action
from claims.services import names
from sources.models import Affiliation, Source, SourceAlias
from sources.services import naming

JUDGED: dict[str, tuple[Callable[..., Action | None], str]] = {
    "accept": (names.accept, "Accepted"),
    "refuse": (names.refuse, "Refused"),
    "reconsider": (names.reconsider, "Open again"),
}


@needs("sources.view_source", "sources.change_sourcealias")
def show(request: HttpRequest) -> HttpResponse:
    """What waits of one kind, the newest first, with what it takes to judge it."""
    by, asked = actor(request), request.GET
    kind = asked.get("kind", "")
    counts = proposals.counted(by)
    if kind not in proposals.KINDS:
        kind = next((k for k in proposals.KINDS if counts[k] != "0"), "names")
    words = asked.get("q", "").replace("\x00", "").strip()[:200]
    rows = proposals.searched(proposals.waiting(kind, by), kind, words)
    after = number(asked.get("after", ""))
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows[: proposals.SHOWN + 1])
    context = {
        "kind": kind,
        "kinds": [(k, label, counts[k]) for k, label in proposals.KINDS.items()],
        "q": words,
        "proposals": proposals.shown(found[: proposals.SHOWN], by),
        "after": found[proposals.SHOWN - 1].pk if len(found) > proposals.SHOWN else None,
        **rights(by),
        **undoable(by),
    }
    return whole(request, "names/page.html", context, title="Names")


@needs("sources.change_sourcealias", method="POST")
def judge_alias(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Accepts a proposed name, refuses it, or takes either back. One that makes two sources one takes
    the right to change sources."""
    by = actor(request)
    rows = SourceAlias.objects.visible_to(by).select_related("source")
    row = rows.filter(pk=pk).first()
    if row is None or verb not in JUDGED:
        raise Http404
    other = names.namesake(row) if verb == "accept" else None
    if other is not None and not by.has_perm("sources.change_source"):
        raise PermissionDenied
    if other is not None and not Source.objects.visible_to(by).filter(pk=other.pk).exists():
        # Of one that may not be seen nothing is told, and nothing is done to it.
        raise Http404
    return _judge(request, row, verb, f"{row} for {row.source}")


@needs("sources.change_affiliation", method="POST")
def judge_affiliation(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Accepts a proposed affiliation, refuses it, or takes either back."""
    rows = Affiliation.objects.visible_to(actor(request)).select_related("source", "organisation")
    row = rows.filter(pk=pk).first()
    if row is None or verb not in JUDGED:
        raise Http404
    return _judge(request, row, verb, str(row))


def _judge(
    request: HttpRequest, row: SourceAlias | Affiliation, verb: str, what: str
) -> HttpResponse:
    service, done = JUDGED[verb]
    seen = request.POST.get("seen", "")
    notice = attempt(lambda: service(row, by=actor(request), seen=seen), f"{done}: {what}.")
    return answer(request, notice, address(row.source_id))


# --- What is done to a source --------------------------------------------------------------------


def _grade(source: Source, asked: Any, by: User) -> Action | None:
    letter, reason = asked.get("reliability", ""), _words(asked.get("reason", ""), 5000)
    return names.grade(source, reliability=letter, reason=reason, by=by, seen=asked.get("seen", ""))


def _call(source: Source, asked: Any, by: User) -> Action | None:
    return names.call(source, _words(asked.get("name", ""), 400), by=by)


def _merge(source: Source, asked: Any, by: User) -> Action | None:
    into = _named(asked.get("source", ""), by)
    return names.merge(source, into=into, by=by, seen=asked.get("seen", ""))


def _affiliate(source: Source, asked: Any, by: User) -> Action | None:
    wanted = number(asked.get("row", ""))
    rows = Affiliation.objects.visible_to(by).filter(source=source)
    row = rows.filter(pk=wanted).first() if wanted else None
    if wanted and row is None:
        raise Http404
    other = _named(asked.get("source", ""), by)
    return names.affiliate(
        source,
        organisation=other.name,
        role=_words(asked.get("role", ""), 300),
        since=_day(asked.get("since", "")),
        until=_day(asked.get("until", "")),
        by=by,
        row=row,
        seen=asked.get("seen", ""),
    )


def _named(name: str, by: User) -> Source:
    """The source of this name that `by` may see. Raises ValidationError where there is none."""
    source = naming.find(_words(name, 300))
    if source is None or not Source.objects.visible_to(by).filter(pk=source.pk).exists():
        raise ValidationError("Name a source that is there: choose one of those that are offered.")
    return source


def _words(text: str, most: int) -> str:
    return text.replace("\x00", "").strip()[:most]


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        day = parse_date(text.strip())
    except ValueError:  # the thirtieth of February
        day = None
    if day is None:
        raise ValidationError("A day is written as 2024-03-22.")
    return day


DONE_TO_SOURCE: dict[str, tuple[str, Callable[[Source, Any, User], Action | None], str]] = {
    "grade": ("sources.change_source", _grade, "Graded."),
    "call": ("sources.add_sourcealias", _call, "Named."),
    "merge": ("sources.change_source", _merge, "Merged."),
    "unmerge": (
        "sources.change_source",
        lambda source, asked, by: names.unmerge(source, by=by, seen=asked.get("seen", "")),
        "Parted.",
    ),
    "affiliate": ("sources.change_affiliation", _affiliate, "Recorded for whom it speaks."),
}


@needs("sources.view_source", method="POST")
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Does one thing to a source."""
    by = actor(request)
    source = Source.objects.visible_to(by).filter(pk=pk).first()
    if source is None or verb not in DONE_TO_SOURCE:
        raise Http404
    permission, service, done = DONE_TO_SOURCE[verb]
    if not by.has_perm(permission):
        raise PermissionDenied
    deed: Deed = lambda: service(source, request.POST, by)  # noqa: E731 - typed
    return answer(request, attempt(deed, done), address(pk))


def address(pk: int) -> str:
    """The page of a source."""
    return reverse("admin:sources_source_change", args=[pk])


PAGE = Page(
    label="Names",
    permission="sources.change_sourcealias",
    routes=(
        Route("names/", show, "names"),
        Route("names/alias/<int:pk>/<slug:verb>/", judge_alias, "names_alias"),
        Route("names/affiliation/<int:pk>/<slug:verb>/", judge_affiliation, "names_affiliation"),
        Route("names/source/<int:pk>/<slug:verb>/", act, "names_source"),
    ),
)
