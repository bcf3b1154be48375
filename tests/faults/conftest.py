"""Real workers and commands, in processes of their own, on the test's database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from celery import current_app
from django.db import connection

from factcheck import engines

ROOT = Path(__file__).parent.parent.parent
PATIENCE_SECONDS = 60


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Other processes meet this test in its database and at an empty queue, and sweep what has waited
    for a second."""
    address = urlsplit(engines.database_url())._replace(path=f"/{connection.settings_dict['NAME']}")
    monkeypatch.setenv("DATABASE_URL", address.geturl())
    monkeypatch.setenv("REDIS_URL", engines.redis_url())
    monkeypatch.setenv("SWEEP_SECONDS", "1")
    current_app.control.purge()
    yield
    current_app.control.purge()


class Worker:
    """A Celery worker with two processes, in a group of its own."""

    def __init__(self, log: Path) -> None:
        command = [sys.executable, "-m", "celery", "-A", "factcheck", "worker"]
        options = ["--concurrency", "2", "--hostname", f"{time.monotonic_ns()}@test"]
        with log.open("ab") as words:
            self._process = subprocess.Popen(
                [*command, *options], cwd=ROOT, stdout=words, stderr=words, start_new_session=True
            )

    def kill(self) -> None:
        """kill -9, for it and its processes."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


@pytest.fixture
def start_worker(world: None, tmp_path: Path) -> Iterator[Callable[[], Worker]]:
    """Starts workers, none of which outlives the test."""
    workers: list[Worker] = []

    def start() -> Worker:
        workers.append(Worker(tmp_path / "worker.log"))
        return workers[-1]

    yield start
    for worker in workers:
        worker.kill()


Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start_command(world: None) -> Iterator[Start]:
    """Starts `manage.py import_documents … --wait`, with no worker but the one that it brings along.

    Neither outlives the test.
    """
    commands: list[subprocess.Popen[str]] = []

    def start(*arguments: object) -> subprocess.Popen[str]:
        words = ["manage.py", "import_documents", *map(str, arguments), "--wait"]
        commands.append(
            subprocess.Popen(
                [sys.executable, *words],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        return commands[-1]

    yield start
    for command in commands:
        if command.poll() is None:
            process = psutil.Process(command.pid)
            for child in (process, *process.children(recursive=True)):
                child.kill()
        command.communicate()


def until(
    reached: Callable[[], bool],
    *,
    meanwhile: Callable[[], object] = lambda: None,
    every_seconds: float = 2.0,
) -> None:
    """Returns when this is reached; fails the test if that takes a minute."""
    began = done = time.monotonic()
    while not reached():
        now = time.monotonic()
        assert now - began < PATIENCE_SECONDS, "it never came to that"
        if now - done > every_seconds:
            done = now
            meanwhile()
        time.sleep(0.05)
