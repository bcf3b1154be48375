"""Celery's way in: each task carries an id and leaves the work to a service."""

from celery import shared_task
from django.conf import settings
from django.db import InterfaceError, OperationalError

from claims.services import extracting, linking
from claims.services.queue import left_behind
from sources.models import Document
from sources.tasks import EXTRACT, hand_on, top_up

LINK = "claims.link"


@shared_task(
    name=EXTRACT,
    acks_late=True,
    autoretry_for=(OperationalError, InterfaceError),
    retry_backoff=True,
    max_retries=5,
)
def extract(document_id: int) -> None:
    """Finds the claims of a document, and hands it on to be linked. "Gone" and "done" are success."""
    if extracting.extract(document_id=document_id):
        hand_on(LINK, [document_id])


@shared_task(
    name=LINK,
    acks_late=True,
    autoretry_for=(OperationalError, InterfaceError),
    retry_backoff=True,
    max_retries=5,
)
def link(document_id: int) -> None:
    """Links the claims of a document with those of all others."""
    linking.link(document_id=document_id)


@shared_task(name="claims.sweep")
def sweep() -> None:
    """Puts back into the queue what a lost broker or a killed worker left behind."""
    for task, status in ((LINK, Document.Status.EXTRACTED), (EXTRACT, Document.Status.IMPORTED)):
        top_up(task, left_behind(status, older_than=settings.SWEEP_SECONDS))
