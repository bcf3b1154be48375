"""Trains the ranker of key figures: boosted trees whose scores give odds among the pairs of one article.

python -m training.figures.train INCIDENTS.jsonl --cache FOLDER [--choose]
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt

from claims.extraction.harm.counting import Features, account

from .rows import Article, articles, held_out, incidents

MODEL = Path(__file__).parents[2] / "claims" / "extraction" / "harm" / "figures.json"
Floats = npt.NDArray[np.float64]

SETTINGS: dict[str, Any] = {
    "num_leaves": 15,
    "learning_rate": 0.05,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "seed": 7,
    "deterministic": True,
    "num_threads": 1,
    "verbosity": -1,
}
TREES = 300
FOLDS = 4  # of the training part, to choose settings by
# Where the text gives no ground for the recorded pair, pairs with one figure right share this weight.
HALF_RIGHT = 0.5
# Of the weight of a recorded pair that the text does give: what pairs with one figure right share with it.
SHARED = 0.1
# The weight of the first passages of an article beside the whole: short texts are read, too.
OPENING = 0.5
CHOICES: tuple[dict[str, Any], ...] = (
    {},
    {"num_leaves": 31},
    {"num_leaves": 63},
    {"min_data_in_leaf": 20},
    {"min_data_in_leaf": 100},
    {"feature_fraction": 0.15},
    {"learning_rate": 0.025},
)


def target(article: Article) -> Floats:
    """The share of each pair of an article in what is to be learned."""
    killed, injured = article.recorded
    right = np.array([(k == killed) + (i == injured) for k, i in article.pairs], dtype=np.float64)
    exact = right == 2
    some = right > 0
    if not some.any():
        return np.zeros(len(right))
    spread = some / some.sum()
    found: Floats = (1 - SHARED) * exact + SHARED * spread if exact.any() else HALF_RIGHT * spread
    return found


def trained(
    given: Sequence[Article], settings: dict[str, Any], trees: int = TREES
) -> lightgbm.Booster:
    """Trees trained on these articles, each of which is one choice among its pairs."""
    rows = np.concatenate([a.rows for a in given])
    sizes = np.array([len(a.pairs) for a in given])
    targets = [target(a) * (OPENING if a.opening else 1) for a in given]
    data = lightgbm.Dataset(rows, np.concatenate(targets))
    # A ground that the text gives for a figure never counts against it: with so few articles, trees else learn chance.
    signs = Features(account([], 0)).signs()
    told = {**settings, "objective": _softmax(sizes), "monotone_constraints": signs}
    return lightgbm.train(told, data, trees)


def _softmax(sizes: npt.NDArray[np.int64]) -> Callable[..., tuple[Floats, Floats]]:
    """The gradient and curvature of the cross-entropy over the pairs of each article."""
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])

    def objective(scores: Floats, data: lightgbm.Dataset) -> tuple[Floats, Floats]:
        wanted = data.get_label()
        powers = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        chances = powers / np.repeat(np.add.reduceat(powers, starts), sizes)
        weight = np.repeat(np.add.reduceat(wanted, starts), sizes)
        return weight * chances - wanted, np.maximum(weight * chances * (1 - chances), 1e-6)

    return objective


def right(trees: lightgbm.Booster, given: Sequence[Article]) -> Floats:
    """In how many articles the killed, the injured and both are the recorded ones."""
    hits = np.zeros(3)
    scores = trees.predict(np.concatenate([a.rows for a in given]))
    for article, part in zip(
        given, np.split(scores, np.cumsum([len(a.pairs) for a in given])[:-1]), strict=True
    ):
        killed, injured = article.pairs[int(np.argmax(part))]
        same = (killed == article.recorded[0], injured == article.recorded[1])
        hits += (*same, all(same))
    return hits


def choose(given: Sequence[Article]) -> None:
    """Prints how each choice of settings does on folds of the training part; whole incidents go into a fold."""
    names = np.random.default_rng(7).permutation(sorted({a.incident for a in given}))
    for choice in CHOICES:
        hits = np.zeros(3)
        for fold in range(FOLDS):
            aside = set(names[fold::FOLDS])
            rest = [a for a in given if a.incident not in aside]
            tested = [a for a in given if a.incident in aside and not a.opening]
            hits += right(trained(rest, {**SETTINGS, **choice}), tested)
        whole = sum(not a.opening for a in given)
        print(choice, "killed, injured, both:", np.round(hits / whole, 4))


def written(trees: lightgbm.Booster, path: Path) -> str:
    """Writes the trees as plain numbers, as claims/extraction/ranking.py reads them; their SHA-256."""
    tables = [_table(tree["tree_structure"]) for tree in trees.dump_model()["tree_info"]]
    model: dict[str, Any] = {"depth": max(depth for *_, depth in tables)}
    for n, name in enumerate(("feature", "threshold", "left", "right", "value")):
        columns: list[Any] = [table[n] for table in tables]
        longest = max(len(column) for column in columns)
        model[name] = [[*column, *[0] * (longest - len(column))] for column in columns]
    raw = json.dumps(model, separators=(",", ":")).encode()
    path.write_bytes(raw)
    return hashlib.sha256(raw).hexdigest()


def _table(
    root: dict[str, Any],
) -> tuple[list[int], list[float], list[int], list[int], list[float], int]:
    """One tree as columns; a negative place is the leaf -1 - place."""
    feature: list[int] = []
    threshold: list[float] = []
    left: list[int] = []
    right_: list[int] = []
    value: list[float] = []

    def put(node: dict[str, Any]) -> tuple[int, int]:
        if "leaf_value" in node:
            value.append(round(node["leaf_value"], 6))
            return -len(value), 0
        at = len(feature)
        feature.append(node["split_feature"])
        threshold.append(node["threshold"])
        left.append(0)
        right_.append(0)
        left[at], low = put(node["left_child"])
        right_[at], high = put(node["right_child"])
        return at, 1 + max(low, high)

    first, depth = put(root)
    if first < 0:  # a tree of one leaf: both ways lead there
        feature, threshold, left, right_, depth = [0], [0.0], [-1], [-1], 1
    return feature, threshold, left, right_, value, depth


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("incidents", type=Path)
    parser.add_argument("--cache", type=Path, required=True, help="where parsed articles are kept")
    parser.add_argument("--choose", action="store_true", help="compare settings, train nothing")
    arguments = parser.parse_args()
    every = list(incidents(arguments.incidents))
    apart = [i for i in every if held_out(i["incident"])]
    unseen = {
        doc["doc"] for i in apart for doc in i["docs"]
    }  # some articles are about two incidents
    rest = [i for i in every if not held_out(i["incident"])]
    given = [a for a in articles(rest, arguments.cache, openings=True) if a.name not in unseen]
    if arguments.choose:
        choose(given)
        return
    trees = trained(given, SETTINGS)
    print("sha256", written(trees, MODEL))
    tested = list(articles(apart, arguments.cache))
    print("kept apart:", len(tested), "articles; killed, injured, both:", end=" ")
    print(np.round(right(trees, tested) / len(tested), 4))


if __name__ == "__main__":
    main()
