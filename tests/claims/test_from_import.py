"""From an import on: the claims that it brought, and its case."""

import pytest
from django.test import Client

from sources.models import ImportJob
from tests.factories import (
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    DocumentFactory,
    ImportItemFactory,
    ImportJobFactory,
    UserFactory,
)
from tests.people import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return member("analyst", "ana")[1]


def page_of(job: ImportJob, client: Client) -> str:
    answer = client.get(f"/admin/sources/importjob/{job.pk}/change/")
    assert answer.status_code == 200
    return answer.content.decode()


def brought(job: ImportJob, text: str, status: str = "linked") -> None:
    """A document that the job brought, with a claim."""
    document = DocumentFactory.create(status=status)
    ImportItemFactory.create(job=job, document=document, status="imported")
    AttributionFactory.create(claim=ClaimFactory.create(text=text), document=document)


def test_once_done_it_leads_to_what_was_found(client: Client) -> None:
    job = ImportJobFactory.create(case=CaseFactory.create(), name="Reports of May")
    brought(job, "It burned")
    onward = (f'href="/admin/triage/?job={job.pk}"', f'href="/admin/cases/{job.case_id}/"')
    brought(job, "It still burned", status="extracted")
    assert "Open the case" not in page_of(job, client), "there is still something to come"
    job.items.filter(document__status="extracted").delete()
    page = page_of(job, client)
    assert f'<a class="button default" {onward[0]}' in page
    assert f'<a class="button" {onward[1]}' in page


def test_an_import_that_brought_nothing_leads_nowhere(client: Client) -> None:
    job = ImportJobFactory.create(case=CaseFactory.create())
    ImportItemFactory.create(job=job, status="failed", error="It is empty.")
    assert "Triage what was found" not in page_of(job, client)


def test_without_a_case_and_without_the_right_no_button() -> None:
    job = ImportJobFactory.create()
    brought(job, "It burned")
    viewer = page_of(job, member("viewer", "vic")[1])
    assert "Triage what was found" not in viewer
    assert "Open the case" not in viewer


def test_the_queue_of_an_import(client: Client) -> None:
    job, other = ImportJobFactory.create(name="Reports of May"), ImportJobFactory.create()
    hidden = ImportJobFactory.create(case=CaseFactory.create(members=[UserFactory.create()]))
    for one, text in ((job, "It burned"), (other, "It rained"), (hidden, "It snowed")):
        brought(one, text)

    def queue(asked: str) -> str:
        return client.get(f"/admin/triage/?job={asked}").content.decode()

    page = queue(str(job.pk))
    assert "It burned" in page
    assert "It rained" not in page
    assert f'<option value="{job.pk}" selected>Reports of May</option>' in page
    for asked in (str(hidden.pk), "999999"):
        assert not any(text in queue(asked) for text in ("It burned", "It rained", "It snowed"))
    assert "It rained" in queue("none")


def test_what_the_pages_are_for(client: Client) -> None:
    job = ImportJobFactory.create()
    for page in (
        page_of(job, client),
        client.get("/admin/sources/importjob/add/").content.decode(),
    ):
        assert "<summary>What is this?</summary>" in page
