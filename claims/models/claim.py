"""Claims: propositions that can be true or false."""

from typing import Any, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce
from pgvector.django import HalfVectorField, HnswIndex, VectorField

from claims.models.event import Event
from claims.models.vocabulary import Reviewable, Status, review_has_a_reviewer
from sources.models import Document, User
from sources.models.document import open_to
from sources.models.words import words_of

DIMENSIONS = 384  # of all-MiniLM-L6-v2
# As `ClaimQuerySet.standing` asks for it, word for word: else PostgreSQL doesn't see that an index
# with this condition answers the question.
STANDING = Q(merged_into__isnull=True) & ~Q(status="dismissed")
WAITING = Q(merged_into__isnull=True, status="proposed")


class Bound(models.TextChoices):
    EXACT = "exact", "exactly"
    ABOUT = "about", "about"
    AT_LEAST = "at least", "at least"
    MORE_THAN = "more than", "more than"
    ALMOST = "almost", "almost"
    AT_MOST = "at most", "at most"
    RANGE = "range", "between"


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, user: User) -> Self:
        """Claims drawn from a document that `user` may see, and those written by hand.

        A claim's words are those of the document it was drawn from, so that document alone decides;
        who else says it is decided attribution by attribution.
        """
        return self.filter(open_to(user, "document"))

    def standing(self) -> Self:
        """Claims that were neither merged into another nor dismissed."""
        return self.filter(STANDING)

    def waiting(self) -> Self:
        """Claims that wait for an analyst to confirm or reject them: the triage queue."""
        return self.filter(WAITING)

    def with_counts(self, user: User) -> Self:
        """Adds `documents`, `origins` and `attributions_count`: what `user` may see of who says it."""
        from claims.models.attribution import Attribution

        return self.counting(Attribution.objects.visible_to(user))

    def counting(self, attributions: models.QuerySet[Any]) -> Self:
        """As `with_counts`, of these attributions."""
        said = (
            attributions.exclude(status=Status.DISMISSED)
            .filter(claim=OuterRef("pk"))
            .order_by()
            .values("claim")
        )

        def counted(expression: Count) -> Coalesce:
            rows = said.annotate(n=expression).values("n")
            return Coalesce(Subquery(rows, output_field=models.IntegerField()), 0)

        return self.annotate(
            attributions_count=counted(Count("pk")),
            documents=counted(Count("document", distinct=True)),
            origins=counted(Count("origin", distinct=True)),
        )


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["embedding", "need"],
)
class Claim(Reviewable):
    """A proposition that can be true or false, stated positively, with its event and its quantity.

    `predicate`, `subject` and `object` are its frame: what it says, reduced to what can be compared
    with an index. They are empty where no frame was recognised.
    """

    text = models.CharField(max_length=500)
    event = models.ForeignKey(
        Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="claims"
    )
    predicate = models.CharField(max_length=50, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    object = models.CharField(max_length=200, blank=True)

    measure = models.CharField(max_length=50, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    bound = models.CharField(max_length=10, choices=Bound, blank=True)
    unit = models.CharField(max_length=50, blank=True)
    as_of = models.DateField(null=True, blank=True)

    check_worthiness = models.FloatField(default=0.0)
    need = models.FloatField(
        default=0.0,
        editable=False,
        help_text="How much it needs an analyst; kept by `claims.services.triage`.",
    )
    embedding = VectorField(dimensions=DIMENSIONS, null=True, blank=True, editable=False)
    document = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="claims_drawn",
        help_text="The document whose words it was drawn from; empty where an analyst wrote it.",
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="merged"
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assigned_claims",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            review_has_a_reviewer("claim"),
            models.CheckConstraint(
                name="claim_has_text",
                condition=~Q(text=""),
                violation_error_message="A claim needs a text.",
            ),
            models.CheckConstraint(
                name="claim_quantity_whole",
                condition=Q(measure="", bound="", low__isnull=True, high__isnull=True)
                | (~Q(measure="") & ~Q(bound="") & (Q(low__isnull=False) | Q(high__isnull=False))),
                violation_error_message="A quantity has a measure, a bound and at least one number.",
            ),
            models.CheckConstraint(
                name="claim_quantity_ordered",
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=models.F("high")),
                violation_error_message="The lower number of a quantity comes first.",
            ),
            models.CheckConstraint(
                name="claim_frame_whole",
                condition=~Q(predicate="") | Q(subject="", object=""),
                violation_error_message="A frame has a predicate.",
            ),
            models.CheckConstraint(
                name="claim_check_worthiness_is_share",
                condition=Q(check_worthiness__gte=0, check_worthiness__lte=1),
                violation_error_message="Check-worthiness lies between 0 and 1.",
            ),
            models.CheckConstraint(
                name="claim_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("pk")),
                violation_error_message="A claim can't be merged into itself.",
            ),
        ]
        indexes = [
            # Candidates for linking (services/statements.py): nearest in meaning, same frame, same count
            # of the same event. Only claims that stand are in them, so that a claim with a hundred
            # thousand others merged into it costs no more than one with none. Halves of floats: half
            # the memory, and the order of the nearest is settled by the full vectors afterwards.
            HnswIndex(
                OpClass(
                    Cast("embedding", HalfVectorField(dimensions=DIMENSIONS)),
                    name="halfvec_cosine_ops",
                ),
                name="claim_embedding",
                m=16,
                ef_construction=64,
                condition=STANDING,
            ),
            models.Index(
                fields=["predicate", "subject", "object", "id"],
                name="claim_frame",
                condition=STANDING & ~Q(predicate=""),
            ),
            models.Index(
                fields=["event", "measure", "id"],
                name="claim_event_measure",
                condition=STANDING & ~Q(measure=""),
            ),
            models.Index(
                fields=["event", "id"],
                name="claim_event_framed",
                condition=STANDING & ~Q(predicate=""),
            ),
            # The triage queue, those in most need first.
            models.Index(fields=["-need", "-id"], name="claim_waiting", condition=WAITING),
            # What was reviewed last.
            models.Index(
                fields=["-reviewed_at", "-id"],
                name="claim_reviewed",
                condition=~Q(status="proposed"),
            ),
            GinIndex(fields=["text"], name="claim_text_trgm", opclasses=["gin_trgm_ops"]),
            GinIndex(words_of("text"), name="claim_words"),
        ]

    def __str__(self) -> str:
        return self.text
