"""The case board: what it shows, to whom, and at which cost."""

import re
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.admin.workbench import bearing, casefile, documents, timelines
from claims.models import Claim, Conflict, Relation, Stance, Status
from factcheck.roles import ROLES
from sources.models import Case, Document
from tests.factories import (
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    ClaimLinkFactory,
    ConflictAccountFactory,
    ConflictFactory,
    CreditFactory,
    DocumentFactory,
    EventFactory,
    OriginFactory,
    ReadingFactory,
    SharedPassageFactory,
    SourceFactory,
    UserFactory,
)
from tests.people import member

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def ana() -> Client:
    return member("analyst")[1]


@pytest.fixture
def case() -> Case:
    return CaseFactory.create(name="Mill fire")


def shown(client: Client, case: Case, query: str = "") -> str:
    answer = client.get(f"/admin/cases/{case.pk}/{query}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def section(page: str, name: str) -> str:
    """The section whose heading has this id."""
    found = re.search(rf'<section class="panel" aria-labelledby="{name}">.*?</section>', page)
    assert found, name
    return found[0]


def paper(case: Case, **more: Any) -> Document:
    return DocumentFactory.create(cases=[case], status=Document.Status.LINKED, **more)


def said(case: Case, text: str = "It burned", **more: Any) -> Claim:
    """A claim that a document of the case makes."""
    claim = ClaimFactory.create(text=text, document=paper(case), **more)
    AttributionFactory.create(claim=claim)
    return claim


def asked(claim: Claim, other: Claim, **more: Any) -> Conflict:
    """A question that two claims answer differently."""
    conflict = ConflictFactory.create(anchor=claim, **more)
    for one in (claim, other):
        ConflictAccountFactory.create(conflict=conflict, claim=one)
    return conflict


def reviewed() -> dict[str, Any]:
    return {"reviewed_by": UserFactory.create(), "reviewed_at": timezone.now()}


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


class TestRights:
    @pytest.mark.parametrize("role", ROLES)
    def test_every_role_reads_it(self, case: Case, role: str) -> None:
        user, client = member(role)
        said(case)
        page = shown(client, case)
        assert ("Import into this case" in page) is user.has_perm("sources.add_importjob")
        assert ("Triage its claims" in page) is user.has_perm("claims.change_claim")
        assert "/admin/cases/" in client.get("/admin/").content.decode()

    @pytest.mark.parametrize(
        "missing",
        [
            *("view_case", "view_document", "view_source", "view_claim"),
            *("view_attribution", "view_claimlink", "view_conflict"),
        ],
    )
    def test_it_takes_the_right_to_all_that_it_shows(self, case: Case, missing: str) -> None:
        user = UserFactory.create(is_staff=True)
        user.user_permissions.set(Permission.objects.exclude(codename=missing))
        client = Client()
        client.force_login(user)
        assert client.get(f"/admin/cases/{case.pk}/").status_code == 403

    def test_a_limited_case_is_not_found_by_others(self, ana: Client) -> None:
        user = UserFactory.create(is_staff=True)
        user.user_permissions.set(Permission.objects.all())
        case = CaseFactory.create(name="Zanzibar", members=[user])
        assert ana.get(f"/admin/cases/{case.pk}/").status_code == 404
        assert "Zanzibar" not in ana.get("/admin/cases/").content.decode()
        inside = Client()
        inside.force_login(user)
        assert "limited to its members" in shown(inside, case)

    def test_nothing_of_another_case_shows(self, ana: Client, case: Case) -> None:
        """A document of both cases, a claim of the open one, and all about them that is not for all."""
        closed = CaseFactory.create(name="Zanzibar", members=[UserFactory.create()])
        secret = DocumentFactory.create(title="Zanzibar papers", cases=[closed])
        hidden = SourceFactory.create(name="Zanzibar himself", document=secret)
        open_document = paper(
            case, publisher=hidden, copy_of=secret, title="Open report", published=date(2024, 3, 1)
        )
        event = EventFactory.create(
            name="Zanzibar fire", document=secret, date_from=date(2024, 3, 1)
        )
        claim = ClaimFactory.create(text="It burned", document=open_document, event=event)
        AttributionFactory.create(claim=claim, document=open_document, claimant=hidden)
        unseen = ClaimFactory.create(text="Zanzibar burned it", document=secret)
        AttributionFactory.create(claim=unseen, document=secret)
        AttributionFactory.create(claim=unseen, document=open_document)
        AttributionFactory.create(claim=claim, document=secret, claimant=hidden, start=1)
        ClaimLinkFactory.create(from_claim=claim, to_claim=unseen, explanation="Zanzibar again")
        asked(claim, unseen, question="Zanzibar or not?")
        SharedPassageFactory.create(document=secret, other=open_document, whole=True)
        CreditFactory.create(document=open_document, source=hidden)
        ReadingFactory.create(document=secret)
        page = shown(ana, case)
        assert "Open report" in page
        assert "It burned" in page
        assert "Zanzibar" not in page
        root = Client()
        root.force_login(User.objects.create_superuser("root"))
        assert "Zanzibar burned it" in shown(root, case)

    @pytest.mark.parametrize("pk", ["999999", "9" * 15])
    def test_what_is_not_there_is_not_found(self, ana: Client, pk: str) -> None:
        assert ana.get(f"/admin/cases/{pk}/").status_code == 404

    @pytest.mark.parametrize("after", ["x", "-1", "\x00", "9" * 40, "1 or 1"])
    def test_wrong_pages_are_no_error(self, ana: Client, case: Case, after: str) -> None:
        said(case)
        assert ana.get(f"/admin/cases/{case.pk}/", {"after": after}).status_code == 200
        assert ana.get("/admin/cases/", {"after": after, "q": after}).status_code == 200


class TestHead:
    def test_counts_in_words(self, ana: Client, case: Case) -> None:
        copied = OriginFactory.create()
        claim = said(case)
        AttributionFactory.create(claim=claim, document=paper(case), origin=copied)
        AttributionFactory.create(claim=claim, document=paper(case), origin=copied)
        said(case, status=Status.CONFIRMED, **reviewed())
        said(case, status=Status.DISMISSED, **reviewed())
        asked(claim, said(case))
        page = shown(ana, case)
        assert (
            "<strong>6 documents, 4 claims</strong> (2 proposed, 1 confirmed, 1 dismissed)" in page
        )
        assert ">4 independent voices</span> · 1 open conflict</p>" in page
        Claim.objects.update(status=Status.PROPOSED, reviewed_by=None, reviewed_at=None)
        assert "4 claims</strong> (all proposed)" in shown(ana, case)

    def test_what_it_is_about(self, ana: Client, case: Case) -> None:
        fire, other = (
            EventFactory.create(name="the great fire"),
            EventFactory.create(name="a feast"),
        )
        for _ in range(2):
            EventFactory.create(
                main=True, document=paper(case), merged_into=fire, merge_reason="one day"
            )
        EventFactory.create(name="a flood", main=True, document=paper(case))
        Case.objects.filter(pk=case.pk).update(description="Who lit it?")
        page = shown(ana, case)
        assert page.index("the great fire") < page.index("a flood")
        assert "Who lit it?" in page
        assert str(other) not in page

    def test_a_big_case_says_where_counting_stopped(
        self, ana: Client, case: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(casefile, "STATEMENTS", 2)
        old, *new = [said(case, text=f"claim {n} of them") for n in range(3)]
        page = shown(ana, case)
        assert "its newest 2 statements" in page
        claims = section(page, "claims")
        assert all(str(claim) in claims for claim in new)
        assert str(old) not in claims


class TestSections:
    def test_open_conflicts_by_weight_with_bars(self, ana: Client, case: Case) -> None:
        light = asked(said(case), said(case), question="Light?", weight=1)
        heavy = asked(said(case), said(case), question="Heavy?", weight=3)
        asked(said(CaseFactory.create()), said(CaseFactory.create()), question="Elsewhere?")
        found = section(shown(ana, case), "conflicts")
        assert found.index(heavy.question) < found.index(light.question)
        assert f'href="/admin/conflicts/{heavy.pk}/"' in found
        assert 'aria-label="Independent origins of each account: 1, 1"' in found
        assert "Elsewhere?" not in found

    def test_resolved_ones_are_folded_with_their_finding(self, ana: Client, case: Case) -> None:
        conflict = asked(
            said(case),
            said(case),
            question="Who lit it?",
            state=Conflict.State.RESOLVED,
            finding="superseded",
            rationale="The brigade counted again.",
            resolved_by=UserFactory.create(username="ben"),
            resolved_at=timezone.now(),
        )
        found = section(shown(ana, case), "conflicts")
        fold = found[found.index("<details") :]
        assert conflict.question in fold
        for words in ("superseded", "ben", "The brigade counted again."):
            assert words in fold
        assert "None is open." in found

    def test_claims_contested_first_then_by_origins(self, ana: Client, case: Case) -> None:
        weak, strong = said(case, text="weak claim"), said(case, text="strong claim")
        for stance in (Stance.ASSERTS, Stance.DENIES):
            AttributionFactory.create(claim=strong, document=paper(case), stance=stance)
        disputed = said(case, text="disputed claim")
        asked(disputed, said(case, text="other claim"))
        found = section(shown(ana, case), "claims")
        places = [found.index(str(claim)) for claim in (disputed, strong, weak)]
        assert places == sorted(places)
        line = found[places[1] : places[2]]
        assert re.findall(r"stance-(\w+)\">\w+</span> (\d+)", line)[:2] == [
            ("asserts", "2"),
            ("denies", "1"),
        ]

    def test_people_by_how_often_they_speak(self, ana: Client, case: Case) -> None:
        names = ("The mayor", "Mayor B.", "Bo")
        mayor, alias, older = (SourceFactory.create(name=name) for name in names)
        for merged, into in ((older, alias), (alias, mayor)):
            merged.merged_into, merged.merge_reason = into, "one man"
            merged.save()
        for who, stance in ((mayor, "asserts"), (alias, "denies"), (older, "asserts")):
            claim = ClaimFactory.create(document=paper(case))
            AttributionFactory.create(claim=claim, claimant=who, stance=stance)
        once = said(case).attributions.get().claimant
        found = section(shown(ana, case), "people")
        assert found.index("The mayor") < found.index(str(once))
        assert "Mayor B." not in found, "its words count for the mayor"
        assert re.findall(r"stance-(\w+)\">\w+</span> (\d+)", found)[:2] == [
            ("asserts", "2"),
            ("denies", "1"),
        ]

    def test_empty_ones_say_why(self, ana: Client, case: Case) -> None:
        page = shown(ana, case)
        assert "No documents yet" in page
        assert f'href="/admin/sources/importjob/add/?case={case.pk}"' in page
        assert "<table" not in page
        assert "Import into this case" not in shown(member("viewer")[1], case)
        DocumentFactory.create(cases=[case])
        page = shown(ana, case)
        for words in (
            *("None so far. They appear when two documents", "still wait to be read"),
            *("Nobody speaks in it", "There are no claims yet", "No claim so far"),
        ):
            assert words in page, words
        said(case)
        assert "No claim of this case is known to support" in shown(ana, case)


class TestPicture:
    def test_links_as_a_picture_and_in_words(self, ana: Client, case: Case) -> None:
        first, second, third = (said(case, text=f"claim {n} of three") for n in range(3))
        link = {"from_claim": first, "to_claim": second}
        ClaimLinkFactory.create(
            **link, status=Status.CONFIRMED, explanation="both can't be so", **reviewed()
        )
        ClaimLinkFactory.create(from_claim=third, to_claim=first, relation=Relation.UPDATES)
        ClaimLinkFactory.create(
            **link, relation=Relation.RIVALS, status=Status.DISMISSED, **reviewed()
        )
        ClaimLinkFactory.create(**link, relation=Relation.SAME_AS)
        ClaimLinkFactory.create(from_claim=first, to_claim=said(CaseFactory.create()))
        found = section(shown(ana, case), "picture")
        assert re.findall(r'<g class="(edge \w+ \w+)">', found) == [
            "edge contradicts confirmed",
            "edge updates proposed",
        ]
        assert found.count(f'<a href="/admin/dossier/{first.pk}/" class="claim"') == 1
        lines = found[found.index("The lines in words (2)") :]
        assert re.search(r"</b> claim 0 of three</a> .*?contradicts.*?claim 1 of three", lines)
        assert "Drawn are" not in found, "all of them"
        assert "both can&#x27;t be so" in lines

    def test_of_very_many_the_most_linked_are_drawn(
        self, ana: Client, case: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bearing, "MOST", 2)
        claims = [said(case, text=f"claim {n} of four") for n in range(4)]
        ClaimLinkFactory.create(from_claim=claims[2], to_claim=claims[3])
        found = section(shown(ana, case), "picture")
        assert "the 2 claims that bear on another one, among the 2 with most links" in found
        assert "claim 3 of four" in found
        assert "claim 0 of four" not in found

    def test_a_claim_that_stands_alone_is_not_drawn(self, ana: Client, case: Case) -> None:
        one, other, alone = (said(case, text=f"claim {n} of three") for n in range(3))
        ClaimLinkFactory.create(from_claim=one, to_claim=other)
        found = section(shown(ana, case), "picture")
        assert "Drawn are the 2 claims that bear on another one; the case has 3." in found
        assert f"/admin/dossier/{other.pk}/" in found
        assert f"/admin/dossier/{alone.pk}/" not in found

    def test_it_is_markup_of_ours_alone(self, ana: Client) -> None:
        case = CaseFactory.create(name=f"Case {HOSTILE}", description=HOSTILE)
        event = EventFactory.create(name=HOSTILE, main=True, document=paper(case))
        publisher = SourceFactory.create(name=f"Post {HOSTILE}")
        claims = [said(case, text=f"{n} {HOSTILE}", event=event) for n in range(2)]
        Document.objects.update(title=HOSTILE, publisher=publisher, published=date(2024, 3, 1))
        for claim in claims:
            AttributionFactory.create(
                claim=claim, claimant=SourceFactory.create(name=f"{claim.pk} {HOSTILE}"), start=1
            )
        ClaimLinkFactory.create(from_claim=claims[0], to_claim=claims[1], explanation=HOSTILE)
        asked(*claims, question=HOSTILE)
        page = shown(ana, case)
        assert HOSTILE not in page
        assert page.count("&lt;script&gt;") > 20
        assert 'style="' not in page
        assert HOSTILE not in ana.get("/admin/cases/").content.decode()


class TestTimes:
    def test_it_says_where_it_stopped_reading(
        self, ana: Client, case: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for day in (1, 2):
            claim = said(case)
            Document.objects.filter(claims_drawn=claim).update(published=date(2024, 3, day))
        cut = "Only the first statements were looked at"
        assert cut not in shown(ana, case)
        monkeypatch.setattr(timelines, "STATEMENTS", 1)
        assert cut in shown(ana, case)

    def test_what_happened_when_as_the_claims_tell_it(self, ana: Client, case: Case) -> None:
        fire = EventFactory.create(
            name="the fire", date_from=date(2024, 3, 2), date_to=date(2024, 3, 3)
        )
        later = said(case, text="Nine had died by Friday", event=fire, as_of=date(2024, 3, 8))
        told = said(case, text="It burned at night", event=fire)
        undated = said(case, text="Nobody knows when", event=EventFactory.create())
        found = section(shown(ana, case), "happened")
        places = [found.index(str(claim)) for claim in (told, later, undated)]
        assert places == sorted(places)
        days = re.findall(r'datetime="([\d-]+)"', found)
        assert days == ["2024-03-02", "2024-03-03", "2024-03-08"]
        assert "the fire" in found[: places[0]]
        assert "as of this day" in found[places[0] : places[1]]
        assert "undated" in found[places[1] : places[2]]

    def test_who_told_it_first(self, ana: Client, case: Case) -> None:
        claim = ClaimFactory.create(text="It burned", document=None)
        days = (date(2024, 3, 5), date(2024, 3, 4), date(2024, 3, 4), None)
        for n, day in enumerate(days):
            AttributionFactory.create(
                claim=claim,
                document=paper(case, title=f"paper {n}", published=day),
                claimant=SourceFactory.create(name=f"speaker {n}"),
            )
        found = section(shown(ana, case), "telling")
        assert re.findall(r"paper \d", found) == ["paper 1", "paper 2", "paper 0", "paper 3"]
        assert found.count("It burned") == 1, "repeated later, it is not new"
        assert "speaker 1, speaker 2" in found, "of one day, which came first is not known"
        assert "speaker 3" not in found, "without a day nobody is the first"
        undated = found[found.index("undated") :]
        assert "paper 3" in undated
        assert f"retrieved {timezone.localdate():%-d %b %Y}" in undated

    def test_of_very_many_documents_the_first(
        self, ana: Client, case: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(timelines, "DOCUMENTS", 2)
        for n in range(4):
            paper(case, title=f"paper {n}", published=date(2024, 3, 9 - n))
        found = section(shown(ana, case), "telling")
        assert re.findall(r"paper \d", found) == ["paper 3", "paper 2"]
        assert "The first documents are shown" in found


class TestDocuments:
    def test_what_is_known_of_each(self, ana: Client, case: Case) -> None:
        first = paper(case, title="The first", published=date(2024, 3, 1))
        again = paper(case, title="The copy", published=date(2024, 3, 2), copy_of=first)
        alike = paper(case, title="The nearly", published=date(2024, 3, 3))
        SharedPassageFactory.create(document=first, other=alike, whole=True)
        CreditFactory.create(document=alike, source=SourceFactory.create(name="Wire"))
        ReadingFactory.create(document=again, analyst=UserFactory.create(username="ben"))
        DocumentFactory.create(
            cases=[case],
            title="The broken",
            status=Document.Status.FAILED,
            status_reason="No text in it.",
        )
        found = section(shown(ana, case), "documents")
        order = [found.index(f">{t}</a></th>") for t in ("The nearly", "The copy", "The first")]
        assert order == sorted(order)
        rows = {row.split("</a></th>")[0].rsplit(">", 1)[1]: row for row in found.split("<tr>")[2:]}
        assert "prints <a" in rows["The nearly"]
        assert ">Wire</a>" in rows["The nearly"]
        assert "nearly copies <a" in rows["The nearly"]
        assert "nearly copied by <a" in rows["The first"]
        assert "same text as <a" in rows["The copy"]
        assert "<td>ben</td>" in rows["The copy"]
        assert "No text in it." in rows["The broken"]
        assert "no date" in rows["The broken"]
        assert str(first.publisher) in rows["The first"]

    def test_they_are_leafed_through_with_and_without_scripts(
        self, ana: Client, case: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(documents, "SHOWN", 2)
        day = date(2024, 3, 1)
        for n, published in enumerate([None, day, None, day, date(2024, 3, 2), None]):
            paper(case, title=f"paper {n}", published=published)
        seen: list[str] = []
        query, steps = "", 0
        while steps < 9:
            found = section(shown(ana, case, query), "documents")
            seen += re.findall(r"paper \d", found)
            more = re.search(r'hx-get="/admin/cases/\d+/(\?after=\d+)"', found)
            if more is None:
                break
            query, steps = more[1], steps + 1
            htmx = ana.get(f"/admin/cases/{case.pk}/{query}", headers={"HX-Request": "true"})
            rows = htmx.content.decode()
            assert "<html" not in rows
            assert re.findall(r"paper \d", rows) == re.findall(
                r"paper \d", section(shown(ana, case, query), "documents")
            )
        assert seen == [f"paper {n}" for n in (4, 3, 1, 5, 2, 0)]

    def test_a_page_after_another_cases_document_is_the_first(
        self, ana: Client, case: Case
    ) -> None:
        paper(case, title="paper 1")
        other = paper(CaseFactory.create(members=[UserFactory.create()]))
        assert "paper 1" in section(shown(ana, case, f"?after={other.pk}"), "documents")


def test_it_costs_the_same_for_one_of_each_and_twenty(ana: Client, case: Case) -> None:
    def tell() -> None:
        event = EventFactory.create(main=True, document=paper(case), date_from=date(2024, 3, 1))
        dated = paper(case, published=date(2024, 3, 1), copy_of=paper(case))
        claims = [said(case, event=event), said(case), ClaimFactory.create(document=dated)]
        AttributionFactory.create(claim=claims[2])
        ClaimLinkFactory.create(from_claim=claims[0], to_claim=claims[1])
        asked(claims[0], claims[2])
        asked(
            claims[1],
            claims[2],
            state=Conflict.State.RESOLVED,
            finding="superseded",
            rationale="Because.",
            resolved_by=UserFactory.create(),
            resolved_at=timezone.now(),
        )
        SharedPassageFactory.create(document=dated, other=paper(case), whole=True)
        CreditFactory.create(document=dated)
        ReadingFactory.create(document=dated)

    tell()
    path = f"/admin/cases/{case.pk}/"
    queries(ana, path)
    few = queries(ana, path)
    for _ in range(20):
        tell()
    assert queries(ana, path) <= few
    assert few < 60
