"""From a speaker as a text names them to a Source, whichever document came first."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from claims.extraction.types import Speaker
from claims.services import speakers
from sources.models import Affiliation, Document, Source, SourceAlias
from tests.factories import (
    CaseFactory,
    DocumentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
HARBOUR = Speaker("Harbour Office of Vesk", "government", ("HOV",), "Vesk")


@pytest.fixture
def member() -> User:
    return UserFactory.create()


@pytest.fixture
def outsider() -> User:
    return UserFactory.create()


@pytest.fixture
def secret(member: User) -> Document:
    return DocumentFactory.create(cases=[CaseFactory.create(members=[member])])


def seen(user: User) -> list[Any]:
    models = (Source.objects, SourceAlias.objects, Affiliation.objects)
    publishers = Source.objects.filter(published_documents__isnull=False)
    found = [set(manager.visible_to(user)) for manager in models]
    return [found[0] - set(publishers), *found[1:]]


def test_what_a_limited_case_tells_shows_once_an_open_document_tells_it_too(
    secret: Document, member: User, outsider: User
) -> None:
    speakers.resolve(HARBOUR, secret)
    assert seen(outsider) == [set(), set(), set()]
    assert [len(rows) for rows in seen(member)] == [2, 1, 1]

    speakers.resolve(HARBOUR, DocumentFactory.create())

    assert seen(outsider) == seen(member)
    assert [len(rows) for rows in seen(outsider)] == [2, 1, 1]


def test_an_open_name_for_a_hidden_source_is_hidden(secret: Document, outsider: User) -> None:
    speakers.resolve(Speaker("Qasim Orlovski", "person"), secret)

    speakers.resolve(Speaker("Qasim Orlovsky", "person"), DocumentFactory.create())

    proposed = SourceAlias.objects.get(source__name="Qasim Orlovski")
    assert proposed.name == "Qasim Orlovsky"
    assert not SourceAlias.objects.visible_to(outsider).exists()
