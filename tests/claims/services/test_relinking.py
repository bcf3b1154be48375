"""What is proposed follows what is known; what an analyst decided stays as it was decided."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from pghistory.models import Events

from claims.models import (
    Attribution,
    Claim,
    ClaimLink,
    Conflict,
    ConflictAccount,
    Event,
    Relation,
    Status,
)
from claims.services import conflicts, linking, merging, reviewing, statements
from claims.services.linking import link, relink
from sources.models import Document
from tests.factories import (
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    ClaimLinkFactory,
    DocumentFactory,
    EventFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst() -> User:
    return UserFactory.create()


@pytest.fixture
def fire() -> Event:
    return EventFactory.create(document=DocumentFactory.create(), date_from=date(2026, 3, 3))


def count(number: int, event: Event, *, day: int | None = None, **document: Any) -> Claim:
    """A claim that so many were killed, asserted in a document of that day of March."""
    published = date(2026, 3, day) if day else None
    claim: Claim = ClaimFactory.create(
        text=f"{number} people were killed",
        event=event,
        measure="killed",
        low=number,
        high=number,
        bound="exact",
        unit="persons",
        document=DocumentFactory.create(published=published, **document),
    )
    AttributionFactory.create(claim=claim)
    return claim


def published(claim: Claim, day: int) -> None:
    Document.objects.filter(claims_drawn=claim).update(published=date(2026, 3, day))


def link_again(row: Claim | Event) -> None:
    """As if its document had just been extracted."""
    pk = row.document_id or 0
    Document.objects.filter(pk=pk).update(status=Document.Status.EXTRACTED)
    assert link(document_id=pk)


def linked() -> list[tuple[int, int, str, str]]:
    return list(
        ClaimLink.objects.order_by("pk").values_list(
            "from_claim_id", "to_claim_id", "relation", "status"
        )
    )


def test_another_relation_takes_the_place_of_what_was_proposed(fire: Event) -> None:
    few, many = count(31, fire), count(38, fire)
    relink([few.pk])
    assert linked() == [(few.pk, many.pk, "contradicts", "proposed")]
    stale = ClaimLink.objects.get()

    published(few, 4)
    published(many, 6)
    relink([many.pk])

    assert linked() == [(many.pk, few.pk, "updates", "proposed")]
    assert ClaimLink.objects.get().pk != stale.pk, "who confirms the old one is told that it's gone"
    tracked: Any = Events.objects.tracks(stale)  # type: ignore[no-untyped-call]
    assert "delete" in tracked.values_list("pgh_label", flat=True)


def test_the_same_relation_keeps_its_row_with_the_reasons_of_today(fire: Event) -> None:
    few, _ = count(31, fire), count(38, fire)
    relink([few.pk])
    proposed = ClaimLink.objects.get()
    reasons = proposed.explanation, proposed.confidence
    ClaimLink.objects.update(explanation="as an older version said", confidence=0.1, version="0")

    relink([few.pk])

    proposed.refresh_from_db()
    assert (proposed.explanation, proposed.confidence) == reasons
    assert proposed.version == linking.VERSION


def test_what_no_longer_holds_is_no_longer_proposed(fire: Event) -> None:
    few, many = count(31, fire), count(38, fire)
    relink([few.pk])
    assert Conflict.objects.exists()

    Claim.objects.filter(pk=many.pk).update(low=31, high=31)
    relink([many.pk])

    assert "contradicts" not in [relation for _, _, relation, _ in linked()]
    assert not Conflict.objects.exists()


@pytest.mark.parametrize("verdict", [reviewing.confirm, reviewing.dismiss])
def test_a_reviewed_link_is_never_touched(verdict: Any, fire: Event, analyst: User) -> None:
    few, many = count(31, fire), count(38, fire)
    relink([few.pk])
    verdict(ClaimLink.objects.get(), by=analyst)
    before = ClaimLink.objects.values().get()

    published(few, 4)
    published(many, 6)
    relink([few.pk, many.pk])

    assert ClaimLink.objects.values().get(pk=before["id"]) == before
    beside = ClaimLink.objects.exclude(pk=before["id"]).values_list("relation", flat=True)
    assert list(beside) == ([] if verdict is reviewing.confirm else ["updates"])


def test_a_dismissed_relation_is_not_proposed_for_the_claim_that_took_the_other_in(
    fire: Event, analyst: User
) -> None:
    few, many, again = count(31, fire), count(38, fire), count(38, fire)
    relink([few.pk, many.pk, again.pk])
    for proposed in ClaimLink.objects.filter(relation="contradicts", to_claim=again):
        reviewing.dismiss(proposed, by=analyst)
    ClaimLink.objects.filter(to_claim=many, from_claim=few).delete()

    reviewing.merge(again, into=many, by=analyst)

    assert not ClaimLink.objects.filter(relation="contradicts", status="proposed").exists()


def test_what_was_parted_is_not_joined_by_way_of_another(fire: Event, analyst: User) -> None:
    first, second = count(31, fire, day=4), count(31, fire, day=4)
    reviewing.merge(second, into=first, by=analyst)
    reviewing.unmerge(second, by=analyst)
    third = count(31, fire, day=4)
    link_again(third)
    third.refresh_from_db()
    assert third.merged_into == first

    link_again(second)

    second.refresh_from_db()
    assert second.merged_into is None


@pytest.mark.parametrize("reviewed", ["claim", "attribution"])
def test_what_an_analyst_reviewed_joins_no_other_claim(
    reviewed: str, fire: Event, analyst: User
) -> None:
    older = count(31, fire, day=4, cases=[CaseFactory.create(members=[analyst])])
    rows: dict[str, Any] = {
        "claim": older,
        "attribution": Attribution.objects.get(claim=older),
    }
    reviewing.confirm(rows[reviewed], by=analyst)
    newer = count(31, fire, day=4)  # open, so that the older one would have to join it
    before = Attribution.objects.values().get(document=older.document_id)
    link_again(newer)

    older.refresh_from_db()
    assert older.merged_into is None
    assert Attribution.objects.values().get(document=older.document_id) == before


def test_a_confirmed_claim_takes_others_in(fire: Event, analyst: User) -> None:
    older, newer = count(31, fire, day=4), count(31, fire, day=4)
    reviewing.confirm(newer, by=analyst)
    link_again(older)

    older.refresh_from_db()
    assert older.merged_into == newer
    newer.refresh_from_db()
    assert (newer.status, newer.reviewed_by) == (Status.CONFIRMED, analyst)


def test_a_dismissed_claim_stays_dismissed_and_alone(fire: Event, analyst: User) -> None:
    wrong = count(31, fire, day=4)
    reviewing.dismiss(wrong, by=analyst)
    again = count(31, fire, day=4)
    for claim in (again, wrong):
        link_again(claim)

    wrong.refresh_from_db()
    assert (wrong.status, wrong.merged_into) == (Status.DISMISSED, None)
    assert Attribution.objects.filter(claim=again).count() == 1
    assert linked() == []


@pytest.mark.parametrize("reviewed", ["event", "claim"])
def test_an_event_that_an_analyst_reviewed_joins_no_other(
    reviewed: str, fire: Event, analyst: User
) -> None:
    limited = EventFactory.create(
        document=DocumentFactory.create(cases=[CaseFactory.create(members=[analyst])]),
        date_from=fire.date_from,
    )
    claim = ClaimFactory.create(event=limited, document=limited.document)
    rows: dict[str, Any] = {"event": limited, "claim": claim}
    reviewing.confirm(rows[reviewed], by=analyst)
    link_again(fire)

    limited.refresh_from_db()
    claim.refresh_from_db()
    assert limited.merged_into is None
    assert claim.event == limited


def test_a_dismissed_event_is_joined_with_nothing(fire: Event, analyst: User) -> None:
    again = EventFactory.create(document=DocumentFactory.create(), date_from=fire.date_from)
    reviewing.dismiss(again, by=analyst)
    link_again(again)

    assert not Event.objects.filter(merged_into__isnull=False).exists()


def test_why_events_are_one_names_no_case(analyst: User) -> None:
    case = CaseFactory.create(name="Operation Heron", members=[analyst])
    for _ in range(2):
        document = DocumentFactory.create(cases=[case, CaseFactory.create()])
        EventFactory.create(document=document, main=True, names=[], kind="event")
    document.status = Document.Status.EXTRACTED
    document.save()

    assert link(document_id=document.pk)

    joined = Event.objects.get(merged_into__isnull=False)
    assert joined.merge_reason.startswith("what two documents of one case are about")
    assert "Heron" not in joined.merge_reason


@pytest.mark.parametrize(
    ("text", "kind", "others", "joined"),
    [
        ("The Lady Anne, of Harte Lines, struck Gull Rock.", "crash", 0, True),
        ("The Lady Anne struck a rock.", "crash", 0, False),  # nearly nothing in common
        ("The Lady Anne, of Harte Lines, struck Gull Rock.", "siege", 0, False),
        ("The Lady Anne, of Harte Lines, struck Gull Rock.", "crash", 19, False),
    ],
)
def test_what_documents_of_one_case_are_about_is_one_where_they_name_the_same(
    text: str, kind: str, others: int, *, joined: bool
) -> None:
    """Two places that no table knows: one may lie in the other."""
    case = CaseFactory.create()
    for _ in range(others):
        DocumentFactory.create(cases=[case])
    for place, words, what in (
        ("Pollen Bay", "The Lady Anne, of Harte Lines, ran onto Gull Rock.", "crash"),
        ("Saltmark", text, kind),
        ("Elder", "It rained.", "flood"),
    ):
        document = DocumentFactory.create(text=words, cases=[case])
        EventFactory.create(
            document=document, main=True, kind=what, place=place, names=[place], date_from=None
        )
        document.status = Document.Status.EXTRACTED
        document.save()
        assert link(document_id=document.pk)
    assert Event.objects.filter(merged_into__isnull=False).exists() is joined


def test_three_that_say_the_same_in_one_document_are_one(fire: Event) -> None:
    document = DocumentFactory.create(status=Document.Status.EXTRACTED)
    claims = [count(31, fire) for _ in range(3)]
    Claim.objects.update(document=document)

    assert link(document_id=document.pk)

    assert set(Attribution.objects.values_list("claim", flat=True)) == {claims[0].pk}
    merged = Claim.objects.filter(merged_into__isnull=False)
    assert {merging.root(claim) for claim in merged} == {claims[0]}


def test_each_kind_of_candidate_has_room(fire: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "SAME_EVENT", 2)
    framed = {"event": fire, "predicate": "responsible", "document": None}
    ClaimFactory.create_batch(5, **framed, subject="the wind")
    alike = ClaimFactory.create(**framed, subject="a lamp", object="mill")
    counted = count(31, fire)

    claim = ClaimFactory.create(
        **framed, subject="a lamp", object="mill", measure="killed", low=2, bound="exact"
    )

    found = statements.candidates(claim)
    assert {alike.pk, counted.pk} < set(found)
    assert len(found) <= 6


def test_a_resolved_conflict_survives_a_merge_of_its_accounts(fire: Event, analyst: User) -> None:
    few, many, again = count(31, fire), count(38, fire), count(38, fire)
    relink([few.pk, many.pk, again.pk])
    conflict = Conflict.objects.get()
    preferred = conflict.accounts.get(claim=again)
    reviewing.resolve(
        conflict, finding="real conflict", rationale="Both say so.", by=analyst, preferred=preferred
    )

    reviewing.merge(again, into=many, by=analyst)

    conflict = Conflict.objects.get()
    assert conflict.state == Conflict.State.RESOLVED, "nothing new has arrived"
    assert {account.claim_id for account in conflict.accounts.all()} == {few.pk, many.pk}
    assert conflict.preferred is not None
    assert conflict.preferred.claim == many
    assert conflict in Conflict.objects.visible_to(analyst), (
        "accounts are those that somebody gives"
    )


def test_a_merge_moves_the_only_account_of_the_claim(fire: Event, analyst: User) -> None:
    few, many = count(31, fire), count(38, fire)
    relink([few.pk])
    account = ConflictAccount.objects.get(claim=many)
    keeper = ClaimFactory.create(document=None)

    merging.join(many, into=keeper)

    account.refresh_from_db()
    assert account.claim == keeper


def test_a_reopened_conflict_has_the_accounts_of_today(fire: Event, analyst: User) -> None:
    few, many, more = count(31, fire), count(38, fire), count(52, fire)
    relink([few.pk, many.pk, more.pk])
    conflict = Conflict.objects.get()
    reviewing.resolve(conflict, finding="superseded", rationale="Counted again.", by=analyst)
    reviewing.dismiss(more, by=analyst)
    conflict.refresh_from_db()
    assert conflict.accounts.count() == 3, "a resolved one stays as it was"

    arrived = count(60, fire)
    relink([arrived.pk])

    conflict.refresh_from_db()
    assert conflict.state == Conflict.State.OPEN
    accounts = {account.claim_id for account in conflict.accounts.all()}
    assert accounts == {few.pk, many.pk, arrived.pk}


@pytest.mark.parametrize("limited", [True, False])
def test_why_a_conflict_opened_again_is_told_in_words_that_all_may_read(
    limited: bool, fire: Event, analyst: User
) -> None:
    few, many = count(31, fire), count(38, fire)
    relink([few.pk, many.pk])
    reviewing.resolve(Conflict.objects.get(), finding="superseded", rationale="Later.", by=analyst)

    case = CaseFactory.create(members=[analyst] if limited else [])
    relink([count(52, fire, cases=[case]).pk])

    assert ("52" in Conflict.objects.get().reopened_because) is not limited


def test_gathering_again_costs_the_same_for_more_documents(
    fire: Event, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    few = count(31, fire)
    claims = [few, *(count(number, fire) for number in range(32, 35))]
    relink([claim.pk for claim in claims])
    with django_assert_max_num_queries(60) as first:
        conflicts.regather([few.pk])
    more = [count(number, fire) for number in range(35, 45)]
    relink([claim.pk for claim in more])

    with django_assert_num_queries(len(first)):
        conflicts.regather([few.pk])


def test_a_link_to_what_is_gone_is_no_review(analyst: User) -> None:
    proposed = ClaimLinkFactory.create(relation=Relation.CONTRADICTS)
    ClaimLink.objects.all().delete()

    with pytest.raises(Exception, match="This proposal is gone"):
        reviewing.confirm(proposed, by=analyst)


def test_what_was_proposed_of_other_words_holds_no_longer(analyst: User, fire: Event) -> None:
    """Also where the other claim is none of those that are compared with it by now."""
    claim = count(3, fire)
    proposed, confirmed = (
        ClaimLinkFactory.create(from_claim=claim, to_claim=ClaimFactory.create()) for _ in range(2)
    )
    reviewing.confirm(confirmed, by=analyst)
    relink([claim.pk])
    assert ClaimLink.objects.filter(pk=proposed.pk).exists(), "it says what it said"
    claim.text = "Nobody was killed in the fire"
    reviewing.write(claim, by=analyst)
    assert list(ClaimLink.objects.all()) == [confirmed]
