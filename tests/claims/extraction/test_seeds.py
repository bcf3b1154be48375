"""The seed articles, where they are there: recall, stance and speakers against the gold."""

import json
import pathlib
from datetime import date
from functools import cache
from typing import Any

import pytest

from claims.extraction import Attribution, Extraction, extract

SHARED = pathlib.Path(__file__).parents[3].parent / "shared"
GOLD = SHARED / "gold" / "seeds" / "attributions.jsonl"

pytestmark = pytest.mark.skipif(
    not GOLD.exists(), reason=f"the seed articles are not at {SHARED}; nothing to measure against"
)


@cache
def extraction(document: str) -> Extraction:
    text = (SHARED / "seeds" / document).read_text(encoding="utf-8")
    return extract(text, published=date(2024, 4, 2))


def gold() -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if not row["optional"]]


def hits(row: dict[str, Any]) -> list[Attribution]:
    """The attributions whose content covers half of the gold quote and is not much longer."""
    found = []
    for start, end in [(row["start"], row["end"]), *row.get("or", [])]:
        for a in extraction(row["document"]).attributions:
            shared = max(0, min(end, a.content.end) - max(start, a.content.start))
            short = a.content.end - a.content.start <= 1.5 * (end - start) + 40
            if shared >= 0.5 * (end - start) and short:
                found.append(a)
    return found


def words(name: str) -> set[str]:
    small = {"the", "of", "a", "an", "and", "in", "on", "president", "his", "some", "who"}
    return set("".join(c.lower() if c.isalnum() else " " for c in name).split()) - small


def test_most_attributions_are_found() -> None:
    rows = gold()
    assert sum(bool(hits(row)) for row in rows) / len(rows) >= 0.9


def test_speakers_are_right() -> None:
    found = [(row, hits(row)) for row in gold() if hits(row)]
    right = [
        row
        for row, attributions in found
        if any(a.speaker and words(a.speaker.name) & words(row["canonical"]) for a in attributions)
    ]
    assert len(right) / len(found) >= 0.9


def test_stances_are_right() -> None:
    found = [(row, hits(row)) for row in gold() if hits(row)]
    right = [
        row for row, attributions in found if row["stance"] in {a.stance for a in attributions}
    ]
    assert len(right) / len(found) >= 0.9


def test_the_tolls_are_key_figures() -> None:
    documents = sorted({row["document"] for row in gold()})
    tolls = [extraction(d).key_figures.get("killed") for d in documents]
    assert (137.0, 137.0) in tolls
    assert (139.0, None) in tolls


def test_the_questions_of_the_case_have_frames() -> None:
    documents = {row["document"] for row in gold()}
    frames = {c.frame for d in documents for c in extraction(d).claims if c.frame is not None}
    keys = {(f.predicate, f.subject, f.object) for f in frames}
    assert {
        ("involved", "ukraine", ""),
        ("responsible", "isis-k", ""),
        ("nationality", "attackers", "tajikistan"),
        ("relations", "", "russia|tajikistan"),
        ("killed", "people", ""),
    } <= keys
