"""Whether this process answers, and whether it can do its work: for load balancers and supervisors."""

import logging
import time
from collections.abc import Callable
from threading import Lock

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from factcheck.celery import app

OK = "ok"
GOOD_FOR_SECONDS = 3.0
BROKER_SECONDS = 2

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. It asks nobody else, so that a broken database restarts no web server."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """The work can be done: 200, or 503 where a check fails. What failed is named, never its address."""
    checks = recent.checks()
    ready = all(answer == OK for answer in checks.values())
    return JsonResponse(
        {"status": "ready" if ready else "not ready", "checks": checks},
        status=200 if ready else 503,
    )


def database() -> str:
    """`ok`, or that the database doesn't answer."""
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return _failed("database", error, "does not answer")
    return OK


def migrations() -> str:
    """`ok`, or how many migrations still have to be applied."""
    try:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return _failed("migrations", error, "unknown while the database does not answer")
    return f"{len(waiting)} not applied" if waiting else OK


def broker() -> str:
    """`ok`, or that the broker doesn't answer."""
    try:
        with app.connection_for_write(connect_timeout=BROKER_SECONDS) as connection:
            connection.ensure_connection(max_retries=1, timeout=BROKER_SECONDS)
    except (OperationalError, OSError) as error:
        return _failed("broker", error, "does not answer")
    return OK


def _failed(check: str, error: Exception, answer: str) -> str:
    logger.warning("%s %s (%s)", check, answer, type(error).__name__)
    return answer


class _Recent:
    """The last answers, so that many probes together cost no more than one."""

    def __init__(self, *asked: Callable[[], str]) -> None:
        self._asked = asked
        self._lock = Lock()
        self._answers: dict[str, str] = {}
        self._until = 0.0

    def checks(self) -> dict[str, str]:
        with self._lock:
            if time.monotonic() >= self._until:
                self._answers = {check.__name__: check() for check in self._asked}
                self._until = time.monotonic() + GOOD_FOR_SECONDS
            return self._answers

    def forget(self) -> None:
        """Ask again, whatever the time."""
        self._until = 0.0


recent = _Recent(database, migrations, broker)
