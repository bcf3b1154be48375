"""The document reader: what it shows, to whom, and what its forms do."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.admin.workbench import beside, reader
from claims.models import Attribution, Claim, Status
from claims.services.actions import token
from factcheck.roles import ROLES
from sources.models import Document, Reading
from tests.factories import (
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    CreditFactory,
    DocumentFactory,
    ReadingFactory,
    SharedPassageFactory,
    SourceFactory,
    UserFactory,
)
from tests.people import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> tuple[User, Client]:
    return member("analyst", "ana")


def now(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def address(document: Document) -> str:
    return f"/admin/sources/document/{document.pk}/change/"


def page(document: Document, client: Client) -> Any:
    answer = client.get(address(document))
    assert answer.status_code == 200
    return answer


def shown(document: Document, client: Client) -> str:
    return " ".join(page(document, client).content.decode().split())


def say(client: Client, document: Document, **more: Any) -> Any:
    words = {"exact": document.text[:6], "stance": "asserts", "kind": "person", "text": "It burned"}
    return client.post(f"/admin/reader/{document.pk}/say/", {**words, **more}, follow=True)


class TestRoles:
    @pytest.mark.parametrize("role", ROLES)
    def test_who_may_do_what(self, role: str) -> None:
        row = AttributionFactory.create()
        passage = SharedPassageFactory.create()
        credit = CreditFactory.create()
        _, client = member(role)
        body = shown(row.document, client)
        works = role != "viewer"
        for words in ("data-say", "reader/said/", "/read/"):
            assert (words in body) is works, words
        assert "data-copy" in body
        beside = f"/admin/reader/{passage.document_id}/beside/{passage.other_id}/"
        assert client.get(beside).status_code == 200
        posts = [
            f"/admin/reader/{row.document_id}/say/",
            f"/admin/reader/{row.document_id}/read/",
            f"/admin/reader/{row.document_id}/unread/",
            f"/admin/reader/said/{row.pk}/confirm/",
            f"/admin/reader/passage/{passage.pk}/confirm/",
            f"/admin/reader/credit/{credit.pk}/confirm/",
            "/admin/undo/",
        ]
        for path in posts:
            assert (client.post(path).status_code == 403) is not works, path
            assert client.get(path).status_code in (403, 405), path
        claims = f"/admin/reader/{row.document_id}/claims/?words=x"
        assert (client.get(claims).status_code == 403) is not works

    def test_others_cases_stay_closed(self, ana: tuple[User, Client]) -> None:
        closed = CaseFactory.create(members=[UserFactory.create()])
        secret = DocumentFactory.create(title="Zanzibar papers", cases=[closed])
        document = DocumentFactory.create()
        said = AttributionFactory.create(
            document=secret, claim=ClaimFactory.create(document=secret)
        )
        one, two = sorted((secret, document), key=lambda row: row.pk)
        passage = SharedPassageFactory.create(document=one, other=two)
        credit = CreditFactory.create(document=secret)
        DocumentFactory.create(copy_of=document, title="Zanzibar copy", cases=[closed])
        client = ana[1]
        assert client.get(address(secret)).status_code == 302  # as if there were none
        assert "Zanzibar" not in shown(document, client)
        for path in (f"{secret.pk}/beside/{document.pk}", f"{document.pk}/beside/{secret.pk}"):
            assert client.get(f"/admin/reader/{path}/").status_code == 404
        for path in (
            f"{secret.pk}/say/",
            f"{secret.pk}/read/",
            f"said/{said.pk}/confirm/",
            f"passage/{passage.pk}/confirm/",
            f"credit/{credit.pk}/confirm/",
        ):
            assert client.post(f"/admin/reader/{path}").status_code == 404, path
        assert say(client, document, claim=said.claim_id).status_code == 404
        found = client.get(f"/admin/reader/{document.pk}/claims/", {"words": said.claim.text[:5]})
        assert said.claim.text not in found.content.decode()


class TestText:
    def test_it_is_the_text_whatever_is_marked_in_it(self, ana: tuple[User, Client]) -> None:
        document = DocumentFactory.create(text="One two three four five six seven", pages=[0, 14])
        other = DocumentFactory.create()
        AttributionFactory.create(document=document, start=0, end=7)
        AttributionFactory.create(document=document, start=4, end=13)
        SharedPassageFactory.create(document=document, start=8, end=18, other=other)
        context = page(document, ana[1]).context
        assert "".join(piece.text for piece in context["pieces"]) == document.text
        assert [piece.page for piece in context["pieces"] if piece.page] == [1, 2]
        assert "".join(p.text for p in context["pieces"] if p.shared) == document.text[8:18]
        assert [near.document for near in context["neighbours"]] == [other]

    def test_pages_are_known_in_the_margin(self, ana: tuple[User, Client]) -> None:
        document = DocumentFactory.create(text="One two three four five six seven", pages=[0, 14])
        AttributionFactory.create(document=document, start=4, end=7)
        AttributionFactory.create(document=document, start=14, end=18)
        entries = page(document, ana[1]).context["entries"]
        assert [entry.page for entry in entries] == [1, 2]
        assert reader.page_at([0], 5) == 0
        assert [reader.page_at([0, 10, 20], at) for at in (0, 9, 10, 20, 99)] == [1, 1, 2, 3, 3]

    def test_an_orphan_is_listed_and_marks_nothing(self, ana: tuple[User, Client]) -> None:
        row = AttributionFactory.create(quote="words of another text", start=2, end=9)
        AttributionFactory.create(document=row.document, claim=row.claim, start=3, end=8)
        answer = page(row.document, ana[1])
        assert [entry.row for entry in answer.context["orphans"]] == [row]
        marked = {mark.number for piece in answer.context["pieces"] for mark in piece.marks}
        orphan = answer.context["orphans"][0]
        assert marked == {1, 2} - {orphan.number}
        assert orphan.instead == row.document.text[2:9]
        assert "words of another text" in answer.content.decode()

    def test_refused_ones_are_only_counted(self, ana: tuple[User, Client]) -> None:
        row = AttributionFactory.create()
        Attribution.objects.filter(pk=row.pk).update(
            status="dismissed", reviewed_by=ana[0], reviewed_at=timezone.now()
        )
        context = page(row.document, ana[1]).context
        assert (context["entries"], context["refused"]) == ([], 1)

    def test_long_titles_many_attributions_and_hostile_names(
        self, ana: tuple[User, Client]
    ) -> None:
        evil = "<script>alert(1)</script>"
        document = DocumentFactory.create(
            title="word " * 2_000, text=f"{evil} said so. " * 300, author=evil
        )
        claim = ClaimFactory.create(document=document, text=f"شُوهد {evil}")
        speaker = SourceFactory.create(name=f"“{evil}")
        for n in range(300):
            AttributionFactory.create(
                claim=claim, claimant=speaker, document=document, start=n * 34, end=n * 34 + 25
            )
        body = shown(document, ana[1])
        assert body.count('class="attribution"') == 300
        assert evil not in body
        assert "The whole title" in body

    def test_a_citation_says_where_and_when(self) -> None:
        document = DocumentFactory.create(
            title="Fire  at\nthe mill",
            publisher=SourceFactory.create(name="Herald"),
            author="Bo",
            url="https://herald.example/fire",
            published=date(2024, 6, 4),
        )
        got = document.retrieved_at
        assert reader.citation(document) == (
            "Herald, Bo, “Fire at the mill”, 4 June 2024, https://herald.example/fire, "
            f"retrieved {got.day} {got:%B %Y}"
        )
        bare = DocumentFactory.create(title="", name="a.txt", publisher=None)
        assert reader.citation(bare).startswith("“a.txt”, retrieved ")

    def test_it_costs_the_same_however_much_there_is(self, ana: tuple[User, Client]) -> None:
        document = DocumentFactory.create(text="The mill burned. " * 60)

        def tell(n: int) -> None:
            row = AttributionFactory.create(
                document=document, start=n, end=n + 5, via=[SourceFactory.create()]
            )
            other = DocumentFactory.create()
            SharedPassageFactory.create(document=document, start=n, end=n + 9, other=other)
            CreditFactory.create(document=document)
            DocumentFactory.create(copy_of=document)
            ReadingFactory.create(document=document)
            assert row.pk

        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                page(document, ana[1])
            return len(captured)

        tell(0)
        queries()  # content types and permissions are remembered from here on
        few = queries()
        for n in range(1, 20):
            tell(n)
        assert queries() == few


class TestForms:
    def test_adding_by_hand_leads_back_to_the_text(self, ana: tuple[User, Client]) -> None:
        document = DocumentFactory.create(text="First line\nsecond line\nsecond line\n")
        answer = say(
            ana[1],
            document,
            exact="second line\r\n",
            prefix="line\r\n",
            start="23",
            claimant="Bo",
            likelihood="likely",
            direct="on",
        )
        assert answer.redirect_chain == [(address(document), 302)]
        assert "Added what is said." in answer.content.decode()
        row = Attribution.objects.get()
        assert (row.start, row.quote) == (23, "second line\n")
        assert (row.claim.text, row.likelihood, row.direct) == ("It burned", "likely", True)

    def test_of_a_claim_that_was_found(self, ana: tuple[User, Client]) -> None:
        document, claim = DocumentFactory.create(), ClaimFactory.create(text="The dam broke")
        found = ana[1].get(f"/admin/reader/{document.pk}/claims/", {"words": "dam"})
        assert f'value="{claim.pk}"' in found.content.decode()
        say(ana[1], document, claim=claim.pk)
        assert Attribution.objects.get().claim == claim
        assert "No claim has" in (
            ana[1].get(f"/admin/reader/{document.pk}/claims/", {"words": "zebra"}).content.decode()
        )

    def test_what_is_wrong_is_said_beside_the_form(self, ana: tuple[User, Client]) -> None:
        document = DocumentFactory.create()
        answer = ana[1].post(
            f"/admin/reader/{document.pk}/say/",
            {"exact": "words of another text", "stance": "asserts", "kind": "person"},
            headers={"HX-Request": "true"},
        )
        assert answer.status_code == 400
        assert answer["HX-Retarget"] == "#told"
        assert "not in the document" in answer.content.decode()
        assert "not in the document" in (
            say(ana[1], document, exact="words of another text").content.decode()
        )
        assert not Claim.objects.exists()

    def test_read_through_and_not(self, ana: tuple[User, Client]) -> None:
        document = DocumentFactory.create()
        path = f"/admin/reader/{document.pk}"
        assert page(document, ana[1]).context["read_by_me"] is False
        ana[1].post(f"{path}/read/")
        assert Reading.objects.get().analyst == ana[0]
        assert "read by ana" in shown(document, ana[1])
        assert page(document, ana[1]).context["read_by_me"] is True
        ana[1].post(f"{path}/unread/")
        assert not Reading.objects.exists()

    def test_judging_and_undoing(self, ana: tuple[User, Client]) -> None:
        said, passage, credit = (
            AttributionFactory.create(),
            SharedPassageFactory.create(),
            CreditFactory.create(),
        )
        for kind, row in (("said", said), ("passage", passage), ("credit", credit)):
            for verb, status in (
                ("reject", Status.DISMISSED),
                ("restore", Status.PROPOSED),
                ("confirm", Status.CONFIRMED),
            ):
                answer = ana[1].post(
                    f"/admin/reader/{kind}/{row.pk}/{verb}/", {"seen": token(now(row))}
                )
                assert answer["Location"] == f"/admin/sources/document/{row.document_id}/change/"
                assert now(row).status == status
            undone = ana[1].post("/admin/undo/", {"next": address(said.document)})
            assert undone["Location"] == address(said.document)
            assert now(row).status == Status.PROPOSED
        assert ana[1].post(f"/admin/reader/said/{said.pk}/erase/").status_code == 404

    def test_a_judged_one_says_so_once(self, ana: tuple[User, Client]) -> None:
        row = AttributionFactory.create(
            status="confirmed", reviewed_by=ana[0], reviewed_at=timezone.now()
        )
        body = shown(row.document, ana[1])
        assert body.count('<span class="chip status-confirmed">confirmed</span>') == 1
        assert "by ana</span>" in body

    def test_two_analysts_never_overwrite_each_other(self, ana: tuple[User, Client]) -> None:
        row = AttributionFactory.create()
        before = token(now(row))
        ana[1].post(f"/admin/reader/said/{row.pk}/reject/", {"seen": before})
        ben = member("analyst", "ben")[1]
        answer = ben.post(f"/admin/reader/said/{row.pk}/confirm/", {"seen": before}, follow=True)
        assert "ana has rejected it" in answer.content.decode()
        assert now(row).status == Status.DISMISSED

    def test_nothing_to_undo_is_said(self, ana: tuple[User, Client]) -> None:
        answer = ana[1].post("/admin/undo/", headers={"HX-Request": "true"})
        assert answer.status_code == 400
        assert "nothing to undo" in answer.content.decode()


class TestBeside:
    def test_words_that_differ_are_told(self) -> None:
        one, two = beside.compare("The mill burned down at night.", "The mill burned  at noon.")
        assert "".join(run.text for run in one) == "The mill burned down at night."
        assert "".join(run.text for run in two) == "The mill burned  at noon."
        assert [run.text.strip() for run in one if run.other] == ["down", "night."]
        assert [run.text.strip() for run in two if run.other] == ["noon."]

    def test_long_passages_are_compared_as_far_as_it_is_worth(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(beside, "COMPARED", 3)
        one, two = beside.compare("a b c d e", "a x c f g h")
        assert "".join(run.text for run in one) == "a b c d e"
        assert "".join(run.text for run in two) == "a x c f g h"
        assert [run.text.strip() for run in one if run.other] == ["b"]

    def test_the_first_stands_on_the_left(self, ana: tuple[User, Client]) -> None:
        text = "Nine dock workers died in the fire, the master said. More of it."
        early = DocumentFactory.create(text=text, published=date(2024, 6, 4))
        late = DocumentFactory.create(text=f"LATE – {text}", published=date(2024, 6, 5))
        passage = SharedPassageFactory.create(
            document=early, start=0, end=50, other=late, other_start=7, other_end=57
        )
        for one, two in ((early, late), (late, early)):
            answer = ana[1].get(f"/admin/reader/{one.pk}/beside/{two.pk}/")
            context = answer.context
            assert (context["left"], context["right"]) == (early, late)
            pair = context["pairs"][0]
            assert pair.row == passage
            assert "".join(run.text for run in pair.left.runs) == text[:50]
            assert pair.right.before == "LATE – "
            assert pair.left.after.endswith("More of it.")
        assert ana[1].get(f"/admin/reader/{early.pk}/beside/{early.pk}/").status_code == 404

    def test_without_passages_or_dates_it_says_so(self, ana: tuple[User, Client]) -> None:
        one, two = DocumentFactory.create(text="Same."), DocumentFactory.create(text="Same!")
        body = ana[1].get(f"/admin/reader/{one.pk}/beside/{two.pk}/").content.decode()
        assert "No passage" in body
        assert "which of the two came first" in body

    def test_it_costs_the_same_for_one_passage_and_twenty(self, ana: tuple[User, Client]) -> None:
        one, two = (
            DocumentFactory.create(text="word " * 90),
            DocumentFactory.create(text="word " * 90),
        )

        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                assert ana[1].get(f"/admin/reader/{one.pk}/beside/{two.pk}/").status_code == 200
            return len(captured)

        SharedPassageFactory.create(document=one, other=two)
        queries()
        few = queries()
        for n in range(1, 20):
            SharedPassageFactory.create(document=one, start=n, end=n + 9, other=two)
        assert queries() == few
