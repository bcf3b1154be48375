"""``manage.py roles``: the groups viewer, analyst, reviewer and admin, with their rights."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from factcheck.roles import ROLES, make_roles


class Command(BaseCommand):
    help = "Make the groups viewer, analyst, reviewer and admin, and give each exactly its rights."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            make_roles()
        except LookupError as error:
            raise CommandError(str(error)) from error
        for name, rights in ROLES.items():
            self.stdout.write(f"{name}: {len(rights)} rights")
