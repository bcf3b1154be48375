"""The conflict desk: questions on which accounts differ, the most contested first, and each of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from claims.admin.conflicts import with_accounts, with_bars
from claims.admin.reviewing import actor
from claims.admin.workbench import columns, conflictfile, queue, watching
from claims.admin.workbench.base import Notice, Page, Route, is_htmx, needs, part, whole
from claims.admin.workbench.doing import attempt, status_of, take_back, told
from claims.admin.workbench.queue import number, numbers
from claims.models import Action, Conflict, ConflictAccount
from claims.services import desk, judging
from sources.models import Case

SHOWN = 25
STATES = {
    "open": "open",
    "reopened": "opened again",
    "resolved": "resolved",
    "all": "all",
}
Verb = Callable[[Conflict, Any, User], Action | None]


@dataclass(frozen=True)
class Filters:
    """What is asked for. Anything that makes no sense is left out."""

    state: str = "open"
    kind: str = ""
    case: int | None = None
    q: str = ""

    @classmethod
    def of(cls, asked: Any) -> "Filters":
        """From the query string."""
        state, kind = asked.get("state", ""), asked.get("kind", "")
        return cls(
            state=state if state in STATES else "open",
            kind=kind if kind in Conflict.Kind.values else "",
            case=number(asked.get("case", "")),
            q=asked.get("q", "").replace("\x00", "").strip()[:200],
        )

    @property
    def query(self) -> str:
        """As a query string, without what is not asked."""
        asked = {name: value for name, value in vars(self).items() if value}
        return urlencode({n: v for n, v in asked.items() if (n, v) != ("state", "open")})

    @property
    def narrowed(self) -> bool:
        """Whether anything but the state is asked for."""
        return self != Filters(state=self.state)


def found(filters: Filters, user: User) -> QuerySet[Conflict]:
    """The conflicts asked for that `user` may see, the weightiest first."""
    rows: QuerySet[Conflict] = Conflict.objects.visible_to(user)
    if filters.state == "resolved":
        rows = rows.filter(state=Conflict.State.RESOLVED)
    elif filters.state != "all":
        rows = rows.filter(state=Conflict.State.OPEN)
    if filters.state == "reopened":
        rows = rows.exclude(reopened_because="")
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.case is not None:
        case = Case.objects.visible_to(user).filter(pk=filters.case).first()
        rows = rows.in_case(case) if case else rows.none()  # type: ignore[attr-defined] # ours
    if filters.q:
        rows = rows.filter(question__icontains=filters.q)
    return rows.order_by("-weight", "-pk")


def after(rows: QuerySet[Conflict], one: Conflict) -> QuerySet[Conflict]:
    """Those that come after it."""
    return rows.filter(Q(weight__lte=one.weight), Q(weight__lt=one.weight) | Q(pk__lt=one.pk))


def before(rows: QuerySet[Conflict], one: Conflict) -> QuerySet[Conflict]:
    """Those that come before it, the nearest first."""
    earlier = Q(weight__gt=one.weight) | Q(pk__gt=one.pk)
    return rows.filter(Q(weight__gte=one.weight), earlier).reverse()


def screenful(filters: Filters, user: User, last: Conflict | None = None) -> dict[str, Any]:
    """The next lines after `last`, or the first ones."""
    rows = found(filters, user)
    if last is not None:
        rows = after(rows, last)
    shown = list(with_accounts(rows, user).order_by("-weight", "-pk")[: SHOWN + 1])
    listed = with_bars(shown[:SHOWN], user)
    again = conflictfile.repeated([row.pk for row in listed], user)
    return {
        "rows": [(row, again.get(row.pk, 0)) for row in listed],
        "more": len(shown) > SHOWN,
        "filters": filters,
    }


# --- Reading -------------------------------------------------------------------------------------

needs_to_read = needs("claims.view_conflict", "claims.view_attribution")


@needs_to_read
def show_all(request: HttpRequest) -> HttpResponse:
    """The list; a part of it, after the conflict that `after` names, for htmx."""
    by, filters = actor(request), Filters.of(request.GET)
    wanted = number(request.GET.get("after", ""))
    last = conflictfile.find(wanted, by) if wanted else None
    context = screenful(filters, by, last)
    if is_htmx(request):
        return part(request, "conflicts/rows.html", context)
    context |= {
        "states": STATES,
        "kinds": Conflict.Kind.choices,
        "cases": queue.cases(by, filters.case),
    }
    return whole(request, "conflicts/list.html", context, title="Conflicts")


@needs_to_read
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One conflict, its accounts side by side."""
    by, filters = actor(request), Filters.of(request.GET)
    conflict = _conflict(pk, by)
    context = conflictfile.of(conflict, by) | _neighbours(conflict, filters, by)
    context |= watching.button(conflict, by)
    return whole(request, "conflicts/page.html", context, title=str(conflict))


@needs_to_read
def voices(request: HttpRequest, pk: int, account: int) -> HttpResponse:
    """More of those who give an account, after the one that `after` names."""
    by = actor(request)
    rows = conflictfile.accounts(_conflict(pk, by), by)
    one = next((row for row in rows if row.pk == account), None)
    if one is None:
        raise Http404
    said = conflictfile.voices({row.claim_id for row in rows}, by)
    shown, more = columns.following(
        said.filter(claim=one.claim_id, side=one.side),
        by,
        columns.letters_of(columns.in_order(said)),
        after=number(request.GET.get("after", "")),
    )
    context = {"conflict": _conflict(pk, by), "row": one, "voices": shown, "more": more}
    return part(request, "conflicts/voices.html", context)


@needs_to_read
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done to it, before the action that `before` names."""
    by = actor(request)
    earlier = conflictfile.done(_conflict(pk, by), by, number(request.GET.get("before", "")))
    return part(request, "parts/done.html", {"done": earlier} | conflictfile.rights(by))


# --- Doing ---------------------------------------------------------------------------------------


def _resolve(conflict: Conflict, asked: Any, by: User) -> Action | None:
    preferred = None
    if wanted := number(asked.get("preferred", "")):
        seen = ConflictAccount.objects.visible_to(by).filter(conflict=conflict)
        preferred = seen.filter(pk=wanted).first()
        if preferred is None:
            raise ValidationError("The preferred account is gone meanwhile: choose another.")
    return judging.resolve(
        conflict,
        finding=asked.get("finding", ""),
        rationale=asked.get("rationale", ""),
        preferred=preferred,
        by=by,
        seen=asked.get("seen", ""),
    )


def _reopen(conflict: Conflict, asked: Any, by: User) -> Action | None:
    because, seen = asked.get("because", ""), asked.get("seen", "")
    return judging.reopen(conflict, because=because, by=by, seen=seen)


VERBS: dict[str, tuple[str, Verb]] = {
    "resolve": ("Resolved", _resolve),
    "reopen": ("Opened again", _reopen),
}


@needs("claims.view_conflict", "claims.change_conflict", method="POST")
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Resolves the conflict or opens it again."""
    by = actor(request)
    conflict = _conflict(pk, by)
    if verb not in VERBS:
        raise Http404
    phrase, deed = VERBS[verb]
    notice = attempt(lambda: deed(conflict, request.POST, by), f"{phrase}: {conflict}")
    return _answer(request, pk, notice, entered={verb: request.POST})


@needs("claims.view_conflict", "claims.change_claimlink", method="POST")
def act_on_link(request: HttpRequest, pk: int, row: int, verb: str) -> HttpResponse:
    """Confirms or dismisses a link that makes the conflict, or takes that back."""
    by, seen = actor(request), request.POST.get("seen", "")
    claims = conflictfile.accounts(_conflict(pk, by), by).values_list("claim", flat=True)
    link = conflictfile.links(claims, by).filter(pk=row).first()
    if link is None:
        raise Http404
    deeds: dict[str, tuple[str, Callable[[], Action | None]]] = {
        "confirm": ("So it is", lambda: desk.confirm(link, by=by, seen=seen)),
        "reject": ("Not so", lambda: desk.reject(link, reason="not so", by=by, seen=seen)),
        "restore": ("A proposal again", lambda: desk.restore(link, by=by, seen=seen)),
    }
    if verb not in deeds:
        raise Http404
    phrase, deed = deeds[verb]
    return _answer(request, pk, attempt(deed, f"{phrase}: {link.explanation}"))


@needs("claims.view_conflict", "claims.change_action", method="POST")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undoes the action that is named, or else the last thing that the user did."""
    notice, _ = take_back(actor(request), number(request.POST.get("action", "")))
    return _answer(request, pk, notice)


def _answer(
    request: HttpRequest, pk: int, notice: Notice, entered: dict[str, Any] | None = None
) -> HttpResponse:
    """The page as it is now, unfolded as it was, saying what came of it; what was `entered` in vain is
    kept."""
    by = actor(request)
    conflict = conflictfile.find(pk, by)
    if not is_htmx(request):
        there = reverse("admin:conflict", args=[pk]) if conflict else reverse("admin:conflicts")
        return told(request, notice, there)
    if conflict is None:  # the last link that made it was dismissed
        return part(request, "conflicts/gone.html", {"notice": notice}, status=status_of(notice))
    through = numbers(request.POST.getlist("through"))
    context = conflictfile.of(conflict, by, through) | {"notice": notice}
    context |= _neighbours(conflict, Filters.of(request.GET), by)
    if notice.kind != "done":
        context["entered"] = entered
    return part(request, "conflicts/acted.html", context, status=status_of(notice))


def _neighbours(conflict: Conflict, filters: Filters, by: User) -> dict[str, Any]:
    rows = found(filters, by).exclude(pk=conflict.pk)
    return {
        "filters": filters,
        "next": after(rows, conflict).values_list("pk", flat=True).first(),
        "previous": before(rows, conflict).values_list("pk", flat=True).first(),
    }


def _conflict(pk: int, by: User) -> Conflict:
    conflict = conflictfile.find(pk, by)
    if conflict is None:
        raise Http404("No such conflict, or none that you may see.")
    return conflict


PAGE = Page(
    label="Conflicts",
    permission="claims.view_conflict",
    routes=(
        Route("conflicts/", show_all, "conflicts"),
        Route("conflicts/<int:pk>/", show, "conflict"),
        Route("conflicts/<int:pk>/undo/", undo, "conflict_undo"),
        Route("conflicts/<int:pk>/done/", done, "conflict_done"),
        Route("conflicts/<int:pk>/account/<int:account>/", voices, "conflict_voices"),
        Route("conflicts/<int:pk>/link/<int:row>/<slug:verb>/", act_on_link, "conflict_link"),
        Route("conflicts/<int:pk>/<slug:verb>/", act, "conflict_act"),
    ),
)
