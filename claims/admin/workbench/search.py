"""One box over claims, quotes, documents and sources."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse
from django_htmx.http import replace_url

from claims.admin.reviewing import actor
from claims.admin.workbench import hits, queue
from claims.admin.workbench.base import Page, Route, is_htmx, needs, part, whole
from claims.admin.workbench.queue import STATES, day_asked, number, words_asked
from claims.models import Claim, Stance
from claims.services import search
from claims.services.search import Asked, Batch, Place, Question
from sources.models import Case, Document, Source

RIGHTS = (
    "claims.view_claim",
    "claims.view_attribution",
    "sources.view_document",
    "sources.view_source",
)
KINDS = {"claims": "Claims", "quotes": "Quotes", "documents": "Documents", "sources": "Sources"}
SOME, MORE = 6, 20  # entries of each of several kinds; of one kind
TOLD = 20  # numbers are told as far as this
EXAMPLE = 4  # words of a claim


@dataclass(frozen=True)
class Group:
    """What was found of one kind. `next` is the query string of what follows, empty at the end."""

    kind: str
    label: str
    number: str
    hits: list[hits.Hit]
    next: str


def asked_of(given: Any) -> Asked:
    """From the query string. Anything that makes no sense is left out."""

    def one_of(name: str, known: Any) -> str:
        value = given.get(name, "")
        return value if value in known else ""

    return Asked(
        q=words_asked(given.get("q", "")),
        kind=one_of("kind", KINDS),
        case=number(given.get("case", "")),
        stance=one_of("stance", Stance.values),
        state=one_of("state", STATES.keys() - {"all"}),
        source=words_asked(given.get("source", "")),
        since=day_asked(given.get("since", "")),
        until=day_asked(given.get("until", "")),
    )


def query_of(asked: Asked, **more: str) -> str:
    """As a query string, without what is not asked."""
    return urlencode({name: value for name, value in {**vars(asked), **more}.items() if value})


def place_of(text: str) -> Place | None:
    """Where to go on, as `Group.next` says it."""
    match = re.fullmatch(r"(\d{1,18})-(\d{1,18})", text, re.ASCII)
    return Place(int(match[1]), int(match[2])) if match else None


@needs(*RIGHTS)
def show(request: HttpRequest) -> HttpResponse:
    """What was found of each kind; with htmx that part of the page alone, and what follows a place."""
    by, asked = actor(request), asked_of(request.GET)
    question = search.understood(asked.q)
    place = place_of(request.GET.get("after", ""))
    if place is not None and asked.kind in asked.kinds:
        group = group_of(asked.kind, question, asked, by, place)
        if is_htmx(request):
            return part(request, "search/hits.html", {"group": group})
        groups = [group]
    else:
        groups = [group_of(kind, question, asked, by) for kind in asked.kinds] if asked.q else []
    context = {
        "asked": asked,
        "question": question,
        "groups": [group for group in groups if group.hits],
        "tally": ", ".join(f"{group.label.lower()}: {group.number}" for group in groups),
        "without": without(asked, by) if asked.q else [],
        "resumed": place is not None,
    }
    if is_htmx(request):
        there = f"?{query_of(asked)}" if query_of(asked) else request.path
        return replace_url(part(request, "search/found.html", context), there)
    context |= {
        "kinds": KINDS,
        "stances": Stance.choices,
        "states": {name: label for name, label in STATES.items() if name != "all"},
        "cases": queue.cases(by, asked.case),
        "examples": [] if asked.q else examples(by),
    }
    return whole(request, "search/page.html", context, title="Search")


def group_of(
    kind: str, question: Question, asked: Asked, user: User, place: Place | None = None
) -> Group:
    """The entries of a kind after a place, or the first ones."""
    at = place or Place()
    batch = search.find(kind, question, asked, user, below=at.below)
    entries, follows = search.following(batch, at, MORE if asked.kind else SOME)
    after = f"{follows.below}-{follows.last}" if follows else ""
    only = replace(asked, kind=kind)
    return Group(
        kind,
        KINDS[kind],
        told(batch),
        hits.shown(kind, entries, question, user),
        query_of(only, after=after) if after else "",
    )


def told(batch: Batch) -> str:
    """How many there are, as far as anybody wants to know."""
    many = len(batch.entries) > TOLD or batch.older is not None
    return f"{TOLD}+" if many else str(len(batch.entries))


def without(asked: Asked, user: User) -> list[tuple[str, str]]:
    """(what narrows the search, the query string without it) for each that does."""
    words: dict[str, Callable[[Any], str]] = {
        "case": lambda pk: _case_name(pk, user),
        "stance": lambda stance: f"stance {Stance(stance).label}",
        "state": lambda state: f"state {STATES[state]}",
        "source": lambda name: f"source {name}",
        "since": lambda day: f"from {day:%Y-%m-%d}",
        "until": lambda day: f"to {day:%Y-%m-%d}",
    }
    found = [
        (words[name](value), query_of(replace(asked, **{name: getattr(Asked(), name)})))
        for name, value in asked.facets.items()
    ]
    if asked.kind:
        found.append((f"{asked.kind} only", query_of(replace(asked, kind=""))))
    return found


def _case_name(pk: int, user: User) -> str:
    case = Case.objects.visible_to(user).filter(pk=pk).first()
    return f"case {case}" if case else "the case"


def examples(user: User) -> list[str]:
    """Questions that something would be found for: a name, a phrase, words of a title."""
    named = Source.objects.visible_to(user).standing().exclude(kind=Source.Kind.UNNAMED)
    claim = Claim.objects.visible_to(user).standing().order_by("-pk").defer("embedding").first()
    document = Document.objects.visible_to(user).text_deferred().order_by("-pk").first()
    source = named.filter(kind=Source.Kind.PERSON).order_by("-pk").first()
    texts = [
        str(source) if source else "",
        f'"{" ".join(str(claim).replace(chr(34), "").split()[:EXAMPLE])}"' if claim else "",
        str(claim)[:150] if claim else "",
        " ".join(str(document).split()[:EXAMPLE])[:60] if document else "",
    ]
    return [text for text in dict.fromkeys(texts) if text]


def may_search(user: User | AnonymousUser | Any) -> bool:
    """Whether the header has the box for this user."""
    return bool(user.has_perms(RIGHTS))


# The header's box leads here from every page: no entry in the navigation.
PAGE = Page(label="", permission=RIGHTS[0], routes=(Route("search/", show, "search"),))
