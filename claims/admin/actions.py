"""What analysts did, the newest first, each to be undone."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.admin.reviewing import actor
from claims.models import Action
from claims.services import actions
from sources.admin.base import VisibleAdmin, neighbour


@admin.register(Action)
class ActionAdmin(VisibleAdmin):
    """A record of what was done; undoing is the only thing to do with it."""

    actions = ("undo_selected",)
    list_display = (
        *("at", "by", "did", "reason", neighbour("claim"), neighbour("conflict")),
        *(neighbour("source"), neighbour("document"), neighbour("event"), neighbour("case")),
        "undone_by",
    )
    list_display_links = ("at",)
    list_filter = (("undone_at", admin.EmptyFieldListFilter), "verb")
    search_fields = ("claim__text", "reason", "by__username")
    fields = (
        *("verb", "reason", "by", "at", "undone_by", "undone_at"),
        *("claim", "attribution", "conflict", "source", "document"),
        *("event", "case"),
    )
    readonly_fields = fields

    @admin.display(description="what", ordering="verb")
    def did(self, row: Action) -> str:
        """In words."""
        return actions.done(row)

    @admin.action(description="Undo", permissions=["change"])
    def undo_selected(self, request: HttpRequest, rows: QuerySet[Action]) -> None:
        """Undoes each, the newest first; what was done to a selection goes together."""
        count = 0
        for row in rows.order_by("-pk"):
            try:
                count += len(actions.undo(row, by=actor(request)))
            except ValidationError as error:
                messages.error(request, f"{actions.done(row)}: {' '.join(error.messages)}")
        if count:
            messages.success(request, f"Undone: {count}.")
