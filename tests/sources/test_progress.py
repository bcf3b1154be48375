"""What became of a job's items, down to the links between their documents' claims."""

import pytest

from sources.models import ImportJob
from sources.services.progress import Tally, errors, tally
from tests.factories import DocumentFactory, ImportItemFactory, ImportJobFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def job() -> ImportJob:
    return ImportJobFactory.create()


def add(job: ImportJob, status: str, of_document: str = "", error: str = "") -> None:
    """An item in this state, with a document in that state."""
    document = None
    if of_document:
        stopped = of_document in ("failed", "skipped")
        reason = f"Reason of {job.items.count()}." if stopped else ""
        document = DocumentFactory.create(status=of_document, status_reason=reason)
    name = f"{job.items.count()}.txt"
    ImportItemFactory.create(job=job, name=name, status=status, document=document, error=error)


def test_an_empty_job_is_done(job: ImportJob) -> None:
    assert tally(job) == Tally()
    assert (tally(job).waiting, tally(job).total) == (0, 0)


@pytest.mark.parametrize(
    ("status", "of_document", "expected"),
    [
        ("pending", "", Tally(to_read=1)),
        ("imported", "imported", Tally(imported=1, to_extract=1)),
        ("imported", "extracted", Tally(imported=1, to_link=1)),
        ("imported", "linked", Tally(imported=1)),
        ("imported", "failed", Tally(failed=1)),
        ("imported", "skipped", Tally(skipped=1)),
        ("imported", "", Tally(imported=1)),
        ("duplicate", "linked", Tally(duplicates=1)),
        ("duplicate", "extracted", Tally(duplicates=1, to_link=1)),
        ("duplicate", "failed", Tally(duplicates=1)),
        ("skipped", "skipped", Tally(skipped=1)),
    ],
)
def test_each_item_counts_as_what_became_of_it(
    job: ImportJob, status: str, of_document: str, expected: Tally
) -> None:
    add(job, status, of_document)
    assert tally(job) == expected
    assert tally(job).total == 1


def test_a_failed_item_counts_as_failed(job: ImportJob) -> None:
    add(job, "failed", error="The file is empty.")
    assert tally(job) == Tally(failed=1)


def test_all_together_in_one_query(job: ImportJob, django_assert_num_queries: object) -> None:
    for _ in range(2):
        add(job, "pending")
        add(job, "imported", "imported")
        add(job, "imported", "linked")
        add(job, "failed", error="Broken.")
    add(ImportJobFactory.create(), "pending")
    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's
        found = tally(job)
    assert found == Tally(imported=4, failed=2, to_read=2, to_extract=2)
    assert (found.waiting, found.total) == (4, 8)


def test_errors_are_those_of_items_and_of_documents_in_order(job: ImportJob) -> None:
    add(job, "failed", error="The file is empty.")
    add(job, "imported", "failed")
    add(job, "imported", "linked")
    add(job, "imported", "skipped")
    add(job, "failed", error="It holds a picture.")
    add(job, "duplicate", "failed")
    assert errors(job, most=10) == [
        ("0.txt", "The file is empty."),
        ("1.txt", "Reason of 1."),
        ("4.txt", "It holds a picture."),
    ]
    assert errors(job, most=1) == [("0.txt", "The file is empty.")]
