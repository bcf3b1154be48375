"""Taking things in: each thing that is handed in becomes an item that waits, its bytes kept beside it."""

import logging
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO

from django.db import IntegrityError, transaction
from django.db.models import Max

from sources import readers
from sources.models import Case, ImportItem, ImportJob, Original, User
from sources.readers import metadata
from sources.services.reading import storable

logger = logging.getLogger(__name__)

# What is held in memory and stored at once: so many things, or so many bytes and the last thing.
_BATCH_ITEMS = 200
_BATCH_BYTES = 8_000_000
_NO_MANIFEST: Mapping[str, readers.Metadata] = {}


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as it was handed in. Its name's ending tells what it is."""

    name: str
    content: Path | IO[bytes]


def files(paths: Iterable[Path], *, leave_out: Path | None = None) -> Iterator[Incoming]:
    """The files at these paths and in these folders, in order of their names, without hidden ones.

    A file in a folder is named by its path from there. `leave_out` is a file that is none of them,
    such as the manifest.
    """
    aside = leave_out.resolve() if leave_out else None
    for path in paths:
        if not path.is_dir():
            yield Incoming(path.name, path)
            continue
        for file in sorted(path.rglob("*")):
            inside = file.relative_to(path)
            hidden = any(part.startswith(".") for part in inside.parts)
            if hidden or file.is_dir() or file.resolve() == aside:
                continue
            yield Incoming(inside.as_posix(), file)


def absent(manifest: Iterable[str], incoming: Iterable[Incoming]) -> list[str]:
    """The files that a manifest names and that are not among these, in archives neither."""
    names = [name for file in incoming for name in _names(file)]
    there = {*names, *(PurePosixPath(name).name for name in names)}
    return sorted(set(manifest) - there)


def _names(file: Incoming) -> Iterator[str]:
    """The file's name, and for an archive those in it."""
    yield file.name
    if PurePosixPath(file.name).suffix.lower() == ".zip":
        with suppress(zipfile.BadZipFile, OSError), zipfile.ZipFile(file.content) as archive:
            yield from (f"{file.name}/{name}" for name in archive.namelist())
        if not isinstance(file.content, Path):
            file.content.seek(0)


def case_named(name: str) -> Case:
    """The case of this name, whatever its letter case; an open one is made where there is none.

    Raises ValidationError for a name that no case can have.
    """
    name = " ".join(name.split())
    found = Case.objects.filter(name__iexact=name).first()
    if found is not None:
        return found
    case = Case(name=name)
    case.full_clean()
    try:
        with transaction.atomic():
            case.save()
    except IntegrityError:  # somebody was faster
        return Case.objects.get(name__iexact=name)
    return case


def receive(
    incoming: Iterable[Incoming],
    *,
    job: ImportJob,
    stored: Callable[[Sequence[ImportItem]], None],
    manifest: Mapping[str, readers.Metadata] = _NO_MANIFEST,
    limits: readers.Limits = readers.DEFAULT_LIMITS,
) -> None:
    """Stores everything that is handed in as items of the job, those of earlier calls before them.

    Nothing is read yet, archives and tables are only taken apart; what can't be taken apart becomes a
    failed item. `stored` is called with each batch once it is committed: the caller hands on those
    that wait, and sees how far it is.
    """
    batch: list[readers.Part | readers.Failure] = []
    size = 0
    for file in incoming:
        for part in readers.split(file.content, file.name, limits=limits, manifest=manifest):
            batch.append(part)
            size += len(part.data) if isinstance(part, readers.Part) else 0
            if len(batch) >= _BATCH_ITEMS or size >= _BATCH_BYTES:
                _store(batch, job, stored)
                batch, size = [], 0
    if batch:
        _store(batch, job, stored)


def retry_failed(*, job: ImportJob, by: User | None) -> list[int]:
    """Lets failed items be read again, as far as their originals are there.

    Returns their ids, for the caller to hand on. `by` is who asked for it.
    """
    with transaction.atomic():
        failed = (
            ImportItem.objects.select_for_update()
            .filter(job=job, status=ImportItem.Status.FAILED, original__isnull=False)
            .order_by("pk")
        )
        ids = list(failed.values_list("pk", flat=True))
        ImportItem.objects.filter(pk__in=ids).update(
            status=ImportItem.Status.PENDING, error="", attempts=0
        )
    logger.info("%s lets %d failed items of job %s be read again", by, len(ids), job.pk)
    return ids


def _store(
    batch: Sequence[readers.Part | readers.Failure],
    job: ImportJob,
    stored: Callable[[Sequence[ImportItem]], None],
) -> None:
    with transaction.atomic():
        originals = _keep([part.data for part in batch if isinstance(part, readers.Part)])
        # One upload after the other takes its places in the job.
        ImportJob.objects.select_for_update().get(pk=job.pk)
        last = ImportItem.objects.filter(job=job).aggregate(last=Max("position"))["last"]
        first = 0 if last is None else last + 1
        items = ImportItem.objects.bulk_create(
            _item(part, job, position, originals) for position, part in enumerate(batch, first)
        )
        transaction.on_commit(lambda: stored(items))


def _keep(contents: Iterable[bytes]) -> dict[str, int]:
    """Stores what is not there yet. Ids of originals by their SHA-256."""
    by_hash = {sha256(content).hexdigest(): content for content in contents}

    def known() -> dict[str, int]:
        return dict(Original.objects.filter(sha256__in=by_hash).values_list("sha256", "pk"))

    there = known()
    missing = [
        Original(sha256=key, size=len(content), content=content)
        for key, content in by_hash.items()
        if key not in there
    ]
    if not missing:
        return there
    # Another import may bring the same at the same time; in one order, so that they don't lock each other.
    missing.sort(key=lambda original: original.sha256)
    Original.objects.bulk_create(missing, ignore_conflicts=True)
    return known()


def _item(
    part: readers.Part | readers.Failure,
    job: ImportJob,
    position: int,
    originals: Mapping[str, int],
) -> ImportItem:
    item = ImportItem(job=job, position=position, name=part.name)
    if isinstance(part, readers.Failure):
        item.status = ImportItem.Status.FAILED
        item.error = storable(part.error)
    else:
        item.original_id = originals[sha256(part.data).hexdigest()]
        item.format = part.format
        known = metadata.plain(part.known)
        item.metadata = {storable(key): storable(value) for key, value in known.items()}
    return item
