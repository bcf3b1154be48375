"""What somebody is told of what they watch: nothing of their own, nothing hidden, so much and no more."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Claim, Conflict, Watch
from claims.services import desk, judging, names, news, past, reader, watching
from claims.services.actions import token
from tests.factories import (
    AffiliationFactory,
    AssessmentFactory,
    AttributionFactory,
    CaseDocumentFactory,
    CaseFactory,
    ClaimFactory,
    ClaimLinkFactory,
    CommentFactory,
    ConflictAccountFactory,
    ConflictFactory,
    DocumentFactory,
    SourceAliasFactory,
    SourceFactory,
    UserFactory,
    WatchFactory,
)
from tests.people import anew

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def ana() -> User:
    user: User = UserFactory.create(username="ana")
    return user


@pytest.fixture
def ben() -> User:
    user: User = UserFactory.create(username="ben")
    return user


def watched(thing: Any, user: User, *, since: datetime | None = None) -> Watch:
    """`user` watches it since an hour ago: within a test's transaction all history bears one time."""
    about = {"claim": None, watching.kind_of(thing): thing}
    watch: Watch = WatchFactory.create(user=user, since=since or timezone.now() - HOUR, **about)
    return watch


def told(user: User, thing: Any = None) -> list[str]:
    """What they are told, the newest first: "ben: …" or "–: …" for the machine."""
    return [
        f"{one.by or '–'}: {one.words}"
        for found in watching.changes(user, thing=thing)
        for one in found.news
    ]


def old(row: Any, **columns: Any) -> Any:
    """The row as if it had been there for days."""
    long_ago = timezone.now() - timedelta(days=3)
    type(row)._default_manager.filter(pk=row.pk).update(**dict.fromkeys(columns, long_ago))
    return row


def conflict_about(claim: Claim, **more: Any) -> Conflict:
    conflict: Conflict = ConflictFactory.create(anchor=claim, **more)
    AttributionFactory.create(claim=claim)
    ConflictAccountFactory.create(conflict=conflict, claim=claim)
    other = AttributionFactory.create(claim__document=claim.document, start=1)
    ConflictAccountFactory.create(conflict=conflict, claim=other.claim)
    return conflict


class TestClaims:
    def test_who_says_it_now(self, ana: User, ben: User) -> None:
        claim = ClaimFactory.create(text="Nine were killed")
        old(AttributionFactory.create(claim=claim), created_at=1)
        watched(claim, ana)
        document = DocumentFactory.create(
            title="Toll rises", text="Nine died, the master said.", publisher__name="Herald"
        )
        said = AttributionFactory.create(
            claim=claim, document=document, claimant__name="Harbour master", end=9, stance="reports"
        )
        reader.say(
            document,
            reader.Selection("the master said"),
            reader.Saying("asserts", claimant="Ben Dahl"),
            by=ben,
            claim=claim,
        )
        reader.say(
            document,
            reader.Selection("master"),
            reader.Saying("asserts", claimant="Cleo"),
            by=ana,
            claim=claim,
        )
        assert told(ana) == [
            "ben: added that Ben Dahl asserts it: “the master said”, in “Toll rises” (Herald)",
            "–: found that Harbour master reports it: “Nine died”, in “Toll rises” (Herald)",
        ]
        assert watching.changes(ana)[0].news[-1].about == said

    def test_who_added_it_whoever_corrected_it(self, ana: User, ben: User) -> None:
        claim = ClaimFactory.create()
        watched(claim, ana)
        watched(claim, ben)
        document = DocumentFactory.create(text="Nine died, the master said.")
        row, _ = reader.say(
            document,
            reader.Selection("Nine died"),
            reader.Saying("asserts", claimant="The master"),
            by=ben,
            claim=claim,
        )
        cleo = UserFactory.create(username="cleo")
        desk.correct(
            *(row,),
            stance="reports",
            likelihood="",
            claimant="The master",
            quote="Nine died",
            by=cleo,
            seen="",
        )
        assert any(words.startswith("ben: added that The master") for words in told(ana))
        assert not any(" added that " in words for words in told(ben))

    def test_how_it_is_reviewed_and_judged(self, ana: User, ben: User) -> None:
        said = old(AttributionFactory.create(claimant__name="The mayor"), created_at=1)
        claim = said.claim
        watched(claim, ana)
        desk.edit(claim, text="Nine died", by=ben, seen="")
        desk.confirm(claim, by=ben, seen="")
        desk.refuse(said, by=ben, seen="")
        judging.assess(
            *(claim,),
            rating="true",
            credibility=2,
            likelihood="",
            rationale="Counted by name.",
            evidence=[],
            by=ben,
        )
        judgement = claim.assessments.get()
        judging.adopt(judgement, by=UserFactory.create(username="cleo"), seen="")
        judging.comment(claim, text="Ask\nthe brigade.", by=ben)
        found = told(ana)
        for words in (
            "ben: confirmed the claim",
            "ben: refused what The mayor says (not in the text)",
            "ben: wrote the assessment “true, credibility 2”: “Counted by name.”",
            "cleo: adopted the assessment “true, credibility 2” as the verdict",
            "ben: commented: “Ask the brigade.”",
        ):
            assert words in found
        assert any("put the claim in other words" in words for words in found)
        assert told(ben) == []

    def test_how_others_bear_on_it(self, ana: User, ben: User) -> None:
        claim = ClaimFactory.create(text="It burned")
        fresh = ClaimLinkFactory.create(
            from_claim=claim, to_claim__text="It stands", explanation="burned against stands"
        )
        before = old(
            ClaimLinkFactory.create(
                to_claim=claim, from_claim__text="It shone", relation="supports"
            ),
            created_at=1,
        )
        old(ClaimLinkFactory.create(from_claim=claim), created_at=1)
        watched(claim, ana)
        desk.confirm(before, by=ben, seen="")
        assert told(ana) == [
            "ben: confirmed that “It shone” supports “It burned”: " + before.explanation,
            "–: proposed that “It burned” contradicts “It stands”: burned against stands",
        ]
        assert watching.changes(ana)[0].news[1].about == fresh.to_claim
        desk.reject(fresh, reason="not so", by=ana, seen="")
        assert len(told(ana)) == 1

    def test_questions_about_it(self, ana: User, ben: User) -> None:
        claim = ClaimFactory.create()
        watched(claim, ana)
        conflict = conflict_about(claim, question="Did it burn?")
        judging.resolve(
            conflict,
            finding="real conflict",
            rationale="They exclude each other.",
            preferred=None,
            by=ben,
            seen="",
        )
        why = "“They exclude each other.”"
        assert {words for words in told(ana) if "question" in words} == {
            "–: gathered the question “Did it burn?”",
            f"ben: resolved the question “Did it burn?”; found: real conflict; said why: {why}",
        }

    def test_one_that_is_merged_is_told_with_the_other(self, ana: User, ben: User) -> None:
        claim, into = ClaimFactory.create(text="It burnt"), ClaimFactory.create(text="It burned")
        watched(claim, ana)
        desk.merge(claim, into=into, by=ben, seen="")
        CommentFactory.create(claim=into, by=ben, text="The same.")
        (found,) = watching.changes(ana)
        assert (found.thing, found.now) == (claim, into)
        assert "ben: commented: “The same.”" in told(ana)
        assert "ben: merged the claim into another one" in told(ana)

    def test_one_merged_out_of_sight_says_nothing_of_the_other(self, ana: User, ben: User) -> None:
        secret = DocumentFactory.create(cases=[CaseFactory.create(members=[ben])])
        into = ClaimFactory.create(text="Zanzibar burned", document=secret)
        claim = ClaimFactory.create(merged_into=into)
        watched(claim, ana)
        CommentFactory.create(claim=into, text="Zanzibar again")
        assert watching.changes(ana)[0].now == claim
        assert "Zanzibar" not in " ".join(told(ana))

    def test_there_may_be_more_than_is_told(self, ana: User) -> None:
        claim = ClaimFactory.create()
        watched(claim, ana)
        for n in range(news.SHOWN):
            CommentFactory.create(claim=claim, text=f"Remark {n}")
        (found,) = watching.changes(ana)
        assert (found.count, found.more) == ("8 changes", False)
        CommentFactory.create(claim=claim, text="One more")
        (found,) = watching.changes(ana)
        assert (len(found.news), found.count, found.more) == (8, "more than 8 changes", True)
        assert found.news[0].words == "commented: “One more”"


class TestConflicts:
    def test_how_it_ends_and_opens_again(self, ana: User, ben: User) -> None:
        conflict = conflict_about(ClaimFactory.create())
        for said in conflict.anchor.attributions.all():
            old(said, created_at=1)
        watched(conflict, ana)
        judging.resolve(
            conflict, finding="superseded", rationale="So.", preferred=None, by=ben, seen=""
        )
        judging.reopen(conflict, because="Somebody counted again.", by=ben, seen="")
        found = [words for words in told(ana) if words.startswith("ben")]
        again = "dropped the finding “superseded”; said why: “Somebody counted again.”"
        assert sorted(found) == [
            f"ben: opened the question again; {again}",
            "ben: resolved the question; found: superseded; said why: So.",
        ]

    def test_who_says_what_of_it(self, ana: User) -> None:
        conflict = conflict_about(ClaimFactory.create(text="Nine were killed"))
        watched(conflict, ana)
        said = AttributionFactory.create(claim=conflict.anchor, claimant__name="The mayor")
        assert any(
            words.startswith("–: found that The mayor asserts “Nine were killed”: “Report")
            for words in told(ana)
        )
        claims = [account.claim for account in conflict.accounts.all()]
        ClaimLinkFactory.create(from_claim=claims[0], to_claim=claims[1])
        assert sum("proposed that" in words for words in told(ana)) == 1
        assert watching.changes(ana)[0].told["claims.attribution", said.pk].about == said

    def test_a_question_in_hidden_words_is_not_told(self, ana: User, ben: User) -> None:
        conflict = conflict_about(ClaimFactory.create(), question="Zanzibar?")
        secret = DocumentFactory.create(cases=[CaseFactory.create(members=[ben])])
        hidden, open_one = ClaimFactory.create(document=secret), conflict.anchor
        Conflict.objects.filter(pk=conflict.pk).update(anchor=hidden, question="Zanzibar burned?")
        Conflict.objects.filter(pk=conflict.pk).update(anchor=open_one, question="Did it burn?")
        watched(conflict, ana)
        assert watching.changes(ana)
        assert "Zanzibar" not in " ".join(told(ana))
        everyone = past.changes(Conflict, [conflict.pk], UserFactory.create(is_superuser=True))
        assert any("Zanzibar burned?" in str(change.told["diff"]) for change in everyone)


class TestCases:
    def test_new_documents_and_questions(self, ana: User, ben: User) -> None:
        case = CaseFactory.create()
        watch = watched(case, ana)
        long_ago = timezone.now() - timedelta(days=2)
        document = DocumentFactory.create(title="Toll rises", publisher__name="Herald")
        CaseDocumentFactory.create(case=case, document=document, by=ben)
        late = DocumentFactory.create(
            *(),
            title="Late",
            publisher=None,
            retrieved_at=long_ago,
            status="failed",
            status_reason="It broke.",
        )
        own = DocumentFactory.create(title="Mine")
        CaseDocumentFactory.create(case=case, document=own, by=ana)
        before = DocumentFactory.create(title="Before", retrieved_at=long_ago)
        for one in (late, before):
            CaseDocumentFactory.create(case=case, document=one, by=ben, joined_at=long_ago)
        old(before, status_changed_at=1)
        assert sorted(told(ana)) == [
            "ben: imported “Toll rises” (Herald)",
            "–: read “Late”, which could not be read",
        ]
        claim = ClaimFactory.create(document=document)
        conflict_about(claim, question="How many?")
        CommentFactory.create(claim=claim, by=ben, text="Odd.")
        AssessmentFactory.create(claim=claim, adopted_by=ben, adopted_at=timezone.now())
        found = told(ana)
        assert "–: gathered the question “How many?”" in found
        assert f"ben: commented on “{claim}”: “Odd.”" in found
        assert any("as the verdict on “" in words for words in found)
        assert watch.kind == "case"

    def test_a_document_that_is_known_joins(self, ana: User, ben: User) -> None:
        case, elsewhere = CaseFactory.create(), CaseFactory.create()
        watched(case, ana)
        known = DocumentFactory.create(title="Toll rises", publisher=None, cases=[elsewhere])
        old(known, retrieved_at=1, status_changed_at=1)
        assert told(ana) == []
        CaseDocumentFactory.create(case=case, document=known, by=ben)
        assert told(ana) == ["ben: added “Toll rises”"]
        assert told(ben) == []


class TestSources:
    def test_what_it_says_and_how_reliable_it_is(self, ana: User, ben: User) -> None:
        source, other = SourceFactory.create(name="Herald"), SourceFactory.create(name="Rakhmon")
        watched(source, ana)
        names.grade(source, reliability="B", reason="Right so far", by=ben, seen=token(source))
        names.call(source, "The Herald", by=ben)
        alias = SourceAliasFactory.create(source=source, name="Harald")
        names.refuse(alias, by=ben, seen=token(alias))
        affiliation = AffiliationFactory.create(source=source)
        names.accept(affiliation, by=ben, seen=token(affiliation))
        names.merge(other, into=source, by=ben, seen=token(other))
        AttributionFactory.create(claimant=other, claim__text="It burned", stance="doubts")
        found = told(ana)
        for words in (
            "ben: changed the reliability of the source: F → B; said why: “Right so far”",
            "ben: gave it the name “The Herald”",
            "ben: refused the name “Harald”",
            f"ben: accepted the name “{affiliation}”",
        ):
            assert words in found
        assert any(words.startswith("–: found that it doubts “It burned”") for words in found)

    def test_a_name_out_of_sight_is_not_told(self, ana: User, ben: User) -> None:
        source = SourceFactory.create()
        secret = DocumentFactory.create(cases=[CaseFactory.create(members=[ben])])
        alias = SourceAliasFactory.create(source=source, name="Zanzibar", document=secret)
        watched(source, ana)
        watched(source, ben)
        cleo = UserFactory.create()
        names.refuse(alias, by=cleo, seen=token(alias))
        assert told(ana) == []
        assert told(ben) == [f"{cleo}: refused the name “Zanzibar”"]


class TestSight:
    def test_what_one_may_no_longer_see_is_not_told(self, ana: User) -> None:
        case = CaseFactory.create()
        document = DocumentFactory.create(cases=[case])
        claim = ClaimFactory.create(document=document)
        conflict = conflict_about(claim)
        source = SourceFactory.create(document=document)
        for thing in (case, claim, conflict, source):
            watched(thing, ana)
        assert len(watching.changes(ana)) == 4
        case.limited = True
        case.save()
        assert watching.changes(anew(ana)) == []

    def test_hidden_rows_about_an_open_thing_are_not_told(self, ana: User, ben: User) -> None:
        secret = DocumentFactory.create(
            title="Zanzibar papers", cases=[CaseFactory.create(members=[ben])]
        )
        claim, case = ClaimFactory.create(), CaseFactory.create()
        hidden = ClaimFactory.create(text="Zanzibar burned", document=secret)
        source = SourceFactory.create()
        for thing in (claim, case, source):
            watched(thing, ana)
        AttributionFactory.create(claim=claim, document=secret, claimant=source)
        ClaimLinkFactory.create(from_claim=claim, to_claim=hidden, explanation="Zanzibar")
        CommentFactory.create(claim=hidden, text="Zanzibar")
        ConflictAccountFactory.create(
            conflict=ConflictFactory.create(question="Zanzibar?", anchor=hidden), claim=claim
        )
        secret.cases.add(CaseFactory.create(members=[ben]))
        assert told(ana) == []


def everything(user: User) -> None:
    """One of each kind of thing, watched, with one of each kind of news."""
    ben = UserFactory.create()
    case = CaseFactory.create()
    document = DocumentFactory.create()
    CaseDocumentFactory.create(case=case, document=document, by=ben)
    claim = ClaimFactory.create(document=document)
    source = SourceFactory.create()
    said = AttributionFactory.create(claim=claim, claimant=source, document=document)
    desk.confirm(said, by=ben, seen="")  # before there is a conflict: it gathers anew
    conflict = conflict_about(claim)
    merged = ClaimFactory.create(merged_into=claim)
    joined = SourceFactory.create(merged_into=source)
    for thing in (case, claim, conflict, source, merged, joined):
        watched(thing, user)
    ClaimLinkFactory.create(from_claim=claim)
    CommentFactory.create(claim=claim, by=ben)
    AssessmentFactory.create(claim=claim, analyst=ben, adopted_by=ben, adopted_at=timezone.now())
    names.grade(source, reliability="B", reason="So", by=ben, seen=token(source))
    names.call(source, f"Name of {source}", by=ben)
    judging.resolve(
        conflict, finding="real conflict", rationale="So", preferred=None, by=ben, seen=""
    )


def test_it_costs_the_same_for_one_of_each_and_for_twenty(ana: User) -> None:
    def cost(act: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as captured:
            act()
        return len(captured)

    everything(ana)
    few = cost(lambda: watching.changes(anew(ana)))
    assert all(one.news for one in watching.changes(ana))
    for _ in range(19):
        everything(ana)
    assert cost(lambda: watching.changes(anew(ana))) == few
    assert few < 50
