"""Conflicts: questions on which accounts differ."""

from typing import Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from claims.models.claim import Claim
from claims.models.vocabulary import Finding, Side, one_of
from sources.models import Case, User
from sources.models.access import sees_all
from sources.models.document import open_to


class ConflictQuerySet(models.QuerySet["Conflict"]):
    def visible_to(self, user: User) -> Self:
        """Conflicts whose question and at least two of whose accounts `user` may see."""
        if sees_all(user):
            return self
        seen = ConflictAccount.objects.visible_to(user).filter(conflict=OuterRef("pk"))
        # A second one: that is looked for once, and nothing is sorted for it.
        return self.filter(open_to(user, "anchor__document"), Exists(seen[1:2]))

    def in_case(self, case: Case) -> Self:
        """Conflicts with an account that a document of the case gives."""
        of_case = ConflictAccount.objects.filter(
            conflict=OuterRef("pk"), claim__attributions__document__cases=case
        )
        return self.filter(Exists(of_case))


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["weighed_origins", "weight"],
)
class Conflict(models.Model):
    """A question on which accounts differ. Its state stands apart from its finding."""

    class Kind(models.TextChoices):
        QUANTITY = "quantity", "how many"
        SIDES = "sides", "asserted and denied"
        RIVALS = "rivals", "rival explanations"
        CONTRADICTION = "contradiction", "contradicting claims"

    class State(models.TextChoices):
        OPEN = "open", "open"
        RESOLVED = "resolved", "resolved"

    question = models.CharField(max_length=500)
    kind = models.CharField(max_length=15, choices=Kind)
    anchor = models.ForeignKey(
        Claim,
        on_delete=models.CASCADE,
        related_name="+",
        editable=False,
        help_text="The claim that the question is put in the words of.",
    )
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    finding = models.CharField(max_length=25, choices=Finding, blank=True)
    rationale = models.TextField(blank=True)
    preferred = models.ForeignKey(
        "ConflictAccount", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    weighed_origins = ArrayField(
        models.BigIntegerField(),
        default=list,
        blank=True,
        editable=False,
        help_text="Ids of the origins that gave its accounts when it was resolved: another one opens it again.",
    )
    reopened_because = models.CharField(max_length=500, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    resolved_at = models.DateTimeField(null=True, blank=True, editable=False)
    weight = models.FloatField(
        default=0.0,
        editable=False,
        help_text="How contested it is; kept by `claims.services.triage`.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        ordering = ["state", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="conflict_has_question",
                condition=~Q(question=""),
                violation_error_message="A conflict asks a question.",
            ),
            models.CheckConstraint(
                name="conflict_resolution_whole",
                condition=Q(
                    state="open", finding="", resolved_by__isnull=True, resolved_at__isnull=True
                )
                | (
                    Q(state="resolved", resolved_by__isnull=False, resolved_at__isnull=False)
                    & ~Q(finding="")
                    & ~Q(rationale="")
                ),
                violation_error_message="A resolved conflict has a finding, a rationale, a resolver and a time; an open one has no finding.",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="conflict_open"),
            # The desk: the weightiest first.
            models.Index(fields=["state", "-weight", "-id"], name="conflict_weightiest"),
        ]

    def __str__(self) -> str:
        return self.question


class ConflictAccountQuerySet(models.QuerySet["ConflictAccount"]):
    def visible_to(self, user: User) -> Self:
        """Accounts whose claim `user` may see, and that somebody gives in a document `user` may see."""
        if sees_all(user):
            return self
        from claims.models.attribution import Attribution

        said = Attribution.objects.visible_to(user).standing().filter(claim=OuterRef("claim"))
        return self.filter(
            open_to(user, "claim__document"),
            Q(side=Side.FOR) & Exists(said.taking(Side.FOR))
            | Q(side=Side.AGAINST) & Exists(said.taking(Side.AGAINST)),
        )


class ConflictAccount(models.Model):
    """One account: a claim and a side, so that an assertion and its denial are two."""

    conflict = models.ForeignKey(Conflict, on_delete=models.CASCADE, related_name="accounts")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="accounts")
    side = models.CharField(max_length=10, choices=Side)

    objects = ConflictAccountQuerySet.as_manager()

    class Meta:
        ordering = ["conflict", "pk"]
        constraints = [
            one_of("side", Side, name="account_side_known"),
            models.UniqueConstraint(
                fields=["conflict", "claim", "side"],
                name="account_once",
                violation_error_message="The conflict has this account already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side}: {self.claim}"
