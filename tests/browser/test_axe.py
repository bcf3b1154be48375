"""What axe-core finds on the dossier, the conflict desk, the lists and the records, in light and in dark."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page

from tests.browser.driving import assert_accessible
from tests.browser.story import Story, tell


@pytest.fixture(params=["light", "dark"])
def story(
    request: pytest.FixtureRequest,
    page: Page,
    transactional_db: None,
    logged_in: Callable[[User], None],
) -> Story:
    """The story, and somebody at the page who may see all of it, once in each scheme."""
    logged_in(User.objects.create_superuser("root", password="a long password for tests"))
    page.emulate_media(color_scheme=request.param)
    return tell()


def test_dossier_and_conflicts(page: Page, story: Story) -> None:
    for address in (
        f"/admin/dossier/{story.nine.pk}/",
        f"/admin/dossier/{story.accident.pk}/",
        "/admin/conflicts/",
        f"/admin/conflicts/{story.toll.pk}/",
        f"/admin/conflicts/{story.cause.pk}/",
    ):
        page.goto(address)
        assert_accessible(page)


def test_lists_and_records(page: Page, story: Story) -> None:
    source = story.herald.publisher_id
    for address in (
        "/admin/claims/claim/",
        "/admin/sources/document/",
        "/admin/sources/source/",
        "/admin/sources/importjob/",
        "/admin/sources/importjob/add/",
        "/admin/sources/case/",
        f"/admin/sources/source/{source}/change/",
        f"/admin/sources/source/{source}/history/",
        "/admin/auth/user/",
    ):
        page.goto(address)
        assert_accessible(page)
