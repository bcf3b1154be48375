"""Watches: what somebody wants to hear of."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from claims.models.claim import Claim
from claims.models.conflict import Conflict
from sources.models import Case, Source, User
from sources.models.access import sees_all

# What can be watched, by the name of its column.
WATCHABLE: dict[str, type[models.Model]] = {
    "claim": Claim,
    "conflict": Conflict,
    "case": Case,
    "source": Source,
}


class WatchQuerySet(models.QuerySet["Watch"]):
    def visible_to(self, user: User) -> Self:
        """Their own, of what they may still see. Nobody sees another's, whoever they are."""
        rows = self.filter(user_id=user.pk)
        if sees_all(user):
            return rows
        for name, model in WATCHABLE.items():
            seen = model._default_manager.visible_to(user).filter(pk=OuterRef(name))  # type: ignore[attr-defined] # noqa: SLF001 - public
            rows = rows.filter(Q(**{f"{name}__isnull": True}) | Exists(seen))
        return rows


def _one_thing() -> Q:
    """Exactly one of the columns of things is filled in."""
    found = Q()
    for name in WATCHABLE:
        found |= Q(**{f"{other}__isnull": other != name for other in WATCHABLE})
    return found


def _once(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=["user", name],
        name=f"watch_{name}_once",
        violation_error_message=f"You watch this {name} already.",
    )


class Watch(models.Model):
    """Somebody is told what changes about one thing: a claim, a conflict, a case or a source."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watches", editable=False
    )
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.CASCADE, related_name="watches"
    )
    conflict = models.ForeignKey(
        Conflict, null=True, blank=True, on_delete=models.CASCADE, related_name="watches"
    )
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.CASCADE, related_name="watches"
    )
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.CASCADE, related_name="watches"
    )
    since = models.DateTimeField(
        default=timezone.now, help_text="What changed from then on, they have not seen yet."
    )
    before = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="What `since` was before they said last that they have seen it; that can be taken back.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = WatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "watches"
        constraints = [
            models.CheckConstraint(
                name="watch_of_one_thing",
                condition=_one_thing(),
                violation_error_message="A watch is of one claim, conflict, case or source.",
            ),
            models.CheckConstraint(
                name="watch_seen_moves_forward",
                condition=Q(before__isnull=True) | Q(before__lt=models.F("since")),
                violation_error_message="What was seen is seen up to a later moment than before.",
            ),
            *(_once(name) for name in WATCHABLE),
        ]

    def __str__(self) -> str:
        return str(self.thing)

    @property
    def kind(self) -> str:
        """What is watched: a key of `WATCHABLE`."""
        return next(n for n in WATCHABLE if getattr(self, f"{n}_id") is not None)

    @property
    def thing(self) -> Any:
        """The claim, conflict, case or source."""
        return getattr(self, self.kind)
