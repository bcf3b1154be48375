"""Claims, who says them, how they relate, and what analysts make of them."""

from django.db.models import Prefetch, QuerySet

from claims.api import filters, serializers
from claims.models import (
    Assessment,
    Attribution,
    AttributionVia,
    Claim,
    ClaimLink,
    Conflict,
    ConflictAccount,
    Credit,
    Event,
    Origin,
    SharedPassage,
)
from sources.api.base import ReadView, counted
from sources.models import Document, Source, User


def _documents(user: User) -> QuerySet[Document]:
    return Document.objects.visible_to(user).text_deferred()


def _claims(user: User) -> QuerySet[Claim]:
    return Claim.objects.visible_to(user).only("text")


class EventView(ReadView[Event]):
    """Happenings that claims are about."""

    queryset = Event.objects.all()
    serializer_class = serializers.EventSerializer
    filterset_class = filters.EventFilters

    def rows(self, user: User) -> QuerySet[Event]:
        events = Event.objects.visible_to(user)
        claims = Claim.objects.visible_to(user).standing()
        return events.annotate(claims_count=counted(claims, "event")).prefetch_related(
            Prefetch("document", _documents(user)), Prefetch("merged_into", events)
        )


class ClaimView(ReadView[Claim]):
    """Propositions that can be true or false, and how many say so."""

    queryset = Claim.objects.all()
    serializer_class = serializers.ClaimSerializer
    detail_serializer_class = serializers.ClaimDetailSerializer
    filterset_class = filters.ClaimFilters

    def rows(self, user: User) -> QuerySet[Claim]:
        claims = Claim.objects.visible_to(user).with_counts(user).defer("embedding")
        return claims.prefetch_related(
            Prefetch("event", Event.objects.visible_to(user)),
            Prefetch("document", _documents(user)),
            Prefetch("merged_into", _claims(user)),
        )


class AttributionView(ReadView[Attribution]):
    """Who says what where, in which words."""

    queryset = Attribution.objects.all()
    serializer_class = serializers.AttributionSerializer
    filterset_class = filters.AttributionFilters

    def rows(self, user: User) -> QuerySet[Attribution]:
        sources = Source.objects.visible_to(user)
        via = AttributionVia.objects.filter(source__in=sources).select_related("source")
        origins = Origin.objects.visible_to(user).prefetch_related(
            Prefetch("source", sources), Prefetch("document", _documents(user))
        )
        return Attribution.objects.visible_to(user).prefetch_related(
            Prefetch("document", _documents(user)),
            Prefetch("claim", _claims(user)),
            Prefetch("claim_as_extracted", _claims(user)),
            Prefetch("claimant", sources),
            Prefetch("via_chain", via),
            Prefetch("origin", origins),
        )


class LinkView(ReadView[ClaimLink]):
    """How one claim bears on another, with the reason in words."""

    queryset = ClaimLink.objects.all()
    serializer_class = serializers.LinkSerializer
    filterset_class = filters.LinkFilters

    def rows(self, user: User) -> QuerySet[ClaimLink]:
        return ClaimLink.objects.visible_to(user).prefetch_related(
            Prefetch("from_claim", _claims(user)), Prefetch("to_claim", _claims(user))
        )


class OriginView(ReadView[Origin]):
    """Where words first came from, and how many came from there."""

    queryset = Origin.objects.all()
    serializer_class = serializers.CountedOriginSerializer
    filterset_class = filters.OriginFilters

    def rows(self, user: User) -> QuerySet[Origin]:
        said = Attribution.objects.visible_to(user).standing()
        return (
            Origin.objects.visible_to(user)
            .annotate(
                attributions_count=counted(said, "origin"),
                documents=counted(said, "origin", of="document"),
            )
            .prefetch_related(
                Prefetch("source", Source.objects.visible_to(user)),
                Prefetch("document", _documents(user)),
            )
        )


class PassageView(ReadView[SharedPassage]):
    """What two documents have in common, word for word or nearly."""

    queryset = SharedPassage.objects.all()
    serializer_class = serializers.PassageSerializer
    filterset_class = filters.PassageFilters

    def rows(self, user: User) -> QuerySet[SharedPassage]:
        return SharedPassage.objects.visible_to(user).prefetch_related(
            Prefetch("document", _documents(user)), Prefetch("other", _documents(user))
        )


class CreditView(ReadView[Credit]):
    """Agencies that documents credit."""

    queryset = Credit.objects.all()
    serializer_class = serializers.CreditSerializer
    filterset_class = filters.CreditFilters

    def rows(self, user: User) -> QuerySet[Credit]:
        return Credit.objects.visible_to(user).prefetch_related(
            Prefetch("document", _documents(user)),
            Prefetch("source", Source.objects.visible_to(user)),
        )


class ConflictView(ReadView[Conflict]):
    """Questions on which accounts differ."""

    queryset = Conflict.objects.all()
    serializer_class = serializers.ConflictSerializer
    detail_serializer_class = serializers.ConflictDetailSerializer
    filterset_class = filters.ConflictFilters

    def rows(self, user: User) -> QuerySet[Conflict]:
        accounts = ConflictAccount.objects.visible_to(user).prefetch_related(
            Prefetch("claim", _claims(user))
        )
        return Conflict.objects.visible_to(user).prefetch_related(
            Prefetch("accounts", accounts), Prefetch("preferred", accounts)
        )


class AssessmentView(ReadView[Assessment]):
    """What analysts make of claims; a claim's verdict is the one that a reviewer adopted."""

    queryset = Assessment.objects.all()
    serializer_class = serializers.AssessmentSerializer
    filterset_class = filters.AssessmentFilters

    def rows(self, user: User) -> QuerySet[Assessment]:
        evidence = Attribution.objects.visible_to(user).only("pk").order_by("pk")
        return (
            Assessment.objects.visible_to(user)
            .select_related("analyst", "adopted_by")
            .prefetch_related(Prefetch("claim", _claims(user)), Prefetch("evidence", evidence))
        )
