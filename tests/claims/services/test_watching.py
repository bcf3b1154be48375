"""Watching and no more: one row each, what is seen, and what was written but is not to be seen yet."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connections, transaction
from django.utils import timezone

from claims.models import Claim, Watch
from claims.services import judging, watching
from sources.models import Document
from tests.claims.services.test_news import told, watched
from tests.factories import (
    CaseFactory,
    ClaimFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def ana() -> User:
    user: User = UserFactory.create(username="ana")
    return user


@pytest.fixture
def ben() -> User:
    user: User = UserFactory.create(username="ben")
    return user


class TestWatching:
    @pytest.mark.parametrize("make", [ClaimFactory, CaseFactory, SourceFactory])
    def test_a_second_time_changes_nothing(self, make: Any, ana: User) -> None:
        thing = make.create()
        assert watching.watch(thing, by=ana)
        assert not watching.watch(thing, by=ana)
        assert [row.thing for row in Watch.objects.filter(user=ana)] == [thing]
        assert watching.unwatch(thing, by=ana)
        assert not watching.unwatch(thing, by=ana)
        assert not Watch.objects.exists()

    def test_it_ends_somewhere(self, ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(watching, "MOST", 2)
        things = [ClaimFactory.create() for _ in range(3)]
        for thing in things[:2]:
            watching.watch(thing, by=ana)
        with pytest.raises(ValidationError, match="You watch 2 things"):
            watching.watch(things[2], by=ana)
        assert not watching.watch(things[0], by=ana)

    def test_seen_moves_forward_only_and_not_beyond_now(self, ana: User) -> None:
        watch = watched(ClaimFactory.create(), ana)
        mine = Watch.objects.filter(user=ana)
        assert watching.seen(mine, until=watch.since - HOUR) == 0
        half = watch.since + HOUR / 2
        assert watching.seen(mine, until=half) == 1
        assert Watch.objects.get().since == half
        assert watching.seen(mine, until=timezone.now() + HOUR) == 1
        assert Watch.objects.get().since <= timezone.now()

    def test_what_was_seen_last_is_taken_back_step_by_step(self, ana: User) -> None:
        one, two, three = (watched(ClaimFactory.create(), ana) for _ in range(3))
        mine = Watch.objects.filter(user=ana)
        since = {row.pk: row.since for row in mine}
        watching.seen(mine.filter(pk=one.pk), until=one.since + HOUR / 4)
        watching.seen(mine.exclude(pk=one.pk), until=one.since + HOUR / 2)
        assert set(watching.seen_last(mine)) == {two, three}
        assert watching.unseen(watching.seen_last(mine)) == 2
        assert list(watching.seen_last(mine)) == [one]
        assert watching.unseen(watching.seen_last(mine)) == 1
        assert {row.pk: row.since for row in mine} == since
        assert not watching.seen_last(mine).exists()
        assert watching.unseen(mine) == 0

    def test_nobody_sees_anothers(self, ana: User, ben: User) -> None:
        watched(ClaimFactory.create(), ana)
        root = UserFactory.create(is_superuser=True)
        assert Watch.objects.visible_to(ana).count() == 1
        assert not Watch.objects.visible_to(ben).exists()
        assert not Watch.objects.visible_to(root).exists()


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_one_row_comes_of_it(self) -> None:
        ana, claim = UserFactory.create(), ClaimFactory.create()

        def watch(_: int) -> bool:
            try:
                return watching.watch(claim, by=ana)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(8) as pool:
            made = list(pool.map(watch, range(8)))
        assert sum(made) == 1
        assert Watch.objects.count() == 1

    def test_what_was_written_but_not_yet_to_be_seen_stays_news(self) -> None:
        """A change bears the time at which its transaction began; others see it when that ends."""
        ana, claim = UserFactory.create(), ClaimFactory.create(text="It burned")
        watching.watch(claim, by=ana)

        def look() -> datetime:
            try:
                assert told(ana) == []
                return watching.horizon()
            finally:
                connections.close_all()

        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                Claim.objects.filter(pk=claim.pk).update(text="It smouldered")
                until = pool.submit(look).result()
            watching.seen(Watch.objects.all(), until=until)
        assert told(ana) == ["–: put the claim in other words: “It burned” → “It smouldered”"]
        watching.seen(Watch.objects.all(), until=watching.horizon())
        assert told(ana) == []

    def test_what_came_after_the_page_was_made_stays_news(self) -> None:
        ana, ben, claim = UserFactory.create(), UserFactory.create(), ClaimFactory.create()
        watching.watch(claim, by=ana)
        judging.comment(claim, text="First", by=ben)
        until = watching.horizon()
        judging.comment(claim, text="Second", by=ben)
        assert len(told(ana)) == 2
        watching.seen(Watch.objects.all(), until=until)
        assert told(ana) == [f"{ben}: commented: “Second”"]


def test_nobody_watches_what_is_gone(ana: User) -> None:
    claim = ClaimFactory.create()
    watched(claim, ana)
    Document.objects.all().delete()
    assert not Watch.objects.exists()
