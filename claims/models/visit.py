"""Visits: what is news to somebody on the first page."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sources.models import User


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: User) -> Self:
        """Their own. Nobody sees another's, whoever they are."""
        return self.filter(user_id=user.pk)


class Visit(models.Model):
    """When somebody was last on the first page, and since when what changed is news to them there."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False
    )
    last_at = models.DateTimeField(editable=False)
    since = models.DateTimeField(
        editable=False, help_text="The last time of the visit before this one."
    )

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="visit_in_order",
                condition=Q(since__lte=F("last_at")),
                violation_error_message="A visit comes after the one before.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.last_at:%Y-%m-%d %H:%M}"
