"""Sources: whose word it is."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse

from claims.admin.reviewing import RecordedAdmin, actor
from claims.admin.workbench import profile, watching
from sources.admin.base import neighbour
from sources.models import Source, SourceAlias


@admin.register(Source)
class SourceAdmin(RecordedAdmin):
    """Outlets, speakers, and everyone else whose word is recorded."""

    addable = True
    list_display = ("name", "kind", "reliability", neighbour("merged_into"), neighbour("document"))
    list_filter = ("kind", "reliability")
    search_fields = ("name",)
    search_help_text = "Name or alias."
    fields = ("name", "kind", "reliability", "reliability_reason", "document", "merged_into")
    readonly_fields = ("document", "merged_into")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """How reliable it is, is said on the page, with a reason and a way back."""
        graded = ["reliability", "reliability_reason"] if obj is not None else []
        return [*super().get_readonly_fields(request, obj), *graded]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Source], search_term: str
    ) -> tuple[QuerySet[Source], bool]:
        """By name or by an alias that the user may see."""
        found, distinct = super().get_search_results(request, queryset, search_term)
        if search_term.strip():
            aliases = SourceAlias.objects.visible_to(request.user)
            known = aliases.filter(source=OuterRef("pk"), name__icontains=search_term.strip())
            found = found | queryset.filter(Exists(known.exclude(status="dismissed")))
        return found, distinct

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The profile, with the form below it."""
        source = context.get("original")
        if source is not None:
            by = actor(request)
            context |= profile.of(source, by) | watching.button(source, by)
        return super().render_change_form(request, context, *args, **kwargs)
