"""Confirm, dismiss, take back as actions on lists; forms whose saving is recorded."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString

from claims.models import Action
from claims.models.action import ABOUT
from claims.services import actions, desk, records
from sources.admin.base import VisibleAdmin

Verb = Callable[..., Action | None]
ON_A_LIST = "on its list"  # the reason of what is dismissed here
# The field that says what was shown: the token of a row or its form; on a list one "id:token" for each row.
SEEN = "seen"
DONE = 60  # actions that a page tells


VERBS: dict[str, tuple[Verb, str]] = {
    "confirm": (desk.confirm, "Confirmed"),
    "dismiss": (partial(desk.reject, reason=ON_A_LIST), "Dismissed"),
    "restore": (desk.restore, "Back to proposed"),
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


def undoable(user: User) -> dict[str, object]:
    """What the button `Undo` undoes, for a page's context."""
    last = actions.last_of(user) if user.has_perm("claims.change_action") else None
    return {"last_done": last, "last_did": actions.done(last) if last else ""}


def what_was_done(
    done: QuerySet[Action], user: User, *, newest: int = DONE
) -> list[tuple[Action, str, bool]]:
    """The newest of these actions: what each did, in words, and whether `user` may undo it."""
    may = user.has_perm("claims.change_action")
    rows = done.select_related("by", "undone_by").order_by("-pk")[:newest]
    return [(row, actions.done(row), may and not actions.refusal(row, user)) for row in rows]


class RecordedAdmin(VisibleAdmin):
    """For rows whose form is what an analyst does: recorded, undone, never over somebody else's work."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django calls it
        """Left to `save_related`: what hangs on the row is part of the same thing."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 - Django calls it
        """Stores the row and what hangs on it, and what follows from it."""
        records.save(
            form.instance,
            fields=list(form.fields),
            changed=form.changed_data,
            by=actor(request),
            seen=request.POST.get(SEEN, ""),
            beside=lambda: self.save_beside(request, form, formsets, change),
        )

    def save_beside(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 - as `save_related`
        """Stores what hangs on the row."""
        super().save_related(request, form, formsets, change)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Says why, and shows the row as it is, where somebody else has changed it meanwhile."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(request.get_full_path())

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With what the form shows of the row, as its token, and what can be undone."""
        row, form = context.get("original"), context["adminform"].form
        if row is not None and self.has_change_permission(request, row):
            # What was typed in vain was typed over what was seen then.
            context["form_token"] = request.POST.get(SEEN) or records.token(row, list(form.fields))
        context |= undoable(actor(request))
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With what analysts did to the row, each to be undone."""
        row, by = self.get_object(request, object_id), actor(request)
        name = next((name for name, model in ABOUT.items() if isinstance(row, model)), None)
        done = Action.objects.visible_to(by)
        found = what_was_done(done.filter(**{name: object_id}), by) if name else []
        context = {"done": found, **(extra_context or {})}
        return super().history_view(request, object_id, context)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With what can be undone."""
        return super().changelist_view(
            request, {**undoable(actor(request)), **(extra_context or {})}
        )


class ReviewableAdmin(RecordedAdmin):
    """For rows that the machine proposes and a person reviews."""

    actions: tuple[str, ...] = ("confirm_selected", "dismiss_selected", "restore_selected")

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

    def action_checkbox(self, row: Any) -> SafeString:
        """With what the row looked like, so that what somebody else made of it meanwhile stands."""
        seen = f'<input type="hidden" name="{SEEN}" value="{{}}:{{}}">'
        return super().action_checkbox(row) + format_html(seen, row.pk, actions.token(row))

    def _review(self, request: HttpRequest, rows: QuerySet[Any], verb: str) -> None:
        service, done = VERBS[verb]
        seen = dict(text.split(":", 1) for text in request.POST.getlist(SEEN) if ":" in text)
        batch, count, wrong = uuid4(), 0, 0
        for row in rows:
            known = seen.get(str(row.pk), "")
            try:
                count += service(row, by=actor(request), seen=known, batch=batch) is not None
            except ValidationError as error:
                wrong += 1
                messages.error(request, f"{row}: {' '.join(error.messages)}")
        if count:
            messages.success(request, f"{done}: {count}.")
        elif not wrong:
            messages.info(request, "Nothing to do: they are so already.")
