"""What stands before every view: permissions, methods, pages, throttles, and the header's navigation."""

import base64
import binascii
import json
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.cache import cache
from django.db.models import Max
from django.test import Client
from pytest_django.fixtures import Settings
from rest_framework.request import Request
from rest_framework.test import APIClient

from claims.admin.workbench.pages import LISTS as RECORDS
from claims.admin.workbench.pages import PAGES
from factcheck.api import router
from factcheck.health import OK, _Recent
from factcheck.login import ByAddress
from sources.models import Case
from tests.api_clients import client_of, ids, reader
from tests.factories import CaseFactory, UserFactory

pytestmark = pytest.mark.django_db

LISTS = sorted(prefix for prefix, _, _ in router.registry)
LOGIN = "/api/v1/login/"
CASES = "/api/v1/cases/"

# --- Methods -------------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", LISTS)
def test_what_can_be_asked_of_lists_and_rows(prefix: str, admin: User) -> None:
    """Even a superuser changes nothing; nobody learns which methods there are without a login."""
    client, nobody = client_of(admin), client_of(None)
    for path in (f"/api/v1/{prefix}/", f"/api/v1/{prefix}/1/"):
        writable = path == "/api/v1/imports/"
        taken = {"GET", "HEAD", "OPTIONS"} | ({"POST"} if writable else set())
        for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE"):
            expected = 400 if method == "POST" and writable else 405
            answer = client.generic(method, path, "{}", content_type="application/json")
            assert answer.status_code == expected, (method, path)
            assert expected == 400 or set(answer.headers["Allow"].split(", ")) == taken
            assert nobody.generic(method, path).status_code == 401, (method, path)
        assert client.options(path).status_code == 200
        assert nobody.options(path).status_code == nobody.head(path).status_code == 401


@pytest.mark.parametrize("path", ["login", "logout", "logoutall"])
def test_tokens_come_and_go_by_post(path: str, admin: User) -> None:
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        answer = client_of(admin).generic(method, f"/api/v1/{path}/")
        assert answer.status_code in ({405} if path == "login" else {401}), method


# --- Permissions ---------------------------------------------------------------------------------


def allowed(user: User, method: str = "GET") -> int:
    return int(client_of(user).generic(method, CASES).status_code)


@pytest.mark.parametrize(
    ("codenames", "status"),
    [
        ([], 403),
        (["view_case"], 200),
        (["add_case", "change_case", "delete_case"], 403),
        (["view_claim", "view_document", "view_source"], 403),
        (["view_casemember"], 403),
    ],
)
def test_reading_takes_its_own_permission(codenames: list[str], status: int) -> None:
    user = UserFactory.create()
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    assert allowed(user) == allowed(user, "HEAD") == status


def test_a_permission_may_come_from_a_group() -> None:
    user, group = UserFactory.create(), Group.objects.create(name="Readers")
    user.groups.add(group)
    assert allowed(user) == 403
    group.permissions.add(Permission.objects.get(codename="view_case"))
    assert allowed(User.objects.get(pk=user.pk)) == 200


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"is_superuser": True}, 200), ({"is_staff": True}, 403), ({"is_active": False}, 401)],
)
def test_who_one_is(fields: dict[str, bool], status: int) -> None:
    assert allowed(UserFactory.create(**fields)) == status


def test_handing_in_takes_more_than_reading() -> None:
    viewer, adder = reader(), UserFactory.create()
    adder.user_permissions.add(Permission.objects.get(codename="add_importjob"))
    for user, read, write in ((viewer, 200, 403), (adder, 403, 400)):
        client = client_of(user)
        assert client.get("/api/v1/imports/").status_code == read
        assert client.post("/api/v1/imports/", {}, format="json").status_code == write


def test_a_session_writes_with_its_csrf_token_alone() -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(reader("add_importjob"))
    assert client.get("/api/v1/imports/").status_code == 200
    answer = client.post("/api/v1/imports/", {}, format="json")
    assert (answer.status_code, "CSRF" in answer.json()["detail"]) == (403, True)


@pytest.mark.parametrize("header", ["Token", "Token x", "Token x y", "Bearer x", "Basic eDp5", "x"])
def test_a_token_that_is_none_opens_nothing(header: str) -> None:
    answer = APIClient().get(CASES, HTTP_AUTHORIZATION=header)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Token"


# --- Pages ---------------------------------------------------------------------------------------


def walk(client: APIClient, url: str | None, way: str) -> list[list[str]]:
    """The pages from here on, each as the names of its cases."""
    pages = []
    while url:
        answer = client.get(url).json()
        pages.append([row["name"] for row in answer["results"]])
        url = answer[way]
    return pages


@pytest.mark.parametrize(
    ("size", "forth"),
    [
        (1, ["a", "b", "c", "d", "e"]),
        (2, ["ab", "cd", "e"]),
        (4, ["abcd", "e"]),
        (5, ["abcde"]),
        (200, ["abcde"]),
    ],
)
def test_pages_forth_and_back(size: int, forth: list[str]) -> None:
    for name in "abcde":
        CaseFactory.create(name=name)
    client, first = client_of(reader()), f"{CASES}?page_size={size}"
    assert ["".join(page) for page in walk(client, first, "next")] == forth
    last: str = first
    while following := client.get(last).json()["next"]:
        last = following
    back = walk(client, last, "previous")
    assert [name for page in reversed(back) for name in page] == list("abcde")
    assert client.get(first).json()["previous"] is None


def test_rows_that_come_and_go_shift_no_page() -> None:
    rows = [CaseFactory.create(name=name) for name in "abcdef"]
    client = client_of(reader())
    following = client.get(CASES, {"page_size": 2}).json()["next"]
    rows[0].delete()
    rows[2].delete()
    CaseFactory.create(name="g")
    assert walk(client, following, "next") == [["d", "e"], ["f", "g"]]


def test_pages_keep_their_filters() -> None:
    user = reader()
    for number in range(6):
        CaseFactory.create(name=str(number), **({"members": [user]} if number % 2 else {}))
    first = f"{CASES}?limited=true&page_size=2"
    assert walk(client_of(user), first, "next") == [["1", "3"], ["5"]]


def test_a_page_has_fifty_rows_unless_told_otherwise() -> None:
    Case.objects.bulk_create(Case(name=f"{number:03}") for number in range(201))
    client = client_of(reader())
    assert [len(page) for page in walk(client, CASES, "next")] == [50, 50, 50, 50, 1]
    assert [len(page) for page in walk(client, f"{CASES}?page_size=200", "next")] == [200, 1]


@pytest.mark.parametrize(
    "size",
    [
        *("0", "201", "-1", "+1", "1.0", "1e2", "0x10", " 1", "1_0", "٣", "²", "many", "\x00"),
        *("0000000011999", "1" + "0" * 30, "000000001" + "0" * 5000),
    ],
)
def test_sizes_that_no_page_has(size: str) -> None:
    answer = client_of(reader()).get(CASES, {"page_size": size})
    assert answer.status_code == 400
    assert answer.json() == {"page_size": ["A number from 1 to 200."]}


def cursor(position: str) -> str:
    return base64.b64encode(f"p={position}".encode()).decode()


@pytest.mark.parametrize("position", ["x", "-1", "1.5", "²", "9" * 19, "0" * 29 + "1" * 5000])
def test_places_that_no_page_starts_at(position: str) -> None:
    answer = client_of(reader()).get(CASES, {"cursor": cursor(position)})
    assert (answer.status_code, answer.json()) == (404, {"detail": "Invalid cursor"})


def test_a_place_after_the_last_row_is_an_empty_page() -> None:
    CaseFactory.create()
    last = Case.objects.aggregate(last=Max("pk"))["last"]
    client = client_of(reader())
    assert ids(client.get(CASES, {"cursor": cursor(str(last))})) == []
    assert ids(client.get(CASES, {"cursor": cursor(str(last - 1))})) == [last]


# --- The login -----------------------------------------------------------------------------------


@pytest.fixture
def _no_attempts_yet() -> None:
    cache.clear()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, "192.0.2.1"),
        (0, "198.51.100.1", "192.0.2.1"),  # anybody can say that
        (1, None, "192.0.2.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.9, 198.51.100.1", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9,198.51.100.1", "203.0.113.9"),
        (3, "198.51.100.1", "198.51.100.1"),
        (None, "198.51.100.1", "192.0.2.1"),
    ],
)
def test_whose_attempts_are_counted(
    settings: Settings, proxies: int | None, forwarded: str | None, address: str
) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": proxies}
    headers = {"X-Forwarded-For": forwarded} if forwarded else None
    request = Client(headers=headers, REMOTE_ADDR="192.0.2.1").get("/healthz").wsgi_request
    assert ByAddress().get_ident(Request(request)) == address


@pytest.mark.usefixtures("_no_attempts_yet")
def test_too_many_attempts_say_when_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ByAddress, "THROTTLE_RATES", {"login": "2/hour"})
    answers = [APIClient().post(LOGIN, {}, format="json") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [400, 400, 429]
    assert 3500 < int(answers[2].headers["Retry-After"]) <= 3600
    assert client_of(reader()).get(CASES).status_code == 200, "nothing else is counted"


@pytest.mark.usefixtures("_no_attempts_yet")
@pytest.mark.parametrize(
    "credentials", [b"", b"!", b"a", b"\xff:\xff", b":", b"name:wrong", b"a\x00b:x", b"a:x\x00"]
)
def test_credentials_that_are_none(credentials: bytes) -> None:
    header = "Basic " + binascii.b2a_base64(credentials, newline=False).decode()
    answer = APIClient().post(LOGIN, HTTP_AUTHORIZATION=header)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Token"


@pytest.mark.usefixtures("_no_attempts_yet")
@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"username": "x" * 151, "password": "y"}, {"username"}),
        ({"username": "x", "password": "y" * 4097}, {"password"}),
        ({"username": ["x"], "password": {}}, {"username", "password"}),
        ({"username": None, "password": None}, {"username", "password"}),
        ({"password": "y"}, {"username"}),
    ],
)
def test_a_body_that_names_nobody(body: dict[str, Any], fields: set[str]) -> None:
    answer = APIClient().post(LOGIN, json.dumps(body), content_type="application/json")
    assert (answer.status_code, set(answer.json())) == (400, fields)


@pytest.mark.usefixtures("_no_attempts_yet")
def test_a_password_keeps_its_spaces() -> None:
    user = UserFactory.create(password="  spaces around it  ")
    for password, status in (("  spaces around it  ", 200), ("spaces around it", 401)):
        body = {"username": user.username, "password": password}
        assert APIClient().post(LOGIN, body, format="json").status_code == status


# --- Health --------------------------------------------------------------------------------------


def test_answers_are_kept_for_a_while_together(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def disk() -> str:
        asked.append("disk")
        return OK if len(asked) < 2 else "full"

    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    recent = _Recent(disk)
    for time, answer, number in ((100.0, OK, 1), (102.9, OK, 1), (103.0, "full", 2)):
        now[0] = time
        assert (recent.checks(), len(asked)) == ({"disk": answer}, number), time
    recent.forget()
    recent.checks()
    assert len(asked) == 3


def test_a_check_that_breaks_leaves_the_next_one_free_to_ask() -> None:
    answers: list[str] = []

    def moody() -> str:
        if not answers:
            answers.append(OK)
            raise ValueError("broken")
        return answers[0]

    recent = _Recent(moody)
    with pytest.raises(ValueError, match="broken"):
        recent.checks()
    assert recent.checks() == {"moody": OK}


# --- The header ----------------------------------------------------------------------------------


def navigation(user: User, path: str = "/admin/") -> list[tuple[str, bool]]:
    client = Client()
    client.force_login(user)
    found = client.get(path).context["navigation"]
    return [(address.strip("/").split("/")[-1], here) for _, address, here in found]


def test_the_navigation_has_the_lists_of_the_work_in_its_order(admin: User) -> None:
    pages = [page.routes[0].path.strip("/") for page in PAGES if page.label]
    names = [*pages, *(model for _, model in RECORDS)]
    assert navigation(admin) == [(name, False) for name in names]


@pytest.mark.parametrize(("app", "model"), RECORDS)
def test_the_navigation_says_where_one_is(admin: User, app: str, model: str) -> None:
    shown = navigation(admin, f"/admin/{app}/{model}/")
    assert [name for name, here in shown if here] == [model]


@pytest.mark.parametrize(
    ("codenames", "expected"),
    [
        ([], []),
        (["view_claim"], ["claim"]),
        (["view_source", "view_case"], ["cases", "source"]),
        (["view_user", "view_event"], []),
    ],
)
def test_the_navigation_leads_only_where_one_may_go(
    codenames: list[str], expected: list[str]
) -> None:
    user = UserFactory.create(is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    assert [name for name, _ in navigation(user)] == expected
