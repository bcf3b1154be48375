"""Two analysts."""

import pytest
from django.contrib.auth.models import User

from tests.factories import UserFactory


@pytest.fixture
def ana() -> User:
    return UserFactory.create(username="ana")


@pytest.fixture
def ben() -> User:
    return UserFactory.create(username="ben")
