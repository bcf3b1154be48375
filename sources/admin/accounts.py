"""Users, groups and API tokens: Django's own pages and knox's, within the rules of `base`."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from knox.admin import AuthTokenAdmin
from knox.models import AuthToken

from sources.admin.base import VisibleAdmin

for model in (User, Group, AuthToken):
    admin.site.unregister(model)


@admin.register(User)
class People(UserAdmin):  # type: ignore[type-arg] # takes one in its stubs only
    """Who left is made inactive, not deleted: the history says who did what."""

    list_per_page = VisibleAdmin.list_per_page
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    get_paginator = VisibleAdmin.get_paginator
    list_display = ("username", "email", "first_name", "last_name", "is_staff", "is_active")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


@admin.register(Group)
class Groups(GroupAdmin):
    """Roles: groups of permissions."""

    show_full_result_count = False
    get_paginator = VisibleAdmin.get_paginator


@admin.register(AuthToken)
class Tokens(AuthTokenAdmin):  # type: ignore[misc] # knox has no types
    """API tokens: known by their first letters, shown whole once, when made."""

    list_display = ("token_key", "user", "created", "expiry")
    list_select_related = ("user",)
    show_full_result_count = False
    get_paginator = VisibleAdmin.get_paginator
    search_fields = ("token_key", "user__username")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A token is made and deleted, not changed."""
        return False
