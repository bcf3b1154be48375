"""Confirm, dismiss, take back: as buttons on pages and as actions on lists."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.http import url_has_allowed_host_and_scheme

from claims.models import Attribution, Claim, ClaimLink, Credit, Event, SharedPassage
from claims.services import desk, reviewing
from sources.admin.base import VisibleAdmin, address

Verb = Callable[..., Any]
Row = Attribution | Claim | ClaimLink | Event | SharedPassage | Credit
ON_A_LIST = "on its list or page"  # the reason of what is dismissed here


def confirm(row: Row, *, by: User, batch: UUID | None = None) -> Any:
    """Recorded as what `by` did, so that it can be undone; None where it is so already.

    An event is nothing that actions are about: it is reviewed, and the history alone has it.
    """
    if isinstance(row, Event):
        return reviewing.confirm(row, by=by)
    return desk.confirm(row, by=by, seen="", batch=batch)


def dismiss(row: Row, *, by: User, batch: UUID | None = None) -> Any:
    """As `confirm`."""
    if isinstance(row, Event):
        return reviewing.dismiss(row, by=by)
    return desk.reject(row, reason=ON_A_LIST, by=by, seen="", batch=batch)


def restore(row: Row, *, by: User, batch: UUID | None = None) -> Any:
    """As `confirm`."""
    if isinstance(row, Event):
        return reviewing.restore(row, by=by)
    return desk.restore(row, by=by, seen="", batch=batch)


VERBS: dict[str, tuple[Verb, str]] = {
    "confirm": (confirm, "Confirmed"),
    "dismiss": (dismiss, "Dismissed"),
    "restore": (restore, "Back to proposed"),
}


def actor(request: HttpRequest) -> User:
    """The person who acts. Raises PermissionDenied where nobody is logged in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To the page of this site that the form named, else to `otherwise`."""
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(asked if safe else otherwise)


def attempt(request: HttpRequest, done: str, act: Callable[[], Any]) -> bool:
    """Runs `act` and tells the user how it went, in words either way."""
    try:
        act()
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return False
    messages.success(request, done)
    return True


class ReviewableAdmin(VisibleAdmin):
    """For rows that the machine proposes and a person reviews."""

    actions: tuple[str, ...] = ("confirm_selected", "dismiss_selected", "restore_selected")

    def get_urls(self) -> list[URLPattern]:
        """Adds `<id>/<verb>/` for the verbs that the page's buttons post to."""
        view = self.admin_site.admin_view(self.act)
        return [
            *(
                path(
                    f"<int:pk>/{verb}/",
                    view,
                    {"verb": verb},
                    f"claims_{self.opts.model_name}_{verb}",
                )
                for verb in self.verbs()
            ),
            *super().get_urls(),
        ]

    def verbs(self) -> dict[str, tuple[Verb, str]]:
        """What can be done to a row: verb → (service, what to say when done)."""
        return VERBS

    def act(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        """Does one thing to one row and goes back to the page it was asked on."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row: Any = self.get_queryset(request).filter(pk=pk).first()
        if row is None:
            raise Http404
        if not self.may_act(request, row):
            raise PermissionDenied
        service, done = self.verbs()[verb]
        arguments = self.arguments(request, verb)
        attempt(request, f"{done}: {row}", lambda: service(row, by=actor(request), **arguments))
        return back(request, address(row))

    def may_act(self, request: HttpRequest, row: Any) -> bool:
        """Whether the page's buttons work for this user; pages show them only then."""
        return self.has_change_permission(request, row)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Tells the page whether to show buttons."""
        context["may_act"] = self.may_act(request, context.get("original"))
        return super().render_change_form(request, context, *args, **kwargs)

    def arguments(self, request: HttpRequest, verb: str) -> dict[str, Any]:
        """What else the service takes, from the form."""
        return {}

    @admin.action(description="Confirm", permissions=["change"])
    def confirm_selected(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        """Confirms each selected row."""
        self._review(request, rows, "confirm")

    @admin.action(description="Dismiss", permissions=["change"])
    def dismiss_selected(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        """Dismisses each selected row."""
        self._review(request, rows, "dismiss")

    @admin.action(description="Take the review back", permissions=["change"])
    def restore_selected(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        """Makes each selected row a proposal again."""
        self._review(request, rows, "restore")

    def _review(
        self,
        request: HttpRequest,
        rows: QuerySet[Row],
        verb: str,
    ) -> None:
        service, done = VERBS[verb]
        batch, count, wrong = uuid4(), 0, 0
        for row in rows:
            try:
                count += service(row, by=actor(request), batch=batch) is not None
            except ValidationError as error:
                wrong += 1
                messages.error(request, f"{row}: {' '.join(error.messages)}")
        if count:
            messages.success(request, f"{done}: {count}.")
        elif not wrong:
            messages.info(request, "Nothing to do: they are so already.")
