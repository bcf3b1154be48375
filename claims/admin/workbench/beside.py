"""Two documents side by side: the passages that they share, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse

from claims.admin.reviewing import actor, undoable
from claims.admin.workbench import reader
from claims.admin.workbench.base import Page, Route, needs, whole
from claims.models import SharedPassage
from claims.services.actions import token
from sources.models import Document

SHOWN = 50
AROUND = 240  # code points of either text shown before and after a passage
# So many words of a passage are compared one by one; what follows is shown as it is.
COMPARED = 1_500
WORD = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Run:
    """Words of a passage; `other` where the other document has different ones, or none."""

    text: str
    other: bool = False


@dataclass(frozen=True)
class Half:
    """A passage in one of the two documents, with what stands around it."""

    before: str
    runs: list[Run]
    after: str
    start: int


@dataclass(frozen=True)
class Pair:
    """One passage in both."""

    row: SharedPassage
    token: str
    left: Half
    right: Half


def compare(one: str, other: str) -> tuple[list[Run], list[Run]]:
    """Both texts cut where they differ. Joined again, the runs are the texts."""
    left, right = WORD.findall(one), WORD.findall(other)
    rest = "".join(left[COMPARED:]), "".join(right[COMPARED:])
    left, right = left[:COMPARED], right[:COMPARED]
    matcher = SequenceMatcher(
        None, [word.strip() for word in left], [word.strip() for word in right], autojunk=False
    )
    here, there = [], []
    for kind, i, j, k, m in matcher.get_opcodes():
        if i < j:
            here.append(Run("".join(left[i:j]), kind != "equal"))
        if k < m:
            there.append(Run("".join(right[k:m]), kind != "equal"))
    here += [Run(rest[0])] if rest[0] else []
    there += [Run(rest[1])] if rest[1] else []
    return here, there


def _half(text: str, start: int, end: int, runs: list[Run]) -> Half:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return Half(
        ("…" if start > AROUND else "") + before.lstrip(),
        runs,
        after.rstrip() + ("…" if end + AROUND < len(text) else ""),
        start,
    )


def pairs(document: Document, other: Document, user: User) -> list[Pair]:
    """The passages that the two share, in the order of the first one's text; refused ones too."""
    rows = (
        SharedPassage.objects.visible_to(user)
        .filter(Q(document=document, other=other) | Q(document=other, other=document))
        .select_related("reviewed_by")
    )
    found = []
    for row in rows[: SHOWN + 1]:
        mine, theirs = reader.place_in(row, document), reader.place_in(row, other)
        runs = compare(document.text[slice(*mine)], other.text[slice(*theirs)])
        left = _half(document.text, *mine, runs[0])
        right = _half(other.text, *theirs, runs[1])
        found.append(Pair(row, token(row), left, right))
    return sorted(found, key=lambda pair: pair.left.start)


@needs("sources.view_document", "claims.view_sharedpassage")
def show(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    """The passages of two documents, the one that came first on the left."""
    by = actor(request)
    if pk == other_pk:
        raise Http404("A document shares all with itself.")
    one, two = reader.find(pk, by), reader.find(other_pk, by)
    if _later(one, two):
        one, two = two, one
    found = pairs(one, two, by)
    context: dict[str, Any] = {
        "left": one,
        "right": two,
        "pairs": found[:SHOWN],
        "more": len(found) > SHOWN,
        "same": one.text == two.text,
        "order_known": bool(one.published and two.published and one.published != two.published),
        **reader.rights(by),
        **undoable(by),
    }
    return whole(request, "reader/beside.html", context, title="Shared passages")


def _later(one: Document, two: Document) -> bool:
    if one.published and two.published:
        return one.published > two.published
    return two.published is not None and one.published is None


PAGE = Page(
    label="",
    permission="claims.view_sharedpassage",
    routes=(Route("reader/<int:pk>/beside/<int:other_pk>/", show, "reader_beside"),),
)
