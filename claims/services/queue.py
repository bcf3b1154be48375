"""The status column is the queue: taking a document, and letting go of one that can't be worked on."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from sources.models import Document
from sources.services.reading import storable

log = logging.getLogger(__name__)

# A worker that dies in mid-work leaves the status as it was, so the document comes back. What has
# brought this many workers down is given up, so that the rest goes on.
ATTEMPTS = 3
REASON_CHARS = 2000
# What is done with a document in this state, for people who read that it failed.
DOING = {
    Document.Status.IMPORTED: "Finding its claims",
    Document.Status.EXTRACTED: "Linking its claims",
}


def work_on(document_id: int, *, status: Document.Status, work: Callable[[Document], None]) -> bool:
    """Does `work` on the document in this state; True if this call did it.

    The document is locked meanwhile; one that another worker has, that has moved on or that is gone
    is left alone. The work and the change of state are one transaction. An exception ends the
    document as failed, with its error in words; a lost database connection doesn't, since trying
    again cures it.
    """
    free = Document.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        pk=document_id, status=status
    )
    with transaction.atomic():
        began = free.exists() and free.update(attempts=F("attempts") + 1)
    if not began:
        return False
    try:
        with transaction.atomic():
            document = free.first()
            if document is None:
                return False
            if document.attempts > ATTEMPTS:
                reason = f"Given up: {ATTEMPTS} workers ended without a result on it."
                _fail(document_id, status, reason)
                return False
            work(document)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("Document %s failed", document_id)
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        _fail(document_id, status, f"{DOING[status]} went wrong ({what}).")
        return False
    return True


def moved(document: Document, status: Document.Status) -> None:
    """Moves a taken document on."""
    document.status = status
    document.status_changed_at = timezone.now()
    document.attempts = 0
    document.save(update_fields=["status", "status_changed_at", "attempts"])


def _fail(document_id: int, status: Document.Status, reason: str) -> None:
    """Ends a document as failed, unless another worker has moved it on meanwhile."""
    Document.objects.filter(pk=document_id, status=status).update(
        status=Document.Status.FAILED,
        status_reason=storable(reason)[:REASON_CHARS],
        status_changed_at=timezone.now(),
    )


def left_behind(status: Document.Status, *, older_than: float) -> QuerySet[Document, int]:
    """Ids of documents that have waited longer than `older_than` seconds, the oldest first."""
    since = timezone.now() - timedelta(seconds=older_than)
    waiting = Document.objects.filter(status=status, status_changed_at__lt=since)
    return waiting.order_by("pk").values_list("pk", flat=True)
