"""Fits the shipped model's calibration and measures it: `python -m training.stance.calibrate`.

Both on what was kept apart from training: FNC-1's topics and the families of NLI pairs. The last line is
one JSON object.
"""

import hashlib
import json
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from claims.linking.stance.judging import CLAIM, TEXT
from claims.linking.stance.network import FOLDER, Network, calibrated
from claims.linking.stance.passages import cut, view
from training.stance import data
from training.stance.data import LABELS, Pair

VERSION = "1"
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
Floats = NDArray[np.float64]


def pin() -> dict[str, Any]:
    """Settings that name the model file, without any calibration."""
    content = (FOLDER / "stance.onnx").read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    return {"sha256": sha256, "version": VERSION, "sentence": 1.0, "article": 1.0}


def write(settings: dict[str, Any]) -> None:
    """Writes `stance.json`."""
    (FOLDER / "stance.json").write_text(json.dumps(settings, indent=1) + "\n", "utf-8")


def raw(network: Network, pairs: list[Pair]) -> Floats:
    """The raw scores of each pair, read as the application reads it."""
    tokenizer = network.tokenizer
    rows = []
    for pair in pairs:
        claim = tokenizer.encode(pair.b, add_special_tokens=False).ids[:CLAIM]
        read = view(cut(tokenizer, pair.a, pair.b), TEXT)
        rows.append(network.raw(claim, [[i for passage in read for i in passage.ids]])[0])
    return np.array(rows)


def folded(shares: Floats) -> Floats:
    """Shares of NLI's three answers: its neutral is either of the last two."""
    return np.column_stack([shares[:, :2], shares[:, 2:].sum(axis=1)])


def fit(scores: Floats, labels: NDArray[np.int64], *, three: bool) -> float:
    """The temperature with the least surprise, where the labels count alike; of `three` answers or four."""
    weights = 1 / np.bincount(labels)[labels]

    def surprise(logarithm: float) -> float:
        found = calibrated(scores, float(np.exp(logarithm)))
        own = (folded(found) if three else found)[np.arange(len(labels)), labels]
        return float(-(weights * np.log(own)).sum() / weights.sum())

    return float(np.exp(minimize_scalar(surprise, bounds=(-1.5, 1.5), method="bounded").x))


def measure(found: Floats, labels: NDArray[np.int64], names: tuple[str, ...]) -> dict[str, Any]:
    """Accuracy, F1 and how often each confidence is right; the answers of a label count alike."""
    answers, sure = found.argmax(axis=1), found.max(axis=1)
    right = answers == labels
    f1 = {
        name: 2
        * ((answers == k) & (labels == k)).sum()
        / ((answers == k).sum() + (labels == k).sum())
        for k, name in enumerate(names)
    }
    weights = 1 / np.bincount(labels, minlength=len(names))[labels]
    table = []
    error = 0.0
    for low, high in pairwise(BINS):
        inside = (sure > low) & (sure <= high)
        if inside.any():
            share = weights[inside] / weights[inside].sum()
            said, was = float((share * sure[inside]).sum()), float((share * right[inside]).sum())
            error += abs(said - was) * float(weights[inside].sum() / weights.sum())
            table.append([f"{low:g} to {high:g}", int(inside.sum()), round(said, 3), round(was, 3)])
    return {
        "pairs": len(labels),
        "accuracy": round(float(right.mean()), 4),
        "balanced_accuracy": round(float((weights * right).sum() / weights.sum()), 4),
        "macro_f1": round(float(np.mean(list(f1.values()))), 4),
        "f1": {name: round(float(value), 4) for name, value in f1.items()},
        "calibration_error": round(error, 4),
        "reliability": table,
    }


def main() -> None:
    """Writes `stance.json` beside the model, and prints the figures for the model card."""
    settings = pin()
    write(settings)
    network = Network()
    topics, sentences = data.fnc()[1], data.nli()[1]
    long, labels = raw(network, topics), np.array([p.label for p in topics])
    short, truth = raw(network, sentences), np.array([min(p.label, 2) for p in sentences])
    article, sentence = fit(long, labels, three=False), fit(short, truth, three=True)
    settings |= {"sentence": round(sentence, 4), "article": round(article, 4)}
    write(settings)
    # As the command answers: the highest of the four, of which the last two are NLI's neutral.
    found = calibrated(short, sentence)
    three = np.column_stack([found[:, :2], found[:, 2:].max(axis=1)])
    names = ("supports", "contradicts", "neutral")
    sources = np.array([p.source for p in sentences])
    figures = {
        "settings": settings,
        "fnc before": measure(calibrated(long, 1.0), labels, LABELS),
        "fnc": measure(calibrated(long, article), labels, LABELS),
        "nli": measure(three, truth, names),
        "nli by source": {
            str(s): round(float((three.argmax(axis=1) == truth)[sources == s].mean()), 4)
            for s in np.unique(sources)
        },
    }
    for name, part in figures.items():
        print(name, json.dumps(part))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
