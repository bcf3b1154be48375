"""Attributions to be ticked: those that a claim is split by, and those that an assessment rests on."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.admin.workbench import ticks
from claims.models import Assessment, Attribution, Claim
from claims.services import desk
from tests.factories import (
    AssessmentFactory,
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    DocumentFactory,
    UserFactory,
)
from tests.people import member

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
JUDGED = {"rating": "true", "credibility": 2, "rationale": "Seen."}


@pytest.fixture
def ana() -> tuple[User, Client]:
    return member("analyst", "ana")


def said_by_many(claim: Claim, number: int, *, begin: int = 0) -> list[Attribution]:
    return [
        AttributionFactory.create(
            claim=claim, document=DocumentFactory.create(), claimant__name=f"Speaker no {n}"
        )
        for n in range(begin, begin + number)
    ]


def listed(body: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'name="said" value="(\d+)"', body)]


def ticked(body: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'name="said" value="(\d+)" checked', body)]


def more_of(body: str) -> str:
    found = re.search(r'hx-get="([^"]+/ticks/\?[^"]+)"', body)
    return found[1].replace("&amp;", "&") if found else ""


class TestSplit:
    def test_one_with_three_hundred_is_split_by_any_of_them(self, ana: tuple[User, Client]) -> None:
        claim = ClaimFactory.create()
        said = said_by_many(claim, 300)
        body = ana[1].get(f"/admin/triage/{claim.pk}/", headers=HTMX).content.decode()
        found = listed(body)
        assert len(found) == ticks.SHOWN
        while more := more_of(body):
            body = ana[1].get(more, headers=HTMX).content.decode()
            found += listed(body)
        assert found == [row.pk for row in said]
        moved = [said[1].pk, said[299].pk]
        words = {"said": moved, "text": "Something else burned"}
        ana[1].post(f"/admin/triage/{claim.pk}/split/", words, headers=HTMX)
        new = Claim.objects.get(text="Something else burned")
        assert sorted(new.attributions.values_list("pk", flat=True)) == moved

    def test_a_search_finds_any_and_keeps_what_is_ticked(self, ana: tuple[User, Client]) -> None:
        claim = ClaimFactory.create()
        said = said_by_many(claim, 50)
        asked: dict[str, Any] = {"words": "speaker NO 4", "said": [said[7].pk, said[44].pk]}
        there = f"/admin/dossier/{claim.pk}/ticks/"
        body = ana[1].get(there, asked, headers=HTMX).content.decode()
        assert ticked(body) == asked["said"]
        others = [said[4].pk, *(row.pk for row in said[40:] if row != said[44])]
        assert listed(body) == [said[7].pk, said[44].pk, *others]
        none = ana[1].get(there, {"words": "nobody\x00"}, headers=HTMX).content.decode()
        assert "Nobody else has these words." in none

    def test_what_is_ticked_is_not_listed_again_further_down(
        self, ana: tuple[User, Client]
    ) -> None:
        claim = ClaimFactory.create()
        said = said_by_many(claim, ticks.SHOWN + 10)
        there = f"/admin/dossier/{claim.pk}/ticks/"
        last = said[-1].pk
        body = ana[1].get(there, {"said": last}, headers=HTMX).content.decode()
        assert listed(body)[0] == last
        rest = ana[1].get(more_of(body), headers=HTMX).content.decode()
        assert listed(rest) == [row.pk for row in said[ticks.SHOWN : -1]]

    def test_nothing_of_a_limited_case(self, ana: tuple[User, Client]) -> None:
        limited = CaseFactory.create(members=[UserFactory.create()])
        secret = DocumentFactory.create(cases=[limited])
        claim = ClaimFactory.create()
        hidden = AttributionFactory.create(claim=claim, document=secret)
        there = f"/admin/dossier/{claim.pk}/ticks/"
        for asked in ({}, {"said": hidden.pk}, {"after": hidden.pk}):
            assert listed(ana[1].get(there, asked, headers=HTMX).content.decode()) == []

    def test_it_costs_the_same_for_one_row_and_twenty(self, ana: tuple[User, Client]) -> None:
        claim = ClaimFactory.create()
        said = said_by_many(claim, 2)

        def cost() -> int:
            asked: dict[str, Any] = {"said": [row.pk for row in said[::2]], "words": "speaker"}
            with CaptureQueriesContext(connection) as captured:
                ana[1].get(f"/admin/dossier/{claim.pk}/ticks/", asked, headers=HTMX)
            return len(captured)

        cost()
        few = cost()
        said += said_by_many(claim, 20, begin=2)
        assert cost() == few


class TestEvidence:
    def assess(self, client: Client, claim: Claim, *rows: Attribution, **more: Any) -> str:
        words = {**JUDGED, "said": [row.pk for row in rows], **more}
        there = f"/admin/dossier/{claim.pk}/assess/"
        return client.post(there, words, headers=HTMX).content.decode()

    def evidence(self, claim: Claim) -> set[Attribution]:
        return set(Assessment.objects.current().get(claim=claim).evidence.all())

    def resting_on(self, user: User, claim: Claim, *rows: Attribution) -> None:
        AssessmentFactory.create(claim=claim, analyst=user).evidence.set(rows)

    def test_what_was_given_is_ticked_however_far_down(self, ana: tuple[User, Client]) -> None:
        claim = ClaimFactory.create()
        said = said_by_many(claim, ticks.SHOWN + 10)
        self.resting_on(ana[0], claim, said[0], said[-1])
        body = ana[1].get(f"/admin/dossier/{claim.pk}/").content.decode()
        assert ticked(body) == [said[0].pk, said[-1].pk]
        self.assess(ana[1], claim, *(row for row in said if row.pk in ticked(body)))
        assert self.evidence(claim) == {said[0], said[-1]}

    def test_the_analyst_takes_it_away(self, ana: tuple[User, Client]) -> None:
        claim = ClaimFactory.create()
        said = said_by_many(claim, 3)
        self.resting_on(ana[0], claim, said[0], said[1])
        self.assess(ana[1], claim, said[1], said[2])
        assert self.evidence(claim) == {said[1], said[2]}

    def test_what_was_refused_or_moved_since_stays_and_says_so(
        self, ana: tuple[User, Client]
    ) -> None:
        claim = ClaimFactory.create()
        refused, moved, other = said_by_many(claim, 3)
        self.resting_on(ana[0], claim, refused, moved)
        desk.refuse(refused, by=ana[0], seen="")
        Attribution.objects.filter(pk=moved.pk).update(claim=ClaimFactory.create())
        body = ana[1].get(f"/admin/dossier/{claim.pk}/").content.decode()
        assert ticked(body) == [refused.pk, moved.pk]
        assert "of another claim by now" in body.split('class="ticks"')[1]
        self.assess(ana[1], claim, refused, moved, other)
        assert self.evidence(claim) == {refused, moved, other}

    def test_what_may_not_be_seen_any_more_stays(self, ana: tuple[User, Client]) -> None:
        claim = ClaimFactory.create()
        seen, hidden = said_by_many(claim, 2)
        self.resting_on(ana[0], claim, seen, hidden)
        hidden.document.cases.add(CaseFactory.create(members=[UserFactory.create()]))
        assert hidden.pk not in listed(ana[1].get(f"/admin/dossier/{claim.pk}/").content.decode())
        self.assess(ana[1], claim)
        assert self.evidence(claim) == {hidden}

    def test_nothing_else_becomes_evidence(self, ana: tuple[User, Client]) -> None:
        claim = ClaimFactory.create()
        refused, other = said_by_many(claim, 2)
        desk.refuse(refused, by=ana[0], seen="")
        elsewhere = AttributionFactory.create()
        self.assess(ana[1], claim, refused, other, elsewhere)
        assert self.evidence(claim) == {other}

    def test_what_was_ticked_in_vain_stays_ticked(self, ana: tuple[User, Client]) -> None:
        claim = ClaimFactory.create()
        said = said_by_many(claim, 3)
        assert ticked(self.assess(ana[1], claim, said[1], rationale=" ")) == [said[1].pk]
