"""Real workers in processes of their own, and how tests wait for what they do."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
# What takes seconds on a machine of its own takes long where all tests run beside each other.
PATIENCE_SECONDS = 180


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
