"""From a name to a source: found, made once, and shown to more people when an open text names it."""

from threading import Timer
from typing import Any

import psycopg2
import pytest
from django.db import IntegrityError, connection, transaction

from sources.models import Document, Source
from sources.services.naming import find, find_or_create, widen
from tests.factories import (
    AffiliationFactory,
    CaseFactory,
    DocumentFactory,
    SourceAliasFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def herald() -> Source:
    return SourceFactory.create(name="Vesk Herald")


@pytest.mark.parametrize("name", ["Vesk Herald", "vesk HERALD", "  Vesk Herald\n"])
def test_found_by_name(name: str, herald: Source) -> None:
    assert find(name) == herald


@pytest.mark.parametrize("name", ["", " ", "Vesk", "Vesk  Herald", "Vesk Herald.", "%"])
def test_not_found_by_another_name(name: str, herald: Source) -> None:
    assert find(name) is None


@pytest.mark.parametrize(
    ("status", "found"), [("confirmed", True), ("proposed", False), ("dismissed", False)]
)
def test_found_by_a_confirmed_alias(status: str, found: bool, herald: Source) -> None:
    SourceAliasFactory.create(source=herald, name="The Herald", status=status)
    assert find(" the herald ") == (herald if found else None)


def test_a_name_comes_before_an_alias(herald: Source) -> None:
    SourceAliasFactory.create(name="Vesk Herald", status="confirmed")
    assert find("Vesk Herald") == herald


@pytest.mark.parametrize("by", ["name", "alias"])
def test_the_source_that_stands_is_found(by: str, herald: Source) -> None:
    joined = SourceFactory.create(name="Herald Group", merged_into=herald)
    oldest = SourceFactory.create(name="Old Herald", merged_into=joined)
    SourceAliasFactory.create(source=oldest, name="OH", status="confirmed")
    assert find("old herald" if by == "name" else "oh") == herald
    assert find_or_create("Old Herald", kind="outlet", document=None) == herald


def test_a_speaker_without_a_name_is_nobodys_name() -> None:
    SourceFactory.create(name="experts", kind="unnamed", document=DocumentFactory.create())
    assert find("experts") is None
    named = find_or_create("Experts", kind="organisation", document=None)
    assert named.kind == "organisation"


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("  Vesk \n Herald ", "Vesk Herald"),
        ("É" * 400, "É" * 300),
        ("x", "x"),
        ("a b", "a b"),
    ],
)
def test_made_where_there_is_none(name: str, stored: str) -> None:
    document = DocumentFactory.create(publisher=None)
    made = find_or_create(name, kind="agency", document=document)
    assert (made.name, made.kind, made.document) == (stored, "agency", document)
    assert (made.reliability, made.merged_into) == ("F", None)
    assert find_or_create(name, kind="person", document=None) == made, "and then found"
    assert Source.objects.count() == 1


@pytest.mark.parametrize("name", ["", "  ", "\n\t"])
@pytest.mark.parametrize("kind", ["outlet", "unnamed"])
def test_an_empty_name_is_no_name(name: str, kind: str) -> None:
    with pytest.raises(ValueError, match="needs a name"):
        find_or_create(name, kind=kind, document=DocumentFactory.create())


def test_an_unnamed_speaker_needs_a_document() -> None:
    with pytest.raises(IntegrityError, match="source_unnamed_in_document"), transaction.atomic():
        find_or_create("experts", kind="unnamed", document=None)


def test_an_unnamed_speaker_is_one_in_a_document_whatever_its_letters() -> None:
    document, other = DocumentFactory.create(), DocumentFactory.create()
    first = find_or_create("Local experts", kind="unnamed", document=document)
    assert find_or_create("local  EXPERTS", kind="unnamed", document=document) == first
    assert find_or_create("Local experts", kind="unnamed", document=other) != first


def limited() -> Document:
    return DocumentFactory.create(cases=[CaseFactory.create(members=[UserFactory.create()])])


def opened() -> Document:
    return DocumentFactory.create()


def in_both() -> Document:
    document = limited()
    document.cases.add(CaseFactory.create())
    return document


def nowhere() -> None:
    return None


@pytest.mark.parametrize("factory", [SourceFactory, SourceAliasFactory, AffiliationFactory])
@pytest.mark.parametrize(
    ("known", "told", "moves"),
    [
        (limited, opened, True),
        (limited, in_both, True),
        (limited, limited, False),
        (limited, nowhere, False),
        (opened, opened, False),
        (opened, limited, False),
        (in_both, opened, False),
        (nowhere, opened, False),
        (nowhere, limited, False),
    ],
)
def test_known_to_all_once_an_open_text_tells_it(
    factory: Any, known: Any, told: Any, moves: bool
) -> None:
    before, other = known(), told()
    row = factory.create(document=before)
    widen(row, other)
    row.refresh_from_db()
    assert row.document == (other if moves else before)


def test_finding_widens(herald: Source) -> None:
    secret, other = limited(), opened()
    made = find_or_create("Guild", kind="organisation", document=secret)
    outsider = UserFactory.create()
    assert made not in Source.objects.visible_to(outsider)
    assert find_or_create("guild", kind="organisation", document=other).document == other
    assert made in Source.objects.visible_to(outsider)


@pytest.mark.django_db(transaction=True)
def test_another_worker_was_faster() -> None:
    """It has stored the name and not committed yet: we wait for it, and take its row."""
    worker = psycopg2.connect(**connection.get_connection_params())
    commit = Timer(0.3, worker.commit)
    try:
        with worker.cursor() as cursor:
            cursor.execute(
                "INSERT INTO sources_source (name, kind, reliability, reliability_reason, merge_reason, created_at)"
                " VALUES ('VESK Herald', 'outlet', 'F', '', '', now()) RETURNING id"
            )
            (pk,) = cursor.fetchone() or (0,)
        commit.start()
        found = find_or_create("Vesk Herald", kind="agency", document=None)
        assert (found.pk, found.kind) == (pk, "outlet")
    finally:
        commit.join()
        worker.close()
