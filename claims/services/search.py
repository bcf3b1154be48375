"""Search over claims, quotes, documents and sources: by words, by names in about this spelling, by meaning.

Of one kind the best come first: those that have the words, by rank among the newest; then, of claims, the
nearest in meaning. Nothing is counted, and nothing is read to its end.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from claims.linking.embeddings import encoder
from claims.models import Attribution, Claim, Status
from claims.services.calling import Called, called
from claims.services.statements import nearest
from sources.models import Case, CaseDocument, Document, DocumentPart, Source, SourceAlias
from sources.models.words import CONFIG, words_of

# Which facets narrow a kind. One that a kind has not leaves nothing of it.
FACETS = {
    "claims": {"case", "source", "since", "until", "state"},
    "quotes": {"case", "source", "since", "until", "state", "stance"},
    "documents": {"case", "source", "since", "until"},
    "sources": {"case"},
}
VECTORS: dict[str, Any] = {
    "claims": words_of("text"),
    "quotes": words_of("quote"),
}
# So many of the newest that have the words are ranked at once; those before them follow.
RANKED = {"claims": 500, "quotes": 500, "documents": 100}
# Cosine similarity from which a claim is close to what was asked. Among 7,000 sentences of debates the nearest
# to 100 strings of random letters and to 25 questions about other things lay at 0.44 and 0.41 at most.
CLOSE = 0.45
MOST_WORDS = 8  # of a question, that names are compared with
# A phrase, an alternative or an exclusion: then the words are meant as they stand.
OPERATOR = re.compile(r'"|(?:^|\s)-\w|\bOR\b')
# What is joined by "and": phrases and words, each with its minus.
CLAUSE = re.compile(r'-?"[^"]*"|\S+')
WORD = re.compile(r"(?<![\w-])(-?)(\w[\w'’.-]*\w|\w)")


@dataclass(frozen=True)
class Asked:
    """What is sought, and where."""

    q: str = ""
    kind: str = ""
    case: int | None = None
    stance: str = ""
    state: str = ""
    source: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def facets(self) -> dict[str, Any]:
        """Those that narrow the search, by name; the kind is none."""
        given = {name: value for name, value in vars(self).items() if value}
        return {name: value for name, value in given.items() if name not in ("q", "kind")}

    @property
    def kinds(self) -> list[str]:
        """The kinds that can have what is asked for."""
        fit = [kind for kind, known in FACETS.items() if self.facets.keys() <= known]
        return [kind for kind in fit if self.kind in ("", kind)]


def websearch(text: str) -> SearchQuery:
    """Words as they are asked for on the web, for PostgreSQL."""
    return SearchQuery(text, config=CONFIG, search_type="websearch")


@dataclass(frozen=True)
class Question:
    """What the words asked for mean: `indexed` whether words are in them that an index finds, `names`
    those that names are compared with, `plain` whether it may be meant as a sentence. `clauses` are the words
    and phrases that all have to be there and `without` those that must not; none of either where it is put
    otherwise."""

    text: str
    indexed: bool
    names: tuple[str, ...]
    plain: bool
    clauses: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def words(self) -> SearchQuery:
        """For PostgreSQL: `"a phrase"`, `OR` and `-not this` as on the web."""
        return websearch(self.text)

    @property
    def some(self) -> SearchQuery:
        """What has any of the clauses; the words themselves where there are none."""
        some, *others = self.clauses or (self.text,)
        query: Any = websearch(some)
        for other in others:
            query |= websearch(other)
        found: SearchQuery = query
        return found

    @property
    def empty(self) -> bool:
        """Whether nothing in it can be sought."""
        return not (self.indexed or self.names or self.plain)


@dataclass(frozen=True)
class Entry:
    """A row that was found: by its words, as close in meaning (`closeness`), or by its name."""

    pk: int
    closeness: float | None = None
    called: Called | None = None


@dataclass(frozen=True)
class Place:
    """Where in the results one is: after the row `last`, among those older than the row `below` (0: all)."""

    below: int = 0
    last: int = 0


@dataclass(frozen=True)
class Batch:
    """Entries in order. `older` is where the next ones begin, None where there are none."""

    entries: list[Entry]
    older: int | None = None


def understood(text: str) -> Question:
    """What the words mean; never an error, whatever they are."""
    told = [word for sign, word in WORD.findall(text) if not sign and word != "OR"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT querytree(websearch_to_tsquery(%s::regconfig, %s)),"
            " ARRAY(SELECT word FROM unnest(%s::text[]) WITH ORDINALITY AS asked (word, place)"
            " WHERE to_tsvector(%s::regconfig, word) <> ''::tsvector ORDER BY place),"
            " ARRAY(SELECT clause FROM unnest(%s::text[]) WITH ORDINALITY AS asked (clause, place)"
            " WHERE numnode(websearch_to_tsquery(%s::regconfig, clause)) > 0 ORDER BY place)",
            [CONFIG, text, told[:50], CONFIG, _clauses(text), CONFIG],
        )
        tree, telling, clauses = cursor.fetchone()
    # What only excludes ("T") no index finds.
    plain = any(len(word) > 2 for word in telling) and not OPERATOR.search(text)
    names = tuple(dict.fromkeys(telling))[:MOST_WORDS]
    wanted = tuple(clause for clause in clauses if not clause.startswith("-"))
    without = tuple(clause[1:] for clause in clauses if clause.startswith("-"))
    return Question(text, tree not in ("", "T"), names, plain, wanted, without)


def _clauses(text: str) -> list[str]:
    """What is joined by "and", as far as that can be told: nothing where there is an alternative."""
    clauses = CLAUSE.findall(text)
    odd = text.count('"') % 2 or any(clause.lower() == "or" for clause in clauses)
    return [] if odd or len(clauses) > MOST_WORDS else clauses


def find(kind: str, question: Question, asked: Asked, user: User, *, below: int = 0) -> Batch:
    """The entries of one kind that `user` may see, the best first; those older than the row `below`."""
    return _FINDERS[kind](question, asked, user, below)


def following(batch: Batch, place: Place, size: int) -> tuple[list[Entry], Place | None]:
    """The next entries after a place in its batch, and where one would go on; None at the end."""
    ids = [entry.pk for entry in batch.entries]
    start = ids.index(place.last) + 1 if place.last in ids else 0
    shown = batch.entries[start : start + size]
    if start + size < len(ids):
        return shown, Place(place.below, shown[-1].pk)
    return shown, Place(batch.older) if batch.older else None


# --- What may be found ---------------------------------------------------------------------------


def rows_of(kind: str, asked: Asked, user: User) -> QuerySet[Any]:
    """All rows of a kind that `user` may see and the facets leave."""
    return _ROWS[kind](asked, user)


def _claims(asked: Asked, user: User) -> QuerySet[Claim]:
    rows: QuerySet[Claim] = Claim.objects.visible_to(user).standing()
    if asked.state:
        all_rows: QuerySet[Claim] = Claim.objects.visible_to(user).filter(merged_into__isnull=True)
        rows = all_rows.filter(status=asked.state)
    said = Attribution.objects.visible_to(user).standing().order_by()
    if asked.case:
        rows = rows.filter(pk__in=said.filter(document__in=_in_case(asked, user)).values("claim"))
    if asked.source:
        rows = rows.filter(pk__in=said.filter(_told_by(asked, user)).values("claim"))
    return _published(rows, "document__published", asked)


def _quotes(asked: Asked, user: User) -> QuerySet[Attribution]:
    rows: QuerySet[Attribution] = Attribution.objects.visible_to(user)
    rows = rows.filter(status=asked.state) if asked.state else rows.exclude(status=Status.DISMISSED)
    if asked.case:
        rows = rows.filter(document__in=_in_case(asked, user))
    if asked.stance:
        rows = rows.filter(stance=asked.stance)
    if asked.source:
        rows = rows.filter(_told_by(asked, user))
    return _published(rows, "document__published", asked)


def _documents(asked: Asked, user: User) -> QuerySet[Document]:
    rows: QuerySet[Document] = Document.objects.visible_to(user)
    if asked.case:
        rows = rows.filter(pk__in=_in_case(asked, user))
    if asked.source:
        rows = rows.filter(publisher__in=_named(asked, user))
    return _published(rows, "published", asked)


def _sources(asked: Asked, user: User) -> QuerySet[Source]:
    """Speakers without a name are none that could be sought."""
    rows: QuerySet[Source] = Source.objects.visible_to(user).exclude(kind=Source.Kind.UNNAMED)
    if asked.case:
        here = _in_case(asked, user)
        said = Attribution.objects.visible_to(user).standing().filter(document__in=here)
        printed = Document.objects.filter(pk__in=here)
        rows = rows.filter(
            Exists(said.filter(claimant=OuterRef("pk")))
            | Exists(printed.filter(publisher=OuterRef("pk")))
        )
    return rows


def _in_case(asked: Asked, user: User) -> QuerySet[Any]:
    """Ids of the documents in the case asked for, none where it may not be seen."""
    case = Case.objects.visible_to(user).filter(pk=asked.case or 0)
    return CaseDocument.objects.filter(case__in=case).values("document_id")


def _named(asked: Asked, user: User) -> QuerySet[Any]:
    """Ids of the sources that have this in their name, or in another one that was accepted."""
    aliases = SourceAlias.objects.visible_to(user).filter(
        status=SourceAlias.Status.CONFIRMED, name__icontains=asked.source
    )
    named = Source.objects.visible_to(user).filter(name__icontains=asked.source).order_by()
    return named.values("pk").union(aliases.order_by().values("source"))


def _told_by(asked: Asked, user: User) -> Q:
    named = _named(asked, user)
    return Q(claimant__in=named) | Q(document__publisher__in=named)


def _published(rows: QuerySet[Any], column: str, asked: Asked) -> QuerySet[Any]:
    if asked.since:
        rows = rows.filter(**{f"{column}__gte": asked.since})
    if asked.until:
        rows = rows.filter(**{f"{column}__lte": asked.until})
    return rows


_ROWS: dict[str, Callable[[Asked, User], QuerySet[Any]]] = {
    "claims": _claims,
    "quotes": _quotes,
    "documents": _documents,
    "sources": _sources,
}

# --- How it is found -----------------------------------------------------------------------------


def with_words(kind: str, question: Question, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the rows that have the words, by the index of their kind; of a document, in whatever parts
    of it they are."""
    if kind == "documents":
        parts = DocumentPart.objects.order_by()
        whole = parts.filter(words=question.words).values("document")
        apart = parts.filter(start__gt=0).values("document")
        for clause in question.clauses:
            has = parts.filter(words=websearch(clause))
            apart = apart.filter(document__in=has.values("document"))
        rows = rows.filter(pk__in=whole.union(apart) if len(question.clauses) > 1 else whole)
        for clause in question.without:
            rows = rows.exclude(pk__in=parts.filter(words=websearch(clause)).values("document"))
        return rows
    found: QuerySet[Any] = rows.annotate(words=VECTORS[kind]).filter(words=question.words)
    return found


def best_part(question: Question) -> QuerySet[Any]:
    """For a subquery over documents: the parts that have some of the words with their `rank`, the best first,
    which has all of them where one does."""
    parts = DocumentPart.objects.filter(document=OuterRef("pk"), words=question.some)
    return parts.annotate(rank=SearchRank(F("words"), question.words)).order_by("-rank", "start")


def _ranked(
    kind: str, question: Question, rows: QuerySet[Any], below: int
) -> tuple[list[int], int | None]:
    """Of the newest that have the words the best first, and the oldest of them where more come before."""
    if below:
        rows = rows.filter(pk__lt=below)
    # Not by `pk` itself: where PostgreSQL guesses that many have the words, it would go through the table
    # from its newest row on and take every text apart, instead of asking the index.
    newest = with_words(kind, question, rows).annotate(place=F("pk") + 0).order_by("-place")
    most = RANKED[kind]
    ids = list(newest.values_list("pk", flat=True)[:most])
    rank = (
        Subquery(best_part(question).values("rank")[:1])
        if kind == "documents"
        else SearchRank(VECTORS[kind], question.words)
    )
    ranked = (
        rows.model._default_manager.filter(pk__in=ids)  # noqa: SLF001 - public by Django's documentation
        .annotate(rank=rank)
        .order_by("-rank", "-pk")
    )
    return list(ranked.values_list("pk", flat=True)), ids[-1] if len(ids) == most else None


def _by_words(kind: str) -> Callable[[Question, Asked, User, int], Batch]:
    def found(question: Question, asked: Asked, user: User, below: int) -> Batch:
        if not question.indexed:
            return Batch([])
        ids, older = _ranked(kind, question, rows_of(kind, asked, user), below)
        return Batch([Entry(pk) for pk in ids], older)

    return found


def _find_claims(question: Question, asked: Asked, user: User, below: int) -> Batch:
    batch = _by_words("claims")(question, asked, user, below)
    if batch.older is None and question.plain:
        batch.entries.extend(_close(question, rows_of("claims", asked, user)))
    return batch


def _close(question: Question, claims: QuerySet[Claim]) -> list[Entry]:
    """Claims near in meaning to a sentence that do not have its words."""
    near = {
        pk: 1 - distance for pk, distance in nearest(encoder().embed([question.text])[0], claims)
    }
    close = {pk: closeness for pk, closeness in near.items() if closeness >= CLOSE}
    if close and question.indexed:
        told = with_words("claims", question, Claim.objects.filter(pk__in=close))
        for pk in told.values_list("pk", flat=True):
            del close[pk]
    return [Entry(pk, closeness=closeness) for pk, closeness in close.items()]


def _find_sources(question: Question, asked: Asked, user: User, _below: int) -> Batch:
    found = called(question.names, rows_of("sources", asked, user), user)
    return Batch([Entry(match.source, called=match) for match in found])


_FINDERS: dict[str, Callable[[Question, Asked, User, int], Batch]] = {
    "claims": _find_claims,
    "quotes": _by_words("quotes"),
    "documents": _by_words("documents"),
    "sources": _find_sources,
}
