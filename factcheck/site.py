"""The admin site: its name, its navigation, and its first page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse


class Site(admin.AdminSite):
    """Django's admin as a desk for analysts."""

    site_header = "Factcheck"
    site_title = "Factcheck"
    index_title = "Overview"
    site_url = None
    enable_nav_sidebar = False
    index_template = "admin/workbench/dashboard.html"

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Adds the `navigation` of the header, (name, address, whether we are there), and whether it has a
        box to search in."""
        from claims.admin.workbench import pages, search  # no models yet when the site is made

        context = super().each_context(request)
        listed = {
            (app["app_label"], model["object_name"].lower()): model
            for app in context["available_apps"]
            for model in app["models"]
        }
        context["navigation"] = pages.navigation(request, listed)
        context["may_search"] = search.may_search(request.user)
        return context

    def get_urls(self) -> list[Any]:
        """The workbench's pages before the admin's own."""
        from claims.admin.workbench import pages

        return [*pages.urls(self), *super().get_urls()]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The first page: what waits, what is contested, what runs, what changed."""
        from claims.admin.workbench import dashboard

        return super().index(request, {**(extra_context or {}), **dashboard.dashboard(request)})
