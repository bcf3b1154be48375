"""What axe-core finds on the dossier, the conflict desk, the lists and the records, in light and in dark."""

from collections.abc import Callable
from typing import Literal

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page

from tests.browser.story import tell
from tests.browser.test_reader import assert_accessible


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_dossier_and_conflicts(
    page: Page,
    transactional_db: None,
    logged_in: Callable[[User], None],
    scheme: Literal["light", "dark"],
) -> None:
    logged_in(User.objects.create_superuser("root", password="a long password for tests"))
    page.emulate_media(color_scheme=scheme)
    story = tell()
    for address in (
        f"/admin/dossier/{story.nine.pk}/",
        f"/admin/dossier/{story.accident.pk}/",
        "/admin/conflicts/",
        f"/admin/conflicts/{story.toll.pk}/",
        f"/admin/conflicts/{story.cause.pk}/",
    ):
        page.goto(address)
        assert_accessible(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lists_and_records(
    page: Page,
    transactional_db: None,
    logged_in: Callable[[User], None],
    scheme: Literal["light", "dark"],
) -> None:
    logged_in(User.objects.create_superuser("root", password="a long password for tests"))
    page.emulate_media(color_scheme=scheme)
    story = tell()
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
