"""How claims, attributions, links, conflicts, events and assessments look from outside."""

from typing import Any

from django.db.models import Count
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from claims.models import (
    Assessment,
    Attribution,
    Claim,
    ClaimLink,
    Conflict,
    ConflictAccount,
    Credit,
    Event,
    Likelihood,
    Origin,
    SharedPassage,
    Stance,
)
from claims.models.claim import Bound
from claims.services.series import Step, series
from sources.api.serializers import DocumentReference, SourceReference
from sources.models import User


def _reader(serializer: serializers.BaseSerializer[Any]) -> User:
    """Who asks."""
    user: User = serializer.context["request"].user
    return user


class EventReference(serializers.ModelSerializer[Event]):
    class Meta:
        model = Event
        fields = ["id", "name"]


class ClaimReference(serializers.ModelSerializer[Claim]):
    class Meta:
        model = Claim
        fields = ["id", "text"]


class EventSerializer(serializers.ModelSerializer[Event]):
    document = DocumentReference(allow_null=True)
    merged_into = EventReference(allow_null=True)
    merge_reason = serializers.SerializerMethodField()
    claims = serializers.IntegerField(
        source="claims_count", help_text="How many claims are about it."
    )

    class Meta:
        model = Event
        fields = [
            "id",
            "name",
            "kind",
            "place",
            "names",
            "people",
            "date_from",
            "date_to",
            "document",
            "main",
            "merged_into",
            "merge_reason",
            "claims",
            "status",
            "reviewed_at",
        ]

    def get_merge_reason(self, event: Event) -> str:
        """Why it was taken for the same as the other; it names the other, so it is shown with it."""
        return event.merge_reason if event.merged_into else ""


class QuantitySerializer(serializers.ModelSerializer[Claim]):
    """How many of what; `low` or `high` is null where there is no such limit."""

    bound = serializers.ChoiceField(Bound.choices)

    class Meta:
        model = Claim
        fields = ["measure", "low", "high", "bound", "unit", "as_of"]


class ClaimSerializer(serializers.ModelSerializer[Claim]):
    event = EventReference(allow_null=True)
    quantity = serializers.SerializerMethodField()
    document = DocumentReference(
        allow_null=True, help_text="The document whose words it was drawn from."
    )
    merged_into = ClaimReference(allow_null=True)
    attributions = serializers.IntegerField(
        source="attributions_count", help_text="How many stand behind or against it."
    )
    documents = serializers.IntegerField(help_text="In how many documents somebody says it.")
    origins = serializers.IntegerField(
        help_text="From how many independent origins their word comes."
    )

    class Meta:
        model = Claim
        fields = [
            "id",
            "text",
            "event",
            "predicate",
            "subject",
            "object",
            "quantity",
            "check_worthiness",
            "document",
            "merged_into",
            "status",
            "reviewed_at",
            "attributions",
            "documents",
            "origins",
            "created_at",
        ]

    @extend_schema_field(QuantitySerializer(allow_null=True))
    def get_quantity(self, claim: Claim) -> dict[str, Any] | None:
        return dict(QuantitySerializer(claim).data) if claim.measure else None


class LikelihoodField(serializers.ChoiceField):
    """An ICD 203 term, or null where none was expressed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Likelihood.choices, allow_null=True, **options)

    def to_representation(self, value: Any) -> Any:
        return super().to_representation(value) or None


class PositionSerializer(serializers.Serializer[dict[str, Any]]):
    """All who take one stance with one degree of likelihood."""

    stance = serializers.ChoiceField(Stance.choices)
    likelihood = LikelihoodField()
    attributions = serializers.IntegerField()
    documents = serializers.IntegerField()
    origins = serializers.IntegerField()


class StepSerializer(serializers.Serializer[Step]):
    """A count in its series."""

    claim = ClaimReference()
    day = serializers.DateField(
        allow_null=True, help_text="As of when, or else first published when."
    )
    figure = serializers.CharField(help_text='As it is read: "at least 139".')
    documents = serializers.IntegerField()
    origins = serializers.IntegerField()


class ClaimDetailSerializer(ClaimSerializer):
    accounts = serializers.SerializerMethodField()
    series = serializers.SerializerMethodField()
    attributions_url = serializers.SerializerMethodField()
    links_url = serializers.SerializerMethodField()

    class Meta(ClaimSerializer.Meta):
        fields = [
            *ClaimSerializer.Meta.fields,
            *("accounts", "series", "attributions_url", "links_url"),
        ]

    @extend_schema_field(StepSerializer(many=True))
    def get_series(self, claim: Claim) -> list[dict[str, Any]]:
        """The counts that it updates or that update it, the oldest first."""
        return [dict(StepSerializer(s).data) for s in series([claim.pk], _reader(self))]

    @extend_schema_field(PositionSerializer(many=True))
    def get_accounts(self, claim: Claim) -> list[dict[str, Any]]:
        """Who stands where, by stance and likelihood; the rows themselves are at attributions_url."""
        said = Attribution.objects.visible_to(self.context["request"].user).standing()
        positions = (
            said.filter(claim=claim)
            .values("stance", "likelihood")
            .annotate(
                attributions=Count("pk"),
                documents=Count("document", distinct=True),
                origins=Count("origin", distinct=True),
            )
            .order_by("stance", "likelihood")
        )
        return [dict(PositionSerializer(dict(position)).data) for position in positions]

    def _list_of(self, view: str, claim: Claim) -> str:
        return f"{reverse(view, request=self.context['request'])}?claim={claim.pk}"

    @extend_schema_field(OpenApiTypes.URI)
    def get_attributions_url(self, claim: Claim) -> str:
        """Who says it, in which words."""
        return self._list_of("attribution-list", claim)

    @extend_schema_field(OpenApiTypes.URI)
    def get_links_url(self, claim: Claim) -> str:
        """How it bears on other claims."""
        return self._list_of("claimlink-list", claim)


class OriginSerializer(serializers.ModelSerializer[Origin]):
    """Where a word first came from: a speaker, or the first text that had it."""

    source = SourceReference(allow_null=True)  # type: ignore[assignment]  # a field, as `document` is
    document = DocumentReference(allow_null=True)

    class Meta:
        model = Origin
        fields = ["id", "source", "document"]


class CountedOriginSerializer(OriginSerializer):
    attributions = serializers.IntegerField(
        source="attributions_count", help_text="How many words come from it."
    )
    documents = serializers.IntegerField(help_text="In how many documents they stand.")

    class Meta(OriginSerializer.Meta):
        fields = [*OriginSerializer.Meta.fields, "attributions", "documents"]


class PassageSerializer(serializers.ModelSerializer[SharedPassage]):
    """Nearly the same words in two documents; offsets are code points into the text of each."""

    document = DocumentReference()
    other = DocumentReference()

    class Meta:
        model = SharedPassage
        fields = [
            "id",
            "document",
            "start",
            "end",
            "other",
            "other_start",
            "other_end",
            "whole",
            "status",
            "confidence",
            "method",
            "version",
            "explanation",
            "reviewed_at",
            "created_at",
        ]


class CreditSerializer(serializers.ModelSerializer[Credit]):
    """An agency whose text a document says that it prints, and the words that say so."""

    document = DocumentReference()
    source = SourceReference()  # type: ignore[assignment]  # a field, as `document` is

    class Meta:
        model = Credit
        fields = [
            "id",
            "document",
            "source",
            "quote",
            "start",
            "end",
            "status",
            "confidence",
            "method",
            "version",
            "explanation",
            "reviewed_at",
            "created_at",
        ]


class AttributionSerializer(serializers.ModelSerializer[Attribution]):
    document = DocumentReference()
    claim = ClaimReference()
    claim_as_extracted = ClaimReference(
        allow_null=True, help_text="The claim that it was extracted with, before merges and splits."
    )
    claimant = SourceReference(
        allow_null=True, help_text="null: the author's own voice, the publisher unknown."
    )
    via = serializers.SerializerMethodField()
    origin = OriginSerializer(allow_null=True)
    likelihood = LikelihoodField()
    spans = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField()),
        help_text="[[start, end], …]: the quote's parts, where other words interrupt it.",
    )

    class Meta:
        model = Attribution
        fields = [
            "id",
            "document",
            "claim",
            "claim_as_extracted",
            "claimant",
            "via",
            "origin",
            "stance",
            "likelihood",
            "hedged",
            "direct",
            "own_voice",
            "quote",
            "start",
            "end",
            "spans",
            "claimant_start",
            "claimant_end",
            "cue_start",
            "cue_end",
            "confidence",
            "method",
            "status",
            "reviewed_at",
            "created_at",
        ]

    @extend_schema_field(SourceReference(many=True))
    def get_via(self, attribution: Attribution) -> list[dict[str, Any]]:
        """Through whom the word reached the document, the nearest first."""
        chain = (link.source for link in attribution.via_chain.all())
        return [dict(SourceReference(source).data) for source in chain]


class LinkSerializer(serializers.ModelSerializer[ClaimLink]):
    vars()["from"] = ClaimReference(source="from_claim")  # a word that Python keeps for itself
    to = ClaimReference(source="to_claim")

    class Meta:
        model = ClaimLink
        fields = [
            "id",
            "from",
            "to",
            "relation",
            "status",
            "confidence",
            "method",
            "version",
            "explanation",
            "reviewed_at",
            "created_at",
        ]


class AccountSerializer(serializers.ModelSerializer[ConflictAccount]):
    """A claim and a side."""

    claim = ClaimReference()

    class Meta:
        model = ConflictAccount
        fields = ["id", "claim", "side"]


class ConflictSerializer(serializers.ModelSerializer[Conflict]):
    accounts = AccountSerializer(many=True)
    preferred = AccountSerializer(allow_null=True)
    finding = serializers.CharField(help_text="Empty while the conflict is open.")

    class Meta:
        model = Conflict
        fields = [
            "id",
            "question",
            "kind",
            "state",
            "finding",
            "rationale",
            "accounts",
            "preferred",
            "reopened_because",
            "resolved_at",
            "created_at",
        ]


class ConflictDetailSerializer(ConflictSerializer):
    series = serializers.SerializerMethodField()

    class Meta(ConflictSerializer.Meta):
        fields = [*ConflictSerializer.Meta.fields, "series"]

    @extend_schema_field(StepSerializer(many=True))
    def get_series(self, conflict: Conflict) -> list[dict[str, Any]]:
        """How the count went, where later ones update earlier ones, the oldest first."""
        claims = [account.claim_id for account in conflict.accounts.all()]
        return [dict(StepSerializer(s).data) for s in series(claims, _reader(self))]


class AssessmentSerializer(serializers.ModelSerializer[Assessment]):
    claim = ClaimReference()
    analyst = serializers.CharField(source="analyst.username")
    likelihood = LikelihoodField()
    adopted_by = serializers.CharField(
        source="adopted_by.username",
        allow_null=True,
        default=None,
        help_text="The reviewer who made this the claim's verdict.",
    )
    evidence = serializers.SerializerMethodField()

    class Meta:
        model = Assessment
        fields = [
            "id",
            "claim",
            "analyst",
            "rating",
            "credibility",
            "likelihood",
            "rationale",
            "evidence",
            "created_at",
            "superseded_at",
            "adopted_by",
            "adopted_at",
        ]

    def get_evidence(self, assessment: Assessment) -> list[int]:
        """Ids of the attributions that it rests on."""
        return [attribution.pk for attribution in assessment.evidence.all()]
