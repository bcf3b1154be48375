"""The dossier of a claim: who says it and how that is judged, linked, discussed and changed."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from claims.admin.reviewing import actor
from claims.admin.workbench import claimfile, columns, watching
from claims.admin.workbench.base import Notice, Page, Route, is_htmx, needs, part, whole
from claims.admin.workbench.doing import attempt, demand, status_of, take_back, told
from claims.admin.workbench.queue import number, numbers, words_asked
from claims.admin.workbench.ticks import ticks
from claims.exports import FORMATS, export_claim
from claims.models import Action, Assessment, Attribution, Claim, Stance
from claims.services import desk, judging

Asked = Any  # request.POST


def _assess(claim: Claim, asked: Asked, by: User) -> Action | None:
    return judging.assess(
        claim,
        rating=asked.get("rating", ""),
        credibility=number(asked.get("credibility", "")) or 0,
        likelihood=asked.get("likelihood", ""),
        rationale=asked.get("rationale", ""),
        evidence=_evidence(claim, numbers(asked.getlist("said")), by),
        by=by,
    )


def _evidence(claim: Claim, ticked: list[int], by: User) -> list[Attribution]:
    """What is ticked, of those who say it and of what the analyst rested on before; of the latter, what they
    may not see any more stays: they could not take it away."""
    mine = Assessment.objects.current().filter(claim=claim, analyst=by)
    before = Attribution.objects.filter(evidence_for__in=mine)
    seen = Attribution.objects.visible_to(by)
    says = seen.standing().filter(claim=claim)
    kept = before.filter(Q(pk__in=ticked) | ~Q(pk__in=seen.values("pk")))
    # Now: once there is a new assessment, `mine` is that.
    chosen = Q(pk__in=says.filter(pk__in=ticked)) | Q(pk__in=kept)
    return list(Attribution.objects.filter(chosen))


def _merge(claim: Claim, asked: Asked, by: User) -> Action | None:
    wanted = number(asked.get("into", ""))
    into = Claim.objects.visible_to(by).filter(pk=wanted).first() if wanted else None
    if into is None:
        raise ValidationError("Say into which claim: one that you can see.")
    return desk.merge(claim, into=into, by=by, seen=asked.get("seen", ""))


def _assign(claim: Claim, asked: Asked, by: User) -> Action | None:
    to = None if asked.get("to") == "nobody" else by
    return desk.assign(claim, to=to, by=by, seen=asked.get("seen", ""))


EXTENSIONS = {"jsonl": "jsonl", "csv": "csv", "claimreview": "json"}
TYPES = {
    "jsonl": "application/jsonl",
    "csv": "text/csv; charset=utf-8",
    "claimreview": "application/ld+json",
}
Verb = tuple[str, str, Callable[[Claim, Asked, User], Action | None]]
# What can be done to the claim: the right it takes, what to say when done, and how it is done.
VERBS: dict[str, Verb] = {
    "confirm": (
        "claims.change_claim",
        "Confirmed",
        lambda c, a, by: desk.confirm(c, by=by, seen=a.get("seen", "")),
    ),
    "reject": (
        "claims.change_claim",
        "Rejected",
        lambda c, a, by: desk.reject(c, reason=a.get("reason", ""), by=by, seen=a.get("seen", "")),
    ),
    "restore": (
        "claims.change_claim",
        "A proposal again",
        lambda c, a, by: desk.restore(c, by=by, seen=a.get("seen", "")),
    ),
    "edit": (
        "claims.change_claim",
        "Changed",
        lambda c, a, by: desk.edit(c, text=a.get("text", ""), by=by, seen=a.get("seen", "")),
    ),
    "assign": ("claims.change_claim", "Assigned", _assign),
    "merge": ("claims.change_claim", "Merged", _merge),
    "unmerge": (
        "claims.change_claim",
        "Stands for itself again",
        lambda c, a, by: desk.unmerge(c, by=by, seen=a.get("seen", "")),
    ),
    "rate": (
        "claims.add_assessment",
        "Rated",
        lambda c, a, by: desk.rate(c, credibility=number(a.get("credibility", "")) or 0, by=by),
    ),
    "assess": ("claims.add_assessment", "Assessed", _assess),
    "comment": (
        "claims.add_comment",
        "Said",
        lambda c, a, by: judging.comment(c, text=a.get("text", ""), by=by),
    ),
}


# --- Reading -------------------------------------------------------------------------------------

needs_to_read = needs("claims.view_claim", "claims.view_attribution")


@needs_to_read
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is known of a claim, on one page."""
    by = actor(request)
    claim = _claim(pk, by)
    context = claimfile.of(claim, by) | watching.button(claim, by)
    return whole(request, "dossier/page.html", context, title=str(claim))


@needs_to_read
def voices(request: HttpRequest, pk: int) -> HttpResponse:
    """More of those who take a stance, after the one that `after` names."""
    by, stance = actor(request), request.GET.get("stance", "")
    claim = _claim(pk, by)
    if stance not in Stance.values:
        raise Http404
    said = claimfile.said(claim, by)
    shown, more = columns.following(
        said.filter(stance=stance),
        by,
        columns.letters_of(columns.in_order(said)),
        after=number(request.GET.get("after", "")),
    )
    context = {"claim": claim, "voices": shown, "more": more, "stance": stance}
    return part(request, "dossier/voices.html", context | claimfile.rights(by))


@needs_to_read
def to_tick(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who say it and have the words asked for, to be ticked; those that are ticked stay in the list."""
    by, asked = actor(request), request.GET
    claim = _claim(pk, by)
    found = ticks(
        claim,
        by,
        numbers(asked.getlist("said")),
        words=words_asked(asked.get("words", "")),
        after=number(asked.get("after", "")),
    )
    return part(request, "parts/ticked.html", {"claim": claim, "ticks": found})


@needs_to_read
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done to it, before the action that `before` names."""
    by = actor(request)
    earlier = claimfile.done(_claim(pk, by), by, number(request.GET.get("before", "")))
    return part(request, "parts/done.html", {"done": earlier} | claimfile.rights(by))


@needs_to_read
def export(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The claim and what belongs to it as a file, as far as the user may see."""
    by = actor(request)
    claim = _claim(pk, by)
    chosen = next((known for known in FORMATS if known == form), None)
    if chosen is None:
        raise Http404
    lines = export_claim(claim, chosen, user=by)
    name = f"claim-{pk}.{EXTENSIONS[chosen]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(lines, content_type=TYPES[chosen], headers=headers)


# --- Doing ---------------------------------------------------------------------------------------


@needs("claims.view_claim", method="POST")
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Does one thing to the claim."""
    by = actor(request)
    claim = _claim(pk, by)
    if verb not in VERBS:
        raise Http404
    permission, phrase, deed = VERBS[verb]
    demand(by, permission)
    notice = attempt(lambda: deed(claim, request.POST, by), f"{phrase}: {claim}")
    return _answer(request, pk, notice, entered={verb: request.POST})


@needs("claims.view_claim", "claims.change_attribution", method="POST")
def act_on_said(request: HttpRequest, pk: int, row: int, verb: str) -> HttpResponse:
    """Confirms or refuses one attribution of the claim, or takes that back."""
    by, seen = actor(request), request.POST.get("seen", "")
    rows = Attribution.objects.visible_to(by).filter(claim=_claim(pk, by), pk=row)
    said = rows.select_related("claim", "claimant", "document").defer("document__text").first()
    if said is None:
        raise Http404
    deeds: dict[str, tuple[str, Callable[[], Action | None]]] = {
        "confirm": ("Confirmed", lambda: desk.confirm(said, by=by, seen=seen)),
        "reject": ("Refused", lambda: desk.refuse(said, by=by, seen=seen)),
        "restore": ("To be reviewed again", lambda: desk.restore(said, by=by, seen=seen)),
    }
    return _answer(request, pk, _do(deeds, verb, f"what {said.claimant or 'the author'} says"))


@needs("claims.view_claim", "claims.change_claimlink", method="POST")
def act_on_link(request: HttpRequest, pk: int, row: int, verb: str) -> HttpResponse:
    """Confirms or dismisses a link of the claim, or takes that back."""
    by, seen = actor(request), request.POST.get("seen", "")
    link = claimfile.links(_claim(pk, by), by).filter(pk=row).first()
    if link is None:
        raise Http404
    deeds: dict[str, tuple[str, Callable[[], Action | None]]] = {
        "confirm": ("So it is", lambda: desk.confirm(link, by=by, seen=seen)),
        "reject": ("Not so", lambda: desk.reject(link, reason="not so", by=by, seen=seen)),
        "restore": ("A proposal again", lambda: desk.restore(link, by=by, seen=seen)),
    }
    return _answer(request, pk, _do(deeds, verb, link.explanation))


@needs("claims.view_claim", "claims.change_assessment", method="POST")
def adopt(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Makes an assessment the verdict."""
    by, seen = actor(request), request.POST.get("seen", "")
    rows = Assessment.objects.visible_to(by).filter(claim=_claim(pk, by), pk=row)
    found = rows.select_related("claim", "analyst").first()
    if found is None:
        raise Http404
    notice = attempt(
        lambda: judging.adopt(found, by=by, seen=seen),
        f"The verdict: {found.get_rating_display()}",
    )
    return _answer(request, pk, notice)


@needs("claims.view_claim", "claims.change_action", method="POST")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undoes the action that is named, or else the last thing that the user did."""
    notice, _ = take_back(actor(request), number(request.POST.get("action", "")))
    return _answer(request, pk, notice)


def _do(deeds: dict[str, tuple[str, Callable[[], Action | None]]], verb: str, what: str) -> Notice:
    if verb not in deeds:
        raise Http404
    phrase, deed = deeds[verb]
    return attempt(deed, f"{phrase}: {what}")


def _answer(
    request: HttpRequest, pk: int, notice: Notice, entered: dict[str, Asked] | None = None
) -> HttpResponse:
    """The page as it is now, unfolded as it was, saying what came of it; what was `entered` in vain is
    kept."""
    if not is_htmx(request):
        return told(request, notice, reverse("admin:dossier", args=[pk]))
    by = actor(request)
    through = numbers(request.POST.getlist("through"))
    context = {**claimfile.of(_claim(pk, by), by, through), "notice": notice}
    if notice.kind != "done":
        context["entered"] = entered
        if entered and "assess" in entered:
            ticked = numbers(entered["assess"].getlist("said"))
            context["ticks"] = ticks(context["claim"], by, ticked)
    return part(request, "dossier/acted.html", context, status=status_of(notice))


def _claim(pk: int, by: User) -> Claim:
    claim = claimfile.find(pk, by)
    if claim is None:
        raise Http404("No such claim, or none that you may see.")
    return claim


PAGE = Page(
    label="",  # one leads there from the lists
    permission="claims.view_claim",
    routes=(
        Route("dossier/<int:pk>/", show, "dossier"),
        Route("dossier/<int:pk>/voices/", voices, "dossier_voices"),
        Route("dossier/<int:pk>/ticks/", to_tick, "dossier_ticks"),
        Route("dossier/<int:pk>/done/", done, "dossier_done"),
        Route("dossier/<int:pk>/export/<slug:form>/", export, "dossier_export"),
        Route("dossier/<int:pk>/undo/", undo, "dossier_undo"),
        Route("dossier/<int:pk>/said/<int:row>/<slug:verb>/", act_on_said, "dossier_said"),
        Route("dossier/<int:pk>/link/<int:row>/<slug:verb>/", act_on_link, "dossier_link"),
        Route("dossier/<int:pk>/adopt/<int:row>/", adopt, "dossier_adopt"),
        Route("dossier/<int:pk>/<slug:verb>/", act, "dossier_act"),
    ),
)
