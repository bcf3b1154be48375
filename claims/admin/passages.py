"""Where words were taken over: shared passages, credited agencies, and the index they are found by."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.admin.reviewing import ReviewableAdmin
from claims.models import Credit, SharedPassage, Shingle
from sources.admin.base import VisibleAdmin, neighbour
from sources.models import Document

PROPOSAL = ("confidence", "method", "version", "explanation", "status", "reviewed_by")


@admin.register(SharedPassage)
class PassageAdmin(ReviewableAdmin):
    """Nearly the same words in two documents; dismissed where each had them from itself."""

    list_display = (
        "explanation",
        neighbour("document"),
        neighbour("other", "other document"),
        "whole",
        "confidence",
        "status",
    )
    list_filter = ("status", "whole")
    search_fields = ("document__title", "other__title")
    fields = (
        *("document", ("start", "end"), "other", ("other_start", "other_end"), "whole"),
        *PROPOSAL,
        "reviewed_at",
    )
    readonly_fields = (
        *("document", "start", "end", "other", "other_start", "other_end", "whole"),
        *PROPOSAL,
        "reviewed_at",
    )


@admin.register(Credit)
class CreditAdmin(ReviewableAdmin):
    """Agencies whose text a document says that it prints."""

    list_display = (
        "quote",
        neighbour("source"),
        neighbour("document"),
        "confidence",
        "status",
    )
    list_filter = ("status",)
    search_fields = ("source__name", "document__title")
    fields = ("document", "source", "quote", ("start", "end"), *PROPOSAL, "reviewed_at")
    readonly_fields = ("document", "source", "quote", "start", "end", *PROPOSAL, "reviewed_at")


@admin.register(Shingle)
class ShingleAdmin(VisibleAdmin):
    """The index of sentences that passages are found by; of use to nobody but who looks for a fault."""

    list_display = ("band", neighbour("document"), "start", "end")
    search_fields = ("=band",)
    readonly_fields = ("band", "document", "start", "end")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Shingle]:
        """Of documents that the user may see."""
        mine = Document.objects.visible_to(request.user).values("pk")
        return super().get_queryset(request).filter(document__in=mine)
