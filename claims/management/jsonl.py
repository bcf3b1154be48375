"""JSON lines in, JSON lines out: what the commands that work on a stream have in common."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any

from django.core.management.base import CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

Record = dict[str, Any]

CANT_USE = 2  # exit status for files that can't be used


class Refused(Exception):  # noqa: N818  (it is the line that is refused, no error of ours)
    """A line that can't be worked on, with the reason for its author."""


def convert(source: str, target: str, work: Callable[[Record], Record]) -> int:
    """Writes `work` of each line of `source` to `target`, in order; returns how many lines failed.

    `-` is standard input or output. A line that fails yields `{"id", "error"}` in its place. Progress
    goes to standard error. Raises CommandError (exit status 2) for a file that can't be opened or written.
    """
    try:
        return _convert(source, target, work)
    except OSError as error:  # the disk is full, or nobody reads any more
        message = f"{target} can't be written: {error.strerror}."
        raise CommandError(message, returncode=CANT_USE) from error


def _convert(source: str, target: str, work: Callable[[Record], Record]) -> int:
    failed = 0
    with ExitStack() as stack:
        lines = _opened(stack, source, "r")
        if "-" not in (source, target) and Path(target).exists() and Path(target).samefile(source):
            message = f"{target} is what is read; name another file for the output."
            raise CommandError(message, returncode=CANT_USE)
        out = _opened(stack, target, "w")
        for number, line in enumerate(_with_progress(stack, lines), start=1):
            if not line.strip():
                continue
            answer, ok = _answer(line, number, work)
            failed += not ok
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        out.flush()
    return failed


def _answer(line: str, number: int, work: Callable[[Record], Record]) -> tuple[Record, bool]:
    name: Any = number
    try:
        record = _object(line)
        name = record.get("id", number)
        return work(record), True
    except json.JSONDecodeError as error:
        return {"id": name, "error": f"Line {number} is not JSON: {error}"}, False
    except Refused as error:
        return {"id": name, "error": str(error)}, False
    except Exception as error:  # noqa: BLE001  one bad line never stops the others
        return {"id": name, "error": f"{type(error).__name__}: {error}"}, False


def _object(line: str) -> Record:
    record = json.loads(line)
    if not isinstance(record, dict):
        raise Refused("A line holds one JSON object.")
    return record


def _opened(stack: ExitStack, name: str, mode: str) -> IO[str]:
    """JSON lines are UTF-8, whatever the locale says.

    A broken byte is read as U+FFFD and so stops nothing; half a surrogate pair is written as the
    escape that JSON has for it.
    """
    encoding, errors = ("utf-8-sig", "replace") if mode == "r" else ("utf-8", "backslashreplace")
    if name == "-":
        standard = sys.stdin if mode == "r" else sys.stdout
        if isinstance(standard, TextIOWrapper):
            standard.reconfigure(encoding=encoding, errors=errors, newline="\n")
        return standard
    try:
        file = Path(name).open(mode, encoding=encoding, errors=errors, newline="\n")  # noqa: SIM115
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}.", returncode=CANT_USE) from error
    return stack.enter_context(file)


def _with_progress(stack: ExitStack, lines: IO[str]) -> Iterator[str]:
    console = Console(stderr=True)
    bar = stack.enter_context(
        Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
        )
    )
    task = bar.add_task("lines", total=None)
    for number, line in enumerate(lines, start=1):
        yield line
        bar.update(task, completed=number)
        if not console.is_terminal and number % 100 == 0:
            console.print(f"{number} lines done", highlight=False)
