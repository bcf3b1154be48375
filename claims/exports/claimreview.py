"""Verdicts as schema.org ClaimReview (https://schema.org/ClaimReview), one JSON-LD document."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Prefetch
from django.urls import reverse

from claims.exports.scope import Scope, in_order
from claims.models import Assessment, Attribution, Claim, Stance
from sources.models import Document, Source

LONGEST = 74  # characters of claimReviewed: "under 75"
WORST, BEST = 1, 5
VALUES = {
    Assessment.Rating.TRUE: 5,
    Assessment.Rating.MOSTLY_TRUE: 4,
    Assessment.Rating.MIXED: 3,
    Assessment.Rating.MOSTLY_FALSE: 2,
    Assessment.Rating.FALSE: 1,
}


def lines(scope: Scope) -> Iterator[str]:
    """A graph of reviews, by the assessment's id: the claims whose verdict a reviewer adopted."""
    sources = scope.visible(Source).only("name", "kind")
    documents = scope.visible(Document).only("name", "title", "url", "published", "publisher")
    said = (
        scope.attributions()
        .filter(stance__in=[Stance.ASSERTS, Stance.REPORTS])
        .exclude(status="dismissed")
        .order_by(F("document__published").asc(nulls_last=True), "pk")
        .prefetch_related(
            Prefetch("document", documents.prefetch_related(Prefetch("publisher", sources))),
            Prefetch("claimant", sources),
        )
    )
    verdicts = (
        scope.assessments()
        .filter(adopted_at__isnull=False, superseded_at__isnull=True)
        .select_related("analyst")
        .prefetch_related(
            Prefetch(
                "claim",
                scope.visible(Claim).only("text").prefetch_related(Prefetch("attributions", said)),
            )
        )
    )
    yield '{"@context": "https://schema.org", "@graph": ['
    before = "\n"
    for verdict in in_order(verdicts):
        review = _review(verdict, list(verdict.claim.attributions.all()))
        yield before + json.dumps(review, ensure_ascii=False, cls=DjangoJSONEncoder)
        before = ",\n"
    yield "\n]}\n"


def _review(verdict: Assessment, said: list[Attribution]) -> dict[str, Any]:
    value = VALUES.get(Assessment.Rating(verdict.rating))
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": verdict.get_rating_display()}
    if value is not None:  # "unproven" has no place on the scale
        rating |= {"ratingValue": value, "bestRating": BEST, "worstRating": WORST}
    return {
        "@type": "ClaimReview",
        "url": reverse("admin:dossier", args=[verdict.claim_id]),
        "claimReviewed": shortened(verdict.claim.text),
        "datePublished": verdict.adopted_at.date() if verdict.adopted_at else None,
        "author": {
            "@type": "Person",
            "name": verdict.analyst.get_full_name() or verdict.analyst.get_username(),
        },
        "reviewRating": rating,
        "reviewBody": verdict.rationale,
        "itemReviewed": _claim(said),
    }


def _claim(said: list[Attribution]) -> dict[str, Any]:
    """Who makes the claim, and where; the earliest first."""
    claim: dict[str, Any] = {"@type": "Claim"}
    if not said:
        return claim
    first = said[0]
    author = first.claimant or first.document.publisher
    if author is not None:
        kind = "Person" if author.kind == Source.Kind.PERSON else "Organization"
        claim["author"] = {"@type": kind, "name": author.name}
    if first.document.published:
        claim["datePublished"] = first.document.published
    documents = {attribution.document_id: attribution.document for attribution in said}
    appearances = [_work(document) for document in documents.values()]
    return claim | {"firstAppearance": appearances[0], "appearance": appearances}


def _work(document: Document) -> dict[str, Any]:
    work: dict[str, Any] = {"@type": "CreativeWork", "name": document.title or document.name}
    if document.url:
        work["url"] = document.url
    if document.published:
        work["datePublished"] = document.published
    return work


def shortened(text: str) -> str:
    """The text in fewer than 75 characters, cut between words."""
    if len(text) <= LONGEST:
        return text
    start = text[: LONGEST - 1]
    return (start.rsplit(maxsplit=1)[0] if " " in start.strip() else start).rstrip(" ,;:–-") + "…"
