"""The pages of the workbench and the navigation, in one place: a new page is one more entry."""

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django_htmx.http import HttpResponseClientRedirect

from claims.admin.workbench import (
    beside,
    board,
    conflicts,
    doing,
    dossier,
    names,
    reader,
    search,
    triage,
    watching,
)
from claims.admin.workbench.base import Page, View, is_htmx

PAGES: tuple[Page, ...] = (
    board.PAGE,
    triage.PAGE,
    conflicts.PAGE,
    names.PAGE,
    watching.PAGE,
    dossier.PAGE,
    reader.PAGE,
    beside.PAGE,
    search.PAGE,
    doing.PAGE,
)
# Lists of records that come after the pages.
LISTS = (
    ("claims", "claim"),
    ("sources", "document"),
    ("sources", "source"),
    ("sources", "importjob"),
)


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of all pages, behind the admin's login."""
    return [
        path(route.path, guarded(site, route.view), route.arguments, route.name)
        for page in PAGES
        for route in page.routes
    ]


def guarded(site: AdminSite, view: View) -> View:
    """A view behind the login. Who was logged out meanwhile goes to the login page as a whole: htmx would
    put it where a part of the page was."""
    inner: View = site.admin_view(view)

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_htmx(request) and not site.has_permission(request):
            asked: Any = request
            back = urlencode({"next": asked.htmx.current_url_abs_path or reverse("admin:index")})
            return HttpResponseClientRedirect(f"{reverse('admin:login')}?{back}")
        return inner(request, *args, **kwargs)

    return checked


def navigation(request: HttpRequest, models: dict[tuple[str, str], Any]) -> list[Any]:
    """The header's links: (name, address, whether we are there), those that the user may open."""
    pages = [
        (page.label, reverse(f"admin:{page.routes[0].name}"))
        for page in PAGES
        if page.label and request.user.has_perm(page.permission)
    ]
    lists = [models[key] for key in LISTS if key in models and models[key]["admin_url"]]
    links = [*pages, *((model["name"], model["admin_url"]) for model in lists)]
    return [(name, there, request.path.startswith(there)) for name, there in links]
