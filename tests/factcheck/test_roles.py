"""Four roles with exactly the rights that their pages need."""

from io import StringIO
from itertools import pairwise

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command

from factcheck.roles import ROLES

pytestmark = pytest.mark.django_db


def rights(name: str) -> set[str]:
    rows = Group.objects.get(name=name).permissions.values_list(
        "content_type__app_label", "codename"
    )
    return {f"{app}.{codename}" for app, codename in rows}


def test_each_role_has_its_rights_and_no_others() -> None:
    call_command("roles", stdout=StringIO())
    assert {name: rights(name) for name in ROLES} == ROLES


def test_a_second_time_puts_right_what_was_changed() -> None:
    call_command("roles", stdout=StringIO())
    viewer = Group.objects.get(name="viewer")
    viewer.permissions.set(Permission.objects.filter(codename="delete_claim"))
    call_command("roles", stdout=StringIO())
    assert rights("viewer") == ROLES["viewer"]
    assert Group.objects.count() == len(ROLES)


def test_each_role_has_what_the_one_before_it_has() -> None:
    ordered = [ROLES[name] for name in ("viewer", "analyst", "reviewer", "admin")]
    assert all(less < more for less, more in pairwise(ordered))


def test_a_viewer_changes_nothing_but_what_they_watch() -> None:
    others = {right for right in ROLES["viewer"] if not right.endswith("_watch")}
    assert all(right.split(".")[1].startswith("view_") for right in others)


def test_nobody_erases_what_was_found() -> None:
    erased = {right for rights in ROLES.values() for right in rights if ".delete_" in right}
    assert {right for right in erased if right.startswith("claims.")} == {"claims.delete_watch"}


def test_without_its_tables_it_says_what_to_do() -> None:
    Permission.objects.filter(codename="view_claim").delete()
    with pytest.raises(CommandError, match="Run migrate first"):
        call_command("roles", stdout=StringIO())
