"""Staying until an import is done, with a worker of its own where none answers."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError as BrokerError

from sources.management.progress import Progress
from sources.models import ImportJob
from sources.services.progress import Tally, tally

POLL_SECONDS = 0.3
# With nothing done for so long, something may be lost; the sweeps put it back.
NUDGE_SECONDS = 15.0
# Longer than any task may take: nothing will come.
STALL_SECONDS = 1.5 * settings.CELERY_TASK_TIME_LIMIT
ANSWER_SECONDS = 1.0
# Each process of a worker holds the language models.
PROCESSES = min(4, os.cpu_count() or 1)
STARTS_AT_MOST = 5


class StalledError(Exception):
    """Nothing moves any more; the message says what is left and what to do."""


def wait(job: ImportJob, *, progress: Progress) -> None:
    """Returns once every document of the job is linked, failed or skipped. Raises StalledError."""
    with _Worker(progress) as worker:
        last = Tally()
        moved_at = nudged_at = time.monotonic()
        while (now := tally(job)).waiting:
            seconds = time.monotonic()
            progress.show(now.total - now.waiting, now.total, _note(now))
            if now != last:
                last = now
                moved_at = nudged_at = seconds
            elif seconds - moved_at > STALL_SECONDS:
                raise StalledError(
                    f"Nothing has moved for {STALL_SECONDS / 60:.0f} minutes, though {now.waiting:,} wait. "
                    "They stay in the queue; look at the worker's messages."
                )
            elif seconds - nudged_at > NUDGE_SECONDS:
                nudged_at = seconds
                worker.nudge()
            if worker.tend():
                nudged_at = 0.0  # what it was on is brought back as soon as the sweeps may
            time.sleep(POLL_SECONDS)


def _note(now: Tally) -> str:
    return f" (waiting: {now.to_read} to be read, {now.to_extract} extracted, {now.to_link} linked)"


class _Worker:
    """The worker that this command brings along, if any; as a context, ended with it."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the worker
        self._starts = 0

    def __enter__(self) -> Self:
        if not _answers():
            self._start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process:
            self._process.terminate()  # it ends what it is on
            try:
                self._process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._log.close()

    def tend(self) -> bool:
        """Starts it again where it died, and tells. Raises StalledError where it dies again and again."""
        if self._process is None or self._process.poll() is None:
            return False
        if self._starts >= STARTS_AT_MOST:
            raise StalledError(f"The worker ends each time it starts:\n{self._last_words()}")
        self._progress.say("The worker died; another one takes over.")
        self._start()
        return True

    def nudge(self) -> None:
        """Has what was lost put back, and looks whether anybody is there to take it."""
        try:
            for sweep in ("sources.sweep", "claims.sweep"):
                current_app.send_task(sweep)
        except BrokerError:
            return
        if self._process is None and not _answers():
            self._start()

    def _start(self) -> None:
        self._starts += 1
        options = ["--loglevel", "WARNING", "--concurrency", str(PROCESSES)]
        options += ["--hostname", f"import{os.getpid()}-{self._starts}@%h"]
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and words
            [sys.executable, "-m", "celery", "-A", "factcheck", "worker", *options],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            cwd=Path(settings.BASE_DIR),
            # Ctrl-C reaches the command alone, which then lets the worker end what it is on.
            start_new_session=True,
        )

    def _last_words(self) -> str:
        self._log.seek(0)
        return self._log.read().decode(errors="replace")[-2000:]


def _answers() -> bool:
    """Does any worker answer?"""
    try:
        return bool(current_app.control.inspect(timeout=ANSWER_SECONDS, limit=1).ping())
    except BrokerError:
        return False
