"""The command's arguments, its one line of output and its exit status. Real workers: tests/faults."""

import io
import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.core.management import CommandError, call_command

from sources import tasks
from sources.models import Case, Document, ImportItem, ImportJob
from tests.factories import CaseFactory

Run = Callable[..., tuple[int, dict[str, Any], str]]


@pytest.fixture(autouse=True)
def _empty_queue(engines_running: None) -> Iterator[None]:
    current_app.control.purge()
    yield
    current_app.control.purge()


@pytest.fixture
def run(django_capture_on_commit_callbacks: Callable[..., Any], db: None) -> Run:
    """Runs the command; its exit status, its line of output and what it told people."""

    def import_documents(*arguments: object) -> tuple[int, dict[str, Any], str]:
        out, err, status = io.StringIO(), io.StringIO(), 0
        try:
            with django_capture_on_commit_callbacks(execute=True):
                call_command("import_documents", *map(str, arguments), stdout=out, stderr=err)
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        (line,) = out.getvalue().splitlines()
        return status, json.loads(line), err.getvalue()

    return import_documents


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two texts, one of them deeper."""
    folder = tmp_path / "reports"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text("Fire\n\nThe mayor said that nine boats burned.\n")
    (folder / "deep" / "b.txt").write_text("Flood\n\nThe mayor denied that a dam broke.\n")
    return folder


def refused(*arguments: object) -> str:
    """Why the command doesn't even begin; nothing is left of it."""
    with pytest.raises(CommandError) as caught:
        call_command("import_documents", *map(str, arguments))
    assert caught.value.returncode == 2
    assert not ImportJob.objects.exists()
    return str(caught.value)


def work() -> None:
    """What the worker's first task does, for all that waits."""
    waiting = ImportItem.objects.filter(status=ImportItem.Status.PENDING)
    for pk in list(waiting.values_list("pk", flat=True)):
        tasks.read_item(pk)


def names(job: dict[str, Any]) -> list[str]:
    return list(ImportItem.objects.filter(job=job["job"]).values_list("name", flat=True))


# --- What is imported ----------------------------------------------------------------------------


def test_the_line_of_output_has_these_keys_and_no_others(run: Run, folder: Path) -> None:
    status, line, told = run(folder)
    job = ImportJob.objects.get()
    assert line == {"job": job.pk, "imported": 0, "duplicates": 0, "failed": 0, "skipped": 0}
    assert list(line) == ["job", "imported", "duplicates", "failed", "skipped"]
    assert status == 0
    assert "2 are in the queue." in told
    assert (job.name, job.door, job.case) == (folder.name, "command", None)
    assert job.counts()["pending"] == 2


def test_folders_files_and_archives_in_one_job(run: Run, folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "box.zip", "w") as archive:
        archive.writestr("c.md", "---\ntitle: Storm\n---\nThe mayor said that a storm came.\n")
    _, line, _ = run(folder, tmp_path / "box.zip", folder / "a.txt")
    assert names(line) == ["a.txt", "deep/b.txt", "box.zip/c.md", "a.txt"]


def test_standard_input_holds_jsonl(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = b'{"id": "one", "text": "The mayor said that it burned."}\n{"id": "two"}\n'

    class Stdin:
        buffer = io.BytesIO(lines)

    monkeypatch.setattr(sys, "stdin", Stdin())
    _, line, _ = run("-")
    assert names(line) == ["stdin.jsonl:1", "stdin.jsonl:2"]
    work()
    assert Document.objects.get().name == "one"
    failed = ImportItem.objects.get(status="failed")
    assert "no “text”" in failed.error


def test_items_are_put_into_the_queue(run: Run, folder: Path) -> None:
    run(folder)
    with current_app.connection_for_read() as connection:
        queue = current_app.amqp.queues[current_app.conf.task_default_queue]
        declared: Any = queue(connection.default_channel).queue_declare()
    assert declared.message_count == 2


def test_a_thing_that_can_not_be_taken_apart_makes_the_status_1(run: Run, folder: Path) -> None:
    (folder / "empty.txt").touch()
    status, line, told = run(folder)
    assert (status, line["failed"]) == (1, 1)
    assert "empty.txt: The file is empty." in told
    assert ImportItem.objects.filter(status="pending").count() == 2


def test_many_errors_are_not_all_shown(run: Run, tmp_path: Path) -> None:
    for number in range(25):
        (tmp_path / f"{number:02}.txt").touch()
    status, line, told = run(tmp_path)
    assert (status, line["failed"]) == (1, 25)
    assert told.count("The file is empty.") == 20
    assert "… and 5 more failed." in told


def test_a_second_import_finds_everything_known(run: Run, folder: Path) -> None:
    run(folder)
    work()
    before = list(Document.objects.order_by("pk").values())
    _, line, _ = run(folder)
    work()
    assert list(Document.objects.order_by("pk").values()) == before
    assert ImportJob.objects.get(pk=line["job"]).counts()["duplicate"] == 2


# --- Cases ---------------------------------------------------------------------------------------


def test_the_case_is_made_once_and_found_again(run: Run, folder: Path) -> None:
    run(folder, "--case", "Harbour fire")
    run(folder, "--case", "harbour FIRE")
    case = Case.objects.get()
    assert (case.name, case.limited) == ("Harbour fire", False)
    work()
    assert case.documents.count() == 2


def test_known_documents_join_another_case(run: Run, folder: Path) -> None:
    limited = CaseFactory.create(name="Limited", limited=True)
    run(folder, "--case", "Open")
    run(folder, "--case", "limited")
    work()
    assert limited.documents.count() == 2
    assert Document.objects.count() == 2


@pytest.mark.parametrize("name", ["", "x" * 201])
def test_a_name_that_no_case_can_have(db: None, folder: Path, name: str) -> None:
    assert refused(folder, "--case", name).startswith("--case: ")


# --- Manifests -----------------------------------------------------------------------------------


def test_a_manifest_describes_the_files_and_is_none_of_them(run: Run, folder: Path) -> None:
    manifest = folder / "manifest.csv"
    manifest.write_text("file,publisher,published\na.txt,The Herald,2024-03-26\nb.txt,The Echo,\n")
    status, line, told = run(folder, "--manifest", manifest)
    assert names(line) == ["a.txt", "deep/b.txt"]
    work()
    published = Document.objects.order_by("name").values_list("publisher__name", "published__year")
    assert list(published) == [("The Herald", 2024), ("The Echo", None)]
    assert "not there" not in told
    assert status == 0


def test_a_manifest_describes_what_is_in_an_archive(run: Run, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "box.zip", "w") as archive:
        archive.writestr("in/c.txt", "The mayor said that a storm came.\n")
    manifest = tmp_path / "manifest.jsonl"
    manifest.write_text('{"file": "box.zip/in/c.txt", "title": "Storm"}\n')
    run(tmp_path / "box.zip", "--manifest", manifest)
    work()
    assert Document.objects.get().title == "Storm"


def test_files_that_only_the_manifest_names_are_told(run: Run, folder: Path) -> None:
    manifest = folder / "manifest.csv"
    manifest.write_text("file,title\na.txt,Fire\ngone.txt,Gone\nlost.txt,Lost\n")
    status, _, told = run(folder, "--manifest", manifest)
    assert "names 2 files that are not there: gone.txt, lost.txt" in told
    assert status == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("file,title\ngone.txt,Gone\n", "names no file that is there"),
        ("file,title\n", "names no file that is there"),
        ("title\nFire\n", "no column “file”"),
        ("file,published\na.txt,yesterday\n", "yesterday"),
        ("", "can't be used"),
    ],
)
def test_manifests_that_can_not_be_used(db: None, folder: Path, content: str, words: str) -> None:
    manifest = folder / "manifest.csv"
    manifest.write_text(content)
    assert words in refused(folder, "--manifest", manifest)


def test_a_manifest_that_is_not_there(db: None, folder: Path) -> None:
    assert "gone.csv" in refused(folder, "--manifest", folder / "gone.csv")


# --- Arguments -----------------------------------------------------------------------------------


def test_a_path_that_leads_nowhere(db: None, folder: Path) -> None:
    assert refused(folder, folder / "gone.txt") == f"There is no file or folder {folder}/gone.txt."


def test_a_folder_without_files(db: None, tmp_path: Path) -> None:
    (tmp_path / ".hidden.txt").write_text("Something.")
    assert refused(tmp_path) == "There are no files in it."


def test_standard_input_is_read_once(db: None) -> None:
    assert refused("-", "-") == "Standard input can be read once."


def test_no_path_at_all(db: None) -> None:
    with pytest.raises(CommandError, match="PATH"):
        call_command("import_documents")
