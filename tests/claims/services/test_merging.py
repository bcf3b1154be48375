"""A merge is a pointer that can be undone, and never widens or narrows who sees what."""

import pytest

from claims.models import Attribution, Claim
from claims.services import merging
from sources.models import Case
from tests.factories import (
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    DocumentFactory,
    EventFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def _claims_of(*attributions: Attribution) -> list[int]:
    return [Attribution.objects.get(pk=a.pk).claim_id for a in attributions]


def test_joining_moves_attributions_and_keeps_what_was_extracted() -> None:
    mine, theirs = AttributionFactory.create_batch(2)

    merging.join(theirs.claim, into=mine.claim)

    theirs.refresh_from_db()
    assert theirs.claim_id == mine.claim_id
    assert theirs.claim_as_extracted_id != mine.claim_id
    assert merging.root(theirs.claim_as_extracted) == mine.claim
    assert theirs.claim_as_extracted not in Claim.objects.standing()


def test_parting_gives_back_what_had_moved_along_and_nothing_else() -> None:
    a, b, c = AttributionFactory.create_batch(3)
    first, second, third = a.claim, b.claim, c.claim
    merging.join(third, into=second)
    merging.join(second, into=first)
    assert _claims_of(a, b, c) == [first.pk] * 3

    held = merging.part(Claim.objects.get(pk=second.pk))

    assert held == first
    assert _claims_of(a, b, c) == [first.pk, second.pk, second.pk]
    assert Claim.objects.get(pk=third.pk).merged_into_id == second.pk

    merging.part(Claim.objects.get(pk=third.pk))
    assert _claims_of(a, b, c) == [first.pk, second.pk, third.pk]


def test_joined_events_take_their_claims_along() -> None:
    kept, joined = EventFactory.create_batch(2)
    claim = ClaimFactory.create(event=joined)

    merging.join_events(joined, into=kept, reason="both name Old Mill")

    claim.refresh_from_db()
    assert claim.event == kept
    assert joined.merged_into == kept


@pytest.fixture
def one() -> Case:
    return CaseFactory.create(members=[UserFactory.create()])


@pytest.fixture
def other() -> Case:
    return CaseFactory.create(members=[UserFactory.create()])


def _claim(*cases: Case) -> Claim:
    return ClaimFactory.create(document=DocumentFactory.create(cases=cases))


def test_of_two_open_claims_the_older_stays() -> None:
    older, newer = _claim(), _claim(CaseFactory.create())

    assert merging.order(newer, older) == (older, newer)


def test_a_limited_claim_joins_an_open_one_whichever_came_first(one: Case) -> None:
    limited, open_claim = _claim(one), _claim()

    assert merging.order(limited, open_claim) == (open_claim, limited)


def test_the_claim_that_more_people_see_stays(one: Case, other: Case) -> None:
    narrow, wide = _claim(one), _claim(one, other)

    assert merging.order(narrow, wide) == (wide, narrow)


def test_claims_of_two_limited_cases_stay_apart(one: Case, other: Case) -> None:
    assert merging.order(_claim(one), _claim(other)) is None


def test_a_claim_written_by_hand_is_everybodys(one: Case) -> None:
    limited, by_hand = _claim(one), ClaimFactory.create(document=None)

    assert merging.order(limited, by_hand) == (by_hand, limited)


def test_an_open_case_opens_a_document_of_a_limited_one(one: Case) -> None:
    both = DocumentFactory.create(cases=[one, CaseFactory.create()])

    assert merging.Audience(both).everybody
    assert not merging.Audience(DocumentFactory.create(cases=[one])).everybody
