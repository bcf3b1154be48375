"""Writes the int8 model: `python -m training.stance.export WEIGHTS OUT.onnx STATE…`.

Of several states, the mean of their weights: runs that went on from one another average well.
"""

import argparse
import hashlib
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from training.stance.model import CrossEncoder
from training.unsigned import store_unsigned

NAMES = ("input_ids", "attention_mask", "token_type_ids")


def export(model: CrossEncoder, target: Path) -> None:
    """The model as ONNX; its matrices and embeddings in eight bits, per channel."""
    model.eval()
    example = tuple(torch.ones(2, 7, dtype=torch.long) for _ in NAMES)
    with tempfile.TemporaryDirectory() as folder:
        whole, ready = Path(folder, "whole.onnx"), Path(folder, "ready.onnx")
        torch.onnx.export(
            model,
            example,
            str(whole),
            input_names=list(NAMES),
            output_names=["logits"],
            dynamic_axes={name: {0: "pairs", 1: "tokens"} for name in NAMES},
            opset_version=17,
            dynamo=False,
        )
        quant_pre_process(str(whole), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(str(ready), str(target), per_channel=True, weight_type=QuantType.QInt8)
    store_unsigned(target)


def main() -> None:
    """Exports and prints size and hash."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("states", type=Path, nargs="+")
    options = parser.parse_args()
    model = CrossEncoder(options.weights)
    states = [torch.load(state)["model"] for state in options.states]
    model.load_state_dict({k: sum(s[k] for s in states) / len(states) for k in states[0]})
    export(model, options.out)
    content = options.out.read_bytes()
    print(len(content), hashlib.sha256(content).hexdigest())


if __name__ == "__main__":
    main()
