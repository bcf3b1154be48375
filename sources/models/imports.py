"""Import jobs: one bulk import, each thing in it, and what became of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from sources.models.access import User, sees_all
from sources.models.case import Case
from sources.models.document import Document, Original


class ImportJobQuerySet(models.QuerySet["ImportJob"]):
    def visible_to(self, user: User) -> Self:
        """Jobs into a case that `user` may see, and those into none."""
        if sees_all(user):
            return self
        return self.filter(
            Q(case__isnull=True) | Q(case__in=Case.objects.visible_to(user).values("pk"))
        )

    def with_pending(self) -> Self:
        """Adds `is_pending`: whether any item still waits for a worker."""
        waiting = ImportItem.objects.filter(job=OuterRef("pk"), status=ImportItem.Status.PENDING)
        return self.annotate(is_pending=Exists(waiting))


class ImportJob(models.Model):
    """One bulk import: who brought what, when, into which case."""

    class Door(models.TextChoices):
        COMMAND = "command", "command line"
        ADMIN = "admin", "admin"
        API = "api", "API"

    name = models.CharField(
        max_length=300, help_text="What was imported: files, a folder, an archive."
    )
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="import_jobs"
    )
    door = models.CharField(max_length=10, choices=Door)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Import {self.pk}: {self.name}"

    def counts(self) -> dict[str, int]:
        """Items by status, every status present."""
        found = dict(
            self.items.order_by()
            .values_list("status")
            .annotate(n=Count("pk"))
            .values_list("status", "n")
        )
        return {status: found.get(status, 0) for status in ImportItem.Status.values}


class ImportItemQuerySet(models.QuerySet["ImportItem"]):
    def visible_to(self, user: User) -> Self:
        """Items of the jobs that `user` may see."""
        return self if sees_all(user) else self.filter(job__in=ImportJob.objects.visible_to(user))


class ImportItem(models.Model):
    """One thing in an import: a file, a row, a line. Its status is the queue of `sources.tasks`."""

    class Status(models.TextChoices):
        PENDING = "pending", "waiting"
        IMPORTED = "imported", "imported"
        DUPLICATE = "duplicate", "known already"
        SKIPPED = "skipped", "skipped"
        FAILED = "failed", "failed"

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField(help_text="Its place in the import, from 0.")
    name = models.CharField(max_length=500)
    original = models.ForeignKey(
        Original,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="items",
        help_text="Empty where nothing could be received.",
    )
    format = models.CharField(max_length=10, blank=True, help_text="The reader that takes it.")
    metadata = models.JSONField(default=dict, blank=True, help_text="What the manifest says of it.")
    received_at = models.DateTimeField(auto_now_add=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(
        default=0,
        editable=False,
        help_text="How often a worker began on it. What brings worker after worker down is given up.",
    )
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="import_items"
    )

    objects = ImportItemQuerySet.as_manager()

    class Meta:
        ordering = ["job", "position"]
        constraints = [
            models.UniqueConstraint(fields=["job", "position"], name="item_position_unique"),
            models.CheckConstraint(
                name="item_error_only_when_failed",
                condition=(Q(status="failed") & ~Q(error="")) | (~Q(status="failed") & Q(error="")),
                violation_error_message="An item has an error exactly when it failed.",
            ),
            models.CheckConstraint(
                name="item_pending_has_original",
                condition=~Q(status="pending") | Q(original__isnull=False),
                violation_error_message="An item that waits to be read has something to read.",
            ),
        ]
        indexes = [
            # The queue: only what a worker still has to read.
            models.Index(fields=["id"], name="item_pending", condition=Q(status="pending")),
            models.Index(fields=["job", "status"], name="item_by_status"),
        ]

    def __str__(self) -> str:
        return self.name
