"""How far a command is, on standard error: a bar on a terminal, a line every few seconds elsewhere."""

import sys
import time
from types import TracebackType
from typing import Self

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

EVERY_SECONDS = 3.0


class Progress:
    """Used as a context; the bar is gone when it ends."""

    def __init__(self, stream: OutputWrapper, what: str) -> None:
        self._stream = stream
        self._what = what
        self._done = 0
        self._said_at = time.monotonic()
        self._bar: Bar | None = None
        if stream.isatty():
            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
            )
            self._bar = Bar(*columns, console=Console(file=sys.stderr), transient=True)
            self._bar.add_task(what, total=None)

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar:
            self._bar.stop()

    def advance(self, number: int) -> None:
        """So many more are done, of nobody knows how many."""
        self.show(self._done + number, None)

    def show(self, done: int, total: int | None, note: str = "") -> None:
        """So many of so many are done; `note` says it in more words where there is no bar."""
        self._done = done
        if self._bar:
            self._bar.update(self._bar.task_ids[0], completed=done, total=total)
        elif time.monotonic() - self._said_at >= EVERY_SECONDS:
            of_all = "" if total is None else f" of {total:,}"
            self.say(f"{self._what}: {done:,}{of_all} done{note}")

    def say(self, line: str) -> None:
        """A line that stays."""
        self._said_at = time.monotonic()
        if self._bar:
            self._bar.console.print(line, highlight=False, markup=False)
        else:
            self._stream.write(line)
            self._stream.flush()
