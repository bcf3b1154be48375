"""Every list of the admin costs the same for one row and for twenty; new models are tested as well."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factory.base import Factory
from knox.models import AuthToken

from sources.admin.base import LookAheadPaginator, VisibleAdmin
from sources.models import Source
from tests import factories
from tests.factories import SourceFactory, UserFactory

pytestmark = pytest.mark.django_db

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
FACTORIES: dict[type[models.Model], Callable[[], Any]] = {
    value._meta.model: value.create
    for value in vars(factories).values()
    if isinstance(value, type) and issubclass(value, Factory) and value._meta.model
}
FACTORIES[Group] = lambda: Group.objects.create(name=f"group {Group.objects.count()}")
FACTORIES[AuthToken] = lambda: AuthToken.objects.create(UserFactory.create())


def address(model: type[models.Model], page: str = "changelist") -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")


def queries(client: Client, path: str) -> tuple[int, str]:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(path)
    assert answer.status_code == 200
    return len(captured), answer.content.decode()


@pytest.fixture
def staff() -> Client:
    """Somebody with every permission who is no superuser: all the filters of access apply."""
    user = UserFactory.create(is_staff=True)
    user.user_permissions.set(Permission.objects.all())
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_list_costs_the_same_for_one_row_and_twenty(
    model: type[models.Model], staff: Client
) -> None:
    make = FACTORIES[model]
    rows = model._default_manager
    make()
    before = rows.count()
    queries(staff, address(model))  # content types and permissions are remembered from here on
    few, _ = queries(staff, address(model))
    for _ in range(20):
        make()
    assert rows.count() >= before + 20
    many, _ = queries(staff, address(model))
    assert many == few


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_list_is_searched_and_not_counted_to_its_end(
    model: type[models.Model], staff: Client
) -> None:
    page = admin.site._registry[model]
    assert page.search_fields
    assert page.show_full_result_count is False
    with CaptureQueriesContext(connection) as captured:
        assert staff.get(address(model), {"q": "old mill"}).status_code == 200
    counts = [q["sql"] for q in captured if q["sql"].startswith("SELECT COUNT(*)")]
    assert counts
    assert all("LIMIT" in sql for sql in counts)


def test_first_page_costs_the_same_for_one_case_and_twenty(staff: Client) -> None:
    def tell() -> None:
        account = factories.ConflictAccountFactory.create()
        case = factories.CaseFactory.create()
        claim = account.claim
        assert claim.document is not None
        claim.document.cases.add(case)
        factories.AttributionFactory.create(claim=claim)
        factories.ImportItemFactory.create()

    tell()
    queries(staff, "/admin/")
    few, _ = queries(staff, "/admin/")
    for _ in range(20):
        tell()
    many, _ = queries(staff, "/admin/")
    assert many == few


class TestLookAheadPaginator:
    @pytest.mark.parametrize(
        ("rows", "page", "count", "more"),
        [
            (0, 1, 0, False),
            (5, 1, 5, False),
            (25, 1, 21, True),
            (25, 2, 23, True),
            (25, 3, 25, True),
            (25, 4, 25, False),
        ],
    )
    def test_looks_ten_pages_ahead(self, rows: int, page: int, count: int, more: bool) -> None:
        for _ in range(rows):
            SourceFactory.create()
        paginator = LookAheadPaginator(Source.objects.all(), 2, page=page)
        assert paginator.count == min(rows, (page + 9) * 2 + 1)
        assert paginator.count == count
        assert paginator.more is more

    def test_list_says_that_there_is_more(
        self, admin_client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(VisibleAdmin, "list_per_page", 1)
        for _ in range(12):
            SourceFactory.create()
        first = admin_client.get(address(Source)).content.decode()
        assert "more than 10" in first
        last = admin_client.get(address(Source), {"p": "12"}).content.decode()
        assert "more than" not in last
        assert "12\nsources" in last or "12 sources" in " ".join(last.split())

    @pytest.mark.parametrize("page", ["x", "0", "-1", "99", "9" * 30])
    def test_wrong_page_is_no_error(self, admin_client: Client, page: str) -> None:
        SourceFactory.create()
        assert admin_client.get(address(Source), {"p": page}).status_code in (200, 302)
