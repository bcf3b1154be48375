"""Importing in the admin: from the form to the job's page."""

from typing import Any

import pytest
from celery import current_app
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sources.models import Case, ImportItem, ImportJob
from tests.factories import (
    CaseFactory,
    DocumentFactory,
    ImportItemFactory,
    ImportJobFactory,
    OriginalFactory,
    SourceAliasFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ADD = "/admin/sources/importjob/add/"
DEMONSTRATION = "/admin/sources/importjob/demonstration/"


def file(
    name: str = "report.txt", text: str = "The mayor said that it rained."
) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def send(client: Client, **words: Any) -> Any:
    words.setdefault("files", [file()])
    return client.post(ADD, words)


def waiting() -> int:
    """Messages in the real queue."""
    with current_app.connection_for_read() as connection:
        channel: Any = connection.default_channel
        name = current_app.conf.task_default_queue
        return int(channel.queue_declare(name, durable=True, auto_delete=False).message_count)


class TestDemonstration:
    def test_five_texts_wait_in_a_case(
        self, admin_client: Client, admin: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        before = waiting()
        with django_capture_on_commit_callbacks(execute=True):
            answer = admin_client.post(DEMONSTRATION)
        job = ImportJob.objects.get()
        assert answer["Location"] == f"/admin/sources/importjob/{job.pk}/change/"
        assert job.case is not None
        assert (job.case.name, job.created_by) == ("Crocus City Hall attack", admin)
        assert job.items.count() == 5
        assert job.items.get(name="03-khorasan.txt").metadata["publisher"] == "AsiaNews"
        assert waiting() == before + 5

    def test_not_into_a_case_that_is_there(self, admin_client: Client) -> None:
        CaseFactory.create(name="Crocus City Hall Attack", limited=True)
        answer = admin_client.post(DEMONSTRATION, follow=True)
        assert "be used for a new case" in answer.content.decode()
        assert not ImportJob.objects.exists()

    def test_only_for_those_who_may_import(self, admin_client: Client) -> None:
        assert admin_client.get(DEMONSTRATION).status_code == 405
        user = UserFactory.create(is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename="add_importjob"))
        client = Client()
        client.force_login(user)
        assert client.post(DEMONSTRATION).status_code == 403
        assert not ImportJob.objects.exists()


class TestImport:
    def test_files_become_items_of_a_job(
        self,
        admin_client: Client,
        admin: User,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        case = CaseFactory.create()
        before = waiting()
        with django_capture_on_commit_callbacks(execute=True):
            answer = send(
                admin_client,
                files=[file("a.txt", "A burned."), file("b.txt", "B burned.")],
                case=case.pk,
            )
        job = ImportJob.objects.get()
        assert answer["Location"] == f"/admin/sources/importjob/{job.pk}/change/"
        assert (job.name, job.case, job.door, job.created_by) == (
            "a.txt and 1 more",
            case,
            "admin",
            admin,
        )
        assert [item.name for item in job.items.all()] == ["a.txt", "b.txt"]
        assert bytes(job.items.all()[0].original.content) == b"A burned."  # type: ignore[union-attr]
        assert waiting() == before + 2

    @pytest.mark.parametrize("limited", [True, False])
    def test_new_case_is_made_with_its_first_member(
        self, admin_client: Client, admin: User, limited: bool
    ) -> None:
        words = {"new_case": "  Old   mill "} | ({"limited": "on"} if limited else {})
        send(admin_client, **words)
        case = Case.objects.get()
        assert (case.name, case.limited, list(case.members.all())) == ("Old mill", limited, [admin])
        assert ImportJob.objects.get().case == case

    def test_errors_are_said_and_nothing_is_stored(self, admin_client: Client) -> None:
        known = CaseFactory.create(name="Old mill")
        for words, said in (
            ({"files": []}, "Choose at least one file."),
            ({"new_case": "old MILL"}, "This name can&#x27;t be used for a new case."),
            ({"new_case": "New", "case": known.pk}, "not both"),
            ({"case": 999_999}, "Select a valid choice."),
            (
                {"manifest": file("list.csv", "name\nx\n")},
                "The manifest list.csv can&#x27;t be used",
            ),
            ({"manifest": file("list.csv", "file,title\nb.txt,B\n")}, "names none of these files"),
            ({"manifest": file("list.doc")}, "a manifest is a .csv or a .jsonl file"),
            ({"manifest": file("list.csv", "")}, "The manifest list.csv can&#x27;t be used"),
        ):
            answer = send(admin_client, **words)
            assert answer.status_code == 200
            assert said in answer.content.decode()
        assert not ImportJob.objects.exists()
        assert Case.objects.count() == 1

    def test_a_manifest_says_what_the_files_do_not(self, admin_client: Client) -> None:
        manifest = file("list.csv", "file,publisher,published\nb.txt,The Echo,2024-03-26\n")
        send(admin_client, files=[file("a.txt", "A burned."), file("b.txt")], manifest=manifest)
        first, second = ImportItem.objects.order_by("pk")
        assert first.metadata == {}
        assert second.metadata == {"publisher": "The Echo", "published": "2024-03-26"}

    def test_files_that_only_the_manifest_names_are_told(self, admin_client: Client) -> None:
        manifest = file("list.csv", "file,title\nreport.txt,Rain\ngone.txt,Gone\n")
        words = {"files": [file()], "manifest": manifest}
        page = admin_client.post(ADD, words, follow=True).content.decode()
        assert "Named in the manifest, but not handed in: gone.txt" in page

    def test_case_of_others_is_not_offered(self) -> None:
        user = UserFactory.create(is_staff=True)
        user.user_permissions.set(
            Permission.objects.filter(codename__in=["add_importjob", "view_importjob"])
        )
        client = Client()
        client.force_login(user)
        closed = CaseFactory.create(members=[UserFactory.create()])
        shown = client.get(ADD).content.decode()
        assert closed.name not in shown
        assert "new_case" not in shown  # takes the permission to add cases
        assert "Select a valid choice." in send(client, case=closed.pk).content.decode()

    def test_case_can_be_chosen_beforehand(self, admin_client: Client) -> None:
        case = CaseFactory.create()
        shown = admin_client.get(ADD, {"case": case.pk}).content.decode()
        assert f'<option value="{case.pk}" selected>' in shown


class TestJob:
    def shown(self, job: ImportJob, client: Client, part: str = "change") -> str:
        answer = client.get(f"/admin/sources/importjob/{job.pk}/{part}/")
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())

    def test_counts_and_bar(self, admin_client: Client) -> None:
        job = ImportJobFactory.create()
        ImportItemFactory.create(job=job)
        for _ in range(2):
            ImportItemFactory.create(job=job, status="failed", error="It is empty.")
        shown = self.shown(job, admin_client)
        assert "2 failed" in shown
        assert "1 waiting" in shown
        assert 'viewBox="0 0 3 1"' in shown
        assert shown.count("It is empty.") == 2

    @pytest.mark.parametrize(
        ("item", "document", "live"),
        [
            ("pending", None, True),
            ("imported", "imported", True),
            ("imported", "extracted", True),
            ("imported", "linked", False),
            ("imported", "failed", False),
            ("duplicate", "skipped", False),
        ],
    )
    def test_live_until_all_is_worked_out(
        self, admin_client: Client, item: str, document: str | None, live: bool
    ) -> None:
        job = ImportJobFactory.create()
        reason = "No." if document in ("failed", "skipped") else ""
        found = DocumentFactory.create(status=document, status_reason=reason) if document else None
        ImportItemFactory.create(job=job, status=item, document=found)
        for part in ("change", "items"):
            shown = self.shown(job, admin_client, part)
            assert ('hx-trigger="every 2s"' in shown) is live
            assert ("Done." in shown) is not live

    def test_live_part_is_a_part(self, admin_client: Client) -> None:
        job = ImportJobFactory.create()
        ImportItemFactory.create(job=job)
        assert "<html" not in self.shown(job, admin_client, "items")

    def test_empty_job(self, admin_client: Client) -> None:
        assert "no items" in self.shown(ImportJobFactory.create(), admin_client)

    def test_retry(self, admin_client: Client) -> None:
        job = ImportJobFactory.create()
        failed = ImportItemFactory.create(job=job, status="failed", error="The disk was full.")
        lost = ImportItemFactory.create(job=job, status="failed", error="Too big.", original=None)
        page = f"/admin/sources/importjob/{job.pk}/retry/"
        assert admin_client.get(page).status_code == 405
        before = waiting()
        answer = admin_client.post(page, follow=True)
        assert "Trying 1 again." in answer.content.decode()
        assert waiting() == before + 1
        failed.refresh_from_db()
        lost.refresh_from_db()
        assert (failed.status, lost.status) == (ImportItem.Status.PENDING, ImportItem.Status.FAILED)
        assert "Nothing to try again" in admin_client.post(page, follow=True).content.decode()

    def test_missing_job(self, admin_client: Client) -> None:
        for part in ("change", "items"):
            assert admin_client.get(f"/admin/sources/importjob/99/{part}/").status_code == 404

    def test_job_is_a_record(self, admin_client: Client) -> None:
        job = ImportJobFactory.create()
        assert admin_client.post(f"/admin/sources/importjob/{job.pk}/delete/").status_code == 403
        assert "running" not in admin_client.get("/admin/sources/importjob/").content.decode()
        ImportItemFactory.create(job=job)
        assert "running" in admin_client.get("/admin/sources/importjob/").content.decode()


class TestRecords:
    def test_source_is_found_by_its_alias(self, admin_client: Client) -> None:
        source = SourceFactory.create(name="Emomali Rahmon")
        SourceAliasFactory.create(source=source, name="Rakhmon")
        SourceAliasFactory.create(name="Rakhmonov", status="dismissed")
        shown = admin_client.get("/admin/sources/source/", {"q": "rakhmon"}).content.decode()
        assert "Emomali Rahmon" in shown
        assert "1 found" in shown

    def test_original_shows_no_bytes(self, admin_client: Client) -> None:
        original = OriginalFactory.create(content=b"secret bytes")
        shown = admin_client.get(f"/admin/sources/original/{original.pk}/change/").content.decode()
        assert original.sha256 in shown
        assert "secret bytes" not in shown

    def test_token_is_shown_whole_once(self, admin_client: Client, admin: User) -> None:
        answer = admin_client.post("/admin/knox/authtoken/add/", {"user": admin.pk}, follow=True)
        assert "TOKEN " in answer.content.decode()
        assert "TOKEN " not in admin_client.get("/admin/knox/authtoken/").content.decode()
