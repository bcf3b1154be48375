"""What supervisors are told."""

import socket
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django.fixtures import Settings

from factcheck import health
from factcheck.celery import app


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    health.recent.forget()
    yield
    health.recent.forget()


def test_the_process_answers_without_a_database(client: Client) -> None:
    """Nothing marks this test for the database, so that pytest-django would refuse it."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready",
        "checks": {"database": "ok", "migrations": "ok", "broker": "ok"},
    }
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_neither_a_login_nor_https_is_asked_for(
    client: Client, settings: Settings, path: str
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/api/v1/").status_code == 301
    assert client.get(path).status_code == 200
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


@pytest.fixture
def no_database(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The server is gone, and a secret in its address."""
    connection.close()
    with monkeypatch.context() as patched:
        nowhere = {"host": "/nonexistent", "password": "hunter2"}
        patched.setitem(connection.settings_dict, "OPTIONS", nowhere)
        yield
        connection.close()


def test_no_database(client: Client, no_database: None) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "not ready",
        "checks": {
            "database": "does not answer",
            "migrations": "unknown while the database does not answer",
            "broker": "ok",
        },
    }


def test_the_process_still_answers_without_its_database(client: Client, no_database: None) -> None:
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_a_migration_is_missing(client: Client) -> None:
    recorded = MigrationRecorder.Migration.objects.filter(app="claims")
    number, _ = recorded.delete()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {
        "database": "ok",
        "migrations": f"{number} not applied",
        "broker": "ok",
    }


@pytest.fixture
def no_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A port that nobody listens on, and a password in the address."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"redis://:hunter2@127.0.0.1:{taken.getsockname()[1]}/0"
        monkeypatch.setattr(app.conf, "broker_url", address)
        yield address


@pytest.mark.django_db
def test_no_broker(client: Client, no_broker: str, caplog: pytest.LogCaptureFixture) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {
        "database": "ok",
        "migrations": "ok",
        "broker": "does not answer",
    }
    assert "broker does not answer" in caplog.text
    assert "hunter2" not in answer.content.decode() + caplog.text


@pytest.mark.django_db
def test_many_probes_cost_no_more_than_one(
    client: Client, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    assert client.get("/readyz").status_code == 200
    MigrationRecorder.Migration.objects.filter(app="claims").delete()
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert client.get("/readyz").status_code == 200
    health.recent.forget()
    assert client.get("/readyz").status_code == 503


def test_addresses_are_left_out_of_the_redirect() -> None:
    assert {r"^healthz$", r"^readyz$"} <= set(django_settings.SECURE_REDIRECT_EXEMPT)
