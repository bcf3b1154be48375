"""Where words were taken over: passages that two documents share, and agencies that are credited."""

from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q

from claims.models.vocabulary import Reviewable, Status, review_has_a_reviewer
from sources.models import Document, Source, User
from sources.models.document import open_to


class SharedPassageQuerySet(models.QuerySet["SharedPassage"]):
    def visible_to(self, user: User) -> Self:
        """Passages of which `user` may see both documents."""
        return self.filter(open_to(user, "document", "other"))

    def standing(self) -> Self:
        """Those that no analyst dismissed."""
        return self.exclude(status=Status.DISMISSED)


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class SharedPassage(Reviewable):
    """Nearly the same words in two documents: one was taken from the other, or both from a third.

    It holds both ways and is stored from the document of the lower id. Offsets are code points into
    the text of each. Which of the two had it first is read from their dates, not stored here.
    """

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="shared_with_later"
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    other = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="shared_with_earlier"
    )
    other_start = models.PositiveIntegerField()
    other_end = models.PositiveIntegerField()
    whole = models.BooleanField(default=False, help_text="It is all of both texts.")
    confidence = models.FloatField(help_text="The share of their word triples that is the same.")
    method = models.CharField(max_length=50)
    version = models.CharField(max_length=20)
    explanation = models.CharField(max_length=500)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SharedPassageQuerySet.as_manager()

    class Meta:
        ordering = ["document", "start", "pk"]
        constraints = [
            review_has_a_reviewer("passage"),
            models.CheckConstraint(
                name="passage_documents_in_order",
                condition=Q(document__lt=F("other")),
                violation_error_message="A shared passage is stored from the lower id to the higher.",
            ),
            models.CheckConstraint(
                name="passage_has_words",
                condition=Q(end__gt=F("start"), other_end__gt=F("other_start")),
                violation_error_message="A passage ends after it began.",
            ),
            models.CheckConstraint(
                name="passage_confidence_is_share",
                condition=Q(confidence__gte=0, confidence__lte=1),
                violation_error_message="Confidence lies between 0 and 1.",
            ),
            models.CheckConstraint(
                name="passage_has_reason",
                condition=~Q(explanation=""),
                violation_error_message="A shared passage says why.",
            ),
            models.UniqueConstraint(
                fields=["document", "start", "end", "other", "other_start", "other_end"],
                name="passage_once",
                violation_error_message="This passage is recorded already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} – {self.other}: {self.explanation}"


class CreditQuerySet(models.QuerySet["Credit"]):
    def visible_to(self, user: User) -> Self:
        """Credits in documents that `user` may see, to sources that `user` may see."""
        return self.filter(open_to(user, "document", "source__document"))

    def standing(self) -> Self:
        """Those that no analyst dismissed."""
        return self.exclude(status=Status.DISMISSED)


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Credit(Reviewable):
    """A document names the agency whose text it prints: "(Reuters) –", "Source: AFP".

    `quote` is the text between `start` and `end`, where it does so.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="credits")
    source = models.ForeignKey(Source, on_delete=models.RESTRICT, related_name="credited_in")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.CharField(max_length=200)
    confidence = models.FloatField()
    method = models.CharField(max_length=50)
    version = models.CharField(max_length=20)
    explanation = models.CharField(max_length=500)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CreditQuerySet.as_manager()

    class Meta:
        ordering = ["document", "start", "pk"]
        constraints = [
            review_has_a_reviewer("credit"),
            models.CheckConstraint(
                name="credit_has_words",
                condition=Q(end__gt=F("start")) & ~Q(quote="") & ~Q(explanation=""),
                violation_error_message="A credit has its words and a reason.",
            ),
            models.CheckConstraint(
                name="credit_confidence_is_share",
                condition=Q(confidence__gte=0, confidence__lte=1),
                violation_error_message="Confidence lies between 0 and 1.",
            ),
            models.UniqueConstraint(
                fields=["document", "source"],
                name="credit_once",
                violation_error_message="This credit is recorded already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.quote}"


class Shingle(models.Model):
    """One band of the MinHash signature of a sentence, or of a whole text: what passages are found by.

    Two stretches that share a band are probably alike. A row of its own for each band, under a plain
    index, so that every worker sees it at once and looking one up costs the same however many there
    are (docs/adr/0016).
    """

    band = models.BigIntegerField(help_text="Hash of the band, its number and its level in it.")
    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="shingles", db_index=False
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "start", "end", "band"],
                name="shingle_once",
                violation_error_message="This band is recorded already.",
            )
        ]
        indexes = [
            # The lookup of candidates, the first documents first.
            models.Index(fields=["band", "document"], name="shingle_band"),
        ]

    def __str__(self) -> str:
        return f"{self.start}–{self.end}"
