"""A question as a line of a list: its accounts, with how many origins and who stands behind each."""

import re

import pytest
from django.test import Client

from claims.models import Conflict, Side
from tests.claims.test_conflict_desk import show, toll
from tests.factories import (
    AttributionFactory,
    ConflictAccountFactory,
    ConflictFactory,
    SourceFactory,
)
from tests.people import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return member("analyst")[1]


def test_each_account_has_its_number_of_origins(desk: Client) -> None:
    conflict = toll(3, 5)
    for name in ("Radio A", "Radio B", "Radio C"):
        speaker = SourceFactory.create(name=name)
        AttributionFactory.create(claim=conflict.anchor, claimant=speaker)
    shown = " ".join(desk.get("/admin/conflicts/").content.decode().split())
    assert 'aria-label="Independent origins of each account: 4, 1"' in shown
    accounts = re.findall(r'<li><b class="number">(\d)</b> .*?</li>', shown)
    assert accounts == ["4", "1"]
    assert "Radio A, Radio B, Radio C" in shown
    assert "and others" not in shown


def test_of_two_as_strong_the_one_for_it_comes_first(desk: Client) -> None:
    conflict = ConflictFactory.create(kind=Conflict.Kind.SIDES)
    for side, stance in ((Side.AGAINST, "denies"), (Side.FOR, "asserts")):
        ConflictAccountFactory.create(conflict=conflict, claim=conflict.anchor, side=side)
        AttributionFactory.create(claim=conflict.anchor, stance=stance)
    listed = desk.get("/admin/conflicts/").content.decode()
    assert listed.index(">for</span>") < listed.index(">against</span>")
    shown = show(conflict, desk)
    assert shown.index("column side-for") < shown.index("column side-against")


def test_who_is_not_named_is_told_of(desk: Client) -> None:
    conflict = toll(3, 5)
    for name in "ABCD":
        AttributionFactory.create(
            claim=conflict.anchor, claimant=SourceFactory.create(name=f"Radio {name}")
        )
    shown = " ".join(desk.get("/admin/conflicts/").content.decode().split())
    assert "</span> and others</li>" in shown
