"""Parts of documents, as search reads them."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from sources.models.access import User
from sources.models.document import Document, open_to


class DocumentPartQuerySet(models.QuerySet["DocumentPart"]):
    def visible_to(self, user: User) -> Self:
        """Parts of the documents that `user` may see."""
        return self.filter(open_to(user, "document"))


class DocumentPart(models.Model):
    """The words of a document's heading and of a part of its text, kept by a trigger of Document's.

    A tsvector has an end, and a text may be fifty times as long; so each part has one of its own. Neighbours
    share some words, so that a phrase is whole in one of them.
    """

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="parts", editable=False
    )
    start = models.PositiveIntegerField(
        editable=False, help_text="Where it begins in the text, in code points."
    )
    words = SearchVectorField(editable=False)

    objects = DocumentPartQuerySet.as_manager()

    class Meta:
        ordering = ["document", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "start"],
                name="document_part_once",
                violation_error_message="The document has a part that begins there already.",
            ),
        ]
        indexes = [GinIndex(fields=["words"], name="document_part_words")]

    def __str__(self) -> str:
        return f"{self.document}, from {self.start:,}"
