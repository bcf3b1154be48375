"""The fixed vocabularies, and the rule for every row that a machine proposes and a person reviews."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


class Stance(models.TextChoices):
    """What the claimant does with the claim."""

    ASSERTS = "asserts", "asserts"
    DENIES = "denies", "denies"
    DOUBTS = "doubts", "doubts"
    REPORTS = "reports", "reports"
    NO_POSITION = "no_position", "takes no position"


class Likelihood(models.TextChoices):
    """ICD 203 (Office of the Director of National Intelligence, 2015), with its percentages."""

    ALMOST_NO_CHANCE = "almost no chance", "almost no chance (1–5 %)"
    VERY_UNLIKELY = "very unlikely", "very unlikely (5–20 %)"
    UNLIKELY = "unlikely", "unlikely (20–45 %)"
    ROUGHLY_EVEN_CHANCE = "roughly even chance", "roughly even chance (45–55 %)"
    LIKELY = "likely", "likely (55–80 %)"
    VERY_LIKELY = "very likely", "very likely (80–95 %)"
    ALMOST_CERTAIN = "almost certain", "almost certain (95–99 %)"


# Who holds a claim to be this likely is on the side against it.
UNLIKELY = (Likelihood.ALMOST_NO_CHANCE, Likelihood.VERY_UNLIKELY, Likelihood.UNLIKELY)


class Credibility(models.IntegerChoices):
    """Admiralty code of information."""

    CONFIRMED = 1, "1 – confirmed by other sources"
    PROBABLY_TRUE = 2, "2 – probably true"
    POSSIBLY_TRUE = 3, "3 – possibly true"
    DOUBTFUL = 4, "4 – doubtful"
    IMPROBABLE = 5, "5 – improbable"
    CANNOT_BE_JUDGED = 6, "6 – cannot be judged"


class Status(models.TextChoices):
    """The machine proposes; the analyst confirms or dismisses."""

    PROPOSED = "proposed", "proposed"
    CONFIRMED = "confirmed", "confirmed"
    DISMISSED = "dismissed", "dismissed"


class Relation(models.TextChoices):
    SUPPORTS = "supports", "supports"
    CONTRADICTS = "contradicts", "contradicts"
    UPDATES = "updates", "updates"
    RIVALS = "rivals", "rivals"
    SAME_AS = "same_as", "is the same as"


# The two ends of these say the same of each other; they are stored from the lower id to the higher.
SYMMETRIC = (Relation.CONTRADICTS, Relation.RIVALS, Relation.SAME_AS)


class Side(models.TextChoices):
    """An account is a claim and a side."""

    FOR = "for", "for"
    AGAINST = "against", "against"


class Finding(models.TextChoices):
    """What an analyst found a conflict to be."""

    REAL = "real conflict", "real conflict"
    SCOPE = "different scope", "different scope"
    SUPERSEDED = "superseded", "superseded"
    SAME_CLAIM = "same claim", "same claim"
    NOT_A_CONFLICT = "not a conflict", "not a conflict"
    UNDETERMINED = "cannot be determined", "cannot be determined"


class Reviewable(models.Model):
    """A row that is proposed first and reviewed later: status, reviewer and time go together."""

    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


def review_has_a_reviewer(name: str) -> models.CheckConstraint:
    """Status, reviewer and time are set together, or none of them is."""
    nobody = Q(status="proposed", reviewed_by__isnull=True, reviewed_at__isnull=True)
    somebody = Q(status__in=["confirmed", "dismissed"]) & Q(
        reviewed_by__isnull=False, reviewed_at__isnull=False
    )
    return models.CheckConstraint(
        name=f"{name}_review_has_reviewer",
        condition=nobody | somebody,
        violation_error_message="What is confirmed or dismissed has a reviewer and a time; what is proposed has none.",
    )


def one_of(field: str, choices: type[models.Choices], *, name: str, blank: bool = False) -> Any:
    """A column keeps to its vocabulary, in the shell and in bulk writes too."""
    allowed = Q(**{f"{field}__in": choices.values})
    return models.CheckConstraint(
        name=name,
        condition=allowed | Q(**{field: ""}) if blank else allowed,
        violation_error_message=f"{field.capitalize()} is one of: {', '.join(map(str, choices.values))}.",
    )
