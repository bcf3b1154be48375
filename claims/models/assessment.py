"""Assessments: what an analyst makes of a claim."""

from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models.attribution import Attribution
from claims.models.claim import Claim
from claims.models.vocabulary import Credibility, Likelihood, one_of
from sources.models import User
from sources.models.document import open_to


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: User) -> Self:
        """Assessments of claims that `user` may see."""
        return self.filter(open_to(user, "claim__document"))

    def current(self) -> Self:
        """Those that no later one of the same analyst replaced."""
        return self.filter(superseded_at__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Assessment(models.Model):
    """An analyst's judgement of a claim. A new one supersedes the last; none is erased."""

    class Rating(models.TextChoices):
        TRUE = "true", "true"
        MOSTLY_TRUE = "mostly true", "mostly true"
        MIXED = "mixed", "true in part"
        MOSTLY_FALSE = "mostly false", "mostly false"
        FALSE = "false", "false"
        UNPROVEN = "unproven", "unproven"

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="assessments")
    analyst = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assessments"
    )
    rating = models.CharField(max_length=15, choices=Rating)
    credibility = models.PositiveSmallIntegerField(
        choices=Credibility, default=Credibility.CANNOT_BE_JUDGED
    )
    likelihood = models.CharField(max_length=20, choices=Likelihood, blank=True)
    rationale = models.TextField()
    evidence = models.ManyToManyField(Attribution, related_name="evidence_for", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    superseded_at = models.DateTimeField(null=True, blank=True, editable=False)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The reviewer who made this the claim's verdict.",
    )
    adopted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="assessment_has_rationale",
                condition=~Q(rationale=""),
                violation_error_message="An assessment says why.",
            ),
            models.CheckConstraint(
                name="assessment_credibility_known",
                condition=Q(credibility__gte=1, credibility__lte=6),
                violation_error_message="Credibility is a number from 1 to 6.",
            ),
            one_of("likelihood", Likelihood, name="assessment_likelihood_known", blank=True),
            models.CheckConstraint(
                name="assessment_adoption_whole",
                condition=Q(adopted_by__isnull=True, adopted_at__isnull=True)
                | Q(adopted_by__isnull=False, adopted_at__isnull=False),
                violation_error_message="An adopted assessment has a reviewer and a time.",
            ),
            models.UniqueConstraint(
                fields=["claim", "analyst"],
                name="assessment_one_current_per_analyst",
                condition=Q(superseded_at__isnull=True),
                violation_error_message="This analyst has a current assessment of the claim.",
            ),
            models.UniqueConstraint(
                fields=["claim"],
                name="assessment_one_verdict_per_claim",
                condition=Q(adopted_at__isnull=False, superseded_at__isnull=True),
                violation_error_message="The claim has a verdict already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating}: {self.claim}"
