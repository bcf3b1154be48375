"""Nothing of a limited case shows to those who are no members of it."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from sources.models import (
    Affiliation,
    Case,
    Document,
    ImportItem,
    ImportJob,
    Source,
    SourceAlias,
    User,
)
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
from tests.people import anew

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> User:
    return UserFactory.create()


@pytest.fixture
def stranger() -> User:
    return UserFactory.create()


@pytest.fixture
def limited(member: User) -> Case:
    return CaseFactory.create(name="Limited", members=[member])


@pytest.fixture
def opened() -> Case:
    return CaseFactory.create(name="Open")


def test_an_open_case_shows_to_everybody(opened: Case, stranger: User) -> None:
    assert list(Case.objects.visible_to(stranger)) == [opened]
    assert list(Case.objects.visible_to(AnonymousUser())) == [opened]


def test_a_limited_case_shows_to_its_members_alone(
    limited: Case, opened: Case, member: User, stranger: User
) -> None:
    assert set(Case.objects.visible_to(member)) == {limited, opened}
    assert set(Case.objects.visible_to(stranger)) == {opened}
    assert set(Case.objects.visible_to(AnonymousUser())) == {opened}


def test_a_superuser_sees_all_while_active(limited: Case, admin: User) -> None:
    assert limited in Case.objects.visible_to(admin)
    admin.is_active = False
    assert limited not in Case.objects.visible_to(admin)


def test_being_limited_without_members_shows_to_nobody(member: User) -> None:
    case = CaseFactory.create(limited=True)
    assert not Case.objects.visible_to(member).filter(pk=case.pk).exists()


def test_documents_show_where_one_of_their_cases_does(
    limited: Case, opened: Case, member: User, stranger: User
) -> None:
    free = DocumentFactory.create()
    public = DocumentFactory.create(cases=[opened])
    secret = DocumentFactory.create(cases=[limited])
    both = DocumentFactory.create(cases=[opened, limited])
    assert set(Document.objects.visible_to(member)) == {free, public, secret, both}
    assert set(Document.objects.visible_to(stranger)) == {free, public, both}
    assert set(Document.objects.visible_to(AnonymousUser())) == {free, public, both}


def test_a_document_in_two_cases_is_listed_once(opened: Case, stranger: User) -> None:
    document = DocumentFactory.create(cases=[opened, CaseFactory.create()])
    assert list(Document.objects.visible_to(stranger)) == [document]
    assert Document.objects.visible_to(stranger).count() == 1


def test_confined_are_those_of_limited_cases_alone(limited: Case, opened: Case) -> None:
    DocumentFactory.create()
    DocumentFactory.create(cases=[opened])
    DocumentFactory.create(cases=[opened, limited])
    secret = DocumentFactory.create(cases=[limited, CaseFactory.create(limited=True)])
    assert list(Document.objects.confined()) == [secret]


def test_jobs_and_items_show_with_their_case(
    limited: Case, opened: Case, member: User, stranger: User
) -> None:
    items = {
        name: ImportItemFactory.create(job=ImportJobFactory.create(name=name, case=case))
        for name, case in (("free", None), ("open", opened), ("limited", limited))
    }
    assert set(ImportItem.objects.visible_to(member)) == set(items.values())
    assert set(ImportItem.objects.visible_to(stranger)) == {items["free"], items["open"]}
    seen = ImportJob.objects.visible_to(stranger).values_list("name", flat=True)
    assert set(seen) == {"free", "open"}
    assert ImportJob.objects.visible_to(member).count() == 3


def test_sources_known_from_a_limited_case_alone_show_to_its_members(
    limited: Case, member: User, stranger: User, admin: User
) -> None:
    secret = DocumentFactory.create(cases=[limited], publisher=None)
    known = SourceFactory.create()
    whispered = SourceFactory.create(document=secret)
    alias = SourceAliasFactory.create(source=known, document=secret)
    office = AffiliationFactory.create(source=known, organisation=known_office(), document=secret)

    assert whispered in Source.objects.visible_to(member)
    assert whispered not in Source.objects.visible_to(stranger)
    assert known in Source.objects.visible_to(stranger)
    assert list(SourceAlias.objects.visible_to(member)) == [alias]
    assert not SourceAlias.objects.visible_to(stranger).exists()
    assert list(Affiliation.objects.visible_to(member)) == [office]
    assert not Affiliation.objects.visible_to(stranger).exists()
    assert whispered in Source.objects.visible_to(admin)


def known_office() -> Source:
    return SourceFactory.create(name="Ministry of Harbours", kind=Source.Kind.GOVERNMENT)


def test_what_leaves_a_limited_case_open_again_shows(
    limited: Case, opened: Case, stranger: User
) -> None:
    document = DocumentFactory.create(cases=[limited])
    assert not Document.objects.visible_to(stranger).exists()
    document.cases.add(opened)
    assert list(Document.objects.visible_to(stranger)) == [document]
    limited.limited = False
    limited.save()
    document.cases.remove(opened)
    assert list(Document.objects.visible_to(anew(stranger))) == [document]


def test_where_no_case_is_closed_no_document_is_looked_up(
    limited: Case, stranger: User, django_assert_num_queries: Any
) -> None:
    DocumentFactory.create(cases=[limited])
    assert "EXISTS" in str(Document.objects.visible_to(stranger).query)
    member = anew(stranger)
    limited.members.add(member)
    with django_assert_num_queries(1):  # which cases are closed, once for a request
        asked = [str(Document.objects.visible_to(member).query) for _ in range(3)]
    assert not any("EXISTS" in query for query in asked)
