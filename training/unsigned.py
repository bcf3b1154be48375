"""Makes an int8 network answer alike on every processor.

Where a processor has no instructions for neural networks (VNNI), onnxruntime adds the products of unsigned and
signed bytes in pairs of 16 bits, and what does not fit is cut off
(https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html#when-and-why-do-i-need-to-try-u8u8).
Two unsigned bytes are added exactly everywhere. It costs a tenth of the time on such processors, and nothing on
the others.
"""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, numpy_helper


def store_unsigned(path: Path) -> None:
    """Stores the signed matrices of the network at `path` as unsigned ones around 128: the same numbers.

    Raises ValueError where a matrix has no zero point that could be moved along with it.
    """
    model = onnx.load(str(path))
    tensors = {tensor.name: tensor for tensor in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type == "MatMulInteger" and _signed(tensors[node.input[1]]):
            names = [name for name in node.input[3:4] if name]
            if not names:
                raise ValueError(
                    f"{node.name} multiplies by {node.input[1]}, which has no zero point"
                )
            for name in (node.input[1], *names):
                if _signed(tensors[name]):
                    _raise(tensors[name])
    onnx.save(model, str(path))


def _signed(tensor: Any) -> bool:
    return bool(tensor.data_type == TensorProto.INT8)


def _raise(tensor: Any) -> None:
    values = numpy_helper.to_array(tensor).astype(np.int16) + 128
    tensor.CopyFrom(numpy_helper.from_array(values.astype(np.uint8), tensor.name))
