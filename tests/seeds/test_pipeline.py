"""From the seed digests to the conflicts that the first page leads to."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from claims.models import Claim, Conflict
from claims.services import extracting, linking
from sources.models import Document, ImportItem, ImportJob
from sources.readers import manifest
from sources.services import importing, reading

SEEDS = Path(__file__).parents[2] / "seeds"


def _import_seeds() -> None:
    """What `import_documents` and the workers do, in this process and transaction."""
    job = ImportJob.objects.create(
        name="seeds", case=importing.case_named("Crocus City Hall attack"), door="command"
    )
    importing.receive(
        importing.files(sorted(SEEDS.glob("*.txt"))),
        job=job,
        stored=lambda items: None,
        manifest=manifest.load(SEEDS / "manifest.csv"),
    )
    documents = [reading.read(item_id=item.pk) for item in ImportItem.objects.order_by("pk")]
    for step in (extracting.extract, linking.link):
        for document_id in documents:
            assert document_id is not None
            assert step(document_id=document_id)


def _accounts(conflict: Conflict) -> list[tuple[Claim, str]]:
    return [(account.claim, account.side) for account in conflict.accounts.select_related("claim")]


def _framed(accounts: Iterable[tuple[Claim, str]], predicate: str, name: str) -> set[str]:
    """The sides taken on claims of this predicate that name this one."""
    return {
        side
        for claim, side in accounts
        if claim.predicate == predicate and name in f"{claim.subject} {claim.object}"
    }


def _topics(conflict: Conflict) -> set[str]:
    """Which of the known questions a conflict asks."""
    accounts = _accounts(conflict)
    figures = {(c.low, c.bound) for c, _ in accounts if c.measure == "killed"}
    bounds = {bound for _, bound in figures}
    found = set()
    if {(137.0, "exact"), (139.0, "at least")} <= figures:
        found.add("toll")
    if {"almost", "more than"} <= bounds and (137.0, "exact") not in figures:
        found.add("toll in Iran")
    if _framed(accounts, "nationality", "tajikistan") == {"for", "against"}:
        found.add("nationality")
    if _framed(accounts, "involved", "ukraine") == {"for", "against"}:
        found.add("Ukraine's part")
    if _framed(accounts, "relations", "russia|tajikistan") == {"for", "against"}:
        found.add("relations")
    if _framed(accounts, "responsible", "isis-k") and _framed(accounts, "involved", "ukraine"):
        found.add("who did it")
    return found


@pytest.mark.django_db
def test_the_seed_case_shows_the_conflicts_of_the_articles() -> None:
    _import_seeds()
    assert set(Document.objects.values_list("status", flat=True)) == {Document.Status.LINKED}
    conflicts = list(Conflict.objects.all())
    found = set().union(*(_topics(conflict) for conflict in conflicts))
    assert found == {
        "toll",
        "toll in Iran",
        "nationality",
        "Ukraine's part",
        "relations",
        "who did it",
    }
    # Two attacks, hence two questions; 11 arrested and four suspects are two measures.
    for conflict in conflicts:
        claims = [claim for claim, _ in _accounts(conflict)]
        killed = {claim.bound: claim.low for claim in claims if claim.measure == "killed"}
        if killed.get("exact") == 137:
            lows = [claim.low for claim in claims if claim.measure == "killed"]
            assert all(low is not None and low >= 130 for low in lows), lows
        assert len({claim.measure for claim in claims if claim.measure}) <= 1
        assert conflict.question.endswith("?")
