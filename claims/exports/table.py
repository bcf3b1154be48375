"""A table of attributions for spreadsheets: who says what where, one a row."""

import csv
from collections.abc import Iterator

from django.db.models import Prefetch

from claims.exports.scope import Scope, in_order
from claims.models import Attribution, AttributionVia, Claim, Origin
from sources.models import Document, Source

COLUMNS = (
    *("attribution", "case", "document", "title", "url", "publisher", "published"),
    *("claimant", "claimant kind", "via", "stance", "likelihood", "hedged", "direct"),
    *("claim", "claim text", "quote", "start", "end", "origin", "status"),
)

# Spreadsheets take a cell that begins so for a formula, which can run commands and fetch addresses
# (OWASP, "CSV Injection"); a leading apostrophe makes it text again.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Line:
    """What csv.writer writes to: it hands the finished line back."""

    def write(self, line: str) -> str:
        return line


def lines(scope: Scope) -> Iterator[str]:
    """A header and a row per attribution, by id."""
    write = csv.writer(_Line()).writerow
    yield str(write(COLUMNS))
    sources = scope.visible(Source).only("name", "kind")
    via = AttributionVia.objects.filter(source__in=scope.visible(Source).values("pk"))
    names = scope.visible(Document).only("name")
    documents = scope.visible(Document).only("name", "title", "url", "published", "publisher")
    rows = scope.attributions().prefetch_related(
        Prefetch("claim", scope.visible(Claim).only("text")),
        Prefetch("claimant", sources),
        Prefetch(
            "document",
            documents.prefetch_related(
                Prefetch("publisher", sources), Prefetch("cases", scope.cases())
            ),
        ),
        Prefetch("via_chain", via.select_related("source")),
        Prefetch(
            "origin",
            scope.visible(Origin).prefetch_related(
                Prefetch("source", sources), Prefetch("document", names)
            ),
        ),
    )
    for row in in_order(rows):
        yield str(write([_safe(cell) for cell in _cells(scope, row)]))


def _cells(scope: Scope, row: Attribution) -> list[object]:
    document, claimant, publisher = row.document, row.claimant, row.document.publisher
    return [
        row.pk,
        "; ".join(case.name for case in document.cases.all()),
        document.name,
        document.title,
        document.url,
        publisher.name if publisher else "",
        document.published or "",
        claimant.name if claimant else "",
        claimant.kind if claimant else "",
        "; ".join(link.source.name for link in row.via_chain.all()),
        row.stance,
        row.likelihood,
        "yes" if row.hedged else "no",
        "yes" if row.direct else "no",
        scope.root(row.claim_id),
        scope.text(row.claim),
        row.quote,
        row.start,
        row.end,
        _origin(row),
        row.status,
    ]


def _origin(row: Attribution) -> str:
    try:
        return str(row.origin.source or row.origin.document or "")
    except Origin.DoesNotExist:  # it is out of sight
        return ""


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
