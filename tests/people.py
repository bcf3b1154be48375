"""People who use the system."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, User
from django.test import Client

from factcheck.roles import make_roles
from tests.factories import UserFactory


def anew(user: AbstractBaseUser | AnonymousUser) -> User:
    """As the next request has them: what is kept on the object for one request is gone."""
    assert user.pk is not None
    found: User = User.objects.get(pk=user.pk)
    return found


def member(role: str, name: str = "") -> tuple[User, Client]:
    """Somebody with this role, and their browser."""
    if not Group.objects.filter(name=role).exists():
        make_roles()
    user: User = UserFactory.create(is_staff=True, **({"username": name} if name else {}))
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return user, client
