"""Taking documents off the queue, and giving up on those that bring workers down."""

from collections.abc import Callable
from datetime import timedelta

import psycopg2
import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from claims.services.queue import ATTEMPTS, _fail, left_behind, moved, work_on
from sources.models import Document
from tests.factories import DocumentFactory

pytestmark = pytest.mark.django_db
IMPORTED, EXTRACTED = Document.Status.IMPORTED, Document.Status.EXTRACTED


def extracted(document: Document) -> None:
    """The least work that moves a document on."""
    moved(document, EXTRACTED)


def raising(error: Exception) -> Callable[[Document], None]:
    """Work that does something and then fails."""

    def work(document: Document) -> None:
        document.cases.create(name="Half done")
        raise error

    return work


def test_a_document_moves_on_with_the_work() -> None:
    document = DocumentFactory.create()
    seen: list[int] = []

    def work(mine: Document) -> None:
        seen.append(mine.attempts)
        moved(mine, EXTRACTED)

    assert work_on(document.pk, status=IMPORTED, work=work)

    document.refresh_from_db()
    assert seen == [1]
    assert (document.status, document.attempts) == (EXTRACTED, 0)


def test_a_document_in_another_state_is_left_alone() -> None:
    document = DocumentFactory.create(status=EXTRACTED)

    assert not work_on(document.pk, status=IMPORTED, work=extracted)

    document.refresh_from_db()
    assert document.attempts == 0


def test_a_document_that_is_gone_is_no_error() -> None:
    assert not work_on(987_654, status=IMPORTED, work=extracted)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ValueError("no such date: 31 February"), "ValueError: no such date: 31 February"),
        (ValueError("no\x00 such \udce9"), "ValueError: no such ?"),
        (KeyError(), "KeyError"),
        (RecursionError("too deep"), "RecursionError: too deep"),
    ],
)
def test_an_exception_ends_the_document_with_its_error_in_words(
    error: Exception, reason: str
) -> None:
    document = DocumentFactory.create()

    assert not work_on(document.pk, status=IMPORTED, work=raising(error))

    document.refresh_from_db()
    assert document.status == Document.Status.FAILED
    assert document.status_reason == f"Finding its claims went wrong ({reason})."
    assert not document.cases.exists(), "what the work had done is undone"


def test_who_fails_late_leaves_alone_what_another_worker_moved_on() -> None:
    document = DocumentFactory.create(status=EXTRACTED)

    _fail(document.pk, IMPORTED, "too late")

    document.refresh_from_db()
    assert (document.status, document.status_reason) == (EXTRACTED, "")


def test_a_lost_database_leaves_the_document_waiting() -> None:
    document = DocumentFactory.create()

    with pytest.raises(OperationalError):
        work_on(document.pk, status=IMPORTED, work=raising(OperationalError("closed")))

    document.refresh_from_db()
    assert (document.status, document.status_reason) == (IMPORTED, "")


def test_what_brings_worker_after_worker_down_is_given_up() -> None:
    document = DocumentFactory.create(attempts=ATTEMPTS)

    assert not work_on(document.pk, status=IMPORTED, work=extracted)

    document.refresh_from_db()
    assert document.status == Document.Status.FAILED
    assert "3 workers ended" in document.status_reason


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_the_same_document() -> None:
    document = DocumentFactory.create()
    other = psycopg2.connect(**connection.get_connection_params())
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM sources_document WHERE id = %s FOR UPDATE", [document.pk])

        assert not work_on(document.pk, status=IMPORTED, work=extracted), "and nobody waits"
        other.rollback()  # closing alone lets go of the lock at some later time
    finally:
        other.close()

    document.refresh_from_db()
    assert document.attempts == 0
    assert work_on(document.pk, status=IMPORTED, work=extracted), "free with the other's end"


def test_left_behind_is_what_has_waited_long_enough_oldest_first() -> None:
    long_ago = timezone.now() - timedelta(minutes=10)
    old, older = DocumentFactory.create_batch(2)
    fresh = DocumentFactory.create()
    done = DocumentFactory.create(status=Document.Status.LINKED)
    Document.objects.filter(pk__in=[old.pk, older.pk, done.pk]).update(status_changed_at=long_ago)

    assert list(left_behind(IMPORTED, older_than=60)) == [old.pk, older.pk]
    assert fresh.pk in left_behind(IMPORTED, older_than=-1)
    assert list(left_behind(EXTRACTED, older_than=60)) == []
