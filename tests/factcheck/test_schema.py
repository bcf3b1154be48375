"""The API as a whole: who may do what, what a list costs, what a mistake is answered with."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from factory.django import DjangoModelFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from claims import models as claims
from factcheck.api import router
from sources import models as sources
from tests import factories
from tests.api_clients import client_of, reader

LISTS: dict[str, Any] = {prefix: view for prefix, view, _ in router.registry}

# --- Who may -------------------------------------------------------------------------------------

ANYBODY = "anybody"
LOGGED_IN = "whoever is logged in"
TOKEN = "whoever is logged in with a token"

# Every address and method. A new one fails the test below until it is entered here.
PERMISSIONS: Mapping[str, str] = {
    "GET /healthz": ANYBODY,
    "GET /readyz": ANYBODY,
    "GET /api/schema/": ANYBODY,
    "GET /api/docs/": ANYBODY,
    "POST /api/v1/login/": ANYBODY,
    "POST /api/v1/logout/": TOKEN,
    "POST /api/v1/logoutall/": TOKEN,
    "GET /api/v1/": LOGGED_IN,
    "GET /api/v1/cases/": "sources.view_case",
    "GET /api/v1/cases/{id}/": "sources.view_case",
    "GET /api/v1/sources/": "sources.view_source",
    "GET /api/v1/sources/{id}/": "sources.view_source",
    "GET /api/v1/documents/": "sources.view_document",
    "GET /api/v1/documents/{id}/": "sources.view_document",
    "GET /api/v1/imports/": "sources.view_importjob",
    "GET /api/v1/imports/{id}/": "sources.view_importjob",
    "POST /api/v1/imports/": "sources.add_importjob",
    "GET /api/v1/items/": "sources.view_importitem",
    "GET /api/v1/items/{id}/": "sources.view_importitem",
    "GET /api/v1/events/": "claims.view_event",
    "GET /api/v1/events/{id}/": "claims.view_event",
    "GET /api/v1/claims/": "claims.view_claim",
    "GET /api/v1/claims/{id}/": "claims.view_claim",
    "GET /api/v1/attributions/": "claims.view_attribution",
    "GET /api/v1/attributions/{id}/": "claims.view_attribution",
    "GET /api/v1/links/": "claims.view_claimlink",
    "GET /api/v1/links/{id}/": "claims.view_claimlink",
    "GET /api/v1/origins/": "claims.view_origin",
    "GET /api/v1/origins/{id}/": "claims.view_origin",
    "GET /api/v1/passages/": "claims.view_sharedpassage",
    "GET /api/v1/passages/{id}/": "claims.view_sharedpassage",
    "GET /api/v1/credits/": "claims.view_credit",
    "GET /api/v1/credits/{id}/": "claims.view_credit",
    "GET /api/v1/conflicts/": "claims.view_conflict",
    "GET /api/v1/conflicts/{id}/": "claims.view_conflict",
    "GET /api/v1/assessments/": "claims.view_assessment",
    "GET /api/v1/assessments/{id}/": "claims.view_assessment",
}


def endpoints(
    resolver: URLResolver | None = None, before: str = "/"
) -> Iterator[tuple[str, URLPattern]]:
    """Every address below /api/ and those for supervisors, as in "/api/v1/claims/{id}/"."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = before + re.sub(r"\(\?P<pk>[^)]*\)", "{id}", str(pattern.pattern).strip("^$"))
        if isinstance(pattern, URLResolver):
            yield from endpoints(pattern, path)
        elif path.startswith("/api/") or path in {"/healthz", "/readyz"}:
            yield path, pattern


def methods(pattern: URLPattern) -> set[str]:
    """What can be asked there, but for HEAD and OPTIONS, which tell no more than GET."""
    view: Any = pattern.callback
    if hasattr(view, "actions"):
        names = set(view.actions)
    elif hasattr(view, "cls"):
        names = {name for name in view.cls.http_method_names if hasattr(view.cls, name)}
    else:
        names = {"get"}  # the functions of factcheck.health, which take nothing else
    return {name.upper() for name in names} - {"HEAD", "OPTIONS"}


def asked() -> set[str]:
    return {f"{method} {path}" for path, view in endpoints() for method in methods(view)}


def test_every_endpoint_is_in_the_permission_table() -> None:
    assert asked() == set(PERMISSIONS)


def ask(client: APIClient, endpoint: str) -> int:
    method, path = endpoint.split()
    return int(client.generic(method, path.replace("{id}", "1")).status_code)


@pytest.mark.django_db
@pytest.mark.parametrize("endpoint", sorted(PERMISSIONS))
def test_the_permission_table_is_true(endpoint: str) -> None:
    """Nobody, somebody without the permission, and somebody with that permission alone."""
    who = PERMISSIONS[endpoint]
    unknown = ask(client_of(None), endpoint)
    known = ask(client_of(factories.UserFactory.create()), endpoint)
    if who == ANYBODY:
        assert unknown not in {401, 403} or endpoint.endswith("/login/")
    elif who == LOGGED_IN:
        assert (unknown, known) == (401, 200)
    elif who == TOKEN:
        assert (unknown, known) == (401, 401)
    else:
        assert (unknown, known) == (401, 403)
        holder = factories.UserFactory.create()
        app, name = who.split(".")
        holder.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=name)
        )
        assert ask(client_of(holder), endpoint) in {200, 400, 404}


# --- What a list costs ---------------------------------------------------------------------------


def factory_of(model: type[Model]) -> type[DjangoModelFactory[Any]]:
    """The factory that makes rows of this model."""
    for factory in vars(factories).values():
        made = getattr(getattr(factory, "_meta", None), "model", None)
        if made is model and issubclass(factory, DjangoModelFactory):
            found: type[DjangoModelFactory[Any]] = factory
            return found
    pytest.fail(f"tests/factories.py has no factory for {model.__name__}")


def neighbours(row: Any) -> None:
    """Gives a row everything that its list shows besides."""
    match row:
        case sources.Source():
            factories.SourceAliasFactory.create(source=row)
            factories.AffiliationFactory.create(source=row)
        case sources.Document():
            row.cases.add(factories.CaseFactory.create())
            row.copy_of = row.revises = factories.DocumentFactory.create()
            row.save()
        case sources.ImportJob():
            document = factories.DocumentFactory.create()
            factories.ImportItemFactory.create(job=row, document=document)
            row.case = factories.CaseFactory.create()
            row.created_by = factories.UserFactory.create()
            row.save()
        case sources.ImportItem():
            row.document = factories.DocumentFactory.create()
            row.save()
        case claims.Claim():
            factories.AttributionFactory.create(claim=row)
            row.event = factories.EventFactory.create()
            row.save()
        case claims.Attribution():
            source = factories.SourceFactory.create()
            factories.AttributionViaFactory.create(attribution=row, source=source)
        case claims.Conflict():
            for side in claims.Side:
                stance = {"for": "asserts", "against": "denies"}[side]
                attribution = factories.AttributionFactory.create(stance=stance)
                row.preferred = factories.ConflictAccountFactory.create(
                    conflict=row, claim=attribution.claim, side=side
                )
            row.save()
        case claims.Event():
            factories.ClaimFactory.create(event=row)
        case claims.Assessment():
            row.evidence.add(factories.AttributionFactory.create())


def make(model: type[Model], number: int) -> None:
    factory = factory_of(model)
    for _ in range(number):
        neighbours(factory.create())


def page(client: APIClient, prefix: str) -> tuple[int, int]:
    """How many rows the list has, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"/api/v1/{prefix}/", {"page_size": 200})
    assert answer.status_code == 200, answer.content
    return len(answer.json()["results"]), len(queries)


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", sorted(LISTS))
def test_a_list_costs_the_same_for_one_row_and_for_twenty(prefix: str) -> None:
    client = client_of(reader())
    model = LISTS[prefix].queryset.model
    make(model, 1)
    page(client, prefix)  # what is remembered between requests, such as content types
    few, cheap = page(client, prefix)
    make(model, 19)
    many, dear = page(client, prefix)
    assert few >= 1
    assert many >= few + 19
    assert dear == cheap
    assert dear <= 20


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", sorted(LISTS))
def test_a_row_looks_in_its_list_as_it_does_alone(prefix: str) -> None:
    client = client_of(reader())
    make(LISTS[prefix].queryset.model, 1)
    listed = client.get(f"/api/v1/{prefix}/").json()["results"][0]
    alone = client.get(f"/api/v1/{prefix}/{listed['id']}/").json()
    assert {name: alone[name] for name in listed} == listed


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", sorted(LISTS))
def test_pages_follow_each_other(prefix: str) -> None:
    client = client_of(reader())
    make(LISTS[prefix].queryset.model, 3)
    whole = [row["id"] for row in client.get(f"/api/v1/{prefix}/").json()["results"]]
    found, following = [], f"/api/v1/{prefix}/?page_size=2"
    while following:
        answer = client.get(following).json()
        found += [row["id"] for row in answer["results"]]
        following = answer["next"]
    assert found == whole == sorted(whole)


# --- Mistakes ------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", sorted(LISTS))
def test_a_parameter_that_nobody_reads_is_refused(prefix: str) -> None:
    client = client_of(reader())
    answer = client.get(f"/api/v1/{prefix}/", {"statsu": "proposed"})
    assert answer.status_code == 400
    assert "There is no such parameter here. Known: " in answer.json()["statsu"][0]
    answer = client.get(f"/api/v1/{prefix}/?cursor=&cursor=")
    assert answer.json() == {"cursor": ["Given more than once."]}
    answer = client.get(f"/api/v1/{prefix}/?cursor=")
    assert answer.json() == {"cursor": ["Given without a value."]}


def filters() -> list[tuple[str, str]]:
    return [
        (prefix, name)
        for prefix, view in sorted(LISTS.items())
        for name in view.filterset_class.base_filters
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("prefix", "name"), filters())
def test_every_filter_says_what_it_can_not_use(prefix: str, name: str) -> None:
    """NUL is the one value that none of them takes."""
    answer = client_of(reader()).get(f"/api/v1/{prefix}/", {name: "\x00"})
    assert answer.status_code == 400
    assert answer.json()[name][0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("stance=denys", "“denys” is none of: asserts, denies, doubts, reports, no_position."),
        ("hedged=yes", "“yes” is neither true nor false."),
        ("document=99999", "There is no document of this id."),
        ("case=mine", "There is no case of this id."),
        ("published_after=26/03/2024", "A date is written YYYY-MM-DD."),
        ("page_size=many", "A number from 1 to 200."),
        ("page_size=0", "A number from 1 to 200."),
        ("page_size=201", "A number from 1 to 200."),
    ],
)
def test_messages_say_what_is_wrong(query: str, message: str) -> None:
    answer = client_of(reader()).get(f"/api/v1/attributions/?{query}")
    assert answer.status_code == 400
    assert answer.json() == {query.split("=", maxsplit=1)[0]: [message]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cursor", ["x", "cD1hYmM=", "cD0tMQ==", "cD05OTk5OTk5OTk5OTk5OTk5OTk5OQ==", "bz0tMQ=="]
)
def test_a_cursor_that_was_not_given_out(cursor: str) -> None:
    """Position abc, -1, beyond any id; offset -1."""
    answer = client_of(reader()).get("/api/v1/claims/", {"cursor": cursor})
    assert answer.status_code == 404
    assert answer.json() == {"detail": "Invalid cursor"}


@pytest.mark.django_db
def test_a_detail_takes_no_parameters() -> None:
    claim = factories.ClaimFactory.create()
    answer = client_of(reader()).get(f"/api/v1/claims/{claim.pk}/?status=proposed")
    assert answer.status_code == 400
    assert answer.json() == {"status": ["There is no such parameter here. Known: none."]}


odd = st.one_of(
    st.text(max_size=30),
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(str),
    st.sampled_from(["", "%", "\\", "'", "null", "-0", "1e9", "²", "cD0x", "9" * 5000, "\ud800x"]),
)


@pytest.mark.django_db
@given(data=st.data())
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_odd_questions_never_break_a_list(db: None, data: st.DataObject) -> None:
    client = client_of(reader())
    prefix = data.draw(st.sampled_from(sorted(LISTS)))
    names = [*LISTS[prefix].filterset_class.base_filters, "cursor", "page_size", "ordering"]
    query = data.draw(st.dictionaries(st.sampled_from(names), odd, max_size=3))
    query = {name: value.encode("utf-8", "replace").decode() for name, value in query.items()}
    answer = client.get(f"/api/v1/{prefix}/", query)
    assert answer.status_code in {200, 400, 404}
    assert isinstance(answer.json(), dict)


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", sorted(LISTS))
@pytest.mark.parametrize("row", ["0", "-1", "x", "1.5", "9" * 30, "9" * 5000, "%00", "²"])
def test_odd_ids_are_not_found(prefix: str, row: str) -> None:
    answer = client_of(reader()).get(f"/api/v1/{prefix}/{row}/")
    assert answer.status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", sorted(set(LISTS) - {"imports"}))
def test_nothing_is_written_through_lists(prefix: str, admin: User) -> None:
    client = client_of(admin)
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(f"/api/v1/{prefix}/", {}).status_code == 405


# --- What it says of itself ----------------------------------------------------------------------


def test_the_schema_is_valid_and_complete(capsys: pytest.CaptureFixture[str]) -> None:
    """Warnings and errors end the command with an exception."""
    call_command("spectacular", validate=True, fail_on_warn=True)
    assert "openapi: 3.0" in capsys.readouterr().out


def test_the_schema_has_every_endpoint_and_filter(client: Client) -> None:
    schema = json.loads(client.get(reverse("api-schema"), {"format": "json"}).content)
    described = {
        f"{method.upper()} {path}" for path, ways in schema["paths"].items() for method in ways
    }
    beside = {"GET /healthz", "GET /readyz", "GET /api/schema/", "GET /api/docs/", "GET /api/v1/"}
    assert described == set(PERMISSIONS) - beside
    for prefix, name in filters():
        given_ = schema["paths"][f"/api/v1/{prefix}/"]["get"]["parameters"]
        assert name in {parameter["name"] for parameter in given_}


def test_the_schema_is_served(client: Client) -> None:
    answer = client.get(reverse("api-schema"))
    assert answer.status_code == 200
    assert b"/api/v1/attributions/" in answer.content


def test_the_pages_of_the_documentation_have_nothing_inline(client: Client) -> None:
    page = client.get(reverse("api-docs"))
    html = page.content.decode()
    assert page.status_code == 200
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert "<style" not in html
    assert " style=" not in html
    assert re.findall(r"<script(?![^>]* src=\"/)", html) == []
    script = client.get(reverse("api-docs"), {"script": ""})
    assert script.headers["Content-Type"].startswith("application/javascript")
    assert reverse("api-schema") in script.content.decode()


@pytest.mark.django_db
def test_the_first_address_names_the_lists() -> None:
    answer = client_of(factories.UserFactory.create()).get("/api/v1/")
    assert set(answer.json()) == set(LISTS)
