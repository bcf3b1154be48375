"""Watching a claim and a conflict by keys, and hearing what changed about them."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from claims.models import Watch
from claims.services import judging
from tests.browser.driving import CONTRAST, assert_accessible, press, told
from tests.browser.story import Story
from tests.factories import AttributionFactory, ClaimFactory, CommentFactory, UserFactory
from tests.people import member

Shoot = Callable[[str], None]
LogIn = Callable[[User], None]


@pytest.fixture
def desk(page: Page, story: Story, logged_in: LogIn) -> Page:
    """A page where a viewer is logged in."""
    logged_in(member("viewer", "vera")[0])
    return page


def test_the_entry_that_the_address_names_is_read(desk: Page, story: Story) -> None:
    vera = User.objects.get(username="vera")
    for claim in (story.nine, story.accident):
        Watch.objects.create(user=vera, claim=claim)
        CommentFactory.create(claim=claim, text="This is odd.")
    older = Watch.objects.get(claim=story.nine)
    desk.goto(f"/admin/watching/#watch-{older.pk}")
    expect(desk.locator("[data-item][aria-current]")).to_have_id(f"watch-{older.pk}")
    press(desk, "s")
    expect(desk.locator(f"#watch-{older.pk}")).not_to_contain_text("This is odd.")
    expect(desk.locator(".watched > li", has_text="This is odd.")).to_contain_text(
        story.accident.text
    )


def test_by_keys_alone(desk: Page, story: Story, shoot: Shoot) -> None:
    ben = UserFactory.create(username="ben")
    dossier, conflict = f"/admin/dossier/{story.nine.pk}/", f"/admin/conflicts/{story.toll.pk}/"
    desk.goto("/admin/watching/")
    expect(desk.get_by_role("heading", name="You watch nothing yet")).to_be_visible()
    assert_accessible(desk)
    case = f"/admin/cases/{story.case.pk}/"
    source = f"/admin/sources/source/{story.herald.publisher_id}/change/"
    for address in (dossier, conflict, case, source):
        desk.goto(address)
        if address in (dossier, conflict):
            press(desk, "?")
            expect(desk.locator(".keys dl")).to_contain_text("watch it")
            press(desk, "Escape")
        press(desk, "w")
        told(desk, "You are told what changes about it.")
        expect(desk.get_by_role("button", name="Stop watching")).to_be_visible()
        press(desk, "w")
        told(desk, "You are told no more of it.")
        press(desk, "w")
        told(desk, "You are told what changes about it.")
        assert_accessible(desk)
    assert {row.kind for row in Watch.objects.all()} == {"claim", "conflict", "case", "source"}
    Watch.objects.filter(claim=None, conflict=None).delete()

    judging.comment(story.nine, text="Ask the brigade.", by=ben)
    judging.resolve(
        story.toll,
        finding="superseded",
        rationale="Counted again on Wednesday.",
        preferred=None,
        by=ben,
        seen="",
    )
    desk.goto(dossier)
    group = desk.get_by_role("group", name="Watching")
    expect(group).to_contain_text("2 changes since")
    shoot("watching-dossier")
    assert_accessible(desk)

    desk.goto("/admin/")
    expect(desk.get_by_role("region", name="Watching")).to_contain_text("2 of 2 watched things")
    shoot("watching-first-page")
    assert_accessible(desk)
    desk.get_by_role("link", name="Watching", exact=True).click()
    expect(desk.locator(".watched > li")).to_have_count(2)
    expect(desk.locator(".watched [aria-current]")).to_be_visible()
    expect(desk.locator(".watched")).to_contain_text("said why: “Counted again on Wednesday.”")
    shoot("watching")
    assert_accessible(desk)
    assert desk.evaluate(CONTRAST) == []
    press(desk, "s")
    told(desk, "Seen.")
    expect(desk.get_by_text("no change since")).to_have_count(1)
    press(desk, "u")
    told(desk, "Not seen after all")
    expect(desk.get_by_text("no change since")).to_have_count(0)
    press(desk, "s")
    told(desk, "Seen.")
    judging.comment(story.nine, text="They did.", by=ben)  # after the page was made
    press(desk, "a")
    told(desk, "Seen.")
    expect(desk.locator(".watched")).to_contain_text("1 change since")
    expect(desk.locator(".watched")).to_contain_text("They did.")
    press(desk, "x")
    told(desk, "You are told no more of it.")
    expect(desk.locator(".watched > li")).to_have_count(1)
    desk.get_by_role("link", name="Sources").last.click()
    expect(desk.get_by_text("You watch no source")).to_be_visible()


def test_it_works_without_scripts(desk: Page, story: Story, logged_in: LogIn) -> None:
    """Forms post, and lead back to the page that they stand on."""
    browser = desk.context.browser
    assert browser is not None
    plain = browser.new_context(
        java_script_enabled=False, storage_state=desk.context.storage_state()
    ).new_page()
    desk.goto("/admin/")
    base = desk.evaluate("location.origin")
    for path in (
        f"/admin/dossier/{story.nine.pk}/",
        f"/admin/conflicts/{story.toll.pk}/?state=all",
        f"/admin/cases/{story.case.pk}/",
        f"/admin/sources/source/{story.herald.publisher_id}/change/",
    ):
        plain.goto(f"{base}{path}")
        plain.get_by_role("button", name="Watch", exact=False).first.click()
        expect(plain.get_by_role("button", name="Stop watching")).to_be_visible()
        assert plain.url == f"{base}{path}"
    assert {row.kind for row in Watch.objects.all()} == {"claim", "conflict", "case", "source"}
    plain.goto(f"{base}/admin/watching/")
    plain.get_by_role("button", name="Stop watching").first.click()
    expect(plain.locator(".watched > li")).to_have_count(3)
    plain.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_long_and_foreign_words_break_nothing(
    desk: Page, story: Story, shoot: Shoot, scheme: str
) -> None:
    desk.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    vera = User.objects.get(username="vera")
    arabic = "قال رئيس البلدية إن ثلاثة منازل احترقت في تلك الليلة"
    for text in (f"<b>{'unbroken' * 50}</b>", arabic, "word " * 99):
        claim = ClaimFactory.create(text=text, document__title=text, document__text=f"{text}.")
        Watch.objects.create(user=vera, claim=claim)
        AttributionFactory.create(claim=claim, claimant__name=text[:300])
        for _ in range(9):
            CommentFactory.create(claim=claim, text=text * 5)
    for width in (1920, 1400, 1000, 768, 390):
        desk.set_viewport_size({"width": width, "height": 900})
        for path in ("/admin/watching/", f"/admin/dossier/{claim.pk}/", "/admin/"):
            desk.goto(path)
            wide = desk.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, (width, path)
        if width in (1400, 768) and scheme == "light":
            desk.goto("/admin/watching/")
            shoot(f"watching-long-{width}")
    assert_accessible(desk)
