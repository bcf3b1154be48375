"""Every field of every list of claims/api against its row."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from claims.models import Assessment, Attribution, Claim, ClaimLink, Conflict, Side
from tests.api_clients import client_of, reader, there
from tests.factories import (
    AssessmentFactory,
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    ClaimLinkFactory,
    ConflictAccountFactory,
    ConflictFactory,
    DocumentFactory,
    EventFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

WHEN = datetime(2024, 3, 26, 12, 30, 0, 123456, tzinfo=UTC)
AT = "2024-03-26T12:30:00.123456Z"


def row(prefix: str, pk: int) -> dict[str, Any]:
    answer = client_of(reader()).get(f"/api/v1/{prefix}/{pk}/")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def created(model: Any, pk: int) -> None:
    """Everything that is stamped when it is made was made at WHEN."""
    model.objects.filter(pk=pk).update(created_at=WHEN)


def review(status: str = "confirmed") -> dict[str, Any]:
    return {"status": status, "reviewed_by": UserFactory.create(), "reviewed_at": WHEN}


@pytest.mark.parametrize("whole", [True, False])
def test_an_event(*, whole: bool) -> None:
    document = DocumentFactory.create()
    kept = EventFactory.create(name="Fire at the mill")
    more = {
        "place": "Freedonia",
        "names": ["Old Mill", "Weir"],
        "people": ["Ana Ruiz"],
        "date_from": date(2024, 3, 1),
        "date_to": date(2024, 3, 2),
        "main": True,
        "merged_into": kept,
        "merge_reason": "They share a name.",
        "document": document,
        **review(),
    }
    event = EventFactory.create(name="Blaze", **(more if whole else {"names": []}))
    ClaimFactory.create(event=event)
    ClaimFactory.create(event=event, **review("dismissed"))
    assert row("events", event.pk) == {
        "id": event.pk,
        "name": "Blaze",
        "kind": "fire",
        "place": "Freedonia" if whole else "",
        "names": ["Old Mill", "Weir"] if whole else [],
        "people": ["Ana Ruiz"] if whole else [],
        "date_from": "2024-03-01" if whole else None,
        "date_to": "2024-03-02" if whole else None,
        "document": {"id": document.pk, "name": document.name, "title": document.title}
        if whole
        else None,
        "main": whole,
        "merged_into": {"id": kept.pk, "name": "Fire at the mill"} if whole else None,
        "merge_reason": "They share a name." if whole else "",
        "claims": 1,
        "status": "confirmed" if whole else "proposed",
        "reviewed_at": AT if whole else None,
    }


def test_a_claim_with_everything() -> None:
    event, end = EventFactory.create(), ClaimFactory.create(text="It burned")
    claim = ClaimFactory.create(
        text="Between 3 and 5.5 tonnes burned",
        event=event,
        predicate="burned",
        subject="mill",
        object="grain",
        measure="tonnes",
        low=3,
        high=5.5,
        bound="range",
        unit="tonnes",
        as_of=date(2024, 3, 26),
        check_worthiness=0.25,
        merged_into=end,
        **review(),
    )
    created(Claim, claim.pk)
    document = there(claim.document)
    assert row("claims", claim.pk) == {
        "id": claim.pk,
        "text": "Between 3 and 5.5 tonnes burned",
        "event": {"id": event.pk, "name": event.name},
        "predicate": "burned",
        "subject": "mill",
        "object": "grain",
        "quantity": {
            "measure": "tonnes",
            "low": 3.0,
            "high": 5.5,
            "bound": "range",
            "unit": "tonnes",
            "as_of": "2024-03-26",
        },
        "check_worthiness": 0.25,
        "document": {"id": document.pk, "name": document.name, "title": document.title},
        "merged_into": {"id": end.pk, "text": "It burned"},
        "status": "confirmed",
        "reviewed_at": AT,
        "attributions": 0,
        "documents": 0,
        "origins": 0,
        "created_at": AT,
        "accounts": [],
        "series": [],
        "attributions_url": f"http://testserver/api/v1/attributions/?claim={claim.pk}",
        "links_url": f"http://testserver/api/v1/links/?claim={claim.pk}",
    }


def test_a_claim_that_an_analyst_wrote_has_no_document() -> None:
    found = row("claims", ClaimFactory.create(document=None).pk)
    empty = {name for name, value in found.items() if value is None}
    assert empty == {"event", "quantity", "document", "merged_into", "reviewed_at"}
    assert (found["predicate"], found["subject"], found["object"]) == ("", "", "")


def test_accounts_are_told_by_stance_and_likelihood_in_their_order() -> None:
    claim = ClaimFactory.create()
    for stance, likelihood in [
        ("reports", ""),
        ("denies", "likely"),
        ("denies", ""),
        ("denies", "likely"),
        ("asserts", "almost certain"),
    ]:
        AttributionFactory.create(claim=claim, stance=stance, likelihood=likelihood)
    assert [
        (account["stance"], account["likelihood"], account["attributions"])
        for account in row("claims", claim.pk)["accounts"]
    ] == [
        ("asserts", "almost certain", 1),
        ("denies", None, 1),
        ("denies", "likely", 2),
        ("reports", None, 1),
    ]


def test_an_attribution_with_everything() -> None:
    text = "Wire: experts told the Paper that it had burned."
    document = DocumentFactory.create(text=text)
    claim, first = ClaimFactory.create(document=document), ClaimFactory.create(document=document)
    experts = SourceFactory.create(name="experts", kind="unnamed", document=document)
    paper = SourceFactory.create(name="Paper")
    made = AttributionFactory.create(
        claim=claim,
        claim_as_extracted=first,
        document=document,
        claimant=experts,
        start=34,
        end=47,
        spans=[[34, 36], [37, 47]],
        claimant_start=6,
        claimant_end=13,
        cue_start=14,
        cue_end=18,
        stance="doubts",
        likelihood="roughly even chance",
        hedged=True,
        direct=True,
        confidence=0.125,
        method="tagger and rules 7",
        via=[paper],
        **review("dismissed"),
    )
    created(Attribution, made.pk)
    where = {"id": document.pk, "name": document.name, "title": document.title}
    assert row("attributions", made.pk) == {
        "id": made.pk,
        "document": where,
        "claim": {"id": claim.pk, "text": claim.text},
        "claim_as_extracted": {"id": first.pk, "text": first.text},
        "claimant": {"id": experts.pk, "name": "experts", "kind": "unnamed"},
        "via": [{"id": paper.pk, "name": "Paper", "kind": "outlet"}],
        "origin": {"id": made.origin.pk, "source": None, "document": where},
        "stance": "doubts",
        "likelihood": "roughly even chance",
        "hedged": True,
        "direct": True,
        "own_voice": False,
        "quote": text[34:47],
        "start": 34,
        "end": 47,
        "spans": [[34, 36], [37, 47]],
        "claimant_start": 6,
        "claimant_end": 13,
        "cue_start": 14,
        "cue_end": 18,
        "confidence": 0.125,
        "method": "tagger and rules 7",
        "status": "dismissed",
        "reviewed_at": AT,
        "created_at": AT,
    }


def test_an_authors_own_voice() -> None:
    made = AttributionFactory.create(claimant=None, own_voice=True)
    found = row("attributions", made.pk)
    assert {name for name, value in found.items() if value is None} == {
        *("claimant", "likelihood", "reviewed_at"),
        *("claimant_start", "claimant_end", "cue_start", "cue_end"),
    }
    assert (found["via"], found["spans"], found["own_voice"]) == ([], [], True)
    assert found["origin"]["document"]["id"] == made.document_id


def test_a_link() -> None:
    link = ClaimLinkFactory.create(relation="supports", confidence=0.5, version="3", **review())
    created(ClaimLink, link.pk)
    assert row("links", link.pk) == {
        "id": link.pk,
        "from": {"id": link.from_claim_id, "text": link.from_claim.text},
        "to": {"id": link.to_claim_id, "text": link.to_claim.text},
        "relation": "supports",
        "status": "confirmed",
        "confidence": 0.5,
        "method": "quantity",
        "version": "3",
        "explanation": link.explanation,
        "reviewed_at": AT,
        "created_at": AT,
    }


@pytest.mark.parametrize("resolved", [True, False])
def test_a_conflict(*, resolved: bool) -> None:
    claims = [AttributionFactory.create().claim for _ in range(2)]
    resolution = {
        "state": "resolved",
        "finding": "superseded",
        "rationale": "A later count.",
        "resolved_by": UserFactory.create(),
        "resolved_at": WHEN,
        "reopened_because": "A new count came.",
    }
    conflict = ConflictFactory.create(
        question="How many?", anchor=claims[0], **(resolution if resolved else {})
    )
    accounts = [
        ConflictAccountFactory.create(conflict=conflict, claim=claim, side=Side.FOR)
        for claim in claims
    ]
    Conflict.objects.filter(pk=conflict.pk).update(preferred=accounts[1] if resolved else None)
    created(Conflict, conflict.pk)
    shown = [
        {"id": one.pk, "claim": {"id": one.claim_id, "text": one.claim.text}, "side": "for"}
        for one in accounts
    ]
    assert row("conflicts", conflict.pk) == {
        "id": conflict.pk,
        "question": "How many?",
        "kind": "quantity",
        "state": "resolved" if resolved else "open",
        "finding": "superseded" if resolved else "",
        "rationale": "A later count." if resolved else "",
        "accounts": shown,
        "preferred": shown[1] if resolved else None,
        "reopened_because": "A new count came." if resolved else "",
        "resolved_at": AT if resolved else None,
        "created_at": AT,
        "series": [],
    }


@pytest.mark.parametrize("whole", [True, False])
def test_an_assessment(*, whole: bool) -> None:
    said = AttributionFactory.create()
    more = {
        "credibility": 2,
        "likelihood": "very likely",
        "superseded_at": WHEN,
        "adopted_by": UserFactory.create(username="rae"),
        "adopted_at": WHEN,
    }
    analyst = UserFactory.create(username="ann")
    made = AssessmentFactory.create(claim=said.claim, analyst=analyst, **(more if whole else {}))
    if whole:
        later = AttributionFactory.create(claim=said.claim, document=said.document)
        made.evidence.add(later, said)
    created(Assessment, made.pk)
    assert row("assessments", made.pk) == {
        "id": made.pk,
        "claim": {"id": said.claim_id, "text": said.claim.text},
        "analyst": "ann",
        "rating": "true",
        "credibility": 2 if whole else 6,
        "likelihood": "very likely" if whole else None,
        "rationale": made.rationale,
        "evidence": [said.pk, later.pk] if whole else [],
        "created_at": AT,
        "superseded_at": AT if whole else None,
        "adopted_by": "rae" if whole else None,
        "adopted_at": AT if whole else None,
    }


def test_a_reviewer_is_named_nowhere() -> None:
    """Who reviewed is for the history; lists tell when."""
    boss = UserFactory.create(username="chief-inspector")
    reviewed = {"status": "confirmed", "reviewed_by": boss, "reviewed_at": WHEN}
    made = AttributionFactory.create(claim=ClaimFactory.create(**reviewed), **reviewed)
    for prefix, pk in (("claims", made.claim_id), ("attributions", made.pk)):
        assert "chief-inspector" not in str(row(prefix, pk))


def test_counts_and_documents_of_a_limited_case_are_kept_from_lists_too() -> None:
    member = reader()
    case = CaseFactory.create(members=[member])
    claim = ClaimFactory.create(document=None)
    AttributionFactory.create(claim=claim, document=DocumentFactory.create())
    AttributionFactory.create(claim=claim, document=DocumentFactory.create(cases=[case]))
    event = EventFactory.create()
    ClaimFactory.create(event=event)
    ClaimFactory.create(event=event, document=DocumentFactory.create(cases=[case]))
    for user, number in ((member, 2), (reader(), 1)):
        client = client_of(user)
        (shown,) = (
            one for one in client.get("/api/v1/claims/").json()["results"] if one["id"] == claim.pk
        )
        assert {shown[name] for name in ("attributions", "documents", "origins")} == {number}
        (shown,) = client.get("/api/v1/events/").json()["results"]
        assert shown["claims"] == number
