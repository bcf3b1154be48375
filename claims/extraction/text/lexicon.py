"""The words that the rules go by, read once from lexicon.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``verbs`` maps lemma → way of taking its content → stance; the rest are sets of lemmas or words."""

    verbs: dict[str, dict[str, str]]
    accusations: dict[str, str]
    blame: dict[str, frozenset[str]]
    claiming: dict[str, frozenset[str]]
    calling: frozenset[str]
    nouns: dict[str, frozenset[str]]
    adverbs: frozenset[str]
    opinion_phrases: frozenset[str]
    hedges: dict[str, frozenset[str]]
    likelihood: dict[str, str]
    events: dict[str, str]
    measures: dict[str, frozenset[str]]
    opinion: frozenset[str]
    outlets: dict[str, frozenset[str]]
    speakers: dict[str, frozenset[str]]
    stances: dict[str, frozenset[str]]
    titles: dict[str, str]
    ministries: dict[str, str]
    numbers: dict[str, tuple[str, ...]]
    past: dict[str, str]
    words: dict[str, frozenset[str]]
    scene: dict[str, frozenset[str]]


@cache
def lexicon() -> Lexicon:
    """The lexicon that ships with the package."""
    raw = tomllib.loads(
        resources.files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8")
    )
    verbs: dict[str, dict[str, str]] = {}
    for entry in raw["verbs"]:
        for lemma in entry["lemmas"].split():
            for way in entry["takes"]:
                verbs.setdefault(lemma, {})[way] = entry["stance"]
    return Lexicon(
        verbs=verbs,
        accusations=raw["accusations"],
        blame=_words(raw["blame"]),
        claiming=_words(raw["claiming"]),
        calling=frozenset(raw["calling"]["verbs"].split()),
        nouns=_words(raw["nouns"]),
        adverbs=frozenset(raw["adverbs"]["reports"].split()),
        opinion_phrases=frozenset(raw["phrases"]["opinion"].split()),
        hedges=_words(raw["hedges"]),
        likelihood={form: term for term, forms in raw["likelihood"].items() for form in forms},
        events={word: kind for kind, words in raw["events"].items() for word in words.split()},
        measures=_words(raw["measures"]),
        opinion=frozenset(raw["opinion"]["words"].split()),
        outlets=_words(raw["outlets"]),
        speakers=_words(raw["speakers"]),
        stances=_words(raw["stances"]),
        titles=raw["titles"],
        ministries=raw["ministries"],
        numbers={key: tuple(words.split()) for key, words in raw["numbers"].items()},
        past=dict(pair.split("/") for pair in raw["past"]["verbs"].split()),
        words=_words(raw["words"]),
        scene=_words(raw["scene"]),
    )


def _words(table: dict[str, str]) -> dict[str, frozenset[str]]:
    return {key: frozenset(words.split()) for key, words in table.items()}
