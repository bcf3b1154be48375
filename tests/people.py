"""People who use the system."""

from django.contrib.auth.models import Group, User
from django.test import Client

from factcheck.roles import make_roles
from tests.factories import UserFactory


def member(role: str, name: str = "") -> tuple[User, Client]:
    """Somebody with this role, and their browser."""
    if not Group.objects.filter(name=role).exists():
        make_roles()
    user: User = UserFactory.create(is_staff=True, **({"username": name} if name else {}))
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return user, client
