"""Cases, sources, documents and imports over HTTP."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks, Settings

from factcheck.celery import app
from sources.models import Case, Document, ImportItem, ImportJob, Source, SourceAlias
from tests.api_clients import client_of, ids, reader, there
from tests.factories import (
    AffiliationFactory,
    CaseFactory,
    DocumentFactory,
    ImportItemFactory,
    ImportJobFactory,
    SourceAliasFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db

# --- Reading -------------------------------------------------------------------------------------


def test_a_case_counts_the_documents_that_the_reader_sees() -> None:
    user = reader()
    case = CaseFactory.create(name="Harbour fire")
    hidden = CaseFactory.create(limited=True)
    DocumentFactory.create_batch(2, cases=[case])
    DocumentFactory.create(cases=[hidden])
    row = client_of(user).get(f"/api/v1/cases/{case.pk}/").json()
    assert (row["name"], row["limited"], row["documents"]) == ("Harbour fire", False, 2)
    assert ids(client_of(user).get("/api/v1/cases/", {"name": "harbour FIRE"})) == [case.pk]


def test_the_list_of_documents_leaves_out_what_is_long() -> None:
    document = DocumentFactory.create(
        text="Heading\n\nÄ text.", boilerplate=[[0, 7]], pages=[0], metadata={"desk": "city"}
    )
    client = client_of(reader())
    (listed,) = client.get("/api/v1/documents/").json()["results"]
    alone = client.get(f"/api/v1/documents/{document.pk}/").json()
    assert not {"text", "boilerplate", "pages", "metadata"} & set(listed)
    assert alone["text"] == "Heading\n\nÄ text."
    assert (alone["boilerplate"], alone["pages"], alone["metadata"]) == (
        [[0, 7]],
        [0],
        {"desk": "city"},
    )
    assert listed["publisher"]["name"] == there(document.publisher).name
    assert listed["original"] == {
        "sha256": document.original.sha256,
        "size": len("Heading\n\nÄ text.".encode()),
    }


@pytest.fixture
def reports() -> dict[str, Document]:
    case = CaseFactory.create(name="Harbour fire")
    return {
        "early": DocumentFactory.create(
            name="early.txt", title="Fire in the harbour", published="2024-03-01", cases=[case]
        ),
        "late": DocumentFactory.create(
            name="late.txt",
            title="The mayor resigns",
            published="2024-03-09",
            language="fr",
            url="https://example.org/late",
            status=Document.Status.SKIPPED,
            status_reason="French is not read yet.",
        ),
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["early", "late"]),
        ({"status": "skipped"}, ["late"]),
        ({"language": "fr"}, ["late"]),
        ({"name": "early.txt"}, ["early"]),
        ({"url": "https://example.org/late"}, ["late"]),
        ({"published_after": "2024-03-02"}, ["late"]),
        ({"published_before": "2024-03-01"}, ["early"]),
        ({"published_after": "2024-03-01", "published_before": "2024-03-09"}, ["early", "late"]),
        ({"search": "HARBOUR"}, ["early"]),
        ({"search": "harbor fire"}, ["early"]),  # spelt otherwise, in another order
        ({"search": "harbour mayor"}, []),
        ({"search": "?"}, []),
    ],
)
def test_filters_of_documents(
    reports: dict[str, Document], query: dict[str, str], expected: list[str]
) -> None:
    found = ids(client_of(reader()).get("/api/v1/documents/", query))
    assert found == [reports[name].pk for name in expected]


def test_documents_of_a_case_and_of_a_publisher(reports: dict[str, Document]) -> None:
    client, case = client_of(reader()), Case.objects.get()
    assert ids(client.get("/api/v1/documents/", {"case": case.pk})) == [reports["early"].pk]
    publisher = reports["late"].publisher
    assert publisher is not None
    assert ids(client.get("/api/v1/documents/", {"source": publisher.pk})) == [reports["late"].pk]


def test_a_source_with_its_other_names_and_whom_it_speaks_for() -> None:
    ministry = SourceFactory.create(name="Ministry of Ports", kind=Source.Kind.GOVERNMENT)
    SourceAliasFactory.create(source=ministry, name="Ports Ministry")
    state = SourceFactory.create(name="Freedonia", kind=Source.Kind.GOVERNMENT)
    AffiliationFactory.create(source=ministry, organisation=state, role="ministry")
    row = client_of(reader()).get(f"/api/v1/sources/{ministry.pk}/").json()
    assert [alias["name"] for alias in row["aliases"]] == ["Ports Ministry"]
    assert row["affiliations"][0]["organisation"] == {
        "id": state.pk,
        "name": "Freedonia",
        "kind": "government",
    }


def test_sources_are_found_by_their_other_names_too() -> None:
    known = SourceFactory.create(name="Ahmad Karimov")
    other = SourceFactory.create(name="Lena Brandt")
    dismissed = SourceFactory.create(name="Somebody Else")
    SourceAliasFactory.create(source=other, name="The Harbour Master")
    SourceAliasFactory.create(
        source=dismissed, name="Harbour Master", status=SourceAlias.Status.DISMISSED
    )
    client = client_of(reader())
    assert ids(client.get("/api/v1/sources/", {"search": "karimov"})) == [known.pk]
    assert ids(client.get("/api/v1/sources/", {"search": "harbour master"})) == [other.pk]


def test_sources_that_still_stand() -> None:
    kept = SourceFactory.create()
    merged = SourceFactory.create(merged_into=kept)
    client = client_of(reader())
    assert ids(client.get("/api/v1/sources/", {"standing": "true"})) == [kept.pk]
    assert ids(client.get("/api/v1/sources/", {"standing": "false"})) == [merged.pk]
    (row,) = client.get("/api/v1/sources/", {"standing": "false"}).json()["results"]
    assert row["merged_into"]["id"] == kept.pk


# --- What is confined ----------------------------------------------------------------------------


def test_nothing_of_a_limited_case_shows_through_what_refers_to_it() -> None:
    """A row that all may see, with every reference into a case that the reader is no member of."""
    secret = DocumentFactory.create(cases=[CaseFactory.create(limited=True)])
    informer = SourceFactory.create(name="Deep Throat", document=secret)
    shown = SourceFactory.create(merged_into=None, document=secret)
    document = DocumentFactory.create(publisher=shown, revises=secret, copy_of=secret)
    document.cases.add(CaseFactory.create(), *secret.cases.all())
    outlet = SourceFactory.create(merged_into=informer)
    SourceAliasFactory.create(source=outlet, name="A secret name", document=secret)
    AffiliationFactory.create(source=outlet, organisation=informer)
    item = ImportItemFactory.create(
        document=secret, status=ImportItem.Status.DUPLICATE, original=secret.original
    )
    client = client_of(reader())

    row = client.get(f"/api/v1/documents/{document.pk}/").json()
    assert (row["publisher"], row["revises"], row["copy_of"]) == (None, None, None)
    assert len(row["cases"]) == 1
    row = client.get(f"/api/v1/sources/{outlet.pk}/").json()
    assert (row["aliases"], row["affiliations"], row["merged_into"]) == ([], [], None)
    row = client.get(f"/api/v1/items/{item.pk}/").json()
    assert row["document"] is None
    assert client.get(f"/api/v1/documents/{secret.pk}/").status_code == 404
    assert informer.pk not in ids(client.get("/api/v1/sources/", {"search": "deep throat"}))
    assert client.get("/api/v1/sources/", {"search": "secret name"}).json()["results"] == []


def test_a_limited_case_is_no_filter_for_others() -> None:
    member, other = reader(), reader()
    case = CaseFactory.create(members=[member])
    document = DocumentFactory.create(cases=[case])
    assert ids(client_of(member).get("/api/v1/documents/", {"case": case.pk})) == [document.pk]
    answer = client_of(other).get("/api/v1/documents/", {"case": case.pk})
    assert answer.status_code == 400
    assert answer.json() == {"case": ["There is no case of this id."]}
    assert ids(client_of(other).get("/api/v1/cases/")) == []


# --- Handing in ----------------------------------------------------------------------------------

IMPORTS = "/api/v1/imports/"


def text_file(name: str = "fire.txt", text: str = "Fire\n\nThe mill burned.") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), content_type="text/plain")


def queued() -> int:
    """How many messages wait for a worker."""
    with app.connection_for_read() as connection:
        channel: Any = connection.default_channel
        return int(channel._size(app.conf.task_default_queue))


def test_files_become_items_that_wait(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    user = reader("add_importjob", "add_case")
    before = queued()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(user).post(
            IMPORTS, {"files": [text_file(), text_file("b.txt", "Another.")], "case": " New  case "}
        )
    assert answer.status_code == 202, answer.content
    row = answer.json()
    job = ImportJob.objects.get()
    assert (job.door, job.created_by, job.name) == ("api", user, "fire.txt, b.txt")
    assert job.case is not None
    assert job.case.name == "New case"
    assert row["id"] == job.pk
    assert row["state"] == "running"
    assert row["counts"] == {
        "pending": 2,
        "imported": 0,
        "duplicate": 0,
        "skipped": 0,
        "failed": 0,
    }
    assert row["url"] == answer.headers["Location"] == f"http://testserver{IMPORTS}{job.pk}/"
    assert client_of(user).get(row["url"]).json() == row
    assert queued() == before + 2
    items = client_of(user).get("/api/v1/items/", {"job": job.pk}).json()["results"]
    assert [(item["name"], item["status"]) for item in items] == [
        ("fire.txt", "pending"),
        ("b.txt", "pending"),
    ]


def test_documents_as_json() -> None:
    documents = [{"id": "a", "text": "The mill burned."}, {"text": "It did not."}, {"title": "x"}]
    answer = client_of(reader("add_importjob")).post(
        IMPORTS, {"documents": documents}, format="json"
    )
    assert answer.status_code == 202, answer.content
    job = ImportJob.objects.get()
    assert job.name == "3 documents"
    assert job.case is None
    assert job.items.count() == 3


def test_an_archive_is_taken_apart_and_one_bad_file_stops_nothing() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("one.txt", "One burned.")
        archive.writestr("two.txt", "Two burned.")
    files = [
        SimpleUploadedFile("all.zip", packed.getvalue()),
        SimpleUploadedFile("empty.txt", b""),
        SimpleUploadedFile("song.mp3", b"ID3"),
    ]
    row = client_of(reader("add_importjob")).post(IMPORTS, {"files": files}).json()
    assert (row["counts"]["pending"], row["counts"]["failed"]) == (2, 2)
    errors = ImportItem.objects.filter(status="failed").values_list("error", flat=True)
    assert all(errors)


def test_a_manifest_says_what_the_files_do_not() -> None:
    manifest = SimpleUploadedFile("list.csv", b"file,publisher\nfire.txt,The Daily Mill\n")
    answer = client_of(reader("add_importjob")).post(
        IMPORTS, {"files": [text_file()], "manifest": manifest}
    )
    assert answer.status_code == 202, answer.content
    assert ImportItem.objects.get().metadata["publisher"] == "The Daily Mill"


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({}, "files", "No file was submitted|required"),
        ({"files": ["no file"]}, "files", "not a file"),
        ({"files": [text_file()], "Case": "x"}, "Case", "no such field here. Known: case, files"),
        ({"files": [text_file()], "case": "x" * 201}, "case", "no more than 200"),
        ({"files": [text_file()], "case": "Not there"}, "case", "no case of this name"),
        (
            {"files": [text_file()], "manifest": text_file("list.csv", "name\nx\n")},
            "manifest",
            "file",
        ),
        ({"files": [text_file()], "manifest": text_file("list.doc")}, "manifest", "csv"),
        (
            {"files": [text_file()], "manifest": text_file("list.csv", "file,title\ngone.txt,G\n")},
            "manifest",
            "names none of these",
        ),
    ],
)
def test_what_an_upload_can_not_be(body: dict[str, Any], field: str, message: str) -> None:
    for value in body.get("files", []):
        if hasattr(value, "seek"):
            value.seek(0)
    answer = client_of(reader("add_importjob")).post(IMPORTS, body)
    assert answer.status_code == 400
    assert any(part in str(answer.json()[field]) for part in message.split("|"))
    assert not ImportJob.objects.exists()


@pytest.mark.parametrize(
    "body",
    [[], {}, {"documents": []}, {"documents": ["text"]}, {"documents": "text"}, {"document": []}],
)
def test_what_a_body_of_documents_can_not_be(body: object) -> None:
    answer = client_of(reader("add_importjob")).post(IMPORTS, body, format="json")
    assert answer.status_code == 400
    assert answer.json()
    assert not ImportJob.objects.exists()


def test_broken_json_and_other_types() -> None:
    client = client_of(reader("add_importjob"))
    broken = client.post(IMPORTS, "{", content_type="application/json")
    assert (broken.status_code, "JSON parse error" in broken.json()["detail"]) == (400, True)
    assert client.post(IMPORTS, "text", content_type="text/plain").status_code == 415
    assert client.post(f"{IMPORTS}?case=1", {"files": [text_file()]}).status_code == 400


def test_too_many_bytes(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = client_of(reader("add_importjob")).post(
        IMPORTS, {"documents": [{"text": "x" * 1000}]}, format="json"
    )
    assert answer.status_code == 413
    assert "more than 1,000; hand it in in parts." in answer.json()["detail"]


def test_too_many_files(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    files = [text_file(f"{number}.txt") for number in range(3)]
    answer = client_of(reader("add_importjob")).post(IMPORTS, {"files": files})
    assert answer.status_code == 413
    assert answer.json() == {"detail": "More than 2 files; pack them into a zip archive."}


def test_a_limited_case_takes_nothing_from_others() -> None:
    """And is answered like a name that the user may not make a case of."""
    member, other = reader("add_importjob"), reader("add_importjob", "add_case")
    case = CaseFactory.create(name="Secret", members=[member])
    answer = client_of(other).post(IMPORTS, {"files": [text_file()], "case": "secret"})
    assert answer.status_code == 400
    assert answer.json() == {"case": ["There is no case of this name that you may import into."]}
    answer = client_of(member).post(IMPORTS, {"files": [text_file()], "case": "secret"})
    assert answer.json()["case"] == {"id": case.pk, "name": "Secret"}
    assert ids(client_of(other).get(IMPORTS)) == []
    assert ids(client_of(other).get("/api/v1/items/")) == []


def test_a_job_runs_until_its_documents_are_linked() -> None:
    job = ImportJobFactory.create()
    document = DocumentFactory.create()
    ImportItemFactory.create(job=job, status=ImportItem.Status.IMPORTED, document=document)
    ImportItemFactory.create(job=job, status=ImportItem.Status.FAILED, error="It is empty.")
    client = client_of(reader())

    def progress() -> tuple[str, int]:
        row = client.get(f"{IMPORTS}{job.pk}/").json()
        assert (row["counts"]["imported"], row["counts"]["failed"]) == (1, 1)
        return row["state"], row["waiting_documents"]

    assert progress() == ("running", 1)
    Document.objects.update(status=Document.Status.EXTRACTED)
    assert progress() == ("running", 1)
    Document.objects.update(status=Document.Status.LINKED)
    assert progress() == ("done", 0)
