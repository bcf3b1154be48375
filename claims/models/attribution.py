"""Attributions: who says what, where, in which words; and where the word first came from."""

from typing import Self

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from claims.models.claim import Claim
from claims.models.vocabulary import (
    UNLIKELY,
    Likelihood,
    Reviewable,
    Side,
    Stance,
    Status,
    one_of,
    review_has_a_reviewer,
)
from sources.models import Document, Source, User
from sources.models.document import open_to
from sources.models.words import words_of

# To deny that something is unlikely is to be for it.
_REFUSES = Q(stance__in=(Stance.DENIES, Stance.DOUBTS))
_DISBELIEVES = Q(likelihood__in=UNLIKELY)
AGAINST = (_REFUSES & ~_DISBELIEVES) | (_DISBELIEVES & ~_REFUSES)


class OriginQuerySet(models.QuerySet["Origin"]):
    def visible_to(self, user: User) -> Self:
        """Origins whose speaker or first text `user` may see."""
        return self.filter(open_to(user, "document", "source__document"))


class Origin(models.Model):
    """Where a word first came from. Copies, wire text and "according to Y" chains share one.

    A quoted word comes from its speaker; an author's own word, and that of a speaker without a name,
    from the first text that had it.
    """

    source = models.OneToOneField(
        Source, null=True, blank=True, on_delete=models.CASCADE, related_name="origin"
    )
    document = models.OneToOneField(
        Document, null=True, blank=True, on_delete=models.CASCADE, related_name="origin"
    )

    objects = OriginQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="origin_is_speaker_or_text",
                condition=Q(source__isnull=False, document__isnull=True)
                | Q(source__isnull=True, document__isnull=False),
                violation_error_message="An origin is either a speaker or a text.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.source or self.document)


class AttributionQuerySet(models.QuerySet["Attribution"]):
    def visible_to(self, user: User) -> Self:
        """Attributions in documents that `user` may see, to claims that `user` may see."""
        return self.filter(open_to(user, "document", "claim__document"))

    def standing(self) -> Self:
        """Those that no analyst dismissed."""
        return self.exclude(status=Status.DISMISSED)

    def taking(self, side: str) -> Self:
        """Those on one side of their claim, as `claims.linking.conflicts.side` tells it."""
        sided = self.exclude(stance=Stance.NO_POSITION)
        return sided.filter(AGAINST) if side == Side.AGAINST else sided.exclude(AGAINST)


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Attribution(Reviewable):
    """Who says what where: claim × claimant × document × exact quote × stance × likelihood.

    Offsets are code points into `Document.text` (W3C TextPositionSelector). `quote` is the text
    between `start` and `end`; `spans` lists the parts where other words interrupt it. The author's
    own voice is an attribution to the publisher, or to nobody where the publisher isn't known.
    """

    # `attribution_first` serves as its index, and finds the first ones without sorting all.
    claim = models.ForeignKey(
        Claim, on_delete=models.RESTRICT, related_name="attributions", db_index=False
    )
    claim_as_extracted = models.ForeignKey(
        Claim, on_delete=models.RESTRICT, related_name="+", editable=False
    )
    claimant = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.RESTRICT, related_name="attributions"
    )
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="attributions")
    quote = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    spans = models.JSONField(default=list, blank=True)
    claimant_start = models.PositiveIntegerField(null=True, blank=True)
    claimant_end = models.PositiveIntegerField(null=True, blank=True)
    cue_start = models.PositiveIntegerField(null=True, blank=True)
    cue_end = models.PositiveIntegerField(null=True, blank=True)
    stance = models.CharField(max_length=12, choices=Stance)
    likelihood = models.CharField(max_length=20, choices=Likelihood, blank=True)
    hedged = models.BooleanField(default=False)
    direct = models.BooleanField(default=False, help_text="In the claimant's own words.")
    own_voice = models.BooleanField(default=False, help_text="The author's own voice.")
    via = models.ManyToManyField(
        Source, through="AttributionVia", related_name="passed_on", blank=True
    )
    origin = models.ForeignKey(Origin, on_delete=models.RESTRICT, related_name="attributions")
    confidence = models.FloatField()
    method = models.CharField(max_length=50, help_text="What found it, with its version.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AttributionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "start", "pk"]
        constraints = [
            review_has_a_reviewer("attribution"),
            one_of("stance", Stance, name="attribution_stance_known"),
            one_of("likelihood", Likelihood, name="attribution_likelihood_known", blank=True),
            models.CheckConstraint(
                name="attribution_span_ordered",
                condition=Q(start__lt=models.F("end")),
                violation_error_message="A quote ends after it starts.",
            ),
            models.CheckConstraint(
                name="attribution_claimant_span_whole",
                condition=Q(claimant_start__isnull=True, claimant_end__isnull=True)
                | Q(
                    claimant_start__isnull=False,
                    claimant_end__isnull=False,
                    claimant_start__lt=models.F("claimant_end"),
                ),
                violation_error_message="The claimant's place in the text has a start and an end.",
            ),
            models.CheckConstraint(
                name="attribution_cue_span_whole",
                condition=Q(cue_start__isnull=True, cue_end__isnull=True)
                | Q(
                    cue_start__isnull=False,
                    cue_end__isnull=False,
                    cue_start__lt=models.F("cue_end"),
                ),
                violation_error_message="The cue's place in the text has a start and an end.",
            ),
            models.CheckConstraint(
                name="attribution_has_claimant",
                condition=Q(claimant__isnull=False) | Q(own_voice=True),
                violation_error_message="Somebody says it: only an author's own voice may lack a name.",
            ),
            models.CheckConstraint(
                name="attribution_confidence_is_share",
                condition=Q(confidence__gte=0, confidence__lte=1),
                violation_error_message="Confidence lies between 0 and 1.",
            ),
            # Extracting a document again finds what is there instead of adding to it.
            models.UniqueConstraint(
                fields=["document", "start", "end", "claimant", "claim_as_extracted", "stance"],
                name="attribution_once",
                nulls_distinct=False,
                violation_error_message="This attribution is recorded already.",
            ),
        ]
        indexes = [
            # Which sides are taken on a claim, without reading all who take them.
            models.Index(fields=["claim", "stance", "likelihood"], name="attribution_by_claim"),
            # The first who said it.
            models.Index(fields=["claim", "id"], name="attribution_first"),
            # How many independent origins say it, on which side: counted without reading the rows.
            models.Index(
                fields=["claim", "origin"],
                include=["stance", "likelihood", "status"],
                name="attribution_origins",
            ),
            # Has an analyst reviewed any? Nearly all of a claim that many make are proposed.
            models.Index(
                fields=["claim"], name="attribution_reviewed", condition=~Q(status="proposed")
            ),
            models.Index(fields=["claimant", "stance"], name="attribution_by_claimant"),
            GinIndex(words_of("quote"), name="attribution_words"),
            # What was said since somebody last looked, of a claim or by a speaker that they watch.
            models.Index(fields=["claim", "-created_at"], name="attribution_new_of_claim"),
            models.Index(fields=["claimant", "-created_at"], name="attribution_new_of_speaker"),
        ]

    def __str__(self) -> str:
        return f"{self.claimant or 'the author'} {self.get_stance_display()}: {self.quote[:80]}"


class AttributionVia(models.Model):
    """Through whom a word reached the document, the nearest first."""

    attribution = models.ForeignKey(Attribution, on_delete=models.CASCADE, related_name="via_chain")
    position = models.PositiveSmallIntegerField()
    source = models.ForeignKey(Source, on_delete=models.RESTRICT, related_name="+")

    class Meta:
        ordering = ["attribution", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["attribution", "position"],
                name="via_position_unique",
                violation_error_message="This place in the chain is taken.",
            ),
            models.UniqueConstraint(
                fields=["attribution", "source"],
                name="via_source_once",
                violation_error_message="A word passes through a source once.",
            ),
        ]

    def __str__(self) -> str:
        return f"via {self.source}"
