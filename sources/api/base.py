"""What every list of the API shares: who sees which rows, and parameters that are taken at their word."""

from collections.abc import Collection
from typing import Any, TypeVar

import django_filters
from django.db.models import Count, IntegerField, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from sources.models import User

Row_co = TypeVar("Row_co", bound=Model, covariant=True)

DAY = ["%Y-%m-%d"]
PAGING = {"cursor", "page_size"}
WORDS = 8  # of a search; each is one look into a trigram index


def check_parameters(given: Request, known: Collection[str]) -> None:
    """Raise ValidationError for a parameter that is not among `known`, is there twice, or is empty.

    Leaving out a filter that somebody misspelt would answer another question than was asked.
    """
    wrong: dict[str, list[str]] = {}
    for name, values in given.query_params.lists():
        if name not in known:
            names = ", ".join(sorted(known)) or "none"
            wrong[name] = [f"There is no such parameter here. Known: {names}."]
        elif len(values) > 1:
            wrong[name] = ["Given more than once."]
        elif not values[0]:
            wrong[name] = ["Given without a value."]
    if wrong:
        raise ValidationError(wrong)


class StrictFilters(DjangoFilterBackend):  # type: ignore[misc]  # django-filter publishes no types
    """Filters a list; 400 for a value that a filter can't use and for parameters that nobody reads."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any, Any], view: Any
    ) -> QuerySet[Any, Any]:
        if view.detail:
            check_parameters(request, ())
            return queryset
        filters = self.get_filterset_class(view, queryset)
        check_parameters(request, PAGING | set(filters.base_filters if filters else ()))
        found: QuerySet[Any, Any] = super().filter_queryset(request, queryset, view)
        return found


class ReadView(ReadOnlyModelViewSet[Row_co]):
    """Rows of one model, as far as the user may see them.

    `rows` prefetches what a row refers to out of what the user may see of it: a reference into a
    limited case reads as null, and a list takes the same number of queries however long it is.
    """

    renderer_classes = [JSONRenderer]
    filter_backends = [StrictFilters]
    lookup_value_regex = "[0-9]+"
    detail_serializer_class: type[BaseSerializer[Any]] | None = None

    def rows(self, user: User) -> QuerySet[Row_co]:
        """What `user` may see, with all that the serializer shows of it."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Row_co]:
        if getattr(self, "swagger_fake_view", False):  # only the model is asked for
            return super().get_queryset()
        return self.rows(self.request.user)

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        if self.detail and self.detail_serializer_class:
            return self.detail_serializer_class
        return super().get_serializer_class()


class StrictView(APIView):
    """An address with no list behind it: JSON, and no parameters."""

    renderer_classes = [JSONRenderer]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        check_parameters(request, ())


def counted(rows: QuerySet[Any, Any], by: str, *, of: str = "pk") -> Coalesce:
    """How many of `rows`, or how many different `of` them, have the outer row as their `by`."""
    each = rows.filter(**{by: OuterRef("pk")}).order_by().values(by)
    number = each.annotate(n=Count(of, distinct=True)).values("n")
    return Coalesce(Subquery(number), 0, output_field=IntegerField())


def found(column: str, text: str) -> Q:
    """Rows where `column` has every word of `text`, or one spelt much like it; on a trigram index."""
    condition = Q()
    for word in text.split()[:WORDS]:
        condition &= Q(**{f"{column}__trigram_word_similar": word})
    return condition


def choice(choices: type[Any], **options: Any) -> django_filters.ChoiceFilter:
    """A filter on one word of a vocabulary; the error names them all."""
    words = ", ".join(str(value) for value in choices.values)
    message = f"“%(value)s” is none of: {words}."
    return django_filters.ChoiceFilter(
        choices=choices.choices, error_messages={"invalid_choice": message}, **options
    )


def yes_or_no(**options: Any) -> django_filters.TypedChoiceFilter:
    """A filter that takes `true` or `false` and nothing else, where BooleanFilter ignores the rest."""
    declared = django_filters.TypedChoiceFilter(
        choices=[("true", "true"), ("false", "false")],
        coerce=lambda value: value == "true",
        error_messages={"invalid_choice": "“%(value)s” is neither true nor false."},
        **options,
    )
    return _documented(declared, "boolean")


def day(**options: Any) -> django_filters.DateFilter:
    """A filter on a date, as YYYY-MM-DD."""
    message = {"invalid": "A date is written YYYY-MM-DD."}
    return django_filters.DateFilter(input_formats=DAY, error_messages=message, **options)


def text(**options: Any) -> django_filters.CharFilter:
    """A filter on words."""
    return django_filters.CharFilter(**{"max_length": 200, **options})


def one_of_those(model: type[Any], **options: Any) -> django_filters.ModelChoiceFilter:
    """A filter on the id of another row: one that the user may see, and 400 for any other."""

    def visible(request: Request | None) -> Any:
        rows: Any = model.objects
        return rows.none() if request is None else rows.visible_to(request.user).only("pk")

    name = model._meta.verbose_name  # noqa: SLF001  # public, whatever its name
    declared = django_filters.ModelChoiceFilter(
        queryset=visible,
        error_messages={"invalid_choice": f"There is no {name} of this id."},
        **options,
    )
    return _documented(declared, "integer")


def _documented(declared: Any, kind: str) -> Any:
    """A filter whose type in the schema can't be seen from its class."""
    described = (
        {"description": declared.extra["help_text"]} if "help_text" in declared.extra else {}
    )
    return extend_schema_field({"type": kind, **described})(declared)


class Filters(FilterSet):  # type: ignore[misc]  # django-filter publishes no types
    """The filters of one list."""

    @property
    def user(self) -> User:
        user: User = self.request.user
        return user
