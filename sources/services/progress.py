"""How far an import is, from its items to the links between its documents' claims."""

from dataclasses import dataclass

from django.db.models import Count

from sources.models import Document, ImportItem, ImportJob


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the items of a job. A document that failed, or was skipped, after it was read
    counts as that, no longer as imported."""

    imported: int = 0
    duplicates: int = 0
    failed: int = 0
    skipped: int = 0
    to_read: int = 0
    to_extract: int = 0
    to_link: int = 0

    @property
    def waiting(self) -> int:
        """Items whose document is still to be read, extracted or linked."""
        return self.to_read + self.to_extract + self.to_link

    @property
    def total(self) -> int:
        """All items."""
        return self.imported + self.duplicates + self.failed + self.skipped + self.to_read


def tally(job: ImportJob) -> Tally:
    """The state of a job's items and of their documents, in one query."""
    groups = (
        job.items.order_by()
        .values("status", "document__status")
        .annotate(n=Count("pk"))
        .values_list("status", "document__status", "n")
    )
    counts = dict.fromkeys(Tally.__slots__, 0)
    for status, of_document, number in groups:
        counts[_outcome(status, of_document)] += number
        if of_document == Document.Status.IMPORTED:
            counts["to_extract"] += number
        elif of_document == Document.Status.EXTRACTED:
            counts["to_link"] += number
    return Tally(**counts)


def _outcome(status: str, of_document: str | None) -> str:
    match status, of_document:
        case ImportItem.Status.IMPORTED, Document.Status.FAILED:
            return "failed"
        case ImportItem.Status.IMPORTED, Document.Status.SKIPPED:
            return "skipped"
        case ImportItem.Status.PENDING, _:
            return "to_read"
        case ImportItem.Status.DUPLICATE, _:
            return "duplicates"
    return status


def errors(job: ImportJob, *, most: int) -> list[tuple[str, str]]:
    """Name and error of the first of a job's items that failed, or whose document did."""
    failed = ImportItem.Status.FAILED
    own = job.items.filter(status=failed).values_list("position", "name", "error")
    of_documents = job.items.filter(
        status=ImportItem.Status.IMPORTED, document__status=Document.Status.FAILED
    ).values_list("position", "name", "document__status_reason")
    first = sorted([*own.order_by("position")[:most], *of_documents.order_by("position")[:most]])
    return [(name, error) for _, name, error in first[:most]]
