"""Sources: anyone or anything whose word is recorded."""

from typing import Self

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from sources.models.access import User
from sources.models.document import Document, open_to
from sources.models.words import capitals_of, words_of


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, user: User) -> Self:
        """All but those known from documents alone that `user` may not see."""
        return self.filter(open_to(user, "document"))

    def standing(self) -> Self:
        """Those that were not merged into another."""
        return self.filter(merged_into__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Source(models.Model):
    """Anyone or anything whose word we record: an outlet, agency, ministry, person, armed group.

    A speaker without a name ("experts") belongs to its document and is never merged across documents.
    """

    class Kind(models.TextChoices):
        OUTLET = "outlet", "outlet"
        AGENCY = "agency", "news agency"
        GOVERNMENT = "government", "government body"
        PERSON = "person", "person"
        GROUP = "group", "armed or political group"
        ORGANISATION = "organisation", "organisation"
        UNNAMED = "unnamed", "unnamed speaker"

    class Reliability(models.TextChoices):
        """Admiralty code. F is "unknown", not "worst"."""

        A = "A", "A – completely reliable"
        B = "B", "B – usually reliable"
        C = "C", "C – fairly reliable"
        D = "D", "D – not usually reliable"
        E = "E", "E – unreliable"
        F = "F", "F – cannot be judged"

    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ORGANISATION)
    reliability = models.CharField(max_length=1, choices=Reliability, default=Reliability.F)
    reliability_reason = models.TextField(blank=True)
    document = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Where it was met first, or, for an unnamed speaker, the document it belongs to.",
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="merged"
    )
    merge_reason = models.CharField(
        max_length=500, blank=True, help_text="Why it was taken for the same as the other."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="source_has_name",
                condition=~Q(name=""),
                violation_error_message="A source needs a name.",
            ),
            models.CheckConstraint(
                name="source_unnamed_in_document",
                condition=~Q(kind="unnamed") | Q(document__isnull=False),
                violation_error_message="An unnamed speaker belongs to a document.",
            ),
            models.CheckConstraint(
                name="source_unnamed_unrated",
                condition=~Q(kind="unnamed") | Q(reliability="F", merged_into__isnull=True),
                violation_error_message="An unnamed speaker has no track record and is never merged.",
            ),
            models.CheckConstraint(
                name="source_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("pk")),
                violation_error_message="A source can't be merged into itself.",
            ),
            models.UniqueConstraint(
                Lower("name"),
                name="source_name_unique",
                condition=~Q(kind="unnamed"),
                violation_error_message="There is a source of this name already.",
            ),
            models.UniqueConstraint(
                Lower("name"),
                "document",
                name="source_unnamed_once_in_document",
                condition=Q(kind="unnamed"),
                violation_error_message="This document has an unnamed speaker of this name already.",
            ),
        ]
        indexes = [
            GinIndex(fields=["name"], name="source_name_trgm", opclasses=["gin_trgm_ops"]),
            GinIndex(words_of("name"), name="source_words"),
            # Bodies are looked for by their abbreviations.
            models.Index(capitals_of("name"), name="source_capitals", condition=~Q(kind="person")),
            # The list of sources, by name.
            models.Index(fields=["name"], name="source_name"),
        ]

    def __str__(self) -> str:
        return self.name


class SourceAliasQuerySet(models.QuerySet["SourceAlias"]):
    def visible_to(self, user: User) -> Self:
        """Those of sources that `user` may see, but for what hidden documents alone tell."""
        return self.filter(open_to(user, "document", "source__document"))


class SourceAlias(models.Model):
    """Another name of a source: Rakhmon for Rahmon. Proposed by the machine, accepted by an analyst."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "proposed"
        CONFIRMED = "confirmed", "confirmed"
        DISMISSED = "dismissed", "dismissed"

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=300)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    reason = models.CharField(max_length=500, blank=True)
    confidence = models.FloatField(
        null=True, blank=True, help_text="Of the machine's proposal; empty where entered by hand."
    )
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    objects = SourceAliasQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "source aliases"
        constraints = [
            models.CheckConstraint(
                name="alias_has_name",
                condition=~Q(name=""),
                violation_error_message="An alias needs a name.",
            ),
            models.UniqueConstraint(
                Lower("name"),
                "source",
                name="alias_once_per_source",
                violation_error_message="The source has this alias already.",
            ),
            models.UniqueConstraint(
                Lower("name"),
                name="alias_confirmed_for_one_source",
                condition=Q(status="confirmed"),
                violation_error_message="This alias is confirmed for another source.",
            ),
        ]
        indexes = [
            # Sources are looked for by their other names too, in whatever spelling.
            GinIndex(fields=["name"], name="alias_name_trgm", opclasses=["gin_trgm_ops"]),
            GinIndex(words_of("name"), name="alias_words"),
            # The inbox of names: those that wait.
            models.Index(fields=["-id"], name="alias_waiting", condition=Q(status="proposed")),
        ]

    def __str__(self) -> str:
        return self.name


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def visible_to(self, user: User) -> Self:
        """Those between sources that `user` may see, but for what hidden documents alone tell."""
        return self.filter(open_to(user, "document", "source__document", "organisation__document"))


class Affiliation(models.Model):
    """A source that speaks for another one: officials in Kiev for Ukraine. With dates, where known."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="members")
    role = models.CharField(max_length=200, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    status = models.CharField(
        max_length=10, choices=SourceAlias.Status, default=SourceAlias.Status.PROPOSED
    )
    reason = models.CharField(max_length=500, blank=True)
    confidence = models.FloatField(
        null=True, blank=True, help_text="Of the machine's proposal; empty where entered by hand."
    )
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="affiliation_with_another",
                condition=~Q(source=models.F("organisation")),
                violation_error_message="A source is not affiliated with itself.",
            ),
            models.CheckConstraint(
                name="affiliation_ends_after_it_began",
                condition=Q(since__isnull=True)
                | Q(until__isnull=True)
                | Q(until__gte=models.F("since")),
                violation_error_message="An affiliation ends after it began.",
            ),
            models.UniqueConstraint(
                fields=["source", "organisation", "since"],
                name="affiliation_once",
                nulls_distinct=False,
                violation_error_message="This affiliation is recorded already.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-id"], name="affiliation_waiting", condition=Q(status="proposed")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} – {self.organisation}"
