"""What every test can use. The engines are real; tests/engines_plugin.py starts them."""

import os

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import Settings

# Playwright's loop makes Django think that tests are asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(engines_running: None) -> None:
    """The database is made once the engines run."""


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
