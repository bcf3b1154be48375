"""How a page acts: it does one thing, says what came of it, and shows itself as it is now.

Forms post and are led back to the page that they stand on. With htmx that page's `#desk` takes the place
of the one shown (`workbench/record.html`), without it the browser loads it: one template serves both.
"""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from claims.admin.reviewing import actor, back
from claims.admin.workbench.base import (
    CONFLICT,
    WRONG,
    Notice,
    Page,
    Route,
    is_htmx,
    needs,
    part,
)
from claims.admin.workbench.queue import number
from claims.models import Action
from claims.services import actions
from claims.services.actions import StaleError

Deed = Callable[[], Action | None]


def attempt(deed: Deed, done: str) -> Notice:
    """Does it, and says what came of it."""
    try:
        action = deed()
    except StaleError as error:
        return Notice("conflict", " ".join(error.messages))
    except ValidationError as error:
        return Notice("wrong", " ".join(error.messages))
    if action is None:
        return Notice("done", "It was so already.")
    return Notice("done", done, action.pk)


def answer(request: HttpRequest, notice: Notice, otherwise: str) -> HttpResponse:
    """Back to the page that the form named as `next`, else to `otherwise`, with what is to be said.

    What was wrong is said beside the form, which stays as it was filled in.
    """
    if notice.kind == "wrong" and is_htmx(request):
        said = part(request, "parts/notice.html", {"notice": notice}, status=WRONG)
        for header, value in (
            ("Retarget", "#told"),
            ("Reswap", "innerHTML"),
            ("Reselect", ".notice"),
        ):
            said[f"HX-{header}"] = value
        return said
    level = messages.SUCCESS if notice.kind == "done" else messages.ERROR
    messages.add_message(request, level, notice.text)
    return back(request, otherwise)


def take_back(user: User, wanted: int | None) -> tuple[Notice, Action | None]:
    """Undoes the action of this id, or else the last thing that `user` did."""
    rows = Action.objects.visible_to(user)
    action = rows.filter(pk=wanted).first() if wanted else actions.last_of(user)
    if action is None:
        return Notice("wrong", "There is nothing to undo."), None
    try:
        undone = actions.undo(action, by=user)
    except ValidationError as error:
        return Notice("conflict", " ".join(error.messages)), action
    what = f"{len(undone)} things" if len(undone) > 1 else actions.done(action)
    return Notice("done", f"Undone: {what}."), action


def demand(user: User, permission: str) -> None:
    """Raises PermissionDenied where `user` has it not."""
    if not user.has_perm(permission):
        raise PermissionDenied


def status_of(notice: Notice) -> int:
    """The status of an answer that shows the page as it is now: htmx shows all of these."""
    return {"conflict": CONFLICT, "wrong": WRONG}.get(notice.kind, 200)


def told(request: HttpRequest, notice: Notice, there: str) -> HttpResponse:
    """Without scripts: back to the page, which says what came of it."""
    level = messages.SUCCESS if notice.kind == "done" else messages.ERROR
    messages.add_message(request, level, notice.text)
    return HttpResponseRedirect(there)


@needs("claims.change_action", method="POST")
def undo(request: HttpRequest) -> HttpResponse:
    """Undoes the action that is named, or else the last thing that the user did."""
    notice, _ = take_back(actor(request), number(request.POST.get("action", "")))
    return answer(request, notice, "admin:index")


PAGE = Page(label="", permission="claims.change_action", routes=(Route("undo/", undo, "undo"),))
