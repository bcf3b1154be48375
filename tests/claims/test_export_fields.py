"""Every field of every type of an export, and what a case and a user leave of them."""

import csv
import io
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from claims.exports import export
from claims.models import Assessment, Comment, Side
from sources.models import Case, User
from tests.api_clients import there
from tests.factories import (
    AffiliationFactory,
    AssessmentFactory,
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    CommentFactory,
    ConflictAccountFactory,
    ConflictFactory,
    CreditFactory,
    DocumentFactory,
    EventFactory,
    SharedPassageFactory,
    SourceAliasFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

WHEN = datetime(2024, 3, 26, 12, 30, tzinfo=UTC)
AT = "2024-03-26T12:30:00Z"


def record(kind: str, pk: int, **scope: Any) -> dict[str, Any]:
    """The one line about this row, without its type."""
    lines = [json.loads(line) for line in export(**scope)]
    (found,) = (line for line in lines if (line["type"], line["id"]) == (kind, pk))
    del found["type"]
    return dict(found)


def test_a_case() -> None:
    case = CaseFactory.create(name="Mill", description="Äpfel", limited=True)
    Case.objects.update(created_at=WHEN)
    assert record("case", case.pk) == {
        "id": case.pk,
        "name": "Mill",
        "description": "Äpfel",
        "limited": True,
        "created_at": AT,
    }


@pytest.mark.parametrize("whole", [True, False])
def test_a_document(*, whole: bool) -> None:
    old, first = DocumentFactory.create(), DocumentFactory.create()
    more = {
        "url": "https://example.org/fire",
        "author": "A. Lee",
        "published": date(2024, 3, 26),
        "revises": old,
        "copy_of": first,
        "status": "skipped",
        "status_reason": "French.",
        "cases": [CaseFactory.create(name="Weir"), CaseFactory.create(name="Mill")],
    }
    made = DocumentFactory.create(
        name="fire.txt", retrieved_at=WHEN, **(more if whole else {"publisher": None})
    )
    assert record("document", made.pk) == {
        "id": made.pk,
        "name": "fire.txt",
        "title": made.title,
        "url": "https://example.org/fire" if whole else None,
        "publisher": there(made.publisher).name if whole else None,
        "author": "A. Lee" if whole else None,
        "published": "2024-03-26" if whole else None,
        "language": "en",
        "cases": ["Mill", "Weir"] if whole else [],
        "text_sha256": made.text_sha256,
        "retrieved_at": AT,
        "revises": old.pk if whole else None,
        "copy_of": first.pk if whole else None,
        "status": "skipped" if whole else "imported",
        "status_reason": "French." if whole else "",
    }


@pytest.mark.parametrize("whole", [True, False])
def test_a_source(*, whole: bool) -> None:
    end = SourceFactory.create()
    source = SourceFactory.create(
        name="Ministry", kind="government", reliability="C", merged_into=end if whole else None
    )
    if whole:
        SourceAliasFactory.create(source=source, name="MoP", status="dismissed")
        state = SourceFactory.create(name="Freedonia")
        since, until = date(2020, 1, 1), date(2024, 1, 1)
        AffiliationFactory.create(
            source=source, organisation=state, role="ministry", since=since, until=until
        )
    office = {
        "organisation": "Freedonia",
        "role": "ministry",
        "since": "2020-01-01",
        "until": "2024-01-01",
        "status": "proposed",
    }
    assert record("source", source.pk) == {
        "id": source.pk,
        "name": "Ministry",
        "kind": "government",
        "reliability": "C",
        "aliases": [{"name": "MoP", "status": "dismissed"}] if whole else [],
        "affiliations": [office] if whole else [],
        "merged_into": end.pk if whole else None,
    }


@pytest.mark.parametrize("whole", [True, False])
def test_an_event(*, whole: bool) -> None:
    document, kept = DocumentFactory.create(), EventFactory.create()
    more = {
        "place": "Freedonia",
        "date_from": date(2024, 3, 1),
        "date_to": date(2024, 3, 2),
        "document": document,
        "main": True,
        "merged_into": kept,
        "merge_reason": "They share a name.",
    }
    event = EventFactory.create(name="Blaze", **(more if whole else {}))
    assert record("event", event.pk) == {
        "id": event.pk,
        "name": "Blaze",
        "kind": "fire",
        "place": "Freedonia" if whole else "",
        "names": ["Old Mill"],
        "people": [],
        "date_from": "2024-03-01" if whole else None,
        "date_to": "2024-03-02" if whole else None,
        "document": document.name if whole else None,
        "main": whole,
        "merged_into": kept.pk if whole else None,
        "merge_reason": "They share a name." if whole else "",
        "status": "proposed",
    }


@pytest.mark.parametrize("whole", [True, False])
def test_a_claim(*, whole: bool) -> None:
    event = EventFactory.create()
    quantity = {"measure": "killed", "bound": "more than", "unit": "persons"}
    frame = {"predicate": "killed", "subject": "fire", "object": "people"}
    more = {**quantity, **frame, "low": 3, "as_of": date(2024, 3, 26), "event": event}
    claim = ClaimFactory.create(text="Dead", **(more if whole else {"document": None}))
    empty = dict.fromkeys(frame, "")
    assert record("claim", claim.pk) == {
        "id": claim.pk,
        "text": "Dead",
        "event": event.pk if whole else None,
        **(frame if whole else empty),
        "quantity": {**quantity, "low": 3.0, "high": None, "as_of": "2024-03-26"}
        if whole
        else None,
        "check_worthiness": 0.5,
        "document": there(claim.document).name if whole else None,
        "document_id": there(claim.document).pk if whole else None,
        "merged_into": None,
        "documents": 0,
        "origins": 0,
        "status": "proposed",
    }


def test_a_claim_is_counted_by_documents_and_by_origins() -> None:
    """The ministry in two papers, and a paper in its own name."""
    ministry, claim = SourceFactory.create(), ClaimFactory.create()
    for document in (claim.document, DocumentFactory.create()):
        AttributionFactory.create(claim=claim, document=document, claimant=ministry)
    AttributionFactory.create(claim=claim, document=DocumentFactory.create())
    found = record("claim", claim.pk)
    assert (found["documents"], found["origins"]) == (3, 2)


def test_a_passage() -> None:
    passage = SharedPassageFactory.create(start=1, other_start=2, other_end=9, whole=True)
    assert record("passage", passage.pk) == {
        "id": passage.pk,
        "document": passage.document.name,
        "document_id": passage.document.pk,
        "start": 1,
        "end": 8,
        "other": passage.other.name,
        "other_id": passage.other.pk,
        "other_start": 2,
        "other_end": 9,
        "whole": True,
        "status": "proposed",
        "confidence": 0.9,
        "method": "minhash",
        "version": "1",
        "explanation": passage.explanation,
    }


def test_a_credit() -> None:
    credit = CreditFactory.create(source__name="Wire")
    assert record("credit", credit.pk) == {
        "id": credit.pk,
        "document": credit.document.name,
        "document_id": credit.document.pk,
        "source": "Wire",
        "source_id": credit.source.pk,
        "quote": "Report",
        "start": 0,
        "end": 6,
        "status": "proposed",
        "confidence": 0.9,
        "method": "credit",
        "version": "1",
        "explanation": "A line says: Report",
    }


def test_what_is_shared_with_a_hidden_text_or_credited_to_a_hidden_source_is_left_out() -> None:
    outsider = UserFactory.create()
    hidden = DocumentFactory.create(cases=[CaseFactory.create(limited=True)])
    shown = DocumentFactory.create()
    SharedPassageFactory.create(document=hidden, other=DocumentFactory.create())
    CreditFactory.create(document=shown, source=SourceFactory.create(document=hidden))
    kept = [
        ("credit", CreditFactory.create(document=shown).pk),
        ("passage", SharedPassageFactory.create().pk),
    ]
    seen = [(line["type"], line["id"]) for line in map(json.loads, export(user=outsider))]
    assert [row for row in seen if row[0] in ("passage", "credit")] == kept


def test_a_conflict_that_was_resolved() -> None:
    claims = [AttributionFactory.create().claim for _ in range(2)]
    conflict = ConflictFactory.create(
        question="How many?",
        anchor=claims[0],
        state="resolved",
        finding="superseded",
        rationale="A later count.",
        resolved_by=UserFactory.create(),
        resolved_at=WHEN,
    )
    for claim in reversed(claims):
        account = ConflictAccountFactory.create(conflict=conflict, claim=claim, side=Side.FOR)
    conflict.preferred = account
    conflict.save()
    assert record("conflict", conflict.pk) == {
        "id": conflict.pk,
        "question": "How many?",
        "kind": "quantity",
        "state": "resolved",
        "finding": "superseded",
        "rationale": "A later count.",
        "accounts": [
            {"claim": claims[0].pk, "side": "for", "preferred": True},
            {"claim": claims[1].pk, "side": "for", "preferred": False},
        ],
        "resolved_at": AT,
    }


@pytest.mark.parametrize("whole", [True, False])
def test_an_assessment(*, whole: bool) -> None:
    more = {
        "credibility": 2,
        "likelihood": "likely",
        "superseded_at": WHEN,
        "adopted_by": UserFactory.create(username="rae"),
        "adopted_at": WHEN,
    }
    made = AssessmentFactory.create(
        analyst=UserFactory.create(username="ann"), **(more if whole else {})
    )
    Assessment.objects.update(created_at=WHEN)
    assert record("assessment", made.pk) == {
        "id": made.pk,
        "claim": made.claim_id,
        "analyst": "ann",
        "rating": "true",
        "credibility": 2 if whole else 6,
        "likelihood": "likely" if whole else None,
        "rationale": made.rationale,
        "evidence": [],
        "created_at": AT,
        "superseded_at": AT if whole else None,
        "adopted_by": "rae" if whole else None,
        "adopted_at": AT if whole else None,
    }


def test_a_comment_counts_for_the_claim_that_stands() -> None:
    claim = ClaimFactory.create()
    made = CommentFactory.create(
        claim=ClaimFactory.create(merged_into=claim),
        by=UserFactory.create(username="ann"),
        text="<b>Who</b>\ncounted?",
    )
    Comment.objects.update(at=WHEN)
    assert record("comment", made.pk) == {
        "id": made.pk,
        "claim": claim.pk,
        "by": "ann",
        "at": AT,
        "text": "<b>Who</b>\ncounted?",
    }


def test_an_origin_is_a_speaker_or_a_text() -> None:
    person, text = (
        AttributionFactory.create(),
        AttributionFactory.create(claimant=None, own_voice=True),
    )
    assert record("origin", person.origin.pk) == {
        "id": person.origin.pk,
        "source": there(person.claimant).name,
        "source_id": there(person.claimant).pk,
        "document": None,
        "document_id": None,
    }
    assert record("origin", text.origin.pk) == {
        "id": text.origin.pk,
        "source": None,
        "source_id": None,
        "document": text.document.name,
        "document_id": text.document_id,
    }


# --- What a user sees of references --------------------------------------------------------------


@pytest.fixture
def outsider() -> User:
    return UserFactory.create()


def test_references_to_what_is_hidden_read_as_null(outsider: User) -> None:
    hidden = DocumentFactory.create(cases=[CaseFactory.create(limited=True)], name="hidden.txt")
    informer = SourceFactory.create(name="Informer", document=hidden)
    secret = EventFactory.create(document=hidden)
    document = DocumentFactory.create(publisher=informer, revises=hidden, copy_of=hidden)
    document.cases.add(CaseFactory.create(name="Open"), *hidden.cases.all())
    source = SourceFactory.create(merged_into=informer)
    AffiliationFactory.create(source=source, organisation=informer)
    SourceAliasFactory.create(source=source, document=hidden)
    event = EventFactory.create(merged_into=secret, merge_reason="As Informer says.")
    claim = ClaimFactory.create(document=document, event=secret)
    said = AttributionFactory.create(claim=claim, claimant=informer, via=[informer])
    everything = "".join(export())
    seen = "".join(export(user=outsider))
    assert "Informer" in everything
    assert "Informer" not in seen
    assert "hidden.txt" not in seen
    shown = record("document", document.pk, user=outsider)
    assert shown["cases"] == ["Open"]
    assert [shown[name] for name in ("publisher", "revises", "copy_of")] == [None] * 3
    shown = record("source", source.pk, user=outsider)
    assert (shown["aliases"], shown["affiliations"], shown["merged_into"]) == ([], [], None)
    shown = record("event", event.pk, user=outsider)
    assert (shown["merged_into"], shown["merge_reason"]) == (None, "")
    assert record("claim", claim.pk, user=outsider)["event"] is None
    shown = record("attribution", said.pk, user=outsider)
    assert (shown["claimant"], shown["claimant_id"], shown["via"]) == (None, None, [])


def table(**scope: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(export("csv", **scope)), newline="")))


def test_the_table_hides_the_same(outsider: User) -> None:
    limited = CaseFactory.create(name="Limited", limited=True)
    hidden = DocumentFactory.create(cases=[limited])
    informer = SourceFactory.create(name="Informer", document=hidden)
    document = DocumentFactory.create(publisher=informer, cases=[CaseFactory.create(name="A")])
    document.cases.add(limited, CaseFactory.create(name="B"))
    claim = ClaimFactory.create(document=document)
    AttributionFactory.create(
        claim=claim, claimant=informer, via=[SourceFactory.create(), informer]
    )
    AttributionFactory.create(claim=claim, document=hidden)
    assert [row["case"] for row in table()] == ["A; B; Limited", "Limited"]
    (row,) = table(user=outsider)
    assert row["case"] == "A; B"
    hidden_columns = ("publisher", "claimant", "claimant kind", "origin")
    assert [row[name] for name in hidden_columns] == [""] * 4
    assert row["via"].count(";") == 0
    assert row["via"] != ""


@pytest.mark.parametrize("member", [True, False])
def test_a_case_and_a_user_both_limit(outsider: User, *, member: bool) -> None:
    case = CaseFactory.create(members=[outsider] if member else [], limited=True)
    claim = ClaimFactory.create(document=DocumentFactory.create(cases=[case]))
    AttributionFactory.create(claim=claim)
    AttributionFactory.create()
    assert len(table(case=case)) == 1
    assert len(table(case=case, user=outsider)) == (1 if member else 0)
    kinds = [json.loads(line)["type"] for line in export(case=case, user=outsider)]
    assert ("claim" in kinds) is member
