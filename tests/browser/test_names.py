"""The source profile and the inbox of names, by keys alone where it matters."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sources.models import Affiliation, Source, SourceAlias
from tests.browser.driving import CONTRAST, assert_accessible, press, told
from tests.browser.story import Story
from tests.factories import (
    AffiliationFactory,
    AttributionFactory,
    SharedPassageFactory,
    SourceAliasFactory,
    SourceFactory,
)

Shoot = Callable[[str], None]


def address(source: Source) -> str:
    return f"/admin/sources/source/{source.pk}/change/"


def test_an_inbox_by_keys_alone(desk: Page, story: Story, shoot: Shoot) -> None:
    mayor = Source.objects.get(name="Ana Brandt")
    brand = SourceFactory.create(name="Anna Brand")
    AttributionFactory.create(claimant=brand)
    names = [SourceAliasFactory.create(source=mayor, name=name) for name in ("Mayor B.", "A. B.")]
    twin = SourceAliasFactory.create(source=mayor, name="Anna Brand", reason="Spelt alike")
    AffiliationFactory.create(
        source=mayor, organisation=SourceFactory.create(name="City of Port Ellis"), role="mayor"
    )
    desk.goto("/admin/")
    desk.get_by_role("link", name="Names", exact=True).click()
    expect(desk.locator(".proposals > li")).to_have_count(2)
    shoot("names")
    assert_accessible(desk)
    assert desk.evaluate(CONTRAST) == []
    press(desk, "y")
    told(desk, "Accepted: A. B. for Ana Brandt.")
    expect(desk.locator(".proposals > li")).to_have_count(1)
    press(desk, "n")
    told(desk, "Refused")
    expect(desk.locator(".kinds [aria-current]")).to_contain_text("Merges")  # what waits is next
    press(desk, "u")
    told(desk, "Undone")
    expect(desk.locator(".kinds [aria-current]")).to_contain_text("Names")
    states = [SourceAlias.objects.get(pk=row.pk).status for row in names]
    assert states == ["proposed", "confirmed"]

    desk.get_by_role("link", name="Merges").click()
    expect(desk.locator(".kinds [aria-current]")).to_contain_text("Merges")
    expect(desk.locator(".proposals [aria-current]")).to_be_visible()
    shoot("names-merges")
    press(desk, "y")
    told(desk, "Accepted: Anna Brand for Ana Brandt.")
    assert Source.objects.get(pk=brand.pk).merged_into == mayor
    press(desk, "u")
    told(desk, "Undone")
    assert Source.objects.get(pk=brand.pk).merged_into is None
    assert SourceAlias.objects.get(pk=twin.pk).status == "proposed"

    desk.get_by_role("link", name="Affiliations").click()
    expect(desk.locator(".kinds [aria-current]")).to_contain_text("Affiliations")
    expect(desk.locator(".proposals [aria-current]")).to_be_visible()
    press(desk, "o")
    desk.get_by_label("Since").fill("2020-05-01")
    desk.get_by_role("button", name="Save as right").click()
    told(desk, "for whom it speaks")
    row = Affiliation.objects.get()
    assert (row.status, str(row.since), row.role) == ("confirmed", "2020-05-01", "mayor")


def test_a_profile_is_read_and_kept(desk: Page, story: Story, shoot: Shoot) -> None:
    mayor = Source.objects.get(name="Ana Brandt")
    SourceAliasFactory.create(source=mayor, name="The mayor", document=story.herald)
    desk.goto(address(mayor))
    expect(desk.get_by_role("region", name="Where others say otherwise")).to_be_visible()
    press(desk, "g")
    desk.get_by_role("combobox", name="Reliability").select_option("B")
    desk.get_by_label("Why").fill("Right in nine of ten cases that were checked.")
    desk.get_by_role("button", name="Grade").last.click()
    told(desk, "Graded.")
    expect(desk.locator(".facts")).to_contain_text("B – usually reliable")
    press(desk, "a")
    desk.get_by_label("Another name of it").fill("Ana M. Brandt")
    desk.keyboard.press("Enter")
    told(desk, "Named.")
    press(desk, "m")
    desk.get_by_label("The source that it counts for").fill("Regional hospital")
    desk.get_by_role("button", name="Merge", exact=True).click()
    told(desk, "Merged.")
    expect(desk.locator("#desk")).to_contain_text("Counts for Regional hospital")
    shoot("profile-merged")
    press(desk, "u")
    told(desk, "Undone")
    expect(desk.locator("#desk")).not_to_contain_text("Counts for Regional hospital")
    press(desk, "s")
    desk.get_by_label("It speaks for").fill("Dock workers' union")
    desk.get_by_label("Since").fill("2022-02-03")
    desk.get_by_role("button", name="Save as right").last.click()
    told(desk, "Recorded for whom it speaks.")
    expect(desk.locator("#affiliations + ul")).to_contain_text("since 3 Feb 2022")
    desk.get_by_text("History", exact=True).first.click()
    shoot("profile")


@pytest.mark.parametrize("width", [390, 768, 1280, 1920])
def test_profiles_fit_and_are_accessible(
    desk: Page, story: Story, shoot: Shoot, width: int
) -> None:
    herald = story.herald.publisher
    assert herald is not None
    SharedPassageFactory.create(document=story.herald, other=story.courier)
    SourceAliasFactory.create(source=herald, name="المنبر " * 40)
    SourceAliasFactory.create(source=herald, name="x" * 300)
    AffiliationFactory.create(source=herald)
    for claim in (story.nine, story.arson):
        AttributionFactory.create(claimant=herald, claim=claim, document=story.herald)
    desk.set_viewport_size({"width": width, "height": 900})
    for scheme in ("light", "dark"):
        desk.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        desk.goto(address(herald))
        assert desk.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert_accessible(desk)
        assert desk.evaluate(CONTRAST) == []
    desk.emulate_media(color_scheme="light")
    shoot(f"profile-{width}")
    desk.goto("/admin/names/?kind=names")
    assert desk.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    shoot(f"names-{width}")
