"""Nothing of a limited case shows to those who are not its members."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User

from claims.linking.conflicts import side
from claims.models import (
    Assessment,
    Attribution,
    Claim,
    ClaimLink,
    Conflict,
    ConflictAccount,
    Event,
    Likelihood,
    Origin,
    Side,
    Stance,
)
from sources.models import Case, Document
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
def member() -> User:
    return UserFactory.create()


@pytest.fixture
def outsider() -> User:
    return UserFactory.create()


@pytest.fixture
def limited(member: User) -> Case:
    return CaseFactory.create(members=[member])


@pytest.fixture
def hidden(limited: Case) -> Document:
    return DocumentFactory.create(cases=[limited])


def test_claims_attributions_and_what_hangs_on_them(
    hidden: Document, member: User, outsider: User
) -> None:
    claim = ClaimFactory.create(document=hidden)
    open_claim = ClaimFactory.create()
    said = AttributionFactory.create(claim=claim, claimant__document=hidden)
    event = EventFactory.create(document=hidden)
    link = ClaimLinkFactory.create(from_claim=claim, to_claim=open_claim)
    assessment = AssessmentFactory.create(claim=claim)

    for model, row in (
        (Claim, claim),
        (Attribution, said),
        (Event, event),
        (ClaimLink, link),
        (Assessment, assessment),
        (Origin, said.origin),
    ):
        assert row in model.objects.visible_to(member), model
        assert row not in model.objects.visible_to(outsider), model
        assert row not in model.objects.visible_to(AnonymousUser()), model
    assert open_claim in Claim.objects.visible_to(outsider)


def test_superusers_see_all(hidden: Document, admin: User) -> None:
    claim = ClaimFactory.create(document=hidden)

    assert claim in Claim.objects.visible_to(admin)
    admin.is_active = False
    assert claim not in Claim.objects.visible_to(admin), "unless the account is closed"


def test_a_document_in_an_open_case_too_is_open(
    hidden: Document, limited: Case, outsider: User
) -> None:
    claim = ClaimFactory.create(document=hidden)
    hidden.cases.add(CaseFactory.create())

    assert claim in Claim.objects.visible_to(outsider)
    assert not Document.objects.confined().filter(pk=hidden.pk).exists()


def test_a_hidden_document_is_not_counted(hidden: Document, member: User, outsider: User) -> None:
    claim = ClaimFactory.create()
    AttributionFactory.create(claim=claim)
    AttributionFactory.create(claim=claim, document=hidden)

    def counts(user: User) -> tuple[int, int, int]:
        rows: Any = Claim.objects.with_counts(user).filter(pk=claim.pk)
        row = rows.values_list("attributions_count", "documents", "origins").get()
        return int(row[0]), int(row[1]), int(row[2])

    assert counts(member) == (2, 2, 2)
    assert counts(outsider) == (1, 1, 1)


def test_dismissed_attributions_are_not_counted(admin: User) -> None:
    said = AttributionFactory.create()
    Attribution.objects.update(status="dismissed", reviewed_by=admin, reviewed_at="2026-01-01T00Z")

    rows: Any = Claim.objects.with_counts(admin)
    assert rows.get(pk=said.claim_id).documents == 0


def test_a_conflict_needs_two_accounts_that_one_may_see(
    hidden: Document, member: User, outsider: User
) -> None:
    shown, other, secret = (
        AttributionFactory.create().claim,
        AttributionFactory.create().claim,
        AttributionFactory.create(claim=ClaimFactory.create(document=hidden)).claim,
    )
    conflict = ConflictFactory.create(anchor=shown)
    ConflictAccountFactory.create(conflict=conflict, claim=shown)
    ConflictAccountFactory.create(conflict=conflict, claim=secret)

    assert conflict in Conflict.objects.visible_to(member)
    assert conflict not in Conflict.objects.visible_to(outsider)
    assert [a.claim for a in ConflictAccount.objects.visible_to(outsider)] == [shown]

    ConflictAccountFactory.create(conflict=conflict, claim=other)
    assert conflict in Conflict.objects.visible_to(outsider)


def test_a_side_that_only_a_hidden_document_takes_is_hidden(
    hidden: Document, member: User, outsider: User
) -> None:
    claim = AttributionFactory.create().claim
    conflict = ConflictFactory.create(anchor=claim)
    for one in Side.values:
        ConflictAccountFactory.create(conflict=conflict, claim=claim, side=one)
    AttributionFactory.create(claim=claim, document=hidden, stance="denies")

    assert conflict in Conflict.objects.visible_to(member)
    assert conflict not in Conflict.objects.visible_to(outsider)

    AttributionFactory.create(claim=claim, document=DocumentFactory.create(), stance="denies")
    assert conflict in Conflict.objects.visible_to(outsider)


@pytest.mark.parametrize("stance", Stance.values)
@pytest.mark.parametrize("likelihood", ["", *Likelihood.values])
def test_sides_are_told_alike_in_the_database_and_in_linking(stance: str, likelihood: str) -> None:
    AttributionFactory.create(stance=stance, likelihood=likelihood)

    taken = [s for s in Side.values if Attribution.objects.taking(s).exists()]
    told = side(stance, likelihood or None)
    assert taken == ([told] if told else [])


def test_a_question_in_hidden_words_is_hidden(hidden: Document, outsider: User) -> None:
    secret = ClaimFactory.create(document=hidden)
    conflict = ConflictFactory.create(anchor=secret)
    for _ in range(2):
        ConflictAccountFactory.create(conflict=conflict, claim=AttributionFactory.create().claim)

    assert conflict not in Conflict.objects.visible_to(outsider)


def test_conflicts_of_a_case(limited: Case, hidden: Document) -> None:
    claim = ClaimFactory.create(document=hidden)
    AttributionFactory.create(claim=claim)
    inside, outside = ConflictFactory.create_batch(2)
    ConflictAccountFactory.create(conflict=inside, claim=claim)
    ConflictAccountFactory.create(conflict=outside)

    assert list(Conflict.objects.in_case(limited)) == [inside]
