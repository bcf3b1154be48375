"""What analysts do: every change is undoable, keeps its history, and says who made it."""

from typing import Any

import psycopg2
import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from pghistory.models import Events

from claims.models import (
    Assessment,
    Attribution,
    Claim,
    ClaimLink,
    Conflict,
    Finding,
    Relation,
    Status,
)
from claims.services import merging, reviewing
from tests.factories import (
    AssessmentFactory,
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    ClaimLinkFactory,
    ConflictAccountFactory,
    ConflictFactory,
    DocumentFactory,
    EventFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst() -> User:
    return UserFactory.create()


def _history(row: Claim | Conflict) -> list[Any]:
    tracked = Events.objects.tracks(row)  # type: ignore[no-untyped-call]
    return list(tracked.order_by("pgh_id"))


@pytest.mark.parametrize(
    "factory", [ClaimFactory, AttributionFactory, ClaimLinkFactory, EventFactory]
)
def test_a_review_has_a_reviewer_and_can_be_taken_back(factory: type, analyst: User) -> None:
    row = factory()

    reviewing.confirm(row, by=analyst)
    row.refresh_from_db()
    assert (row.status, row.reviewed_by) == (Status.CONFIRMED, analyst)
    assert row.reviewed_at is not None

    reviewing.dismiss(row, by=analyst)
    row.refresh_from_db()
    assert row.status == Status.DISMISSED

    reviewing.restore(row, by=analyst)
    row.refresh_from_db()
    assert (row.status, row.reviewed_by, row.reviewed_at) == (Status.PROPOSED, None, None)


def test_the_history_knows_who_did_what(analyst: User) -> None:
    claim = ClaimFactory.create()

    reviewing.dismiss(claim, by=analyst)

    last = _history(claim)[-1]
    assert last.pgh_diff["status"] == ["proposed", "dismissed"]
    assert last.pgh_context == {"user": analyst.pk, "action": "review: dismissed"}


def test_merging_moves_what_was_said_and_says_so_in_a_link(analyst: User) -> None:
    kept, joined = AttributionFactory.create_batch(2)

    keeper = reviewing.merge(joined.claim, into=kept.claim, by=analyst)

    assert keeper == kept.claim
    joined.refresh_from_db()
    assert joined.claim == kept.claim
    link = ClaimLink.objects.get()
    assert (link.relation, link.status, link.reviewed_by) == (
        Relation.SAME_AS,
        Status.CONFIRMED,
        analyst,
    )


def test_unmerging_restores_and_keeps_the_machine_from_doing_it_again(analyst: User) -> None:
    kept, joined = AttributionFactory.create_batch(2)
    claim = joined.claim
    reviewing.merge(claim, into=kept.claim, by=analyst)

    reviewing.unmerge(Claim.objects.get(pk=claim.pk), by=analyst)

    joined.refresh_from_db()
    assert joined.claim == claim
    assert ClaimLink.objects.get().status == Status.DISMISSED


def test_what_can_not_be_merged_says_why(analyst: User) -> None:
    claim, other, third = ClaimFactory.create_batch(3)
    with pytest.raises(ValidationError, match="one claim already"):
        reviewing.merge(claim, into=claim, by=analyst)
    with pytest.raises(ValidationError, match="was not merged"):
        reviewing.unmerge(claim, by=analyst)

    reviewing.merge(claim, into=other, by=analyst)
    with pytest.raises(ValidationError, match="undo that first"):
        reviewing.merge(claim, into=third, by=analyst)
    assert Claim.objects.get(pk=claim.pk).merged_into == other


def test_an_open_claim_is_not_hidden_behind_a_limited_one(analyst: User) -> None:
    hidden = DocumentFactory.create(cases=[CaseFactory.create(members=[analyst])])
    limited, shown = ClaimFactory.create(document=hidden), ClaimFactory.create()

    with pytest.raises(ValidationError, match="the other way round"):
        reviewing.merge(shown, into=limited, by=analyst)
    assert reviewing.merge(limited, into=shown, by=analyst) == shown


def test_resolving_takes_a_finding_and_a_reason(analyst: User) -> None:
    conflict = ConflictFactory.create()
    account = ConflictAccountFactory.create(conflict=conflict)

    with pytest.raises(ValidationError, match="A finding is one of: real conflict"):
        reviewing.resolve(conflict, finding="whatever", rationale="because", by=analyst)
    with pytest.raises(ValidationError, match="needs a rationale"):
        reviewing.resolve(conflict, finding=Finding.REAL, rationale="  ", by=analyst)
    with pytest.raises(ValidationError, match="none of this conflict"):
        reviewing.resolve(
            conflict,
            finding=Finding.REAL,
            rationale="because",
            by=analyst,
            preferred=ConflictAccountFactory.create(),
        )

    reviewing.resolve(
        conflict,
        finding=Finding.SUPERSEDED,
        rationale="The ministry corrected itself.",
        by=analyst,
        preferred=account,
    )
    conflict.refresh_from_db()
    assert conflict.state == Conflict.State.RESOLVED
    assert (conflict.finding, conflict.preferred, conflict.resolved_by) == (
        "superseded",
        account,
        analyst,
    )


def test_reopening_keeps_the_finding_in_the_history(analyst: User) -> None:
    conflict = ConflictFactory.create()
    reviewing.resolve(conflict, finding=Finding.SCOPE, rationale="Two streets.", by=analyst)

    with pytest.raises(ValidationError, match="Say why"):
        reviewing.reopen(conflict, because=" ", by=analyst)
    reviewing.reopen(conflict, because="A third witness came forward.", by=analyst)

    conflict.refresh_from_db()
    assert (conflict.state, conflict.finding) == (Conflict.State.OPEN, "")
    assert conflict.reopened_because == "A third witness came forward."
    findings = [event.pgh_data["finding"] for event in _history(conflict)]
    assert "different scope" in findings


def test_a_new_assessment_supersedes_the_analysts_last_one(analyst: User) -> None:
    said = AttributionFactory.create()
    first = reviewing.assess(said.claim, by=analyst, rating="true", rationale="Seen by two.")
    another = AssessmentFactory.create(claim=said.claim)

    second = reviewing.assess(
        said.claim,
        by=analyst,
        rating="mixed",
        rationale="One of them withdrew.",
        credibility=3,
        likelihood="likely",
        evidence=[said],
    )

    assert set(Assessment.objects.current()) == {second, another}
    first.refresh_from_db()
    assert first.superseded_at is not None
    assert list(second.evidence.all()) == [said]


@pytest.mark.parametrize(
    ("field", "value"),
    [("rating", "sort of"), ("credibility", 7), ("likelihood", "perhaps"), ("rationale", " ")],
)
def test_an_assessment_keeps_to_the_vocabularies(field: str, value: object, analyst: User) -> None:
    words: dict[str, object] = {"rating": "true", "rationale": "Seen by two.", field: value}
    claim = ClaimFactory.create()
    reviewing.assess(claim, by=analyst, rating="false", rationale="Nobody was there.")

    with pytest.raises(ValidationError) as raised:
        reviewing.assess(claim, by=analyst, **words)  # type: ignore[arg-type]

    assert field in raised.value.message_dict
    assert Assessment.objects.current().get().rating == "false", "the last one still counts"


def test_one_verdict_per_claim(analyst: User) -> None:
    claim = ClaimFactory.create()
    reviewer = UserFactory.create()
    first = AssessmentFactory.create(claim=claim)
    second = AssessmentFactory.create(claim=claim)

    reviewing.adopt(first, by=reviewer)
    reviewing.adopt(second, by=reviewer)

    adopted = Assessment.objects.filter(adopted_at__isnull=False)
    assert [a.pk for a in adopted] == [second.pk]
    assert second.adopted_by == reviewer


def test_a_superseded_assessment_is_no_verdict(analyst: User) -> None:
    claim = ClaimFactory.create()
    first = reviewing.assess(claim, by=analyst, rating="true", rationale="Seen by two.")
    reviewing.assess(claim, by=analyst, rating="false", rationale="It was another street.")
    first.refresh_from_db()

    with pytest.raises(ValidationError, match="has replaced this one"):
        reviewing.adopt(first, by=analyst)
    assert not Attribution.objects.exists()


def test_dismissing_that_two_are_the_same_takes_the_merge_back(analyst: User) -> None:
    kept, joined = AttributionFactory.create_batch(2)
    claim = joined.claim
    reviewing.merge(claim, into=kept.claim, by=analyst)

    reviewing.dismiss(ClaimLink.objects.get(), by=analyst)

    claim.refresh_from_db()
    joined.refresh_from_db()
    assert claim.merged_into is None
    assert joined.claim == claim


def test_what_was_merged_by_way_of_another_is_held_apart_from_both(analyst: User) -> None:
    first, second, third = (said.claim for said in AttributionFactory.create_batch(3))
    reviewing.merge(third, into=second, by=analyst)
    reviewing.merge(second, into=first, by=analyst)

    reviewing.unmerge(third, by=analyst)

    apart = ClaimLink.objects.filter(relation=Relation.SAME_AS, status=Status.DISMISSED)
    ends = {frozenset((link.from_claim_id, link.to_claim_id)) for link in apart}
    assert ends == {frozenset((first.pk, third.pk)), frozenset((second.pk, third.pk))}


def test_a_merge_looks_at_claims_as_they_are_now(analyst: User) -> None:
    one, other = ClaimFactory.create_batch(2)
    stale = Claim.objects.get(pk=one.pk), Claim.objects.get(pk=other.pk)
    reviewing.merge(one, into=other, by=analyst)

    with pytest.raises(ValidationError, match="one claim already"):
        reviewing.merge(stale[1], into=stale[0], by=analyst)

    assert Claim.objects.get(pk=other.pk).merged_into is None


@pytest.mark.django_db(transaction=True)
def test_merging_waits_for_whoever_links(analyst: User) -> None:
    one, other = ClaimFactory.create_batch(2)
    worker = psycopg2.connect(**connection.get_connection_params())
    try:
        with worker.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [merging._LOCK])
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
            with pytest.raises(OperationalError, match="lock timeout"):
                reviewing.merge(one, into=other, by=analyst)
            cursor.execute("RESET lock_timeout")
        worker.rollback()
        assert reviewing.merge(one, into=other, by=analyst) == other
    finally:
        worker.close()


def test_what_came_while_a_claim_was_dismissed_is_compared_when_it_is_back(analyst: User) -> None:
    event = EventFactory.create()
    counted: dict[str, Any] = {"event": event, "measure": "killed", "bound": "exact"}
    early = AttributionFactory.create(claim=ClaimFactory.create(**counted, low=31, high=31)).claim
    reviewing.dismiss(early, by=analyst)
    late = AttributionFactory.create(claim=ClaimFactory.create(**counted, low=38, high=38)).claim
    reviewing.confirm(late, by=analyst)
    assert not Conflict.objects.exists()

    reviewing.restore(early, by=analyst)

    assert {account.claim for account in Conflict.objects.get().accounts.all()} == {early, late}


def test_a_claim_that_an_analyst_writes_finds_its_place(analyst: User) -> None:
    event = EventFactory.create()
    counted: dict[str, Any] = {"event": event, "measure": "killed", "bound": "exact"}
    said = AttributionFactory.create(claim=ClaimFactory.create(**counted, low=31, high=31)).claim
    written = Claim(text="Nobody was killed in the fire", **counted, low=0, high=0)

    reviewing.write(written, by=analyst)

    assert ClaimLink.objects.filter(from_claim=said, to_claim=written).exists()
    assert Claim.objects.get(pk=written.pk).embedding is not None
    assert _history(written)[-1].pgh_context["action"] == "write"
    before = written.embedding

    stale = Claim.objects.get(pk=written.pk)
    reviewing.confirm(written, by=analyst)
    stale.text = "Thirty-one people were killed in the fire"
    stale.low = stale.high = 31
    reviewing.write(stale, by=analyst)

    written.refresh_from_db()
    assert written.status == Status.CONFIRMED, "a review since then stands"
    assert list(written.embedding) != list(before)
    assert not ClaimLink.objects.filter(relation=Relation.CONTRADICTS).exists()


def test_a_conflict_is_resolved_once_and_opened_once(analyst: User) -> None:
    conflict, colleague = ConflictFactory.create(), UserFactory.create(username="mira")
    mine = Conflict.objects.get(pk=conflict.pk)
    with pytest.raises(ValidationError, match="is open"):
        reviewing.reopen(mine, because="A third witness.", by=analyst)
    reviewing.resolve(conflict, finding="real conflict", rationale="Both hold.", by=colleague)

    with pytest.raises(ValidationError, match="mira has resolved it"):
        reviewing.resolve(mine, finding="superseded", rationale="Counted again.", by=analyst)
    with pytest.raises(ValidationError, match="500"):
        reviewing.reopen(mine, because="because " * 70, by=analyst)

    conflict.refresh_from_db()
    assert (conflict.finding, conflict.rationale) == ("real conflict", "Both hold.")


def test_a_conflict_that_is_gone_is_not_resolved(analyst: User) -> None:
    conflict = ConflictFactory.create()
    Conflict.objects.all().delete()

    with pytest.raises(ValidationError, match="This conflict is gone"):
        reviewing.resolve(conflict, finding="real conflict", rationale="Both.", by=analyst)


def test_the_history_keeps_what_is_deleted(analyst: User) -> None:
    link, conflict = ClaimLinkFactory.create(), ConflictFactory.create()
    claim, row = Claim.objects.get(pk=link.from_claim_id), Conflict.objects.get(pk=conflict.pk)
    conflict.delete()
    link.from_claim.delete()

    assert _history(claim)[-1].pgh_label == _history(row)[-1].pgh_label == "delete"
