"""The menus of triage: what a claim may be merged into, and what of it may be split off."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from claims.models import Claim
from claims.services import reviewing
from tests.factories import (
    CaseFactory,
    ClaimFactory,
    ClaimLinkFactory,
    DocumentFactory,
    UserFactory,
)
from tests.people import member

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ana() -> tuple[User, Client]:
    return member("analyst", "ana")


class TestMerge:
    def written(self, by: User, *texts: str) -> list[Claim]:
        return [reviewing.write(ClaimFactory.create(text=text), by=by) for text in texts]

    def offered(self, client: Client, claim: Claim, **asked: str) -> list[Any]:
        there = f"/admin/triage/{claim.pk}/suggest/"
        return list(client.get(there, asked, headers=HTMX).context["suggestions"])

    def test_unasked_it_offers_what_may_be_the_same(self, ana: tuple[User, Client]) -> None:
        """And nothing that is only about the same matter, which MiniLM puts at 0.58 and 0.51."""
        claim, near, nearest, _about, _late = self.written(
            ana[0],
            "The fire was an accident",
            "The blaze was accidental",
            "The fire broke out by accident",
            "The fire destroyed three houses",
            "The fire brigade arrived late",
        )
        assert self.offered(ana[1], claim) == [
            (nearest, "near in meaning, 0.87 of 1"),
            (near, "near in meaning, 0.71 of 1"),
        ]

    def test_a_search_finds_any_claim(self, ana: tuple[User, Client]) -> None:
        claim, far = self.written(ana[0], "The fire was an accident", "The gate was open")
        assert self.offered(ana[1], claim) == []
        assert self.offered(ana[1], claim, words="GATE") == [(far, "has these words")]

    def test_what_linking_proposes_comes_first_with_its_reason(
        self, ana: tuple[User, Client]
    ) -> None:
        claim, near, proposed, opposed = self.written(
            ana[0], "Nine workers died", "Nine labourers died", "The toll is 9", "None perished"
        )
        for other, relation in ((proposed, "same_as"), (opposed, "contradicts")):
            ClaimLinkFactory.create(
                from_claim=claim, to_claim=other, relation=relation, explanation=f"They {relation}"
            )
        offered = self.offered(ana[1], claim)
        assert [other for other, _ in offered] == [proposed, near]
        assert offered[0][1] == "They same_as"

    def test_nothing_of_a_limited_case(self, ana: tuple[User, Client]) -> None:
        claim, hidden = self.written(ana[0], "Nine workers died", "Nine labourers died")
        limited = CaseFactory.create(members=[UserFactory.create()])
        secret = DocumentFactory.create(cases=[limited])
        Claim.objects.filter(pk=hidden.pk).update(document=secret)
        assert self.offered(ana[1], claim) == []
        assert self.offered(ana[1], claim, words="labourers") == []
