"""The document reader and two documents side by side, by keys alone where it matters."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from claims.models import Attribution, SharedPassage
from sources.models import Document, Reading
from tests.browser.driving import CONTRAST, assert_accessible, press, told
from tests.browser.story import Story, say
from tests.factories import (
    AttributionFactory,
    ClaimFactory,
    CreditFactory,
    DocumentFactory,
    SharedPassageFactory,
    SourceFactory,
)

Shoot = Callable[[str], None]
SELECT = """words => {
  const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
  let all = "", nodes = [];
  for (let n = walker.nextNode(); n; n = walker.nextNode()) { nodes.push([n, all.length]); all += n.data; }
  const at = (offset) => nodes.findLast(([, start]) => start <= offset);
  const begin = all.indexOf(words), end = begin + words.length;
  const [first, last] = [at(begin), at(end - 1)];
  getSelection().setBaseAndExtent(first[0], begin - first[1], last[0], end - last[1]);
}"""


def address(document: Document) -> str:
    return f"/admin/sources/document/{document.pk}/change/"


def current(page: Page) -> str:
    """The number of the entry that is read now."""
    return page.locator("#margin [aria-current]").get_attribute("data-number") or ""


def test_reading_by_keys(desk: Page, story: Story, shoot: Shoot) -> None:
    desk.goto(address(story.herald))
    expect(desk.get_by_role("button", name="Copy with citation")).to_be_visible()
    press(desk, "j", "j")
    assert current(desk) == "2"
    expect(desk.locator("#text mark.shown").first).to_be_visible()
    shoot("reader")
    press(desk, "k")
    assert current(desk) == "1"
    first = Attribution.objects.get(document=story.herald, claim=story.nine)
    press(desk, "y")
    told(desk, "Confirmed")
    assert current(desk) == "1"
    assert Attribution.objects.get(pk=first.pk).status == "confirmed"
    press(desk, "u")
    told(desk, "Undone")
    assert Attribution.objects.get(pk=first.pk).status == "proposed"
    press(desk, "r")
    told(desk, "Read through")
    assert Reading.objects.get().analyst.username == "ana"
    press(desk, "j", "o")
    expect(desk.get_by_role("heading", level=1)).not_to_contain_text("Fire destroys")


def test_a_highlight_leads_to_its_entry_and_then_to_its_claim(desk: Page, story: Story) -> None:
    desk.goto(address(story.herald))
    denial = desk.locator("#text mark.stance-denies")
    denial.click()
    entry = desk.locator("#margin [aria-current]")
    expect(entry).to_contain_text("Dock workers' union")
    assert desk.url.endswith("/change/")
    denial.click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(story.smoking.text)


def test_selected_words_are_added(desk: Page, story: Story, shoot: Shoot) -> None:
    desk.goto(address(story.herald))
    words = "Mayor Ana Brandt said on television"
    desk.evaluate(SELECT, words)
    press(desk, "a")
    form = desk.locator("[data-say]")
    expect(form.locator("[name=exact]")).to_have_value(words)
    shoot("reader-add")
    form.get_by_label("Who says it").fill("Ana Brandt")
    form.get_by_label("The claim, as a sentence").fill("The mayor spoke on television")
    form.get_by_role("button", name="Add it").click()
    told(desk, "Added what is said.")
    expect(desk.locator("#margin")).to_contain_text("The mayor spoke on television")
    row = Attribution.objects.get(claim__text="The mayor spoke on television")
    assert (row.quote, row.start) == (words, story.herald.text.index(words))
    assert str(row.claimant) == "Ana Brandt"
    press(desk, "u")
    told(desk, "Undone")
    expect(desk.locator("#margin")).not_to_contain_text("The mayor spoke on television")


def test_what_is_wrong_leaves_the_form_as_it_is(desk: Page, story: Story) -> None:
    desk.goto(address(story.herald))
    press(desk, "a")
    form = desk.locator("[data-say]")
    form.get_by_label("In these words").fill("words of another text")
    form.get_by_label("The claim, as a sentence").fill("Something")
    form.get_by_role("button", name="Add it").click()
    told(desk, "not in the document")
    expect(form.get_by_label("In these words")).to_have_value("words of another text")
    form.get_by_label("or one that is there").press_sequentially("accident")
    form.get_by_text(story.accident.text).click()
    form.get_by_label("In these words").fill("Nine dock workers died")
    form.get_by_role("button", name="Add it").click()
    told(desk, "Added")
    assert Attribution.objects.filter(claim=story.accident, quote="Nine dock workers died").exists()


def test_a_quote_is_copied_with_its_citation(desk: Page, story: Story) -> None:
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.goto(address(story.herald))
    press(desk, "c")
    told(desk, "Select words in the text")
    press(desk, "j", "c")
    told(desk, "Copied")
    copied = desk.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(
        "“Nine dock workers died when a warehouse burned down” – Harbour master"
    )
    assert "(Herald, “Fire destroys warehouse in Port Ellis”, 4 June 2024, retrieved " in copied
    desk.evaluate(SELECT, "Monday night")
    press(desk, "c")
    told(desk, "“Monday night” (Herald")


def test_what_is_copied_from_a_pdf_says_its_page(desk: Page) -> None:
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    first, second, third = "🔥 The mill burned.\n", "Nobody was\nhurt. ", "So it said."
    document = DocumentFactory.create(
        text=first + second + third, pages=[0, len(first), len(first + second)]
    )
    AttributionFactory.create(
        claim__document=document, document=document, start=len(first), end=len(first) + 10
    )
    desk.goto(address(document))
    for words, page in (
        ("The mill burned.", "page 1"),
        ("The mill burned.\n", "page 1"),
        ("Nobody was\nhurt", "page 2"),
        ("So it said.", "page 3"),
        ("burned.\nNobody was\nhurt. So", "pages 1–3"),
    ):
        desk.evaluate(SELECT, words)
        desk.evaluate("new Promise(requestAnimationFrame)")  # by then the page knows
        press(desk, "c")
        told(desk, f"Copied: “{words.strip()}” (")
        assert desk.evaluate("navigator.clipboard.readText()").endswith(f", {page})")
    desk.evaluate("getSelection().removeAllRanges()")
    press(desk, "j", "c")
    told(desk, "Copied: “Nobody was” – ")
    assert desk.evaluate("navigator.clipboard.readText()").endswith(", page 2)")


def test_two_documents_side_by_side(desk: Page, story: Story, shoot: Shoot) -> None:
    one, two = story.herald, story.bulletin
    quote, other = "Nine dock workers died", "Nine workers died, the harbour"
    start, there = one.text.index(quote), two.text.index(other)
    SharedPassageFactory.create(
        document=one,
        start=start,
        end=start + len(quote),
        other=two,
        other_start=there,
        other_end=there + len(other),
    )
    CreditFactory.create(document=one, source=SourceFactory.create(name="Wire"))
    desk.goto(address(one))
    press(desk, "p")
    shoot("reader-shared")
    desk.get_by_label("Mark the shared passages").check()
    expect(desk.locator("#text.show-shared .shared").first).to_be_visible()
    desk.get_by_role("link", name=two.title).click()
    expect(desk.locator(".passage del").first).to_have_text("dock ")
    shoot("beside")
    assert desk.evaluate(CONTRAST) == []
    assert_accessible(desk)
    press(desk, "n")
    told(desk, "Refused")
    assert SharedPassage.objects.get().status == "dismissed"
    press(desk, "u")
    told(desk, "Undone")
    assert SharedPassage.objects.get().status == "proposed"


@pytest.mark.parametrize("width", [390, 768, 1280, 1920])
def test_long_foreign_and_moved_words_break_nothing(
    desk: Page, story: Story, shoot: Shoot, width: int
) -> None:
    arabic = "قال رئيس البلدية إن الحريق كان متعمدا."
    text = f"{arabic}\n\n" + "The mill burned, said Bo. " * 400 + "\n" + "x" * 400
    document = DocumentFactory.create(
        title="word " * 2_000, text=text, pages=[0, len(arabic) + 2, 4_000], language="ar"
    )
    claim = ClaimFactory.create(document=document, text="A claim of many words " * 20)
    bo = SourceFactory.create(name="Bo " + "van " * 60)
    for n in range(300):
        begin = len(arabic) + 2 + n * 26
        AttributionFactory.create(
            claim=claim, document=document, claimant=bo, start=begin, end=begin + 15
        )
    say(claim, document, arabic, SourceFactory.create(name="رئيس البلدية"))
    AttributionFactory.create(document=document, claim=claim, start=3, end=9, quote="moved words")
    desk.set_viewport_size({"width": width, "height": 900})
    desk.goto(address(document))
    expect(desk.locator(".orphans")).to_contain_text("moved words")
    assert desk.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert desk.locator("#text").text_content() == text
    if width >= 1280:
        desk.evaluate("scrollTo(0, 2500)")
        expect(desk.locator("#margin [aria-current]")).to_be_visible()
        margin = desk.locator("#margin").bounding_box()
        entry = desk.locator("#margin [aria-current]").bounding_box()
        assert margin is not None
        assert entry is not None
        assert margin["y"] - 1 <= entry["y"] < margin["y"] + margin["height"]
    shoot(f"reader-long-{width}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible(desk: Page, story: Story, scheme: str) -> None:
    desk.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for width in (390, 1280):
        desk.set_viewport_size({"width": width, "height": 900})
        desk.goto(address(story.herald))
        assert desk.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        press(desk, "j")
        assert_accessible(desk)
        assert desk.evaluate(CONTRAST) == []
        press(desk, "a")
        assert_accessible(desk)
