"""Everything, one JSON object a line, ordered by type and id."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Exists, OuterRef, Prefetch, Q

from claims.exports.scope import Scope, in_order
from claims.models import (
    Attribution,
    AttributionVia,
    Claim,
    ClaimLink,
    Credit,
    Event,
    SharedPassage,
    Status,
)
from claims.models.vocabulary import SYMMETRIC
from sources.models import Affiliation, Document, Source, SourceAlias

Record = dict[str, Any]


def lines(scope: Scope) -> Iterator[str]:
    """The records of every type."""
    for name, records in sorted(RECORDS.items()):
        for record in records(scope):
            yield (
                json.dumps({"type": name, **record}, ensure_ascii=False, cls=DjangoJSONEncoder)
                + "\n"
            )


def _assessments(scope: Scope) -> Iterator[Record]:
    evidence = scope.attributions().only("pk").order_by("pk")
    rows = scope.assessments().select_related("analyst", "adopted_by")
    for row in in_order(rows.prefetch_related(Prefetch("evidence", evidence))):
        yield {
            "id": row.pk,
            "claim": scope.root(row.claim_id),
            "analyst": row.analyst.get_username(),
            "rating": row.rating,
            "credibility": row.credibility,
            "likelihood": row.likelihood or None,
            "rationale": row.rationale,
            "evidence": [attribution.pk for attribution in row.evidence.all()],
            "created_at": row.created_at,
            "superseded_at": row.superseded_at,
            "adopted_by": row.adopted_by.get_username() if row.adopted_by else None,
            "adopted_at": row.adopted_at,
        }


def _attributions(scope: Scope) -> Iterator[Record]:
    sources = scope.visible(Source).only("name")
    via = AttributionVia.objects.filter(source__in=scope.visible(Source).values("pk"))
    rows = scope.attributions().prefetch_related(
        Prefetch("claim", scope.visible(Claim).only("text")),
        Prefetch("claimant", sources),
        Prefetch("document", scope.visible(Document).only("name")),
        Prefetch("via_chain", via.select_related("source")),
    )
    for row in in_order(rows):
        yield {
            "id": row.pk,
            "document": row.document.name,
            "document_id": row.document_id,
            "claim": scope.root(row.claim_id),
            "claim_text": scope.text(row.claim),
            "claim_as_extracted": row.claim_as_extracted_id,
            "claimant": row.claimant.name if row.claimant else None,
            "claimant_id": row.claimant.pk if row.claimant else None,
            "via": [link.source.name for link in row.via_chain.all()],
            "stance": row.stance,
            "likelihood": row.likelihood or None,
            "hedged": row.hedged,
            "direct": row.direct,
            "own_voice": row.own_voice,
            "quote": row.quote,
            "start": row.start,
            "end": row.end,
            "spans": row.spans,
            "origin": row.origin_id,
            "confidence": row.confidence,
            "method": row.method,
            "status": row.status,
        }


def _cases(scope: Scope) -> Iterator[Record]:
    for row in in_order(scope.cases()):
        yield {
            "id": row.pk,
            "name": row.name,
            "description": row.description,
            "limited": row.limited,
            "created_at": row.created_at,
        }


def _claims(scope: Scope) -> Iterator[Record]:
    claims: Any = scope.claims()
    rows = claims.counting(scope.visible(Attribution))
    rows = rows.prefetch_related(
        Prefetch("event", scope.visible(Event).only("pk")),
        Prefetch("document", scope.visible(Document).only("name")),
    )
    for row in in_order(rows):
        root = scope.root(row.pk)
        quantity = {
            name: getattr(row, name)
            for name in ("measure", "low", "high", "bound", "unit", "as_of")
        }
        yield {
            "id": row.pk,
            "text": row.text,
            "event": row.event.pk if row.event else None,
            "predicate": row.predicate,
            "subject": row.subject,
            "object": row.object,
            "quantity": quantity if row.measure else None,
            "check_worthiness": row.check_worthiness,
            "document": row.document.name if row.document else None,
            "document_id": row.document.pk if row.document else None,
            "merged_into": root if root != row.pk else None,
            "documents": row.documents,
            "origins": row.origins,
            "status": row.status,
        }


def _comments(scope: Scope) -> Iterator[Record]:
    for row in in_order(scope.comments().select_related("by")):
        yield {
            "id": row.pk,
            "claim": scope.root(row.claim_id),
            "by": row.by.get_username(),
            "at": row.at,
            "text": row.text,
        }


def _conflicts(scope: Scope) -> Iterator[Record]:
    rows = scope.conflicts().prefetch_related(Prefetch("accounts", scope.accounts()))
    for row in in_order(rows):
        accounts = {
            (scope.root(account.claim_id), account.side): account.pk == row.preferred_id
            for account in row.accounts.all()
        }
        yield {
            "id": row.pk,
            "question": row.question,
            "kind": row.kind,
            "state": row.state,
            "finding": row.finding or None,
            "rationale": row.rationale,
            "accounts": [
                {"claim": claim, "side": side, "preferred": preferred}
                for (claim, side), preferred in sorted(accounts.items())
            ],
            "resolved_at": row.resolved_at,
        }


def _documents(scope: Scope) -> Iterator[Record]:
    rows = (
        scope.documents()
        .defer("text", "boilerplate", "pages", "metadata")
        .prefetch_related(
            Prefetch("publisher", scope.visible(Source).only("name")),
            Prefetch("cases", scope.cases()),
            Prefetch("revises", scope.visible(Document).only("pk")),
            Prefetch("copy_of", scope.visible(Document).only("pk")),
        )
    )
    for row in in_order(rows):
        yield {
            "id": row.pk,
            "name": row.name,
            "title": row.title,
            "url": row.url or None,
            "publisher": row.publisher.name if row.publisher else None,
            "author": row.author or None,
            "published": row.published,
            "language": row.language,
            "cases": [case.name for case in row.cases.all()],
            "text_sha256": row.text_sha256,
            "retrieved_at": row.retrieved_at,
            "revises": row.revises.pk if row.revises else None,
            "copy_of": row.copy_of.pk if row.copy_of else None,
            "status": row.status,
            "status_reason": row.status_reason,
        }


def _events(scope: Scope) -> Iterator[Record]:
    rows = scope.events().prefetch_related(
        Prefetch("document", scope.visible(Document).only("name")),
        Prefetch("merged_into", scope.visible(Event).only("pk")),
    )
    for row in in_order(rows):
        yield {
            "id": row.pk,
            "name": row.name,
            "kind": row.kind,
            "place": row.place,
            "names": row.names,
            "people": row.people,
            "date_from": row.date_from,
            "date_to": row.date_to,
            "document": row.document.name if row.document else None,
            "main": row.main,
            "merged_into": row.merged_into.pk if row.merged_into else None,
            "merge_reason": row.merge_reason if row.merged_into else "",
            "status": row.status,
        }


def _links(scope: Scope) -> Iterator[Record]:
    kept = _best_after_merges(scope)
    for row in in_order(scope.links()):
        start, end = _ends(scope, row)
        if start == end or kept.get((start, end, row.relation), row.pk) != row.pk:
            continue
        yield {
            "id": row.pk,
            "from": start,
            "to": end,
            "relation": row.relation,
            **_proposal(row),
        }


def _ends(scope: Scope, link: ClaimLink) -> tuple[int, int]:
    ends = scope.root(link.from_claim_id), scope.root(link.to_claim_id)
    return (min(ends), max(ends)) if link.relation in SYMMETRIC else ends


def _best_after_merges(scope: Scope) -> dict[tuple[int, int, str], int]:
    """Where merges let several links say the same, the id of the one to keep.

    What an analyst reviewed last goes before what nobody reviewed, then the more confident one. Links
    of claims that no merge touched are unique as they are, and not held in memory.
    """

    def touched(end: str) -> Q:
        joined = Claim.objects.filter(merged_into=OuterRef(end))
        return Q(Q(**{f"{end}__merged_into__isnull": False}) | Exists(joined))

    best: dict[tuple[int, int, str], ClaimLink] = {}
    for link in in_order(scope.links().filter(touched("from_claim") | touched("to_claim"))):
        key = (*_ends(scope, link), link.relation)
        if key not in best or _weight(link) > _weight(best[key]):
            best[key] = link
    return {key: link.pk for key, link in best.items()}


def _weight(link: ClaimLink) -> tuple[bool, float, float]:
    reviewed = link.reviewed_at.timestamp() if link.reviewed_at else 0.0
    return link.status != Status.PROPOSED, reviewed, link.confidence


def _origins(scope: Scope) -> Iterator[Record]:
    rows = scope.origins().prefetch_related(
        Prefetch("source", scope.visible(Source).only("name")),
        Prefetch("document", scope.visible(Document).only("name")),
    )
    for row in in_order(rows):
        yield {
            "id": row.pk,
            "source": row.source.name if row.source else None,
            "source_id": row.source.pk if row.source else None,
            "document": row.document.name if row.document else None,
            "document_id": row.document.pk if row.document else None,
        }


def _passages(scope: Scope) -> Iterator[Record]:
    names = scope.visible(Document).only("name")
    rows = scope.passages().prefetch_related(Prefetch("document", names), Prefetch("other", names))
    for row in in_order(rows):
        yield {
            "id": row.pk,
            "document": row.document.name,
            "document_id": row.document_id,
            "start": row.start,
            "end": row.end,
            "other": row.other.name,
            "other_id": row.other_id,
            "other_start": row.other_start,
            "other_end": row.other_end,
            "whole": row.whole,
            **_proposal(row),
        }


def _credits(scope: Scope) -> Iterator[Record]:
    rows = scope.credits().prefetch_related(
        Prefetch("document", scope.visible(Document).only("name")),
        Prefetch("source", scope.visible(Source).only("name")),
    )
    for row in in_order(rows):
        yield {
            "id": row.pk,
            "document": row.document.name,
            "document_id": row.document_id,
            "source": row.source.name,
            "source_id": row.source_id,
            "quote": row.quote,
            "start": row.start,
            "end": row.end,
            **_proposal(row),
        }


def _proposal(row: ClaimLink | SharedPassage | Credit) -> Record:
    names = ("status", "confidence", "method", "version", "explanation")
    return {name: getattr(row, name) for name in names}


def _sources(scope: Scope) -> Iterator[Record]:
    affiliations = scope.visible(Affiliation)
    rows = scope.sources().prefetch_related(
        Prefetch("aliases", scope.visible(SourceAlias)),
        Prefetch("affiliations", affiliations.select_related("organisation").order_by("pk")),
        Prefetch("merged_into", scope.visible(Source).only("pk")),
    )
    for row in in_order(rows):
        yield {
            "id": row.pk,
            "name": row.name,
            "kind": row.kind,
            "reliability": row.reliability,
            "aliases": [
                {"name": alias.name, "status": alias.status} for alias in row.aliases.all()
            ],
            "affiliations": [
                {
                    "organisation": affiliation.organisation.name,
                    "role": affiliation.role,
                    "since": affiliation.since,
                    "until": affiliation.until,
                    "status": affiliation.status,
                }
                for affiliation in row.affiliations.all()
            ],
            "merged_into": row.merged_into.pk if row.merged_into else None,
        }


RECORDS: Mapping[str, Callable[[Scope], Iterator[Record]]] = {
    "assessment": _assessments,
    "attribution": _attributions,
    "case": _cases,
    "claim": _claims,
    "comment": _comments,
    "conflict": _conflicts,
    "credit": _credits,
    "document": _documents,
    "event": _events,
    "link": _links,
    "origin": _origins,
    "passage": _passages,
    "source": _sources,
}
