"""What linking finds does not depend on which document came first.

The seed digests go the whole way in several orders, each on an empty system. What comes out is compared
up to ids, and up to what has to be chosen by them: in whose words a claim stands.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from claims import extraction
from claims.models import Attribution, ClaimLink, Conflict, Event, SharedPassage
from claims.models.vocabulary import SYMMETRIC
from claims.services import extracting, linking, merging
from sources.models import ImportItem, ImportJob
from sources.readers import manifest
from sources.services import importing, reading

SEEDS = Path(__file__).parents[2] / "seeds"
FILES = sorted(SEEDS.glob("*.txt"))
# An attribution by where it stands and what was extracted there.
Place = tuple[Any, ...]


@pytest.fixture(scope="module", autouse=True)
def _each_text_is_read_once() -> Iterator[None]:
    """Extraction takes nearly all of the time and knows of one text alone, so it is done once for each."""
    extract = extraction.extract

    @cache
    def remembered(text: str, options: str) -> Any:
        return extract(text, **known[options])

    known: dict[str, dict[str, Any]] = {}

    def once(text: str, **options: Any) -> Any:
        known[repr(options)] = options
        return remembered(text, repr(options))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extraction, "extract", once)
        yield


def imported(files: Iterable[Path], *, by_step: bool) -> None:
    """All documents extracted before any is linked, or each linked before the next one comes."""
    job = ImportJob.objects.create(
        name="seeds", case=importing.case_named("Crocus City Hall attack"), door="command"
    )
    importing.receive(
        importing.files(list(files)),
        job=job,
        stored=lambda items: None,
        manifest=manifest.load(SEEDS / "manifest.csv"),
    )
    documents = [reading.read(item_id=item.pk) or 0 for item in ImportItem.objects.order_by("pk")]
    steps = [(extracting.extract, pk) for pk in documents], [(linking.link, pk) for pk in documents]
    turns = (
        [*steps[0], *steps[1]]
        if by_step
        else [t for pair in zip(*steps, strict=True) for t in pair]
    )
    for step, pk in turns:
        assert step(document_id=pk)


def parts(places: Mapping[Place, Any]) -> set[frozenset[Place]]:
    """Which of the places belong together: those with the same value."""
    found: dict[Any, set[Place]] = defaultdict(set)
    for place, value in places.items():
        found[value].add(place)
    return {frozenset(part) for part in found.values()}


def result() -> dict[str, Any]:
    """All that linking found, without ids."""
    said = {
        (
            row.document.name, row.start, row.end, row.stance, row.likelihood,
            row.claimant_start or -1, row.cue_start or -1, row.claim_as_extracted.text,
        ): row
        for row in Attribution.objects.select_related("document", "claim", "claim_as_extracted")
    }  # fmt: skip
    assert len(said) == Attribution.objects.count(), "a place names one attribution"
    claims: dict[int, set[Place]] = defaultdict(set)
    for place, row in said.items():
        claims[row.claim_id].add(place)
    known = {pk: frozenset(places) for pk, places in claims.items()}

    def ends(link: ClaimLink) -> Any:
        both = known[link.from_claim_id], known[link.to_claim_id]
        return frozenset(both) if link.relation in SYMMETRIC else both

    happenings: dict[int, list[Event]] = defaultdict(list)
    for event in Event.objects.select_related("document"):
        happenings[merging.root(event).pk].append(event)
    return {
        "claims": set(known.values()),
        "links": {(link.relation, ends(link)) for link in ClaimLink.objects.standing()},
        "conflicts": {
            (c.kind, frozenset((known[a.claim_id], a.side) for a in c.accounts.all()))
            for c in Conflict.objects.prefetch_related("accounts")
        },
        "origins": parts({place: row.origin_id for place, row in said.items()}),
        "events": {
            frozenset((e.document.name, e.name) for e in together if e.document)
            for together in happenings.values()
        },
        "passages": {
            frozenset(
                (
                    (row.document.name, row.start, row.end),
                    (row.other.name, row.other_start, row.other_end),
                )
            )
            for row in SharedPassage.objects.select_related("document", "other")
        },
    }


def results(files: Iterable[Path], *, by_step: bool = False) -> dict[str, Any]:
    """What comes out of these files in this order, on a system that is empty before and after."""
    with transaction.atomic():
        imported(files, by_step=by_step)
        found = result()
        transaction.set_rollback(True)
    return found


@pytest.mark.slow
@pytest.mark.django_db
def test_the_order_of_import_does_not_matter() -> None:
    expected = results(FILES)
    assert len(expected["conflicts"]) >= 6
    shuffled = [random.Random(seed).sample(FILES, len(FILES)) for seed in (1, 2)]
    orders = [FILES[::-1], *shuffled]
    for number, order in enumerate(orders):
        found = results(order, by_step=bool(number % 2))
        names = [path.name for path in order]
        for what, value in expected.items():
            assert found[what] == value, (what, names)
