"""The shipped model: what it answers, how it explains it, and what it refuses."""

import json
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from claims.linking.stance import ANSWERS, judge
from claims.linking.stance import network as module
from claims.linking.stance.network import FOLDER, Network, settings

ROOT = Path(__file__).parents[4]
CLAIM = "A shark was seen in the harbour of Northpool"
REPORT = (
    "Fishermen in Northpool woke to an unusual sight on Tuesday. {} "
    "The harbour office keeps a list of all sightings. Boats left an hour late."
)
DENIAL = (
    "The story that a shark was seen in the harbour is a hoax: the video is fake, the police said."
)
ASSERTION = "A shark swam into the harbour and was seen by dozens of people for an hour."
ELSEWHERE = (
    "The central bank raised interest rates by half a point on Thursday, the third rise of the year. "
    "Shares of lenders rose, while the currency fell. Its governor told reporters that prices were still "
    "growing too fast, and that families would feel it. Economists had expected a smaller step."
)


def test_the_file_is_the_one_that_the_settings_and_the_model_card_name() -> None:
    digest = sha256((FOLDER / "stance.onnx").read_bytes()).hexdigest()
    assert settings().sha256 == digest
    assert digest in (ROOT / "training" / "stance" / "README.md").read_text("utf-8")
    assert (FOLDER / "stance.onnx").stat().st_size < 25e6


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        (REPORT.format(ASSERTION), "supports"),
        (REPORT.format(DENIAL), "contradicts"),
        (ELSEWHERE, "unrelated"),
    ],
)
def test_an_article_is_read_for_what_it_says_about_the_claim(text: str, stance: str) -> None:
    assert judge(text, CLAIM).stance == stance


def test_scores_are_shares_of_all_four_answers() -> None:
    verdict = judge(REPORT.format(DENIAL), CLAIM)
    assert tuple(verdict.scores) == ANSWERS
    assert sum(verdict.scores.values()) == pytest.approx(1)
    assert all(0 < share < 1 for share in verdict.scores.values())
    assert verdict.confidence == verdict.scores[verdict.stance] == max(verdict.scores.values())


def test_the_explanation_points_to_the_passage_that_decides() -> None:
    text = REPORT.format(DENIAL)
    verdict = judge(text, CLAIM)
    assert verdict.passage is not None
    start, end = verdict.passage
    assert "hoax" in text[start:end]
    assert f"characters {start} to {end}" in verdict.explanation
    assert f"({verdict.confidence:.2f})" in verdict.explanation


def test_what_decides_may_stand_far_down_a_long_text() -> None:
    text = "The weather was mild for the season. " * 400 + DENIAL
    verdict = judge(text, CLAIM)
    assert verdict.passage is not None
    assert verdict.passage[0] >= len(text) - len(DENIAL)
    assert verdict.stance == "contradicts"


def test_a_text_without_words_decides_by_no_passage() -> None:
    verdict = judge("\u200b", CLAIM)
    assert verdict.passage is None
    assert "no words" in verdict.explanation


def test_half_a_surrogate_pair_moves_no_offset() -> None:
    whole, broken = (judge(f"{c} {DENIAL}", CLAIM) for c in ("?", "\ud83d"))
    assert whole == broken


def test_a_text_is_answered_alike_by_all_threads() -> None:
    with ThreadPoolExecutor(4) as pool:
        verdicts = list(pool.map(lambda text: judge(text, CLAIM), [DENIAL] * 8))
    assert len({v.explanation for v in verdicts}) == 1


def test_a_row_does_not_depend_on_its_company() -> None:
    fresh = Network(threads=1)
    claim, *texts = (
        fresh.tokenizer.encode(text, add_special_tokens=False).ids
        for text in (CLAIM, ASSERTION, DENIAL, ELSEWHERE, "Yes.")
    )
    alone = np.vstack([fresh.raw(claim, [text]) for text in texts])
    # Activations are quantised by the range of a whole batch, so that company shows a little.
    assert fresh.raw(claim, texts) == pytest.approx(alone, abs=0.5)
    assert (fresh.raw(claim, texts).argmax(axis=1) == alone.argmax(axis=1)).all()


def test_another_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = json.loads((FOLDER / "stance.json").read_text("utf-8"))
    (tmp_path / "stance.json").write_text(json.dumps(known), "utf-8")
    (tmp_path / "stance.onnx").write_bytes(b"not the model")
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    with pytest.raises(RuntimeError, match=r"stance\.json"):
        Network().raw([2000], [[2001]])
