"""The conflict desk: the list by weight, one conflict's accounts side by side, resolving and reopening."""

import re
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import (
    Action,
    Attribution,
    Claim,
    Conflict,
    ConflictAccount,
    Finding,
    Side,
    Stance,
    Status,
)
from claims.services import triage
from claims.services.actions import token
from tests.factories import (
    ActionFactory,
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    ClaimLinkFactory,
    ConflictAccountFactory,
    ConflictFactory,
    DocumentFactory,
    EventFactory,
    OriginFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
HTMX = {"headers": {"HX-Request": "true"}}


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def in_role(role: str) -> User:
    call_command("roles", verbosity=0)
    user = UserFactory.create(is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def ana() -> User:
    return in_role("analyst")


@pytest.fixture
def desk(ana: User) -> Client:
    return client_of(ana)


def toll(*numbers: int, origins: int = 1) -> Conflict:
    """A question with an account for each number, by so many origins each, a day apart."""
    counted = {"measure": "killed", "bound": "exact", "unit": "persons"}
    claims = [
        ClaimFactory.create(text=f"{n} were killed", low=n, high=n, **counted) for n in numbers
    ]
    conflict = ConflictFactory.create(anchor=claims[0])
    for day, claim in enumerate(claims, 1):
        ConflictAccountFactory.create(conflict=conflict, claim=claim)
        for _ in range(origins):
            document = DocumentFactory.create(published=date(2024, 3, day))
            AttributionFactory.create(claim=claim, document=document)
    triage.weigh_conflicts(claim.pk for claim in claims)
    conflict.refresh_from_db()
    return conflict


@pytest.fixture
def sided() -> Conflict:
    """One claim: asserted, denied, held to be unlikely, and somebody who takes no position."""
    conflict = ConflictFactory.create(kind=Conflict.Kind.SIDES)
    for stance, likelihood in (
        ("asserts", ""),
        ("denies", ""),
        ("asserts", "unlikely"),
        ("no_position", ""),
    ):
        AttributionFactory.create(claim=conflict.anchor, stance=stance, likelihood=likelihood)
    for side in Side:
        ConflictAccountFactory.create(conflict=conflict, claim=conflict.anchor, side=side)
    return conflict


def show(conflict: Conflict, client: Client) -> str:
    answer = client.get(f"/admin/conflicts/{conflict.pk}/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def do(client: Client, conflict: Conflict, what: str, status: int = 200, **words: Any) -> str:
    """Does it as the page's script would."""
    address = f"/admin/conflicts/{conflict.pk}/{what}/"
    answer = client.post(address, words, **HTMX)  # type: ignore[arg-type]
    assert answer.status_code == status, answer.content.decode()[:2000]
    return " ".join(answer.content.decode().split())


def now(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


RESOLUTION: dict[str, Any] = {"finding": "real conflict", "rationale": "Two saw it."}


class TestWeight:
    def test_origins_against_the_strongest_account_weigh(self) -> None:
        assert toll(3, 5).weight == pytest.approx(1.002)
        assert toll(3, 5, 8).weight == pytest.approx(2.003)
        assert toll(3, 5, origins=4).weight == pytest.approx(4.008)

    def test_copies_and_refused_words_do_not_weigh(self) -> None:
        conflict = toll(3, 5)
        account = conflict.accounts.last()
        assert account is not None
        origin = OriginFactory.create()
        for _ in range(5):
            AttributionFactory.create(
                claim=account.claim, document=DocumentFactory.create(), origin=origin
            )
        refused = AttributionFactory.create(claim=account.claim)
        Attribution.objects.filter(pk=refused.pk).update(
            status=Status.DISMISSED,
            reviewed_by=UserFactory.create(),
            reviewed_at=timezone.now(),
        )
        triage.weigh_conflicts([account.claim_id])
        assert now(conflict).weight == pytest.approx(1.003)

    def test_sides_are_weighed_apart(self, sided: Conflict) -> None:
        triage.weigh_conflicts([sided.anchor_id])
        assert now(sided).weight == pytest.approx(1.003), "two against, one for"

    def test_weighing_takes_as_many_queries_for_one_as_for_twenty(self) -> None:
        def queries(conflicts: list[Conflict]) -> int:
            Conflict.objects.update(weight=0)
            claims = [pk for c in conflicts for pk in c.accounts.values_list("claim", flat=True)]
            with CaptureQueriesContext(connection) as captured:
                triage.weigh_conflicts(claims)
            return len(captured)

        made = [toll(3, 5) for _ in range(20)]
        assert queries(made[:1]) == queries(made)


class TestPage:
    def test_sides_are_told_apart(self, sided: Conflict, desk: Client) -> None:
        shown = show(sided, desk)
        against, favour = shown.split('class="column side-for"')
        assert against.count("<blockquote") == 2, "more origins: it comes first"
        favour, undecided = favour.split("Asked, and took no position")
        assert favour.count("<blockquote") == 1
        assert undecided.count("<blockquote") == 1
        assert "One claim is both asserted and denied." in undecided

    def test_origins_dates_and_reliability(self, desk: Client) -> None:
        conflict = toll(3, 5)
        said = Attribution.objects.filter(claim__accounts__conflict=conflict).first()
        assert said is not None
        assert said.claimant is not None
        said.claimant.reliability = "D"
        said.claimant.save()
        shown = show(conflict, desk)
        assert "2 accounts from 2 independent origins" in shown
        assert "D – not usually reliable" in shown
        assert "1 Mar 2024" in shown
        assert {"origin A", "origin B"} <= set(re.findall(r"origin [A-Z]", shown))

    def test_a_toll_has_its_chart(self, desk: Client) -> None:
        conflict = toll(3, 5, 8)
        shown = show(conflict, desk)
        assert shown.count("<circle") == 3
        assert "1 Mar 2024: 3 – " in shown
        assert "style=" not in shown.split("<svg")[1].split("</svg>")[0]

    def test_accounts_of_a_count_stand_in_the_order_of_their_numbers(self, desk: Client) -> None:
        conflict = toll(8, 3, 5)
        more = OriginFactory.create()
        for account in conflict.accounts.filter(claim__low=5):
            AttributionFactory.create(claim=account.claim, origin=more)
        heads = re.findall(r'<h2 id="account-\d+">.*?</h2>', show(conflict, desk))
        assert [re.sub("<[^>]+>", "", head).strip() for head in heads] == [
            f"{n} were killed" for n in (3, 5, 8)
        ]

    def test_a_bound_is_told_as_the_writer_named_it(self, desk: Client) -> None:
        conflict = toll(3, 5)
        Claim.objects.filter(low=5).update(low=131, high=None, bound="more than")
        assert "2 Mar 2024: more than 130 – " in show(conflict, desk)

    def test_of_many_reasons_the_first_stand_open(self, desk: Client) -> None:
        conflict = toll(3, 5, 6, 7)
        claims = [account.claim for account in conflict.accounts.order_by("pk")]
        for one, other in combinations(claims, 2):
            ClaimLinkFactory.create(from_claim=one, to_claim=other, relation="contradicts")
        shown = show(conflict, desk)
        assert 'id="more-why"' not in shown
        ClaimLinkFactory.create(from_claim=claims[1], to_claim=claims[0], relation="updates")
        why, folded = show(conflict, desk).split('id="more-why"')
        assert (why.count('class="link-row"'), folded.count('class="link-row"')) == (6, 1)
        assert "<summary>1 more</summary>" in folded

    def test_undated_numbers_are_told_in_words(self, desk: Client) -> None:
        conflict = toll(3, 5)
        last = conflict.accounts.last()
        assert last is not None
        document = DocumentFactory.create(published=None)
        AttributionFactory.create(claim=last.claim, document=document)
        assert "Without a date: 1." in show(conflict, desk)

    def test_many_accounts_and_voices_stay_bounded(self, desk: Client) -> None:
        conflict = toll(*range(1, 16))
        heavy = conflict.accounts.first()
        assert heavy is not None
        for _ in range(20):
            AttributionFactory.create(claim=heavy.claim, document=DocumentFactory.create())
        shown = show(conflict, desk)
        assert "3 more accounts" in shown
        assert shown.count("<blockquote") == 8 + 11
        assert shown.count("Show more") == 1
        assert desk.get(f"/admin/conflicts/{conflict.pk}/account/9999999/").status_code == 404

    def test_it_costs_the_same_for_one_row_and_twenty(self, desk: Client) -> None:
        conflict = toll(3, 5)

        def tell() -> None:
            claim = ClaimFactory.create(
                event=EventFactory.create(), measure="killed", bound="exact", low=4, high=4
            )
            ConflictAccountFactory.create(conflict=conflict, claim=claim)
            AttributionFactory.create(claim=claim, via=[SourceFactory.create()])
            AttributionFactory.create(claim=claim, stance=Stance.NO_POSITION)
            ClaimLinkFactory.create(from_claim=conflict.anchor, to_claim=claim)
            ActionFactory.create(verb="reopen", claim=None, conflict=conflict)

        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                show(conflict, desk)
            return len(captured)

        tell()
        queries()
        tell()  # by somebody: from here on the history has a user to look up
        few = queries()
        for _ in range(20):
            tell()
        assert queries() == few

    def test_next_and_previous_lead_through_the_list(self, desk: Client) -> None:
        third, second, first = toll(3, 5), toll(3, 5), toll(3, 5)
        shown = show(second, desk)
        assert f'href="/admin/conflicts/{third.pk}/" data-key="j"' in shown
        assert f'href="/admin/conflicts/{first.pk}/" data-key="k"' in shown
        assert 'data-key="k"' not in show(first, desk)
        assert 'data-key="j"' not in show(third, desk)

    def test_links_to_the_record_lead_here(self, desk: Client) -> None:
        conflict = toll(3, 5)
        answer = desk.get(f"/admin/claims/conflict/{conflict.pk}/change/")
        assert answer["Location"] == f"/admin/conflicts/{conflict.pk}/"


class TestAccess:
    SECRET = "Zanzibarov"

    def test_nothing_of_a_limited_case_shows(self, desk: Client) -> None:
        limited = CaseFactory.create(members=[UserFactory.create()])
        secret = DocumentFactory.create(
            title=self.SECRET, cases=[limited], published=date(2024, 3, 9)
        )
        conflict = toll(3, 5)
        hidden = ClaimFactory.create(
            text=f"{self.SECRET}: 9 killed", document=secret, measure="killed", bound="exact", low=9
        )
        speaker = SourceFactory.create(name=self.SECRET, document=secret)
        AttributionFactory.create(claim=hidden, document=secret, claimant=speaker)
        AttributionFactory.create(claim=conflict.anchor, document=secret, claimant=speaker)
        ConflictAccountFactory.create(conflict=conflict, claim=hidden)
        ClaimLinkFactory.create(
            from_claim=conflict.anchor, to_claim=hidden, explanation=self.SECRET
        )
        shown = show(conflict, desk)
        assert self.SECRET not in shown
        assert "2 accounts from 2 independent origins" in shown
        assert self.SECRET not in desk.get("/admin/conflicts/").content.decode()
        unseen = ConflictFactory.create(anchor=hidden)
        assert desk.get(f"/admin/conflicts/{unseen.pk}/").status_code == 404
        do(desk, unseen, "resolve", status=404, **RESOLUTION)

    @pytest.mark.parametrize(
        ("role", "may"), [("viewer", False), ("analyst", True), ("reviewer", True)]
    )
    def test_roles(self, role: str, may: bool) -> None:
        client = client_of(in_role(role))
        conflict = toll(3, 5)
        claims = conflict.accounts.values_list("claim", flat=True).order_by("claim")
        link = ClaimLinkFactory.create(from_claim_id=claims[0], to_claim_id=claims[1])
        shown = show(conflict, client)
        for what in ("resolve", f"link/{link.pk}/confirm", "undo"):
            address = f"/admin/conflicts/{conflict.pk}/{what}/"
            assert (f'action="{address}"' in shown) is may, what
            assert (client.post(address, RESOLUTION).status_code == 302) is may, what
            assert client.get(address).status_code in (403, 405), what

    def test_nobody_without_the_right_to_view(self) -> None:
        client = client_of(UserFactory.create(is_staff=True))
        assert client.get("/admin/conflicts/").status_code == 403
        assert client.get(f"/admin/conflicts/{toll(3, 5).pk}/").status_code == 403


class TestDoing:
    def test_resolved_with_a_preferred_account_and_undone(self, desk: Client, ana: User) -> None:
        conflict = toll(3, 5)
        account = conflict.accounts.first()
        assert account is not None
        Claim.objects.filter(pk=account.claim_id).update(need=0)
        seen = token(now(conflict))
        shown = do(desk, conflict, "resolve", seen=seen, preferred=account.pk, **RESOLUTION)
        found = now(conflict)
        assert (found.state, found.finding, found.preferred, found.resolved_by) == (
            *("resolved", "real conflict"),
            *(account, ana),
        )
        assert "preferred</span>" in shown
        assert "Two saw it." in shown
        settled = Claim.objects.get(pk=account.claim_id).need
        do(desk, conflict, "undo")
        found = now(conflict)
        assert (found.state, found.finding, found.preferred, found.rationale) == (
            *("open", "", None, ""),
        )
        asked = Claim.objects.get(pk=account.claim_id).need
        assert asked == pytest.approx(settled + 2), "it is contested again"

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ({"finding": "real conflict", "rationale": " "}, "rationale"),
            ({"finding": "whatever", "rationale": "Because."}, "finding"),
            ({}, "finding"),
            ({**RESOLUTION, "preferred": "99999"}, "preferred account is gone"),
        ],
    )
    def test_errors_are_said_and_what_was_written_is_kept(
        self, desk: Client, words: dict[str, Any], said: str
    ) -> None:
        conflict = toll(3, 5)
        shown = do(desk, conflict, "resolve", status=400, **words)
        assert said in shown.split("notice-wrong")[1]
        assert now(conflict).state == Conflict.State.OPEN
        if words.get("rationale", "").strip():
            assert f">{words['rationale']}</textarea>" in shown

    @pytest.mark.parametrize("finding", Finding.values)
    def test_each_finding(self, desk: Client, finding: str) -> None:
        conflict = toll(3, 5)
        do(desk, conflict, "resolve", finding=finding, rationale="So.")
        assert now(conflict).finding == finding

    def test_opened_again_for_a_reason_and_undone(self, desk: Client) -> None:
        conflict = toll(3, 5)
        account = conflict.accounts.first()
        assert account is not None
        do(desk, conflict, "resolve", preferred=account.pk, **RESOLUTION)
        do(desk, conflict, "reopen", status=400, because=" ")
        shown = do(desk, conflict, "reopen", because="A third count.")
        assert "Opened again: A third count." in shown
        assert "What was found before" in shown
        do(desk, conflict, "undo")
        assert (now(conflict).finding, now(conflict).preferred) == ("real conflict", account)
        do(desk, conflict, "reopen", because="A third count.")
        ConflictAccount.objects.filter(pk=account.pk).delete()
        assert "is gone by now" in do(desk, conflict, "undo", status=409)

    def test_the_second_of_two_is_told_who_did_what(self, desk: Client) -> None:
        conflict = toll(3, 5)
        seen = token(now(conflict))
        ben = in_role("analyst")
        do(client_of(ben), conflict, "resolve", seen=seen, **RESOLUTION)
        words: dict[str, Any] = {"finding": "not a conflict", "rationale": "They can both be so."}
        shown = do(desk, conflict, "resolve", status=409, seen=seen, **words)
        assert f"{ben} has resolved it (real conflict)" in shown
        assert now(conflict).finding == "real conflict"

    def test_a_reason_is_judged_in_place(self, desk: Client) -> None:
        conflict = toll(3, 5)
        one, other = conflict.accounts.values_list("claim", flat=True).order_by("claim")
        link = ClaimLinkFactory.create(from_claim_id=one, to_claim_id=other)
        shown = do(desk, conflict, f"link/{link.pk}/confirm", seen=token(now(link)))
        assert now(link).status == Status.CONFIRMED
        assert "Take back" in shown
        do(desk, conflict, f"link/{link.pk}/sing", status=404)
        do(desk, conflict, f"link/{ClaimLinkFactory.create().pk}/confirm", status=404)

    def test_dismissing_the_only_reason_ends_the_conflict(self, desk: Client) -> None:
        conflict = toll(3, 5)
        one, other = conflict.accounts.values_list("claim", flat=True).order_by("claim")
        link = ClaimLinkFactory.create(from_claim_id=one, to_claim_id=other)
        shown = do(desk, conflict, f"link/{link.pk}/reject")
        assert "This conflict is gone" in shown
        assert not Conflict.objects.exists()
        answer = desk.get(f"/admin/conflicts/{conflict.pk}/")
        assert answer.status_code == 404

    def test_every_change_is_told_in_words(self, desk: Client, ana: User) -> None:
        conflict = toll(3, 5)
        do(desk, conflict, "resolve", **RESOLUTION)
        told = show(conflict, desk).split('class="changes"')[-1]
        assert "resolved the question" in told
        assert "found: real conflict" in told
        assert f"<b>{ana}</b>" in told
        assert Action.objects.get().reason == "real conflict"
