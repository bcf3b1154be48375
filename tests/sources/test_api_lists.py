"""Lists of cases, sources, documents and imports: filters that combine, and every field of a row."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User

from sources.models import Case, ImportItem, ImportJob, Source
from tests.api_clients import client_of, reader
from tests.api_queries import Rows, answers
from tests.factories import (
    AffiliationFactory,
    CaseFactory,
    DocumentFactory,
    ImportItemFactory,
    ImportJobFactory,
    SourceAliasFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

WHEN = datetime(2024, 3, 26, 12, 30, tzinfo=UTC)
AT = "2024-03-26T12:30:00Z"


@pytest.fixture
def rows() -> Rows:
    user = reader()
    mill = CaseFactory.create(name="Mill fire")
    inner = CaseFactory.create(name="Inner circle", members=[user])
    hidden = CaseFactory.create(name="Hidden", limited=True)
    paper = SourceFactory.create(name="The Daily Mill", reliability="B")
    mayor = SourceFactory.create(name="Mayor Karimov", kind="person", reliability="A")
    twin = SourceFactory.create(name="Mayor Karimow", kind="person", merged_into=mayor)
    SourceAliasFactory.create(source=paper, name="Miller's Daily", status="confirmed")
    common = {"publisher": paper, "language": "en"}
    fire = DocumentFactory.create(
        **common, name="fire.txt", title="Fire at the mill", published="2024-03-01", cases=[mill]
    )
    flood = DocumentFactory.create(
        **common, name="flood.txt", title="Flood", published="2024-03-09", cases=[mill, inner]
    )
    french = DocumentFactory.create(
        name="feu.txt",
        title="Feu au moulin",
        language="fr",
        url="https://example.org/feu",
        status="skipped",
        status_reason="French.",
        cases=[inner],
    )
    secret = DocumentFactory.create(**common, title="Secret fire", cases=[hidden])
    job = ImportJobFactory.create(case=mill)
    upload = ImportJobFactory.create(case=inner, door="api")
    plain = ImportJobFactory.create(door="admin")
    closed = ImportJobFactory.create(case=hidden)
    return {
        "user": user,
        "mill": mill,
        "inner": inner,
        "paper": paper,
        "mayor": mayor,
        "twin": twin,
        "fire": fire,
        "flood": flood,
        "french": french,
        "secret": secret,
        "job": job,
        "upload": upload,
        "plain": plain,
        "closed": closed,
        "waits": ImportItemFactory.create(job=job),
        "broken": ImportItemFactory.create(job=job, status="failed", error="It is empty."),
        "read": ImportItemFactory.create(job=upload, status="imported", document=fire),
        "kept": ImportItemFactory.create(job=closed),
    }


CASES = {
    "": "mill inner",
    "limited=true": "inner",
    "limited=false": "mill",
    "name=MILL FIRE": "mill",
    "name=Mill": "",
    "name=Hidden": "",
    "name=Mill fire&limited=true": "",
}
SOURCES = {
    "kind=person": "mayor twin",
    "kind=group": "",
    "kind=person&standing=true": "mayor",
    "kind=person&standing=false": "twin",
    "reliability=A": "mayor",
    "reliability=B": "paper",
    "reliability=B&kind=person": "",
    "search=daily": "paper",
    "search=miller": "paper",  # by its other name
    "search=karimov": "mayor twin",  # spelt a little differently
    "search=karimov&standing=true": "mayor",
    "search=daily&kind=person": "",
}
DOCUMENTS = {
    "": "fire flood french",
    "case=@mill": "fire flood",
    "case=@inner": "flood french",
    "source=@paper": "fire flood",
    "source=@mayor": "",
    "status=imported": "fire flood",
    "status=failed": "",
    "language=fr": "french",
    "language=de": "",
    "name=fire.txt": "fire",
    "name=FIRE.txt": "",
    "url=https://example.org/feu": "french",
    "published_after=2024-03-01": "fire flood",
    "published_after=2024-03-10": "",
    "published_before=2024-02-29": "",
    "search=fire": "fire",
    "case=@inner&language=en": "flood",
    "case=@mill&published_after=2024-03-02": "flood",
    "source=@paper&search=flood": "flood",
    "status=skipped&case=@mill": "",
}
IMPORTS = {
    "": "job upload plain",
    "case=@mill": "job",
    "case=@inner": "upload",
    "door=command": "job",
    "door=api": "upload",
    "door=admin": "plain",
    "door=api&case=@mill": "",
}
ITEMS = {
    "": "waits broken read",
    "job=@job": "waits broken",
    "job=@plain": "",
    "status=pending": "waits",
    "status=imported": "read",
    "status=duplicate": "",
    "job=@job&status=failed": "broken",
    "job=@upload&status=failed": "",
}


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("cases", CASES),
        ("sources", SOURCES),
        ("documents", DOCUMENTS),
        ("imports", IMPORTS),
        ("items", ITEMS),
    ],
)
def test_what_is_found(rows: Rows, prefix: str, expected: dict[str, str]) -> None:
    user = rows["user"]
    assert isinstance(user, User)
    assert answers(rows, prefix, expected, user=user) == expected


@pytest.mark.parametrize(
    ("prefix", "name", "value"),
    [("imports", "case", "inner"), ("items", "job", "upload"), ("items", "job", "closed")],
)
def test_a_row_of_a_limited_case_is_no_value_of_a_filter(
    rows: Rows, prefix: str, name: str, value: str
) -> None:
    """It is answered as one that was never there."""
    client, path = client_of(reader()), f"/api/v1/{prefix}/"
    hidden = client.get(path, {name: rows[value].pk})
    missing = client.get(path, {name: 10**9})
    assert (hidden.status_code, hidden.json()) == (400, missing.json())


# --- Fields --------------------------------------------------------------------------------------


def row(prefix: str, pk: int) -> dict[str, Any]:
    answer = client_of(reader()).get(f"/api/v1/{prefix}/{pk}/")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_a_case() -> None:
    case = CaseFactory.create(name="Mill", description="Who set it on fire?")
    Case.objects.update(created_at=WHEN)
    assert row("cases", case.pk) == {
        "id": case.pk,
        "name": "Mill",
        "description": "Who set it on fire?",
        "limited": False,
        "documents": 0,
        "created_at": AT,
    }


def test_a_source() -> None:
    document = DocumentFactory.create()
    state, end = SourceFactory.create(name="Freedonia", kind="government"), SourceFactory.create()
    source = SourceFactory.create(
        name="Ports Ministry",
        kind="government",
        reliability="C",
        reliability_reason="Wrong twice.",
        document=document,
        merged_into=end,
    )
    alias = SourceAliasFactory.create(source=source, name="MoP", reason="Its initials.")
    office = AffiliationFactory.create(
        source=source,
        organisation=state,
        role="ministry",
        since=date(2020, 1, 1),
        until=date(2024, 1, 1),
        status="confirmed",
    )
    Source.objects.update(created_at=WHEN)
    assert row("sources", source.pk) == {
        "id": source.pk,
        "name": "Ports Ministry",
        "kind": "government",
        "reliability": "C",
        "reliability_reason": "Wrong twice.",
        "aliases": [
            {"id": alias.pk, "name": "MoP", "status": "proposed", "reason": "Its initials."}
        ],
        "affiliations": [
            {
                "id": office.pk,
                "organisation": {"id": state.pk, "name": "Freedonia", "kind": "government"},
                "role": "ministry",
                "since": "2020-01-01",
                "until": "2024-01-01",
                "status": "confirmed",
            }
        ],
        "document": {"id": document.pk, "name": document.name, "title": document.title},
        "merged_into": {"id": end.pk, "name": end.name, "kind": "outlet"},
        "created_at": AT,
    }


@pytest.mark.parametrize("whole", [True, False])
def test_a_document(*, whole: bool) -> None:
    case, paper = CaseFactory.create(name="Mill"), SourceFactory.create(name="Paper")
    old, first = DocumentFactory.create(name="old"), DocumentFactory.create(name="first")
    more = {
        "title": "Fire",
        "url": "https://example.org/fire",
        "author": "A. Lee",
        "published": date(2024, 3, 26),
        "revises": old,
        "copy_of": first,
        "status": "failed",
        "status_reason": "It took too long.",
        "cases": [case],
        "boilerplate": [[0, 4]],
        "pages": [0, 5],
        "metadata": {"desk": "city"},
    }
    made = DocumentFactory.create(
        name="fire.pdf",
        text="Fire\nÄ 🔥 burns.",
        publisher=paper if whole else None,
        retrieved_at=WHEN,
        **(more if whole else {"title": ""}),
    )
    assert row("documents", made.pk) == {
        "id": made.pk,
        "name": "fire.pdf",
        "title": "Fire" if whole else "",
        "url": "https://example.org/fire" if whole else "",
        "publisher": {"id": paper.pk, "name": "Paper", "kind": "outlet"} if whole else None,
        "author": "A. Lee" if whole else "",
        "published": "2024-03-26" if whole else None,
        "language": "en",
        "media_type": "text/plain",
        "cases": [{"id": case.pk, "name": "Mill"}] if whole else [],
        "status": "failed" if whole else "imported",
        "status_reason": "It took too long." if whole else "",
        "retrieved_at": AT,
        "text_sha256": made.text_sha256,
        "original": {"sha256": made.original.sha256, "size": made.original.size},
        "revises": {"id": old.pk, "name": "old", "title": old.title} if whole else None,
        "copy_of": {"id": first.pk, "name": "first", "title": first.title} if whole else None,
        "boilerplate": [[0, 4]] if whole else [],
        "pages": [0, 5] if whole else [],
        "metadata": {"desk": "city"} if whole else {},
        "text": "Fire\nÄ 🔥 burns.",
    }


def test_a_job_and_its_items() -> None:
    case, ann = CaseFactory.create(name="Mill"), UserFactory.create(username="ann")
    job = ImportJobFactory.create(name="mail.zip", case=case, created_by=ann)
    document = DocumentFactory.create(status="linked")
    fields: dict[str, dict[str, Any]] = {
        "imported": {"document": document},
        "duplicate": {"document": document},
        "skipped": {},
        "failed": {"error": "It is empty.", "original": None},
    }
    items = [
        ImportItemFactory.create(job=job, position=place, name=status, status=status, **more)
        for place, (status, more) in enumerate(fields.items())
    ]
    ImportJob.objects.update(created_at=WHEN)
    ImportItem.objects.update(received_at=WHEN)
    assert row("imports", job.pk) == {
        "id": job.pk,
        "url": f"http://testserver/api/v1/imports/{job.pk}/",
        "name": "mail.zip",
        "case": {"id": case.pk, "name": "Mill"},
        "door": "command",
        "created_by": "ann",
        "created_at": AT,
        "state": "done",
        "counts": {"pending": 0, "imported": 1, "duplicate": 1, "skipped": 1, "failed": 1},
        "waiting_documents": 0,
    }
    shown = {"id": document.pk, "name": document.name, "title": document.title}
    for item in items:
        assert row("items", item.pk) == {
            "id": item.pk,
            "job": job.pk,
            "position": item.position,
            "name": item.status,
            "format": "txt",
            "status": item.status,
            "error": item.error,
            "document": shown if item.document_id else None,
            "received_at": AT,
        }


def test_a_job_of_nobody_into_no_case() -> None:
    found = row("imports", ImportJobFactory.create().pk)
    assert (found["case"], found["created_by"], found["state"]) == (None, None, "done")
    assert set(found["counts"].values()) == {0}
