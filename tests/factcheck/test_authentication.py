"""Tokens: what is none gets a plain no."""

import pytest
from knox.models import AuthToken
from rest_framework.test import APIClient

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "header", ["Token ", "Token a b", "Token \xff\xfe", "Token " + "a" * 64, "Token \x00"]
)
def test_what_is_no_token_is_refused(header: str) -> None:
    answer = APIClient().get("/api/v1/cases/", HTTP_AUTHORIZATION=header)

    assert answer.status_code == 401
    assert "oken" in answer.json()["detail"]


def test_a_token_opens_the_door() -> None:
    user = UserFactory.create(is_superuser=True)
    _, token = AuthToken.objects.create(user)

    answer = APIClient().get("/api/v1/cases/", HTTP_AUTHORIZATION=f"Token {token}")

    assert answer.status_code == 200
