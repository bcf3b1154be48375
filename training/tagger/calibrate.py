"""Measures the exported model on what it was not trained on, and fits its probabilities there.

``python -m training.tagger.calibrate CACHE`` reads the tenth of PolNeAR's train articles and the fifth of
ClaimBuster's sentences that training leaves aside. Of the sentences every second one is for the fit; the
others are left to ``benchmarks/corpora.py``. With ``--dev`` nothing is fitted: the probabilities as they
are shipped are held against PolNeAR's dev articles.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from claims.extraction.tagger.decoding import Parts, best_spans, confidence, features, pairs
from claims.extraction.tagger.network import FOLDER, Reading, network, settings
from claims.extraction.text.nlp import parse
from training.tagger.data import ROLES, SHARED, Span, Text, corpus, load

BINS = 10


@dataclass(frozen=True, slots=True)
class Article:
    """A text, what its annotators mark, and what the network makes of it."""

    text: str
    gold: Sequence[dict[str, Any]]
    reading: Reading


def main() -> None:
    """Writes ``confidence`` and ``worth`` into ``tagger.json`` and prints what was measured."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("cache", type=Path)
    arguments.add_argument("--shared", type=Path, default=SHARED, help="where the corpora are")
    arguments.add_argument("--dev", action="store_true")
    given = arguments.parse_args()
    if given.dev:
        articles = [(text, gold) for _, text, gold in corpus(given.shared, "polnear_dev")]
    else:
        articles = [(t.text, t.gold) for t in load(given.cache, "polnear_train", every=10)[1]]
    read = [Article(text, gold, network().read(text, parse(text))) for text, gold in articles]
    print(json.dumps({"spans, exact": spans(read)}))
    samples = [sample for article in read for sample in judged(article)]
    if not given.dev:
        sentences = load(given.cache, "claimbuster_train", every=5)[1]
        save({"confidence": fit_confidence(samples), "worth": fit_worth(sentences[::2])})
    print(json.dumps(reliability([(confidence(values), right) for values, right in samples])))


def save(fitted: dict[str, dict[str, float]]) -> None:
    """Puts what was fitted among the settings of the tagger."""
    path = FOLDER / "tagger.json"
    known: dict[str, Any] = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(known | fitted, indent=1) + "\n", "utf-8")
    settings.cache_clear()


# ------------------------------------------------------------------ spans


def spans(articles: Sequence[Article]) -> dict[str, float]:
    """F1 of each role's spans as the tags give them, to the character."""
    found = {}
    for role, which in ROLES.items():
        right = given = wanted = 0
        for article in articles:
            gold = {tuple(part) for a in article.gold for part in a.get(role) or ()}
            places = article.reading.words.places
            mine = {
                (places[first][0], places[last - 1][1])
                for first, last in best_spans(article.reading, article.text)[which]
            }
            right, given, wanted = right + len(gold & mine), given + len(mine), wanted + len(gold)
        found[role] = round(2 * right / (given + wanted), 4)
    return found


# ------------------------------------------------------------------ confidence


def judged(article: Article) -> list[tuple[dict[str, float], bool]]:
    """The features of each attribution found, and whether an annotator marks it, see :func:`marked`."""
    return [
        (features(article.reading, parts), marked(article, parts))
        for parts in pairs(article.reading, article.text)
    ]


def marked(article: Article, parts: Parts) -> bool:
    """Whether one of the annotators' attributions is this one.

    At least half of each content lies in the other, and the claimants touch, or there is none in both.
    """
    places = article.reading.words.places

    def covered(words: Sequence[Span]) -> set[int]:
        return {c for first, last in words for c in range(places[first][0], places[last - 1][1])}

    content = covered(parts.content)
    source = covered([parts.source] if parts.source else [])
    for a in article.gold:
        theirs = {c for s, e in a.get("content") or () for c in range(s, e)}
        if 2 * len(content & theirs) >= max(len(content), len(theirs)) > 0:
            named = {c for s, e in a.get("source") or () for c in range(s, e)}
            if named & source or not (named or source):
                return True
    return False


def fit_confidence(samples: Sequence[tuple[dict[str, float], bool]]) -> dict[str, float]:
    """Logistic regression over the features."""
    names = list(samples[0][0])
    model = LogisticRegression(C=10.0, max_iter=1000)
    model.fit([[values[n] for n in names] for values, _ in samples], [y for _, y in samples])
    weights = dict(zip(names, model.coef_[0], strict=True))
    return {
        "intercept": round(float(model.intercept_[0]), 4),
        **{name: round(float(weights[name]), 4) for name in names},
    }


def reliability(samples: Sequence[tuple[float, bool]]) -> dict[str, Any]:
    """How often what is given a probability is right: per tenth of probability, and the mean gap (ECE)."""
    rows, gap = [], 0.0
    for n in range(BINS):
        here = [(p, y) for p, y in samples if min(int(p * BINS), BINS - 1) == n]
        if here:
            said, was = (float(np.mean([s[k] for s in here])) for k in (0, 1))
            gap += abs(said - was) * len(here) / len(samples)
            rows.append([n / BINS, len(here), round(said, 3), round(was, 3)])
    return {"from, attributions, probability, right": rows, "ECE": round(gap, 4)}


# ------------------------------------------------------------------ worth


def fit_worth(sentences: Sequence[Text]) -> dict[str, float]:
    """Platt's scaling of the mean over a sentence's words."""
    scores = [
        [float(network().read(s.text, parse(s.text)).worth.mean())]
        for s in sentences
        if s.words.ids
    ]
    model = LogisticRegression(C=1e6).fit(scores, [s.gold for s in sentences if s.words.ids])
    return {
        "slope": round(float(model.coef_[0][0]), 4),
        "intercept": round(float(model.intercept_[0]), 4),
    }


if __name__ == "__main__":
    main()
