"""Shooting incidents, two articles about each, mixed in one case: are the right ones told apart?

Imports the articles through the services into an empty system of its own, links them, and asks two
things. How many proposed contradictions lie between articles about different incidents? And where
the two articles about one incident count the dead or the injured differently, by the system's own
key figures: does it end in a conflict or an update between these two counts?

The incidents are halved by the hash of their number: rules are developed on `--half dev`, figures
are quoted from `--half test`.
"""

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

INCIDENTS = Path(__file__).parent.parent.parent / "shared/data/casualties/incidents.jsonl"
COUNT = 200
FEWEST_WORDS = 30  # of an article; what the crawl left of some is a cookie notice
MEASURES = ("killed", "injured")
Figure = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Article:
    """One article, `name` being its document's name in the database."""

    name: str
    incident: str
    title: str
    published: str
    text: str


@dataclass(slots=True)
class Found:
    """What the database holds of one article."""

    event: int | None = None
    figures: dict[str, Figure] = field(default_factory=dict)
    claims: set[int] = field(default_factory=set)


def hashed(text: str) -> int:
    """A number that stays the same from run to run."""
    return int(sha256(text.encode()).hexdigest()[:8], 16)


def chosen(half: str, count: int) -> list[Article]:
    """Two articles about each of `count` incidents of one half, in an order that mixes them."""
    articles: list[Article] = []
    with INCIDENTS.open(encoding="utf-8") as lines:
        incidents = [json.loads(line) for line in lines]
    incidents.sort(key=lambda incident: hashed(incident["incident"]))
    seen: set[str] = set()
    for incident in incidents:
        if len(articles) == 2 * count:
            break
        if (hashed(incident["incident"]) % 2 == 0) != (half == "dev"):
            continue
        docs = {d["content"]: d for d in incident["docs"]}.values()
        readable = [
            d for d in docs if len(d["content"].split()) >= FEWEST_WORDS and d["doc"] not in seen
        ]
        two = sorted(readable, key=lambda d: hashed(d["doc"]))[:2]
        if len(two) == 2:
            seen |= {d["doc"] for d in two}
            articles += [
                Article(d["doc"], incident["incident"], d["title"], d["date"], d["content"])
                for d in two
            ]
    return sorted(articles, key=lambda article: hashed(article.name))


def import_all(articles: Iterable[Article], case: str | None) -> list[int]:
    """Ids of the documents, read and waiting for extraction."""
    from sources.models import ImportItem, ImportJob
    from sources.services import importing, reading

    rows = [
        {"id": a.name, "title": a.title, "published": a.published, "text": a.text, "language": "en"}
        for a in articles
    ]
    content = BytesIO("".join(json.dumps(row) + "\n" for row in rows).encode())
    job = ImportJob.objects.create(
        name="incidents", case=importing.case_named(case) if case else None, door="command"
    )
    file = importing.Incoming("incidents.jsonl", content)
    importing.receive([file], job=job, stored=lambda items: None)
    waiting = ImportItem.objects.order_by("pk").values_list("pk", flat=True)
    return [pk for item in waiting if (pk := reading.read(item_id=item)) is not None]


def extract_all(ids: Iterable[int]) -> None:
    """Draws the claims of all documents."""
    from claims.services import extracting

    for pk in progress(ids, "extracted"):
        extracting.extract(document_id=pk)


def link_all(ids: Iterable[int]) -> None:
    """Links the claims of all documents, one after the other."""
    from claims.services import linking

    for pk in progress(ids, "linked"):
        linking.link(document_id=pk)


def progress(ids: Iterable[int], done: str) -> Iterator[int]:
    """The same ids, with a line on standard error now and then."""
    every = list(ids)
    for number, pk in enumerate(every):
        yield pk
        if number % 50 == 49:
            print(f"{number + 1} of {len(every)} {done}", file=sys.stderr, flush=True)


def figures_of(article: Article) -> dict[str, Figure]:
    """The killed and injured of an article, as the command `extract` gives them."""
    from claims.extraction import extract
    from sources.readers import boilerplate

    found = extract(
        article.text,
        title=article.title or None,
        published=date.fromisoformat(article.published),
        boilerplate=boilerplate.find(article.text),
    )
    return {
        measure: found.key_figures[measure] for measure in MEASURES if measure in found.key_figures
    }


def found(articles: Iterable[Article]) -> dict[str, Found]:
    """What there is of each article, by its name."""
    from claims.models import Attribution, Event

    rows = {a.name: Found(figures=figures_of(a)) for a in articles}
    for event in Event.objects.filter(main=True, document__name__in=rows):
        root = event
        while root.merged_into is not None:
            root = root.merged_into
        rows[event.document.name].event = root.pk  # type: ignore[union-attr]  # it has a document
    said = Attribution.objects.standing().filter(document__name__in=rows)
    for name, claim in said.values_list("document__name", "claim"):
        rows[name].claims.add(claim)
    return rows


def measure(articles: list[Article], *, verbose: bool = False) -> dict[str, Any]:
    """The figures that this benchmark prints."""
    rows = found(articles)
    incident = {a.name: a.incident for a in articles}
    by_incident: dict[str, list[str]] = {}
    for article in articles:
        by_incident.setdefault(article.incident, []).append(article.name)
    false, relations, joined = across(rows, incident, verbose=verbose)
    met = sum(
        rows[a].event is not None and rows[a].event == rows[b].event
        for a, b in by_incident.values()
    )
    differing = [
        (key, m)
        for key, (a, b) in by_incident.items()
        for m in MEASURES
        if apart(rows[a].figures.get(m), rows[b].figures.get(m))
    ]
    linked = [
        pair for pair in differing if related(pair[1], *(rows[n] for n in by_incident[pair[0]]))
    ]
    if verbose:
        for key, m in differing:
            a, b = by_incident[key]
            print(
                "differ", (key, m) in linked, key, m, rows[a].figures, rows[b].figures, a, b,
                "one event" if rows[a].event == rows[b].event else "two events",
            )  # fmt: skip
    incidents = {key for key, _ in differing}
    ended = incidents - {key for key, m in differing if (key, m) not in linked}
    return {
        "documents": len(articles),
        "incidents": len(by_incident),
        "incidents_met": met,
        "documents_joined_to_another_incident": joined,
        "false_contradictions": relations["contradicts"] + relations["rivals"] + relations["sides"],
        "false_updates": relations["updates"],
        "false_same_or_supports": relations["same_as"] + relations["supports"],
        "documents_with_a_false_contradiction": len(false),
        "false_contradictions_per_document": round(
            (relations["contradicts"] + relations["rivals"] + relations["sides"]) / len(articles), 4
        ),
        "incidents_that_differ": len(incidents),
        "of_these_in_conflict_or_updated": len(ended),
        "share": round(len(ended) / max(1, len(incidents)), 4),
    }


def across(
    rows: dict[str, Found], incident: dict[str, str], *, verbose: bool
) -> tuple[set[str], Counter[str], int]:
    """Documents in a contradiction with another incident's; relations between incidents, counted;
    documents whose main event is one with another incident's."""
    from claims.models import ClaimLink

    of_claim: dict[int, set[str]] = {}
    for name, row in rows.items():
        for claim in row.claims:
            of_claim.setdefault(claim, set()).add(name)
    documents: set[str] = set()
    relations: Counter[str] = Counter()
    for link in ClaimLink.objects.standing().select_related("from_claim", "to_claim"):
        left, right = of_claim.get(link.from_claim_id, set()), of_claim.get(link.to_claim_id, set())
        strangers = {(a, b) for a in left for b in right if incident[a] != incident[b]}
        if not strangers or {incident[a] for a in left} & {incident[b] for b in right}:
            continue
        relations[link.relation] += 1
        if link.relation in ("contradicts", "rivals"):
            documents |= {name for pair in strangers for name in pair}
        if verbose:
            print("across", link.relation, "|", link.explanation, "|", link, "|", min(strangers))
    documents |= shared_across(of_claim, incident, relations, verbose=verbose)
    mixed = mixed_events(rows, incident)
    if verbose:
        print("mixed events", mixed)
    return documents, relations, sum(map(len, mixed))


def shared_across(
    of_claim: dict[int, set[str]],
    incident: dict[str, str],
    relations: Counter[str],
    *,
    verbose: bool,
) -> set[str]:
    """Counts the claims that several incidents share; documents that take opposed sides of one."""
    from claims.models import Claim

    documents: set[str] = set()
    for claim, names in of_claim.items():
        if len({incident[name] for name in names}) < 2:
            continue
        relations["same_as"] += 1
        if opposed_across(claim, incident):
            relations["sides"] += 1
            documents |= names
        if verbose:
            print("shared |", Claim.objects.get(pk=claim), "|", sorted(names))
    return documents


def mixed_events(rows: dict[str, Found], incident: dict[str, str]) -> list[list[str]]:
    """For each main event that several incidents share, its documents."""
    at: dict[int, list[str]] = {}
    for name, row in rows.items():
        if row.event is not None:
            at.setdefault(row.event, []).append(name)
    return [names for names in at.values() if len({incident[n] for n in names}) > 1]


def opposed_across(claim: int, incident: dict[str, str]) -> bool:
    """Do articles about different incidents take different sides of one claim?"""
    from claims.linking.conflicts import side
    from claims.models import Attribution

    sides: dict[str, set[str]] = {}
    said = Attribution.objects.standing().filter(claim=claim)
    for name, stance, likelihood in said.values_list("document__name", "stance", "likelihood"):
        if (taken := side(stance, likelihood or None)) and name in incident:
            sides.setdefault(incident[name], set()).add(taken)
    return any(a ^ b for a, b in combinations(sides.values(), 2))


def apart(a: Figure | None, b: Figure | None) -> bool:
    """Are both given, and can't both be so?"""
    if a is None or b is None:
        return False
    lows = [f[0] if f[0] is not None else 0.0 for f in (a, b)]
    highs = [f[1] if f[1] is not None else float("inf") for f in (a, b)]
    return max(lows) > min(highs)


def related(measure: str, a: Found, b: Found) -> bool:
    """Does a link or an open conflict hold the key figures of the two articles against each other?"""
    from claims.models import Claim, ClaimLink, ConflictAccount

    def counted(row: Found) -> set[int]:
        low, high = row.figures[measure]
        claims = Claim.objects.filter(pk__in=row.claims, measure=measure, low=low, high=high)
        return set(claims.values_list("pk", flat=True))

    left, right = counted(a), counted(b)
    both = ClaimLink.objects.standing().filter(relation__in=("contradicts", "updates"))
    if both.filter(from_claim__in=left, to_claim__in=right).exists():
        return True
    if both.filter(from_claim__in=right, to_claim__in=left).exists():
        return True
    accounts = ConflictAccount.objects
    here = set(accounts.filter(claim__in=left).values_list("conflict", flat=True))
    return accounts.filter(claim__in=right, conflict__in=here).exists()


def main() -> None:
    """Prints the figures as one JSON object on the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("dev", "test"), default="test")
    parser.add_argument("--count", type=int, default=COUNT, help="incidents")
    parser.add_argument("--no-case", action="store_true", help="the articles in no case at all")
    parser.add_argument("--list", action="store_true", help="also every link between incidents")
    options = parser.parse_args()
    if not INCIDENTS.exists():
        sys.exit(f"Nothing to measure on: {INCIDENTS} is not there.")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FACTCHECK_DATA"] = str(Path(folder) / "data")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
        from factcheck import engines

        with engines.running():
            import django
            from django.core.management import call_command

            django.setup()
            call_command("migrate", verbosity=0)
            articles = chosen(options.half, options.count)
            ids = import_all(articles, None if options.no_case else "Incidents")
            extract_all(ids)
            link_all(ids)
            print(json.dumps(measure(articles, verbose=options.list)))


if __name__ == "__main__":
    main()
