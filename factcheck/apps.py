"""Puts our own admin site in the place of Django's."""

from django.contrib.admin import apps


class AdminConfig(apps.AdminConfig):
    """`admin.site` is ours, so that every app registers with it as usual."""

    default = False
    default_site = "factcheck.site.Site"
