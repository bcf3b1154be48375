"""Columns of voices, on the pages of claims and conflicts: unfolded bit by bit, nothing twice and nothing left
out, and unfolded they stay."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from claims.admin.workbench import columns, pane
from claims.models import Attribution, Claim, Conflict, Status
from claims.services import desk
from tests.factories import (
    AttributionFactory,
    ClaimFactory,
    ConflictAccountFactory,
    ConflictFactory,
    DocumentFactory,
)
from tests.people import member

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
MANY = columns.SHOWN * 6


@pytest.fixture
def ana() -> tuple[User, Client]:
    return member("analyst", "ana")


def said_by_many(claim: Claim, **how: str) -> list[Attribution]:
    """In the order of telling: two on each day, the last of them without one."""
    days = [date(2024, 3, 1 + n // 2) for n in range(MANY - 3)]
    return [
        AttributionFactory.create(
            claim=claim, document=DocumentFactory.create(published=day), **how
        )
        for day in (*days, None, None, None)
    ]


def shown(body: str) -> list[int]:
    return [
        int(pk) for pk in re.findall(r'<article class="voice[^>]* id="attribution-(\d+)"', body)
    ]


def unfold(client: Client, there: str) -> tuple[list[int], str]:
    """What is shown there, and where the rest is."""
    body = client.get(there).content.decode()
    more = re.search(r'hx-get="([^"]+/voices/[^"]+)"', body)
    return shown(body), more[1].replace("&amp;", "&") if more else ""


@pytest.fixture
def contested() -> Conflict:
    """A claim that many assert and many deny."""
    conflict: Conflict = ConflictFactory.create(kind=Conflict.Kind.SIDES)
    for stance, side in (("asserts", "for"), ("denies", "against")):
        said_by_many(conflict.anchor, stance=stance)
        ConflictAccountFactory.create(conflict=conflict, claim=conflict.anchor, side=side)
    return conflict


class TestMore:
    def test_everybody_is_shown_once_in_the_order_of_telling(
        self, ana: tuple[User, Client]
    ) -> None:
        claim = ClaimFactory.create()
        said = said_by_many(claim)
        found, more = unfold(ana[1], f"/admin/dossier/{claim.pk}/")
        assert len(found) == columns.SHOWN
        while more:
            then, more = unfold(ana[1], more)
            found += then
        assert found == [row.pk for row in said]

    def test_of_the_accounts_of_a_conflict_too(
        self, ana: tuple[User, Client], contested: Conflict
    ) -> None:
        account = contested.accounts.get(side="against")
        there = f"/admin/conflicts/{contested.pk}/account/{account.pk}/"
        body = ana[1].get(f"/admin/conflicts/{contested.pk}/").content.decode()
        more = re.search(rf'hx-get="({there}[^"]+)"', body)
        assert more
        found = [*shown(body)[columns.SHOWN :], *unfold(ana[1], more[1])[0]]
        denied = contested.anchor.attributions.filter(stance="denies").order_by("pk")
        assert (
            found[: columns.SHOWN * 5]
            == list(denied.values_list("pk", flat=True))[: columns.SHOWN * 5]
        )

    def test_what_was_refused_meanwhile_moves_nobody(self, ana: tuple[User, Client]) -> None:
        claim = ClaimFactory.create()
        said = said_by_many(claim)
        more = unfold(ana[1], f"/admin/dossier/{claim.pk}/")[1]
        for row in (said[2], said[columns.SHOWN - 1]):
            desk.refuse(row, by=ana[0], seen="")
        assert unfold(ana[1], more)[0][0] == said[columns.SHOWN].pk

    @pytest.mark.parametrize("asked", ["stance=sings", ""])
    def test_what_makes_no_sense(self, ana: tuple[User, Client], asked: str) -> None:
        there = f"/admin/dossier/{ClaimFactory.create().pk}/voices/?{asked}"
        assert ana[1].get(there).status_code == 404


class TestTriage:
    """What waits comes first there, a screenful at a time."""

    def next(self, client: Client, there: str) -> tuple[list[int], str]:
        body = client.get(there, headers=HTMX).content.decode()
        more = re.search(r'hx-get="([^"]+/voices/[^"]+)"', body)
        ids = [int(pk) for pk in re.findall(r'<article class="voice[^>]* id="said-(\d+)"', body)]
        return ids, more[1].replace("&amp;", "&") if more else ""

    def test_who_is_judged_meanwhile_moves_nobody(self, ana: tuple[User, Client]) -> None:
        claim = ClaimFactory.create()
        said = [row for _ in range(2) for row in said_by_many(claim)]
        for row in said[:3]:
            desk.confirm(row, by=ana[0], seen="")
        found, more = self.next(ana[1], f"/admin/triage/{claim.pk}/")
        assert len(found) == pane.VOICES
        by_id = {row.pk: row for row in said}
        for pk in found[1:20:2]:
            desk.confirm(by_id[pk], by=ana[0], seen="")
        for pk in (found[0], found[-1]):
            desk.refuse(by_id[pk], by=ana[0], seen="")
        while more:
            then, more = self.next(ana[1], more)
            found += then
        assert len(found) == len(said)
        assert set(found) == set(by_id)
        assert set(found[-3:]) == {row.pk for row in said[:3]}

    def test_one_letter_is_one_origin(self, ana: tuple[User, Client]) -> None:
        claim = ClaimFactory.create()
        said = said_by_many(claim)
        first = ana[1].get(f"/admin/triage/{claim.pk}/", headers=HTMX).context["voices"]
        more = self.next(ana[1], f"/admin/triage/{claim.pk}/")[1]
        rest = ana[1].get(more, headers=HTMX).context["voices"]
        letters = [voice.origin for voice in (*first, *rest)]
        assert len(set(letters)) == len(said)
        there = f"/admin/triage/said/{said[5].pk}/confirm/"
        assert ana[1].post(there, headers=HTMX).context["voice"].origin == letters[5]


class TestUnfolded:
    def test_what_was_unfolded_stays_so_and_no_more(
        self, ana: tuple[User, Client], contested: Conflict
    ) -> None:
        claim = contested.anchor
        said = list(claim.attributions.filter(stance="asserts").order_by("pk"))
        denied = list(claim.attributions.filter(stance="denies").order_by("pk"))
        through = {"through": [said[29].pk, denied[7].pk]}
        expected = [*(row.pk for row in said[:30]), *(row.pk for row in denied[:8])]
        comment = {"text": "Odd.", **through}
        there = f"/admin/dossier/{claim.pk}/comment/"
        body = ana[1].post(there, comment, headers=HTMX).content.decode()
        assert shown(body) == expected
        resolved = {"finding": "real conflict", "rationale": "So it is.", **through}
        there = f"/admin/conflicts/{contested.pk}/resolve/"
        body = ana[1].post(there, resolved, headers=HTMX).content.decode()
        assert shown(body) == expected

    def test_although_the_last_one_shown_was_refused(self, ana: tuple[User, Client]) -> None:
        claim = ClaimFactory.create()
        said = said_by_many(claim)
        there = f"/admin/dossier/{claim.pk}/said/{said[19].pk}/reject/"
        body = ana[1].post(there, {"through": said[19].pk}, headers=HTMX).content.decode()
        assert Attribution.objects.get(pk=said[19].pk).status == Status.DISMISSED
        column = body.split('id="stance-asserts"')[1].split("</section>")[0]
        assert shown(column) == [row.pk for row in said[:19]]
        assert shown(body) == [row.pk for row in said[:20]], "with the refused one at the end"
