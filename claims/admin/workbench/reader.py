"""The document reader: a text with who says what marked in it, and what it shares with other texts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from claims.admin.highlights import Mark, pieces
from claims.admin.reviewing import actor, undoable
from claims.admin.workbench.base import Page, Route, needs, part
from claims.admin.workbench.doing import answer, attempt
from claims.admin.workbench.queue import number
from claims.models import (
    Action,
    Attribution,
    AttributionVia,
    Claim,
    Credit,
    Likelihood,
    SharedPassage,
    Stance,
    Status,
)
from claims.services import desk, reader, speakers
from claims.services.actions import token
from claims.services.reader import Saying, Selection
from sources.models import Document, Reading
from sources.models.document import UNREAD

SHOWN = 500  # attributions on the page; a longer list has pages of its own
PASSAGES = 200
SUGGESTED = 12
READERS = 20


@dataclass
class Entry:
    """One attribution in the margin, with its number."""

    number: int
    row: Attribution
    token: str
    orphan: bool
    page: int
    instead: str = ""  # what stands where an orphan's quote should be


@dataclass
class Neighbour:
    """Another document with some of the same words."""

    document: Document
    passages: list[SharedPassage] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether it is all of both texts."""
        return any(row.whole for row in self.passages)

    @property
    def waiting(self) -> int:
        """Passages that nobody has looked at."""
        return sum(row.status == Status.PROPOSED for row in self.passages)


# --- What the page shows -------------------------------------------------------------------------


def reading(document: Document, user: User) -> dict[str, Any]:
    """The text cut into marked pieces, its numbered attributions, and all that belongs to it: a number
    of queries that does not depend on how much it is."""
    said = attributions(document, user)
    starts = [start for start in document.pages if isinstance(start, int)]
    entries = [_entry(n, row, document.text, starts) for n, row in enumerate(said[:SHOWN], start=1)]
    passages = passages_of(document, user)
    done = Reading.objects.filter(document=document).select_related("analyst")[:READERS]
    return {
        "pieces": pieces(
            document.text,
            [_mark(entry) for entry in entries if not entry.orphan],
            [(start, end) for start, end in document.boilerplate],
            shared=[place_in(row, document) for row in passages],
            pages=starts if len(starts) > 1 else [],
        ),
        "entries": entries,
        "orphans": [entry for entry in entries if entry.orphan],
        "more_attributions": len(said) > SHOWN,
        "refused": Attribution.objects.visible_to(user)
        .filter(document=document, status=Status.DISMISSED)
        .count(),
        "characters": len(document.text),
        "page_numbers": range(1, len(starts) + 1) if len(starts) > 1 else (),
        "neighbours": neighbours(document, passages),
        "credits": [
            (row, token(row))
            for row in Credit.objects.visible_to(user)
            .filter(document=document)
            .select_related("source")
        ],
        "copies": Document.objects.visible_to(user)
        .filter(copy_of=document)
        .select_related("publisher")
        .text_deferred()[:20],
        "citation": citation(document),
        "readings": done,
        "read_by_me": any(row.analyst_id == user.pk for row in done)
        or Reading.objects.filter(document=document, analyst=user.pk).exists(),
        "stances": Stance.choices,
        "likelihoods": Likelihood.choices,
        "kinds": [(kind.value, kind.label) for kind in speakers.KINDS],
        **rights(user),
        **undoable(user),
    }


def rights(user: User) -> dict[str, bool]:
    """What the user may do here."""
    return {
        "may_say": user.has_perms(["claims.add_attribution", "claims.add_claim"]),
        "may_review": user.has_perm("claims.change_attribution"),
        "may_read": user.has_perm("sources.add_reading"),
        "may_judge_passages": user.has_perm("claims.change_sharedpassage"),
        "may_judge_credits": user.has_perm("claims.change_credit"),
        "may_undo": user.has_perm("claims.change_action"),
    }


def attributions(document: Document, user: User) -> list[Attribution]:
    """Standing attributions in the order of the text, one more than a page shows."""
    chain = AttributionVia.objects.select_related("source")
    rows = (
        Attribution.objects.visible_to(user)
        .standing()
        .filter(document=document)
        .select_related("claim", "claimant", "reviewed_by")
        .defer("claim__embedding")
        .prefetch_related(Prefetch("via_chain", queryset=chain, to_attr="chain"))
        .order_by("start", "-end", "pk")
    )
    return list(rows[: SHOWN + 1])


def passages_of(document: Document, user: User) -> list[SharedPassage]:
    """Passages that the document shares with others that `user` may see."""
    rows = SharedPassage.objects.visible_to(user).standing()
    near = rows.filter(Q(document=document) | Q(other=document))
    hidden = [f"{end}__{name}" for end in ("document", "other") for name in UNREAD]
    return list(
        near.select_related("document__publisher", "other__publisher")
        .defer(*hidden)
        .order_by("-whole", "-confidence", "pk")[:PASSAGES]
    )


def place_in(row: SharedPassage, document: Document) -> tuple[int, int]:
    """Where a passage is in this one of its two documents."""
    if row.document_id == document.pk:
        return row.start, row.end
    return row.other_start, row.other_end


def neighbours(document: Document, passages: Sequence[SharedPassage]) -> list[Neighbour]:
    """The other documents of these passages, each once."""
    found: dict[int, Neighbour] = {}
    for row in passages:
        other = row.other if row.document_id == document.pk else row.document
        found.setdefault(other.pk, Neighbour(other)).passages.append(row)
    return list(found.values())


def citation(document: Document) -> str:
    """How a quote from this document is cited: publisher, title, author, day, address, retrieval."""
    day = f"{document.published.day} {document.published:%B %Y}" if document.published else ""
    got = f"{document.retrieved_at.day} {document.retrieved_at:%B %Y}"
    title = f"“{' '.join(str(document).split())[:300]}”"
    publisher = document.publisher.name if document.publisher else ""
    parts = (publisher, document.author, title, day, document.url, f"retrieved {got}")
    return ", ".join(part for part in parts if part)


def _entry(place: int, row: Attribution, text: str, starts: Sequence[int]) -> Entry:
    orphan = text[row.start : row.end] != row.quote
    return Entry(
        number=place,
        row=row,
        token=token(row),
        orphan=orphan,
        page=page_at(starts, row.start),
        instead=text[row.start : row.end] if orphan else "",
    )


def page_at(starts: Sequence[int], offset: int) -> int:
    """The number of the page that an offset lies on; 0 for a text of one page."""
    if len(starts) < 2:
        return 0
    return next(
        (n for n, (start, end) in enumerate(pairwise(starts), start=1) if start <= offset < end),
        len(starts),
    )


def _mark(entry: Entry) -> Mark:
    row = entry.row
    return Mark(
        number=entry.number,
        stance=row.stance,
        own_voice=row.own_voice,
        parts=tuple((start, end) for start, end in row.spans) or ((row.start, row.end),),
        claimant=_range(row.claimant_start, row.claimant_end),
        cue=_range(row.cue_start, row.cue_end),
    )


def _range(start: int | None, end: int | None) -> tuple[int, int] | None:
    return None if start is None or end is None else (start, end)


# --- What its forms do ---------------------------------------------------------------------------


@needs("sources.view_document", "claims.add_attribution")
def claims(request: HttpRequest, pk: int) -> HttpResponse:
    """Claims that have the words asked for: what is said may be one of them."""
    by = actor(request)
    find(pk, by)
    words = request.GET.get("words", "").replace("\x00", "").strip()[:200]
    rows = Claim.objects.visible_to(by).standing().defer("embedding")
    found = rows.filter(text__icontains=words).order_by("-need", "-pk") if words else rows.none()
    context = {"found": found[:SUGGESTED], "words": words}
    return part(request, "reader/claims.html", context)


@needs("sources.view_document", "claims.add_attribution", "claims.add_claim", method="POST")
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds by hand what somebody says in selected words."""
    by, asked = actor(request), request.POST
    document = find(pk, by)
    wanted = number(asked.get("claim", ""))
    claim = Claim.objects.visible_to(by).filter(pk=wanted).first() if wanted else None
    if wanted and claim is None:
        raise Http404("No such claim, or none that you may see.")
    words = {name: asked.get(name, "") for name in ("exact", "prefix", "suffix")}
    selection = Selection(**words, start=number(asked.get("start", "")))
    saying = Saying(
        stance=asked.get("stance", ""),
        claimant=asked.get("claimant", "")[:300],
        kind=asked.get("kind", ""),
        likelihood=asked.get("likelihood", ""),
        hedged="hedged" in asked,
        direct="direct" in asked,
    )
    text = asked.get("text", "")

    def deed() -> Action | None:
        return reader.say(document, selection, saying, by=by, claim=claim, text=text)[1]

    return answer(request, attempt(deed, "Added what is said."), address(pk))


@needs("sources.view_document", "sources.add_reading", method="POST")
def read(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Notes that the user has read it through, or takes that back."""
    by = actor(request)
    document = find(pk, by)
    if verb == "read":
        notice = attempt(lambda: reader.read_through(document, by=by), "Read through.")
    else:
        notice = attempt(lambda: reader.unread(document, by=by), "No longer marked as read.")
    return answer(request, notice, address(pk))


def _judge(request: HttpRequest, row: Any, verb: str, reason: str) -> HttpResponse:
    """Confirms a proposal in the document, refuses it, or takes either back."""
    if row is None:
        raise Http404
    by, seen = actor(request), request.POST.get("seen", "")
    deeds: dict[str, tuple[Callable[[], Action | None], str]] = {
        "confirm": (lambda: desk.confirm(row, by=by, seen=seen), "Confirmed."),
        "reject": (lambda: desk.reject(row, reason=reason, by=by, seen=seen), "Refused."),
        "restore": (lambda: desk.restore(row, by=by, seen=seen), "Open again."),
    }
    if verb not in deeds:
        raise Http404
    return answer(request, attempt(*deeds[verb]), address(row.document_id))


@needs("claims.change_attribution", method="POST")
def judge_said(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One attribution: right, or not in the text."""
    rows = Attribution.objects.visible_to(actor(request)).select_related("claim")
    return _judge(request, rows.filter(pk=pk).first(), verb, desk.NOT_IN_THE_TEXT)


@needs("claims.change_sharedpassage", method="POST")
def judge_passage(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One shared passage: taken over, or each has it from itself."""
    rows = SharedPassage.objects.visible_to(actor(request)).select_related("document", "other")
    return _judge(request, rows.filter(pk=pk).first(), verb, "each has it from itself")


@needs("claims.change_credit", method="POST")
def judge_credit(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One credit: the text is the agency's, or not."""
    rows = Credit.objects.visible_to(actor(request)).select_related("document", "source")
    return _judge(request, rows.filter(pk=pk).first(), verb, "not its text")


def find(pk: int, user: User) -> Document:
    """The document. Raises Http404 where there is none that `user` may see."""
    rows = Document.objects.visible_to(user).select_related("publisher")
    document = rows.filter(pk=pk).first()
    if document is None:
        raise Http404("No such document, or none that you may see.")
    return document


def address(pk: int) -> str:
    """The page of a document."""
    return reverse("admin:sources_document_change", args=[pk])


PAGE = Page(
    label="",
    permission="sources.view_document",
    routes=(
        Route("reader/<int:pk>/claims/", claims, "reader_claims"),
        Route("reader/<int:pk>/say/", say, "reader_say"),
        Route("reader/<int:pk>/read/", read, "reader_read", {"verb": "read"}),
        Route("reader/<int:pk>/unread/", read, "reader_unread", {"verb": "unread"}),
        Route("reader/said/<int:pk>/<slug:verb>/", judge_said, "reader_said"),
        Route("reader/passage/<int:pk>/<slug:verb>/", judge_passage, "reader_passage"),
        Route("reader/credit/<int:pk>/<slug:verb>/", judge_credit, "reader_credit"),
    ),
)
