"""The first page: what waits, what is contested, what runs, and what changed since the last visit."""

import html
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.admin.workbench import dashboard
from claims.models import Action, Claim, Conflict, Stance, Visit
from claims.services import conflicts, desk, judging, visiting, watching
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
    VisitFactory,
)
from tests.people import member

pytestmark = pytest.mark.django_db
STANCE = {"for": Stance.ASSERTS, "against": Stance.DENIES}


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


def news_of(client: Client) -> str:
    """What is said to be new since the last visit."""
    return shown(client).partition('<h2 id="news">')[2].partition("</section>")[0]


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
    tables = days(shown(client))
    today = timezone.localdate()
    for table in tables.values():
        head, body = table.split("<tbody>")
        named = re.findall(r'<span class="visually-hidden">([^<]+)</span>', head)
        assert (len(named), named[-1]) == (14, f"{today.day} {today:%B}")
        assert re.findall(r"</svg>(\d+)</td>", body) == ["0"] * 10 + ["2", "0", "0", "1"]
        assert re.findall(r' y="(\d+)"', body)[-4:] == ["0", "100", "100", "50"]
    assert set(tables) == {"Documents", "Claims"}


def days(page: str) -> dict[str, str]:
    """The tables of numbers per day, by name."""
    return dict(re.findall(r'<table class="days"><caption>(\w+)</caption>(.+?)</table>', page))


def test_a_first_import_shows_at_once(client: Client) -> None:
    assert not days(shown(client))
    DocumentFactory.create()
    assert days(shown(client))["Documents"].endswith("</svg>1</td></tr></tbody>")


def test_all_records_are_folded_at_the_foot(client: Client) -> None:
    foot = shown(client).partition('<details class="record"><summary>All records</summary>')[2]
    assert 'href="/admin/sources/document/"' in foot
    assert "<section" not in foot


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


class TestVisits:
    def test_one_ends_when_one_is_away_for_half_an_hour(self, ana: User) -> None:
        now = timezone.now()
        earlier, before = now - timedelta(hours=5), now - timedelta(hours=3)
        VisitFactory.create(user=ana, last_at=before, since=earlier)
        assert visiting.visit(ana) == before
        assert visiting.visit(ana) == before, "loading the page again is the same visit"
        almost = now - timedelta(minutes=29)
        Visit.objects.filter(user=ana).update(last_at=almost, since=earlier)
        assert visiting.visit(ana) == earlier
        assert Visit.objects.get(user=ana).last_at > almost

    def test_each_has_their_own(self, ana: User) -> None:
        ben = UserFactory.create()
        VisitFactory.create(user=ben, since=timezone.now() - timedelta(days=40))
        assert timezone.now() - visiting.visit(ana) < timedelta(days=8)
        assert timezone.now() - visiting.visit(ben) > timedelta(days=39)

    def test_on_the_first_what_one_did_last_counts(self, ana: User) -> None:
        done = desk.confirm(ClaimFactory.create(), by=ana, seen="")
        assert done is not None
        long_ago = timezone.now() - timedelta(days=20)
        Action.objects.filter(pk=done.pk).update(at=long_ago)
        assert visiting.visit(ana) == long_ago

    def test_it_goes_on_on_another_device(self, client: Client, ana: User) -> None:
        VisitFactory.create(user=ana, last_at=timezone.now() - timedelta(hours=9))
        desk.reject(
            ClaimFactory.create(text="It rained"),
            reason="trivial",
            by=UserFactory.create(),
            seen="",
        )
        assert "It rained" in shown(client)
        client.logout()
        other = Client()
        other.force_login(ana)
        assert "It rained" in shown(other)

    def test_it_has_no_time_that_is_still_being_written(self, ana: User) -> None:
        """What a colleague's transaction writes now bears a time from before this visit."""
        visiting.visit(ana)
        assert Visit.objects.get(user=ana).last_at <= watching.horizon()


class TestSinceTheLastVisit:
    @pytest.fixture(autouse=True)
    def _visited(self, ana: User) -> None:
        VisitFactory.create(user=ana, last_at=timezone.now() - timedelta(hours=2))

    def test_new_documents_of_others(self, client: Client, ana: User) -> None:
        DocumentFactory.create(title="Toll rises", publisher__name="Herald")
        mine = DocumentFactory.create(title="By me")
        item = ImportItemFactory.create(job__created_by=ana, document=mine, status="imported")
        assert item.document == mine
        old = DocumentFactory.create(title="From before")
        Document.objects.filter(pk=old.pk).update(
            status_changed_at=timezone.now() - timedelta(hours=3)
        )
        page = news_of(client)
        assert "New document: <a" in page
        assert "Toll rises" in page
        assert "Herald" in page
        assert "By me" not in page
        assert "From before" not in page
        assert "Nobody else did anything" not in page

    def test_questions_that_were_opened_again(self, client: Client) -> None:
        """Only those that were settled at the last visit, or in between."""

        def question(text: str, *, settled: bool) -> Conflict:
            conflict: Conflict = ConflictFactory.create(question=text)
            for side in ("for", "against"):
                said = AttributionFactory.create(
                    claim=conflict.anchor, start=len(side), stance=STANCE[side]
                )
                ConflictAccountFactory.create(conflict=conflict, claim=said.claim, side=side)
            if settled:
                judging.resolve(
                    *(conflict,),
                    finding="real conflict",
                    rationale="So",
                    preferred=None,
                    by=UserFactory.create(),
                    seen="",
                )
                conflict.refresh_from_db()
            return conflict

        for text, settled in (("Did it burn?", True), ("How many?", False)):
            conflicts.open_again(question(text, settled=settled), "Radio Z says so, too.")
        question("Who did it?", settled=True)
        page = news_of(client)
        assert page.count("Opened again") == 1
        assert "Did it burn?" in page
        assert "Radio Z says so, too." in page

    def test_what_is_cut_leads_on(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(dashboard, "SHOWN", 2)
        ben = UserFactory.create()
        for number in range(5):
            desk.reject(ClaimFactory.create(), reason="trivial", by=ben, seen="")
            DocumentFactory.create(title=f"Report {number}", publisher=None)
        page = news_of(client)
        # One document each of the claims, and five of themselves.
        assert "6 more new documents</a>" in page
        assert "3 more that others did</a>" in page
        monkeypatch.setattr(dashboard, "FEW", 9)
        assert "1 more new document</a>" in news_of(client)
        monkeypatch.setattr(dashboard, "FEW", 4)
        for name in ("sources/document/", "claims/action/"):
            link = re.search(rf'href="(/admin/{name}\?[^"]+)"', page)
            assert link
            assert client.get(html.unescape(link[1])).status_code == 200
        monkeypatch.setattr(dashboard, "MOST", 3)
        assert "many more that others did</a>" in news_of(client)

    def test_it_costs_the_same_for_few_and_for_many(self, client: Client) -> None:
        def cost() -> int:
            cache.clear()
            with CaptureQueriesContext(connection) as captured:
                shown(client)
            return len(captured)

        def happens() -> None:
            desk.reject(ClaimFactory.create(), reason="trivial", by=UserFactory.create(), seen="")

        happens()
        shown(client)
        few = cost()
        for _ in range(20):
            happens()
        assert cost() == few


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
    assert "<h2>No role yet</h2>" in page
    assert "No documents yet" not in page
    assert "Waits for you" not in page
    assert Claim.objects.count() == 1
