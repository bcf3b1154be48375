"""Whatever is killed in mid-import: nothing is lost, nothing is doubled. Real workers, real engines."""

import io
import json
import os
import signal
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from celery import current_app
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from claims import extraction
from claims.models import Attribution, Claim
from factcheck import engines
from sources.models import Case, Document, ImportItem, ImportJob
from sources.services.progress import Tally, errors, tally
from tests.faults.conftest import Start
from tests.processes import PATIENCE_SECONDS, Worker, until
from tests.sources.readers.files import locked, pdf, zipped

pytestmark = pytest.mark.slow

TOWNS = ("Aldmoor", "Brakstad", "Corvin", "Dunhelm", "Estry", "Falmark", "Gorsby", "Hathen")


def report(number: int) -> str:
    """A text of its own for each number, with somebody who says something."""
    town = TOWNS[number % len(TOWNS)]
    return (
        f"Fire in {town}\n\n"
        f"The mayor of {town} said that {number + 3} people were killed in the fire of {town}. "
        f"The police of {town} denied that house {number} had been set on fire.\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dozen texts."""
    folder = tmp_path / "reports"
    folder.mkdir()
    write_reports(folder, 12)
    return folder


def write_reports(folder: Path, count: int) -> None:
    for number in range(count):
        (folder / f"{number:02}.txt").write_text(report(number))


def queue_up(folder: Path) -> ImportJob:
    """Imports the folder without a worker."""
    call_command("import_documents", str(folder), stdout=io.StringIO(), stderr=io.StringIO())
    return ImportJob.objects.get()


def sweep() -> None:
    """As beat does, every minute."""
    for name in ("sources.sweep", "claims.sweep"):
        current_app.send_task(name)


def done(job: ImportJob) -> bool:
    return tally(job).waiting == 0


def underway(job: ImportJob) -> bool:
    """Some documents are through extraction, and some are not linked."""
    now = tally(job)
    return now.waiting < now.total and now.imported > now.to_extract


def check_that_all_is_there_once(job: ImportJob, count: int = 12) -> None:
    assert errors(job, most=5) == []
    assert tally(job) == Tally(imported=count)
    documents = Document.objects.order_by("name")
    assert [document.text for document in documents] == [report(number) for number in range(count)]
    assert {document.status for document in documents} == {"linked"}
    assert ImportItem.objects.values("document").distinct().count() == count
    for document in documents:
        found = extraction.extract(document.text, title=document.title, language="en")
        assert found.attributions, "a text that says nothing shows nothing"
        assert Claim.objects.filter(document=document).count() == len(found.claims)
        quotes = {(a.content.start, a.content.end, a.stance, a.claim) for a in found.attributions}
        assert Attribution.objects.filter(document=document).count() == len(quotes)


def test_kill_9_of_the_worker_in_mid_import(
    folder: Path, start_worker: Callable[[], Worker]
) -> None:
    """The queue is lost with it, so that all that is left is what the status columns say."""
    write_reports(folder, 40)
    job = queue_up(folder)
    worker = start_worker()
    until(lambda: underway(job))
    worker.kill()
    left = tally(job)
    assert left.waiting > 0, "it was killed too late to show anything"
    current_app.control.purge()

    start_worker()
    until(lambda: done(job), meanwhile=sweep)
    check_that_all_is_there_once(job, 40)


@pytest.mark.parametrize("engine", [engines.Valkey, engines.Postgres])
def test_a_server_that_is_killed_and_comes_back(
    folder: Path, start_worker: Callable[[], Worker], engine: Callable[[], engines.Engine]
) -> None:
    server = engine()
    if server.process() is None:
        pytest.skip(f"{server.name} is not ours: it was given by {server.variable}")
    job = queue_up(folder)
    start_worker()
    until(lambda: underway(job))
    process = server.process()
    assert process
    process.kill()
    process.wait(10)
    server.start()
    connection.close()

    until(lambda: done(job), meanwhile=sweep)
    check_that_all_is_there_once(job)


# --- The command that waits ----------------------------------------------------------------------


def result(command: subprocess.Popen[str]) -> tuple[int, dict[str, Any], str]:
    """Its exit status, its one line of output, and what it told people."""
    out, err = command.communicate(timeout=PATIENCE_SECONDS)
    (line,) = out.splitlines()
    return command.returncode, json.loads(line), err


def everything_but_the_record_of_jobs() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of our tables, but for those that say that an import took place."""
    models = [*apps.get_app_config("sources").get_models(include_auto_created=True)]
    models += apps.get_app_config("claims").get_models(include_auto_created=True)

    def plain(value: object) -> object:
        return bytes(value) if isinstance(value, memoryview) else str(value)

    return {
        model._meta.label: [
            tuple(map(plain, row)) for row in model._base_manager.order_by("pk").values_list()
        ]
        for model in models
        if model not in (ImportJob, ImportItem)
    }


BAD = {
    "empty.txt": "The file is empty.",
    "picture.txt": "it holds a PNG picture",
    "broken.txt": "The text is damaged: it is UTF-8 up to byte",
    "locked.pdf": "password",
    "bomb.zip/zeros.txt": "as a zip bomb does",
    "long.jsonl:1": "The line is longer than 20,000,000 bytes",
    "table.csv": "The table has no column “text”",
    "notes.xyz": "Files ending in “.xyz” are not read",
}


def write_bad_files(folder: Path) -> None:
    (folder / "empty.txt").touch()
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    cut = "Ночью в гавани сгорели девять лодок.".encode()
    (folder / "broken.txt").write_bytes(cut + b"\xd0" + cut)
    (folder / "locked.pdf").write_bytes(locked(pdf(["Nobody may read this."]), user="secret"))
    (folder / "bomb.zip").write_bytes(zipped({"zeros.txt": bytes(50_000_000)}))
    with (folder / "long.jsonl").open("wb") as file:
        file.write(b'{"text": "')
        for _ in range(200):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n{"text": "The mayor of Estry said that it was over."}\n')
    (folder / "table.csv").write_text("title,body\nFire,It burned.\n")
    (folder / "notes.xyz").write_text("Something.")


def test_bad_files_fail_in_words_and_the_others_are_imported_once(
    start_command: Start, tmp_path: Path
) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    write_bad_files(folder)
    for number in range(3):
        (folder / f"{number}.txt").write_text(report(number))
    (folder / "russian.txt").write_text("Мэр сообщил, что ночью в гавани сгорели девять лодок.")

    status, line, told = result(start_command(folder, "--case", "Fires"))
    job = ImportJob.objects.get()
    assert status == 1
    assert line == {"job": job.pk, "imported": 4, "duplicates": 0, "failed": len(BAD), "skipped": 1}
    found = dict(job.items.filter(status="failed").values_list("name", "error"))
    assert found.keys() == BAD.keys()
    for name, words in BAD.items():
        assert words in found[name]
        assert f"{name}: {found[name]}" in told
        assert "Traceback" not in found[name]
    assert Case.objects.get().documents.count() == 5
    statuses = Counter(Document.objects.values_list("status", flat=True))
    assert statuses == {"linked": 4, "skipped": 1}

    before = everything_but_the_record_of_jobs()
    assert before["claims.Attribution"]
    status, line, _ = result(start_command(folder, "--case", "Fires"))
    assert line == {**line, "imported": 0, "duplicates": 5, "failed": len(BAD), "skipped": 0}
    assert everything_but_the_record_of_jobs() == before


def test_the_command_replaces_a_worker_that_dies_and_leaves_none_behind(
    start_command: Start, folder: Path
) -> None:
    command = start_command(folder)
    process = psutil.Process(command.pid)

    def workers() -> list[psutil.Process]:
        alive = (child for child in process.children() if child.status() != psutil.STATUS_ZOMBIE)
        return [child for child in alive if "celery" in child.cmdline()]

    until(lambda: ImportJob.objects.exists() and underway(ImportJob.objects.get()))
    (first,) = workers()
    os.killpg(first.pid, signal.SIGKILL)
    until(lambda: first not in workers() and bool(workers()))
    (second,) = workers()

    status, _, told = result(command)
    check_that_all_is_there_once(ImportJob.objects.get())
    assert status == 0
    assert "The worker died; another one takes over." in told
    assert not second.is_running()


def test_ctrl_c_ends_the_waiting_and_not_the_work(start_command: Start, folder: Path) -> None:
    command = start_command(folder)
    until(lambda: ImportItem.objects.count() == 12)
    command.send_signal(signal.SIGINT)
    out, told = command.communicate(timeout=PATIENCE_SECONDS)
    assert command.returncode == 130
    assert out == ""
    assert "Stopped. What was taken in stays in the queue." in told
    assert "Traceback" not in told
    assert tally(ImportJob.objects.get()).failed == 0
