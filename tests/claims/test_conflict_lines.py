"""Conflicts as a list: their order, filters, and each as a line with its accounts and who stands behind them."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.models import Attribution, Conflict, Side
from tests.claims.test_conflict_desk import RESOLUTION, do, now, show, toll
from tests.factories import (
    AttributionFactory,
    CaseFactory,
    ConflictAccountFactory,
    ConflictFactory,
    DocumentFactory,
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


class TestList:
    def listed(self, client: Client, query: str = "") -> list[str]:
        shown = client.get(f"/admin/conflicts/?{query}")
        assert shown.status_code == 200
        return re.findall(r'href="/admin/conflicts/(\d+)/', shown.content.decode())

    def test_the_weightiest_comes_first(self, desk: Client) -> None:
        light, heavy, middle = toll(3, 5), toll(3, 5, origins=3), toll(1, 2, 3)
        found = self.listed(desk)
        assert found == [str(c.pk) for c in (heavy, middle, light)]

    def test_filters(self, desk: Client) -> None:
        one, other, done = toll(3, 5), toll(3, 5), toll(3, 5)
        Conflict.objects.filter(pk=one.pk).update(reopened_because="A new account arrived.")
        Conflict.objects.filter(pk=other.pk).update(kind="rivals", question="Who lit it?")
        do(desk, done, "resolve", **RESOLUTION)
        case = CaseFactory.create()
        said = Attribution.objects.filter(claim__accounts__conflict=one).first()
        assert said is not None
        said.document.cases.add(case)
        for query, expected in (
            ("", {one, other}),
            ("state=reopened", {one}),
            ("state=resolved", {done}),
            ("state=all", {one, other, done}),
            ("kind=rivals", {other}),
            ("q=who+LIT", {other}),
            (f"case={case.pk}", {one}),
            ("case=99999", set()),
            ("state=x&kind=x&case=x&q=%00", {one, other}),
        ):
            assert set(self.listed(desk, query)) == {str(c.pk) for c in expected}, query

    def test_more_come_after_the_last(self, desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("claims.admin.workbench.conflicts.SHOWN", 2)
        made = [toll(3, 5) for _ in range(5)]
        first = self.listed(desk)
        second = self.listed(desk, f"after={first[-1]}")
        third = self.listed(desk, f"after={second[-1]}")
        assert [*first, *second, *third] == [str(c.pk) for c in reversed(made)]

    def test_repetitions_show_as_a_badge(self, desk: Client) -> None:
        conflict = toll(3, 5)
        do(desk, conflict, "resolve", **RESOLUTION)
        assert "said again" not in show(conflict, desk)
        first = Attribution.objects.filter(claim__accounts__conflict=conflict).first()
        assert first is not None
        AttributionFactory.create(
            claim=first.claim, document=DocumentFactory.create(), origin=first.origin
        )
        assert "said again 1 time since" in show(conflict, desk)
        shown = desk.get("/admin/conflicts/?state=resolved").content.decode()
        assert "said again 1 time<" in shown
        assert now(conflict).state == Conflict.State.RESOLVED

    def test_empty_ones_say_what_to_do(self, desk: Client) -> None:
        for query, words in (
            ("", "None is open"),
            ("q=x", "Nothing matches"),
            ("state=resolved", "None so far"),
        ):
            assert words in desk.get(f"/admin/conflicts/?{query}").content.decode()

    def test_it_costs_the_same_for_one_and_twenty(self, desk: Client) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                assert desk.get("/admin/conflicts/").status_code == 200
            return len(captured)

        toll(3, 5)
        queries()
        few = queries()
        for _ in range(20):
            toll(3, 5)
        assert queries() == few
