"""Tasks carry ids, are there twice without harm, and nothing that was lost stays lost."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from celery import Celery, current_app
from django.conf import settings
from django.utils import timezone

from factcheck import celery_app
from sources import tasks
from sources.models import Document, ImportItem
from tests.factories import ImportItemFactory

Callbacks = Callable[..., AbstractContextManager[object]]


@pytest.fixture(autouse=True)
def _empty_queue(engines_running: None) -> Iterator[None]:
    current_app.control.purge()
    yield
    current_app.control.purge()


def queued() -> list[tuple[str, list[int]]]:
    """Name and arguments of each message, taken out of the queue, the oldest first."""
    found = []
    with current_app.connection_for_read() as connection:
        queue = current_app.amqp.queues[current_app.conf.task_default_queue]
        bound = queue(connection.default_channel)
        while message := bound.get(no_ack=True):
            found.append((message.headers["task"], message.decode()[0]))
    return found


def left_behind(number: int) -> list[int]:
    """Ids of items that have waited for longer than a sweep lets pass."""
    items = ImportItemFactory.create_batch(number)
    ids = [item.pk for item in items]
    long_ago = timezone.now() - timedelta(seconds=settings.SWEEP_SECONDS + 5)
    ImportItem.objects.filter(pk__in=ids).update(received_at=long_ago)
    return ids


def test_the_names_are_those_that_others_call() -> None:
    current_app.loader.import_default_modules()
    assert {"sources.read_item", "sources.sweep"} <= set(current_app.tasks)
    planned = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert planned <= set(current_app.tasks), "beat sends nothing that no worker knows"


def test_ids_are_handed_on_in_order() -> None:
    tasks.hand_on(tasks.READ, [3, 1, 2])
    assert queued() == [
        ("sources.read_item", [3]),
        ("sources.read_item", [1]),
        ("sources.read_item", [2]),
    ]


@pytest.mark.django_db
def test_a_document_is_handed_on_when_it_is_stored(
    django_capture_on_commit_callbacks: Callbacks,
) -> None:
    item = ImportItemFactory.create()
    with django_capture_on_commit_callbacks(execute=True):
        tasks.read_item(item.pk)
        assert queued() == [], "not before the transaction has ended"
    assert queued() == [("claims.extract", [Document.objects.get().pk])]


@pytest.mark.django_db
def test_a_second_delivery_does_nothing(django_capture_on_commit_callbacks: Callbacks) -> None:
    item = ImportItemFactory.create()
    with django_capture_on_commit_callbacks(execute=True):
        tasks.read_item(item.pk)
        tasks.read_item(item.pk)
        tasks.read_item(0)
    assert len(queued()) == 1
    assert Document.objects.count() == 1


@pytest.mark.django_db
def test_the_sweep_brings_back_what_has_waited_long() -> None:
    lost = left_behind(3)
    ImportItemFactory.create()
    done = left_behind(1)
    ImportItem.objects.filter(pk__in=done).update(status="skipped")
    tasks.sweep()
    assert queued() == [("sources.read_item", [pk]) for pk in lost]


@pytest.mark.django_db
def test_the_sweep_fills_the_queue_up_and_never_floods_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "QUEUED_AT_MOST", 5)
    lost = left_behind(8)
    tasks.hand_on("claims.extract", [1, 2])
    for _ in range(3):
        tasks.sweep()
    messages = queued()
    assert messages[2:] == [("sources.read_item", [pk]) for pk in lost[:3]]
    assert len(messages) == 5


@pytest.mark.django_db
def test_the_sweep_of_nothing_sends_nothing() -> None:
    tasks.sweep()
    assert queued() == []


def test_a_lost_broker_loses_nothing_and_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    lost = Celery("lost", broker="redis+socket:///nowhere/valkey.sock", set_as_current=False)
    lost.set_current()
    try:
        with caplog.at_level(logging.WARNING):
            tasks.hand_on(tasks.READ, [1, 2])
    finally:
        celery_app.set_current()
    assert caplog.text.count("sources.read_item waits for the sweep") == 1
    assert queued() == []
