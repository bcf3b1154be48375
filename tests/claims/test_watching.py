"""The page "Watching", the button on each thing's page, and the first page's part: what they show, to whom."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Watch
from claims.services import watching
from factcheck.roles import ROLES
from tests.factories import (
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    CommentFactory,
    ConflictAccountFactory,
    ConflictFactory,
    DocumentFactory,
    SourceFactory,
    UserFactory,
    WatchFactory,
)
from tests.people import member

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert('x')</script>"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    cache.clear()


@pytest.fixture
def vera() -> tuple[User, Client]:
    """A viewer: watching takes no more."""
    return member("viewer", "vera")


def conflict_about(claim: Any) -> Any:
    conflict = ConflictFactory.create(anchor=claim, question="Did it burn?")
    for row in (claim, ClaimFactory.create(document=claim.document)):
        AttributionFactory.create(claim=row, start=row.pk % 7)
        ConflictAccountFactory.create(conflict=conflict, claim=row)
    return conflict


def things() -> dict[str, tuple[Any, str]]:
    """One of each kind, with its page."""
    claim, case, source = ClaimFactory.create(), CaseFactory.create(), SourceFactory.create()
    conflict = conflict_about(ClaimFactory.create())
    conflict_about(ClaimFactory.create())  # the next one
    return {
        "claim": (claim, f"/admin/dossier/{claim.pk}/"),
        "conflict": (conflict, f"/admin/conflicts/{conflict.pk}/"),
        "case": (case, f"/admin/cases/{case.pk}/"),
        "source": (source, f"/admin/sources/source/{source.pk}/change/"),
    }


def shown(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def page(client: Client, **asked: str) -> str:
    answer = client.get("/admin/watching/", asked)
    assert answer.status_code == 200
    return shown(answer)


def watched(user: User, **about: Any) -> Watch:
    about = {"claim": None, **about}
    row: Watch = WatchFactory.create(user=user, since=timezone.now() - timedelta(hours=1), **about)
    return row


class TestButton:
    @pytest.mark.parametrize("kind", ["claim", "conflict", "case", "source"])
    def test_it_watches_and_stops_from_each_page(
        self, kind: str, vera: tuple[User, Client]
    ) -> None:
        user, client = vera
        thing, address = things()[kind]
        there = f"/admin/watching/{kind}/{thing.pk}"
        body = shown(client.get(address))
        assert f'action="{there}/watch/"' in body
        assert f'name="next" value="{address}"' in body
        answer = client.post(f"{there}/watch/", {"next": address}, follow=True)
        assert answer.redirect_chain == [(address, 302)]
        assert "You are told what changes about it." in shown(answer)
        assert f'action="{there}/unwatch/"' in shown(answer)
        assert [row.thing for row in Watch.objects.filter(user=user)] == [thing]
        answer = client.post(f"{there}/unwatch/", {"next": address, "part": "1"}, headers=HTMX)
        assert f'action="{there}/watch/"' in shown(answer)
        assert "You are told no more of it." in shown(answer)
        assert not Watch.objects.exists()

    def test_looking_marks_nothing_as_seen(self, vera: tuple[User, Client]) -> None:
        user, client = vera
        claim = ClaimFactory.create()
        watch = watched(user, claim=claim)
        for n in range(2):
            CommentFactory.create(claim=claim, text=f"Remark {n}")
        address = f"/admin/dossier/{claim.pk}/"
        for _ in range(2):
            answer = client.get(address)
            assert "2 changes since" in shown(answer)
        until = answer.context["watch"].until
        CommentFactory.create(claim=claim, text="Meanwhile")
        answer = client.post(
            f"/admin/watching/claim/{claim.pk}/seen/", {"until": until, "part": "1"}, headers=HTMX
        )
        assert "1 change since" in shown(answer)
        assert Watch.objects.get(pk=watch.pk).since.isoformat() == until

    @pytest.mark.parametrize(
        "until", ["", "now", "\x00", "2024-13-45T99:00", "2024-01-01", "9" * 99]
    )
    def test_a_page_that_does_not_say_when_it_was_made(
        self, until: str, vera: tuple[User, Client]
    ) -> None:
        user, client = vera
        watch = watched(user, claim=ClaimFactory.create())
        there = f"/admin/watching/claim/{watch.claim_id}/seen/"
        assert "Load the page again" in shown(client.post(there, {"until": until}, follow=True))
        assert client.post(there, {"until": until}, headers=HTMX).status_code == 400
        assert Watch.objects.get().since == watch.since

    @pytest.mark.parametrize("until", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
    def test_times_out_of_all_bounds(self, until: str, vera: tuple[User, Client]) -> None:
        user, client = vera
        watch = watched(user, claim=ClaimFactory.create())
        there = f"/admin/watching/claim/{watch.claim_id}/seen/"
        assert client.post(there, {"until": until}).status_code == 302
        assert watch.since <= Watch.objects.get().since <= timezone.now()


class TestRights:
    @pytest.mark.parametrize("role", ROLES)
    def test_everybody_who_may_view_may_watch(self, role: str) -> None:
        user, client = member(role)
        claim = ClaimFactory.create()
        assert 'href="/admin/watching/"' in shown(client.get("/admin/"))
        assert client.post(f"/admin/watching/claim/{claim.pk}/watch/").status_code == 302
        assert Watch.objects.get().user == user

    @pytest.mark.parametrize("missing", ["view_watch", "view_comment", "view_source"])
    def test_who_may_not_see_what_it_tells_may_not_watch(
        self, missing: str, vera: tuple[User, Client]
    ) -> None:
        user, client = vera
        user.groups.clear()
        user.user_permissions.set(Permission.objects.exclude(codename=missing))
        claim = ClaimFactory.create()
        assert client.get("/admin/watching/").status_code == 403
        assert client.post(f"/admin/watching/claim/{claim.pk}/watch/").status_code == 403
        assert client.post("/admin/watching/seen/").status_code == 403
        assert client.post("/admin/watching/unseen/").status_code == 403
        assert 'id="watch"' not in shown(client.get(f"/admin/dossier/{claim.pk}/"))
        assert "You watch nothing" not in shown(client.get("/admin/"))

    @pytest.mark.parametrize(
        ("right", "verb"),
        [("add", "watch"), ("delete", "unwatch"), ("change", "seen"), ("change", "unseen")],
    )
    def test_each_verb_takes_its_right(
        self, right: str, verb: str, vera: tuple[User, Client]
    ) -> None:
        user, client = vera
        user.groups.clear()
        user.user_permissions.set(Permission.objects.exclude(codename=f"{right}_watch"))
        claim = ClaimFactory.create()
        assert client.post(f"/admin/watching/claim/{claim.pk}/{verb}/").status_code == 403

    def test_it_only_posts(self, vera: tuple[User, Client]) -> None:
        claim = ClaimFactory.create()
        for path in (f"claim/{claim.pk}/watch", "seen", "unseen"):
            assert vera[1].get(f"/admin/watching/{path}/").status_code == 405

    def test_what_is_not_there_or_out_of_sight_is_not_found(
        self, vera: tuple[User, Client]
    ) -> None:
        user, client = vera
        closed = CaseFactory.create(members=[UserFactory.create()])
        secret = DocumentFactory.create(cases=[closed])
        claim = ClaimFactory.create(document=secret)
        source = SourceFactory.create(document=secret)
        watched(user, claim=claim)
        for path in (
            *(f"claim/{claim.pk}/{verb}" for verb in ("watch", "unwatch", "seen", "unseen")),
            *(f"case/{closed.pk}/watch", f"source/{source.pk}/watch"),
            f"conflict/{conflict_about(claim).pk}/watch",
            *(f"document/{secret.pk}/watch", f"claim/{10**30}/watch", "claim/0/watch"),
            f"claim/{ClaimFactory.create().pk}/love",
        ):
            assert client.post(f"/admin/watching/{path}/").status_code == 404, path
        assert Watch.objects.count() == 1

    def test_nobody_sees_anothers(self, vera: tuple[User, Client], admin_client: Client) -> None:
        claim = ClaimFactory.create(text="Zanzibar burned")
        mine = watched(UserFactory.create(), claim=claim)
        for client in (vera[1], admin_client):
            assert "Zanzibar" not in page(client)
            assert 'action="/admin/watching/claim/' not in page(client)
            client.post(f"/admin/watching/claim/{claim.pk}/unwatch/")
            client.post("/admin/watching/seen/", {"until": watching.horizon().isoformat()})
            assert "Zanzibar" not in shown(client.get("/admin/claims/watch/"))
        assert Watch.objects.get().since == mine.since


class TestPage:
    def test_news_first_with_who_and_where(self, vera: tuple[User, Client]) -> None:
        user, client = vera
        ben = UserFactory.create(username="ben")
        quiet = watched(user, claim=ClaimFactory.create(text="It was quiet"))
        said = AttributionFactory.create(claimant__name="The mayor", claim__text="It burned")
        loud = watched(user, claim=said.claim)
        later = watched(user, source=SourceFactory.create(name="Herald"))
        CommentFactory.create(claim=loud.claim, by=ben, text="Odd.")
        answer = client.get("/admin/watching/")
        rows = [entry.watched.watch for entry in answer.context["entries"]]
        assert rows == [loud, later, quiet]
        body = shown(answer)
        assert "<b>ben</b>" in body
        assert "commented: “Odd.”" in body
        assert "<b>The machine</b>" in body
        assert f"/admin/sources/document/{said.document_id}/change/#attribution-{said.pk}" in body
        assert "<b>2 changes</b> since" in body
        assert "no change since" in body

    def test_by_kind(self, vera: tuple[User, Client]) -> None:
        user, client = vera
        watched(user, claim=ClaimFactory.create(text="It burned"))
        watched(user, source=SourceFactory.create(name="Herald"))
        assert "Herald" not in page(client, kind="claim")
        assert "Herald" in page(client, kind="source")
        assert "You watch no case" in page(client, kind="case")
        for odd in ("x", "\x00", "case" * 999):
            assert "Herald" in page(client, kind=odd)

    def test_empty_it_says_how_to_begin(self, vera: tuple[User, Client]) -> None:
        assert "You watch nothing yet" in page(vera[1])

    def test_a_merged_claim_names_the_other(self, vera: tuple[User, Client]) -> None:
        user, client = vera
        into = ClaimFactory.create(text="It burned down")
        watched(user, claim=ClaimFactory.create(text="It burnt", merged_into=into))
        body = page(client)
        assert 'It burnt</a> <span class="quiet">merged into</span>' in body
        assert f'<a href="/admin/dossier/{into.pk}/" dir="auto">It burned down</a>' in body

    def test_all_that_is_shown_is_seen(self, vera: tuple[User, Client]) -> None:
        user, client = vera
        claim, other = ClaimFactory.create(), ClaimFactory.create()
        source = SourceFactory.create()
        watched(user, claim=claim)
        watched(user, claim=other)
        apart = watched(user, source=source)
        for row in (claim, other):
            CommentFactory.create(claim=row)
        AttributionFactory.create(claimant=source)
        until = client.get("/admin/watching/").context["until"]
        CommentFactory.create(claim=other, text="Meanwhile")
        answer = client.post(
            "/admin/watching/seen/",
            {"until": until, "kind": "claim", "next": "/admin/watching/?kind=claim"},
            follow=True,
        )
        assert answer.redirect_chain == [("/admin/watching/?kind=claim", 302)]
        found = {one.thing: len(one.news) for one in watching.changes(user)}
        assert found == {claim: 0, other: 1, source: 1}
        assert Watch.objects.get(pk=apart.pk).since == apart.since

    def test_not_seen_after_all(self, vera: tuple[User, Client]) -> None:
        user, client = vera
        claims = [ClaimFactory.create() for _ in range(2)]
        for claim in claims:
            watched(user, claim=claim)
            CommentFactory.create(claim=claim)
        assert "Not seen after all" not in page(client)
        until = watching.horizon().isoformat()
        client.post("/admin/watching/seen/", {"until": until})
        assert page(client).count("no change since") == 2
        answer = client.post("/admin/watching/unseen/", follow=True)
        assert "it is news again" in shown(answer)
        assert shown(answer).count("<b>1 change</b>") == 2
        assert "There is nothing to take back." in shown(
            client.post("/admin/watching/unseen/", follow=True)
        )

    def test_not_seen_after_all_on_the_page_of_the_thing(self, vera: tuple[User, Client]) -> None:
        user, client = vera
        claim = ClaimFactory.create()
        watched(user, claim=claim)
        CommentFactory.create(claim=claim)
        there = f"/admin/watching/claim/{claim.pk}"
        words = {"until": watching.horizon().isoformat(), "part": "1"}
        answer = client.post(f"{there}/seen/", words, headers=HTMX)
        assert f'action="{there}/unseen/"' in shown(answer)
        answer = client.post(f"{there}/unseen/", {"part": "1"}, headers=HTMX)
        assert "1 change since" in shown(answer)
        assert f'action="{there}/unseen/"' not in shown(answer)

    def test_what_it_tells_stays_text(self, vera: tuple[User, Client]) -> None:
        user, client = vera
        claim = ClaimFactory.create(
            text=f"{HOSTILE} burned", document__title=HOSTILE, document__text=f"{HOSTILE} said so"
        )
        for thing in (
            {"claim": claim},
            {"case": CaseFactory.create(name=HOSTILE)},
            {"source": SourceFactory.create(name=HOSTILE)},
        ):
            watched(user, **thing)
        CommentFactory.create(claim=claim, text=HOSTILE)
        AttributionFactory.create(claim=claim, claimant__name=f"{HOSTILE} himself")
        for body in (
            page(client),
            shown(client.get("/admin/")),
            shown(client.get(f"/admin/dossier/{claim.pk}/")),
        ):
            assert HOSTILE not in body
        assert "&lt;script&gt;" in page(client)

    @pytest.mark.parametrize("path", ["/admin/watching/", "/admin/"])
    def test_it_costs_the_same_for_one_and_twenty(
        self, path: str, vera: tuple[User, Client]
    ) -> None:
        user, client = vera

        def tell() -> None:
            for about, (thing, _) in things().items():
                watched(user, **{about: thing})
            claim = ClaimFactory.create()
            watched(user, claim=claim)
            CommentFactory.create(claim=claim)
            AttributionFactory.create(claim=claim)

        def cost() -> int:
            cache.clear()
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            return len(captured)

        tell()
        cost()
        # From here on this transaction's history names who asked, as the page has noted the visit in it.
        tell()
        few = cost()
        for _ in range(19):
            tell()
        assert cost() == few


class TestFirstPage:
    def test_how_many_have_news_and_the_first_of_them(self, vera: tuple[User, Client]) -> None:
        user, client = vera
        assert "You watch nothing." in shown(client.get("/admin/"))
        claims = [ClaimFactory.create(text=f"House {n} burned") for n in range(6)]
        for claim in claims:
            watched(user, claim=claim)
        assert "Nothing changed about the" in shown(client.get("/admin/"))
        for claim in claims[:5]:
            CommentFactory.create(claim=claim, text="Odd.")
        body = shown(client.get("/admin/"))
        assert "5 of 6 watched things changed" in body
        assert "commented: “Odd.”" in body
        named = [
            n for n in range(6) if f'House {n} burned</a> <span class="quiet">1 change:' in body
        ]
        assert named == [1, 2, 3, 4]


def test_a_case_that_somebody_watches_can_be_deleted() -> None:
    _, client = member("admin")
    case = CaseFactory.create()
    watched(UserFactory.create(username="secretive"), case=case)
    asked = client.get(f"/admin/sources/case/{case.pk}/delete/")
    assert "secretive" not in shown(asked)
    assert client.post(f"/admin/sources/case/{case.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Watch.objects.exists()
