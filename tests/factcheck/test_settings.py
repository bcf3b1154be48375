"""Settings as other environments make them, each in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NAMES = [
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "DEBUG",
    "SECRET_KEY",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SECURE_SSL_REDIRECT",
    "SECURE_PROXY_SSL_HEADER",
    "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_PRELOAD",
    "TIME_ZONE",
    "REST_FRAMEWORK",
    "DATABASES",
    "CACHES",
    "CELERY_BROKER_URL",
    "CELERY_BROKER_TRANSPORT_OPTIONS",
    "LOGGING",
    "CELERY_BEAT_SCHEDULE",
    "CELERY_WORKER_MAX_MEMORY_PER_CHILD",
    "DATA_UPLOAD_MAX_MEMORY_SIZE",
    "STATIC_ROOT",
]
SHOW = f"""
import json, sys
from factcheck import settings
json.dump({{name: getattr(settings, name) for name in {NAMES}}}, sys.stdout, default=str)
"""


def load(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SHOW],
        env={"PATH": os.environ["PATH"], "FACTCHECK_DATA": str(folder), **environment},
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )


def look(settings: dict[str, Any], path: str) -> Any:
    found: Any = settings
    for key in path.split("/"):
        found = found[key]
    return found


NOTHING = {
    "DEBUG": False,
    "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"],
    "CSRF_TRUSTED_ORIGINS": [],
    "SESSION_COOKIE_SECURE": False,
    "CSRF_COOKIE_SECURE": False,
    "SECURE_SSL_REDIRECT": False,
    "SECURE_PROXY_SSL_HEADER": None,  # a header that anybody can send is not believed
    "SECURE_HSTS_SECONDS": 0,
    "REST_FRAMEWORK/NUM_PROXIES": 0,
    "REST_FRAMEWORK/DEFAULT_THROTTLE_RATES/login": "10/minute",
    "CELERY_BROKER_TRANSPORT_OPTIONS/global_keyprefix": "factcheck:",
    "CELERY_BEAT_SCHEDULE/claims.sweep/schedule": 60,
    "DATABASES/default/ENGINE": "django.db.backends.postgresql",
    "DATABASES/default/CONN_MAX_AGE": 60,
    "DATA_UPLOAD_MAX_MEMORY_SIZE": 209_715_200,
    "TIME_ZONE": "UTC",
    "LOGGING/root/level": "INFO",
}


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, NOTHING),
        (
            {"HTTPS": "true", "PROXIES": "2", "ALLOWED_HOSTS": "facts.example,localhost"},
            {
                "SESSION_COOKIE_SECURE": True,
                "CSRF_COOKIE_SECURE": True,
                "SECURE_SSL_REDIRECT": True,
                "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
                "SECURE_HSTS_SECONDS": 31_536_000,
                "SECURE_HSTS_PRELOAD": True,
                "REST_FRAMEWORK/NUM_PROXIES": 2,
                "ALLOWED_HOSTS": ["facts.example", "localhost"],
                "DEBUG": False,
            },
        ),
        (
            {"HTTPS": "on", "HSTS_SECONDS": "0", "SECRET_KEY": "k" * 50, "DEBUG": "1"},
            {
                "SECURE_HSTS_SECONDS": 0,
                "SECURE_SSL_REDIRECT": True,
                "SECRET_KEY": "k" * 50,
                "DEBUG": True,
            },
        ),
        (
            {
                "DATABASE_URL": "postgres://ann:p%40ss@db.example:5433/facts",
                "REDIS_URL": "redis://cache.example:6380/3",
                "DATABASE_CONN_MAX_AGE": "0",
                "BROKER_PREFIX": "second:",
                "SWEEP_SECONDS": "5",
                "WORKER_MAX_KILOBYTES": "1000",
            },
            {
                "DATABASES/default/HOST": "db.example",
                "DATABASES/default/PORT": 5433,
                "DATABASES/default/PASSWORD": "p@ss",
                "DATABASES/default/CONN_MAX_AGE": 0,
                "CACHES/default/LOCATION": "redis://cache.example:6380/3",
                "CELERY_BROKER_URL": "redis://cache.example:6380/3",
                "CELERY_BROKER_TRANSPORT_OPTIONS/global_keyprefix": "second:",
                "CELERY_BEAT_SCHEDULE/sources.sweep/schedule": 5,
                "CELERY_WORKER_MAX_MEMORY_PER_CHILD": 1000,
            },
        ),
        (
            {
                "CSRF_TRUSTED_ORIGINS": "https://facts.example,https://b.example",
                "LOGIN_RATE": "3/hour",
                "TIME_ZONE": "Europe/Vienna",
                "LOG_LEVEL": "WARNING",
                "UPLOAD_MAX_BYTES": "1000",
                "HTTPS": "false",
                "DEBUG": "no",
            },
            {
                "CSRF_TRUSTED_ORIGINS": ["https://facts.example", "https://b.example"],
                "REST_FRAMEWORK/DEFAULT_THROTTLE_RATES/login": "3/hour",
                "TIME_ZONE": "Europe/Vienna",
                "LOGGING/root/level": "WARNING",
                "DATA_UPLOAD_MAX_MEMORY_SIZE": 1000,
                "SECURE_SSL_REDIRECT": False,
                "DEBUG": False,
            },
        ),
    ],
)
def test_what_an_environment_makes_of_them(
    tmp_path: Path, environment: dict[str, str], expected: dict[str, Any]
) -> None:
    done = load(tmp_path, **environment)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    settings = json.loads(done.stdout)
    assert {path: look(settings, path) for path in expected} == expected
    assert settings["STATIC_ROOT"] == str(tmp_path / "static")
    kept = [path.name for path in tmp_path.iterdir()]
    assert kept == ([] if "SECRET_KEY" in environment else ["secret-key"])


@pytest.mark.parametrize("name", ["PROXIES", "SWEEP_SECONDS"])
def test_a_number_that_is_none_stops_the_start(tmp_path: Path, name: str) -> None:
    done = load(tmp_path, **{name: "two"})
    assert done.returncode != 0
    assert "'two'" in done.stderr
