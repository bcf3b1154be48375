"""Small records around sources and cases."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from sources.admin.base import VisibleAdmin, neighbour
from sources.models import (
    Affiliation,
    Case,
    CaseDocument,
    CaseMember,
    Document,
    DocumentPart,
    ImportItem,
    Original,
    Reading,
    SourceAlias,
)
from sources.models.access import sees_all


@admin.register(SourceAlias)
class AliasAdmin(VisibleAdmin):
    """Other names of sources. They are judged among the names, and added on the page of their source."""

    list_display = ("name", neighbour("source"), "status", "reason", neighbour("document"))
    list_filter = ("status",)
    search_fields = ("name", "source__name")
    fields = ("name", "source", "status", "reason", "confidence", "document")
    readonly_fields = fields


@admin.register(Affiliation)
class AffiliationAdmin(VisibleAdmin):
    """Who speaks for whom, and when. Judged among the names, added and put right on the page of a source."""

    list_display = (
        "__str__",
        neighbour("source"),
        neighbour("organisation"),
        "role",
        "since",
        "until",
        "status",
    )
    list_filter = ("status",)
    search_fields = ("source__name", "organisation__name", "role")
    fields = (
        *("source", "organisation", "role", "since", "until", "status"),
        *("reason", "confidence", "document"),
    )
    readonly_fields = fields


@admin.register(CaseMember)
class MemberAdmin(VisibleAdmin):
    """Who sees which limited case."""

    addable = deletable = True
    list_display = ("user", neighbour("case"))
    search_fields = ("user__username", "case__name")
    autocomplete_fields = ("user", "case")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CaseMember]:
        """Members of the cases that the user may see."""
        return super().get_queryset(request).filter(case__in=Case.objects.visible_to(request.user))


@admin.register(CaseDocument)
class CaseDocumentAdmin(VisibleAdmin):
    """Which document is in which case; set where documents are imported, and on a document's page."""

    list_display = (neighbour("document"), neighbour("case"), "joined_at", "by")
    list_display_links = ("joined_at",)
    search_fields = ("document__title", "case__name")
    fields = ("document", "case", "joined_at", "by")
    readonly_fields = fields


@admin.register(DocumentPart)
class PartAdmin(VisibleAdmin):
    """What search reads of a document; of use to nobody but who looks for a fault."""

    list_display = (neighbour("document"), "start")
    list_display_links = ("start",)
    search_fields = ("document__title",)
    fields = ("document", "start")
    readonly_fields = fields


@admin.register(Original)
class OriginalAdmin(VisibleAdmin):
    """The bytes as they came. Downloaded from the document's page."""

    list_display = ("sha256", "size")
    search_fields = ("=sha256",)
    fields = ("sha256", "size")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Original]:
        """Those behind a document or an import item that the user may see."""
        rows = super().get_queryset(request)
        if sees_all(request.user):
            return rows
        mine: Any = OuterRef("pk")
        return rows.filter(
            Exists(Document.objects.visible_to(request.user).filter(original=mine))
            | Exists(ImportItem.objects.visible_to(request.user).filter(original=mine))
        )


@admin.register(Reading)
class ReadingAdmin(VisibleAdmin):
    """Who has read which document through; set and taken back where the document is read."""

    list_display = ("at", "analyst", neighbour("document"))
    search_fields = ("document__title", "analyst__username")
    fields = ("document", "analyst", "at")
    readonly_fields = fields
