"""Opens the networks (int8 ONNX) that this project runs, all in one way."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any


def open_session(path: Path, sha256: str, *, pin: str, threads: int) -> Any:
    """A session of onnxruntime on the network at ``path``; one call may use that many ``threads``.

    Raises RuntimeError where the file's hash isn't ``sha256``, which stands in ``pin``.
    """
    import onnxruntime

    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        raise RuntimeError(f"{path} is not the model that {pin} pins.")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that spin for their next piece of work take the cores from other workers: with two of them on two
    # cores a text took twice as long, and alone it gained nothing.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
