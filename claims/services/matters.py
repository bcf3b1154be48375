"""Which cases are about one matter, and what tells of the others which of their documents are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.db.models.functions import Left

from claims.linking.matters import READ, SURE, context
from claims.models import Event, Status
from sources.models import Case, CaseDocument, Document

# A case with more main events than this is a collection, not a matter.
MOST_MATTERS = 2
# So many of a case's documents, the first, tell which main events it has.
FIRST = 500
# A case of more documents is a collection, of which names alone join no two events.
MOST_TOGETHER = 20
# Of so many of a claim's documents, the oldest, the names are looked at.
MOST_NAMED = 3


class Place(NamedTuple):
    """Where a claim stands: the cases that its documents are in, those of them that are about one matter,
    and the names that the documents mention, where none is."""

    cases: frozenset[int] = frozenset()
    matters: frozenset[int] = frozenset()
    context: frozenset[str] = frozenset()


def places(documents: Mapping[int, Collection[int]]) -> dict[int, Place]:
    """The place of each claim, by its id, given the documents that make it."""
    ids = {document for said in documents.values() for document in said}
    within = defaultdict(set)
    rows = CaseDocument.objects.filter(document__in=ids).order_by() if ids else []
    for row in rows:
        within[row.document_id].add(row.case_id)
    matters = of_one_matter({case for cases in within.values() for case in cases})
    # Where a case has one matter, nothing more is asked of its documents.
    loose = {
        pk: sorted(said)[:MOST_NAMED]
        for pk, said in documents.items()
        if any(within[document] - matters for document in said)
    }
    names = _names({document for said in loose.values() for document in said})
    found = {}
    for pk, said in documents.items():
        cases = frozenset(case for document in said for case in within[document])
        named = frozenset(name for document in loose.get(pk, ()) for name in names[document])
        found[pk] = Place(cases, cases & matters, named)
    return found


def documents_around(documents: Collection[int]) -> list[int]:
    """The documents that cases about one matter put beside these, these among them; of each case the first."""
    placed = CaseDocument.objects.order_by("pk")
    cases = set(placed.filter(document__in=documents).values_list("case", flat=True))
    return [
        pk
        for case in sorted(of_one_matter(cases))
        for pk in placed.filter(case=case).values_list("document", flat=True)[:FIRST]
    ]


def shared_names(case: Case, one: int, other: int) -> frozenset[str]:
    """The names that two documents of a case have in common, where so many show that both are mainly about one
    thing. In a large case, any two share as many by chance."""
    if len(case.documents.values_list("pk")[: MOST_TOGETHER + 1]) > MOST_TOGETHER:
        return frozenset()
    names = _names({one, other})
    shared = names.get(one, frozenset()) & names.get(other, frozenset())
    return shared if len(shared) >= SURE else frozenset()


def _names(document_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    rows = Document.objects.filter(pk__in=document_ids).annotate(opening=Left("text", READ))
    return {pk: context(opening) for pk, opening in rows.values_list("pk", "opening")}


def of_one_matter(case_ids: Iterable[int]) -> set[int]:
    """Those of the cases whose first documents have few main events, as far as they are linked."""
    ids = set(case_ids)
    placed = CaseDocument.objects.filter(case=OuterRef(OuterRef("pk"))).order_by("pk")
    mains = Event.objects.filter(
        main=True,
        merged_into__isnull=True,
        document__status=Document.Status.LINKED,
        document__in=placed.values("document")[:FIRST],
    ).exclude(status=Status.DISMISSED)
    one = Case.objects.filter(~Exists(mains[MOST_MATTERS : MOST_MATTERS + 1]), pk__in=ids)
    return set(one.values_list("pk", flat=True)) if ids else set()
