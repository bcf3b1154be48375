"""One box over everything, from the header of any page, by keys alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import CONTRAST, assert_accessible, press
from tests.browser.story import Story
from tests.factories import AttributionFactory, ClaimFactory, SourceFactory

Shoot = Callable[[str], None]


def test_from_any_page_to_a_quote_in_its_text(desk: Page, story: Story, shoot: Shoot) -> None:
    desk.goto("/admin/triage/")
    press(desk, "/")
    expect(
        desk.get_by_role("searchbox", name="Words")
    ).to_be_focused()  # a page's own comes before the header's
    for address in ("/admin/", "/admin/sources/case/", f"/admin/dossier/{story.nine.pk}/"):
        desk.goto(address)
        press(desk, "/")
        expect(desk.get_by_role("searchbox", name="Search everything")).to_be_focused()
    desk.keyboard.type("Brandd")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile(r"/admin/search/\?q=Brandd$"))
    expect(desk.locator("#found")).to_contain_text("name alike: Brandd ~ Brandt")
    expect(desk.locator("#finder")).to_have_count(0)
    press(desk, "/")
    expect(desk.get_by_label("What do you seek?")).to_be_focused()
    desk.keyboard.type("fire harbour")  # what was there is selected
    expect(desk).to_have_url(re.compile(r"\?q=fire\+harbour$"))
    expect(desk.locator("#found-documents")).to_contain_text("3")
    expect(desk.locator("#tally")).to_contain_text("documents: 3")
    shoot("search")
    desk.get_by_label("Stance").select_option("denies")
    expect(desk.locator("#found")).to_contain_text("Nothing found")
    expect(desk).to_have_url(re.compile(r"\?q=fire\+harbour&stance=denies$"))
    shoot("search-nothing")
    desk.get_by_label("What do you seek?").fill('"been smoking"')
    expect(desk.locator(".hits mark")).to_have_text(["smoking"])  # the other is a stop word
    desk.reload()
    expect(desk.get_by_label("Stance")).to_have_value("denies")
    desk.locator("blockquote a.hit").click()
    said = story.smoking.attributions.get(stance="denies")
    expect(desk).to_have_url(
        re.compile(rf"/document/{story.herald.pk}/change/#attribution-{said.pk}$")
    )
    desk.go_back()
    expect(desk.locator(".hits > li")).to_have_count(1)
    desk.get_by_role("link", name=re.compile("stance denies")).click()
    expect(desk).to_have_url(re.compile(r"\?q=%22been\+smoking%22$"))


def test_more_follows_in_place(desk: Page) -> None:
    for n in range(30):
        ClaimFactory.create(text=f"Barge {n} sank in the harbour")
    desk.goto("/admin/search/?q=barge+sank")
    expect(desk.locator("#found-claims")).to_contain_text("20+")
    expect(desk.locator(".hits > li:not(.more)")).to_have_count(6)
    desk.get_by_role("link", name="More claims").click()
    expect(desk.locator(".hits > li:not(.more)")).to_have_count(26)
    desk.get_by_role("link", name="More claims").click()
    expect(desk.locator(".hits > li:not(.more)")).to_have_count(30)
    expect(desk.locator(".more")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 768, 1280, 1920])
def test_it_fits_and_is_accessible(desk: Page, story: Story, shoot: Shoot, width: int) -> None:
    arabic = "قال رئيس البلدية إن الحريق harbour كان متعمدا " * 9
    claim = ClaimFactory.create(text=arabic, document=story.herald)
    long = SourceFactory.create(name=f"Harbour {'x' * 280}")
    AttributionFactory.create(claim=claim, document=story.herald, claimant=long)
    desk.set_viewport_size({"width": width, "height": 900})
    for scheme in ("light", "dark"):
        desk.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for address in (
            "",
            "?q=harbour",
            "?q=Brandd+fir",
            "?q=nothing+such&stance=denies&state=confirmed",
        ):
            desk.goto(f"/admin/search/{address}")
            assert desk.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
            assert_accessible(desk)
            assert desk.evaluate(CONTRAST) == [], address
        desk.goto("/admin/")
        assert desk.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert_accessible(desk)
    desk.emulate_media(color_scheme="light")
    desk.goto("/admin/search/?q=harbour")
    shoot(f"search-{width}")
