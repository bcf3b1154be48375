"""Celery's way in: each task carries an id and leaves the work to a service."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from celery import current_app, shared_task
from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from sources.models import ImportItem
from sources.services import reading

logger = logging.getLogger(__name__)

READ = "sources.read_item"
EXTRACT = "claims.extract"
# With so many messages in the queue nothing was lost, or enough of it is back.
QUEUED_AT_MOST = 1000


@shared_task(
    name=READ,
    acks_late=True,
    autoretry_for=(OperationalError, InterfaceError),
    retry_backoff=True,
    max_retries=5,
)
def read_item(item_id: int) -> None:
    """Reads an item that waits and hands its document on. "Gone" and "read already" are success."""
    document_id = reading.read(item_id=item_id)
    if document_id is not None:
        transaction.on_commit(lambda: hand_on(EXTRACT, [document_id]))


@shared_task(name="sources.sweep")
def sweep() -> None:
    """Puts back into the queue the items that a lost broker or a killed worker left behind.

    Nothing tells a lost message from one that waits its turn, so the queue is only topped up: to so
    many messages and no more, however often this runs. One too many costs a look at its item.
    """
    since = timezone.now() - timedelta(seconds=settings.SWEEP_SECONDS)
    waiting = ImportItem.objects.filter(status=ImportItem.Status.PENDING, received_at__lt=since)
    top_up(READ, waiting.order_by("pk").values_list("pk", flat=True))


def top_up(task: str, ids: QuerySet[Any, int]) -> None:
    """Puts as many of the ids into the queue as it has room for."""
    room = QUEUED_AT_MOST - _queued()
    if room > 0:
        hand_on(task, ids[:room])


def hand_on(task: str, ids: Iterable[int]) -> None:
    """Puts a task into the queue for each id. Where the broker is away, they wait for the sweep."""
    try:
        for pk in ids:
            current_app.send_task(task, [pk])
    except BrokerError as error:
        logger.warning("The queue can't be reached, %s waits for the sweep: %s", task, error)


def hand_on_waiting(items: Iterable[ImportItem]) -> None:
    """Puts those of the items that wait to be read into the queue."""
    hand_on(READ, [item.pk for item in items if item.status == ImportItem.Status.PENDING])


def _queued() -> int:
    """Messages in the queue that no worker has taken yet."""
    with current_app.connection_for_read() as connection:
        queue = current_app.amqp.queues[current_app.conf.task_default_queue]
        declared: Any = queue(connection.default_channel).queue_declare()
        return int(declared.message_count)
