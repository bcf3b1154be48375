"""The list of cases and the case board in a real browser, in light and dark and at every width."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from claims.admin.workbench import documents
from claims.services import triage
from tests.browser.driving import assert_accessible
from tests.browser.story import Story, tell
from tests.factories import CaseFactory, DocumentFactory

LogIn = Callable[[User], None]
Shoot = Callable[[str], None]
LONG = "W" * 200 + " مرحبا بالعالم "


@pytest.fixture
def root(transactional_db: None) -> User:
    return User.objects.create_superuser("root", password="a long password for tests")


@pytest.fixture
def story(root: User) -> Story:
    story = tell()
    triage.weigh_conflicts([story.nine.pk, story.accident.pk])
    return story


def test_from_the_list_through_the_board_to_what_it_shows(
    page: Page,
    root: User,
    story: Story,
    logged_in: LogIn,
    shoot: Shoot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(documents, "SHOWN", 2)
    logged_in(root)
    page.goto("/admin/")
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Cases").click()
    shoot("cases")
    assert_accessible(page)
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).to_have_text(story.case.name)
    expect(page.locator(".facts")).to_contain_text("3 documents")
    shoot("board")
    assert_accessible(page)

    papers = page.get_by_role("region", name="Documents")
    expect(papers.get_by_role("rowheader")).to_have_count(2)
    papers.get_by_role("link", name="Show older ones").click()
    expect(papers.get_by_role("rowheader")).to_have_count(3)
    expect(papers.get_by_role("rowheader").last).to_have_text(story.herald.title)

    page.get_by_role("navigation", name="On this page").get_by_role("link", name="Picture").click()
    drawn = page.get_by_role("region", name="Picture of the claims")
    expect(drawn.locator(".edge")).to_have_count(2)
    expect(drawn.locator(".edge.rivals.proposed .line")).to_have_css("stroke-dasharray", "5px, 4px")
    drawn.locator("a", has_text="Arson").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(story.arson.text)

    page.go_back()
    page.get_by_role("link", name=story.cause.question).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(story.cause.question)
    page.go_back()
    page.get_by_role("link", name="Edit the case").click()
    page.get_by_role("link", name="The case board").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(story.case.name)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_in_every_width(
    page: Page, root: User, story: Story, logged_in: LogIn, shoot: Shoot, scheme: str
) -> None:
    type(story.nine).objects.filter(pk=story.nine.pk).update(text=LONG)
    type(story.herald).objects.filter(pk=story.herald.pk).update(title=LONG)
    type(story.case).objects.filter(pk=story.case.pk).update(name=LONG[:200], description=LONG)
    DocumentFactory.create(cases=[story.case], title=LONG)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    logged_in(root)
    for width in (390, 768, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        for address in ("/admin/cases/", f"/admin/cases/{story.case.pk}/"):
            page.goto(address)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, (address, width)
            if width == 1280:
                assert_accessible(page)
    shoot("board-long")


def test_an_empty_case_says_what_to_do(page: Page, root: User, logged_in: LogIn) -> None:
    logged_in(root)
    case = CaseFactory.create()
    page.goto(f"/admin/cases/{case.pk}/")
    page.get_by_role("link", name="Import some into this case").click()
    expect(page.get_by_label("Case", exact=True)).to_have_value(str(case.pk))
