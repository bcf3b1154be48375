"""What analysts do at the workbench: recorded, undone, and never over somebody else's work."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from claims.models import (
    Action,
    Assessment,
    Claim,
    ClaimLink,
    Conflict,
    Relation,
    Stance,
    Status,
)
from claims.services import actions, desk, judging, reader, reviewing
from claims.services.actions import StaleError, token
from tests.claims.services.rows import now, state
from tests.factories import (
    AssessmentFactory,
    AttributionFactory,
    ClaimFactory,
    ClaimLinkFactory,
    ConflictAccountFactory,
    ConflictFactory,
    DocumentFactory,
    UserFactory,
)
from tests.people import member

pytestmark = pytest.mark.django_db


class TestReview:
    def test_a_claim_is_confirmed_and_its_quotes_are_not(self, ana: User) -> None:
        said = AttributionFactory.create()
        action = desk.confirm(said.claim, by=ana, seen=token(now(said.claim)))
        assert action is not None
        assert (now(said.claim).status, now(said.claim).reviewed_by) == (Status.CONFIRMED, ana)
        assert now(said).status == Status.PROPOSED
        assert (action.verb, action.by, action.claim) == ("confirm", ana, said.claim)

    def test_a_rejection_has_a_reason(self, ana: User) -> None:
        claim = ClaimFactory.create()
        with pytest.raises(ValidationError, match="Say why"):
            desk.reject(claim, reason=" ", by=ana, seen="")
        action = desk.reject(claim, reason="too vague to check", by=ana, seen="")
        assert action is not None
        assert action.reason == "too vague to check"
        assert now(claim).status == Status.DISMISSED

    @pytest.mark.parametrize("factory", [ClaimFactory, AttributionFactory, ClaimLinkFactory])
    @pytest.mark.parametrize("verb", ["confirm", "reject"])
    def test_undone_it_is_as_it_was(self, factory: Any, verb: str, ana: User, ben: User) -> None:
        row = factory.create()
        before = state(row)
        action = (
            desk.confirm(row, by=ana, seen=token(now(row)))
            if verb == "confirm"
            else desk.reject(row, reason="trivial", by=ana, seen=token(now(row)))
        )
        assert action is not None
        assert state(row) != before
        assert actions.undo(action, by=ben) == [action]
        assert state(row) == before
        action.refresh_from_db()
        assert action.undone_by == ben

    def test_a_time_comes_back_to_the_microsecond(self, ana: User, ben: User) -> None:
        """Cut to milliseconds it would read as changed since, and the action before could not be undone."""
        at = datetime(2026, 3, 22, 20, 15, 40, 345, tzinfo=UTC)
        claim = ClaimFactory.create(status=Status.CONFIRMED, reviewed_by=ana, reviewed_at=at)
        refused = desk.reject(claim, reason="trivial", by=ben, seen=token(now(claim)))
        assert refused is not None
        actions.undo(refused, by=ben)
        assert now(claim).reviewed_at == at

    def test_a_refused_merge_is_one_claim_again_when_undone(self, ana: User, ben: User) -> None:
        claim, keeper = ClaimFactory.create(), ClaimFactory.create()
        said = AttributionFactory.create(claim=claim)
        desk.merge(claim, into=keeper, by=ana, seen="")
        link = ClaimLink.objects.get(relation="same_as")
        before = state(link), state(claim)
        refused = desk.reject(link, reason="not so", by=ana, seen=token(link))
        assert refused is not None
        assert (now(claim).merged_into, now(said).claim) == (None, claim)
        actions.undo(refused, by=ben)
        assert (now(claim).merged_into, now(said).claim) == (keeper, keeper)
        assert (state(link), state(claim)) == before

    def test_what_is_so_already_is_not_recorded(self, ana: User) -> None:
        claim = ClaimFactory.create()
        desk.confirm(claim, by=ana, seen="")
        assert desk.confirm(claim, by=ana, seen="") is None
        assert Action.objects.count() == 1


class TestTwoAtOnce:
    def test_the_second_is_told_who_did_what(self, ana: User, ben: User) -> None:
        claim = ClaimFactory.create()
        seen = token(now(claim))
        desk.reject(claim, reason="trivial", by=ana, seen=seen)
        with pytest.raises(StaleError, match=r"ana has rejected it \(trivial\) at \d\d:\d\d"):
            desk.confirm(now(claim), by=ben, seen=seen)
        assert (now(claim).status, now(claim).reviewed_by) == (Status.DISMISSED, ana)

    def test_the_second_is_told_of_what_was_undone(self, ana: User, ben: User) -> None:
        claim = ClaimFactory.create()
        action = desk.confirm(claim, by=ana, seen="")
        assert action is not None
        seen = token(now(claim))
        actions.undo(action, by=ana)
        with pytest.raises(StaleError, match=r"ana has undone what ana did \(confirmed it\)"):
            desk.reject(now(claim), reason="trivial", by=ben, seen=seen)

    def test_a_change_by_another_way_is_noticed_too(self, ana: User) -> None:
        claim = ClaimFactory.create()
        seen = token(now(claim))
        Claim.objects.filter(pk=claim.pk).update(text="Other words")
        with pytest.raises(StaleError, match="has changed since you opened it"):
            desk.confirm(claim, by=ana, seen=seen)

    def test_quotes_of_one_claim_are_worked_on_side_by_side(self, ana: User, ben: User) -> None:
        one = AttributionFactory.create()
        other = AttributionFactory.create(claim=one.claim)
        seen = {row.pk: token(now(row)) for row in (one, other, one.claim)}
        desk.confirm(one, by=ana, seen=seen[one.pk])
        assert desk.refuse(other, by=ben, seen=seen[other.pk]) is not None
        assert desk.confirm(now(one.claim), by=ben, seen=token(now(one.claim))) is not None

    def test_the_queue_moving_is_no_change(self, ana: User) -> None:
        claim = ClaimFactory.create()
        seen = token(now(claim))
        Claim.objects.filter(pk=claim.pk).update(need=9.0)
        assert desk.confirm(claim, by=ana, seen=seen) is not None

    def test_what_is_gone_is_said(self, ana: User) -> None:
        link = ClaimLinkFactory.create()
        seen = token(now(link))
        ClaimLink.objects.all().delete()
        with pytest.raises(StaleError, match="is gone"):
            desk.confirm(link, by=ana, seen=seen)


class TestUndo:
    def test_not_over_what_somebody_did_since(self, ana: User, ben: User) -> None:
        claim = ClaimFactory.create()
        first = desk.confirm(claim, by=ana, seen="")
        assert first is not None
        desk.reject(claim, reason="trivial", by=ben, seen="")
        with pytest.raises(ValidationError, match="ben has changed it since"):
            actions.undo(first, by=ana)
        assert now(claim).status == Status.DISMISSED
        first.refresh_from_db()
        assert first.undone_at is None

    def test_ones_own_word_is_taken_back_by_nobody_else(self, ana: User, ben: User) -> None:
        claim = ClaimFactory.create()
        judged: dict[str, Any] = {"rating": "false", "credibility": 5, "likelihood": ""}
        done = [
            desk.rate(claim, credibility=2, by=ana),
            judging.assess(claim, **judged, rationale="Unseen.", evidence=(), by=ana),
            judging.comment(claim, text="Ask the brigade.", by=ana),
            reader.read_through(DocumentFactory.create(), by=ana),
        ]
        for action in reversed(done):
            assert action is not None
            with pytest.raises(ValidationError, match="Only ana can take this back"):
                actions.undo(action, by=ben)
            assert actions.undo(action, by=ana) == [action]

    def test_a_verdict_is_taken_back_by_who_may_make_one(self) -> None:
        (maker, _), (other, _), (analyst, _) = map(member, ("reviewer", "reviewer", "analyst"))
        verdict = AssessmentFactory.create()
        action = judging.adopt(verdict, by=maker, seen="")
        assert action is not None
        with pytest.raises(ValidationError, match="Only who may do this"):
            actions.undo(action, by=analyst)
        assert now(verdict).adopted_by == maker
        actions.undo(action, by=other)
        assert now(verdict).adopted_by is None

    def test_only_once(self, ana: User, ben: User) -> None:
        action = desk.confirm(ClaimFactory.create(), by=ana, seen="")
        assert action is not None
        actions.undo(action, by=ben)
        with pytest.raises(ValidationError, match="ben has undone this already"):
            actions.undo(action, by=ana)

    def test_last_of_somebody_is_what_still_stands(self, ana: User, ben: User) -> None:
        first = desk.confirm(ClaimFactory.create(), by=ana, seen="")
        second = desk.confirm(ClaimFactory.create(), by=ana, seen="")
        desk.confirm(ClaimFactory.create(), by=ben, seen="")
        assert actions.last_of(ana) == second
        assert second is not None
        actions.undo(second, by=ana)
        assert actions.last_of(ana) == first

    def test_a_selection_is_undone_together(self, ana: User) -> None:
        claims = [ClaimFactory.create() for _ in range(3)]
        desk.confirm(claims[2], by=ana, seen="")
        rows = [(claim, token(now(claim))) for claim in claims[:2]]
        rows.append((claims[2], "of another state"))
        count, problems = desk.each(
            rows, lambda c, seen, batch: desk.confirm(c, by=ana, seen=seen, batch=batch)
        )
        assert count == 2
        assert len(problems) == 1
        assert "You have confirmed it" in problems[0]
        last = actions.last_of(ana)
        assert last is not None
        assert len(actions.undo(last, by=ana)) == 2
        assert [now(claim).status for claim in claims] == ["proposed", "proposed", "confirmed"]


class TestClaims:
    def test_assigned_and_back(self, ana: User, ben: User) -> None:
        claim = ClaimFactory.create()
        action = desk.assign(claim, to=ben, by=ana, seen="")
        assert action is not None
        assert now(claim).assigned_to == ben
        assert action.reason == "to ben"
        actions.undo(action, by=ana)
        assert now(claim).assigned_to is None

    def test_other_words_have_another_place_among_claims(self, ana: User) -> None:
        claim = ClaimFactory.create(text="Nine houses burned down")
        reviewing.write(claim, by=ana)
        vector = list(now(claim).embedding)
        action = desk.edit(claim, text=" The  gate was open ", by=ana, seen=token(now(claim)))
        assert action is not None
        assert now(claim).text == "The gate was open"
        assert list(now(claim).embedding) != vector
        actions.undo(action, by=ana)
        assert now(claim).text == "Nine houses burned down"
        assert list(now(claim).embedding) == pytest.approx(vector, abs=1e-4)

    @pytest.mark.parametrize("text", ["", "  ", "a" * 501])
    def test_words_have_to_be_some_and_not_too_many(self, text: str, ana: User) -> None:
        claim = ClaimFactory.create(text="It burned")
        with pytest.raises(ValidationError):
            desk.edit(claim, text=text, by=ana, seen="")
        assert now(claim).text == "It burned"

    def test_merged_and_back(self, ana: User) -> None:
        one, other = AttributionFactory.create(), AttributionFactory.create()
        action = desk.merge(one.claim, into=other.claim, by=ana, seen=token(now(one.claim)))
        assert action is not None
        assert now(one).claim == other.claim
        actions.undo(action, by=ana)
        assert now(one).claim == one.claim
        assert now(one.claim).merged_into is None
        assert not ClaimLink.objects.filter(relation=Relation.SAME_AS).exists()

    def test_a_proposal_to_merge_is_a_proposal_again(self, ana: User) -> None:
        one, other = ClaimFactory.create(), ClaimFactory.create()
        link = ClaimLinkFactory.create(from_claim=one, to_claim=other, relation="same_as")
        action = desk.merge(one, into=other, by=ana, seen="")
        assert action is not None
        assert now(link).status == Status.CONFIRMED
        actions.undo(action, by=ana)
        assert ClaimLink.objects.filter(status=Status.CONFIRMED).count() == 0

    def test_unmerged_and_back(self, ana: User) -> None:
        one, other = AttributionFactory.create(), AttributionFactory.create()
        reviewing.merge(one.claim, into=other.claim, by=ana)
        action = desk.unmerge(now(one.claim), by=ana, seen=token(now(one.claim)))
        assert action is not None
        assert now(one).claim == one.claim
        actions.undo(action, by=ana)
        assert now(one).claim == other.claim
        assert now(one.claim).merged_into == other.claim

    def test_split_and_back(self, ana: User) -> None:
        kept = AttributionFactory.create()
        moved = AttributionFactory.create(claim=kept.claim)
        new, action = desk.split(
            kept.claim, attributions=[moved.pk], text="A mill burned", by=ana, seen=""
        )
        assert action is not None
        assert (now(moved).claim, now(kept).claim) == (new, kept.claim)
        assert new.document == kept.claim.document
        apart = ClaimLink.objects.get(relation=Relation.SAME_AS)
        assert apart.status == Status.DISMISSED
        actions.undo(action, by=ana)
        assert now(moved).claim == kept.claim
        assert not Claim.objects.filter(pk=new.pk).exists()

    def test_split_is_refused_in_words(self, ana: User) -> None:
        said = AttributionFactory.create()
        other = AttributionFactory.create()
        for chosen, text, why in (
            ([], "A mill burned", "Choose the attributions"),
            ([other.pk], "A mill burned", "Choose the attributions"),
            ([said.pk], "A mill burned", "Leave one"),
        ):
            with pytest.raises(ValidationError, match=why):
                desk.split(said.claim, attributions=chosen, text=text, by=ana, seen="")
        second = AttributionFactory.create(claim=said.claim)
        words = said.claim.text.upper()
        with pytest.raises(ValidationError, match="says the same"):
            desk.split(said.claim, attributions=[second.pk], text=words, by=ana, seen="")

    def test_a_split_that_others_build_on_stays(self, ana: User) -> None:
        kept = AttributionFactory.create()
        moved = AttributionFactory.create(claim=kept.claim)
        new, action = desk.split(
            kept.claim, attributions=[moved.pk], text="A mill burned", by=ana, seen=""
        )
        assert action is not None
        third = ClaimFactory.create()
        reviewing.merge(third, into=new, by=ana)
        with pytest.raises(ValidationError, match="can't be undone"):
            actions.undo(action, by=ana)
        assert now(moved).claim == new

    def test_credibility_carries_along_what_was_said_before(self, ana: User) -> None:
        claim = ClaimFactory.create()
        first = reviewing.assess(claim, by=ana, rating="mixed", rationale="Two saw it.")
        action = desk.rate(claim, credibility=2, by=ana)
        assert action is not None
        rated = Assessment.objects.current().get(claim=claim)
        assert (rated.credibility, rated.rating, rated.rationale) == (2, "mixed", "Two saw it.")
        assert desk.rate(claim, credibility=2, by=ana) is None
        actions.undo(action, by=ana)
        assert Assessment.objects.current().get(claim=claim) == first
        assert Assessment.objects.filter(claim=claim).count() == 2

    @pytest.mark.parametrize("number", [0, 7, -1])
    def test_credibility_is_one_of_six(self, number: int, ana: User) -> None:
        with pytest.raises(ValidationError, match="from 1 to 6"):
            desk.rate(ClaimFactory.create(), credibility=number, by=ana)


class TestNeed:
    def test_contested_before_many_origins_before_worth(self, ana: User) -> None:
        plain = AttributionFactory.create(claim__check_worthiness=0.1).claim
        worth = AttributionFactory.create(claim__check_worthiness=0.9).claim
        many = AttributionFactory.create(claim__check_worthiness=0.1).claim
        AttributionFactory.create_batch(3, claim=many)
        asked = ClaimFactory.create(check_worthiness=0.1)
        AttributionFactory.create(claim=asked)
        AttributionFactory.create(claim=asked, stance=Stance.DENIES)
        for claim in (plain, worth, many, asked):
            reviewing.restore(claim, by=ana)  # gathers and weighs
        assert Conflict.objects.filter(accounts__claim=asked).exists()
        queue = Claim.objects.waiting().order_by("-need", "-pk")
        assert list(queue) == [asked, many, worth, plain]

    def test_the_reviewed_are_not_in_the_queue(self, ana: User) -> None:
        claim = ClaimFactory.create()
        assert claim in Claim.objects.waiting()
        desk.confirm(claim, by=ana, seen="")
        assert claim not in Claim.objects.waiting()


def test_an_open_conflict_comes_back_with_what_made_it(ana: User) -> None:
    """Refusing the only denial closes the question; undoing it asks again."""
    claim = ClaimFactory.create()
    AttributionFactory.create(claim=claim)
    denial = AttributionFactory.create(claim=claim, stance=Stance.DENIES)
    reviewing.restore(claim, by=ana)
    assert Conflict.objects.count() == 1
    action = desk.refuse(denial, by=ana, seen=token(now(denial)))
    assert action is not None
    assert Conflict.objects.count() == 0
    actions.undo(action, by=ana)
    assert Conflict.objects.count() == 1


def test_an_action_shows_to_those_who_see_what_it_is_about(ana: User) -> None:
    from tests.factories import CaseFactory

    secret = ClaimFactory.create(
        document=DocumentFactory.create(cases=[CaseFactory.create(members=[ana])])
    )
    desk.confirm(secret, by=ana, seen="")
    desk.confirm(ClaimFactory.create(), by=ana, seen="")
    assert Action.objects.visible_to(ana).count() == 2
    assert Action.objects.visible_to(UserFactory.create()).count() == 1


def test_a_question_is_weighed_when_it_is_gathered(ana: User) -> None:
    account = ConflictAccountFactory.create(conflict=ConflictFactory.create())
    before = now(account.claim).need
    reviewing.confirm(AttributionFactory.create(claim=account.claim), by=ana)
    assert now(account.claim).need != before
