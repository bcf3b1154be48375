"""Every page of the admin opens in a browser without a violation of the Content-Security-Policy, an
error on the console or a request to another host (the fixture `page` fails where there is one)."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db.models import Model
from knox.models import AuthToken
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from claims.admin.workbench.pages import PAGES
from claims.models import ClaimLink
from tests.browser.driving import CONTRAST
from tests.browser.story import Story, tell
from tests.factories import (
    AffiliationFactory,
    CaseMemberFactory,
    ImportItemFactory,
    SourceAliasFactory,
)

Shoot = Callable[[str], None]


def addresses() -> Iterator[str]:
    """Lists, forms to add, one row's page, history and deletion, for every registered model; and the
    workbench."""
    for model in admin.site._registry:
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}"
        yield f"{base}/"
        yield f"{base}/add/"
        row: Model | None = model._default_manager.first()
        if row is not None:
            yield from (f"{base}/{row.pk}/{page}/" for page in ("change", "history", "delete"))
    yield from (f"/admin/{page.routes[0].path}" for page in PAGES if page.label)
    yield from ("/admin/", "/admin/sources/", "/admin/claims/", "/admin/password_change/")


@pytest.fixture
def root(transactional_db: None) -> User:
    return User.objects.create_superuser("root", password="a long password for tests")


@pytest.fixture
def story(root: User) -> Story:
    """A case with at least one row of every model."""
    story = tell()
    Group.objects.create(name="viewers")
    AuthToken.objects.create(root)
    AffiliationFactory.create(), SourceAliasFactory.create(), CaseMemberFactory.create()
    ImportItemFactory.create()
    return story


def test_every_page_is_clean(
    page: Page, root: User, story: Story, logged_in: Callable[[User], None], live_server: LiveServer
) -> None:
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.on("dialog", lambda dialog: dialog.dismiss())
    logged_in(root)
    opened = 0
    for address in addresses():
        answer = page.goto(address)
        assert answer is not None
        if answer.status in (403, 404):  # what can't be added or deleted
            assert "/add/" in address or "/delete/" in address, address
            continue
        assert answer.status == 200, address
        assert page.locator("main").count() == 1, address
        opened += 1
    assert opened > 2 * len(admin.site._registry)
    assert hosts == {live_server.url.split("/")[2]}


def test_widgets_of_forms_work(
    page: Page, root: User, story: Story, logged_in: Callable[[User], None], shoot: Shoot
) -> None:
    """Autocompletion, calendar and the picker of permissions are scripts that build their own markup."""
    logged_in(root)
    page.goto(f"/admin/sources/document/{story.herald.pk}/change/")
    page.get_by_text("Edit the record").click()
    page.locator(".field-publisher .select2-selection").click()
    page.get_by_role("searchbox").last.fill("Couri")
    page.get_by_role("option", name="Courier").click()
    shoot("document-form")
    page.locator(".field-published .vDateField + .datetimeshortcuts").get_by_text("Today").click()
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator("#told")).to_contain_text("was changed successfully")
    expect(page.locator(".facts")).to_contain_text("Courier")
    page.goto(f"/admin/auth/user/{root.pk}/change/")
    page.locator("#id_user_permissions_from option").first.dblclick()
    expect(page.locator("#id_user_permissions_to option")).to_have_count(1)


def test_popup_picks_a_neighbour(
    page: Page, root: User, story: Story, logged_in: Callable[[User], None]
) -> None:
    logged_in(root)
    page.goto("/admin/claims/claim/add/")
    page.locator("#id_text").fill("The harbour burned")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Add another event").click()
    popup = opened.value
    popup.locator("#id_name").fill("Fire in the harbour")
    popup.get_by_role("button", name="Save").click()
    expect(page.locator(".field-event .select2-selection")).to_contain_text("Fire in the harbour")


def test_lists_have_search_filters_and_actions(
    page: Page, root: User, story: Story, logged_in: Callable[[User], None], shoot: Shoot
) -> None:
    logged_in(root)
    page.goto("/admin/claims/claim/")
    shoot("list")
    page.get_by_role("searchbox", name="Search claims").fill("killed")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#result_list tbody tr")).to_have_count(2)
    page.get_by_role("link", name="Harbour fire").click()
    page.locator("#action-toggle").check()
    page.get_by_label("Action:").select_option("confirm_selected")
    page.get_by_role("button", name="Go").click()
    expect(page.locator(".messagelist")).to_contain_text("Confirmed: 2.")


def test_what_a_form_or_a_list_did_is_undone_there_by_key(
    page: Page, root: User, story: Story, logged_in: Callable[[User], None], shoot: Shoot
) -> None:
    logged_in(root)
    event = story.nine.event
    assert event is not None
    form = f"/admin/claims/event/{event.pk}/change/"
    page.goto(form)
    page.locator("#id_place").fill("Port Elsa")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    shoot("record-form")
    page.keyboard.press("u")
    expect(page.locator(".messagelist")).to_contain_text("Undone: changed its record.")
    expect(page.locator("#id_place")).to_have_value(event.place)

    page.goto("/admin/claims/event/")
    page.locator("#action-toggle").check()
    page.get_by_label("Action:").select_option("confirm_selected")
    page.get_by_role("button", name="Go").click()
    expect(page.locator(".messagelist")).to_contain_text("Confirmed:")
    shoot("list-done")
    page.locator("h1").click()
    page.keyboard.press("u")
    expect(page.locator(".messagelist")).to_contain_text("Undone: ")
    page.goto(f"/admin/claims/event/{event.pk}/history/")
    expect(page.get_by_role("region", name="What was done")).to_contain_text("undone by root")
    shoot("record-history")


def test_history_tells_who_did_what(
    page: Page, root: User, story: Story, logged_in: Callable[[User], None], shoot: Shoot
) -> None:
    logged_in(root)
    page.goto(f"/admin/claims/claim/{story.nine.pk}/change/")
    page.get_by_role("button", name="Confirm").first.click()
    expect(page.get_by_role("status")).to_contain_text("Confirmed")
    page.goto(f"/admin/claims/claim/{story.nine.pk}/history/")
    row = page.get_by_role("row").filter(has_text="proposed → confirmed")
    expect(row).to_contain_text("root")
    expect(row).to_contain_text("confirm")
    shoot("history")


@pytest.mark.parametrize("width", [390, 768])
def test_narrow_screens_need_no_sideways_scrolling(
    page: Page,
    root: User,
    story: Story,
    logged_in: Callable[[User], None],
    shoot: Shoot,
    width: int,
) -> None:
    logged_in(root)
    page.set_viewport_size({"width": width, "height": 800})
    link = ClaimLink.objects.first()
    assert link is not None
    for name, address in (
        ("overview", "/admin/"),
        ("case", f"/admin/sources/case/{story.case.pk}/change/"),
        ("document", f"/admin/sources/document/{story.herald.pk}/change/"),
        ("claim", f"/admin/claims/claim/{story.accident.pk}/change/"),
        ("conflict", f"/admin/claims/conflict/{story.cause.pk}/change/"),
    ):
        page.goto(address)
        shoot(f"{name}-{width}")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, name
        sections, header = (page.locator(box).bounding_box() for box in ("#sections", "#header"))
        assert sections is not None
        assert header is not None
        assert sections["y"] + sections["height"] <= header["y"] + header["height"] + 1, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_told_from_their_ground(
    page: Page, root: User, story: Story, logged_in: Callable[[User], None], scheme: str
) -> None:
    """WCAG 2.2 AA: 4.5 to 1 for text. Measured on what the browser shows."""
    logged_in(root)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for address in (
        "/admin/",
        f"/admin/sources/document/{story.herald.pk}/change/",
        f"/admin/claims/claim/{story.accident.pk}/change/",
        f"/admin/claims/conflict/{story.cause.pk}/change/",
        "/admin/claims/claim/",
    ):
        page.goto(address)
        assert page.evaluate(CONTRAST) == [], address
