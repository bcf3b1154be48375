"""The conflict desk, by keys, in a real browser."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from claims.models import Conflict
from claims.services import triage
from tests.browser.driving import CONTRAST
from tests.browser.story import Story, tell

Shoot = Callable[[str], None]
LogIn = Callable[[User], None]
WIDTHS = (390, 768, 1280, 1920)


@pytest.fixture
def root(transactional_db: None) -> User:
    return User.objects.create_superuser("root", password="a long password for tests")


@pytest.fixture
def story(root: User) -> Story:
    story = tell()
    triage.weigh_conflicts([story.nine.pk, story.accident.pk])
    return story


def test_a_conflict_is_found_resolved_undone_and_opened_by_keys(
    page: Page, root: User, story: Story, logged_in: LogIn, shoot: Shoot
) -> None:
    logged_in(root)
    page.goto("/admin/")
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Conflicts").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Conflicts")
    shoot("conflicts")
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).to_have_text(story.cause.question)
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).to_have_text(story.toll.question)
    expect(page.locator("svg.chart circle")).to_have_count(3)
    expect(page.get_by_role("heading", name="At least eleven people were killed")).to_be_visible()
    shoot("conflict")
    told = page.get_by_role("status")

    why = page.get_by_role("region", name="Why these are held to differ")
    page.keyboard.press("s")
    expect(told).to_contain_text("So it is")
    expect(why).to_contain_text("confirmed")

    page.keyboard.press("3")
    expect(page.get_by_role("radio", name="superseded")).to_be_checked()
    page.keyboard.press("p")
    page.get_by_label("The account that you hold to be right").select_option(index=1)
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.keyboard.type("The hospital counted two days later.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".facts")).to_contain_text("superseded by root")
    expect(told).to_be_focused()  # the button that had the focus is gone
    expect(page.locator(".sides")).to_contain_text("preferred")
    shoot("conflict-resolved")

    page.keyboard.press("u")
    expect(told).to_contain_text("Undone: resolved it")
    assert Conflict.objects.get(pk=story.toll.pk).state == Conflict.State.OPEN
    page.get_by_role("radio", name="real conflict").check()
    page.get_by_role("textbox", name="Why").fill("Both were counted.")
    page.get_by_role("button", name="Resolve").click()
    page.get_by_label("Because").fill("A third count came in.")
    page.get_by_role("button", name="Open again").click()
    expect(page.locator("#conflict .notice")).to_contain_text("A third count came in.")
    page.keyboard.press("l")
    expect(page.locator("ol.questions")).to_contain_text("Opened again: A third count came in.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_in_every_width(
    page: Page, root: User, story: Story, logged_in: LogIn, shoot: Shoot, scheme: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    logged_in(root)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for name, address in (
            ("conflicts", "/admin/conflicts/"),
            ("conflict-toll", f"/admin/conflicts/{story.toll.pk}/"),
            ("conflict-cause", f"/admin/conflicts/{story.cause.pk}/"),
        ):
            page.goto(address)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, (name, width)
            if width == 1280:
                assert page.evaluate(CONTRAST) == [], name
            if scheme == "light" and width != 1280:
                shoot(f"{name}-{width}")


def test_the_empty_desk_says_what_to_do(
    page: Page, root: User, logged_in: LogIn, shoot: Shoot
) -> None:
    logged_in(root)
    page.goto("/admin/conflicts/")
    expect(page.get_by_role("heading", name="None is open")).to_be_visible()
    shoot("conflicts-empty")
