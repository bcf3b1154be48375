"""Write what was found to a file or to standard output."""

import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from claims.exports import FORMATS, export
from sources.models import Case

CANT_USE = 2  # exit status for arguments that can't be used
SECONDS = 5  # between two lines on standard error, where it is no terminal


class Command(BaseCommand):
    help = (
        "Exports sources, documents, claims, attributions, links and conflicts (jsonl), "
        "a table of attributions (csv), or adopted verdicts (claimreview). "
        "Whoever may run it sees everything, limited cases too."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=FORMATS, default="jsonl")
        parser.add_argument("--case", metavar="NAME", help="only the rows of this case")
        parser.add_argument("--output", metavar="FILE", default="-", help="- is standard output")

    def handle(self, **options: Any) -> None:
        case = _case(options["case"]) if options["case"] is not None else None
        lines = _watched(export(options["format"], case=case))
        if options["output"] == "-":
            self._print(lines)
        else:
            _write(lines, Path(options["output"]))

    def _print(self, lines: Iterator[str]) -> None:
        try:
            for line in lines:
                self.stdout.write(line, ending="")
            self.stdout.flush()
        except BrokenPipeError:  # the reader has enough, as `head` has
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _case(name: str) -> Case:
    """The case of this name, whatever its letter case. Raises CommandError naming those there are."""
    case = Case.objects.filter(name__iexact=name).first()
    if case is None:
        known = ", ".join(f"“{known}”" for known in Case.objects.values_list("name", flat=True))
        raise CommandError(
            f"There is no case “{name}”. Known cases: {known or 'none yet'}.", returncode=CANT_USE
        )
    return case


def _write(lines: Iterator[str], path: Path) -> None:
    """Whole or not at all: what was there stays until the new file is complete."""
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            file.writelines(lines)
        unfinished.replace(path)
    except OSError as error:
        message = f"{path} can't be written: {error.strerror}."
        raise CommandError(message, returncode=CANT_USE) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _watched(lines: Iterator[str]) -> Iterator[str]:
    """The same lines, with progress on standard error."""
    console = Console(stderr=True)
    if console.is_terminal:
        columns = (TextColumn("Exporting: {task.completed:,.0f} lines"), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task("", total=None)
            for line in lines:
                yield line
                progress.advance(task)
        return
    due = time.monotonic() + SECONDS
    for number, line in enumerate(lines, 1):
        yield line
        if time.monotonic() >= due:
            print(f"Exporting: {number:,} lines", file=sys.stderr)
            due = time.monotonic() + SECONDS
