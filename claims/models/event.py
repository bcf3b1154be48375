"""Events: the happenings that claims are about."""

from typing import Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from claims.models.vocabulary import Reviewable, review_has_a_reviewer
from sources.models import Document, User
from sources.models.document import open_to


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: User) -> Self:
        """Events described in a document that `user` may see, and those entered by hand."""
        return self.filter(open_to(user, "document"))


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["keys"]
)
class Event(Reviewable):
    """A happening that claims are about: what, where, when, and the names it goes by."""

    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=50, default="event")
    place = models.CharField(max_length=200, blank=True)
    names = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        help_text="Proper names that tell it from other events.",
    )
    people = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        help_text="Those named as hurt or suspected.",
    )
    keys = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        editable=False,
        help_text="What the same event would share: `claims.linking.keys`.",
    )
    date_from = models.DateField(null=True, blank=True)
    date_to = models.DateField(null=True, blank=True)
    document = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="events",
        help_text="The document that it was drawn from; empty where an analyst entered it.",
    )
    main = models.BooleanField(default=False, help_text="What its document is about.")
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="merged"
    )
    merge_reason = models.CharField(
        max_length=500, blank=True, help_text="Why it was taken for the same as the other."
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-date_from", "-pk"]
        constraints = [
            review_has_a_reviewer("event"),
            models.CheckConstraint(
                name="event_has_name",
                condition=~Q(name=""),
                violation_error_message="An event needs a name.",
            ),
            models.CheckConstraint(
                name="event_ends_after_it_began",
                condition=Q(date_to__isnull=True)
                | Q(date_from__isnull=False, date_to__gte=models.F("date_from")),
                violation_error_message="An event ends after it began.",
            ),
            models.CheckConstraint(
                name="event_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("pk")),
                violation_error_message="An event can't be merged into itself.",
            ),
            models.CheckConstraint(
                name="event_merge_has_reason",
                condition=Q(merged_into__isnull=True) ^ ~Q(merge_reason=""),
                violation_error_message="A merged event says why, and only a merged one.",
            ),
        ]
        indexes = [
            GinIndex(fields=["keys"], name="event_keys"),
            # What the documents of a case are mainly about.
            models.Index(fields=["document"], name="event_main", condition=Q(main=True)),
            # The oldest of a kind.
            models.Index(fields=["kind", "id"], name="event_kind"),
            models.Index(fields=["kind", "date_from"], name="event_kind_date"),
            # The list of events, the newest first.
            models.Index(fields=["-date_from", "-id"], name="event_newest"),
        ]

    def __str__(self) -> str:
        return self.name
