"""Everything can be read at 200 %: zoomed by the browser, and with letters twice as big (WCAG 2.2, 1.4.4 and
1.4.10)."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page

from tests.browser.story import Story, tell

# Words that their own box cuts off: it hides what is wider or higher than itself.
CUT = """() => [...document.querySelectorAll("#container *")].filter(box => {
    const style = getComputedStyle(box), rect = box.getBoundingClientRect();
    if (!rect.width || rect.width <= 1 || style.position === "absolute" || box.closest("svg")) return false;
    const words = [...box.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    const wide = style.overflowX === "hidden" && box.scrollWidth > box.clientWidth + 1;
    const high = style.overflowY === "hidden" && box.scrollHeight > box.clientHeight + 1;
    return words && (wide || high);
}).map(box => `${box.tagName} ${box.className}: ${box.textContent.trim().slice(0, 60)}`)"""


@pytest.fixture
def story(page: Page, transactional_db: None, logged_in: Callable[[User], None]) -> Story:
    logged_in(User.objects.create_superuser("root", password="a long password for tests"))
    return tell()


@pytest.mark.parametrize("way", ["zoomed", "letters"])
def test_readable_at_200_percent(
    page: Page, story: Story, shoot: Callable[[str], None], way: str
) -> None:
    # A window of 1,280 pixels at 200 % has room for 640 of the page's.
    page.set_viewport_size({"width": 640 if way == "zoomed" else 1280, "height": 800})
    for name, address in (
        ("dashboard", "/admin/"),
        ("triage", f"/admin/triage/?claim={story.accident.pk}"),
        ("dossier", f"/admin/dossier/{story.accident.pk}/"),
        ("conflicts", "/admin/conflicts/"),
        ("conflict", f"/admin/conflicts/{story.toll.pk}/"),
        ("reader", f"/admin/sources/document/{story.herald.pk}/change/"),
        ("source", f"/admin/sources/source/{story.herald.publisher_id}/change/"),
        ("names", "/admin/names/"),
        ("cases", "/admin/cases/"),
        ("case", f"/admin/cases/{story.case.pk}/"),
        ("watching", "/admin/watching/"),
        ("search", "/admin/search/?q=mill"),
        ("import", "/admin/sources/importjob/add/"),
    ):
        page.goto(address)
        if way == "letters":
            page.evaluate("document.documentElement.style.fontSize = '200%'")
        shoot(f"{name}-{way}")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name}: {wide} pixels too wide"
        assert page.evaluate(CUT) == [], name
