"""Tables of queries: what each finds in a list of the API, by names that a test gave its rows."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model

from factcheck.api import router
from tests.api_clients import client_of, ids

Rows = dict[str, Model]


def answers(rows: Rows, prefix: str, queries: Iterable[str], *, user: User) -> dict[str, str]:
    """The rows that each query finds, such as "case=@north&stance=denies"; @ stands before a row's name."""
    client = client_of(user)
    views: dict[str, Any] = {name: view for name, view, _ in router.registry}
    model = views[prefix].queryset.model
    names = {row.pk: name for name, row in rows.items() if isinstance(row, model)}
    found = {}
    for query in queries:
        pairs = (part.split("=") for part in query.split("&") if part)
        asked = {
            name: rows[value[1:]].pk if value.startswith("@") else value for name, value in pairs
        }
        listed = ids(client.get(f"/api/v1/{prefix}/", asked))
        found[query] = " ".join(names[pk] for pk in listed if pk in names)
    return found
