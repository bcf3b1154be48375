"""The triage page: who may open it, what it shows in which order, and what its forms do."""

import re
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from claims.admin.workbench import queue
from claims.models import Action, Attribution, Claim, Stance, Status
from claims.services import reviewing
from claims.services.actions import token
from factcheck.roles import ROLES
from tests.factories import (
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    ClaimLinkFactory,
    ConflictAccountFactory,
    ConflictFactory,
    DocumentFactory,
    SourceAliasFactory,
    SourceFactory,
    UserFactory,
)
from tests.people import member

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ana() -> tuple[User, Client]:
    return member("analyst", "ana")


@pytest.fixture
def ben() -> tuple[User, Client]:
    return member("analyst", "ben")


def now(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def do(client: Client, row: Any, verb: str, **more: Any) -> Any:
    """Posts one of a claim's verbs, with its token as it is now."""
    words = {"seen": token(now(row)), **more}
    kind = "said/" if isinstance(row, Attribution) else ""
    address = f"/admin/triage/{kind}{row.pk}/{verb}/"
    return client.post(address, words, headers=HTMX)


def order(client: Client, query: str = "") -> list[int]:
    """Ids of the claims in the queue."""
    answer = client.get(f"/admin/triage/?{query}")
    assert answer.status_code == 200
    return [int(pk) for pk in re.findall(r'<li id="row-(\d+)"', answer.content.decode())]


class TestRoles:
    @pytest.mark.parametrize("role", ROLES)
    def test_who_may_open_it(self, role: str) -> None:
        claim = AttributionFactory.create().claim
        _, client = member(role)
        expected = 403 if role == "viewer" else 200
        for path in ("", f"{claim.pk}/", f"{claim.pk}/voices/", f"{claim.pk}/suggest/", "more/"):
            assert client.get(f"/admin/triage/{path}", headers=HTMX).status_code == expected, path
        for verb in ("confirm", "reject", "edit", "merge", "split", "rate", "assign", "restore"):
            answer = client.post(f"/admin/triage/{claim.pk}/{verb}/", headers=HTMX)
            assert (answer.status_code == 403) is (role == "viewer"), verb
        shown = client.get("/admin/").content.decode()
        assert ('href="/admin/triage/"' in shown) is (role != "viewer")

    def test_nobody_without_a_login(self) -> None:
        assert Client().get("/admin/triage/")["Location"].startswith("/admin/login/")

    def test_who_was_logged_out_goes_to_the_login_as_a_whole(self) -> None:
        headers = {**HTMX, "HX-Current-URL": "http://testserver/admin/triage/?claim=5"}
        answer = Client().get("/admin/triage/5/", headers=headers)
        assert answer["HX-Redirect"] == "/admin/login/?next=%2Fadmin%2Ftriage%2F%3Fclaim%3D5"

    def test_others_cases_stay_closed(self, ana: tuple[User, Client]) -> None:
        secret = ClaimFactory.create(
            text="Zanzibar burned",
            document=DocumentFactory.create(
                cases=[CaseFactory.create(members=[UserFactory.create()])]
            ),
        )
        said = AttributionFactory.create(claim=secret)
        client = ana[1]
        assert "Zanzibar" not in client.get("/admin/triage/").content.decode()
        assert client.get("/admin/triage/", {"claim": secret.pk}).status_code == 404
        assert client.get(f"/admin/triage/{secret.pk}/", headers=HTMX).status_code == 404
        assert do(client, secret, "confirm").status_code == 404
        assert do(client, said, "confirm").status_code == 404
        other = ClaimFactory.create()
        assert do(client, other, "merge", into=secret.pk).status_code == 400
        ticked = {"verb": "confirm", "row": f"{secret.pk}:"}
        client.post("/admin/triage/selection/", ticked, headers=HTMX)
        assert now(secret).status == Status.PROPOSED


class TestQueue:
    def test_in_order_of_need(self, ana: tuple[User, Client]) -> None:
        made = {need: ClaimFactory.create().pk for need in (0.5, 7.0, 3.0)}
        for need, pk in made.items():
            Claim.objects.filter(pk=pk).update(need=need)
        assert order(ana[1]) == [made[7.0], made[3.0], made[0.5]]

    def test_filters(self, ana: tuple[User, Client]) -> None:
        case = CaseFactory.create()
        paper = SourceFactory.create(name="Harbour Herald")
        in_case = ClaimFactory.create(
            text="The gate was open",
            assigned_to=ana[0],
            document=DocumentFactory.create(
                cases=[case], publisher=paper, published=date(2024, 3, 2)
            ),
        )
        ana_brandt = SourceFactory.create(name="Ana Brandt")
        AttributionFactory.create(claim=in_case, claimant=ana_brandt, document=in_case.document)
        repeated = DocumentFactory.create(published=date(2024, 3, 20))
        again = AttributionFactory.create(claim=in_case, document=repeated)
        again.claimant = SourceFactory.create(name="A. Brandt-Holm", merged_into=ana_brandt)
        again.save()
        SourceAliasFactory.create(source=ana_brandt, name="Anna Brand", status="confirmed")
        SourceAliasFactory.create(source=ana_brandt, name="Guessed", status="proposed")
        other = ClaimFactory.create(document__published=date(2024, 5, 2))
        AttributionFactory.create(claim=other, document=other.document)
        done = ClaimFactory.create()
        reviewing.confirm(done, by=ana[0])
        away = ClaimFactory.create()
        reviewing.dismiss(away, by=ana[0])
        client = ana[1]
        everything = {in_case.pk, other.pk}
        assert set(order(client)) == everything
        for query, expected in {
            f"case={case.pk}": {in_case.pk},
            "case=99999": set(),
            "case=x": everything,
            "source=harbour": {in_case.pk},
            "source=brandt": {in_case.pk},
            "source=anna+brand": {in_case.pk},
            "source=guessed": set(),
            "source=nobody at all": set(),
            "since=2024-03-10": {in_case.pk, other.pk},  # said again then
            "since=2024-03-10&until=2024-03-15": set(),
            "since=2024-04-01": {other.pk},
            "until=2024-04-01": {in_case.pk},
            "since=2024-02-30": everything,
            "assignee=me": {in_case.pk},
            "assignee=nobody": {other.pk},
            f"assignee={ana[0].pk}": {in_case.pk},
            "q=GATE": {in_case.pk},
            "q=%00": everything,
            "state=confirmed": {done.pk},
            "state=dismissed": {away.pk},
            "state=all": {in_case.pk, other.pk, done.pk, away.pk},
            "state=gone": everything,
        }.items():
            assert set(order(client, query)) == expected, query

    def test_leafing_meets_each_claim_once(
        self, ana: tuple[User, Client], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from claims.admin.workbench import queue

        monkeypatch.setattr(queue, "SHOWN", 3)
        claims = [ClaimFactory.create().pk for _ in range(8)]
        Claim.objects.filter(pk__in=claims[:5]).update(need=4.0)
        seen = order(ana[1])
        while True:
            page = ana[1].get("/admin/triage/more/", {"after": seen[-1]}, headers=HTMX)
            found = [int(pk) for pk in re.findall(r'id="row-(\d+)"', page.content.decode())]
            if not found:
                break
            seen += found
        assert seen == [*reversed(claims[:5]), *reversed(claims[5:])]

    def test_next_and_previous(self, ana: tuple[User, Client]) -> None:
        claims = [ClaimFactory.create() for _ in range(3)]
        shown = ana[1].get(f"/admin/triage/{claims[1].pk}/", headers=HTMX)
        assert shown.context["next"] == claims[0].pk
        assert shown.context["previous"] == claims[2].pk
        assert shown["HX-Replace-Url"] == (f"/admin/triage/?state=proposed&claim={claims[1].pk}")

    @pytest.mark.parametrize(
        ("query", "words"),
        [("", "Nothing waits"), ("q=zebra", "Nothing matches"), ("state=confirmed", "None so far")],
    )
    def test_empty_it_says_what_to_do(
        self, ana: tuple[User, Client], query: str, words: str
    ) -> None:
        assert words in ana[1].get(f"/admin/triage/?{query}").content.decode()


def told(answer: Any) -> str:
    """What the page says came of it."""
    return str(answer.context["notice"].text)


class TestActing:
    def test_confirming_moves_on_without_a_page_load(self, ana: tuple[User, Client]) -> None:
        first, second = ClaimFactory.create(), ClaimFactory.create()
        answer = do(ana[1], second, "confirm", next=first.pk)
        assert answer.status_code == 200
        assert told(answer) == f"Confirmed: {second}"
        assert answer.context["claim"] == first
        body = answer.content.decode()
        assert "<html" not in body
        assert f'<li id="row-{second.pk}" hx-swap-oob="delete"></li>' in body

    def test_without_scripts_it_goes_back_to_the_page(self, ana: tuple[User, Client]) -> None:
        first, second = ClaimFactory.create(), ClaimFactory.create()
        words = {"seen": token(now(second)), "next": first.pk}
        answer = ana[1].post(f"/admin/triage/{second.pk}/confirm/", words)
        assert answer["Location"] == f"/admin/triage/?state=proposed&claim={first.pk}"
        page = ana[1].get(answer["Location"]).content.decode()
        assert escape(f"Confirmed: {second}") in page

    def test_a_rejection_takes_a_reason(self, ana: tuple[User, Client]) -> None:
        claim = ClaimFactory.create()
        assert do(ana[1], claim, "reject").status_code == 400
        assert now(claim).status == Status.PROPOSED
        do(ana[1], claim, "reject", reason="not a claim")
        assert now(claim).status == Status.DISMISSED
        assert Action.objects.get().reason == "not a claim"

    def test_edit_assign_rate_merge_split(self, ana: tuple[User, Client]) -> None:
        user, client = ana
        said = AttributionFactory.create()
        moved = AttributionFactory.create(claim=said.claim)
        do(client, said.claim, "edit", text="The mill burned")
        do(client, said.claim, "assign")
        do(client, said.claim, "rate", credibility=2)
        do(client, said.claim, "split", said=[moved.pk], text="The gate was open")
        claim = now(said.claim)
        assert (claim.text, claim.assigned_to) == ("The mill burned", user)
        assert claim.assessments.get().credibility == 2
        assert now(moved).claim.text == "The gate was open"
        do(client, now(moved).claim, "merge", into=claim.pk)
        assert now(moved).claim == claim
        do(client, claim, "assign", to="nobody")
        assert now(claim).assigned_to is None

    @pytest.mark.parametrize(
        ("verb", "words"),
        [
            ("rate", {"credibility": "7"}),
            ("rate", {}),
            ("merge", {"into": "99999"}),
            ("merge", {}),
            ("edit", {"text": ""}),
            ("split", {"text": "Other words"}),
        ],
    )
    def test_what_makes_no_sense_is_said(
        self, ana: tuple[User, Client], verb: str, words: dict[str, str]
    ) -> None:
        claim = AttributionFactory.create().claim
        answer = do(ana[1], claim, verb, **words)
        assert answer.status_code == 400
        assert told(answer)
        assert answer.context["claim"] == claim
        assert not Action.objects.exists()

    def test_unknown_verbs_and_rows_are_not_found(self, ana: tuple[User, Client]) -> None:
        claim = ClaimFactory.create()
        assert do(ana[1], claim, "erase").status_code == 404
        assert ana[1].post("/admin/triage/99999/confirm/").status_code == 404
        assert ana[1].get(f"/admin/triage/{claim.pk}/confirm/").status_code == 405

    def test_each_quote_by_itself(self, ana: tuple[User, Client]) -> None:
        right, wrong, skewed = (AttributionFactory.create() for _ in range(3))
        do(ana[1], right, "confirm")
        do(ana[1], wrong, "reject")
        answer = do(
            ana[1],
            skewed,
            "correct",
            stance=Stance.REPORTS,
            likelihood="",
            claimant=str(skewed.claimant),
            quote=skewed.quote,
        )
        assert f'id="said-{skewed.pk}"' in answer.content.decode()
        assert "<html" not in answer.content.decode()
        statuses = [now(row).status for row in (right, wrong, skewed)]
        assert statuses == ["confirmed", "dismissed", "confirmed"]
        assert now(skewed).stance == Stance.REPORTS
        assert {now(row.claim).status for row in (right, wrong, skewed)} == {"proposed"}
        assert "refused" in do(ana[1], right, "reject").content.decode()

    def test_words_of_several_lines_are_found_as_forms_send_them(
        self, ana: tuple[User, Client]
    ) -> None:
        document = DocumentFactory.create(text="He said:\nThe mill\nburned.")
        row = AttributionFactory.create(claim__document=document, document=document, end=7)
        words = {"claimant": "He", "stance": "asserts", "likelihood": "", "kind": "person"}
        answer = do(ana[1], row, "correct", quote="The mill\r\nburned\x00", **words)
        assert answer.status_code == 200
        assert (now(row).quote, now(row).start) == ("The mill\nburned", 9)

    def test_links_are_confirmed_dismissed_and_taken_back(self, ana: tuple[User, Client]) -> None:
        link = ClaimLinkFactory.create()
        for verb, status in (
            ("confirm", "confirmed"),
            ("restore", "proposed"),
            ("reject", "dismissed"),
        ):
            address = f"/admin/triage/{link.from_claim_id}/link/{link.pk}/{verb}/"
            ana[1].post(address, {"seen": token(now(link))}, headers=HTMX)
            assert now(link).status == status

    def test_a_selection_is_done_and_undone_at_once(self, ana: tuple[User, Client]) -> None:
        claims = [ClaimFactory.create() for _ in range(3)]
        ticked = [f"{claim.pk}:{token(now(claim))}" for claim in claims[:2]]
        address = "/admin/triage/selection/"
        words = {"verb": "reject", "reason": "trivial", "row": ticked}
        answer = ana[1].post(address, words, headers=HTMX)
        assert told(answer) == "Rejected: 2 of 2 claims."
        assert order(ana[1]) == [claims[2].pk]
        assert told(ana[1].post("/admin/triage/undo/", headers=HTMX)) == "Undone: 2 things."
        assert set(order(ana[1])) == {claim.pk for claim in claims}
        assert (
            told(ana[1].post(address, {"verb": "confirm"}, headers=HTMX)) == "No claim is ticked."
        )

    def test_after_a_selection_what_still_waits_is_read(self, ana: tuple[User, Client]) -> None:
        claims = [ClaimFactory.create() for _ in range(3)]
        address = "/admin/triage/selection/"

        def do_to(shown: Claim, verb: str, ticked: Claim) -> Claim:
            words = {"verb": verb, "shown": shown.pk, "row": f"{ticked.pk}:{token(now(ticked))}"}
            found: Claim = ana[1].post(address, words, headers=HTMX).context["claim"]
            return found

        assert do_to(claims[0], "confirm", claims[0]).pk == order(ana[1])[0]
        assert do_to(claims[1], "confirm", claims[2]) == claims[1], "it waits: reading goes on"
        assert do_to(claims[1], "assign", claims[1]) == claims[1]

    def test_undo_shows_the_claim_again(self, ana: tuple[User, Client]) -> None:
        first, second = ClaimFactory.create(), ClaimFactory.create()
        do(ana[1], second, "confirm", next=first.pk)
        answer = ana[1].post("/admin/triage/undo/", {"shown": first.pk}, headers=HTMX)
        assert told(answer) == "Undone: confirmed it."
        assert answer.context["claim"] == second
        assert now(second).status == Status.PROPOSED
        assert ana[1].post("/admin/triage/undo/", headers=HTMX).status_code == 400


class TestTwoAnalysts:
    def test_the_second_is_told_and_sees_what_the_first_did(
        self, ana: tuple[User, Client], ben: tuple[User, Client]
    ) -> None:
        claim = ClaimFactory.create()
        seen = token(now(claim))
        do(ana[1], claim, "reject", reason="trivial")
        answer = do(ben[1], claim, "confirm", seen=seen)
        assert answer.status_code == 409
        assert "ana has rejected it (trivial)" in told(answer)
        assert answer.context["claim"].status == Status.DISMISSED
        assert now(claim).reviewed_by == ana[0]

    def test_of_a_quote_too(self, ana: tuple[User, Client], ben: tuple[User, Client]) -> None:
        said = AttributionFactory.create()
        seen = token(now(said))
        do(ana[1], said, "reject")
        answer = do(ben[1], said, "confirm", seen=seen)
        assert answer.status_code == 409
        assert "ana has rejected it (not in the text)" in told(answer)
        assert answer.context["voice"].row.status == Status.DISMISSED

    def test_a_selection_leaves_out_what_changed(
        self, ana: tuple[User, Client], ben: tuple[User, Client]
    ) -> None:
        one, other = ClaimFactory.create(), ClaimFactory.create()
        ticked = [f"{claim.pk}:{token(now(claim))}" for claim in (one, other)]
        do(ana[1], one, "assign")
        words = {"verb": "confirm", "row": ticked}
        answer = ben[1].post("/admin/triage/selection/", words, headers=HTMX)
        assert answer.status_code == 409
        assert "Confirmed: 1 of 2 claims." in told(answer)
        assert "ana has assigned it" in told(answer)
        assert (now(one).status, now(other).status) == ("proposed", "confirmed")


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def test_markup_stays_text(ana: tuple[User, Client]) -> None:
    document = DocumentFactory.create(
        title=HOSTILE, text=f"{HOSTILE} said that it burned. {HOSTILE}"
    )
    claim = ClaimFactory.create(text=HOSTILE, document=document)
    AttributionFactory.create(
        claim=claim,
        claimant__name=HOSTILE,
        start=0,
        end=len(HOSTILE),
        via=[SourceFactory.create(name=f"{HOSTILE}2")],
    )
    ClaimLinkFactory.create(from_claim=claim, explanation=HOSTILE)
    do(ana[1], claim, "reject", reason=HOSTILE)
    for address in (
        f"/admin/triage/?state=all&claim={claim.pk}&q={HOSTILE}",
        f"/admin/triage/{claim.pk}/suggest/?words=script",
        "/admin/triage/names/?source=script",
        "/admin/claims/action/",
    ):
        body = ana[1].get(address, headers={}).content.decode()
        assert "<script>alert" not in body, address
        assert "<img src=x" not in body, address


class TestCost:
    def fill(self, claims: int, said: int) -> Claim:
        """One claim with so many attributions, links and merged ones, among so many others."""
        conflict = ConflictFactory.create()
        target = ClaimFactory.create()
        for _ in range(claims):
            claim = AttributionFactory.create(claim__assigned_to=UserFactory.create()).claim
            ConflictAccountFactory.create(conflict=conflict, claim=claim)
            CaseFactory.create()
            ClaimLinkFactory.create(from_claim=target, to_claim=claim)
            ClaimFactory.create(merged_into=target)
        for _ in range(said):
            AttributionFactory.create(claim=target, via=[SourceFactory.create()])
        Claim.objects.filter(pk=target.pk).update(need=9)
        return target

    def queries(self, client: Client, path: str) -> int:
        client.get(path, headers=HTMX)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(path, headers=HTMX).status_code == 200
        assert not [q for q in captured if q["sql"].startswith("SELECT COUNT(*)")]
        return len(captured)

    def test_as_many_queries_for_one_as_for_twenty(self, ana: tuple[User, Client]) -> None:
        def cost(target: Claim) -> list[int]:
            base = "/admin/triage/"
            return [
                self.queries(ana[1], f"{base}{path}")
                for path in (
                    f"?claim={target.pk}",
                    f"{target.pk}/",
                    f"{target.pk}/voices/",
                    "more/",
                )
            ]

        few = cost(self.fill(1, 1))
        many = cost(self.fill(20, 20))
        assert many == few
        assert few[0] < 35


def test_actions_are_listed_and_undone_there(ana: tuple[User, Client]) -> None:
    claim = ClaimFactory.create()
    do(ana[1], claim, "confirm")
    words = {"action": "undo_selected", "_selected_action": [Action.objects.get().pk]}
    answer = ana[1].post("/admin/claims/action/", words, follow=True)
    assert "Undone: 1." in answer.content.decode()
    assert now(claim).status == Status.PROPOSED


def test_the_case_asked_for_is_offered_however_old(
    ana: tuple[User, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "CHOICES", 1)
    old, _new = CaseFactory.create(name="Old"), CaseFactory.create(name="New")
    for address in ("/admin/triage/", "/admin/conflicts/", "/admin/search/"):
        page = ana[1].get(f"{address}?q=x&case={old.pk}").content.decode()
        assert f'<option value="{old.pk}" selected>' in page, address
