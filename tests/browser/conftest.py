"""Chromium, driven by Playwright, on a live server. Any violation of the Content-Security-Policy, any
script error and any message of the console that is an error fails the test that caused it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from tests.browser.story import Story, tell
from tests.people import member

CHROMIUM = Path("/usr/bin/chromium")
expect.set_options(timeout=15_000)  # a machine that is busy with other things is slow, not wrong
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP ${event.violatedDirective}: ${event.blockedURI} ${event.sample} ${event.sourceFile}`));
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests in this folder drive a browser; where there is none, they are skipped, not hidden."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents and item.path.name.startswith("test_"):
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM.exists():
                reason = f"NO BROWSER TESTS: {CHROMIUM} is missing (apt-get install chromium)"
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """A browser profile of its own for each test, at the live server."""
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 1280, "height": 900}, color_scheme="light"
    )
    context.set_default_timeout(10_000)
    context.add_init_script(REPORT_VIOLATIONS)
    yield context
    context.close()


def is_trouble(message: ConsoleMessage) -> bool:
    """An error, other than the browser's note that the server answered 403 or 404: tests check those."""
    refused = "the server responded with a status of 40"
    return message.type == "error" and refused not in message.text


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that tolerates no error and no request to another host."""
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda m: troubles.append(m.text) if is_trouble(m) else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "requestfailed",
        lambda r: troubles.append(f"failed: {r.url}") if r.failure != "net::ERR_ABORTED" else None,
    )
    yield page
    page.close()
    assert troubles == []


@pytest.fixture
def logged_in(context: BrowserContext, live_server: LiveServer) -> Callable[[User], None]:
    """Logs a user in without the form."""

    def log_in(user: User) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return log_in


@pytest.fixture
def story(transactional_db: None) -> Story:
    """The fire at the harbour."""
    return tell()


@pytest.fixture
def ana(transactional_db: None) -> User:
    """An analyst."""
    return member("analyst", "ana")[0]


@pytest.fixture
def desk(page: Page, ana: User, logged_in: Callable[[User], None]) -> Page:
    """A page where the analyst is logged in."""
    logged_in(ana)
    return page


@pytest.fixture
def illustrate(page: Page) -> Callable[[str], None]:
    """Keeps a picture of what the window shows in the folder that GUIDE names; without it, does nothing."""

    def picture(name: str) -> None:
        folder = os.environ.get("GUIDE")
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")

    return picture


@pytest.fixture
def shoot(page: Page) -> Callable[[str], None]:
    """Keeps a picture of the page in the folder that SCREENSHOTS names; without it, does nothing."""

    def picture(name: str) -> None:
        folder = os.environ.get("SCREENSHOTS")
        if folder:
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                page.screenshot(path=Path(folder) / f"{name}-{scheme}.png", full_page=True)
            page.emulate_media(color_scheme="light")

    return picture
