"""Actions: what analysts did at their desks, with what it takes to undo it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from claims.models.attribution import Attribution
from claims.models.claim import Claim
from claims.models.conflict import Conflict
from claims.models.event import Event
from sources.models import Case, Document, Source, User
from sources.models.access import sees_all


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: User) -> Self:
        """Actions on what `user` may see."""
        if sees_all(user):
            return self
        rows = self
        for name, model in ABOUT.items():
            seen = model._default_manager.visible_to(user).filter(pk=OuterRef(name))  # type: ignore[attr-defined] # noqa: SLF001 - public
            rows = rows.filter(Q(**{f"{name}__isnull": True}) | Exists(seen))
        return rows

    def standing(self) -> Self:
        """Those that nobody undid."""
        return self.filter(undone_at__isnull=True)


class Action(models.Model):
    """Who did what to which row, when and why.

    `changes` lists the rows that were written, each with the values before and after, so that
    `claims.services.actions.undo` can put back what was there and can tell whether anybody changed it
    since. What is done to a selection shares a `batch` and is undone together.
    """

    verb = models.CharField(max_length=30, help_text="What was done: a key of `actions.VERBS`.")
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.CASCADE, related_name="actions"
    )
    attribution = models.ForeignKey(
        Attribution, null=True, blank=True, on_delete=models.CASCADE, related_name="actions"
    )
    conflict = models.ForeignKey(
        Conflict, null=True, blank=True, on_delete=models.CASCADE, related_name="actions"
    )
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.CASCADE, related_name="actions"
    )
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.CASCADE, related_name="actions"
    )
    event = models.ForeignKey(
        Event, null=True, blank=True, on_delete=models.CASCADE, related_name="actions"
    )
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.CASCADE, related_name="actions"
    )
    reason = models.CharField(max_length=500, blank=True)
    changes = models.JSONField(default=list, blank=True, editable=False)
    batch = models.UUIDField(null=True, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="actions", editable=False
    )
    at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="action_undone_by_somebody",
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
                violation_error_message="What is undone was undone by somebody at some time.",
            ),
            models.CheckConstraint(
                name="action_about_something",
                condition=Q(claim__isnull=False)
                | Q(attribution__isnull=False)
                | Q(conflict__isnull=False)
                | Q(source__isnull=False)
                | Q(document__isnull=False)
                | Q(event__isnull=False)
                | Q(case__isnull=False),
                violation_error_message="An action is about something.",
            ),
        ]
        indexes = [
            # The last thing that somebody did and that still stands: the key `u`.
            models.Index(fields=["by", "-id"], name="action_last", condition=Q(undone_at=None)),
            models.Index(fields=["claim", "-id"], name="action_on_claim"),
            # What others did since somebody's last visit.
            models.Index(fields=["-at"], name="action_newest"),
            models.Index(fields=["batch"], name="action_batch", condition=~Q(batch=None)),
        ]

    def __str__(self) -> str:
        return f"{self.verb} by {self.by}"


# What an action can be about; each decides whether the action may be seen.
ABOUT: dict[str, type[models.Model]] = {
    "claim": Claim,
    "attribution": Attribution,
    "conflict": Conflict,
    "source": Source,
    "document": Document,
    "event": Event,
    "case": Case,
}
