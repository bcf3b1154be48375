"""What was done to a claim or a conflict, as their pages tell it: all of it, and all of it to be undone."""

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.admin.workbench import changes, past
from claims.models import Action, Claim, Conflict, Status
from claims.services import desk
from claims.services.actions import token
from tests.factories import (
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    ConflictAccountFactory,
    ConflictFactory,
    DocumentFactory,
    UserFactory,
)
from tests.people import member

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
PAGES = ("dossier", "triage", "conflicts")


@pytest.fixture
def ana() -> tuple[User, Client]:
    return member("analyst", "ana")


def thing_of(page: str) -> Claim | Conflict:
    if page != "conflicts":
        return ClaimFactory.create()
    conflict: Conflict = ConflictFactory.create(kind=Conflict.Kind.SIDES)
    for stance, side in (("asserts", "for"), ("denies", "against")):
        AttributionFactory.create(claim=conflict.anchor, stance=stance)
        ConflictAccountFactory.create(conflict=conflict, claim=conflict.anchor, side=side)
    return conflict


def happened(thing: Claim | Conflict, by: User, times: int) -> list[int]:
    """So many things that were done to it, the first one first."""
    about = {"conflict" if isinstance(thing, Conflict) else "claim": thing}
    return [Action.objects.create(verb="confirm", by=by, **about).pk for _ in range(times)]


def address(page: str, thing: Claim | Conflict) -> str:
    return f"/admin/triage/?claim={thing.pk}" if page == "triage" else f"/admin/{page}/{thing.pk}/"


def shown(client: Client, there: str) -> tuple[list[int], str]:
    """The actions that can be undone there, and where those before them are."""
    body = client.get(there, headers=HTMX if "done" in there else {}).content.decode()
    told = body if "done" in there else body.split('<ul class="plain done">')[1].split("</ul>")[0]
    more = re.search(r'hx-get="([^"]+/done/[^"]+)"', told)
    ids = [int(pk) for pk in re.findall(r'name="action" value="(\d+)"', told)]
    return ids, more[1].replace("&amp;", "&") if more else ""


@pytest.mark.parametrize("page", PAGES)
def test_the_whole_of_it_is_reached_a_screenful_at_a_time(
    page: str, ana: tuple[User, Client]
) -> None:
    client, thing = ana[1], thing_of(page)
    made = happened(thing, ana[0], 2 * past.SHOWN + 1)
    happened(thing_of(page), ana[0], 1)  # to another
    seen, more = shown(client, address(page, thing))
    assert len(seen) == past.SHOWN
    while more:
        found, more = shown(client, more)
        seen += found
    assert seen == made[::-1]


@pytest.mark.parametrize("page", PAGES)
def test_what_fits_has_nothing_before_it(page: str, ana: tuple[User, Client]) -> None:
    thing = thing_of(page)
    made = happened(thing, ana[0], past.SHOWN)
    assert shown(ana[1], address(page, thing)) == (made[::-1], "")


def test_what_was_done_long_ago_is_undone_from_there(ana: tuple[User, Client]) -> None:
    claim = ClaimFactory.create()
    desk.confirm(claim, by=ana[0], seen=token(claim))
    first = Action.objects.get()
    happened(claim, ana[0], past.SHOWN)
    client = ana[1]
    for page in ("dossier", "triage"):
        more = shown(client, address(page, claim))[1]
        body = client.get(more, headers=HTMX).content.decode()
        assert f'value="{first.pk}"' in body, page
    undo = re.findall(r'action="([^"]+)"', body)[-1].replace("&amp;", "&")
    assert client.post(undo, {"action": first.pk}, headers=HTMX).status_code == 200
    assert Claim.objects.get(pk=claim.pk).status == Status.PROPOSED


def test_without_scripts_there_is_the_list(ana: tuple[User, Client]) -> None:
    claim, client = ClaimFactory.create(), ana[1]
    made = happened(claim, ana[0], past.SHOWN + 1)
    happened(ClaimFactory.create(), ana[0], 1)
    body = client.get(address("dossier", claim)).content.decode()
    there = re.search(r'href="(/admin/claims/action/[^"]+)"', body)
    assert there
    listed = client.get(there[1]).content.decode()
    assert {int(pk) for pk in re.findall(r'name="_selected_action" value="(\d+)"', listed)} == set(
        made
    )


@pytest.mark.parametrize("page", PAGES)
def test_nothing_of_what_may_not_be_seen(page: str, ana: tuple[User, Client]) -> None:
    limited = CaseFactory.create(members=[UserFactory.create()])
    hidden = ClaimFactory.create(document=DocumentFactory.create(cases=[limited]))
    thing = ConflictFactory.create(anchor=hidden) if page == "conflicts" else hidden
    answer = ana[1].get(f"/admin/{page}/{thing.pk}/done/", headers=HTMX)
    assert answer.status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_it_costs_the_same_for_one_and_a_screenful(page: str, ana: tuple[User, Client]) -> None:
    client, thing = ana[1], thing_of(page)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(f"/admin/{page}/{thing.pk}/done/", headers=HTMX)
        assert answer.status_code == 200
        return len(captured)

    happened(thing, ana[0], 1)
    cost()
    few = cost()
    for _ in range(past.SHOWN):
        happened(thing, UserFactory.create(), 1)
    assert cost() == few


def test_a_history_that_is_cut_says_so(ana: tuple[User, Client]) -> None:
    claim, client = ClaimFactory.create(), ana[1]
    for n in range(changes.SHOWN - 1):  # and it was made
        Claim.objects.filter(pk=claim.pk).update(text=f"It burned {n} times")
    body = client.get(address("dossier", claim)).content.decode()
    assert f"Every change ({changes.SHOWN})" in body
    Claim.objects.filter(pk=claim.pk).update(text="It burned once")
    body = client.get(address("dossier", claim)).content.decode()
    assert f"The newest {changes.SHOWN} changes" in body
