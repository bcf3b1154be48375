"""Each page of the workbench among many claims, against the same page among few, in the same run.

`python -m benchmarks.pages [CLAIMS] [--few N] [--keep FOLDER] [--only WORD]`. By default 100,000 claims and 1,000, with a
document to every ten; the claims are those of `benchmarks.linking`, one of which very many make. Measured is
the server's time of a page for an analyst who is no superuser, and how many queries it takes.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks import linking

FEW, MANY = 1_000, 100_000
CLAIMS_EACH = 10  # of a document
ROUNDS = 9
LINKED = 3  # every so many-th claim has links, and every so many-th of those a question
CASES = 26  # at least: one more than the list shows
POPULAR = 10  # the claim that very many make
PART = f"/admin/triage/{LINKED}/"  # a part of a page, that htmx asks for
STATEMENTS = (
    (
        "INSERT INTO claims_claimlink (from_claim_id, to_claim_id, relation, confidence, method, version,"
        " explanation, status, created_at) SELECT n, n + 1, (ARRAY['supports', 'contradicts', 'updates'])"
        "[1 + n %% 3], 0.8, 'made up', '1', 'for the benchmark', 'proposed', now()"
        " FROM generate_series(1, %(claims)s - 1, 3) n"
    ),
    (
        "INSERT INTO claims_conflict (id, question, kind, anchor_id, state, finding, rationale,"
        " reopened_because, weighed_origins, weight, created_at) SELECT n, 'Which of the two, ' || n || '?', 'contradiction', n * 9,"
        " 'open', '', '', '', '{}', 1 + n %% 7, now() FROM generate_series(1, %(claims)s / 9 - 1) n"
    ),
    (
        "INSERT INTO claims_conflictaccount (conflict_id, claim_id, side) SELECT n, n * 9 + k, 'for'"
        " FROM generate_series(1, %(claims)s / 9 - 1) n, generate_series(0, 1) k"
    ),
    (
        "INSERT INTO claims_action (verb, claim_id, reason, changes, by_id, at) SELECT 'confirm', n, '', '[]',"
        " (SELECT max(id) FROM auth_user), now() FROM generate_series(1, %(claims)s, 5) n"
    ),
    # Cases of one size, and more of them than a list shows, so that a board and the list show the same among few
    # claims and among many. Among few, one and the same document is in all of them.
    (
        "INSERT INTO sources_case (id, name, description, limited, created_at)"
        " SELECT n, 'Case ' || n, '', false, now() FROM generate_series(1, greatest(%(claims)s / 1000, %(cases)s)) n"
    ),
    (
        "INSERT INTO sources_casedocument (document_id, case_id, joined_at) SELECT d.id, c.id, now()"
        " FROM sources_document d JOIN sources_case c"
        " ON (d.id - 1) / 100 = (c.id - 1) %% greatest(%(claims)s / 1000, 1)"
    ),
    # One document in fifty is in a case that is closed to the analyst.
    (
        "INSERT INTO sources_case (id, name, description, limited, created_at)"
        " SELECT 1 + max(id), 'Closed', '', true, now() FROM sources_case"
    ),
    "DELETE FROM sources_casedocument WHERE document_id % 50 = 7",
    (
        "INSERT INTO sources_casedocument (document_id, case_id, joined_at) SELECT d.id, max(c.id), now()"
        " FROM sources_document d, sources_case c WHERE d.id % 50 = 7 GROUP BY d.id"
    ),
    # One source of a hundred statements, among few claims and among many.
    (
        "INSERT INTO sources_source (id, name, kind, reliability, reliability_reason, merge_reason, created_at)"
        " SELECT 1 + max(id), 'Speaker', 'person', 'F', '', '', now() FROM sources_source"
    ),
    (
        "UPDATE claims_attribution SET claimant_id = (SELECT max(id) FROM sources_source) WHERE id IN"
        " (SELECT id FROM claims_attribution ORDER BY id LIMIT 100)"
    ),
    (
        "INSERT INTO claims_watch (user_id, claim_id, since, created_at) SELECT (SELECT min(id) FROM auth_user),"
        " n, now() - interval '1 day', now() FROM generate_series(1, 20) n"
    ),
    "SELECT setval('claims_conflict_id_seq', (SELECT max(id) FROM claims_conflict))",
)


def pages() -> dict[str, str]:
    """Name and address of each page that is measured."""
    return {
        "dashboard": "/admin/",
        "triage": "/admin/triage/",
        "triage, a claim that very many make": f"/admin/triage/?claim={POPULAR}",
        "triage, by words": "/admin/triage/?q=number+77",
        "triage, reviewed": "/admin/triage/?state=confirmed",
        "triage, one claim": PART,
        "triage, further claims": f"/admin/triage/more/?after={LINKED}",
        "triage, whom to merge with": f"/admin/triage/{LINKED}/suggest/",
        "dossier": f"/admin/dossier/{LINKED}/",
        "dossier, a claim that very many make": f"/admin/dossier/{POPULAR}/",
        "conflicts": "/admin/conflicts/",
        "one conflict": "/admin/conflicts/1/",
        "reader": "/admin/sources/document/1/change/",
        "source": f"/admin/sources/source/{linking.SOURCES + 1}/change/",
        "names": "/admin/names/",
        "cases": "/admin/cases/",
        "case board": "/admin/cases/1/",
        "watching": "/admin/watching/",
        "search": "/admin/search/?q=number+77",
        "search, nothing found": "/admin/search/?q=xylophone+quarrel",
    }


def ready(database: str, claims: int) -> None:
    """The database with so many claims, links, questions and actions, unless an earlier run has made it."""
    from django.contrib.auth.models import Group, User
    from django.db import connection

    from factcheck.roles import make_roles

    linking.ready(database, claims)
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM claims_action)")
        if cursor.fetchone()[0]:
            return
        make_roles()
        analyst = User.objects.create_user("analyst", is_staff=True)
        analyst.groups.add(Group.objects.get(name="analyst"))
        User.objects.create_user("colleague")
        cursor.execute("SET session_replication_role = replica")
        for statement in STATEMENTS:
            values = {"claims": claims, "cases": CASES} if "%(" in statement else None
            cursor.execute(statement, values)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")


def measure(database: str, address: str) -> tuple[float, int]:
    """(milliseconds, queries) of one page."""
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    if connection.settings_dict["NAME"] != database:
        linking.use(connection, database)
    htmx = {"HX-Request": "true"} if address == PART else {}
    client = Client(headers={"host": "localhost", **htmx})
    client.force_login(User.objects.get(username="analyst"))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    queries = len(captured)  # now: the next request forgets them
    start = time.perf_counter()
    client.get(address)
    return 1000 * (time.perf_counter() - start), queries


def main() -> None:
    """Prints each page's milliseconds among few and many claims, their ratio and its queries."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("claims", nargs="?", type=int, default=MANY)
    parser.add_argument("--few", type=int, default=FEW)
    parser.add_argument("--keep", type=Path, help="keeps the databases for the next run")
    parser.add_argument("--only", default="", help="the pages whose name has this word")
    asked = parser.parse_args()
    linking.CLAIMS_EACH = CLAIMS_EACH
    found: dict[str, Any] = {}
    with ExitStack() as stack:
        folder = asked.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        os.environ |= {
            "FACTCHECK_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "factcheck.settings",
        }
        import django
        from django.test.utils import override_settings

        from factcheck import engines

        stack.enter_context(engines.running())
        django.setup()
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        from django.conf import settings

        stack.enter_context(override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}))
        sizes = {f"pages_{size}": size for size in (asked.few, asked.claims)}
        for database, size in sizes.items():
            ready(database, size)
        for name, address in pages().items():
            if asked.only not in name:
                continue
            took: dict[str, list[float]] = {database: [] for database in sizes}
            queries: dict[str, int] = {}
            for turn in range(ROUNDS + 1):
                for database in sizes:
                    milliseconds, queries[database] = measure(database, address)
                    took[database] += [milliseconds] if turn else []  # the first round warms up
            few, many = (statistics.median(took[database]) for database in sizes)
            found[name] = {
                "ms_among_few": round(few, 1),
                "ms_among_many": round(many, 1),
                "ratio": round(many / few, 2),
                "queries": list(queries.values()),
            }
            linking.told(f"{name}: {found[name]}")
        from django.db import connection

        connection.close()
    result = {
        "few_claims": asked.few,
        "many_claims": asked.claims,
        "worst_ratio": max(page["ratio"] for page in found.values()),
        "pages": found,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
