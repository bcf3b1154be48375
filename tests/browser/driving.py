"""What browser tests do and look at on any page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

# Texts whose contrast with what lies behind them is under WCAG 2.2 AA.
CONTRAST = """() => {
  const rgb = (text) => { const p = text.match(/[\\d.]+/g).map(Number); return [...p.slice(0, 3), p[3] ?? 1]; };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const c = rgb(getComputedStyle(e).backgroundColor);
      if (c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const e of document.querySelectorAll("body *")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.checkVisibility() || e.closest(".visually-hidden, option, script")) continue;
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) found.push(`${e.tagName}.${e.className} ${ratio.toFixed(2)} ${e.textContent.trim().slice(0, 30)}`);
  }
  return found;
}"""


def press(page: Page, *keys: str) -> None:
    """Presses one key after the other, once the page's script has come."""
    page.wait_for_load_state()
    for key in keys:
        page.keyboard.press(key)


def told(page: Page, words: str) -> None:
    """Waits for the words that tell what was done."""
    expect(page.locator("#told")).to_contain_text(words)


def assert_accessible(page: Page) -> None:
    """No violation that axe-core finds worse than minor.

    Not preloaded: for stylesheets that import others, as Django's forms do, it makes inline styles.
    """
    found = Axe().run(page, options={"preload": False}).response["violations"]
    worse = [
        (v["id"], [node["html"][:120] for node in v["nodes"]])
        for v in found
        if v["impact"] != "minor"
    ]
    assert worse == []
