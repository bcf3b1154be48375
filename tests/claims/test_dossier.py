"""The dossier of a claim: what it shows to whom, what can be done there, and what that costs."""

import csv
import json
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.admin.workbench import claimfile
from claims.models import Action, Assessment, Attribution, Claim, ClaimLink, Comment, Stance, Status
from claims.services.actions import token
from tests.factories import (
    AssessmentFactory,
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    ClaimLinkFactory,
    CommentFactory,
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


def show(claim: Claim, client: Client) -> str:
    answer = client.get(f"/admin/dossier/{claim.pk}/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def do(client: Client, claim: Claim, what: str, status: int = 200, **words: Any) -> str:
    """Does it as the page's script would."""
    answer = client.post(f"/admin/dossier/{claim.pk}/{what}/", words, **HTMX)  # type: ignore[arg-type]
    assert answer.status_code == status, answer.content.decode()[:2000]
    return " ".join(answer.content.decode().split())


def now(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


class TestReading:
    def test_accounts_stand_in_columns_by_stance(self, desk: Client) -> None:
        claim = ClaimFactory.create()
        wire = OriginFactory.create()
        for _ in range(3):
            AttributionFactory.create(claim=claim, document=DocumentFactory.create(), origin=wire)
        AttributionFactory.create(claim=claim, stance=Stance.DENIES)
        shown = show(claim, desk)
        columns = shown.split('<section class="column')[1:]
        assert len(columns) == 4, "asserts, reports, doubts, denies: empty ones too"
        assert "3 documents, 1 origin<" in columns[0]
        assert columns[0].count("<blockquote") == 3
        assert "Nobody." in columns[1]
        assert "Nobody." in columns[2]
        assert "1 document, 1 origin<" in columns[3]
        assert "4 documents, 2 independent origins, 1 denial" in shown

    def test_no_position_and_refused_stand_apart(self, desk: Client, ana: User) -> None:
        claim = ClaimFactory.create()
        AttributionFactory.create(claim=claim, stance=Stance.NO_POSITION)
        gone = AttributionFactory.create(claim=claim)
        Attribution.objects.filter(pk=gone.pk).update(
            status=Status.DISMISSED, reviewed_by=ana, reviewed_at=timezone.now()
        )
        shown = show(claim, desk)
        assert "Nobody." in shown.split('id="stance-asserts"')[1].split("</section>")[0]
        assert shown.count("<blockquote") == 2
        assert "Refused, not counted (1)" in shown

    def test_reliability_stands_beside_the_words(self, desk: Client) -> None:
        speaker = SourceFactory.create(reliability="B")
        row = AttributionFactory.create(claimant=speaker)
        assert "B – usually reliable" in show(row.claim, desk)

    def test_timeline_tells_copies_from_new_origins(self, desk: Client) -> None:
        claim = ClaimFactory.create()
        wire = OriginFactory.create()
        for day in ("2024-03-02", "2024-03-01", None):
            document = DocumentFactory.create(published=day)
            AttributionFactory.create(claim=claim, document=document, origin=wire)
        told = show(claim, desk).split('class="timeline"')[1].split("</ol>")[0]
        assert [part in told for part in ("1 Mar 2024", "2 Mar 2024", "no date")] == [True] * 3
        assert told.index("1 Mar 2024") < told.index("2 Mar 2024") < told.index("no date")
        assert told.count("<b>origin A</b>") == 1
        assert told.count("origin A again") == 2

    def test_empty_states(self, desk: Client) -> None:
        shown = show(ClaimFactory.create(), desk)
        for words in (
            "Nobody says it in a document that you may see.",
            "No other claim is known to bear on it.",
            "Nobody has judged it yet.",
            "None so far.",
            "No analyst has done anything to it yet.",
        ):
            assert words in shown

    def test_every_change_is_told_in_words(self, desk: Client, ana: User) -> None:
        said = AttributionFactory.create()
        other = ClaimFactory.create(text="Ten barns stood")
        do(desk, said.claim, "confirm")
        do(desk, said.claim, "edit", text="All of it burned down")
        ClaimLinkFactory.create(from_claim=said.claim, to_claim=other, relation="supports")
        do(desk, said.claim, f"said/{said.pk}/reject")
        do(desk, said.claim, "assess", rating="false", credibility=4, rationale="It stands.")
        told = show(said.claim, desk).split('class="changes"')[1]
        for words in (
            "confirmed the claim",
            "put the claim in other words: “",
            "→ “All of it burned down”",
            f"rejected what {said.claimant} says",
            "supports “Ten barns stood”",
            "wrote the assessment “false, credibility 4”",
            "The machine",
            f"<b>{ana}</b>",
        ):
            assert words in told, words

    def test_it_costs_the_same_for_one_row_and_twenty(self, desk: Client) -> None:
        claim = ClaimFactory.create(event=EventFactory.create())

        def tell() -> None:
            said = AttributionFactory.create(
                claim=claim, document=DocumentFactory.create(), via=[SourceFactory.create()]
            )
            AttributionFactory.create(claim=claim, claimant=said.claimant, stance=Stance.DENIES)
            other = ClaimFactory.create()
            ClaimLinkFactory.create(from_claim=claim, to_claim=other, relation="supports")
            ConflictAccountFactory.create(
                claim=other, conflict=ConflictAccountFactory.create(claim=claim).conflict
            )
            assessed = AssessmentFactory.create(claim=claim)
            assessed.evidence.add(said)
            AssessmentFactory.create(claim=claim, superseded_at=timezone.now())
            CommentFactory.create(claim=claim)
            ClaimFactory.create(merged_into=claim)
            Action.objects.create(verb="assign", claim=claim, by=UserFactory.create())

        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                show(claim, desk)
            return len(captured)

        tell()
        queries()
        tell()  # by somebody: from here on the history has a user to look up
        few = queries()
        for _ in range(20):
            tell()
        assert queries() == few


class TestAccess:
    SECRET = "Zanzibarov"

    def test_nothing_of_a_limited_case_shows(self, desk: Client) -> None:
        limited = CaseFactory.create(name=self.SECRET, members=[UserFactory.create()])
        secret = DocumentFactory.create(title=self.SECRET, cases=[limited])
        hidden = ClaimFactory.create(text=f"{self.SECRET} did it", document=secret)
        claim = ClaimFactory.create(event=EventFactory.create(name=self.SECRET, document=secret))
        speaker = SourceFactory.create(name=self.SECRET, document=secret)
        AttributionFactory.create(claim=claim, document=secret, claimant=speaker)
        AttributionFactory.create(claim=claim)
        ClaimLinkFactory.create(
            from_claim=claim, to_claim=hidden, relation="supports", explanation=self.SECRET
        )
        ClaimFactory.create(text=f"{self.SECRET} again", document=secret, merged_into=claim)
        conflict = ConflictFactory.create(question=f"Did {self.SECRET}?", anchor=hidden)
        ConflictAccountFactory.create(conflict=conflict, claim=claim)
        Claim.objects.filter(pk=claim.pk).update(event=None)  # its history has the event
        shown = show(claim, desk)
        assert self.SECRET not in shown
        assert "1 document, 1 independent origin" in shown
        assert "changed something that is about what you may not see" in shown
        for form in ("jsonl", "csv", "claimreview"):
            file = desk.get(f"/admin/dossier/{claim.pk}/export/{form}/")
            assert self.SECRET not in file.getvalue().decode()
        assert desk.get(f"/admin/dossier/{hidden.pk}/").status_code == 404
        for verb in ("confirm", "comment", "assess"):
            do(desk, hidden, verb, status=404, text="x")

    @pytest.mark.parametrize(
        ("role", "allowed"),
        [
            ("viewer", set()),
            ("analyst", {"confirm", "comment", "assess", "said", "link", "undo"}),
            ("reviewer", {"confirm", "comment", "assess", "said", "link", "undo", "adopt"}),
        ],
    )
    def test_roles(self, role: str, allowed: set[str]) -> None:
        user = in_role(role)
        client = client_of(user)
        said = AttributionFactory.create()
        claim = said.claim
        link = ClaimLinkFactory.create(from_claim=claim)
        judged = AssessmentFactory.create(claim=claim)
        shown = show(claim, client)
        doors: dict[str, tuple[str, dict[str, Any]]] = {
            "confirm": ("confirm", {}),
            "comment": ("comment", {"text": "Look."}),
            "assess": ("assess", {"rating": "true", "credibility": 2, "rationale": "So."}),
            "said": (f"said/{said.pk}/confirm", {}),
            "link": (f"link/{link.pk}/confirm", {}),
            "adopt": (f"adopt/{judged.pk}", {}),
            "undo": ("undo", {}),
        }
        for name, (what, words) in doors.items():
            address = f"/admin/dossier/{claim.pk}/{what}/"
            assert (f'action="{address}"' in shown) is (name in allowed), name
            assert (client.post(address, words).status_code == 302) is (name in allowed), name
            assert client.get(address).status_code in (403, 405), name

    def test_nobody_without_the_right_to_view(self) -> None:
        client = client_of(UserFactory.create(is_staff=True))
        assert client.get(f"/admin/dossier/{ClaimFactory.create().pk}/").status_code == 403

    @pytest.mark.parametrize("what", ["sing", "said/1/sing", "link/1/sing", "said/1/confirm"])
    def test_what_is_not_there(self, desk: Client, what: str) -> None:
        do(desk, ClaimFactory.create(), what, status=404)


class TestDoing:
    def test_a_quote_is_confirmed_refused_and_taken_back(self, desk: Client, ana: User) -> None:
        said = AttributionFactory.create()
        for verb, status in (
            ("confirm", Status.CONFIRMED),
            ("restore", Status.PROPOSED),
            ("reject", Status.DISMISSED),
        ):
            do(desk, said.claim, f"said/{said.pk}/{verb}", seen=token(now(said)))
            assert now(said).status == status
        assert now(said.claim).status == Status.PROPOSED

    def test_a_link_is_confirmed_and_dismissed(self, desk: Client) -> None:
        link = ClaimLinkFactory.create(relation="supports")
        shown = do(desk, link.to_claim, f"link/{link.pk}/confirm", seen=token(now(link)))
        assert now(link).status == Status.CONFIRMED
        assert "supported by" in shown
        do(desk, link.to_claim, f"link/{link.pk}/restore")
        do(desk, link.to_claim, f"link/{link.pk}/reject")
        assert now(link).status == Status.DISMISSED
        elsewhere = ClaimLinkFactory.create()
        do(desk, link.to_claim, f"link/{elsewhere.pk}/confirm", status=404)

    def test_merged_and_taken_apart(self, desk: Client) -> None:
        one, other = ClaimFactory.create(), ClaimFactory.create(text="It burned to the ground")
        AttributionFactory.create(claim=one)
        assert "Merged into" in do(desk, one, "merge", into=other.pk)
        assert now(one).merged_into_id == other.pk
        assert "Also counts for" in (shown := show(other, desk))
        assert "Merged by an analyst." in shown
        do(desk, one, "unmerge")
        assert now(one).merged_into_id is None
        assert "one that you can see" in do(desk, one, "merge", status=400, into="x")

    def test_what_was_merged_into_it_does_not_crowd_out_what_speaks_against_it(
        self, desk: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(claimfile, "LINKS", 2)
        monkeypatch.setattr(claimfile, "NEAR", 3)
        claim = ClaimFactory.create()
        for _ in range(5):
            same = ClaimFactory.create(text=claim.text, merged_into=claim)
            joined = ClaimLinkFactory.create(
                from_claim=claim, to_claim=same, relation="same_as", confidence=0.99
            )
        against = ClaimLinkFactory.create(from_claim=claim, confidence=0.5)
        shown = show(claim, desk)
        assert "Also counts for more than 3 claims that say the same" in shown
        assert 'id="merged"' in shown
        bearing = shown.split('id="bearing"')[1].split("</section>")[0]
        assert f'id="link-{against.pk}"' in bearing
        assert "is the same as" not in bearing
        assert f"/link/{joined.pk - 4}/reject/" in shown.split('id="bearing"')[0]

    def test_assessed_with_evidence_and_undone(self, desk: Client, ana: User) -> None:
        said = AttributionFactory.create()
        elsewhere = AttributionFactory.create()
        first = AssessmentFactory.create(claim=said.claim, analyst=ana, rating="unproven")
        words: dict[str, Any] = {
            "rating": "true",
            "credibility": 2,
            "likelihood": "likely",
            "rationale": "Seen.",
        }
        shown = do(desk, said.claim, "assess", said=[said.pk, elsewhere.pk], **words)
        made = Assessment.objects.current().get(claim=said.claim)
        assert list(made.evidence.all()) == [said], "of this claim only"
        assert (made.rating, made.credibility, made.likelihood) == ("true", 2, "likely")
        assert "Resting on" in shown
        assert "superseded" in shown
        do(desk, said.claim, "undo")
        assert Assessment.objects.current().get(claim=said.claim) == first
        assert now(made).superseded_at is not None, "none is erased"

    def test_an_assessment_that_was_undone_is_no_earlier_one(self, desk: Client, ana: User) -> None:
        claim = AttributionFactory.create().claim
        words: dict[str, Any] = {"rating": "true", "credibility": 2, "rationale": "Seen."}
        assert "Earlier assessments" not in do(desk, claim, "assess", **words)
        assert "Nobody has judged it yet" in (undone := do(desk, claim, "undo"))
        assert "Earlier assessments" not in undone
        do(desk, claim, "rate", credibility=3)
        assert "Earlier assessments" not in do(desk, claim, "undo")
        do(desk, claim, "assess", **words)
        shown = do(desk, claim, "assess", **{**words, "rationale": "Seen again."})
        assert "Earlier assessments (1)" in shown
        assert "Earlier assessments" not in do(desk, claim, "undo"), "what it replaced stands again"
        assert Assessment.objects.filter(claim=claim).count() == 4, "none is erased"

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            ({"rating": "true", "credibility": 2, "rationale": " "}, "blank"),
            ({"rating": "grand", "credibility": 2, "rationale": "So."}, "rating"),
            ({"rating": "true", "credibility": 9, "rationale": "So."}, "1 to 6"),
        ],
    )
    def test_an_assessment_that_is_none(
        self, desk: Client, words: dict[str, Any], told: str
    ) -> None:
        claim = ClaimFactory.create()
        shown = do(desk, claim, "assess", status=400, **words)
        assert told in shown.split("notice-wrong")[1]
        assert not Assessment.objects.exists()

    def test_a_reviewer_adopts_and_undoes(self) -> None:
        client = client_of(in_role("reviewer"))
        claim = ClaimFactory.create()
        old = AssessmentFactory.create(
            claim=claim, adopted_by=UserFactory.create(), adopted_at=timezone.now()
        )
        new = AssessmentFactory.create(claim=claim)
        shown = do(client, claim, f"adopt/{new.pk}", seen=token(now(new)))
        assert (now(old).adopted_at, now(new).adopted_at is None) == (None, False)
        assert shown.count("adopted by") == 1
        do(client, claim, "undo")
        assert (now(old).adopted_at is None, now(new).adopted_at) == (False, None)

    def test_comments_are_said_and_taken_back(self, desk: Client, ana: User) -> None:
        claim = ClaimFactory.create()
        shown = do(desk, claim, "comment", text="<b>Who</b> counted?\n")
        assert "&lt;b&gt;Who&lt;/b&gt; counted?" in shown
        assert Comment.objects.get().by == ana
        do(desk, claim, "undo")
        assert not Comment.objects.exists()
        do(desk, claim, "comment", status=400, text="  ")
        do(desk, claim, "comment", status=400, text="a" * 5001)

    def test_ones_own_comment_has_a_button_that_takes_it_back(self, desk: Client) -> None:
        claim = ClaimFactory.create()
        colleague = client_of(in_role("analyst"))
        do(colleague, claim, "comment", text="Theirs.")
        theirs = Action.objects.get()
        do(desk, claim, "comment", text="Mine.")
        for _ in range(13):  # more than are listed under what was done
            do(desk, claim, "assign", to="me")
            do(desk, claim, "assign", to="nobody")
        mine = Action.objects.filter(verb="comment").exclude(pk=theirs.pk).get()
        shown = do(desk, claim, "assign", to="me")
        assert f'name="action" value="{mine.pk}"' in shown
        assert f'name="action" value="{theirs.pk}"' not in shown
        do(desk, claim, "undo", action=mine.pk)
        do(desk, claim, "undo", status=409, action=theirs.pk)
        assert [comment.text for comment in Comment.objects.all()] == ["Theirs."]

    def test_credibility_is_one_key(self, desk: Client, ana: User) -> None:
        claim = ClaimFactory.create()
        shown = do(desk, claim, "rate", credibility=3)
        assert Assessment.objects.get(claim=claim).credibility == 3
        assert 'value="3" data-key="3"' in shown
        assert shown.count('aria-pressed="true"') == 1

    def test_the_second_of_two_is_told_who_did_what(self, desk: Client) -> None:
        claim = ClaimFactory.create()
        seen = token(now(claim))
        ben = in_role("analyst")
        do(client_of(ben), claim, "confirm", seen=seen)
        shown = do(desk, claim, "reject", status=409, seen=seen, reason="trivial")
        assert f"{ben} has confirmed it at" in shown
        assert now(claim).status == Status.CONFIRMED

    def test_undo_from_history(self, desk: Client) -> None:
        claim = ClaimFactory.create()
        do(desk, claim, "confirm")
        do(desk, claim, "comment", text="Later.")
        confirmed = Action.objects.get(verb="confirm")
        shown = do(desk, claim, "undo", action=confirmed.pk)
        assert now(claim).status == Status.PROPOSED
        assert Comment.objects.exists()
        assert "undone by" in shown
        assert "has undone this already" in do(desk, claim, "undo", status=409, action=confirmed.pk)

    def test_without_scripts_one_is_led_back_and_told(self, desk: Client) -> None:
        claim = ClaimFactory.create()
        answer = desk.post(f"/admin/dossier/{claim.pk}/confirm/", follow=True)
        assert answer.redirect_chain == [(f"/admin/dossier/{claim.pk}/", 302)]
        assert f"Confirmed: {claim}" in answer.content.decode()


class TestRecords:
    def test_links_to_the_record_lead_to_the_dossier(self, desk: Client) -> None:
        claim = ClaimFactory.create()
        answer = desk.get(f"/admin/claims/claim/{claim.pk}/change/")
        assert answer["Location"] == f"/admin/dossier/{claim.pk}/"

    def test_its_count_is_told_as_the_writer_named_it(self, desk: Client) -> None:
        claim = ClaimFactory.create(measure="killed", low=131, bound="more than", unit="persons")
        assert "killed: more than 130" in show(claim, desk)
        beside = desk.get(f"/admin/triage/?claim={claim.pk}").content.decode()
        assert "killed: more than 130" in beside

    def test_the_quantity_is_changed_in_the_record(self, desk: Client) -> None:
        claim = ClaimFactory.create()
        form = f"/admin/claims/claim/{claim.pk}/change/?record=1"
        assert 'name="measure"' in desk.get(form).content.decode()
        words = {"text": claim.text, "measure": "killed", "bound": "exact", "low": 3, "high": 3}
        answer = desk.post(form, words)
        assert answer["Location"] == f"/admin/dossier/{claim.pk}/"
        assert now(claim).low == 3
        assert "measure nothing → killed" in show(claim, desk)


class TestExport:
    def test_the_claim_and_what_belongs_to_it(self, desk: Client) -> None:
        said = AttributionFactory.create()
        claim = said.claim
        merged = ClaimFactory.create(merged_into=claim)
        far = ClaimFactory.create()
        AttributionFactory.create(claim=far)
        ClaimLinkFactory.create(from_claim=claim, to_claim=far)
        AttributionFactory.create()
        remarks = [CommentFactory.create(claim=row, text="Odd.") for row in (claim, merged)]
        CommentFactory.create(claim=far)
        answer = desk.get(f"/admin/dossier/{claim.pk}/export/jsonl/")
        assert answer["Content-Disposition"] == f'attachment; filename="claim-{claim.pk}.jsonl"'
        rows = [json.loads(line) for line in answer.getvalue().decode().splitlines()]
        found = {kind: [r["id"] for r in rows if r["type"] == kind] for kind in ("claim", "link")}
        assert sorted(found["claim"]) == sorted([claim.pk, merged.pk, far.pk])
        assert len(found["link"]) == 1
        assert [r["id"] for r in rows if r["type"] == "attribution"] == [said.pk]
        said_of_it = [r for r in rows if r["type"] == "comment"]
        assert [(r["id"], r["claim"], r["text"]) for r in said_of_it] == [
            (remark.pk, claim.pk, "Odd.") for remark in remarks
        ]
        assert ClaimLink.objects.count() == 1

    def test_tables_and_verdicts(self, desk: Client) -> None:
        said = AttributionFactory.create()
        AssessmentFactory.create(
            claim=said.claim, adopted_by=UserFactory.create(), adopted_at=timezone.now()
        )
        base = f"/admin/dossier/{said.claim.pk}/export"
        table = desk.get(f"{base}/csv/").getvalue().decode().splitlines(keepends=True)
        assert len(list(csv.reader(table))) == 2
        review = json.loads(desk.get(f"{base}/claimreview/").getvalue())
        assert len(review["@graph"]) == 1
        assert review["@graph"][0]["url"] == f"/admin/dossier/{said.claim.pk}/"
        assert desk.get(f"{base}/pdf/").status_code == 404
