"""Tokens: how to get one, what it is good for, how it ends."""

import base64
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from knox.models import AuthToken
from pytest_django.fixtures import Settings
from rest_framework.request import Request
from rest_framework.test import APIClient

from factcheck.login import ByAddress
from tests.api_clients import reader
from tests.factories import UserFactory

PASSWORD = "a long password for tests"  # what UserFactory gives
LOGIN = "/api/v1/login/"
WRONG = {"detail": "The name or the password is wrong."}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> None:
    cache.clear()


def with_token(token: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return client


def token_of(username: str) -> str:
    answer = APIClient().post(LOGIN, {"username": username, "password": PASSWORD}, format="json")
    assert answer.status_code == 200, answer.content
    return str(answer.json()["token"])


def basic(username: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()


def test_a_token_for_a_name_and_a_password() -> None:
    user = reader()
    answer = APIClient().post(
        LOGIN, {"username": user.username, "password": PASSWORD}, format="json"
    )
    assert set(answer.json()) == {"token", "expiry"}
    assert with_token(answer.json()["token"]).get("/api/v1/claims/").status_code == 200
    user.refresh_from_db()
    assert user.last_login is not None


def test_the_same_with_basic_authentication() -> None:
    user = reader()
    answer = APIClient().post(LOGIN, HTTP_AUTHORIZATION=basic(user.username, PASSWORD))
    assert with_token(answer.json()["token"]).get("/api/v1/claims/").status_code == 200


def test_only_a_hash_is_stored() -> None:
    token = token_of(UserFactory.create().username)
    stored = AuthToken.objects.get()
    assert token not in {stored.digest, stored.token_key}
    assert len(stored.digest) == 128


@pytest.mark.parametrize("active", [True, False])
def test_a_wrong_password_and_a_closed_account_are_answered_alike(*, active: bool) -> None:
    user = UserFactory.create(is_active=active)
    password = "not this one" if active else PASSWORD
    answer = APIClient().post(
        LOGIN, {"username": user.username, "password": password}, format="json"
    )
    assert answer.status_code == 401
    assert answer.json() == WRONG
    assert answer.headers["WWW-Authenticate"] == "Token"
    assert (
        APIClient().post(LOGIN, HTTP_AUTHORIZATION=basic(user.username, password)).status_code
        == 401
    )
    assert not AuthToken.objects.exists()


@pytest.mark.parametrize("body", [{}, {"username": "x"}, {"username": "", "password": ""}, []])
def test_something_is_missing(body: object) -> None:
    assert APIClient().post(LOGIN, body, format="json").status_code == 400


def test_a_name_with_nul_is_refused() -> None:
    answer = APIClient().post(LOGIN, {"username": "a\x00", "password": "b"}, format="json")
    assert answer.status_code == 400


def test_a_token_ends_with_its_time() -> None:
    user = reader()
    token = token_of(user.username)
    AuthToken.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    assert with_token(token).get("/api/v1/claims/").status_code == 401


def test_a_token_of_a_closed_account_is_no_good() -> None:
    user = reader()
    token = token_of(user.username)
    user.is_active = False
    user.save()
    assert with_token(token).get("/api/v1/claims/").status_code == 401


def test_logging_out_ends_one_token_or_all() -> None:
    user = reader()
    first, second, third = (token_of(user.username) for _ in range(3))
    other = token_of(reader().username)
    assert with_token(first).post("/api/v1/logout/").status_code == 204
    assert with_token(first).get("/api/v1/claims/").status_code == 401
    assert with_token(second).get("/api/v1/claims/").status_code == 200
    assert with_token(second).post("/api/v1/logoutall/").status_code == 204
    assert with_token(third).get("/api/v1/claims/").status_code == 401
    assert with_token(other).get("/api/v1/claims/").status_code == 200


@pytest.mark.parametrize("way", ["json", "basic"])
def test_attempts_are_counted_before_the_password_is_looked_at(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ByAddress, "THROTTLE_RATES", {"login": "3/minute"})
    user = UserFactory.create()

    def attempt(password: str, address: str = "192.0.2.1", said: str = "") -> int:
        client = APIClient(REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=said)
        if way == "basic":
            return client.post(LOGIN, HTTP_AUTHORIZATION=basic(user.username, password)).status_code
        body = {"username": user.username, "password": password}
        return client.post(LOGIN, body, format="json").status_code

    assert [attempt(f"guess {n}", said=f"198.51.100.{n}") for n in range(4)] == [401, 401, 401, 429]
    assert attempt(PASSWORD) == 429
    assert attempt(PASSWORD, address="192.0.2.2") == 200


def test_behind_a_proxy_the_address_is_the_one_that_it_names(settings: Settings) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    request = (
        APIClient().get("/healthz", HTTP_X_FORWARDED_FOR="198.51.100.1, 192.0.2.7").wsgi_request
    )
    assert ByAddress().get_ident(Request(request)) == "192.0.2.7"
