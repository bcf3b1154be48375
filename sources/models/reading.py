"""Readings: who has read which document through."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from sources.models.access import User
from sources.models.document import Document, open_to


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(self, user: User) -> Self:
        """Readings of documents that `user` may see."""
        return self.filter(open_to(user, "document"))


class Reading(models.Model):
    """An analyst has read a document through: what it says was looked at from end to end."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="readings")
    analyst = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="readings"
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "analyst"],
                name="reading_once",
                violation_error_message="This analyst has read the document through already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}, read by {self.analyst}"
