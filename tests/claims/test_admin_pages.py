"""The pages of documents, claims and conflicts, and what their buttons do."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from claims.admin.accounts import Account, Letters, by_stance, with_context
from claims.admin.highlights import DEPTH, Mark, pieces
from claims.models import Assessment, Attribution, Claim, ClaimLink, Conflict, Stance, Status
from sources.models import Document
from tests.factories import (
    AssessmentFactory,
    AttributionFactory,
    ClaimFactory,
    ClaimLinkFactory,
    CreditFactory,
    DocumentFactory,
    EventFactory,
    SharedPassageFactory,
    SourceFactory,
)


def mark(number: int, *parts: tuple[int, int], stance: str = "asserts") -> Mark:
    return Mark(number=number, stance=stance, own_voice=False, parts=parts)


class TestPieces:
    def test_nested_marks_show_the_inner_one_first(self) -> None:
        outer, inner = mark(1, (0, 10)), mark(2, (3, 6))
        found = pieces("abcdefghij", [outer, inner])
        assert [(p.text, p.marks) for p in found] == [
            ("abc", (outer,)),
            ("def", (inner, outer)),
            ("ghij", (outer,)),
        ]
        assert [p.begins for p in found] == [(outer,), (inner,), ()]

    def test_two_speakers_share_a_quote(self) -> None:
        one, two = mark(1, (2, 5)), mark(2, (2, 5))
        found = pieces("abcdefg", [one, two])
        assert [p.text for p in found] == ["ab", "cde", "fg"]
        assert found[1].begins == (one, two)

    def test_crossing_marks(self) -> None:
        found = pieces("abcdef", [mark(1, (0, 4)), mark(2, (2, 6))])
        assert [(p.text, len(p.marks)) for p in found] == [("ab", 1), ("cd", 2), ("ef", 1)]

    def test_interrupted_quote_begins_once(self) -> None:
        found = pieces("abcdef", [mark(1, (0, 2), (4, 6))])
        assert [(p.text, bool(p.marks), len(p.begins)) for p in found] == [
            ("ab", True, 1),
            ("cd", False, 0),
            ("ef", True, 0),
        ]

    def test_touching_marks_do_not_run_into_each_other(self) -> None:
        one, two = mark(1, (0, 3)), mark(2, (3, 6))
        assert [p.marks for p in pieces("abcdef", [one, two])] == [(one,), (two,)]

    def test_boilerplate_claimant_and_cue(self) -> None:
        said = Mark(1, "asserts", own_voice=False, parts=((4, 6),), claimant=(0, 2), cue=(2, 4))
        found = pieces("abcdefgh", [said], [(6, 8)])
        assert [(p.text, p.claimant, p.cue, p.boilerplate) for p in found] == [
            ("ab", True, False, False),
            ("cd", False, True, False),
            ("ef", False, False, False),
            ("gh", False, False, True),
        ]

    @pytest.mark.parametrize("part", [(-5, 0), (3, 3), (5, 2), (90, 99)])
    def test_ranges_outside_the_text_are_left_out(self, part: tuple[int, int]) -> None:
        assert all(not piece.marks for piece in pieces("abc", [mark(1, part)]))

    def test_empty_text(self) -> None:
        assert pieces("", [mark(1, (0, 1))]) == []

    @given(
        st.text(max_size=40),
        st.lists(st.tuples(st.integers(-3, 45), st.integers(-3, 45)), max_size=12),
    )
    def test_pieces_joined_are_the_text(self, text: str, ranges: list[tuple[int, int]]) -> None:
        marks = [mark(n, part) for n, part in enumerate(ranges)]
        found = pieces(text, marks, ranges[:2])
        assert "".join(piece.text for piece in found) == text
        assert all(piece.text for piece in found)
        assert all(len(piece.marks) <= DEPTH for piece in found)
        begun = [m.number for piece in found for m in piece.begins]
        inside = [n for n, (s, e) in enumerate(ranges) if max(0, s) < min(e, len(text))]
        assert sorted(begun) == inside


def test_letters_name_origins_in_order() -> None:
    letters = Letters()
    assert [letters.of(n) for n in (7, 9, 7)] == ["A", "B", "A"]
    for n in range(100, 124):
        letters.of(n)
    assert letters.of(999) == "A2"


@pytest.mark.django_db
class TestAccounts:
    TEXT = "It was Monday. The mayor said that the mill burned down at night. Nobody was hurt."

    def account(self, text: str, quote: str, user: User) -> Account:
        start = text.index(quote)
        document = DocumentFactory.create(text=text)
        claim = ClaimFactory.create(document=document)
        AttributionFactory.create(claim=claim, start=start, end=start + len(quote))
        return Account.of(with_context(user).get(claim=claim), Letters())

    def test_quote_stands_in_its_sentence(self, admin: User) -> None:
        account = self.account(self.TEXT, "the mill burned down", admin)
        assert account.lead == "The mayor said that "
        assert account.trail == " at night."

    def test_quote_at_the_edges_of_the_text(self, admin: User) -> None:
        account = self.account("It burned.", "It burned.", admin)
        assert (account.lead, account.trail) == ("", "")

    def test_long_sentence_is_cut(self, admin: User) -> None:
        account = self.account(f"{'a' * 300} burned {'b' * 300}", "burned", admin)
        assert account.lead.startswith("…a")
        assert account.trail.endswith("b…")
        assert len(account.lead) == len(account.trail) == 151

    def test_code_points_are_counted_alike_by_database_and_python(self, admin: User) -> None:
        account = self.account("😀😀 Žižek said: it ‘burned’ 😀 down.", "burned", admin)
        assert (account.lead, account.trail) == ("😀😀 Žižek said: it ‘", "’ 😀 down.")

    def test_they_are_gathered_by_stance(self, admin: User) -> None:
        claim = ClaimFactory.create()
        for stance in (Stance.ASSERTS, Stance.DENIES, Stance.ASSERTS):
            AttributionFactory.create(claim=claim, stance=stance)
        rows = list(with_context(admin).filter(claim=claim))
        assert [(s, len(a)) for s, a in by_stance(rows) if a] == [("asserts", 2), ("denies", 1)]

    def test_dismissed_ones_are_left_out(self, admin: User) -> None:
        row = AttributionFactory.create()
        Attribution.objects.filter(pk=row.pk).update(
            status=Status.DISMISSED, reviewed_by=admin, reviewed_at=row.created_at
        )
        assert not with_context(admin).filter(pk=row.pk).exists()


def page(row: Claim | Conflict | Document, client: Client) -> str:
    address = f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.mark.django_db
class TestDocumentPage:
    def test_long_text_with_many_attributions(self, admin_client: Client) -> None:
        document = DocumentFactory.create(text="The mill burned. " * 60_000)
        claim = ClaimFactory.create(document=document)
        speaker = SourceFactory.create()
        for n in range(30):
            AttributionFactory.create(claim=claim, claimant=speaker, start=n * 17, end=n * 17 + 15)
        shown = page(document, admin_client)
        assert "1020000 characters" in shown
        assert shown.count('class="attribution"') == 30

    def test_moved_quote_is_shown_as_an_orphan(self, admin_client: Client) -> None:
        row = AttributionFactory.create(quote="other words")
        assert "1 quote is not where it was found" in page(row.document, admin_client)

    @pytest.mark.parametrize(
        ("status", "reason", "words"),
        [
            ("imported", "", "still waits to be read"),
            ("skipped", "Written in Tajik.", "Written in Tajik."),
            ("failed", "No text in it.", "This text was not read."),
            ("linked", "", "Nobody says anything"),
        ],
    )
    def test_empty_ones_say_why(
        self, admin_client: Client, status: str, reason: str, words: str
    ) -> None:
        document = DocumentFactory.create(status=status, status_reason=reason)
        assert words in page(document, admin_client)

    def test_original_is_saved_not_shown(self, admin_client: Client) -> None:
        document = DocumentFactory.create(name='dir/evil".html', text="<script>alert(1)</script>")
        answer = admin_client.get(f"/admin/sources/document/{document.pk}/original/")
        assert answer.content == b"<script>alert(1)</script>"
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"] == 'attachment; filename="evil\\".html"'
        assert answer["X-Content-Type-Options"] == "nosniff"

    def test_text_is_never_edited(self, admin_client: Client) -> None:
        document = DocumentFactory.create()
        words = {"title": "New", "language": "en", "text": "Other", "name": "other"}
        admin_client.post(f"/admin/sources/document/{document.pk}/change/", words)
        before = (document.text, document.name)
        document.refresh_from_db()
        assert (document.title, document.text, document.name) == ("New", *before)


@pytest.mark.django_db
class TestReviewing:
    def test_claim_is_confirmed_dismissed_and_taken_back(
        self, admin_client: Client, admin: User
    ) -> None:
        claim = ClaimFactory.create()
        for verb, status, reviewer in (
            ("confirm", "confirmed", admin),
            ("restore", "proposed", None),
            ("dismiss", "dismissed", admin),
        ):
            words = {"action": f"{verb}_selected", "_selected_action": [claim.pk]}
            admin_client.post("/admin/claims/claim/", words)
            claim.refresh_from_db()
            assert (claim.status, claim.reviewed_by) == (status, reviewer)

    @pytest.mark.parametrize(
        "factory",
        [
            *(AttributionFactory, ClaimLinkFactory, EventFactory),
            *(SharedPassageFactory, CreditFactory),
        ],
    )
    def test_others_are_confirmed_too(self, admin_client: Client, factory: type) -> None:
        row = factory.create()  # type: ignore[attr-defined]
        words = {"action": "confirm_selected", "_selected_action": [row.pk]}
        admin_client.post(f"/admin/claims/{row._meta.model_name}/", words)
        row.refresh_from_db()
        assert row.status == Status.CONFIRMED
        assert row.reviewed_at is not None

    def test_selection_is_reviewed_at_once(self, admin_client: Client) -> None:
        links = [ClaimLinkFactory.create() for _ in range(3)]
        chosen = [link.pk for link in links[:2]]
        words = {"action": "dismiss_selected", "_selected_action": chosen}
        answer = admin_client.post("/admin/claims/claimlink/", words, follow=True)
        assert "Dismissed: 2." in answer.content.decode()
        assert ClaimLink.objects.filter(status=Status.DISMISSED).count() == 2

    def test_what_can_not_be_done_is_said(self, admin_client: Client) -> None:
        claim = ClaimFactory.create()
        answer = admin_client.post(f"/admin/dossier/{claim.pk}/unmerge/", follow=True)
        assert "was not merged" in answer.content.decode()


@pytest.mark.django_db
class TestAssessments:
    def test_new_one_supersedes_the_last(self, admin_client: Client, admin: User) -> None:
        claim = ClaimFactory.create()
        first = AssessmentFactory.create(claim=claim, analyst=admin)
        words = {"claim": claim.pk, "rating": "false", "credibility": 4, "rationale": "It stands."}
        answer = admin_client.post("/admin/claims/assessment/add/", words)
        assert answer.status_code == 302
        first.refresh_from_db()
        assert first.superseded_at is not None
        current = Assessment.objects.current().get(claim=claim)
        assert (current.rating, current.analyst, current.credibility) == ("false", admin, 4)

    def test_is_adopted_and_not_altered(self, admin_client: Client, admin: User) -> None:
        row = AssessmentFactory.create()
        admin_client.post(f"/admin/dossier/{row.claim_id}/adopt/{row.pk}/")
        row.refresh_from_db()
        assert row.adopted_by == admin
        assert "verdict" in page(row.claim, admin_client)
        change = f"/admin/claims/assessment/{row.pk}/change/"
        assert admin_client.post(change, {"rating": "false"}).status_code == 403


@pytest.mark.django_db
def test_a_claim_entered_by_hand_is_linked(admin_client: Client, admin: User) -> None:
    event = EventFactory.create()
    counted = {"measure": "killed", "bound": "exact", "unit": "persons"}
    said = ClaimFactory.create(**counted, event=event, low=3, high=3)
    fields = {**counted, "text": "Five people were killed", "event": event.pk, "low": 5, "high": 5}

    answer = admin_client.post("/admin/claims/claim/add/", fields)

    assert answer.status_code == 302, answer.content.decode()
    written = Claim.objects.latest("pk")
    assert written.embedding is not None
    assert ClaimLink.objects.filter(from_claim=said, to_claim=written).exists()


@pytest.mark.django_db
def test_links_to_what_was_merged_are_shown_once(admin_client: Client) -> None:
    kept = ClaimFactory.create(text="Five barns burned")
    merged = ClaimFactory.create(text="Five barns were burned", merged_into=kept)
    other = ClaimFactory.create(text="Seven barns burned")
    ClaimLinkFactory.create(from_claim=kept, to_claim=merged, relation="same_as")
    ClaimLinkFactory.create(from_claim=kept, to_claim=other, explanation="five against seven")
    ClaimLinkFactory.create(from_claim=merged, to_claim=other, explanation="the same as before")

    shown = page(other, admin_client)
    assert "five against seven" in shown
    assert "the same as before" not in shown
    assert "the same as before" in page(merged, admin_client), "there it is told"
    assert "is the same as" in page(kept, admin_client)


@pytest.mark.django_db
def test_history_tells_old_and_new(admin_client: Client, admin: User) -> None:
    claim = ClaimFactory.create()
    admin_client.post(
        "/admin/claims/claim/", {"action": "confirm_selected", "_selected_action": [claim.pk]}
    )
    answer = admin_client.get(f"/admin/claims/claim/{claim.pk}/history/")
    shown = " ".join(answer.content.decode().split())
    assert shown.count("review: confirmed") == 1
    assert "<b>status</b>: <del>proposed</del> → <ins>confirmed</ins>" in shown


@pytest.mark.django_db
def test_root_leads_to_the_first_page(admin_client: Client) -> None:
    answer = admin_client.get("/", follow=True)
    assert answer.redirect_chain == [("/admin/", 302)]
    assert "Overview" in answer.content.decode()
