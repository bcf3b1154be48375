"""Recorded changes of rows, each with what differs from the one before."""

import pghistory
import pytest
from django.contrib.auth.models import User

from claims.models import Claim
from claims.services import past
from sources.models import Source
from tests.factories import ClaimFactory, DocumentFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    user: User = UserFactory.create(username="ana")
    return user


@pytest.fixture
def ben() -> User:
    user: User = UserFactory.create(username="ben")
    return user


def test_two_of_one_name_keep_their_own_history(ana: User) -> None:
    """What a row was before is looked for among its own changes: "experts" are many."""
    rows = [
        SourceFactory.create(name="experts", kind="unnamed", document=DocumentFactory.create())
        for _ in range(2)
    ]
    for reason in ("one", "two"):
        for row in rows:
            row.reliability_reason = f"{reason} of {row.pk}"
            row.save()
    for row in rows:
        found = [c for c in past.changes(Source, [r.pk for r in rows], ana) if c.pk == row.pk]
        assert [change.told["diff"] for change in found] == [
            [],
            [("reliability_reason", ("", f"one of {row.pk}"))],
            [("reliability_reason", (f"one of {row.pk}", f"two of {row.pk}"))],
        ]


def test_history_knows_who(ana: User, ben: User) -> None:
    claim = ClaimFactory.create()
    with pghistory.context(user=ben.pk):
        Claim.objects.filter(pk=claim.pk).update(text="It burned", low=None)
    made, changed = past.changes(Claim, [claim.pk], ana)
    assert (made.kind, made.by) == ("insert", None)
    assert (changed.kind, changed.by) == ("update", ben)
    assert changed.told["diff"] == [("text", (claim.text, "It burned"))]
