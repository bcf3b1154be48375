"""One whole shift on the seed case: import, triage by keys alone, merge, undo, resolve, assess, export.

A real worker takes the texts apart. `make screenshots` runs this test to take the pictures of docs/guide.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from claims.models import Action, Assessment, Attribution, Claim, Conflict, Status
from claims.services import desk, judging
from sources.models import Document, Source
from tests.browser.driving import press, told
from tests.people import member
from tests.processes import ROOT, Worker

pytestmark = pytest.mark.slow

SEEDS = ROOT / "seeds"
CASE = "Crocus City Hall attack"
TOLL = "How many people were killed in the attack at Crocus City Hall?"
READ_MILLISECONDS = 180_000  # for a worker that has to load its models first


def read_now(page: Page) -> Claim:
    """The claim beside the queue."""
    return Claim.objects.get(
        pk=int(page.locator("#claim article.claim").get_attribute("data-claim") or 0)
    )


def go(page: Page, section: str) -> None:
    page.get_by_role("navigation", name="Sections").get_by_role("link", name=section).click()


def test_a_whole_shift(
    page: Page,
    ana: User,
    logged_in: Callable[[User], None],
    start_worker: Callable[[], Worker],
    illustrate: Callable[[str], None],
    tmp_path: Path,
) -> None:
    start_worker()
    logged_in(ana)
    brings_texts_in(page, illustrate)
    sees_what_is_contested(page, illustrate)
    triages_by_keys_alone(page, illustrate)
    reads_a_document(page, illustrate)
    resolves_the_toll(page, illustrate)
    claim = assesses(page, illustrate)
    exports(page, claim, tmp_path)
    hears_what_changed(page, claim, illustrate)
    looks_at_the_whole(page, illustrate)
    grades_a_source(page, illustrate)


def brings_texts_in(page: Page, illustrate: Callable[[str], None]) -> None:
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="No documents yet")).to_be_visible()
    page.get_by_role("link", name="Import into a case").click()
    page.get_by_label("Files", exact=True).set_input_files(sorted(SEEDS.glob("*.txt")))
    page.get_by_label("Manifest").set_input_files(SEEDS / "manifest.csv")
    page.get_by_label("or a new case").fill(CASE)
    illustrate("import")
    page.get_by_role("button", name="Import").click()
    expect(page.locator("#items")).to_contain_text("05-taliban.txt")
    expect(page.get_by_role("status")).to_contain_text("Done.", timeout=READ_MILLISECONDS)
    illustrate("imported")
    assert Document.objects.filter(status=Document.Status.LINKED).count() == 5


def sees_what_is_contested(page: Page, illustrate: Callable[[str], None]) -> None:
    page.goto("/admin/")
    contested = page.get_by_role("region", name="Most contested")
    expect(contested.get_by_role("link", name=TOLL)).to_be_visible()
    illustrate("first-page")


def triages_by_keys_alone(page: Page, illustrate: Callable[[str], None]) -> None:
    go(page, "Triage")
    page.evaluate("window.sameLoad = true")
    shown = page.locator("#claim h2")
    first = read_now(page)
    illustrate("triage")

    waiting = page.locator("#claim .voice.waiting")
    number = waiting.count()
    press(page, "y")
    expect(waiting).to_have_count(number - 1)
    press(page, "c")
    told(page, f"Confirmed: {first.text}")
    expect(shown).not_to_have_text(first.text)
    first.refresh_from_db()
    assert first.status == Status.CONFIRMED
    assert Attribution.objects.filter(claim=first, status=Status.CONFIRMED).count() == 1

    second = read_now(page)
    press(page, "j")
    expect(shown).not_to_have_text(second.text)
    press(page, "k")
    expect(shown).to_have_text(second.text)

    press(page, "m")
    other = Claim.objects.standing().exclude(pk=second.pk).order_by("-need").first()
    assert other is not None
    page.keyboard.type(other.text)
    words = page.get_by_label("Merge into the claim that has these words")
    expect(words).to_have_value(other.text)  # from the first letter on
    suggested = page.locator("#suggestions button").filter(has_text=other.text)
    expect(suggested).to_be_visible()
    illustrate("merge")
    suggested.press("Enter")
    told(page, "Merged")
    merged = Claim.objects.filter(pk=second.pk, merged_into__isnull=False)
    assert merged.exists()
    press(page, "u")
    told(page, "Undone")
    assert not merged.exists()

    press(page, "r")
    expect(page.get_by_role("button", name="too vague to check")).to_be_visible()
    press(page, "3")
    told(page, "Rejected")
    press(page, "u")
    told(page, "Undone")
    assert page.evaluate("window.sameLoad"), "all of it without a page load"
    verbs = list(Action.objects.order_by("pk").values_list("verb", flat=True))
    assert "merge" in verbs
    assert Action.objects.filter(undone_at__isnull=False).count() == 2


def reads_a_document(page: Page, illustrate: Callable[[str], None]) -> None:
    document = Document.objects.get(name="01-rift.txt")
    page.goto(f"/admin/sources/document/{document.pk}/change/")
    assert page.get_by_label("Text", exact=True).text_content() == document.text
    press(page, "j", "j")
    illustrate("reader")
    press(page, "r")
    expect(page.get_by_text("read by ana")).to_be_visible()


def resolves_the_toll(page: Page, illustrate: Callable[[str], None]) -> None:
    go(page, "Conflicts")
    toll = Conflict.objects.get(question=TOLL)
    heading = page.get_by_role("heading", level=1)
    press(page, "j")
    for _ in range(Conflict.objects.count()):
        if heading.inner_text() == TOLL:
            break
        before = heading.inner_text()
        press(page, "j")
        expect(heading).not_to_have_text(before)
    expect(heading).to_have_text(TOLL)
    illustrate("conflict")
    press(page, "3")
    expect(page.get_by_role("radio", name="superseded")).to_be_checked()
    press(page, "b")
    page.keyboard.type("139 is the later count; 137 was the count of the first days.")
    press(page, "Tab", "Enter")
    expect(page.locator(".facts")).to_contain_text("superseded by ana")
    page.evaluate("scrollTo(0, 0)")
    illustrate("resolved")
    toll.refresh_from_db()
    assert (toll.state, toll.finding) == (Conflict.State.RESOLVED, "superseded")


def assesses(page: Page, illustrate: Callable[[str], None]) -> Claim:
    """By way of the resolved conflict, the claim of the higher toll."""
    page.get_by_role("link", name="At least 139 people were killed").first.click()
    page.wait_for_url("**/dossier/*/")
    claim = Claim.objects.get(pk=int(page.url.rstrip("/").split("/")[-1]))
    press(page, "2")
    told(page, "Rated")
    press(page, "a")
    expect(page.get_by_label("Rating")).to_be_focused()
    page.get_by_label("Rating").select_option("mostly true")
    page.get_by_label("Why").fill("The later count, so far of one paper.")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Record my assessment").click()
    told(page, "Assessed")
    illustrate("dossier")
    made = Assessment.objects.current().get(claim=claim)
    assert (made.rating, made.credibility, made.evidence.count()) == ("mostly true", 2, 1)
    press(page, "w")
    told(page, "You are told what changes about it.")
    return claim


def exports(page: Page, claim: Claim, folder: Path) -> None:
    press(page, "x")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="as JSON lines").click()
    path = folder / "claim.jsonl"
    downloading.value.save_as(path)
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    assert claim.text in {row.get("text") for row in rows}
    quotes = {row.get("quote") for row in rows}
    assert set(claim.attributions.values_list("quote", flat=True)) <= quotes


def hears_what_changed(page: Page, claim: Claim, illustrate: Callable[[str], None]) -> None:
    """What a colleague does meanwhile about the claim that she watches."""
    ben = member("analyst", "ben")[0]
    judging.comment(claim, text="The Investigative Committee says 144 now.", by=ben)
    said = claim.attributions.exclude(status=Status.CONFIRMED).first()
    assert said is not None
    desk.confirm(said, by=ben, seen="")
    go(page, "Watching")
    watched = page.locator(".watched")
    expect(watched).to_contain_text("The Investigative Committee says 144 now.")
    expect(watched).to_contain_text("2 changes since")
    illustrate("watching")
    press(page, "s")
    told(page, "Seen.")
    expect(watched).to_contain_text("no change since")


def looks_at_the_whole(page: Page, illustrate: Callable[[str], None]) -> None:
    go(page, "Cases")
    press(page, "j")
    expect(page.get_by_role("heading", level=1)).to_have_text(CASE)
    illustrate("board")
    page.get_by_role(
        "heading", name="How the claims bear on each other"
    ).scroll_into_view_if_needed()
    illustrate("picture")
    press(page, "/")
    page.keyboard.type("were the attackers from Tajikistan")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Search")
    illustrate("search")
    go(page, "Names")
    illustrate("names")


def grades_a_source(page: Page, illustrate: Callable[[str], None]) -> None:
    paper = Source.objects.get(name="AsiaNews")
    page.goto(f"/admin/sources/source/{paper.pk}/change/")
    press(page, "g")
    page.get_by_role("combobox", name="Reliability").select_option("B")
    page.get_by_label("Why").fill("Names its sources, and puts right what was wrong.")
    page.get_by_role("button", name="Grade").last.click()
    told(page, "Graded.")
    expect(page.locator(".facts")).to_contain_text("B – usually reliable")
    illustrate("source")
    paper.refresh_from_db()
    assert paper.reliability == "B"
