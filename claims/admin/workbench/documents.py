"""The documents of a case, the latest first: who published them when, how far they were read, and whose
words they print."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Prefetch, Q, QuerySet

from claims.models import Credit, SharedPassage
from sources.admin.base import visible_rows
from sources.models import Document, Reading, Source

SHOWN = 25
ALIKE = 3  # other documents named as nearly the same text


@dataclass(frozen=True)
class Copy:
    """Whose words a document prints: `how` in words, of a document or of an agency."""

    how: str
    document: Document | None = None
    agency: Source | None = None


@dataclass(frozen=True)
class Row:
    """A document with whose words it prints."""

    document: Document
    copies: list[Copy]


def latest(rows: QuerySet[Document], user: User, last: Document | None = None) -> dict[str, Any]:
    """A screenful of `rows` after `last`: by day of publication, those without one at the end."""
    near = with_neighbours(rows, user)
    dated = near.filter(published__isnull=False).order_by("-published", "-pk")
    undated = near.filter(published__isnull=True).order_by("-pk")
    if last is not None and last.published is not None:
        day = last.published
        dated = dated.filter(Q(published__lte=day), Q(published__lt=day) | Q(pk__lt=last.pk))
    elif last is not None:
        dated, undated = dated.none(), undated.filter(pk__lt=last.pk)
    found = list(dated[: SHOWN + 1])
    if len(found) <= SHOWN:
        found += undated[: SHOWN + 1 - len(found)]
    return {
        "documents": [Row(document, copies(document)) for document in found[:SHOWN]],
        "after": found[SHOWN - 1].pk if len(found) > SHOWN else None,
    }


def with_neighbours(rows: QuerySet[Document], user: User) -> Any:
    """With publisher, readers, and what tells whose words they print; a neighbour that `user` may not see
    reads as None."""
    texts = visible_rows(Document, user).text_deferred()  # type: ignore[attr-defined] # DocumentQuerySet
    publisher = Prefetch("publisher", queryset=visible_rows(Source, user))
    texts = texts.prefetch_related(publisher)
    alike = SharedPassage.objects.visible_to(user).standing().filter(whole=True)
    return rows.prefetch_related(
        publisher,
        Prefetch("copy_of", queryset=texts),
        Prefetch(
            "readings",
            queryset=Reading.objects.visible_to(user).select_related("analyst").order_by("pk"),
            to_attr="read_by",
        ),
        Prefetch(
            "credits",
            queryset=Credit.objects.visible_to(user).standing().select_related("source"),
            to_attr="credited",
        ),
        Prefetch(
            "shared_with_later",
            queryset=alike.prefetch_related(Prefetch("other", queryset=texts)),
            to_attr="alike_later",
        ),
        Prefetch(
            "shared_with_earlier",
            queryset=alike.prefetch_related(Prefetch("document", queryset=texts)),
            to_attr="alike_earlier",
        ),
    )


def copies(document: Any) -> list[Copy]:
    """Whose words a document of `with_neighbours` prints, as far as dates and credits tell."""
    found = [Copy("prints", agency=credit.source) for credit in document.credited]
    if document.copy_of is not None:
        found.append(Copy("same text as", document=document.copy_of))
    others = [
        *(passage.document for passage in document.alike_earlier),
        *(passage.other for passage in document.alike_later),
    ]
    known = {document.copy_of_id}
    for other in others:
        if other is not None and other.pk not in known and len(known) <= ALIKE:
            known.add(other.pk)
            found.append(Copy(_how(document, other), document=other))
    return found


def _how(document: Document, other: Document) -> str:
    if document.published is None or other.published is None:
        return "nearly the same text as"
    if document.published == other.published:
        return "nearly the same text, of the same day, as"
    return "nearly copies" if other.published < document.published else "nearly copied by"
