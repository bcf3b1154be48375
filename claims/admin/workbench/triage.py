"""The triage queue: proposed claims in order of need, one at a time beside the list, by keys alone."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from claims.admin.reviewing import actor
from claims.admin.workbench import pane, queue
from claims.admin.workbench.base import (
    Notice,
    Page,
    Route,
    is_htmx,
    needs,
    part,
    whole,
)
from claims.admin.workbench.doing import status_of, told
from claims.admin.workbench.queue import Filters, moment_asked, number, numbers
from claims.models import Action, Attribution, Claim, ClaimLink
from claims.services import actions, desk
from claims.services.actions import StaleError
from sources.models import Source

NAMES = 12
PHRASES = {
    "confirm": "Confirmed",
    "reject": "Rejected",
    "restore": "Back in the queue",
    "assign": "Assigned",
    "edit": "Changed",
    "merge": "Merged",
    "unmerge": "Taken apart",
    "split": "Split",
    "rate": "Rated",
    "correct": "Corrected",
}
# What moves on to the next claim: the claim is dealt with.
MOVES_ON = {"confirm", "reject", "merge"}
Verb = Callable[[Claim, Any, User], Action | None]


def _into(asked: Any, user: User) -> Claim:
    wanted = number(asked.get("into", ""))
    into = Claim.objects.visible_to(user).filter(pk=wanted).first() if wanted else None
    if into is None:
        raise ValidationError("Say into which claim: one that you can see.")
    return into


def _assign(claim: Claim, asked: Any, by: User) -> Action | None:
    to = None if asked.get("to") == "nobody" else by
    return desk.assign(claim, to=to, by=by, seen=asked.get("seen", ""))


def _split(claim: Claim, asked: Any, by: User) -> Action | None:
    chosen = numbers(asked.getlist("said"))
    seen = asked.get("seen", "")
    return desk.split(claim, attributions=chosen, text=asked.get("text", ""), by=by, seen=seen)[1]


VERBS: dict[str, Verb] = {
    "confirm": lambda c, a, by: desk.confirm(c, by=by, seen=a.get("seen", "")),
    "reject": lambda c, a, by: desk.reject(
        c, reason=a.get("reason", ""), by=by, seen=a.get("seen", "")
    ),
    "restore": lambda c, a, by: desk.restore(c, by=by, seen=a.get("seen", "")),
    "assign": _assign,
    "edit": lambda c, a, by: desk.edit(c, text=a.get("text", ""), by=by, seen=a.get("seen", "")),
    "merge": lambda c, a, by: desk.merge(c, into=_into(a, by), by=by, seen=a.get("seen", "")),
    "split": _split,
    "rate": lambda c, a, by: desk.rate(c, credibility=number(a.get("credibility", "")) or 0, by=by),
}


# --- Pages ---------------------------------------------------------------------------------------


@needs("claims.change_claim")
def show(request: HttpRequest) -> HttpResponse:
    """The queue, and beside it the claim that the address names, or else the first one."""
    by, filters = actor(request), Filters.of(request.GET)
    rows, more = queue.screenful(filters, by)
    wanted = number(request.GET.get("claim", ""))
    claim = pane.find(wanted, by) if wanted else rows[0].claim if rows else None
    if claim is None and wanted:
        raise Http404("No such claim, or none that you may see.")
    context = {
        "rows": rows,
        "more": more,
        "filters": filters,
        "reasons": desk.REASONS,
        **queue.choices(by, filters),
    }
    if claim is not None:
        context |= pane.of(claim, filters, by)
    return whole(request, "triage/page.html", context, title="Triage")


@needs("claims.change_claim")
def more(request: HttpRequest) -> HttpResponse:
    """The next lines of the queue, after the claim that `after` names."""
    by, filters = actor(request), Filters.of(request.GET)
    last = pane.find(number(request.GET.get("after", "")), by)
    rows, follow = queue.screenful(filters, by, last)
    return part(request, "triage/rows.html", {"rows": rows, "more": follow, "filters": filters})


@needs("claims.change_claim")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One claim, to be read and judged."""
    by, filters = actor(request), Filters.of(request.GET)
    if not is_htmx(request):
        return HttpResponseRedirect(address(filters, pk))
    shown = part(request, "triage/claim.html", pane.of(_claim(pk, by), filters, by))
    return _addressed(shown, filters, pk)


@needs("claims.change_claim")
def voices(request: HttpRequest, pk: int) -> HttpResponse:
    """More of those who say it, after the one that `after` names."""
    by, asked = actor(request), request.GET
    after, since = number(asked.get("after", "")), moment_asked(asked.get("since", ""))
    context = pane.voices(_claim(pk, by), by, after=after, since=since)
    return part(request, "triage/voices.html", context)


@needs("claims.change_claim")
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done to it, before the action that `before` names."""
    by, filters = actor(request), Filters.of(request.GET)
    earlier = pane.done(_claim(pk, by), filters, by, number(request.GET.get("before", "")))
    return part(request, "parts/done.html", {"done": earlier} | pane.rights(by))


@needs("claims.change_claim")
def suggest(request: HttpRequest, pk: int) -> HttpResponse:
    """Claims to merge into: those that have the words asked for, else those that mean about the same."""
    by = actor(request)
    words = request.GET.get("words", "").replace("\x00", "").strip()[:200]
    found = pane.mergeable(_claim(pk, by), words, by)
    return part(request, "triage/suggestions.html", {"suggestions": found, "words": words})


@needs("sources.view_source")
def names(request: HttpRequest) -> HttpResponse:
    """Names of sources that begin with what was typed, for a field that offers them."""
    asked = request.GET.get("source", "") or request.GET.get("claimant", "")
    typed = asked.replace("\x00", "").strip()[:100]
    rows = Source.objects.visible_to(request.user).standing().exclude(kind=Source.Kind.UNNAMED)
    found = rows.filter(name__icontains=typed).order_by("name")[:NAMES] if typed else ()
    return part(request, "parts/names.html", {"names": [source.name for source in found]})


# --- Doing ---------------------------------------------------------------------------------------


@needs("claims.change_claim", method="POST")
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Does one thing to a claim, and shows the next one where this one is dealt with."""
    by, filters = actor(request), Filters.of(request.GET)
    claim = _claim(pk, by)
    if verb not in VERBS:
        raise Http404
    if verb == "rate" and not by.has_perm("claims.add_assessment"):
        return HttpResponse(status=403)
    notice = _try(verb, lambda: VERBS[verb](claim, request.POST, by), str(claim))
    shown = claim
    if notice.kind == "done" and verb in MOVES_ON:
        shown = pane.find(number(request.POST.get("next", "")), by) or _first(filters, by) or claim
    if not is_htmx(request):
        return told(request, notice, address(filters, shown.pk))
    context = {**pane.of(_claim(shown.pk, by), filters, by), "notice": notice, "moved": True}
    left = queue.claims(filters, by).filter(pk=claim.pk).select_related("assigned_to")
    context["gone"] = None if left else claim.pk
    context["changed"] = queue.rows_of(list(left.defer("embedding")), by)
    answer = part(request, "triage/acted.html", context, status=status_of(notice))
    return _addressed(answer, filters, shown.pk)


@needs("claims.change_claim", "claims.change_attribution", method="POST")
def act_on_said(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Confirms, corrects or refuses one attribution, in its place."""
    by, filters = actor(request), Filters.of(request.GET)
    rows = Attribution.objects.visible_to(by).select_related("claim", "claimant", "document")
    said = rows.filter(pk=pk).select_related("document__publisher").first()
    if said is None:
        raise Http404
    seen = request.POST.get("seen", "")

    def correct() -> Action | None:
        names = ("stance", "likelihood", "claimant", "kind", "quote")
        words = {name: request.POST.get(name, "") for name in names}
        return desk.correct(said, **words, by=by, seen=seen)

    deeds: dict[str, Callable[[], Action | None]] = {
        "confirm": lambda: desk.confirm(said, by=by, seen=seen),
        "reject": lambda: desk.refuse(said, by=by, seen=seen),
        "restore": lambda: desk.restore(said, by=by, seen=seen),
        "correct": correct,
    }
    if verb not in deeds:
        raise Http404
    notice = _try(verb, deeds[verb], f"what {said.claimant or 'the author'} said")
    if not is_htmx(request):
        return told(request, notice, address(filters, said.claim_id))
    voice = pane.voice(pk, by)
    if voice is None:  # somebody else's correction made it another's, or took it away
        raise Http404
    context = {
        "voice": voice,
        "notice": notice,
        "claim": said.claim,
        "filters": filters,
        **pane.vocabularies(),
        **pane.rights(by),
    }
    return part(request, "triage/said_done.html", context, status=status_of(notice))


@needs("claims.change_claim", "claims.change_claimlink", method="POST")
def act_on_link(request: HttpRequest, pk: int, link_pk: int, verb: str) -> HttpResponse:
    """Confirms or dismisses a link of the claim."""
    by, filters = actor(request), Filters.of(request.GET)
    claim = _claim(pk, by)
    link = ClaimLink.objects.visible_to(by).select_related("from_claim").filter(pk=link_pk).first()
    if link is None:
        raise Http404
    seen = request.POST.get("seen", "")
    deeds: dict[str, Callable[[], Action | None]] = {
        "confirm": lambda: desk.confirm(link, by=by, seen=seen),
        "reject": lambda: desk.reject(link, reason="not so", by=by, seen=seen),
        "restore": lambda: desk.restore(link, by=by, seen=seen),
    }
    if verb not in deeds:
        raise Http404
    notice = _try(verb, deeds[verb], str(link.explanation))
    if not is_htmx(request):
        return told(request, notice, address(filters, pk))
    context = {**pane.of(_claim(claim.pk, by), filters, by), "notice": notice}
    return part(request, "triage/acted.html", context, status=status_of(notice))


@needs("claims.change_claim", method="POST")
def act_on_selection(request: HttpRequest) -> HttpResponse:
    """Confirms, rejects or assigns the claims that were ticked, as one thing to undo."""
    by, filters = actor(request), Filters.of(request.GET)
    verb, reason = request.POST.get("verb", ""), request.POST.get("reason", "")
    ticked = dict(text.split(":", 1) for text in request.POST.getlist("row") if ":" in text)
    found = (
        Claim.objects.visible_to(by)
        .filter(pk__in=numbers(ticked))
        .defer("embedding")
        .order_by("pk")
    )
    deeds: dict[str, Callable[[Claim, str, Any], Action | None]] = {
        "confirm": lambda c, seen, batch: desk.confirm(c, by=by, seen=seen, batch=batch),
        "reject": lambda c, seen, batch: desk.reject(
            c, reason=reason, by=by, seen=seen, batch=batch
        ),
        "assign": lambda c, seen, batch: desk.assign(c, to=by, by=by, seen=seen, batch=batch),
    }
    if verb not in deeds:
        raise Http404
    rows = [(claim, ticked[str(claim.pk)]) for claim in found]
    count, problems = desk.each(rows, deeds[verb])
    last = actions.last_of(by) if count else None
    text = f"{PHRASES[verb]}: {count} of {len(rows)} claims." if rows else "No claim is ticked."
    kind = "conflict" if problems else "done" if count else "wrong"
    notice = Notice(kind, " ".join([text, *problems]), last.pk if last else None)
    shown = number(request.POST.get("shown", ""))
    if shown and kind == "done" and not queue.claims(filters, by).filter(pk=shown).exists():
        shown = None  # it was one of them: on to what waits now
    return _queue_anew(request, filters, notice, shown)


@needs("claims.change_claim", "claims.change_action", method="POST")
def undo(request: HttpRequest) -> HttpResponse:
    """Undoes the action that is named, or else the last thing that the user did."""
    by, filters = actor(request), Filters.of(request.GET)
    wanted = number(request.POST.get("action", ""))
    action = (
        Action.objects.visible_to(by).filter(pk=wanted).first() if wanted else actions.last_of(by)
    )
    shown = number(request.POST.get("shown", ""))
    if action is None:
        notice = Notice("wrong", "There is nothing to undo.")
    else:
        try:
            undone = actions.undo(action, by=by)
        except ValidationError as error:
            notice = Notice("conflict", " ".join(error.messages))
        else:
            what = f"{len(undone)} things" if len(undone) > 1 else actions.done(action)
            notice = Notice("done", f"Undone: {what}.")
            shown = action.claim_id or shown
    return _queue_anew(request, filters, notice, shown)


def _queue_anew(
    request: HttpRequest, filters: Filters, notice: Notice, shown: int | None
) -> HttpResponse:
    """The whole list again, and the claim that is shown, or else the first one."""
    by = actor(request)
    claim = pane.find(shown, by) or _first(filters, by)
    if not is_htmx(request):
        return told(request, notice, address(filters, claim.pk if claim else None))
    rows, follow = queue.screenful(filters, by)
    context = {"rows": rows, "more": follow, "filters": filters, "notice": notice, "anew": True}
    if claim is not None:
        context |= pane.of(claim, filters, by)
    answer = part(request, "triage/acted.html", context, status=status_of(notice))
    return _addressed(answer, filters, claim.pk if claim else None)


def _addressed(answer: HttpResponse, filters: Filters, claim: int | None) -> HttpResponse:
    """With the address that leads back to what is shown, for the browser's bar."""
    answer["HX-Replace-Url"] = address(filters, claim)
    return answer


def _try(verb: str, deed: Callable[[], Action | None], what: str) -> Notice:
    """Does it, and says what came of it."""
    try:
        action = deed()
    except StaleError as error:
        return Notice("conflict", " ".join(error.messages))
    except ValidationError as error:
        return Notice("wrong", " ".join(error.messages))
    if action is None:
        return Notice("done", "It was so already.")
    return Notice("done", f"{PHRASES[verb]}: {what}", action.pk)


def _claim(pk: int, by: User) -> Claim:
    claim = pane.find(pk, by)
    if claim is None:
        raise Http404("No such claim, or none that you may see.")
    return claim


def _first(filters: Filters, by: User) -> Claim | None:
    first = queue.claims(filters, by).values_list("pk", flat=True).first()
    return pane.find(first, by)


def address(filters: Filters, claim: int | None) -> str:
    """The page with these filters and this claim."""
    query = "&".join(part for part in (filters.query, f"claim={claim}" if claim else "") if part)
    return f"{reverse('admin:triage')}?{query}"


PAGE = Page(
    label="Triage",
    permission="claims.change_claim",
    routes=(
        Route("triage/", show, "triage"),
        Route("triage/more/", more, "triage_more"),
        Route("triage/names/", names, "triage_names"),
        Route("triage/selection/", act_on_selection, "triage_selection"),
        Route("triage/undo/", undo, "triage_undo"),
        Route("triage/<int:pk>/", one, "triage_claim"),
        Route("triage/<int:pk>/voices/", voices, "triage_voices"),
        Route("triage/<int:pk>/done/", done, "triage_done"),
        Route("triage/<int:pk>/suggest/", suggest, "triage_suggest"),
        Route("triage/said/<int:pk>/<slug:verb>/", act_on_said, "triage_said"),
        Route("triage/<int:pk>/link/<int:link_pk>/<slug:verb>/", act_on_link, "triage_link"),
        Route("triage/<int:pk>/<slug:verb>/", act, "triage_act"),
    ),
)
