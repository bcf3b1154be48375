"""Takes guards out of a network that never act.

torch writes attention with a guard for a word that may look at no other: where the softmax is not a number, zero.
Here each word sees at least the first of its window, so that the guard copies the largest arrays of the network
and alters nothing. onnxruntime can't know that.
"""

from pathlib import Path

import onnx


def drop_guards(path: Path) -> None:
    """Takes each "where it is not a number, zero" out of the network at `path`, which answers the same to the bit."""
    model = onnx.load(str(path))
    nodes = model.graph.node
    guarded = {node.output[0]: node.input[0] for node in nodes if node.op_type == "IsNaN"}
    plain = {
        node.output[0]: node.input[2]
        for node in nodes
        if node.op_type == "Where" and guarded.get(node.input[0]) == node.input[2]
    }
    needed = {output.name for output in model.graph.output}
    kept = []
    for node in reversed(nodes):
        if needed.intersection(node.output):
            for place, name in enumerate(node.input):
                node.input[place] = plain.get(name, name)
            needed.update(node.input)
            kept.append(node)
    kept.reverse()
    del nodes[:]
    nodes.extend(kept)
    onnx.save(model, str(path))
