"""A small ranker: boosted trees as plain numbers, evaluated with numpy."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

MODEL = "figures.json"
SHA256 = "698826fd9b1df027bebcd202908dc586d24120b51a8759f727e9c3669b9b62af"


@dataclass(frozen=True, slots=True)
class Ranker:
    """Trees side by side, each row of the arrays one tree.

    At a node, go to ``left`` where the row's ``feature`` is at most ``threshold``, else to ``right``; a negative
    number there is the leaf -1 - number, whose ``value`` the tree adds to the score.
    """

    feature: npt.NDArray[np.int64]
    threshold: npt.NDArray[np.float64]
    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    value: npt.NDArray[np.float64]
    depth: int

    def scores(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """One score a row; within a document, the difference of two is the logarithm of their odds."""
        trees = np.arange(len(self.feature))
        node = np.zeros((len(rows), len(trees)), dtype=np.int64)
        line = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            at = np.maximum(node, 0)
            low = rows[line, self.feature[trees, at]] <= self.threshold[trees, at]
            node = np.where(
                node < 0, node, np.where(low, self.left[trees, at], self.right[trees, at])
            )
        found: npt.NDArray[np.float64] = self.value[trees, -1 - node].sum(axis=1)
        return found


@cache
def ranker() -> Ranker:
    """The ranker that ships with the package; ValueError where its file is not the one that was measured."""
    raw = resources.files(__package__).joinpath(MODEL).read_bytes()
    if hashlib.sha256(raw).hexdigest() != SHA256:
        raise ValueError(f"{MODEL} is not the model that this version was measured with.")
    model = json.loads(raw)
    return Ranker(
        np.array(model["feature"], dtype=np.int64),
        np.array(model["threshold"]),
        np.array(model["left"], dtype=np.int64),
        np.array(model["right"], dtype=np.int64),
        np.array(model["value"]),
        int(model["depth"]),
    )
