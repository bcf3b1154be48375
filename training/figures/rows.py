"""From articles about shootings to rows: the pairs of figures that each gives a ground for, and what speaks for them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from claims.extraction.harm.counting import Features, candidates
from claims.extraction.harm.figures import read
from claims.extraction.text.nlp import model, parse
from sources.readers import boilerplate
from training.split import kept_apart

if TYPE_CHECKING:
    from spacy.tokens import Doc

EVERY = 5  # one incident in so many is kept apart; benchmarks/corpora.py measures on those


@dataclass(frozen=True, slots=True, eq=False)
class Article:
    """One article as the ranker sees it: its candidate pairs, their features, and the recorded pair.

    ``opening``: only the first passages of one.
    """

    incident: str
    name: str
    recorded: tuple[int, int]
    pairs: list[tuple[int, int]]
    rows: npt.NDArray[np.float64]
    opening: bool = False


def held_out(incident: str) -> bool:
    """Whether an incident, with all articles about it, is kept from training."""
    return kept_apart(incident, EVERY)


def incidents(path: Path) -> Iterator[dict[str, Any]]:
    """The incidents of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def articles(
    told: Iterable[dict[str, Any]], cache: Path, *, openings: bool = False
) -> Iterator[Article]:
    """The articles about these incidents, read as the package reads them; their parses are kept in ``cache``.

    With ``openings`` also the first passages of each, as articles of their own, where they tell the recorded pair.
    """
    cache.mkdir(parents=True, exist_ok=True)
    for incident in told:
        for doc in incident["docs"]:
            docs, heading = _parsed(doc, cache)
            yield _article(incident, doc, docs, heading)
            if openings and len(docs) > 2:
                for passages, above in ((docs[:2], []), (docs[:4], heading)):
                    opening = _article(incident, doc, passages, above)
                    if opening.recorded in opening.pairs and len(opening.pairs) > 1:
                        yield replace(opening, opening=True)


def _article(
    incident: dict[str, Any], doc: dict[str, Any], docs: list[Doc], heading: list[Doc]
) -> Article:
    year = int(doc["date"][:4]) if doc.get("date") else None
    heads = sum(1 for part in heading for _ in part.sents)
    made = read([*heading, *docs], heads, year)
    features, pairs = Features(made), candidates(made)
    rows = np.array([features.row(*pair) for pair in pairs], dtype=np.float64)
    recorded = (incident["num_killed"], incident["num_injured"])
    return Article(incident["incident"], doc["doc"], recorded, pairs, rows)


def _parsed(doc: dict[str, Any], cache: Path) -> tuple[list[Doc], list[Doc]]:
    """The passages of an article and of its title, as `extract` would parse them."""
    from spacy.tokens import DocBin

    text, title = doc["content"], doc["title"] or ""
    kept = cache / f"{doc['doc']}.spacy"
    if not kept.exists():
        docs = parse(text, boilerplate.find(text))
        apart = title.strip() and title.strip() not in text[: len(title) + 80]
        heading = parse(title) if apart else []
        for n, part in enumerate((*docs, *heading)):
            part.user_data = {"head": n >= len(docs)}
        DocBin(docs=[*docs, *heading], store_user_data=True).to_disk(kept)
    found = list(DocBin(store_user_data=True).from_disk(kept).get_docs(model().vocab))
    return (
        [part for part in found if not part.user_data["head"]],
        [part for part in found if part.user_data["head"]],
    )
