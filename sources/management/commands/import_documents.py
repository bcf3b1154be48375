"""`manage.py import_documents`: files, folders, archives or standard input, into one import job."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sources import readers
from sources.management import waiting
from sources.management.progress import Progress
from sources.models import Case, ImportItem, ImportJob
from sources.readers import manifest as manifests
from sources.services import importing
from sources.services.importing import Incoming
from sources.services.progress import errors, tally
from sources.tasks import hand_on_waiting

STDIN = "-"
_ERRORS_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Import documents: files, folders (with all that is in them), zip archives, or - for JSONL "
        "on standard input. The last line on standard output is one JSON object that counts what "
        "became of them. Exit status: 0; 1 where any failed; 2 for arguments that can't be used."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="- reads JSONL from stdin")
        parser.add_argument(
            "--case", metavar="NAME", help="the case they belong to, made if need be"
        )
        parser.add_argument(
            "--manifest",
            type=Path,
            metavar="FILE",
            help="a .csv or .jsonl with a “file” column: what is known about files that don't say it",
        )
        parser.add_argument(
            "--wait", action="store_true", help="stay until every document is linked or has failed"
        )

    def handle(
        self,
        *_args: Any,
        paths: Sequence[str],
        case: str | None,
        manifest: Path | None,
        wait: bool,
        **_options: Any,
    ) -> None:
        incoming = _incoming(paths, manifest)
        described = _described(manifest, incoming, self.stderr.write) if manifest else {}
        job = ImportJob.objects.create(
            name=_named(paths),
            case=_case(case) if case is not None else None,
            door=ImportJob.Door.COMMAND,
        )
        try:
            self._take_in(incoming, job, described)
            came_to_end = self._wait(job) if wait else True
        except KeyboardInterrupt:
            self.stderr.write("Stopped. What was taken in stays in the queue.")
            sys.exit(130)
        self._report(job)
        if not came_to_end or tally(job).failed:
            sys.exit(1)

    def _take_in(
        self,
        incoming: Iterable[Incoming],
        job: ImportJob,
        manifest: Mapping[str, readers.Metadata],
    ) -> None:
        with Progress(self.stderr, "Taken in") as progress:

            def stored(items: Sequence[ImportItem]) -> None:
                hand_on_waiting(items)
                progress.advance(len(items))

            importing.receive(incoming, job=job, stored=stored, manifest=manifest)

    def _wait(self, job: ImportJob) -> bool:
        """Stays until all is done; False where that can't be hoped for."""
        with Progress(self.stderr, "Imported") as progress:
            try:
                waiting.wait(job, progress=progress)
            except waiting.StalledError as error:
                progress.say(str(error))
                return False
        return True

    def _report(self, job: ImportJob) -> None:
        result = tally(job)
        if result.waiting:
            self.stderr.write(f"{result.waiting:,} are in the queue.")
        for name, error in errors(job, most=_ERRORS_SHOWN):
            self.stderr.write(f"{name}: {error}")
        if result.failed > _ERRORS_SHOWN:
            self.stderr.write(f"… and {result.failed - _ERRORS_SHOWN:,} more failed.")
        counts = {
            "imported": result.imported,
            "duplicates": result.duplicates,
            "failed": result.failed,
            "skipped": result.skipped,
        }
        self.stdout.write(json.dumps({"job": job.pk, **counts}))


def _named(paths: Sequence[str]) -> str:
    names = ["standard input" if path == STDIN else Path(path).resolve().name for path in paths]
    listed = names[0] if len(names) == 1 else f"{len(names)} files: {', '.join(names)}"
    return listed if len(listed) <= 100 else f"{listed[:99]}…"


def _incoming(paths: Sequence[str], manifest: Path | None) -> list[Incoming]:
    """What there is to import. Raises CommandError for paths that lead nowhere."""
    if paths.count(STDIN) > 1:
        raise CommandError("Standard input can be read once.", returncode=2)
    incoming: list[Incoming] = []
    for path in paths:
        if path == STDIN:
            incoming.append(Incoming("stdin.jsonl", sys.stdin.buffer))
        elif Path(path).exists():
            incoming += importing.files([Path(path)], leave_out=manifest)
        else:
            raise CommandError(f"There is no file or folder {path}.", returncode=2)
    if not incoming:
        raise CommandError("There are no files in it.", returncode=2)
    return incoming


def _described(
    path: Path, incoming: Iterable[Incoming], say: Callable[[str], None]
) -> Mapping[str, readers.Metadata]:
    """What the manifest says. Raises CommandError where it can't be used, or is for other files."""
    try:
        described = manifests.load(path)
    except readers.UnreadableError as error:
        raise CommandError(str(error), returncode=2) from error
    missing = importing.absent(described, incoming)
    if len(missing) == len(described):
        raise CommandError(f"The manifest {path.name} names no file that is there.", returncode=2)
    if missing:
        shown = ", ".join(missing[:_ERRORS_SHOWN])
        say(f"The manifest names {len(missing):,} files that are not there: {shown}")
    return described


def _case(name: str) -> Case:
    try:
        return importing.case_named(name)
    except ValidationError as error:
        raise CommandError(f"--case: {' '.join(error.messages)}", returncode=2) from error
