"""The first page: what waits, what is contested, what runs, and what changed since the last visit."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from claims.admin.workbench import dashboard
from claims.models import Action, Claim, Stance
from claims.services import desk
from sources.models import Document, ImportItem
from tests.factories import (
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    ConflictAccountFactory,
    ConflictFactory,
    DocumentFactory,
    ImportItemFactory,
    ImportJobFactory,
    UserFactory,
)
from tests.people import member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    cache.clear()


@pytest.fixture
def ana() -> User:
    return member("analyst", "ana")[0]


@pytest.fixture
def client(ana: User) -> Client:
    client = Client()
    client.force_login(ana)
    return client


def shown(client: Client) -> str:
    answer = client.get("/admin/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_what_waits(client: Client, ana: User) -> None:
    for _ in range(2):
        ClaimFactory.create()
    ClaimFactory.create(assigned_to=ana)
    desk.confirm(ClaimFactory.create(), by=ana, seen="")
    ImportItemFactory.create(status=ImportItem.Status.FAILED, error="No text in it.")
    DocumentFactory.create(status=Document.Status.FAILED, status_reason="It broke.")
    page = shown(client)
    assert '<b>3</b> <a href="/admin/triage/">claims to triage</a>' in page
    assert '<b>1</b> <a href="/admin/triage/?assignee=me">of them assigned to you</a>' in page
    assert "failed import</a>" in page
    assert "document that could not be read" in page


def test_numbers_end_somewhere(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dashboard, "MOST", 2)
    for _ in range(4):
        ClaimFactory.create()
    assert "<b>more than 2</b>" in shown(client)


def test_a_running_import_shows_how_far_it_is(client: Client) -> None:
    job = ImportJobFactory.create(name="papers")
    for status in ("pending", "pending", "imported"):
        ImportItemFactory.create(job=job, status=status)
    page = shown(client)
    assert "Running imports" in page
    assert "1 of 3" in page


def test_questions_have_a_bar_of_origins_for_each_account(client: Client) -> None:
    conflict = ConflictFactory.create(question="Did it burn?", kind="sides")
    claim = conflict.anchor
    for _ in range(3):
        AttributionFactory.create(claim=claim)
    AttributionFactory.create(claim=claim, stance=Stance.DENIES)
    for side in ("for", "against"):
        ConflictAccountFactory.create(conflict=conflict, claim=claim, side=side)
    page = shown(client)
    assert 'aria-label="Independent origins of each account: 3, 1"' in page
    assert '<rect class="side-for" x="0" width="3" height="1">' in page
    assert '<rect class="side-against even" x="3" width="1" height="1">' in page


def test_documents_and_claims_per_day(client: Client) -> None:
    for back, number in ((0, 1), (3, 2), (90, 4)):
        for _ in range(number):
            at = timezone.now() - timedelta(days=back)
            ClaimFactory.create(document=DocumentFactory.create(retrieved_at=at))
    page = shown(client)
    counts = ", ".join(["0"] * 10 + ["2", "0", "0", "1"])
    assert f"Documents per day, the last 14 days: {counts}" in page
    assert f"Claims per day, the last 14 days: {counts}" in page


def test_a_first_import_shows_at_once(client: Client) -> None:
    assert "Documents per day" not in shown(client)
    DocumentFactory.create()
    assert "Documents per day, the last 14 days: 0, 0" in shown(client)


def test_an_empty_system_offers_the_demonstration(client: Client) -> None:
    offer = 'action="/admin/sources/importjob/demonstration/"'
    assert offer in shown(client)
    DocumentFactory.create()
    assert offer not in shown(client)


def test_what_others_did_since_the_last_visit(client: Client, ana: User) -> None:
    ben = UserFactory.create(username="ben")
    old = desk.confirm(ClaimFactory.create(text="It was cold"), by=ben, seen="")
    assert old is not None
    Action.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=8))
    shown(client)
    desk.reject(ClaimFactory.create(text="It rained"), reason="trivial", by=ben, seen="")
    desk.confirm(ClaimFactory.create(text="It snowed"), by=ana, seen="")
    page = shown(client)
    assert "ben rejected it" in page
    assert "It rained" in page
    assert "It was cold" not in page
    assert "It snowed" not in page


def test_a_visit_ends_when_one_is_away(client: Client, ana: User) -> None:
    """The session says when; the page of half a minute ago is no visit of its own."""
    long_ago = (timezone.now() - timedelta(hours=3)).isoformat()
    longer = (timezone.now() - timedelta(days=2)).isoformat()
    session = client.session
    session["visit"] = {"last": long_ago, "since": longer}
    session.save()
    shown(client)
    assert client.session["visit"]["since"] == long_ago
    shown(client)
    assert client.session["visit"]["since"] == long_ago


def test_nothing_of_others_cases(client: Client) -> None:
    case = CaseFactory.create(name="Zanzibar", members=[UserFactory.create()])
    secret = ClaimFactory.create(
        text="Zanzibar burned", document=DocumentFactory.create(cases=[case])
    )
    AttributionFactory.create(claim=secret)
    ConflictAccountFactory.create(
        conflict=ConflictFactory.create(question="Zanzibar?", anchor=secret), claim=secret
    )
    desk.confirm(secret, by=UserFactory.create(), seen="")
    job = ImportJobFactory.create(name="Zanzibar papers", case=case)
    ImportItemFactory.create(job=job)
    assert "Zanzibar" not in shown(client)


def test_without_rights_there_is_nothing_but_a_word() -> None:
    client = Client()
    client.force_login(UserFactory.create(is_staff=True))
    ClaimFactory.create()
    page = shown(client)
    assert "Ask an administrator for a role" in page
    assert "Waits for you" not in page
    assert Claim.objects.count() == 1
