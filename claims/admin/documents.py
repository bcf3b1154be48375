"""A document as it is read: its text with who says what marked in it."""

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.http import content_disposition_header

from claims.admin.filters import CaseFilter
from claims.admin.reviewing import RecordedAdmin, actor
from claims.admin.workbench import reader
from sources.admin.base import neighbour
from sources.models import Case, Document

# Django's own class takes a type argument from its stubs only.
if TYPE_CHECKING:
    AnyForm = forms.ModelForm[Document]
else:
    AnyForm = forms.ModelForm


class DocumentForm(AnyForm):
    """What describes the text. A limited case can't be left by accident."""

    def clean_cases(self) -> Any:
        """Raises ValidationError where a confined document would become open to all."""
        chosen = self.cleaned_data["cases"]
        if not chosen and self.instance.cases.filter(limited=True).exists():
            raise ValidationError(
                "A document of a limited case stays in a case: without one, everybody would see it."
            )
        return chosen


@admin.register(Document)
class DocumentAdmin(RecordedAdmin):
    """Documents come from imports. Their text never changes."""

    form = DocumentForm
    list_display = (
        "__str__",
        neighbour("publisher"),
        "published",
        "language",
        "status",
        "retrieved_at",
    )
    list_filter = (CaseFilter.over("cases"), "status", "language")
    search_fields = ("title", "name", "author", "url", "publisher__name")
    search_help_text = "Title, file name, author, address or publisher."
    readonly_fields = (
        *("name", "media_type", "text_sha256", "retrieved_at", "status", "status_reason"),
        *("status_changed_at", "attempts", "revises", "copy_of", "metadata"),
    )
    described = ("title", "url", "publisher", "author", "published", "language", "cases")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What describes the text, then how it came. Not as `fieldsets`, where Django refuses a relation
        that keeps more than its two ends."""
        return (
            (None, {"fields": self.described}),
            ("As imported", {"fields": self.readonly_fields}),
        )

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The cases that the user sees, sought as they type; Django itself offers no field for them."""
        return db_field.formfield(
            queryset=Case.objects.visible_to(request.user),
            widget=AutocompleteSelectMultiple(db_field, self.admin_site),
        )

    def get_urls(self) -> list[URLPattern]:
        """Adds `<id>/original/`, the file as it came."""
        original = path(
            "<int:pk>/original/",
            self.admin_site.admin_view(self.original),
            name="document_original",
        )
        return [original, *super().get_urls()]

    def original(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The original's bytes, to be saved and never shown: they may be anything."""
        document = self.get_queryset(request).filter(pk=pk).select_related("original").first()
        if document is None or not self.has_view_permission(request, document):
            raise Http404
        name = PurePath(document.name.replace("\\", "/")).name or f"document-{pk}"
        return HttpResponse(
            bytes(document.original.content),
            headers={
                "Content-Type": "application/octet-stream",
                "Content-Disposition": attachment(name),
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "private, no-store",
            },
        )

    def save_beside(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 - as `save_related`
        """Keeps the document in the cases that the user does not see: the form did not offer them."""
        held = Case.objects.filter(documents=form.instance)
        unseen = held.exclude(pk__in=Case.objects.visible_to(request.user).values("pk"))
        chosen = form.cleaned_data["cases"] = [*form.cleaned_data["cases"], *unseen]
        form.instance.cases.set(chosen, through_defaults={"by": actor(request)})
        super().save_beside(request, form, formsets, change)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The reading page, with the form below it."""
        document = context.get("original")
        if document is not None:
            context |= reader.reading(document, actor(request))
        return super().render_change_form(request, context, *args, **kwargs)


def attachment(name: str) -> str:
    """A Content-Disposition that saves the file under `name`, whatever characters it has."""

    return content_disposition_header(as_attachment=True, filename=name) or "attachment"
