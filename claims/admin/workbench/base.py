"""What every page of the workbench has in common: permission, frame, and what was said and done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse

from claims.admin.reviewing import actor

if TYPE_CHECKING:
    from django.http.request import _ImmutableQueryDict

View = Callable[..., HttpResponse]
CONFLICT, WRONG = 409, 400  # what htmx shows although it is no success (workbench/base.html)


@dataclass(frozen=True)
class Route:
    """One address of a page, below `/admin/`."""

    path: str
    view: View
    name: str
    arguments: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """A page of the workbench. `permission` is what it takes to open it; its first route is where the
    navigation leads. One without a label is reached from others and is not in the navigation."""

    label: str
    permission: str
    routes: tuple[Route, ...]


def needs(*permissions: str, method: str = "") -> Callable[[View], View]:
    """A view for those who have all of these permissions; by `method` alone, where it is given. Words
    that are posted enter here, as documents have them."""

    def wrap(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not all(actor(request).has_perm(permission) for permission in permissions):
                raise PermissionDenied
            if method and request.method != method:
                return HttpResponse(status=405, headers={"Allow": method})
            if request.method == "POST":
                request.POST = _as_written(request.POST)
            return view(request, *args, **kwargs)

        return checked

    return wrap


def _as_written(posted: "_ImmutableQueryDict") -> "_ImmutableQueryDict":
    """What was filled in, as documents have it: forms send every end of a line as two characters. What
    PostgreSQL can't hold is left out."""
    words = posted.urlencode().replace("%0D%0A", "%0A").replace("%00", "")
    return QueryDict(words, encoding=posted.encoding)


def is_htmx(request: HttpRequest) -> bool:
    """Whether a part of the page is asked for, and not all of it."""
    return bool(getattr(request, "htmx", False))


def whole(
    request: HttpRequest, template: str, context: dict[str, Any], *, title: str, status: int = 200
) -> TemplateResponse:
    """A page in the admin's frame."""
    frame = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"admin/workbench/{template}", frame, status=status)


def part(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> TemplateResponse:
    """A part of a page, for htmx."""
    return TemplateResponse(request, f"admin/workbench/{template}", context, status=status)


@dataclass(frozen=True)
class Notice:
    """What came of something: `kind` is done, wrong or conflict; `undo` the id of what can be undone."""

    kind: str
    text: str
    undo: int | None = None
