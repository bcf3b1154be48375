"""Links: how one claim bears on another."""

from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q

from claims.models.claim import Claim
from claims.models.vocabulary import (
    SYMMETRIC,
    Relation,
    Reviewable,
    Status,
    one_of,
    review_has_a_reviewer,
)
from sources.models import User
from sources.models.document import open_to


class ClaimLinkQuerySet(models.QuerySet["ClaimLink"]):
    def visible_to(self, user: User) -> Self:
        """Links between claims of which `user` may see both."""
        return self.filter(open_to(user, "from_claim__document", "to_claim__document"))

    def standing(self) -> Self:
        """Those that no analyst dismissed, between claims that stand by themselves."""
        return self.exclude(status=Status.DISMISSED).filter(
            from_claim__merged_into__isnull=True, to_claim__merged_into__isnull=True
        )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ClaimLink(Reviewable):
    """Claim → claim, proposed by a method with a confidence and a reason in words."""

    from_claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="links_out")
    to_claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="links_in")
    relation = models.CharField(max_length=12, choices=Relation)
    confidence = models.FloatField()
    method = models.CharField(max_length=50)
    version = models.CharField(max_length=20)
    explanation = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ClaimLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-confidence", "-pk"]
        constraints = [
            review_has_a_reviewer("link"),
            one_of("relation", Relation, name="link_relation_known"),
            models.UniqueConstraint(
                fields=["from_claim", "to_claim", "relation"],
                name="link_once",
                violation_error_message="This link is recorded already.",
            ),
            models.CheckConstraint(
                name="link_between_two_claims",
                condition=~Q(from_claim=F("to_claim")),
                violation_error_message="A claim is not linked to itself.",
            ),
            models.CheckConstraint(
                name="link_symmetric_in_order",
                condition=~Q(relation__in=[r.value for r in SYMMETRIC])
                | Q(from_claim__lt=F("to_claim")),
                violation_error_message="What holds both ways is stored from the lower id to the higher.",
            ),
            models.CheckConstraint(
                name="link_has_reason",
                condition=~Q(explanation=""),
                violation_error_message="A link says why.",
            ),
            models.CheckConstraint(
                name="link_confidence_is_share",
                condition=Q(confidence__gte=0, confidence__lte=1),
                violation_error_message="Confidence lies between 0 and 1.",
            ),
        ]
        indexes = [
            models.Index(fields=["relation", "status"], name="link_by_relation"),
            # What was dismissed is not proposed again.
            models.Index(
                fields=["from_claim"], name="link_dismissed", condition=Q(status="dismissed")
            ),
            # The list of links, the surest first.
            models.Index(fields=["-confidence", "-id"], name="link_surest"),
        ]

    def __str__(self) -> str:
        return f"{self.from_claim} – {self.get_relation_display()} – {self.to_claim}"
