"""The filters beside lists that several pages share."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.models import Claim
from sources.models import Case


class CaseFilter(admin.SimpleListFilter):
    """Rows of one case; only cases that the user may see are offered or answered."""

    title = "case"
    parameter_name = "case"
    lookup = ""

    @classmethod
    def over(cls, lookup: str) -> type["CaseFilter"]:
        """The filter for a model whose rows reach their cases by `lookup`."""
        return type("CaseFilter", (cls,), {"lookup": lookup})

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The newest cases, as many as fit beside a list."""
        cases = Case.objects.visible_to(request.user).order_by("-pk")[:20]
        return [(str(case.pk), case.name) for case in cases]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of the case asked for, none where it may not be seen."""
        asked = self.value()
        if asked is None:
            return queryset
        seen = Case.objects.visible_to(request.user)
        case = seen.filter(pk=asked).first() if asked.isdecimal() else None
        return queryset.none() if case is None else self.of(case, queryset)

    def of(self, case: Case, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of `case`."""
        return rows.filter(**{self.lookup: case})


class StandingFilter(admin.SimpleListFilter):
    """Claims that stand for themselves, unless those merged into another are asked for."""

    title = "place"
    parameter_name = "merged"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """What else than the standing ones."""
        return [("yes", "merged into another"), ("all", "all")]

    def choices(self, changelist: Any) -> Any:
        """The default has its own name."""
        first, *others = super().choices(changelist)
        return [{**first, "display": "standing"}, *others]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        """The standing ones where nothing is asked."""
        if self.value() == "all":
            return queryset
        return queryset.filter(merged_into__isnull=self.value() != "yes")
