"""The dossier of a claim, by keys, in a real browser."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from claims.models import Assessment, Attribution, Claim, ClaimLink, Comment, Status
from sources.models import Source
from tests.browser.driving import CONTRAST
from tests.browser.story import Story, tell
from tests.factories import (
    AssessmentFactory,
    AttributionFactory,
    ClaimFactory,
    ClaimLinkFactory,
    CommentFactory,
    DocumentFactory,
    SourceFactory,
)

Shoot = Callable[[str], None]
LogIn = Callable[[User], None]
WIDTHS = (390, 768, 1280, 1920)


@pytest.fixture
def root(transactional_db: None) -> User:
    return User.objects.create_superuser("root", password="a long password for tests")


@pytest.fixture
def story(root: User) -> Story:
    story = tell()
    for reliability, name in (("B", "Port Ellis fire brigade"), ("D", "Public prosecutor")):
        Source.objects.filter(name=name).update(reliability=reliability)
    return story


def test_a_claim_is_judged_by_keys(
    page: Page, root: User, story: Story, logged_in: LogIn, shoot: Shoot
) -> None:
    logged_in(root)
    claim = story.accident
    page.goto(f"/admin/dossier/{claim.pk}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(claim.text)
    expect(page.get_by_role("region", name="doubts")).to_contain_text("D – not usually reliable")
    expect(page.get_by_role("region", name="asserts")).to_contain_text("Ana Brandt")
    expect(page.get_by_role("region", name="denies")).to_contain_text("Nobody.")
    shoot("dossier")
    told = page.get_by_role("status")

    page.keyboard.press("c")
    expect(told).to_contain_text("Confirmed: The fire was an accident")
    assert Claim.objects.get(pk=claim.pk).status == Status.CONFIRMED
    page.keyboard.press("y")
    expect(told).to_contain_text("Confirmed: what")
    page.keyboard.press("n")
    expect(told).to_contain_text("Refused: what")
    expect(page.locator(".voice.refused")).to_have_count(1)
    page.keyboard.press("s")
    expect(told).to_contain_text("So it is")
    assert ClaimLink.objects.filter(status=Status.CONFIRMED).count() == 1
    page.keyboard.press("2")
    expect(told).to_contain_text("Rated")

    page.keyboard.press("a")
    expect(page.get_by_label("Rating")).to_be_focused()
    page.get_by_label("Rating").select_option("mostly true")
    page.get_by_label("Why").fill("The brigade was there first.")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Record my assessment").click()
    expect(told).to_contain_text("Assessed")
    made = Assessment.objects.current().get(claim=claim)
    assert (made.rating, made.credibility, made.evidence.count()) == ("mostly true", 2, 1)

    page.keyboard.press("t")
    page.keyboard.type("Ask the brigade.")
    page.get_by_role("button", name="Say it").click()
    expect(page.get_by_role("region", name="Comments")).to_contain_text("Ask the brigade.")
    page.keyboard.press("u")
    expect(told).to_contain_text("Undone: commented on it")
    assert not Comment.objects.exists()
    page.get_by_text("Every change").click()
    shoot("dossier-judged")


def test_two_analysts_do_not_overwrite_each_other(
    page: Page, root: User, story: Story, logged_in: LogIn, shoot: Shoot
) -> None:
    logged_in(root)
    page.goto(f"/admin/dossier/{story.nine.pk}/")
    Claim.objects.filter(pk=story.nine.pk).update(text="Nine dock workers were killed")
    page.keyboard.press("c")
    expect(page.get_by_role("alert").first).to_contain_text("This has changed since you opened it")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nine dock workers were killed")
    assert Claim.objects.get(pk=story.nine.pk).status == Status.PROPOSED
    shoot("dossier-stale")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_holds_much_in_every_width(
    page: Page, root: User, story: Story, logged_in: LogIn, shoot: Shoot, scheme: str
) -> None:
    """Hundreds of voices, long words, right-to-left quotes and markup: nothing breaks, all can be read."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    hostile = "<script>document.title='stolen'</script>"
    claim = ClaimFactory.create(text=f"{hostile} {'unbroken' * 20}")
    arabic = "قال رئيس البلدية إن ثلاثة منازل احترقت في تلك الليلة"
    source = SourceFactory.create(name=f"Paper {hostile}")
    for n in range(60):
        document = DocumentFactory.create(title=f"Report {hostile} {n}", text=f"{arabic}. {n}")
        stance = ("asserts", "denies", "reports", "no_position")[n % 4]
        AttributionFactory.create(
            claim=claim, document=document, claimant=source, stance=stance, end=len(arabic)
        )
    for n in range(5):
        other = ClaimFactory.create(text=f"The other claim {n} {'long' * 60}")
        ClaimLinkFactory.create(from_claim=claim, to_claim=other, relation="supports")
        CommentFactory.create(claim=claim, text=hostile * 3)
        AssessmentFactory.create(claim=claim, rationale=hostile * 3)
    logged_in(root)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"/admin/dossier/{claim.pk}/")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, width
        if scheme == "light":
            shoot(f"dossier-much-{width}")
    for fold in page.locator("details.fold > summary").all():
        fold.click()
    assert page.evaluate(CONTRAST) == []
    assert "stolen" not in page.title().split("<script>")[0]
    assert page.locator("main script:not([src])").count() == 0
    page.get_by_role("region", name="asserts").get_by_role("link", name="Show more").click()
    expect(page.locator("#stance-asserts ~ article")).to_have_count(15)


def test_who_judges_a_quote_keeps_their_place(
    page: Page, root: User, story: Story, logged_in: LogIn, shoot: Shoot
) -> None:
    claim = ClaimFactory.create(text="It burned")
    said = [
        AttributionFactory.create(
            claim=claim, document=DocumentFactory.create(), claimant__name=f"Witness {n}"
        )
        for n in range(30)
    ]
    logged_in(root)
    page.goto(f"/admin/dossier/{claim.pk}/")
    page.get_by_role("link", name="Show more").click()
    voices = page.locator("#stance-asserts ~ article")
    expect(voices).to_have_count(30)
    order = voices.evaluate_all("all => all.map((one) => one.id)")
    page.get_by_text("Every change").click()
    told = page.get_by_role("status")

    def where(row: Attribution) -> float:
        box = page.locator(f"#attribution-{row.pk}").bounding_box()
        assert box
        return box["y"]

    for row, button, state in (
        (said[19], "Right", "confirmed"),
        (said[21], "Not in the text", "dismissed"),
    ):
        voice = page.locator(f"#attribution-{row.pk}")
        voice.scroll_into_view_if_needed()
        before = where(row)
        voice.get_by_role("button", name=button).click()
        expect(voice.locator(f".status-{state}")).to_be_visible()
        expect(voice).to_be_focused()
        assert voices.evaluate_all("all => all.map((one) => one.id)") == order
        assert abs(where(row) - before) < 2
    expect(page.locator("#stance-asserts")).to_contain_text("29 documents")
    expect(page.locator("#facts")).to_contain_text("29 documents")
    expect(page.locator("#past")).to_contain_text("not in the text")
    expect(page.locator("#changes")).to_have_attribute("open", "")
    shoot("dossier-place")

    page.get_by_placeholder("A remark to colleagues").fill("Two are left to ask.")
    page.get_by_role("button", name="Say it").click()
    expect(told).to_contain_text("Said")
    expect(voices).to_have_count(29)
    told.get_by_role("button", name="Undo").click()
    expect(told).to_contain_text("Undone: commented on it")
    expect(voices).to_have_count(29)
    page.keyboard.press("u")
    expect(told).to_contain_text("Undone: rejected it")
    expect(voices).to_have_count(30)
    assert voices.evaluate_all("all => all.map((one) => one.id)") == order
