"""Documents: texts as they were imported, and the originals that they were read from."""

from collections.abc import Iterable
from typing import Self

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, TextField, Value
from django.db.models.functions import Coalesce, NullIf

from sources.models.access import User
from sources.models.case import Case, CaseDocument, closed_cases
from sources.models.words import CONFIG, SEARCHED

# Not read for lists: a text may be five million characters long.
UNREAD = ("text", "boilerplate", "pages", "metadata")
# What a document is called, before what it says.
HEADING = Coalesce(
    NullIf("title", Value(""), output_field=TextField()), "name", output_field=TextField()
)
# Search reads a text in parts, each so long that its tsvector tells the place of every word; two neighbours share
# some, so that a phrase is whole in one of them. The heading's words are in every part.
PART, SHARED = 80_000, 2_000
PARTS = f"""
    DELETE FROM sources_documentpart WHERE document_id = NEW.id;
    INSERT INTO sources_documentpart (document_id, start, words)
    SELECT NEW.id, start,
        setweight(to_tsvector('{CONFIG}', left(coalesce(nullif(NEW.title, ''), NEW.name), {SEARCHED - PART})), 'A')
        || setweight(to_tsvector('{CONFIG}', substr(NEW.text, start + 1, {PART})), 'D')
    FROM generate_series(0, greatest(length(NEW.text) - {SHARED} - 1, 0), {PART - SHARED}) start;
    RETURN NULL;
"""  # noqa: S608 - nothing in it comes from elsewhere


class Original(models.Model):
    """The bytes as they came, kept once per content. The database holds them, so that every worker
    reaches them and one backup has everything (docs/adr/0004)."""

    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    content = models.BinaryField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} ({self.size:,} bytes)"


class _Open(models.Func):
    """That the document of this id is not in closed cases alone; true where there is none.

    Two probes of an index for a row. Written in SQL because Django takes a second to put together a page's worth
    of such conditions from querysets.
    """

    output_field = models.BooleanField()
    template = (
        "NOT (EXISTS(SELECT FROM %(cases)s held"
        " WHERE held.document_id = %(expressions)s AND held.case_id = ANY(%(closed)s))"
        " AND NOT EXISTS(SELECT FROM %(cases)s elsewhere"
        " WHERE elsewhere.document_id = %(expressions)s AND elsewhere.case_id <> ALL(%(closed)s)))"
    )

    def __init__(self, field: str, closed: Iterable[int]) -> None:
        ids = ",".join(str(int(pk)) for pk in sorted(closed))
        table = CaseDocument._meta.db_table  # noqa: SLF001 - public by Django's documentation
        super().__init__(F(field), cases=f'"{table}"', closed=f"'{{{ids}}}'::bigint[]")


def open_to(user: User, *documents: str) -> Q:
    """That `user` may see the documents which these fields of a row lead to; a field that leads to none
    hides nothing."""
    closed = closed_cases(user)
    return Q(*(_Open(field, closed) for field in documents)) if closed else Q()


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: User) -> Self:
        """Documents in no case, and those in at least one case that `user` may see."""
        return self.filter(open_to(user, "pk"))

    def confined(self) -> Self:
        """Documents that only members of limited cases see."""
        in_any = CaseDocument.objects.filter(document=OuterRef("pk"))
        return self.filter(Exists(in_any), ~Exists(in_any.filter(case__limited=False)))

    def text_deferred(self) -> Self:
        """For lists."""
        return self.defer(*UNREAD)


class Document(models.Model):
    """One text as it was read. The text never changes after import."""

    class Status(models.TextChoices):
        IMPORTED = "imported", "imported"
        EXTRACTED = "extracted", "extracted"
        LINKED = "linked", "linked"
        SKIPPED = "skipped", "skipped"
        FAILED = "failed", "failed"

    name = models.CharField(
        max_length=500, help_text="The file's name, or the id given at import.", db_index=True
    )
    title = models.TextField(blank=True)
    url = models.URLField(max_length=2000, blank=True)
    publisher = models.ForeignKey(
        "sources.Source",
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="published_documents",
    )
    author = models.CharField(max_length=500, blank=True)
    published = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=8, help_text="ISO 639-1; und where it is not known.")
    text = models.TextField(editable=False)
    text_sha256 = models.CharField(max_length=64, editable=False)
    boilerplate = models.JSONField(
        default=list,
        blank=True,
        help_text="[[start, end], …]: parts that belong to the page, not to the text. They yield no claims.",
    )
    pages = models.JSONField(
        default=list, blank=True, help_text="Where each page of a PDF starts in the text."
    )
    metadata = models.JSONField(default=dict, blank=True, help_text="What else the file said.")
    original = models.ForeignKey(Original, on_delete=models.PROTECT, related_name="documents")
    media_type = models.CharField(max_length=100, blank=True)
    retrieved_at = models.DateTimeField(help_text="When the original was received.")
    revises = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="revisions",
        help_text="The document that this text replaced under the same address.",
    )
    copy_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="copies",
        help_text="The first document with this text. Copies share an origin.",
    )
    cases = models.ManyToManyField(Case, through=CaseDocument, related_name="documents", blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.IMPORTED)
    status_reason = models.TextField(blank=True, help_text="Why it failed, or why it was skipped.")
    status_changed_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(
        default=0,
        editable=False,
        help_text="How often a worker began on it. What brings worker after worker down is given up.",
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="document_has_text",
                condition=~Q(text=""),
                violation_error_message="A document needs a text.",
            ),
            models.CheckConstraint(
                name="document_reason_only_when_stopped",
                condition=(Q(status__in=["failed", "skipped"]) & ~Q(status_reason=""))
                | (~Q(status__in=["failed", "skipped"]) & Q(status_reason="")),
                violation_error_message="A document has a reason exactly when it failed or was skipped.",
            ),
            models.CheckConstraint(
                name="document_not_its_own_copy",
                condition=(Q(copy_of__isnull=True) | ~Q(copy_of=models.F("pk")))
                & (Q(revises__isnull=True) | ~Q(revises=models.F("pk"))),
                violation_error_message="A document is no copy and no revision of itself.",
            ),
            # The natural key of an import: the same text from the same place is the same document.
            models.UniqueConstraint(
                fields=["text_sha256", "publisher", "url"],
                name="document_imported_once",
                nulls_distinct=False,
                violation_error_message="This text from this publisher and address is known already.",
            ),
        ]
        indexes = [
            # The queue of claims.tasks: only the rows that still have work waiting.
            models.Index(
                fields=["id"],
                name="document_pending",
                condition=Q(status__in=["imported", "extracted"]),
            ),
            models.Index(fields=["status", "-id"], name="document_status"),
            models.Index(fields=["-published", "-id"], name="document_published"),
            # What was read since somebody last looked at a case that they watch.
            models.Index(fields=["-status_changed_at"], name="document_moved"),
            # A changed text under a known address is a revision.
            models.Index(fields=["url"], name="document_url", condition=~Q(url="")),
            GinIndex(fields=["title"], name="document_title_trgm", opclasses=["gin_trgm_ops"]),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="document_parts",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("title", "name", "text"),  # type: ignore[no-untyped-call] # theirs
                func=PARTS,
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.name
