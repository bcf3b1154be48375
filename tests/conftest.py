"""What every test can use. The engines are real; tests/engines_plugin.py starts them."""

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from celery import current_app
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from factcheck import engines
from tests.processes import Worker

# Playwright's loop makes Django think that tests are asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tests run in two processes, and what they logged goes from one to the other as UTF-8, which has no
    lone surrogates."""
    report = yield
    report.sections = [
        (name, text.encode(errors="replace").decode()) for name, text in report.sections
    ]
    return report


@pytest.fixture(scope="session")
def django_db_modify_db_settings(engines_running: None) -> None:
    """The database is made once the engines run."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """At the end whoever is still connected is sent away, such as a worker that was killed a moment ago:
    the database goes with the last of them."""
    yield
    connection.close()  # a test may have killed the server that it led to
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def _plain_settings(settings: Settings) -> None:
    """No hashed names for static files, and passwords that are quick to check."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def admin(db: None) -> User:
    """A superuser."""
    return User.objects.create_superuser("root", password="a long password for tests")


@pytest.fixture
def admin_client(admin: User) -> Client:
    """A browser where the superuser is logged in."""
    client = Client()
    client.force_login(admin)
    return client


@pytest.fixture
def reachable(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Other processes meet this test in its database and at an empty queue, and sweep what has waited
    for a second."""
    address = urlsplit(engines.database_url())._replace(path=f"/{connection.settings_dict['NAME']}")
    monkeypatch.setenv("DATABASE_URL", address.geturl())
    monkeypatch.setenv("REDIS_URL", engines.redis_url())
    monkeypatch.setenv("SWEEP_SECONDS", "1")
    current_app.control.purge()
    yield
    current_app.control.purge()


@pytest.fixture
def start_worker(reachable: None, tmp_path: Path) -> Iterator[Callable[[], Worker]]:
    """Starts workers, none of which outlives the test."""
    workers: list[Worker] = []

    def start() -> Worker:
        workers.append(Worker(tmp_path / "worker.log"))
        return workers[-1]

    yield start
    for worker in workers:
        worker.kill()
