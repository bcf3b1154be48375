"""The ranker: trees as plain numbers, and the model that ships."""

import json
from importlib import resources

import numpy as np
import pytest

from claims.extraction.harm import ranking
from claims.extraction.harm.counting import Features, account
from claims.extraction.harm.ranking import Ranker, ranker


def trees() -> Ranker:
    """Feature 0 up to 1 gives 10, else feature 1 up to 5 gives 20, above that 30; a second tree adds 1 or 2."""
    return Ranker(
        feature=np.array([[0, 1], [1, 0]]),
        threshold=np.array([[1.0, 5.0], [0.0, 0.0]]),
        left=np.array([[-1, -2], [-1, 0]]),
        right=np.array([[1, -3], [-2, 0]]),
        value=np.array([[10.0, 20.0, 30.0], [1.0, 2.0, 0.0]]),
        depth=2,
    )


@pytest.mark.parametrize(
    ("row", "score"),
    [
        ((0, 0), 11),
        ((1, 0), 11),  # a value at the threshold goes left
        ((1.01, 0), 21),
        ((2, 5), 22),
        ((2, 6), 32),
        ((-3, 9), 12),
    ],
)
def test_a_row_falls_through_every_tree(row: tuple[float, float], score: float) -> None:
    assert trees().scores(np.array([row], dtype=np.float64)).tolist() == [score]


def test_rows_are_scored_each_by_itself() -> None:
    rows = np.array([[0.0, 0.0], [2.0, 6.0], [2.0, 5.0]])
    together = trees().scores(rows)
    assert together.tolist() == [11, 32, 22]
    assert together[::-1].tolist() == trees().scores(rows[::-1]).tolist()


def test_the_shipped_trees_know_the_features_that_are_made() -> None:
    shipped = ranker()
    width = len(Features(account([], 0)).row(0, 0))
    assert shipped.feature.min() >= 0
    # The last features tell how a pair stands together in sentences: a model that never asks for them is an older one.
    assert width - 8 <= shipped.feature.max() < width


def test_a_ground_for_a_pair_never_counts_against_it() -> None:
    features = Features(account([], 0))
    signs = np.array(features.signs())
    assert len(signs) == len(features.row(0, 0))
    rows = np.random.default_rng(5).integers(-1, 4, (200, len(signs))).astype(np.float64)
    before = ranker().scores(rows)
    moved = 0
    for place in np.flatnonzero(signs):
        more = rows.copy()
        more[:, place] += signs[place]
        gained = ranker().scores(more) - before
        assert gained.min() > -1e-4, place  # leaves are written with six digits
        moved += gained.max() > 0.01
    assert moved > 20


def test_every_way_through_the_shipped_trees_ends_in_a_leaf() -> None:
    shipped = ranker()
    rows = np.random.default_rng(3).integers(-3, 9, (500, shipped.feature.max() + 1))
    scores = shipped.scores(rows.astype(np.float64))
    assert np.isfinite(scores).all()
    assert len(set(scores.round(6))) > 100
    for column in (shipped.left, shipped.right):
        assert column.max() < shipped.feature.shape[1]
        assert (-1 - column.min()) < shipped.value.shape[1]


def test_another_file_than_the_measured_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = resources.files("claims.extraction.harm").joinpath(ranking.MODEL).read_text()
    assert json.loads(raw)["depth"] == ranker().depth
    ranker.cache_clear()
    monkeypatch.setattr(ranking, "SHA256", "0" * 64)
    with pytest.raises(ValueError, match="not the model"):
        ranker()
    monkeypatch.undo()
    assert ranker().depth > 0
