"""Exports as ClaimReview: adopted verdicts, for others to publish."""

import json
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from claims.exports import export
from claims.exports.claimreview import LONGEST, shortened
from claims.models import Attribution, Stance
from sources.models import Case
from tests.api_clients import there
from tests.factories import (
    AssessmentFactory,
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    DocumentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def verdict(rating: str = "mostly false", **fields: Any) -> Attribution:
    """A claim with a verdict, first said by its claimant."""
    document = DocumentFactory.create(published="2024-03-01", url="https://example.org/a")
    made = AttributionFactory.create(claim=ClaimFactory.create(document=document, **fields))
    AssessmentFactory.create(
        claim=made.claim,
        rating=rating,
        analyst=UserFactory.create(first_name="Ann", last_name="Lee"),
        adopted_by=UserFactory.create(),
        adopted_at=timezone.now(),
    )
    return made


def reviews(case: Case | None = None) -> list[dict[str, Any]]:
    graph = json.loads("".join(export("claimreview", case=case)))
    assert graph["@context"] == "https://schema.org"
    found: list[dict[str, Any]] = graph["@graph"]
    return found


def test_a_verdict_as_claim_review() -> None:
    made = verdict(text="The mill burned down")
    again = DocumentFactory.create(published="2024-02-01", title="Earlier", url="")
    AttributionFactory.create(claim=made.claim, document=again, claimant=made.claimant)
    AttributionFactory.create(claim=made.claim, stance=Stance.DENIES)
    (review,) = reviews()
    assert review["@type"] == "ClaimReview"
    assert review["claimReviewed"] == "The mill burned down"
    assert review["url"].endswith(f"/dossier/{made.claim.pk}/")
    assert review["author"] == {"@type": "Person", "name": "Ann Lee"}
    assert review["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "mostly false",
        "ratingValue": 2,
        "bestRating": 5,
        "worstRating": 1,
    }
    claim = review["itemReviewed"]
    assert claim["author"] == {"@type": "Person", "name": there(made.claimant).name}
    assert claim["datePublished"] == "2024-02-01"
    assert claim["firstAppearance"] == {
        "@type": "CreativeWork",
        "name": "Earlier",
        "datePublished": "2024-02-01",
    }
    assert [work.get("url") for work in claim["appearance"]] == [None, "https://example.org/a"]


def test_unproven_has_no_place_on_the_scale() -> None:
    verdict("unproven")
    assert reviews()[0]["reviewRating"] == {"@type": "Rating", "alternateName": "unproven"}


def test_only_verdicts_that_were_adopted_and_still_stand() -> None:
    case = CaseFactory.create()
    AssessmentFactory.create()
    AssessmentFactory.create(
        adopted_by=UserFactory.create(), adopted_at=timezone.now(), superseded_at=timezone.now()
    )
    assert reviews() == []
    made = verdict()
    assert len(reviews()) == 1
    assert reviews(case) == []
    made.document.cases.add(case)
    assert len(reviews(case)) == 1


def test_a_claim_that_nobody_is_recorded_to_make() -> None:
    AssessmentFactory.create(adopted_by=UserFactory.create(), adopted_at=timezone.now())
    assert reviews()[0]["itemReviewed"] == {"@type": "Claim"}


@given(st.text(min_size=1, max_size=500).filter(str.strip))
def test_a_claim_reviewed_is_under_75_characters(text: str) -> None:
    short = shortened(text)
    assert 0 < len(short) <= LONGEST
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


def test_a_long_claim_is_cut_between_words() -> None:
    text = "The mill at the old weir burned down in the night to Friday, " + "says the mayor " * 5
    assert shortened(text) == (
        "The mill at the old weir burned down in the night to Friday, says the…"
    )
