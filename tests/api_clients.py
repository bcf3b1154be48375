"""People who use the API."""

from typing import Any, TypeVar

from django.contrib.auth.models import Permission, User
from rest_framework.test import APIClient

from tests.factories import UserFactory

Row = TypeVar("Row")


def there(row: Row | None) -> Row:
    """What may be missing by its type, and is there in this test."""
    assert row is not None
    return row


def reader(*more: str) -> User:
    """Somebody who may look at everything that is not confined, and besides has these permissions."""
    user = UserFactory.create()
    own = Permission.objects.filter(content_type__app_label__in=["sources", "claims"])
    user.user_permissions.add(*own.filter(codename__startswith="view_"))
    user.user_permissions.add(*own.filter(codename__in=more))
    return user


def client_of(user: User | None) -> APIClient:
    """A client that this user is logged in with, in a session; None for nobody."""
    client = APIClient()
    if user is not None:
        client.force_login(user)
    return client


def ids(answer: Any) -> list[int]:
    """The rows of a list's page."""
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["results"]]
