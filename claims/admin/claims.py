"""Claims as records: the list, and the form for what the dossier does not change."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from claims.admin.filters import CaseFilter, StandingFilter
from claims.admin.reviewing import ReviewableAdmin
from claims.models import Claim
from sources.admin.base import neighbour


@admin.register(Claim)
class ClaimAdmin(ReviewableAdmin):
    """Claims come from documents, or from an analyst who enters one."""

    addable = True
    list_display = (
        "text",
        "documents",
        "origins",
        "status",
        neighbour("event"),
        "check_worthiness",
    )
    list_filter = (StandingFilter, "status", CaseFilter.over("document__cases"))
    search_fields = ("text",)
    fieldsets = (
        (None, {"fields": ("text", "event", "assigned_to")}),
        ("Quantity", {"fields": (("measure", "bound", "low", "high"), ("unit", "as_of"))}),
        ("Frame", {"fields": (("predicate", "subject", "object"),)}),
        (
            "As extracted",
            {"fields": ("document", "merged_into", "status", "check_worthiness", "created_at")},
        ),
    )
    readonly_fields = (
        *("predicate", "subject", "object", "document", "merged_into", "status"),
        *("check_worthiness", "created_at"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        """With the counts of what the user sees."""
        rows: Any = super().get_queryset(request)
        found: QuerySet[Claim] = rows.with_counts(request.user)
        return found

    @admin.display(ordering="documents")
    def documents(self, claim: Any) -> int:
        """Documents that have it, as far as the user sees them."""
        return int(claim.documents)

    @admin.display(ordering="origins", description="independent origins")
    def origins(self, claim: Any) -> int:
        """Independent origins, as far as the user sees them."""
        return int(claim.origins)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Leads to the dossier; the form of the record opens where it is asked for."""
        form = {"record", IS_POPUP_VAR} & request.GET.keys()
        if request.method == "GET" and not form and self._may_lead(request, object_id):
            return redirect("admin:dossier", object_id)
        return super().change_view(request, object_id, form_url, extra_context)

    def _may_lead(self, request: HttpRequest, object_id: str) -> bool:
        return object_id.isdecimal() and self.has_view_permission(request)

    def response_change(self, request: HttpRequest, obj: Claim) -> HttpResponse:
        """Saved: back to the dossier."""
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        return redirect("admin:dossier", obj.pk)
