"""Triage by keys alone, two analysts at once, narrow screens, and what axe-core finds."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group, User
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from claims.models import Action, Attribution, Claim, Status
from claims.services import desk as verbs
from claims.services import triage
from tests.browser.driving import CONTRAST, assert_accessible, press, told
from tests.browser.story import Story, tell
from tests.factories import AttributionFactory, ClaimFactory, DocumentFactory, UserFactory

Shoot = Callable[[str], None]
LogIn = Callable[[User], None]


@pytest.fixture
def story(transactional_db: None) -> Story:
    story = tell()
    triage.weigh(Claim.objects.values_list("pk", flat=True))
    return story


def shown(page: Page) -> str:
    """The claim that is read now."""
    return page.locator("#claim h2").inner_text()


def test_a_shift_by_keys_alone(desk: Page, story: Story, ana: User, shoot: Shoot) -> None:
    desk.goto("/admin/triage/")
    desk.evaluate("window.sameLoad = true")
    expect(desk.locator("#queue li[data-claim]")).to_have_count(6)
    first = shown(desk)
    shoot("triage")

    press(desk, "j")
    expect(desk.locator("#claim h2")).not_to_have_text(first)
    second = shown(desk)
    press(desk, "k")
    expect(desk.locator("#claim h2")).to_have_text(first)
    expect(desk.locator("#queue li[aria-current] a")).to_have_text(first)
    place = desk.locator("#claim h2").bounding_box()

    press(desk, "c")
    told(desk, f"Confirmed: {first}")
    expect(desk.locator("#claim h2")).to_have_text(second)
    assert place is not None
    now = desk.locator("#claim h2").bounding_box()
    assert now is not None
    assert now["y"] == place["y"], "what is told moves nothing"
    press(desk, "Escape")
    expect(desk.locator("#told")).to_be_empty()
    expect(desk.locator("#queue li[data-claim]")).to_have_count(5)
    assert Claim.objects.get(text=first).status == Status.CONFIRMED

    press(desk, "u")
    told(desk, "Undone")
    expect(desk.locator("#claim h2")).to_have_text(first)
    expect(desk.locator("#queue li[data-claim]")).to_have_count(6)

    press(desk, "r")
    expect(desk.get_by_role("button", name="too vague to check")).to_be_visible()
    shoot("triage-reject")
    press(desk, "3")
    told(desk, "Rejected")
    assert Action.objects.latest("pk").reason == "too vague to check"
    press(desk, "u")
    expect(desk.locator("#claim h2")).to_have_text(first)

    press(desk, "a")
    told(desk, "Assigned")
    expect(desk.locator("#claim .facts")).to_contain_text("assigned to ana")
    press(desk, "2")
    told(desk, "Rated")
    expect(desk.locator("#claim button[aria-pressed=true]")).to_contain_text("probably true")
    assert Claim.objects.get(text=first).assessments.get().credibility == 2

    waiting = desk.locator("#claim .voice.waiting")
    number = waiting.count()
    assert number > 1
    press(desk, "y")
    expect(waiting).to_have_count(number - 1)
    press(desk, "n")
    expect(waiting).to_have_count(number - 2)
    statuses = Attribution.objects.filter(claim__text=first).values_list("status", flat=True)
    assert {"confirmed", "dismissed"} <= set(statuses)
    assert Claim.objects.get(text=first).status == Status.PROPOSED

    press(desk, "/")
    expect(desk.get_by_role("searchbox", name="Words")).to_be_focused()
    press(desk, "c", "Escape")  # typed, not pressed
    assert Claim.objects.get(text=first).status == Status.PROPOSED
    press(desk, "?")
    keys = desk.locator(".keys dl")
    for words in ("next claim", "confirm the claim", "undo the last thing", "credibility"):
        expect(keys).to_contain_text(words)
    shoot("triage-keys")
    press(desk, "Escape")
    expect(keys).to_be_hidden()
    assert desk.evaluate("window.sameLoad")  # all of it without a page load


def test_a_claim_that_many_make_is_split_by_a_search(
    desk: Page, story: Story, shoot: Shoot
) -> None:
    claim = ClaimFactory.create(text="It burned")
    for n in range(70):
        AttributionFactory.create(
            claim=claim, document=DocumentFactory.create(), claimant__name=f"Witness {n}"
        )
    desk.goto(f"/admin/triage/?claim={claim.pk}")
    press(desk, "s")
    search, ticks = desk.get_by_label("Find among them"), desk.locator("#ticks input")
    expect(search).to_be_focused()
    desk.get_by_label("Witness 3:", exact=False).check()
    desk.locator("#ticks").get_by_role("link", name="Show more").click()
    expect(ticks).to_have_count(60)
    search.press_sequentially("witness 6")
    expect(ticks).to_have_count(12)  # Witness 3, then 6 and 60 to 69
    shoot("triage-split")
    assert_accessible(desk)
    assert desk.evaluate(CONTRAST) == []
    desk.get_by_label("All that are shown").check()
    desk.get_by_label("which says").fill("It burned twice")
    desk.get_by_role("button", name="Split", exact=True).click()
    told(desk, "Split")
    assert Claim.objects.get(text="It burned twice").attributions.count() == 12


def test_merge_split_and_edit_by_keys(desk: Page, story: Story) -> None:
    desk.goto(f"/admin/triage/?claim={story.accident.pk}")
    press(desk, "e")
    field = desk.get_by_label("The claim, stated positively")
    expect(field).to_be_focused()
    field.fill("The fire at the harbour was an accident")
    press(desk, "Tab", "Enter")
    told(desk, "Changed")
    expect(desk.locator("#claim h2")).to_have_text("The fire at the harbour was an accident")

    press(desk, "s")
    desk.locator("#claim .tick input").last.check()
    desk.get_by_label("which says").fill("The prosecutor has doubts")
    desk.get_by_role("button", name="Split", exact=True).click()
    told(desk, "Split")
    assert Claim.objects.filter(text="The prosecutor has doubts").exists()

    press(desk, "m")
    words = desk.get_by_label("Merge into the claim that has these words")
    expect(words).to_be_focused()
    words.fill("arson")
    desk.locator("#suggestions").get_by_role("button", name="Arson caused the fire").click()
    told(desk, "Merged")
    accident = Claim.objects.get(pk=story.accident.pk)
    assert accident.merged_into == story.arson
    press(desk, "u")
    told(desk, "Undone")
    accident.refresh_from_db()
    assert accident.merged_into is None


def test_a_quote_is_corrected_in_its_place(desk: Page, story: Story, shoot: Shoot) -> None:
    said = Attribution.objects.get(claim=story.accident, stance="doubts")
    desk.goto(f"/admin/triage/?claim={story.accident.pk}")
    place = desk.locator(f"#said-{said.pk}")
    place.get_by_text("Correct").click()
    shoot("triage-correct")
    place.get_by_label("Stance").select_option("denies")
    place.get_by_label("In these words").fill("doubts that the fire was an accident")
    place.get_by_role("button", name="Save as right").click()
    told(desk, "Corrected")
    expect(place.locator("mark")).to_have_text("doubts that the fire was an accident")
    expect(place).to_contain_text("denies")
    place.get_by_text("Correct").click()
    place.get_by_label("In these words").fill("words that nobody wrote")
    place.get_by_role("button", name="Save as right").click()
    told(desk, "These words are not in the document")
    said.refresh_from_db()
    assert said.quote == "doubts that the fire was an accident"


def test_the_second_analyst_is_told_and_sees(
    desk: Page, story: Story, live_server: LiveServer, chromium: Browser, shoot: Shoot
) -> None:
    desk.goto(f"/admin/triage/?claim={story.nine.pk}")
    ben: User = UserFactory.create(username="ben", is_staff=True)
    ben.groups.add(Group.objects.get(name="analyst"))
    verbs.reject(story.nine, reason="trivial", by=ben, seen="")
    press(desk, "c")
    told(desk, "ben has rejected it (trivial)")
    expect(desk.locator("#claim .facts")).to_contain_text("dismissed by ben")
    shoot("triage-second")
    assert Claim.objects.get(pk=story.nine.pk).reviewed_by == ben


def test_a_selection_is_rejected_and_undone(desk: Page, story: Story) -> None:
    desk.goto("/admin/triage/")
    boxes = desk.locator("#queue input[name=row]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    expect(desk.locator("[data-ticked]")).to_have_text("2 ticked:")
    bulk = desk.get_by_role("group", name="With those ticked")
    bulk.get_by_label("Why they are rejected").select_option("trivial")
    bulk.get_by_role("button", name="Reject").click()
    told(desk, "Rejected: 2 of 2 claims.")
    expect(boxes).to_have_count(4)
    desk.locator("#told").get_by_role("button", name="Undo").click()
    told(desk, "Undone: 2 things.")
    expect(boxes).to_have_count(6)


def test_keys_can_be_switched_off(desk: Page, story: Story) -> None:
    desk.goto("/admin/triage/")
    first = shown(desk)
    press(desk, "?")
    desk.get_by_label("Single keys act on this page").uncheck()
    press(desk, "Escape", "c")
    desk.reload()
    press(desk, "c")
    desk.wait_for_timeout(300)
    assert Claim.objects.get(text=first).status == Status.PROPOSED


def test_without_scripts_it_works_too(
    story: Story, ana: User, live_server: LiveServer, chromium: Browser
) -> None:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(ana)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"/admin/triage/?claim={story.nine.pk}")
    page.locator("button[data-key=c]").click()
    expect(page.locator(".messagelist")).to_contain_text("Confirmed")
    assert Claim.objects.get(pk=story.nine.pk).status == Status.CONFIRMED
    context.close()


def odd(story: Story, by: User) -> Claim:
    """A claim with all that could break a page: long words, a long title, right-to-left quotes."""
    document = DocumentFactory.create(
        title="word " * 2_000,
        text=f"قال المتحدث إن الحريق كان حادثا. {'long' * 200} burned. هذا كل شيء.",
    )
    claim = ClaimFactory.create(text="a" * 250 + " " + "قال " * 40, document=document)
    for n in range(12):
        AttributionFactory.create(claim=claim, document=document, start=n, end=30 + n * 20)
    Claim.objects.filter(pk=claim.pk).update(need=99)
    done = ClaimFactory.create()
    Claim.objects.filter(pk=done.pk).update(
        status="confirmed", reviewed_by=by, reviewed_at=timezone.now()
    )
    return claim


@pytest.mark.parametrize("width", [390, 768, 1280, 1920])
def test_nothing_breaks_on_any_width(
    desk: Page, story: Story, ana: User, shoot: Shoot, width: int
) -> None:
    strange = odd(story, ana)
    desk.set_viewport_size({"width": width, "height": 844})
    for name, address in (
        ("triage", f"/admin/triage/?claim={story.accident.pk}"),
        ("triage-odd", f"/admin/triage/?claim={strange.pk}"),
        ("triage-empty", "/admin/triage/?q=zebra"),
        ("dashboard", "/admin/"),
    ):
        desk.goto(address)
        shoot(f"{name}-{width}")
        wide = desk.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_and_contrast(desk: Page, story: Story, ana: User, scheme: str) -> None:
    desk.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    strange = odd(story, ana)
    verbs.assign(story.nine, to=ana, by=ana, seen="")
    for address, keys in (
        ("/admin/", ""),
        (f"/admin/triage/?claim={story.nine.pk}", ""),
        (f"/admin/triage/?claim={story.accident.pk}", "r"),
        (f"/admin/triage/?claim={story.accident.pk}", "m"),
        (f"/admin/triage/?claim={story.accident.pk}", "s"),
        (f"/admin/triage/?claim={story.accident.pk}", "o"),
        (f"/admin/triage/?claim={strange.pk}", "?"),
        ("/admin/triage/?q=zebra", ""),
    ):
        desk.goto(address)
        press(desk, *keys)
        desk.wait_for_load_state("networkidle")
        found = Axe().run(desk).response["violations"]
        grave = [
            (v["id"], [node["html"][:120] for node in v["nodes"]])
            for v in found
            if v["impact"] != "minor"
        ]
        assert grave == [], (address, keys)
        assert desk.evaluate(CONTRAST) == [], (address, keys)
