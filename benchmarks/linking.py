"""Linking a document among very many claims, against linking it among few, in the same run.

`python -m benchmarks.linking [CLAIMS] [--few N] [--keep FOLDER]`. Made-up claims, with vectors in
clusters, a tenth of them about one event, and one claim that very many make. Loading a million and
building their index takes half an hour; `--keep` keeps the two databases for the next run.
"""

import argparse
import json
import os
import statistics
import struct
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

FEW = 10_000
ROUNDS = 3
DOCUMENTS = 12  # that are linked in each round
CLAIMS_EACH = 20  # of a document
PER_EVENT = 50
SOURCES = 1_000
CROWD = 10  # every so many-th claim is about the one event, and every other of those in one clause
POPULAR = 20  # every so many-th attribution is of the one claim
SHINGLES = 60  # rows of a document that is there already
CLUSTERS = 3_000
SPREAD = 0.55  # of a vector around the centre of its cluster
DIMENSIONS = 384
BATCH = 20_000
PREDICATES = ("responsible", "involved", "nationality", "relations", "")
_EPOCH = "2026-03-01"
_rng = np.random.default_rng(7)
_centres = _rng.standard_normal((CLUSTERS, DIMENSIONS), dtype=np.float32)


def vectors(count: int) -> Any:
    """Unit vectors in clusters, of shape (count, 384)."""
    around = _centres[_rng.integers(0, CLUSTERS, count)]
    found = around + SPREAD * 2 * _rng.standard_normal((count, DIMENSIONS), dtype=np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def binary(first: int, rows: Any) -> Iterator[bytes]:
    """Rows of (id, vector) as PostgreSQL's binary COPY takes them."""
    yield b"PGCOPY\n\xff\r\n\0" + struct.pack("!ii", 0, 0)
    big = rows.astype(">f4")
    head = struct.pack("!hh", DIMENSIONS, 0)
    for number, row in enumerate(big, first):
        yield struct.pack("!hiqi", 2, 8, number, 4 + 4 * DIMENSIONS) + head + row.tobytes()
    yield struct.pack("!h", -1)


class Stream:
    """What psycopg2's COPY reads from."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self.parts, self.left = parts, b""

    def read(self, size: int = -1) -> bytes:
        """The next bytes; none at the end."""
        while len(self.left) < size and (part := next(self.parts, None)) is not None:
            self.left += part
        taken, self.left = self.left[:size], self.left[size:]
        return taken


def load(cursor: Any, claims: int) -> None:
    """Fills an empty database with so many claims and what they hang on; indexes are built last."""
    documents, events = claims // CLAIMS_EACH, max(claims // PER_EVENT, 2)
    cursor.execute("SET session_replication_role = replica")  # no triggers, no foreign keys
    cursor.execute("SET maintenance_work_mem = '3GB'")
    indexes = dropped(cursor, "claims_claim", "claims_attribution", "claims_shingle")
    cursor.execute(
        "INSERT INTO sources_source (name, kind, reliability, reliability_reason, merge_reason,"
        " created_at) SELECT 'Paper ' || n, 'outlet', 'F', '', '', now()"
        " FROM generate_series(1, %s) n",
        [SOURCES],
    )
    cursor.execute(
        "INSERT INTO sources_original (sha256, size, content) VALUES (repeat('0', 64), 1, 'x')"
    )
    cursor.execute(
        "INSERT INTO sources_document (name, title, url, author, published, language, text,"
        " text_sha256, boilerplate, pages, metadata, media_type, retrieved_at, status,"
        " status_reason, status_changed_at, attempts, original_id, publisher_id)"
        " SELECT 'd' || n, 'Report ' || n, '', '', date '2026-03-01' + n %% 60, 'en', 'Text ' || n,"
        " md5(n::text), '[]', '[]', '{}', 'text/plain', now(), 'linked', '', now(), 0,"
        " (SELECT min(id) FROM sources_original), 1 + n %% %s FROM generate_series(1, %s) n",
        [SOURCES, documents],
    )
    cursor.execute(
        "INSERT INTO claims_origin (source_id) SELECT id FROM sources_source ORDER BY id"
    )
    cursor.execute(
        "INSERT INTO claims_event (name, kind, place, names, keys, date_from, date_to, document_id,"
        " main, merge_reason, status, people) SELECT 'attack in Town' || n, 'attack', 'Town' || n,"
        " ARRAY['Town' || n], ARRAY['town' || n], d, d, 1 + n %% %s, true, '', 'proposed', '{}'"
        " FROM generate_series(1, %s) n, LATERAL (SELECT date '2026-03-01' + n %% 60 AS d) days",
        [documents, events],
    )
    cursor.execute("CREATE TEMP TABLE meaning (id bigint, embedding vector(384))")
    for first in range(1, claims + 1, BATCH):
        count = min(BATCH, claims + 1 - first)
        cursor.execute("TRUNCATE meaning")
        stream = Stream(binary(first, vectors(count)))
        cursor.copy_expert("COPY meaning FROM STDIN WITH (FORMAT binary)", stream)
        cursor.execute(
            "INSERT INTO claims_claim (id, text, event_id, predicate, subject, object, measure, low,"
            " high, bound, unit, check_worthiness, need, document_id, status, created_at, embedding)"
            " SELECT id, 'Made-up sentence number ' || id || ' about something',"
            " CASE WHEN id %% %(crowd)s = 0 THEN 1 ELSE 2 + id %% (%(events)s - 1) END,"
            " CASE WHEN counts THEN '' ELSE (%(predicates)s::text[])[1 + id %% 5] END,"
            " CASE WHEN counts OR id %% 5 = 4 THEN '' ELSE 'group ' || id %% 997 END, '',"
            " CASE WHEN counts THEN 'killed' ELSE '' END,"
            " CASE WHEN counts THEN id %% 300 END, CASE WHEN counts THEN id %% 300 END,"
            " CASE WHEN counts THEN 'exact' ELSE '' END, '', 0.5, id %% 701 / 100.0,"
            " 1 + id %% %(documents)s,"
            " 'proposed', now(), embedding"
            " FROM (SELECT *, id / 10 %% 2 = 0 AS counts FROM meaning) m",
            {
                "crowd": CROWD,
                "events": events,
                "predicates": list(PREDICATES),
                "documents": documents,
            },
        )
        told(f"{first + count - 1:,} of {claims:,} claims")
    cursor.execute(
        "INSERT INTO claims_attribution (claim_id, claim_as_extracted_id, claimant_id, document_id,"
        ' quote, start, "end", spans, stance, likelihood, hedged, direct, own_voice, origin_id,'
        " confidence, method, status, created_at) SELECT"
        " CASE WHEN n %% %(popular)s = 0 THEN 10 ELSE n END, n, 1 + n %% %(sources)s,"
        " 1 + n %% %(documents)s, 'x', n, n + 1, '[]',"
        " CASE WHEN n %% 7 = 0 THEN 'denies' ELSE 'asserts' END, '', false, false, false,"
        " 1 + n %% %(sources)s, 0.9, 'made up', 'proposed', now() FROM generate_series(1, %(claims)s) n",
        {"popular": POPULAR, "sources": SOURCES, "documents": documents, "claims": claims},
    )
    cursor.execute(
        'INSERT INTO claims_shingle (band, document_id, start, "end") SELECT'
        " (hashint8extended(n, 1)), 1 + n %% %s, n / %s, n / %s + 20 FROM generate_series(1, %s) n",
        [documents, documents, documents, documents * SHINGLES],
    )
    for table in ("claims_claim", "claims_event", "sources_document", "sources_source"):
        cursor.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")
    for definition in indexes:
        start = time.perf_counter()
        cursor.execute(definition)
        told(f"{definition.split()[2]} in {time.perf_counter() - start:.0f} s")
    cursor.execute("SET session_replication_role = DEFAULT")
    cursor.execute("VACUUM ANALYZE")


def dropped(cursor: Any, *tables: str) -> list[str]:
    """Drops the indexes that are no constraints; what makes each of them again."""
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index i WHERE"
        " indrelid::regclass::text = ANY(%s) AND NOT EXISTS"
        " (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)",
        [list(tables)],
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f"DROP INDEX {name}")
    return [definition for _, definition in found]


def told(line: str) -> None:
    """Progress, for people."""
    print(line, file=sys.stderr, flush=True)


def arriving(claims: int) -> list[int]:
    """Documents that were just extracted, each with claims near stored ones; their ids."""
    from claims.extraction.types import Frame
    from claims.linking.frames import canonical
    from claims.models import Attribution, Claim, Event, Origin
    from claims.services.statements import keyed
    from sources.models import Document, Original

    rng = np.random.default_rng(11)
    original, made = Original.objects.all()[0], []
    for number in range(DOCUMENTS):
        document = Document.objects.create(
            name=f"new{number}", title=f"New report {number}", language="en", original=original,
            text=" ".join(f"Sentence {i} of report {number} has words {i * 7} enough to be read." for i in range(40)),
            text_sha256=f"new{number}", retrieved_at=f"{_EPOCH}T00:00:00Z", published=date.fromisoformat(_EPOCH),
            status=Document.Status.EXTRACTED, publisher_id=1 + number,
        )  # fmt: skip
        town = f"Town{2 + int(rng.integers(0, claims // PER_EVENT - 2))}"
        event = keyed(
            Event(
                name=f"attack in {town}", kind="attack", place=town, names=[town],
                document=document, main=True,
            )
        )  # fmt: skip
        event.save()
        rows = []
        near = Claim.objects.in_bulk(
            [1 + int(n) for n in rng.integers(0, claims, CLAIMS_EACH)]
        ).values()
        for index, other in enumerate(near):
            vector = np.asarray(other.embedding) + 0.02 * rng.standard_normal(DIMENSIONS)
            row = Claim(
                text=f"Another sentence number {number * 100 + index} about something else",
                event_id=1 if index < CLAIMS_EACH // 4 else event.pk,
                document=document,
                embedding=vector / np.linalg.norm(vector),
                check_worthiness=0.5,
            )
            if index % 2:
                row.measure, row.bound, row.low, row.high = "killed", "exact", index, index
            else:
                frame = canonical(Frame(PREDICATES[index % 4], f"group {index}", ""))
                row.predicate, row.subject, row.object = (
                    frame.predicate, frame.subject, frame.object,
                )  # fmt: skip
            rows.append(row)
        stored = Claim.objects.bulk_create(rows)
        origin = Origin.objects.get(source_id=1 + number)
        Attribution.objects.bulk_create(
            Attribution(
                claim=row, claim_as_extracted=row, claimant_id=1 + number, document=document,
                quote="Sentence", start=index, end=index + 8, stance="asserts", origin=origin,
                confidence=0.9, method="made up",
            )
            for index, row in enumerate(stored)
        )  # fmt: skip
        made.append(document.pk)
    return made


def link_once(database: str, claims: int) -> list[float]:
    """Milliseconds for each of the arriving documents; everything is taken back afterwards."""
    from django.db import connection, transaction

    from claims.services.linking import link

    use(connection, database)
    took = []
    with transaction.atomic():
        for document in arriving(claims):
            start = time.perf_counter()
            assert link(document_id=document)
            took.append(1000 * (time.perf_counter() - start))
        transaction.set_rollback(True)
    return took


def use(connection: Any, database: str) -> None:
    """Lets Django talk to this database of the server from here on."""
    connection.close()
    connection.settings_dict["NAME"] = database


def ready(database: str, claims: int) -> None:
    """The database with so many claims; loaded unless an earlier run has."""
    from django.core.management import call_command
    from django.db import ProgrammingError, connection

    use(connection, "postgres")
    with connection.cursor() as cursor, suppress(ProgrammingError):
        cursor.execute(f"CREATE DATABASE {database}")
    use(connection, database)
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM claims_claim)")
        if not cursor.fetchone()[0]:
            told(f"Loading {claims:,} claims")
            load(cursor, claims)


def main() -> None:
    """Prints milliseconds a document among few and among many claims, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("claims", nargs="?", type=int, default=60_000)
    parser.add_argument("--few", type=int, default=FEW)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = asked.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        os.environ |= {
            "FACTCHECK_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "factcheck.settings",
        }
        import django

        from factcheck import engines

        stack.enter_context(engines.running())
        django.setup()
        sizes = {f"claims_{size}": size for size in (asked.few, asked.claims)}
        for database, size in sizes.items():
            ready(database, size)
        took: dict[str, list[float]] = {database: [] for database in sizes}
        for turn in range(ROUNDS + 1):
            for database, size in sizes.items():
                measured = link_once(database, size)
                took[database] += measured if turn else []  # the first round warms up
        few, many = (statistics.median(took[database]) for database in sizes)
        from django.db import connection

        connection.close()
    result = {
        "few_claims": asked.few,
        "many_claims": asked.claims,
        "link_ms_among_few": round(few, 1),
        "link_ms_among_many": round(many, 1),
        "ratio": round(many / few, 2),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
