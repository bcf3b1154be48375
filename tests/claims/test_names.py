"""The source profile and the inbox of names: what they show, to whom, and what their forms do."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.admin.workbench import copying, profile, proposals
from claims.models import Conflict, Side, Stance
from claims.services import reviewing
from claims.services.actions import token
from factcheck.roles import ROLES
from sources.models import Affiliation, Source, SourceAlias
from tests.factories import (
    AffiliationFactory,
    AssessmentFactory,
    AttributionFactory,
    CaseFactory,
    ConflictAccountFactory,
    ConflictFactory,
    CreditFactory,
    DocumentFactory,
    SharedPassageFactory,
    SourceAliasFactory,
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


def page(source: Source, client: Client) -> Any:
    answer = client.get(f"/admin/sources/source/{source.pk}/change/")
    assert answer.status_code == 200
    return answer


def shown(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


class TestRoles:
    @pytest.mark.parametrize("role", ROLES)
    def test_who_may_do_what(self, role: str) -> None:
        alias, affiliation = SourceAliasFactory.create(), AffiliationFactory.create()
        _, client = member(role)
        works = role != "viewer"
        assert ("names/alias/" in shown(page(alias.source, client))) is works
        assert ("/grade/" in shown(page(alias.source, client))) is works
        assert (client.get("/admin/names/").status_code == 200) is works
        assert ('href="/admin/names/"' in client.get("/admin/").content.decode()) is works
        posts = [
            f"/admin/names/alias/{alias.pk}/accept/",
            f"/admin/names/affiliation/{affiliation.pk}/accept/",
            *(
                f"/admin/names/source/{alias.source_id}/{verb}/"
                for verb in ("grade", "call", "merge", "unmerge", "affiliate")
            ),
        ]
        for path in posts:
            assert (client.post(path).status_code == 403) is not works, path
            assert client.get(path).status_code in (403, 405), path

    def test_a_merge_takes_the_right_to_change_sources(self) -> None:
        user, client = member("analyst")
        user.groups.clear()
        from django.contrib.auth.models import Permission

        wanted = ["view_source", "view_sourcealias", "change_sourcealias"]
        user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
        other = SourceFactory.create(name="Rakhmon")
        alias = SourceAliasFactory.create(name="Rakhmon")
        assert client.post(f"/admin/names/alias/{alias.pk}/accept/").status_code == 403
        assert now(other).merged_into is None
        assert client.post(f"/admin/names/alias/{alias.pk}/refuse/").status_code == 302

    def test_others_cases_stay_closed(self, ana: tuple[User, Client]) -> None:
        closed = CaseFactory.create(members=[UserFactory.create()])
        secret = DocumentFactory.create(title="Zanzibar papers", cases=[closed])
        source = SourceFactory.create(name="Herald")
        hidden = SourceFactory.create(name="Zanzibar himself", document=secret)
        alias = SourceAliasFactory.create(source=source, name="Zanzibar Herald", document=secret)
        affiliation = AffiliationFactory.create(source=source, organisation=hidden)
        SourceAliasFactory.create(source=hidden, name="Z")
        AttributionFactory.create(claimant=source, document=secret, claim__document=secret)
        one, two = sorted(
            (secret, DocumentFactory.create(publisher=source)), key=lambda row: row.pk
        )
        SharedPassageFactory.create(document=one, other=two)
        merged = SourceFactory.create(name="Zanzibar Post", document=secret, merged_into=source)
        client = ana[1]
        assert "Zanzibar" not in shown(page(source, client))
        for kind in proposals.KINDS:
            assert "Zanzibar" not in shown(client.get("/admin/names/", {"kind": kind}))
        for path in (
            f"alias/{alias.pk}/accept",
            f"affiliation/{affiliation.pk}/accept",
            f"source/{hidden.pk}/grade",
            f"source/{merged.pk}/unmerge",
        ):
            assert client.post(f"/admin/names/{path}/").status_code == 404, path
        # A name of a source that may not be seen is no namesake, and nothing happens to that one.
        plain = SourceAliasFactory.create(source=source, name="Zanzibar himself")
        assert client.post(f"/admin/names/alias/{plain.pk}/accept/").status_code == 404
        client.post(f"/admin/names/source/{source.pk}/merge/", {"source": "Zanzibar himself"})
        assert now(source).merged_into is None
        assert now(hidden).merged_into is None


class TestProfile:
    def test_what_it_said_with_what_counts_for_it(self, ana: tuple[User, Client]) -> None:
        source = SourceFactory.create()
        merged = SourceFactory.create(merged_into=source, merge_reason="Spelt alike")
        AttributionFactory.create(claimant=source)
        AttributionFactory.create(claimant=source, stance=Stance.DENIES)
        AttributionFactory.create(claimant=merged, stance=Stance.DENIES)
        AttributionFactory.create()
        answer = page(source, ana[1])
        totals = {str(stance): number for stance, number, _ in answer.context["stances"]}
        assert (totals["asserts"], totals["denies"], totals["doubts"]) == (1, 2, 0)
        assert answer.context["said"] == 3
        assert "Spelt alike" in shown(answer)
        assert "Counts for" in shown(page(merged, ana[1]))

    def test_how_often_it_was_contradicted_and_how_that_ended(
        self, ana: tuple[User, Client]
    ) -> None:
        source = SourceFactory.create()

        def dispute(*, state: str, mine: bool | None = None, stance: str = "asserts") -> Conflict:
            said = AttributionFactory.create(claimant=source, stance=stance)
            conflict: Conflict = ConflictFactory.create(anchor=said.claim)
            side = Side.AGAINST if stance == "denies" else Side.FOR
            account = ConflictAccountFactory.create(conflict=conflict, claim=said.claim, side=side)
            other = ConflictAccountFactory.create(conflict=conflict)
            AttributionFactory.create(claim=other.claim)
            if state == "resolved":
                preferred = {True: account, False: other, None: None}[mine]
                reviewing.resolve(
                    conflict,
                    finding="real conflict",
                    rationale="So",
                    by=ana[0],
                    preferred=preferred,
                )
            return conflict

        dispute(state="open")
        dispute(state="resolved", mine=True, stance="denies")
        dispute(state="resolved", mine=False)
        dispute(state="resolved", mine=False)
        dispute(state="resolved")
        # The other side of somebody else's dispute is none of its own.
        ConflictAccountFactory.create(
            claim=AttributionFactory.create(claimant=source, stance="denies").claim, side=Side.FOR
        )
        context = page(source, ana[1]).context
        assert context["disputed"] == 5
        assert dict(context["outcomes"]) == {
            "still open": 1,
            "its account preferred": 1,
            "another account preferred": 2,
            "closed, no account preferred": 1,
        }

    def test_verdicts_on_what_it_stands_for_and_against(self, ana: tuple[User, Client]) -> None:
        source = SourceFactory.create()
        for stance, rating in (("asserts", "false"), ("asserts", "false"), ("denies", "true")):
            said = AttributionFactory.create(claimant=source, stance=stance)
            AssessmentFactory.create(
                claim=said.claim, rating=rating, adopted_by=ana[0], adopted_at=timezone.now()
            )
        AssessmentFactory.create(claim=AttributionFactory.create(claimant=source).claim)
        assert page(source, ana[1]).context["verdicts"] == [
            ("stands for", "false", 2),
            ("stands against", "true", 1),
        ]

    def test_reliability_has_a_history(self, ana: tuple[User, Client]) -> None:
        source = SourceFactory.create()
        for letter, reason in (("B", "Right so far"), ("D", "Wrong twice")):
            ana[1].post(
                f"/admin/names/source/{source.pk}/grade/",
                {"reliability": letter, "reason": reason, "seen": token(now(source))},
            )
        grades = page(source, ana[1]).context["grades"]
        assert [(g["old"], g["new"], g["why"], str(g["by"])) for g in grades] == [
            ("B", "D", "Wrong twice", "ana"),
            ("F", "B", "Right so far", "ana"),
        ]
        assert "Wrong twice" in shown(page(source, ana[1]))

    def test_whom_it_copies_and_who_copies_it(self, ana: tuple[User, Client]) -> None:
        source, agency, follower = (SourceFactory.create(name=n) for n in ("Us", "Wire", "Them"))
        early, mine, late = (
            DocumentFactory.create(publisher=publisher, published=date(2024, 6, day))
            for publisher, day in ((agency, 1), (source, 2), (follower, 3))
        )
        SharedPassageFactory.create(document=early, other=mine)
        SharedPassageFactory.create(document=mine, other=late)
        SharedPassageFactory.create(document=mine, start=9, end=12, other=late)
        CreditFactory.create(document=mine, source=agency)
        CreditFactory.create(document=late, source=source)
        speaker = SourceFactory.create(name="Speaker")
        AttributionFactory.create(claimant=speaker, via=[source])
        own = SharedPassageFactory.create(
            document=DocumentFactory.create(publisher=source),
            other=DocumentFactory.create(publisher=source),
        )
        assert own.pk
        found = {p.source.name: p for p in copying.partners([source.pk], ana[0])}
        assert set(found) == {"Wire", "Them", "Speaker"}
        assert (found["Wire"].had_first, found["Wire"].credits) == (1, 1)
        assert (found["Them"].had_later, found["Them"].credited) == (1, 1)
        assert found["Speaker"].passes_on == 1
        theirs = {p.source.name: p for p in copying.partners([speaker.pk], ana[0])}
        assert theirs["Us"].passed_on == 1
        body = shown(page(source, ana[1]))
        assert "1 document with words that the other had first; 1 document crediting it" in body

    def test_an_empty_one_says_so(self, ana: tuple[User, Client]) -> None:
        body = shown(page(SourceFactory.create(), ana[1]))
        for words in ("Nothing is attributed", "Nobody contradicts", "F is unknown, not worst"):
            assert words in body

    def test_it_costs_the_same_however_much_there_is(self, ana: tuple[User, Client]) -> None:
        source = SourceFactory.create()

        def tell() -> None:
            said = AttributionFactory.create(
                claimant=source, document__publisher=source, via=[SourceFactory.create()]
            )
            ConflictAccountFactory.create(
                conflict=ConflictFactory.create(anchor=said.claim), claim=said.claim
            )
            alias = SourceAliasFactory.create(source=source)
            SourceFactory.create(name=alias.name)
            AffiliationFactory.create(source=source, document=DocumentFactory.create())
            AffiliationFactory.create(organisation=source)
            SourceFactory.create(merged_into=source)
            SharedPassageFactory.create(document=DocumentFactory.create(publisher=source))
            CreditFactory.create(source=source)

        path = f"/admin/sources/source/{source.pk}/change/"
        tell()
        queries(ana[1], path)
        few = queries(ana[1], path)
        for _ in range(19):
            tell()
        assert queries(ana[1], path) == few

    def test_300_statements_are_counted_and_the_newest_shown(
        self, ana: tuple[User, Client], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(profile, "SAID", 5)
        source = SourceFactory.create()
        for _ in range(8):
            AttributionFactory.create(claimant=source)
        body = shown(page(source, ana[1]))
        assert "the newest 5 of 8" in body


class TestInbox:
    def test_kinds_are_told_apart(self, ana: tuple[User, Client]) -> None:
        alias = SourceAliasFactory.create()
        twin = SourceAliasFactory.create(name=SourceFactory.create().name.upper())
        affiliation = AffiliationFactory.create()
        SourceAliasFactory.create(status="confirmed")
        found = {
            kind: [p.row for p in ana[1].get("/admin/names/", {"kind": kind}).context["proposals"]]
            for kind in proposals.KINDS
        }
        assert found == {"names": [alias], "merges": [twin], "affiliations": [affiliation]}
        assert "accepting it merges" in shown(ana[1].get("/admin/names/", {"kind": "merges"}))
        assert ana[1].get("/admin/names/", {"kind": "x"}).context["kind"] == "names"

    def test_leafing_and_searching(
        self, ana: tuple[User, Client], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(proposals, "SHOWN", 2)
        rows = [SourceAliasFactory.create(name=f"Alias {letter}") for letter in "abcde"]
        seen, after = [], ""
        while True:
            context = ana[1].get("/admin/names/", {"kind": "names", "after": after}).context
            seen += [proposal.row for proposal in context["proposals"]]
            if context["after"] is None:
                break
            after = str(context["after"])
        assert seen == list(reversed(rows))
        found = ana[1].get("/admin/names/", {"kind": "names", "q": "alias C"}).context
        assert [proposal.row for proposal in found["proposals"]] == [rows[2]]
        assert "No proposal has" in shown(ana[1].get("/admin/names/", {"q": "zebra"}))

    @pytest.mark.parametrize("kind", proposals.KINDS)
    def test_empty_it_says_where_they_come_from(self, ana: tuple[User, Client], kind: str) -> None:
        assert "Nothing waits here" in shown(ana[1].get("/admin/names/", {"kind": kind}))

    def test_judged_from_the_inbox_and_undone(self, ana: tuple[User, Client]) -> None:
        there = "/admin/names/?kind=names"
        for row, kind in (
            (SourceAliasFactory.create(), "alias"),
            (AffiliationFactory.create(), "affiliation"),
        ):
            for verb, status in (
                ("refuse", "dismissed"),
                ("reconsider", "proposed"),
                ("accept", "confirmed"),
            ):
                words = {"seen": token(now(row)), "next": there}
                answer = ana[1].post(f"/admin/names/{kind}/{row.pk}/{verb}/", words)
                assert answer["Location"] == there
                assert now(row).status == status
            ana[1].post("/admin/undo/")
            assert now(row).status == "proposed"
            assert ana[1].post(f"/admin/names/{kind}/{row.pk}/erase/").status_code == 404

    @pytest.mark.parametrize("kind", proposals.KINDS)
    def test_it_costs_the_same_for_one_and_for_twenty(
        self, ana: tuple[User, Client], kind: str
    ) -> None:
        def tell() -> None:
            said = AttributionFactory.create()
            alias = SourceAliasFactory.create(source=said.claimant, document=said.document)
            if kind == "merges":
                SourceFactory.create(name=alias.name)
            AffiliationFactory.create(document=said.document)

        path = f"/admin/names/?kind={kind}"
        tell()
        queries(ana[1], path)
        few = queries(ana[1], path)
        for _ in range(20):
            tell()
        assert queries(ana[1], path) == few


class TestDoing:
    def do(self, client: Client, on: Source, verb: str, **words: Any) -> Any:
        words = {"seen": token(now(on)), **words}
        return client.post(f"/admin/names/source/{on.pk}/{verb}/", words, follow=True)

    def test_named_merged_parted_and_affiliated(self, ana: tuple[User, Client]) -> None:
        one, other = SourceFactory.create(name="Daesh-K"), SourceFactory.create(name="ISKP")
        self.do(ana[1], one, "call", name="ISIS-K")
        assert SourceAlias.objects.get().name == "ISIS-K"
        self.do(ana[1], one, "merge", source="iskp")
        assert now(one).merged_into == other
        self.do(ana[1], one, "unmerge")
        assert now(one).merged_into is None
        self.do(ana[1], one, "affiliate", source="ISKP", role="branch", since="2015-01-26")
        row = Affiliation.objects.get()
        assert (row.organisation, row.role, row.since) == (other, "branch", date(2015, 1, 26))
        words = {"row": row.pk, "seen": token(row), "source": "ISKP", "until": "2024-03-22"}
        self.do(ana[1], one, "affiliate", **words)
        assert (now(row).until, now(row).since) == (date(2024, 3, 22), None)

    @pytest.mark.parametrize(
        ("verb", "words", "told"),
        [
            ("grade", {"reliability": "B"}, "Say why"),
            ("grade", {"reliability": "Z", "reason": "x"}, "letter from A to F"),
            ("call", {"name": ""}, "blank"),
            ("merge", {"source": "Nobody"}, "Name a source"),
            ("unmerge", {}, "stands for itself"),
            ("affiliate", {"source": ""}, "Name a source"),
            ("affiliate", {"source": "ISKP", "since": "2024-02-30"}, "written as"),
        ],
    )
    def test_what_makes_no_sense_is_said(
        self, ana: tuple[User, Client], verb: str, words: dict[str, str], told: str
    ) -> None:
        SourceFactory.create(name="ISKP")
        source = SourceFactory.create()
        assert told in shown(self.do(ana[1], source, verb, **words))
        assert ana[1].post(f"/admin/names/source/{source.pk}/erase/").status_code == 404

    def test_reliability_is_not_changed_behind_the_history(self, ana: tuple[User, Client]) -> None:
        source = SourceFactory.create(name="Herald")
        words = {"name": "Herald", "kind": "outlet", "reliability": "A", "reliability_reason": "x"}
        ana[1].post(f"/admin/sources/source/{source.pk}/change/", words)
        assert now(source).reliability == "F"
