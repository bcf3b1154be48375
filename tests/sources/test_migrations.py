"""What migrations make of rows that are there already; within one transaction, which is rolled back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from sources.models import CaseDocument, Document, DocumentPart
from sources.models.document import PART
from tests.factories import (
    CaseFactory,
    DocumentFactory,
    ImportItemFactory,
    ImportJobFactory,
    UserFactory,
)


def migrate(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing waits when tables are altered
    MigrationExecutor(connection).migrate([("sources", name)])


@pytest.mark.django_db
def test_what_was_in_a_case_stays_in_it_since_it_was_received() -> None:
    long_ago, ben = timezone.now() - timedelta(days=30), UserFactory.create()
    case, other = CaseFactory.create(), CaseFactory.create()
    document = DocumentFactory.create(cases=[case, other], retrieved_at=long_ago)
    for by, number in ((ben, 1), (UserFactory.create(), 2)):
        job = ImportJobFactory.create(case=case, created_by=by)
        ImportItemFactory.create(job=job, document=document, status="imported", position=number)

    migrate("0005_document_moved")
    migrate("0006_case_document")

    rows = CaseDocument.objects.order_by("case").values_list("case", "document", "joined_at", "by")
    assert list(rows) == [
        (case.pk, document.pk, long_ago, ben.pk),
        (other.pk, document.pk, long_ago, None),
    ]


@pytest.mark.django_db
def test_texts_that_are_there_are_taken_apart_like_those_that_come() -> None:
    for title, text in (
        ("Report", "It burned."),
        ("", "Nobody was hurt. " * (PART // 12)),
        ("É" * 300, "x"),
    ):
        DocumentFactory.create(title=title, name="a.txt", text=text)
    rows = DocumentPart.objects.order_by("document", "start")
    made = list(rows.values_list("document", "start", "words"))
    assert len(made) > Document.objects.count()

    migrate("0006_case_document")
    migrate("0007_document_parts")

    assert list(rows.values_list("document", "start", "words")) == made
