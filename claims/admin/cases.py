"""Cases: what an investigation holds, and the question on every list which case is meant."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse

from claims.admin.conflicts import open_conflicts, with_bars
from claims.admin.reviewing import RecordedAdmin
from claims.models import Claim, Conflict
from sources.admin.base import VisibleInline
from sources.models import Case, CaseMember, Document, User

SHOWN = 50


def counted(rows: QuerySet[Any], case: str) -> Coalesce:
    """How many of `rows` lie in each case, by their lookup `case`; for annotate()."""
    found = rows.filter(**{case: OuterRef("pk")}).order_by().values(case)
    number = found.annotate(n=Count("pk", distinct=True)).values("n")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def with_counts(cases: QuerySet[Case], user: User) -> QuerySet[Case]:
    """Adds `documents_count`, `claims_count` and `conflicts_count` (open ones), of what `user` sees."""
    return cases.annotate(
        documents_count=counted(Document.objects.visible_to(user), "cases"),
        claims_count=counted(Claim.objects.visible_to(user).standing(), "document__cases"),
        conflicts_count=counted(
            Conflict.objects.visible_to(user).filter(state=Conflict.State.OPEN),
            "accounts__claim__attributions__document__cases",
        ),
    )


class MemberInline(VisibleInline):
    """Who sees a limited case."""

    model = CaseMember
    autocomplete_fields = ("user",)
    verbose_name_plural = "members (of a limited case)"


@admin.register(Case)
class CaseAdmin(RecordedAdmin):
    """A case is deleted only while it is empty: its documents would become open to all."""

    addable = deletable = True
    actions = None
    list_display = ("name", "limited", "documents", "claims", "open_conflicts", "created_at")
    list_filter = ("limited",)
    search_fields = ("name", "description")
    fields = ("name", "description", "limited")
    inlines = (MemberInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        """With the counts that lists show."""
        return with_counts(super().get_queryset(request), request.user)

    @admin.display(ordering="documents_count")
    def documents(self, case: Any) -> int:
        """Documents that the user sees."""
        return int(case.documents_count)

    @admin.display(ordering="claims_count")
    def claims(self, case: Any) -> int:
        """Standing claims drawn from them."""
        return int(case.claims_count)

    @admin.display(ordering="conflicts_count")
    def open_conflicts(self, case: Any) -> int:
        """Open conflicts between them."""
        return int(case.conflicts_count)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only for a case that nothing was ever put into."""
        empty = obj is None or not (obj.documents.exists() or obj.import_jobs.exists())
        return empty and super().has_delete_permission(request, obj)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The case's documents and open conflicts, with the form below them."""
        case = context.get("original")
        if case is not None:
            documents = Document.objects.visible_to(request.user).filter(cases=case)
            context |= {
                "documents": documents.text_deferred().select_related("publisher")[:SHOWN],
                "conflicts": with_bars(
                    open_conflicts(request.user).in_case(case)[:SHOWN], request.user
                ),
            }
        return super().render_change_form(request, context, *args, **kwargs)
