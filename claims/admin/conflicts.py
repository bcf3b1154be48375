"""Conflicts as lists: questions, their accounts, and who gives them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import (
    Count,
    IntegerField,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import Truncator

from claims.admin.filters import CaseFilter
from claims.models import Attribution, Conflict, ConflictAccount, Side
from sources.admin.base import VisibleAdmin
from sources.models import Case, User

NAMED = 2  # texts of authors without a publisher; more of one account are counted
TITLE = 60  # letters of a title
SPEAKERS = 1000  # read for a list of conflicts, which names a few of each


@dataclass(frozen=True)
class Bar:
    """One part of a picture: where it begins and how long it is, in units of the picture."""

    label: str
    number: int
    start: int
    kind: str = ""


def with_accounts(conflicts: QuerySet[Conflict], user: User) -> QuerySet[Conflict]:
    """Adds `accounts_count` and `seen_accounts` (with their claims), the most contested first."""
    seen = ConflictAccount.objects.visible_to(user)
    number = (
        seen.filter(conflict=OuterRef("pk")).order_by().values("conflict").annotate(n=Count("pk"))
    )
    accounts = seen.select_related("claim").defer("claim__embedding")
    return (
        conflicts.annotate(
            accounts_count=Coalesce(Subquery(number.values("n"), output_field=IntegerField()), 0)
        )
        .prefetch_related(Prefetch("accounts", queryset=accounts, to_attr="seen_accounts"))
        .order_by("-accounts_count", "-pk")
    )


def open_conflicts(user: User) -> Any:
    """Open conflicts with their accounts (`seen_accounts`), the ones with most accounts first."""
    return with_accounts(Conflict.objects.visible_to(user).filter(state=Conflict.State.OPEN), user)


def with_speakers(conflicts: Iterable[Any], user: User) -> list[Any]:
    """The conflicts, each of whose accounts has `speakers`: who gives it, as far as `user` sees."""
    found = list(conflicts)
    accounts = [account for conflict in found for account in conflict.seen_accounts]
    said = Attribution.objects.visible_to(user).standing()
    said = said.filter(claim__in={account.claim_id for account in accounts})
    title = NullIf("document__title", Value(""), output_field=TextField())
    heading = Coalesce(title, "document__name", output_field=TextField())
    names: dict[tuple[int, str], dict[str, None]] = defaultdict(dict)
    texts: dict[tuple[int, str], dict[str, None]] = defaultdict(dict)  # whose author speaks
    for one in Side:
        rows: Any = said.taking(one).annotate(
            text=models.Case(
                models.When(claimant=None, then=heading),
                default=Value(""),
                output_field=TextField(),
            )
        )
        rows = rows.order_by("claim_id", "own_voice", "claimant__name", "text").distinct()
        columns = ("claim_id", "own_voice", "claimant__name", "text")
        for claim, _own, name, text in rows.values_list(*columns)[:SPEAKERS]:
            (texts if name is None else names)[claim, one][text if name is None else name] = None
    for account in accounts:
        here = account.claim_id, account.side
        account.speakers = [*names[here], *authors(list(texts[here]))]
    return found


def authors(texts: Sequence[str]) -> list[str]:
    """Those who wrote these texts, as one voice of a list: "the authors of “A”, “B” and 2 more texts"."""
    quoted = [f"“{Truncator(text).chars(TITLE)}”" for text in texts[:NAMED]]
    more = len(texts) - len(quoted)
    if more:
        quoted.append(f"{more} more text{'' if more == 1 else 's'}")
    if len(quoted) < 2:
        return [f"the author of {text}" for text in quoted]
    return [f"the authors of {', '.join(quoted[:-1])} and {quoted[-1]}"]


def with_bars(conflicts: Iterable[Any], user: User) -> list[Any]:
    """The conflicts of `with_accounts`, each account with its `speakers` and `origins`, and the question
    with the `bars` of a picture."""
    found = with_speakers(conflicts, user)
    number = origins_of((a for conflict in found for a in conflict.seen_accounts), user)
    for conflict in found:
        place = 0
        conflict.bars = []
        for account in conflict.seen_accounts:
            account.origins = number[account.claim_id, account.side]
        # As at the desk: most origins first, and of two as strong the one for it.
        conflict.seen_accounts.sort(key=lambda a: (-a.origins, a.side == Side.AGAINST))
        for account in conflict.seen_accounts:
            conflict.bars.append(Bar(str(account.claim), account.origins, place, account.side))
            place += account.origins
        conflict.length = max(place, 1)
    return found


def origins_of(accounts: Iterable[Any], user: User) -> dict[tuple[int, str], int]:
    """Independent origins by (claim, side); two queries, however many accounts there are."""
    ids = {account.claim_id for account in accounts}
    said = Attribution.objects.visible_to(user).standing().filter(claim__in=ids).order_by()
    found: dict[tuple[int, str], int] = defaultdict(int)
    for side in Side.values:
        rows = said.taking(side).values("claim").annotate(n=Count("origin", distinct=True))
        found |= {(row["claim"], side): row["n"] for row in rows}
    return found


class ConflictCaseFilter(CaseFilter):
    """Conflicts with an account that a document of the case gives."""

    def of(self, case: Case, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The conflicts of `case`."""
        found: QuerySet[Any] = rows.in_case(case)  # type: ignore[attr-defined] # ConflictQuerySet
        return found


@admin.register(Conflict)
class ConflictAdmin(VisibleAdmin):
    """Conflicts as records: gathered by linking, which also words the question; resolved at the desk."""

    list_display = ("question", "kind", "accounts", "state", "finding", "resolved_by")
    list_filter = ("state", "kind", "finding", ConflictCaseFilter)
    search_fields = ("question",)
    fields = ("question", "kind", "state", "finding", "rationale", "preferred", "reopened_because")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conflict]:
        """With the number of accounts that the user sees."""
        rows: Any = with_accounts(super().get_queryset(request), request.user)
        found: QuerySet[Conflict] = rows.order_by("state", "-accounts_count", "-pk")
        return found

    @admin.display(ordering="accounts_count")
    def accounts(self, conflict: Any) -> int:
        """Accounts that the user sees."""
        return int(conflict.accounts_count)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Leads to the conflict's page at the desk: there is no form of it."""
        if object_id.isdecimal() and self.has_view_permission(request):
            return redirect("admin:conflict", object_id)
        return super().change_view(request, object_id, form_url, extra_context)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No field of it is edited."""
        return False
