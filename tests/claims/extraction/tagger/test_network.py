"""The shipped network: what it reads, what it refuses, and that it is one for all threads."""

import json
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from claims.extraction.sessions import open_session
from claims.extraction.tagger import network as module
from claims.extraction.tagger.network import FOLDER, Network, Reading, network, settings
from claims.extraction.text.nlp import parse

TEXT = "Ann Lee said that the bridge was closed. “We had to,” she told the Gazette.\n\nNobody answered."


def read(text: str) -> Reading:
    return network().read(text, parse(text))


def test_the_file_is_the_one_that_the_settings_and_the_model_card_name() -> None:
    path = FOLDER / "tagger.onnx"
    digest = sha256(path.read_bytes()).hexdigest()
    assert settings().sha256 == digest
    assert path.stat().st_size < 25e6
    assert settings().version
    card = Path(__file__).parents[4] / "training" / "tagger" / "README.md"
    for readme in (FOLDER / "README.md", card):
        assert digest in readme.read_text("utf-8")


def test_every_word_has_its_scores() -> None:
    reading = read(TEXT)
    n = len(reading.words.places)
    assert reading.emissions.shape == (n, 3, 3)
    assert reading.keys.shape == reading.queries.shape == (n, 2, 64)
    assert reading.worth.shape == (n,)
    for scores in (reading.emissions, reading.keys, reading.queries, reading.worth):
        assert np.isfinite(scores).all()
        assert (np.abs(scores).reshape(n, -1).max(axis=1) > 0).all(), "no word was left out"


@pytest.mark.parametrize("text", ["", " \n\t ", "\u200b"])
def test_nothing_to_read_gives_no_scores(text: str) -> None:
    assert len(read(text).words.places) == 0


def test_reading_again_gives_the_same() -> None:
    one, again = read(TEXT), read(TEXT)
    assert (one.emissions == again.emissions).all()


def test_a_long_text_is_read_like_its_parts() -> None:
    """Windows meet inside a text; what is said in one of them doesn't change with what lies far away."""
    long = read("The road was wet. " * 300 + TEXT)
    short = read(TEXT)
    n = len(short.words.places)
    assert np.abs(long.emissions[-n:] - short.emissions).mean() < 1.0
    assert (long.emissions[-n:].argmax(2) == short.emissions.argmax(2)).mean() > 0.9


def test_threads_share_one_session() -> None:
    fresh, docs = Network(threads=1), parse(TEXT)
    with ThreadPoolExecutor(4) as pool:
        readings = list(pool.map(lambda text: fresh.read(text, docs), [TEXT] * 8))
    assert all((r.emissions == readings[0].emissions).all() for r in readings)


def test_idle_threads_leave_the_cores_to_other_workers() -> None:
    session = open_session(FOLDER / "tagger.onnx", settings().sha256, pin="tagger.json", threads=2)
    options = session.get_session_options()
    assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"


def test_another_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = json.loads((FOLDER / "tagger.json").read_text("utf-8"))
    (tmp_path / "tagger.json").write_text(json.dumps(known), "utf-8")
    (tmp_path / "tagger.onnx").write_bytes(b"not the model")
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    with pytest.raises(RuntimeError, match=r"tagger\.json"):
        Network().read(TEXT, [])
