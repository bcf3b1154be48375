"""The stance model's network (int8 ONNX): token ids of claim and text go in, raw scores come out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from claims.extraction.sessions import open_session
from claims.extraction.tagger.words import load_tokenizer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FOLDER = Path(__file__).parent
BATCH = 8
CLS, SEP = 101, 102  # of the tokenizer's vocabulary


@dataclass(frozen=True, slots=True)
class Settings:
    """What belongs to the network and is no matrix: see `stance.json`.

    Raw scores divided by a temperature are the logits of calibrated scores; it is one for texts of a
    single passage and another for longer ones.
    """

    sha256: str
    version: str
    sentence: float
    article: float


@cache
def settings() -> Settings:
    """The settings that were fitted to the network."""
    values: dict[str, Any] = json.loads((FOLDER / "stance.json").read_text("utf-8"))
    return Settings(**values)


class Network:
    """The model, loaded with the first pair, and safe to share by threads."""

    def __init__(self, *, threads: int = 2) -> None:
        """`threads` is how many cores one call may use."""
        self._threads = threads
        self._lock = Lock()
        self._session: Any = None
        self._tokenizer: Any = None

    @property
    def tokenizer(self) -> Any:
        """The tokenizer that belongs to the model."""
        self._load()
        return self._tokenizer

    def raw(self, claim: Sequence[int], texts: Sequence[Sequence[int]]) -> "Floats":
        """Raw scores of what each text says about a claim, of shape (n, 4).

        Claim and texts are token ids without special tokens, at most 509 in all. The columns are
        supports, contradicts, discusses, unrelated.
        Raises RuntimeError where the model file isn't the one that `stance.json` pins.
        """
        import numpy as np

        self._load()
        found = np.zeros((len(texts), 4))
        # Neighbours in length share a batch, so that little of it is padding.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            found[rows] = self._batch(claim, [texts[i] for i in rows])
        return found

    def _batch(self, claim: Sequence[int], texts: Sequence[Sequence[int]]) -> "Floats":
        import numpy as np

        begin = len(claim) + 2
        shape = (len(texts), begin + 1 + max(len(text) for text in texts))
        ids, mask, types = (np.zeros(shape, np.int64) for _ in range(3))
        for n, text in enumerate(texts):
            end = begin + len(text) + 1
            ids[n, :end] = [CLS, *claim, SEP, *text, SEP]
            mask[n, :end] = 1
            types[n, begin:end] = 1
        (logits,) = self._session.run(
            None, {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        )
        found: Floats = logits
        return found

    def _load(self) -> None:
        with self._lock:
            if self._session is not None:
                return
            self._tokenizer = load_tokenizer()
            # Last, because it is what tells other threads that all is ready.
            self._session = open_session(
                FOLDER / "stance.onnx", settings().sha256, pin="stance.json", threads=self._threads
            )


def calibrated(raw: "Floats", temperature: float) -> "Floats":
    """Raw scores as shares with the sum 1; the temperature fits them to how often they are right."""
    import numpy as np

    shares = np.exp((raw - raw.max(axis=1, keepdims=True)) / temperature)
    of_all: Floats = shares / shares.sum(axis=1, keepdims=True)
    return of_all


@cache
def network() -> Network:
    """The network of this process."""
    return Network()
