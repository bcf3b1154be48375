"""The demonstration: five short texts about one attack, for a system that holds nothing yet."""

from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings

from sources.models import ImportItem, ImportJob, User
from sources.readers import manifest
from sources.services import importing

CASE = "Crocus City Hall attack"


def folder() -> Path | None:
    """Where the texts and their manifest are; None where they did not come along."""
    path: Path = settings.BASE_DIR / "seeds"
    return path if path.is_dir() else None


def bring_in(
    texts: Path,
    *,
    door: ImportJob.Door,
    by: User | None,
    stored: Callable[[Sequence[ImportItem]], None],
) -> ImportJob:
    """The texts of this folder as items of a job, in the demonstration's case; `stored` as in `receive`."""
    job = ImportJob.objects.create(
        name="The demonstration",
        case=importing.case_named(CASE),
        door=door,
        created_by_id=by.pk if by else None,
    )
    described = manifest.load(texts / "manifest.csv")
    incoming = importing.files(sorted(texts.glob("*.txt")))
    importing.receive(incoming, job=job, stored=stored, manifest=described)
    return job
