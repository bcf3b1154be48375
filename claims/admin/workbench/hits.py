"""What was found, as the search page shows it: the rows with their words marked, and why each is there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from django.contrib.auth.models import User
from django.contrib.postgres.search import SearchHeadline
from django.db.models import Case, F, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, Left, Length, Replace, Substr

from claims.admin.accounts import with_context
from claims.admin.workbench.voices import NOBODY, contested_of, counts_of
from claims.models import Claim
from claims.services.search import Entry, Question, best_part
from sources.models import Document, Source
from sources.models.document import HEADING, PART, UNREAD
from sources.models.words import CONFIG, SEARCHED

Pieces = list[tuple[str, bool]]
WHOLE = 600  # characters of a quote up to which all of it is shown
# PostgreSQL would take "<b>" for a tag and leave it out: it stands as this meanwhile, which no text has.
LESS = "\ue002"


@dataclass(frozen=True)
class Hit:
    """One line of the results. `marked` are its words in pieces, each with whether it was asked for;
    `beside` what is shown along with it."""

    kind: str
    row: Any
    entry: Entry
    marked: Pieces
    beside: Any = None
    instead: str = ""  # the question with the word of the name in the place of the one like it

    @property
    def why(self) -> str:
        """Why it is there, where no marked word says it."""
        if self.entry.closeness is not None:
            return f"close in meaning ({self.entry.closeness:.2f})"
        match = self.entry.called
        if match is None or (match.alike is None and not match.alias):
            return ""
        if match.alike is None:
            return "another name of it"
        alike = f"name alike: {match.alike[0]} ~ {match.alike[1]}"
        return f"{alike}, in another name of it" if match.alias else alike


class Marker:
    """Marks words by a sign that is new with each request, so that no text can have it."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.sign = token_hex(8)

    def headline(self, text: Any, **options: Any) -> Any:
        """An expression for the text, or parts of it, with signs around the words asked for."""
        return SearchHeadline(
            Replace(text, Value("<"), Value(LESS), output_field=TextField()),
            self.question.words,
            config=CONFIG,
            start_sel=f"{self.sign}b",
            stop_sel=f"{self.sign}e",
            **options,
        )

    def pieces(self, text: str) -> Pieces:
        """The text cut at the signs. What is in it stays text: the template escapes each piece."""
        found: Pieces = []
        for piece in text.replace(LESS, "<").split(self.sign):
            marked = piece.startswith("b") and bool(found)
            words = piece[1:] if found else piece
            found.append((words, marked))
        return [(words, marked) for words, marked in found if words]


def shown(kind: str, entries: Sequence[Entry], question: Question, user: User) -> list[Hit]:
    """The entries as they are shown, in their order, in a fixed number of queries."""
    marker = Marker(question)
    ids = [entry.pk for entry in entries]
    rows = {row.pk: row for row in _ROWS[kind](ids, marker, user)} if ids else {}
    counts = _counts(ids, user) if kind == "claims" and ids else {}
    return [
        _hit(kind, rows[entry.pk], entry, marker, counts) for entry in entries if entry.pk in rows
    ]


def _hit(kind: str, row: Any, entry: Entry, marker: Marker, counts: dict[int, Any]) -> Hit:
    if entry.called is not None:
        pair, question = entry.called.alike, marker.question
        instead = question.text.replace(*pair) if pair else ""
        return Hit(kind, row, entry, _name(entry.called.name, question), instead=instead)
    beside = marker.pieces(row.heading) if kind == "documents" else counts.get(row.pk)
    return Hit(kind, row, entry, marker.pieces(row.shown), beside)


def _claims(ids: list[int], marker: Marker, user: User) -> QuerySet[Any]:
    rows = Claim.objects.visible_to(user).filter(pk__in=ids).defer("embedding")
    return rows.annotate(shown=marker.headline(F("text"), highlight_all=True))


def _counts(ids: list[int], user: User) -> dict[int, Any]:
    counts, contested = counts_of(ids, user), contested_of(ids, user)
    return {pk: (counts.get(pk, NOBODY), pk in contested) for pk in ids}


def _quotes(ids: list[int], marker: Marker, user: User) -> QuerySet[Any]:
    part = marker.headline(
        Left("quote", SEARCHED),
        max_fragments=2,
        min_words=10,
        max_words=40,
        fragment_delimiter=" … ",
    )
    return (
        with_context(user, around=1, refused=True)
        .filter(pk__in=ids)
        .annotate(length=Length("quote"))
        .annotate(
            shown=Case(
                When(length__lte=WHOLE, then=marker.headline(F("quote"), highlight_all=True)),
                default=part,
                output_field=TextField(),
            )
        )
    )


def _documents(ids: list[int], marker: Marker, user: User) -> QuerySet[Any]:
    start = Coalesce(Subquery(best_part(marker.question).values("start")[:1]), 0)
    part = marker.headline(
        Substr("text", start + 1, PART),
        max_fragments=2,
        min_words=8,
        max_words=24,
        fragment_delimiter=" … ",
    )
    return (
        Document.objects.visible_to(user)
        .filter(pk__in=ids)
        .select_related("publisher")
        .defer(*UNREAD)
        .annotate(heading=marker.headline(Left(HEADING, 300), highlight_all=True), shown=part)
    )


def _sources(ids: list[int], _marker: Marker, user: User) -> QuerySet[Any]:
    return Source.objects.visible_to(user).filter(pk__in=ids)


_ROWS = {"claims": _claims, "quotes": _quotes, "documents": _documents, "sources": _sources}


def _name(name: str, question: Question) -> Pieces:
    """The name with the parts marked that are as they were asked for."""
    low = name.lower()
    wanted = sorted({word.lower() for word in question.names if word}, key=len, reverse=True)
    if len(low) != len(name) or not wanted:  # then places in the one are none in the other
        return [(name, False)]
    pieces: Pieces = []
    last = 0
    for match in re.finditer("|".join(map(re.escape, wanted)), low):
        pieces += [(name[last : match.start()], False), (name[match.start() : match.end()], True)]
        last = match.end()
    return [(words, marked) for words, marked in [*pieces, (name[last:], False)] if words]
