"""Writes the checkpoint as the model that is shipped: ``python -m training.tagger.export CHECKPOINT WEIGHTS``.

Matrices become int8 by channel; the table of word pieces int8 by row, because its rows differ in size. What
``tagger.json`` says of calibration holds for the model before, until training.tagger.calibrate has run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from claims.extraction.tagger.inputs import LOOKS
from claims.extraction.tagger.network import FOLDER
from training.tagger.model import Tagger
from training.unguarded import drop_guards
from training.unsigned import store_unsigned


class Rows(nn.Module):
    """A table of vectors as int8, each row with a scale of its own."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("table", (table / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """The vectors of ``ids``."""
        return self.table[ids].float() * self.scale[ids]


def main() -> None:
    """Writes ``tagger.onnx`` and ``tagger.json``."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("checkpoint", type=Path)
    arguments.add_argument("weights", type=Path)
    arguments.add_argument("--version", required=True, help="of the tagger")
    arguments.add_argument("--output", type=Path, default=FOLDER)
    given = arguments.parse_args()
    model = Tagger(given.weights)
    model.load_state_dict(torch.load(given.checkpoint))
    model.eval()
    model.bert.embeddings.word_embeddings = Rows(model.bert.embeddings.word_embeddings.weight.data)
    path = given.output / "tagger.onnx"
    write(model, path)
    settings: dict[str, Any] = json.loads((FOLDER / "tagger.json").read_text("utf-8"))
    moves = [[[round(v, 5) for v in row] for row in role] for role in model.allowed().tolist()]
    settings |= {
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "version": given.version,
        "moves": moves,
        "alone": round(model.alone.item(), 5),
    }
    (given.output / "tagger.json").write_text(json.dumps(settings, indent=1) + "\n", "utf-8")
    print(settings["sha256"], path.stat().st_size, "bytes")


def write(model: Tagger, path: Path) -> None:
    """The model as int8 ONNX."""
    ids = torch.full((2, 8), 2000)
    mask = torch.ones_like(ids)
    mask[1, 6:] = 0  # a mask of ones alone would be traced as none
    looks = torch.ones(2, 8, LOOKS, dtype=torch.int64)
    axes = {0: "batch", 1: "pieces"}
    names = ("emissions", "keys", "queries", "worth")
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        # The exporter that traces: the newer one writes graphs that the quantiser can't read.
        torch.onnx.export(
            model,
            (ids, mask, looks),
            str(whole),
            input_names=["ids", "mask", "looks"],
            output_names=list(names),
            dynamic_axes=dict.fromkeys(("ids", "mask", "looks", *names), axes),
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            whole,
            path,
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
        )
    store_unsigned(path)
    drop_guards(path)


if __name__ == "__main__":
    main()
