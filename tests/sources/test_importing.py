"""What is handed in becomes items that wait, with their bytes beside them."""

import io
import os
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from sources.models import Case, ImportItem, ImportJob, Original
from sources.readers import Limits, Metadata
from sources.readers import metadata as described
from sources.services import importing
from sources.services.importing import Incoming
from tests.factories import CaseFactory, ImportItemFactory, ImportJobFactory, UserFactory, sha256

Receive = Callable[..., list[ImportItem]]


@pytest.fixture
def job(db: None) -> ImportJob:
    return ImportJobFactory.create()


@pytest.fixture
def receive(job: ImportJob, django_capture_on_commit_callbacks: Callable[..., object]) -> Receive:
    """Hands in streams by name; the items, as they were reported once stored."""

    def receive_streams(**options: object) -> list[ImportItem]:
        reported: list[ImportItem] = []
        contents = options.pop("contents")
        assert isinstance(contents, dict)
        incoming = [Incoming(name, io.BytesIO(content)) for name, content in contents.items()]
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]  # a context
            importing.receive(incoming, job=job, stored=reported.extend, **options)  # type: ignore[arg-type]  # the test's
        return reported

    return receive_streams


def zipped(**contents: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name.replace("__", "."), content)
    return stream.getvalue()


# --- Folders -------------------------------------------------------------------------------------


def test_folders_give_their_files_in_order_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/deep/c.md", ".hidden.txt", ".git/d.txt", "list.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Something.")
    found = list(importing.files([tmp_path], leave_out=tmp_path / "sub" / ".." / "list.csv"))
    assert [file.name for file in found] == ["a.txt", "b.txt", "sub/deep/c.md"]
    assert found[2].content == tmp_path / "sub/deep/c.md"


def test_a_named_file_is_taken_even_if_hidden(tmp_path: Path) -> None:
    (tmp_path / ".notes.txt").write_text("Something.")
    assert [file.name for file in importing.files([tmp_path / ".notes.txt"])] == [".notes.txt"]


def test_links_that_lead_nowhere_or_in_a_circle_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Something.")
    (tmp_path / "circle").symlink_to(tmp_path)
    (tmp_path / "lost.txt").symlink_to(tmp_path / "gone.txt")
    found = importing.files([tmp_path], leave_out=tmp_path / "gone.csv")
    assert [file.name for file in found] == ["a.txt", "lost.txt"]


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert list(importing.files([tmp_path])) == []


# --- Cases ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Harbour fire", "HARBOUR FIRE", "  harbour   fire "])
def test_a_case_is_found_whatever_its_letter_case(db: None, name: str) -> None:
    case = CaseFactory.create(name="Harbour fire", limited=True)
    assert importing.case_named(name) == case
    assert Case.objects.count() == 1


def test_a_case_that_is_not_there_is_made_and_open(db: None) -> None:
    case = importing.case_named(" Harbour \n fire")
    case.refresh_from_db()
    assert (case.name, case.limited) == ("Harbour fire", False)


@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_names_that_no_case_can_have(db: None, name: str) -> None:
    with pytest.raises(ValidationError):
        importing.case_named(name)
    assert not Case.objects.exists()


# --- Receiving -----------------------------------------------------------------------------------


def test_each_thing_becomes_an_item_with_its_bytes(receive: Receive, job: ImportJob) -> None:
    items = receive(
        contents={
            "a.txt": b"First.\n",
            "all.jsonl": b'{"text": "Second."}\n\n{"text": "Third."}\n',
            "table.csv": b"text,desk\nFourth.,coast\n",
            "box.zip": zipped(e__md=b"Fifth.", f__txt=b""),
        }
    )
    assert items == list(job.items.all())
    rows = [
        (item.position, item.name, item.format, item.status, bytes(item.original.content))
        for item in job.items.select_related("original")
        if item.original
    ]
    assert rows == [
        (0, "a.txt", "txt", "pending", b"First.\n"),
        (1, "all.jsonl:1", "jsonl", "pending", b'{"text": "Second."}'),
        (2, "all.jsonl:3", "jsonl", "pending", b'{"text": "Third."}'),
        (3, "table.csv:2", "csv", "pending", b"text,desk\nFourth.,coast\n"),
        (4, "box.zip/e.md", "markdown", "pending", b"Fifth."),
    ]
    empty = job.items.get(position=5)
    assert (empty.name, empty.status, empty.original) == ("box.zip/f.txt", "failed", None)
    assert empty.error == "The file is empty."


def test_the_same_bytes_are_kept_once(receive: Receive, job: ImportJob) -> None:
    first, second = receive(contents={"a.txt": b"Same.", "b.txt": b"Same."})
    (third,) = receive(contents={"c.txt": b"Same."})
    assert first.original == second.original == third.original
    (original,) = Original.objects.all()
    assert (original.sha256, original.size) == (sha256(b"Same."), 5)
    assert [item.position for item in job.items.all()] == [0, 1, 2], "later calls go on counting"


def test_large_imports_are_stored_in_batches(
    job: ImportJob, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    """Each batch is stored before the next is read, so that no import has to fit into memory."""
    batches: list[int] = []
    stored_meanwhile: list[int] = []

    def lines() -> io.BytesIO:
        return io.BytesIO(b"".join(b'{"text": "Line %d."}\n' % n for n in range(500)))

    def note(items: Sequence[ImportItem]) -> None:
        batches.append(len(items))
        stored_meanwhile.append(job.items.count())

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]  # a context
        importing.receive([Incoming("all.jsonl", lines())], job=job, stored=note)
    assert batches == [200, 200, 100]
    assert Original.objects.count() == 500


def test_large_things_make_small_batches(receive: Receive, job: ImportJob) -> None:
    big = {f"{n}.txt": bytes([65 + n]) * 5_000_000 for n in range(3)}
    assert len(receive(contents=big)) == 3
    assert list(job.items.values_list("original__size", flat=True)) == [5_000_000] * 3


def test_limits_hold(receive: Receive) -> None:
    (item,) = receive(contents={"a.txt": b"x" * 101}, limits=Limits(file_bytes=100))
    assert item.status == ImportItem.Status.FAILED
    assert "larger than 100 bytes" in item.error
    assert not Original.objects.exists()


def test_what_a_manifest_says_stays_with_the_item(receive: Receive) -> None:
    known = Metadata(
        title="Fire", publisher="The Herald", published=date(2024, 3, 26), rest={"desk": "coast"}
    )
    told, untold = receive(
        contents={"a.txt": b"First.", "b.txt": b"Second."}, manifest={"a.txt": known}
    )
    told.refresh_from_db()
    assert told.metadata == {
        "desk": "coast",
        "title": "Fire",
        "publisher": "The Herald",
        "published": "2024-03-26",
    }
    assert described.parse(told.metadata) == known
    assert untold.metadata == {}


def test_what_the_database_can_not_store_stops_nothing(receive: Receive) -> None:
    bad = Metadata(title="Fi\x00re \ud800", rest={"de\x00sk": "coast"})
    told, columns = receive(
        contents={"a.txt": b"First.", "b.csv": b"na\x00me,x\n1,2\n"}, manifest={"a.txt": bad}
    )
    told.refresh_from_db()
    assert told.metadata == {"title": "Fire ?", "desk": "coast"}
    assert columns.status == ImportItem.Status.FAILED


def test_a_file_that_is_gone_or_closed_to_us_is_a_failed_item(
    job: ImportJob, tmp_path: Path, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "lost.txt").symlink_to(tmp_path / "gone.txt")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]  # a context
        importing.receive(importing.files([tmp_path]), job=job, stored=lambda _: None)
    errors = dict(job.items.values_list("name", "error"))
    assert errors["pipe.txt"] == "It is not an ordinary file."
    assert "No such file" in errors["lost.txt"]


def test_names_are_made_safe(receive: Receive) -> None:
    traversal, long = receive(
        contents={"../../etc/pass\x00wd.txt": b"A.", f"{'x' * 600}.txt": b"B."}
    )
    assert traversal.name == "etc/passwd.txt"
    assert len(long.name) == 255
    assert long.name.endswith(".txt")


def test_what_is_in_a_line_is_found_out_later(receive: Receive, job: ImportJob) -> None:
    """Taking apart is quick; a line that is too long even to be kept fails at once."""
    lines = b'{broken\n{"text": "A line that is too long."}\n{"text": "Two."}\n'
    items = receive(contents={"all.jsonl": lines}, limits=Limits(jsonl_line_bytes=25))
    assert [item.status for item in items] == ["pending", "failed", "pending"]
    assert "longer than 25 bytes" in items[1].error
    assert job.counts()["failed"] == 1


# --- Trying again --------------------------------------------------------------------------------


def test_failed_items_wait_again_as_far_as_their_bytes_are_there(job: ImportJob) -> None:
    failed = {"job": job, "status": "failed", "error": "Broken."}
    kept = ImportItemFactory.create(**failed, attempts=3)
    lost = ImportItemFactory.create(**failed, original=None)
    done = ImportItemFactory.create(job=job, status="skipped")
    elsewhere = ImportItemFactory.create(status="failed", error="Broken.")

    assert importing.retry_failed(job=job, by=UserFactory.create()) == [kept.pk]
    kept.refresh_from_db()
    assert (kept.status, kept.error, kept.attempts) == ("pending", "", 0)
    for item, status in ((lost, "failed"), (done, "skipped"), (elsewhere, "failed")):
        item.refresh_from_db()
        assert item.status == status


def test_nothing_failed_nothing_waits(job: ImportJob) -> None:
    ImportItemFactory.create(job=job, status="imported")
    assert importing.retry_failed(job=job, by=None) == []
