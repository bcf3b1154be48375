"""An analyst's way through the admin, in a real browser."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from sources.models import ImportItem
from tests.browser.story import Story
from tests.factories import (
    AttributionFactory,
    ClaimFactory,
    DocumentFactory,
    ImportItemFactory,
    ImportJobFactory,
    SourceFactory,
)

Shoot = Callable[[str], None]
LogIn = Callable[[User], None]


@pytest.fixture
def root(transactional_db: None) -> User:
    return User.objects.create_superuser("root", password="a long password for tests")


@pytest.fixture
def desk(page: Page, root: User, logged_in: LogIn) -> Page:
    """A page where the superuser is logged in."""
    logged_in(root)
    return page


def test_login_then_the_first_page_leads_to_a_conflict_in_one_click(
    page: Page, root: User, story: Story, shoot: Shoot
) -> None:
    page.goto("/")
    shoot("login")
    page.get_by_label("Username").fill("root")
    page.get_by_label("Password").fill("a long password for tests")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("link", name="Harbour fire", exact=True)).to_be_visible()
    shoot("overview")
    page.get_by_role("link", name=story.toll.question).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(story.toll.question)
    expect(page.get_by_role("heading", name="At least eleven people were killed")).to_be_visible()
    shoot("conflict")


def test_empty_system_says_what_to_do(desk: Page, shoot: Shoot) -> None:
    desk.goto("/admin/")
    shoot("overview-empty")
    desk.get_by_label("Drop files here").set_input_files(
        {"name": "first.txt", "mimeType": "text/plain", "buffer": b"The mayor said that it rained."}
    )
    desk.get_by_role("button", name="Import").click()
    expect(desk.locator("#items")).to_contain_text("first.txt")


def test_document_is_read_with_its_attributions(desk: Page, story: Story, shoot: Shoot) -> None:
    desk.goto(f"/admin/sources/document/{story.herald.pk}/change/")
    text = desk.get_by_label("Text", exact=True)
    assert text.text_content() == story.herald.text
    denial = text.locator("mark.stance-denies")
    expect(denial).to_have_text("its members had been smoking in the building")
    assert "double" in denial.evaluate("mark => getComputedStyle(mark).textDecorationStyle")
    expect(text.locator("mark.within")).to_have_count(1)
    expect(text.locator(".boilerplate")).to_contain_text("Read More")
    shoot("document")
    margin = desk.get_by_label("Attributions", exact=True)
    entry = margin.locator("article", has_text="Dock workers' union")
    expect(entry).to_contain_text("denies")
    entry.get_by_role("link", name=story.smoking.text).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(story.smoking.text)


def test_files_are_dropped_and_watched(
    desk: Page, story: Story, shoot: Shoot, tmp_path: Path
) -> None:
    desk.goto(f"/admin/sources/importjob/add/?case={story.case.pk}")
    shoot("import")
    desk.evaluate(
        """() => {
          const dropped = new DataTransfer();
          dropped.items.add(new File(["The mayor said that three houses burned."], "mayor.txt"));
          document.querySelector("[data-drop]")
            .dispatchEvent(new DragEvent("drop", {dataTransfer: dropped, cancelable: true}));
        }"""
    )
    expect(desk.locator("[data-chosen]")).to_contain_text("mayor.txt")
    desk.get_by_role("button", name="Import").click()
    expect(desk.locator("#items")).to_contain_text("waiting")
    item = ImportItem.objects.get(name="mayor.txt")
    document = DocumentFactory.create(title="What the mayor said", status="linked")
    item.status, item.document = ImportItem.Status.IMPORTED, document
    item.save()
    expect(desk.get_by_role("link", name="What the mayor said")).to_be_visible()
    expect(desk.get_by_role("status")).to_contain_text("Done.")
    assert desk.locator("#items").get_attribute("hx-get") is None
    shoot("job")


def test_files_are_chosen_without_scripts(
    chromium: object, live_server: LiveServer, desk: Page, tmp_path: Path
) -> None:
    """The field alone does it; the script only adds dropping."""
    desk.route("**/drop.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    file = tmp_path / "note.txt"
    file.write_text("The mayor said that three houses burned.")
    desk.goto("/admin/sources/importjob/add/")
    desk.get_by_label("Files").set_input_files(file)
    desk.get_by_role("button", name="Import").click()
    expect(desk.locator("#items")).to_contain_text("note.txt")


def test_failed_items_can_be_tried_again(desk: Page, shoot: Shoot) -> None:
    job = ImportJobFactory.create(name="two reports")
    failed = ImportItemFactory.create(
        job=job, name="picture.txt", status="failed", error="This is a picture (PNG), not a text."
    )
    ImportItemFactory.create(
        job=job,
        name="fine.txt",
        status="imported",
        document=DocumentFactory.create(status="linked"),
    )
    desk.goto(f"/admin/sources/importjob/{job.pk}/change/")
    expect(desk.get_by_role("region", name="Failed")).to_contain_text("This is a picture (PNG)")
    shoot("job-failed")
    desk.get_by_role("button", name="Try the failed again").click()
    expect(desk.locator(".messagelist")).to_contain_text("Trying 1 again")
    failed.refresh_from_db()
    assert failed.status == ImportItem.Status.PENDING


HOSTILE = "<script>document.title='stolen'</script><img src=x onerror=\"document.title='stolen'\">"


@pytest.mark.parametrize("place", ["document", "claim", "source", "list"])
def test_hostile_document_stays_text(desk: Page, place: str) -> None:
    publisher = SourceFactory.create(name=f"Paper {HOSTILE}")
    text = f"Somebody said {HOSTILE} is fine.</section></main><style>*{{display:none}}</style>"
    document = DocumentFactory.create(title=HOSTILE, name=HOSTILE, text=text, publisher=publisher)
    claim = ClaimFactory.create(text=f"Claim {HOSTILE}", document=document)
    row = AttributionFactory.create(claim=claim, claimant=publisher, start=5, end=60)
    address = {
        "document": f"/admin/sources/document/{document.pk}/change/",
        "claim": f"/admin/claims/claim/{claim.pk}/change/",
        "source": f"/admin/sources/source/{publisher.pk}/change/",
        "list": f"/admin/claims/attribution/?q=script&document__id__exact={document.pk}",
    }[place]
    desk.goto(address)
    assert "<script>document.title" in str(desk.locator("main").text_content())
    assert not re.search("^stolen", desk.title())
    assert desk.locator("main img[src=x], main script:not([src])").count() == 0
    if place == "document":
        assert desk.get_by_label("Text", exact=True).text_content() == text
        assert row.quote in text
