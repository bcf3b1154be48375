"""Origins, shared passages and credits over HTTP."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

from claims.models import Attribution, Credit, SharedPassage
from tests.api_clients import client_of, ids, reader
from tests.api_queries import answers
from tests.factories import (
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    CreditFactory,
    DocumentFactory,
    OriginFactory,
    SharedPassageFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

WHEN = datetime(2026, 3, 26, 12, 30, tzinfo=UTC)
AT = "2026-03-26T12:30:00Z"


def row(prefix: str, pk: int) -> dict[str, Any]:
    answer = client_of(reader()).get(f"/api/v1/{prefix}/{pk}/")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def reviewed(status: str) -> dict[str, Any]:
    return {"status": status, "reviewed_by": UserFactory.create(), "reviewed_at": WHEN}


def reference(document: Any) -> dict[str, Any]:
    return {"id": document.pk, "name": document.name, "title": document.title}


def test_an_origin_with_its_counts() -> None:
    """The wire's word in two papers, three times; a fourth is dismissed."""
    wire = SourceFactory.create(name="Wire", kind="agency")
    origin, papers = OriginFactory.create(source=wire), DocumentFactory.create_batch(2)
    for document in (papers[0], *papers, DocumentFactory.create()):
        claim = ClaimFactory.create(document=document)
        last = AttributionFactory.create(claim=claim, document=document, origin=origin)
    Attribution.objects.filter(pk=last.pk).update(**reviewed("dismissed"))
    assert row("origins", origin.pk) == {
        "id": origin.pk,
        "source": {"id": wire.pk, "name": "Wire", "kind": "agency"},
        "document": None,
        "attributions": 3,
        "documents": 2,
    }


def test_an_origin_that_is_a_text() -> None:
    said = AttributionFactory.create(claimant=None, own_voice=True)
    found = row("origins", said.origin.pk)
    assert (found["source"], found["document"]) == (None, reference(said.document))


@pytest.mark.parametrize("whole", [True, False])
def test_a_passage(*, whole: bool) -> None:
    more = {"whole": True, **reviewed("confirmed")} if whole else {}
    passage = SharedPassageFactory.create(start=1, other_end=9, **more)
    SharedPassage.objects.update(created_at=WHEN)
    assert row("passages", passage.pk) == {
        "id": passage.pk,
        "document": reference(passage.document),
        "start": 1,
        "end": 8,
        "other": reference(passage.other),
        "other_start": 0,
        "other_end": 9,
        "whole": whole,
        "status": "confirmed" if whole else "proposed",
        "confidence": 0.9,
        "method": "minhash",
        "version": "1",
        "explanation": passage.explanation,
        "reviewed_at": AT if whole else None,
        "created_at": AT,
    }


def test_a_credit() -> None:
    credit = CreditFactory.create(source__name="Wire")
    Credit.objects.update(created_at=WHEN)
    assert row("credits", credit.pk) == {
        "id": credit.pk,
        "document": reference(credit.document),
        "source": {"id": credit.source.pk, "name": "Wire", "kind": "agency"},
        "quote": "Report",
        "start": 0,
        "end": 6,
        "status": "proposed",
        "confidence": 0.9,
        "method": "credit",
        "version": "1",
        "explanation": "A line says: Report",
        "reviewed_at": None,
        "created_at": AT,
    }


def test_each_filter() -> None:
    one, two, three = DocumentFactory.create_batch(3)
    wire, other = SourceFactory.create_batch(2)
    dismissed = {**reviewed("dismissed"), "reviewed_at": timezone.now()}
    rows: Any = {
        "one": one,
        "two": two,
        "three": three,
        "wire": wire,
        "other": other,
        "first": SharedPassageFactory.create(document=one, other=two, whole=True),
        "second": SharedPassageFactory.create(document=two, other=three, **dismissed),
        "credit": CreditFactory.create(document=one, source=wire),
        "refused": CreditFactory.create(document=two, source=other, **dismissed),
        "speaker": OriginFactory.create(source=wire),
        "text": OriginFactory.create(source=None, document=one),
    }
    asked = {
        "passages": {
            "": "first second",
            "document=@one": "first",
            "document=@two": "first second",
            "whole=true": "first",
            "whole=false": "second",
            "status=dismissed": "second",
            "document=@two&status=proposed": "first",
        },
        "credits": {
            "": "credit refused",
            "document=@one": "credit",
            "source=@other": "refused",
            "status=proposed": "credit",
            "document=@one&source=@other": "",
        },
        "origins": {
            "": "speaker text",
            "source=@wire": "speaker",
            "document=@one": "text",
            "document=@two": "",
        },
    }
    for prefix, queries in asked.items():
        assert answers(rows, prefix, queries, user=reader()) == queries, prefix


def test_nothing_of_a_limited_text_shows_to_others() -> None:
    member = reader()
    hidden = DocumentFactory.create(cases=[CaseFactory.create(members=[member])])
    shown = DocumentFactory.create()
    informer = SourceFactory.create(document=hidden)
    SharedPassageFactory.create(document=hidden, other=DocumentFactory.create())
    CreditFactory.create(document=hidden)
    CreditFactory.create(document=shown, source=informer)
    OriginFactory.create(source=informer)
    OriginFactory.create(source=None, document=hidden)
    for prefix, number in (("passages", 1), ("credits", 2), ("origins", 2)):
        path = f"/api/v1/{prefix}/"
        assert len(ids(client_of(member).get(path))) == number, prefix
        assert ids(client_of(reader()).get(path)) == [], prefix


def test_counts_of_an_origin_are_of_what_one_may_see() -> None:
    member = reader()
    hidden = DocumentFactory.create(cases=[CaseFactory.create(members=[member])])
    said = AttributionFactory.create()
    AttributionFactory.create(
        claim=ClaimFactory.create(document=hidden), document=hidden, origin=said.origin
    )
    for user, number in ((member, 2), (reader(), 1)):
        found = client_of(user).get(f"/api/v1/origins/{said.origin.pk}/").json()
        assert (found["attributions"], found["documents"]) == (number, number)
