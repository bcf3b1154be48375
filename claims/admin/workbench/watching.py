"""Watching: what somebody watches, with what changed since they last looked; and the button to watch."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from claims.admin.reviewing import actor
from claims.admin.workbench.base import Notice, Page, Route, is_htmx, needs, part, whole
from claims.admin.workbench.doing import answer, demand, status_of
from claims.models import Attribution, Claim, Comment, Conflict, Watch
from claims.models.watch import WATCHABLE
from claims.services import watching
from claims.services.news import News, Watched
from sources.admin.base import address as record
from sources.models import Case

KINDS = {"claim": "claims", "conflict": "conflicts", "case": "cases", "source": "sources"}
# Who watches is told of all of these.
RIGHTS = (
    "claims.view_watch",
    *(f"claims.view_{name}" for name in ("claim", "conflict", "attribution", "claimlink")),
    *(f"claims.view_{name}" for name in ("assessment", "comment", "action")),
    *(f"sources.view_{name}" for name in ("case", "source", "document")),
)
RIGHT_TO = {
    "watch": "claims.add_watch",
    "unwatch": "claims.delete_watch",
    "seen": "claims.change_watch",
    "unseen": "claims.change_watch",
}
FEW = 4  # of those with news, on the first page
DID = {"watch": "You are told what changes about it.", "unwatch": "You are told no more of it."}


@dataclass(frozen=True)
class Entry:
    """A watched thing as pages show it: where it is, where what it counts for is, and each change with
    where that is ("" for the thing itself)."""

    watched: Watched
    there: str
    now_there: str
    news: list[tuple[News, str]]


@dataclass(frozen=True)
class Button:
    """What `parts/watch.html` shows on the page of a thing: `entry` is None where it is not watched;
    `until` is when the page was made."""

    kind: str
    pk: int
    entry: Entry | None
    until: str


def button(thing: Any, user: User) -> dict[str, Button | None]:
    """For the context of a page about a claim, conflict, case or source that includes
    `parts/watch.html`."""
    if not user.has_perms(RIGHTS):
        return {"watch": None}
    until = watching.horizon()
    entry = next(iter(entries(watching.changes(user, thing=thing))), None)
    return {"watch": Button(watching.kind_of(thing), thing.pk, entry, until.isoformat())}


def entries(watched: list[Watched]) -> list[Entry]:
    """Watched things with their addresses."""
    return [
        Entry(
            one, place(one.thing), place(one.now), [(news, place(news.about)) for news in one.news]
        )
        for one in watched
    ]


def place(row: Model | None) -> str:
    """The page where a row is to be seen; nowhere for None."""
    if row is None:
        return ""
    if isinstance(row, Claim):
        return reverse("admin:dossier", args=[row.pk])
    if isinstance(row, Comment):
        return f"{reverse('admin:dossier', args=[row.claim_id])}#comments"
    if isinstance(row, Conflict):
        return reverse("admin:conflict", args=[row.pk])
    if isinstance(row, Case):
        return reverse("admin:case", args=[row.pk])
    if isinstance(row, Attribution):
        document = reverse("admin:sources_document_change", args=[row.document_id])
        return f"{document}#attribution-{row.pk}"
    return record(row)


# --- Reading -------------------------------------------------------------------------------------


@needs(*RIGHTS)
def show(request: HttpRequest) -> HttpResponse:
    """All that one watches, or one kind of it, what has news first."""
    by = actor(request)
    until = watching.horizon()
    every = entries(watching.changes(by))
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    number = {k: sum(one.watched.kind == k for one in every) for k in KINDS}
    shown = [one for one in every if kind in ("", one.watched.kind)]
    context = {
        "kind": kind,
        "kinds": [("", "all", len(every)), *((k, words, number[k]) for k, words in KINDS.items())],
        "entries": shown,
        "any_news": any(one.news for one in shown),
        "any_seen": watching.seen_last(Watch.objects.visible_to(by)).exists(),
        "until": until.isoformat(),
    }
    return whole(request, "watching/page.html", context, title="Watching")


def overview(user: User) -> dict[str, Any]:
    """For the first page: how many watched things have news, and the first few of them."""
    if not user.has_perms(RIGHTS):
        return {}
    every = entries(watching.changes(user))
    news = [one for one in every if one.news]
    return {"watched": len(every), "watched_news": len(news), "watched_first": news[:FEW]}


# --- Doing ---------------------------------------------------------------------------------------


@needs(*RIGHTS, method="POST")
def act(request: HttpRequest, kind: str, pk: int, verb: str) -> HttpResponse:
    """Watches a thing, stops watching it, has seen what changed about it, or takes that back."""
    by = actor(request)
    if kind not in WATCHABLE or verb not in RIGHT_TO:
        raise Http404
    rows: Any = WATCHABLE[kind]._default_manager  # noqa: SLF001 - public
    thing = rows.visible_to(by).filter(pk=pk).first()
    if thing is None:
        raise Http404("No such thing, or none that you may see.")
    demand(by, RIGHT_TO[verb])
    mine = Watch.objects.visible_to(by).filter(**{kind: thing})
    if verb == "seen":
        notice = _seen(mine, request.POST.get("until", ""))
    elif verb == "unseen":
        notice = _unseen(mine)
    else:
        notice = _watch(thing, verb, by)
    if is_htmx(request) and request.POST.get("part"):
        context = {**button(thing, by), "notice": notice, "back_to": request.POST.get("next")}
        return part(request, "watching/acted.html", context, status=status_of(notice))
    return answer(request, notice, place(thing))


@needs(*RIGHTS, "claims.change_watch", method="POST")
def see_all(request: HttpRequest) -> HttpResponse:
    """Has seen what changed about all that one watches, or all of a kind."""
    mine, kind = Watch.objects.visible_to(actor(request)), request.POST.get("kind", "")
    if kind in KINDS:
        mine = mine.filter(**{f"{kind}__isnull": False})
    return answer(request, _seen(mine, request.POST.get("until", "")), reverse("admin:watching"))


@needs(*RIGHTS, "claims.change_watch", method="POST")
def unsee_last(request: HttpRequest) -> HttpResponse:
    """What was said last to be seen, of one thing or of many at once, is news again."""
    mine = Watch.objects.visible_to(actor(request))
    return answer(request, _unseen(watching.seen_last(mine)), reverse("admin:watching"))


def _watch(thing: Any, verb: str, by: User) -> Notice:
    try:
        service = watching.watch if verb == "watch" else watching.unwatch
        changed = service(thing, by=by)
    except ValidationError as error:
        return Notice("wrong", " ".join(error.messages))
    return Notice("done", DID[verb] if changed else "It was so already.")


def _seen(mine: Any, until: str) -> Notice:
    at = _time(until)
    if at is None:
        return Notice("wrong", "Load the page again: it does not say when it was made.")
    watching.seen(mine, until=at)
    return Notice("done", "Seen. What changed since this page was made stays news.")


def _unseen(mine: Any) -> Notice:
    if not watching.unseen(mine):
        return Notice("wrong", "There is nothing to take back.")
    return Notice("done", "Not seen after all: it is news again.")


def _time(text: str) -> datetime | None:
    """A moment as a page gives it; None where it is none."""
    try:
        at = parse_datetime(text[:40])
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None


PAGE = Page(
    label="Watching",
    permission="claims.view_watch",
    routes=(
        Route("watching/", show, "watching"),
        Route("watching/seen/", see_all, "watching_seen"),
        Route("watching/unseen/", unsee_last, "watching_unseen"),
        Route("watching/<slug:kind>/<int:pk>/<slug:verb>/", act, "watching_act"),
    ),
)
