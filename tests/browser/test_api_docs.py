"""The API's own pages in a browser, under the strict Content-Security-Policy."""

from collections.abc import Callable

from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from tests.factories import ClaimFactory


def test_the_documentation_shows_the_api_and_tries_it_out(
    page: Page, logged_in: Callable[[User], None], admin: User, shoot: Callable[[str], None]
) -> None:
    """The `page` fixture fails for any violation of the policy, script error or failed request."""
    ClaimFactory.create(text="The mill burned down")
    logged_in(admin)
    page.goto("/api/docs/")
    expect(page.get_by_role("heading", name="Factcheck API")).to_be_visible()
    operation = page.locator("#operations-v1-v1_claims_list")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    answer = operation.locator(".live-responses-table .response").first
    expect(answer).to_contain_text("200")
    expect(answer).to_contain_text("The mill burned down")
    shoot("api-docs")
