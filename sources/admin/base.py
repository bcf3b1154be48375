"""What every list and form of the admin has in common: access, cost, and links to neighbours."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import pghistory.models
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import Truncator, capfirst

from sources.models import User
from sources.models.access import sees_all

Row = TypeVar("Row", bound=models.Model)
# Django's own classes take type arguments from their stubs only.
if TYPE_CHECKING:
    AnyAdmin = admin.ModelAdmin[Any]
    AnyInline = admin.TabularInline[Any, Any]
    AnyPaginator = Paginator[Any]
else:
    AnyAdmin, AnyInline, AnyPaginator = admin.ModelAdmin, admin.TabularInline, Paginator
DIGITS = 5  # of the number of a page; nobody leafs further
HEAVY = ("TextField", "BinaryField", "VectorField")


def visible_rows(model: type[Row], user: User) -> QuerySet[Row]:
    """The rows that `user` may see, without the columns that no list shows (texts, bytes, vectors)."""
    manager: Any = model._default_manager  # noqa: SLF001 - public by Django's documentation
    rows: QuerySet[Row] = (
        manager.visible_to(user) if hasattr(manager, "visible_to") else manager.all()
    )
    fields = model._meta.concrete_fields  # noqa: SLF001
    return rows.defer(
        *(f.name for f in fields if not f.editable and f.get_internal_type() in HEAVY)
    )


def is_guarded(model: Any) -> bool:
    """Whether rows of this model show to some users only."""
    return hasattr(model._default_manager, "visible_to")  # noqa: SLF001


def address(row: models.Model) -> str:
    """The admin page of a row."""
    return reverse(
        f"admin:{row._meta.app_label}_{row._meta.model_name}_change",  # noqa: SLF001
        args=[row.pk],
    )


def link_to(row: models.Model) -> str:
    """A row's name, cut to a line, as a link to its page."""
    return format_html('<a href="{}">{}</a>', address(row), Truncator(str(row)).chars(90))


def neighbour(name: str, label: str = "") -> Callable[[Any], str]:
    """A list column that links to the row behind the foreign key `name`."""

    @admin.display(description=label or name.replace("_", " "), ordering=name)
    def column(row: models.Model) -> str:
        other = getattr(row, name)
        return "–" if other is None else link_to(other)

    return column


class LookAheadPaginator(AnyPaginator):
    """Counts ten pages ahead of the one shown and no further, so that no list counts a big table."""

    AHEAD = 9

    def __init__(self, rows: QuerySet[Any], per_page: int, *args: Any, page: int = 1) -> None:
        super().__init__(rows, per_page, *args)
        self.rows = rows
        self.limit = (max(page, 1) + self.AHEAD) * per_page + 1

    @cached_property
    def count(self) -> int:
        """How many rows there are, as far as we looked."""
        return self.rows.order_by().values("pk")[: self.limit].count()

    @property
    def more(self) -> bool:
        """Whether there are more rows than were counted."""
        return self.count >= self.limit


class Visible:
    """For ModelAdmin and its inlines: rows, neighbours and choices are those that the user may see."""

    model: type[models.Model]
    opts: Any

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Visible rows with their visible neighbours; a neighbour that may not be seen reads as None."""
        rows = visible_rows(self.model, request.user)
        ordering: Iterable[str] = self.get_ordering(request)  # type: ignore[attr-defined] # ModelAdmin has it
        people = [
            f.name for f in self.forward() if f.many_to_one and f.related_model is get_user_model()
        ]
        return (
            rows.order_by(*(ordering or self.opts.ordering or ["-pk"]))
            .select_related(*people)
            .prefetch_related(
                *(
                    Prefetch(f.name, queryset=visible_rows(f.related_model, request.user))
                    for f in self.forward()
                    if is_guarded(f.related_model)
                )
            )
        )

    def forward(self) -> list[Any]:
        """The relations that start at this model."""
        return [f for f in self.opts.get_fields() if f.is_relation and f.concrete]

    def hidden_neighbours(self, row: models.Model | None) -> list[str]:
        """Foreign keys to rows that the user may not see. They can't be edited: a form would show
        them as empty, and saving it would make them so."""
        if row is None:
            return []
        keys = [f for f in self.forward() if not f.many_to_many and is_guarded(f.related_model)]
        return [
            f.name
            for f in keys
            if getattr(row, f.attname) is not None and getattr(row, f.name) is None
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The declared ones, and neighbours that the user may not see."""
        declared: Iterable[str] = super().get_readonly_fields(request, obj)  # type: ignore[misc]
        return [*declared, *(self.hidden_neighbours(obj) if isinstance(obj, self.model) else ())]

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Every relation: any of them may point into a big table."""
        return [f.name for f in self.forward() if f.many_to_many or is_guarded(f.related_model)]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Choices are visible rows, whatever id a request names."""
        if is_guarded(db_field.related_model):
            kwargs["queryset"] = visible_rows(db_field.related_model, request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Choices are visible rows, whatever id a request names."""
        if is_guarded(db_field.related_model):
            kwargs["queryset"] = visible_rows(db_field.related_model, request.user)
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]


class VisibleAdmin(Visible, AnyAdmin):
    """A list and a form over what the user may see. By default rows are neither added nor deleted by
    hand: most come from documents, and what is wrong is dismissed, not erased."""

    list_per_page = 50
    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
    }
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = LookAheadPaginator
    addable = False
    deletable = False

    def get_paginator(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        per_page: int,
        *args: Any,
        **kwargs: Any,
    ) -> LookAheadPaginator:
        """Knows which page is asked for: lists say `p`, autocompletion says `page`."""
        asked = request.GET.get("p") or request.GET.get("page") or "1"
        page = int(asked) if asked.isdecimal() and len(asked) <= DIGITS else 1
        return LookAheadPaginator(queryset, per_page, *args, page=page)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """As the user's permissions say, for what is entered by hand at all."""
        return self.addable and super().has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As the user's permissions say, for what may be erased at all."""
        return self.deletable and super().has_delete_permission(request, obj)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Named after what it lists."""
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's log of what was done in the admin, and every change that the database recorded."""
        row = self.get_object(request, object_id)
        changes = history(row, request.user) if row is not None else []
        return super().history_view(
            request, object_id, {**(extra_context or {}), "changes": changes}
        )


def history(
    rows: models.Model | Sequence[models.Model], user: User, *, newest: int = 200
) -> list[dict[str, Any]]:
    """The newest recorded changes of a row, or of several of one model: when, by whom, through what,
    and old and new of each field.

    What refers to a row that `user` may not see, or did then, is shown without its values (`hidden`):
    a conflict's earlier question, say, was put in the words of another claim.
    """
    asked = [rows] if isinstance(rows, models.Model) else list(rows)
    kinds = {type(row) for row in asked}
    tracked = {getattr(model, "pgh_tracked_model", None) for model in apps.get_models()}
    if not kinds or not kinds <= tracked:
        return []
    recorded: Any = pghistory.models.Events.objects
    events = list(recorded.tracks(*asked).order_by("-pgh_created_at", "-pgh_id")[:newest])
    contexts = [event.pgh_context or {} for event in events]
    people = get_user_model().objects.in_bulk({c["user"] for c in contexts if c.get("user")})
    states = [_before_and_after(event) for event in events]
    hidden = _hidden_references(type(asked[0]), states, user)
    return [
        {
            "at": event.pgh_created_at,
            "label": context.get("action") or event.pgh_label,
            "by": people.get(context.get("user")),
            "hidden": any((name, value) in hidden for name, value in state),
            "diff": sorted((event.pgh_diff or {}).items()),
            "kind": event.pgh_label,
            "row": int(event.pgh_obj_id),
            "values": event.pgh_data,
        }
        for event, context, state in zip(events, contexts, states, strict=True)
    ]


def _before_and_after(event: Any) -> set[tuple[str, Any]]:
    """(column, value) for what a change left and for what it replaced, ids of other rows only."""
    old = {name: values[0] for name, values in (event.pgh_diff or {}).items()}
    pairs = [*event.pgh_data.items(), *old.items()]
    return {(name, value) for name, value in pairs if name.endswith("_id") and value is not None}


def _hidden_references(
    model: type[models.Model], states: Iterable[set[tuple[str, Any]]], user: User
) -> set[tuple[str, Any]]:
    """Those (column, id) that lead to rows that `user` may not see. Superusers see what is gone, too."""
    if sees_all(user):
        return set()
    named = set().union(*states)
    hidden = set()
    for field in model._meta.concrete_fields:  # noqa: SLF001
        ids = {value for name, value in named if name == field.attname}
        if ids and field.related_model and is_guarded(field.related_model):
            seen = visible_rows(field.related_model, user).filter(pk__in=ids)
            gone = ids - set(seen.values_list("pk", flat=True))
            hidden |= {(field.attname, value) for value in gone}
    return hidden


class VisibleInline(Visible, AnyInline):
    """Neighbours edited on their owner's page."""

    extra = 0
    show_change_link = True
