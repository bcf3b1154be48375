"""The records behind the pages: attributions, links, events, origins, accounts, assessments."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from claims.admin.filters import CaseFilter
from claims.admin.reviewing import ReviewableAdmin, actor
from claims.models import (
    Assessment,
    Attribution,
    AttributionVia,
    ClaimLink,
    Comment,
    Conflict,
    ConflictAccount,
    Event,
    Origin,
    Visit,
    Watch,
)
from claims.services import judging
from sources.admin.base import VisibleAdmin, neighbour


@admin.register(Attribution)
class AttributionAdmin(ReviewableAdmin):
    """Who says what where. The words and their place stay as they were extracted."""

    list_display = (
        "quote_line",
        "stance",
        neighbour("claimant"),
        neighbour("claim"),
        neighbour("document"),
        "status",
        "confidence",
    )
    list_filter = (
        *("stance", "status", "likelihood", "hedged", "direct", "own_voice"),
        CaseFilter.over("document__cases"),
    )
    search_fields = ("quote", "claim__text", "claimant__name")
    fields = (
        *("claim", "claim_as_extracted", "claimant", "passed_on_by", "document", "quote"),
        *(("start", "end", "spans"), "stance", "likelihood", ("hedged", "direct", "own_voice")),
        *("origin", "confidence", "method", "status", "reviewed_by", "reviewed_at"),
    )
    readonly_fields = (
        *(
            "claim",
            "claim_as_extracted",
            "passed_on_by",
            "document",
            "quote",
            "start",
            "end",
            "spans",
        ),
        *("own_voice", "origin", "confidence", "method", "status", "reviewed_by", "reviewed_at"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attribution]:
        """With the chain of those who passed it on, the nearest first."""
        chain = AttributionVia.objects.select_related("source")
        return super().get_queryset(request).prefetch_related(Prefetch("via_chain", queryset=chain))

    @admin.display(description="quote", ordering="quote")
    def quote_line(self, row: Attribution) -> str:
        """The quote, cut to a line."""
        return row.quote if len(row.quote) <= 120 else f"{row.quote[:119]}…"

    @admin.display(description="via")
    def passed_on_by(self, row: Attribution) -> str:
        """Through whom it reached the document."""
        return " ← ".join(str(step.source) for step in row.via_chain.all()) or "–"


@admin.register(AttributionVia)
class ViaAdmin(VisibleAdmin):
    """One step of a chain of those who passed a word on."""

    list_display = ("attribution", "position", neighbour("source"))
    search_fields = ("source__name",)
    readonly_fields = ("attribution", "position", "source")

    def get_queryset(self, request: HttpRequest) -> QuerySet[AttributionVia]:
        """Steps of attributions that the user may see."""
        mine = Attribution.objects.visible_to(request.user)
        shown = mine.select_related("claimant")
        return (
            AttributionVia.objects.filter(attribution__in=mine.order_by().values("pk"))
            .select_related("source")
            .prefetch_related(Prefetch("attribution", queryset=shown))
        )


@admin.register(Origin)
class OriginAdmin(VisibleAdmin):
    """Where a word first came from."""

    list_display = ("__str__", neighbour("source"), neighbour("document"))
    search_fields = ("source__name", "document__title")
    readonly_fields = ("source", "document")


@admin.register(ClaimLink)
class LinkAdmin(ReviewableAdmin):
    """How one claim bears on another, and why that is proposed."""

    list_display = (
        neighbour("from_claim", "claim"),
        "relation",
        neighbour("to_claim", "other claim"),
        "explanation",
        "confidence",
        "status",
    )
    list_display_links = ("relation",)
    list_filter = ("relation", "status")
    search_fields = ("explanation", "from_claim__text", "to_claim__text")
    readonly_fields = (
        *("from_claim", "to_claim", "relation", "confidence", "method", "version", "explanation"),
        *("status", "reviewed_by", "reviewed_at", "created_at"),
    )
    fields = readonly_fields


@admin.register(Event)
class EventAdmin(ReviewableAdmin):
    """What claims are about."""

    addable = True
    list_display = (
        "name",
        "kind",
        "place",
        "date_from",
        "date_to",
        "status",
        neighbour("document"),
    )
    list_filter = ("status", CaseFilter.over("document__cases"))
    search_fields = ("name", "place")
    fields = (
        *("name", "kind", "place", "names", "people", ("date_from", "date_to")),
        *("document", "merged_into", "status", "reviewed_by", "reviewed_at"),
    )
    readonly_fields = ("document", "merged_into", "status", "reviewed_by", "reviewed_at")


@admin.register(ConflictAccount)
class AccountAdmin(VisibleAdmin):
    """One account of a conflict: a claim and a side."""

    list_display = ("side", neighbour("claim"), neighbour("conflict"))
    list_filter = ("side",)
    search_fields = ("claim__text", "conflict__question")
    readonly_fields = ("conflict", "claim", "side")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ConflictAccount]:
        """Accounts of the conflicts that the user may see: a search looks into the question."""
        seen = Conflict.objects.visible_to(request.user).order_by().values("pk")
        return super().get_queryset(request).filter(conflict__in=seen)


@admin.register(Comment)
class CommentAdmin(VisibleAdmin):
    """What was said of claims among colleagues, in the claims' dossiers."""

    list_display = (neighbour("claim"), "text", "by", "at")
    list_display_links = ("text",)
    search_fields = ("text", "claim__text")
    fields = ("claim", "text", "by", "at")
    readonly_fields = fields


@admin.register(Watch)
class WatchAdmin(VisibleAdmin):
    """What one watches oneself; the page "Watching" tells what changed about it."""

    deletable = True
    list_display = ("__str__", "kind", "since")
    search_fields = ("claim__text", "conflict__question", "case__name", "source__name")
    fields = ("claim", "conflict", "case", "source", "since", "created_at")
    readonly_fields = fields


@admin.register(Visit)
class VisitAdmin(VisibleAdmin):
    """When one was last on the first page oneself."""

    list_display = ("__str__", "since")
    search_fields = ("user__username",)
    fields = ("user", "last_at", "since")
    readonly_fields = fields


@admin.register(Assessment)
class AssessmentAdmin(ReviewableAdmin):
    """Judgements. A new one supersedes the analyst's last; none is altered or erased."""

    addable = True
    actions = ()
    list_display = (
        neighbour("claim"),
        "rating",
        "credibility",
        "analyst",
        "created_at",
        "adopted_by",
    )
    list_display_links = ("rating",)
    list_filter = ("rating", "credibility", "likelihood")
    search_fields = ("claim__text", "rationale")
    fields = ("claim", "rating", "credibility", "likelihood", "rationale")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who judged, and when, once it is done."""
        done = ("analyst", "created_at", "superseded_at", "adopted_by", "adopted_at")
        return (*self.fields, *done) if obj else self.fields

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """None is altered."""
        return False

    def save_model(self, request: HttpRequest, obj: Assessment, form: Any, change: bool) -> None:  # noqa: FBT001 - Django calls it
        """Records it as the analyst's current one."""
        by = actor(request)
        judging.assess(
            obj.claim,
            by=by,
            rating=obj.rating,
            rationale=obj.rationale,
            credibility=obj.credibility,
            likelihood=obj.likelihood,
            evidence=(),
        )
        obj.pk = Assessment.objects.current().get(claim=obj.claim, analyst=by).pk

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 - Django calls it
        """Nothing hangs on it."""
