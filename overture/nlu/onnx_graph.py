"""The encoder's network written down as an ONNX graph.

MiniLM-L6 is a BERT with 6 layers of width 384 and 12 heads (Wang et al. 2020; weights
of sentence-transformers/all-MiniLM-L6-v2).  Writing its graph by hand takes a second
and spares the users torch, which no other part needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

Array = npt.NDArray[np.float32]

HEADS = 12
OPSET = 17  # the first with LayerNormalization
IR_VERSION = 8
# ONNX Runtime's own operators, beside those of ONNX.
FUSED = "com.microsoft"
# Added to the scores of padding before the softmax; large enough to make them vanish in fp32.
MASKED = -10000.0


@dataclass
class _Graph:
    """Collects nodes and constants; each call returns the name of its output."""

    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)

    def op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        output = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], name=output, **attributes))
        return output

    def constant(self, name: str, value: npt.NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def ints(self, name: str, *values: int) -> str:
        if all(c.name != name for c in self.constants):
            self.constant(name, np.array(values, dtype=np.int64))
        return name


def build(weights: Mapping[str, Array]) -> onnx.ModelProto:
    """The whole encoder: token ids to unit sentence vectors.

    Args:
        weights: the tensors of the model's safetensors file by name.

    Returns:
        A checked model with inputs ``input_ids`` and ``attention_mask`` (int64,
        batch x length) and output ``embedding`` (float32, batch x 384, length 1).
    """
    graph = _Graph()
    state = _embeddings(graph, weights)
    mask = graph.op("Cast", "attention_mask", to=TensorProto.FLOAT)
    used = graph.op("Cast", "attention_mask", to=TensorProto.INT32)
    layers = sum(name.endswith("attention.self.query.weight") for name in weights)
    for layer in range(layers):
        state = _layer(graph, weights, f"encoder.layer.{layer}.", state, used)
    _pool(graph, state, mask)
    tokens = ["batch", "length"]
    body = helper.make_graph(
        graph.nodes,
        "sentence-encoder",
        [helper.make_tensor_value_info(n, TensorProto.INT64, tokens) for n in ("input_ids", "attention_mask")],
        [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", 384])],
        graph.constants,
    )
    sets = [helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)]
    model = helper.make_model(body, opset_imports=sets, producer_name="overture")
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model)
    return model


def _embeddings(graph: _Graph, weights: Mapping[str, Array]) -> str:
    words = graph.constant("words", weights["embeddings.word_embeddings.weight"])
    # All messages are of segment 0, so its vector joins the positions here.
    segment = weights["embeddings.token_type_embeddings.weight"][0]
    positions = graph.constant("positions", weights["embeddings.position_embeddings.weight"] + segment)
    length = graph.op("Gather", graph.op("Shape", "input_ids"), graph.ints("one", 1), axis=0)
    used = graph.op("Slice", positions, graph.ints("zero", 0), length, graph.ints("zero", 0))
    summed = graph.op("Add", graph.op("Gather", words, "input_ids", axis=0), used)
    return _normalise(graph, weights, "embeddings.LayerNorm", summed)


def _layer(graph: _Graph, weights: Mapping[str, Array], prefix: str, state: str, mask: str) -> str:
    attended = _attention(graph, weights, prefix + "attention.", state, mask)
    state = _normalise(graph, weights, prefix + "attention.output.LayerNorm", graph.op("Add", attended, state))
    wide = _gelu(graph, _dense(graph, weights, prefix + "intermediate.dense", state))
    narrow = _dense(graph, weights, prefix + "output.dense", wide)
    return _normalise(graph, weights, prefix + "output.LayerNorm", graph.op("Add", narrow, state))


def _attention(graph: _Graph, weights: Mapping[str, Array], prefix: str, state: str, mask: str) -> str:
    """Self-attention of all heads in one node: a tenth less time than in single steps, one product for all weights."""
    parts = [f"{prefix}self.{part}" for part in ("query", "key", "value")]
    matrix = np.concatenate([weights[f"{part}.weight"].T for part in parts], axis=1)
    offset = np.concatenate([weights[f"{part}.bias"] for part in parts])
    names = graph.constant(f"{prefix}self.matrix", matrix), graph.constant(f"{prefix}self.offset", offset)
    mixed = graph.op("Attention", state, *names, mask, domain=FUSED, num_heads=HEADS, mask_filter_value=MASKED)
    return _dense(graph, weights, prefix + "output.dense", mixed)


def _dense(graph: _Graph, weights: Mapping[str, Array], name: str, state: str) -> str:
    product = graph.op("MatMul", state, graph.constant(name + ".matrix", weights[name + ".weight"].T))
    return graph.op("Add", product, graph.constant(name + ".offset", weights[name + ".bias"]))


def _normalise(graph: _Graph, weights: Mapping[str, Array], name: str, state: str) -> str:
    scale = graph.constant(name + ".scale", weights[name + ".weight"])
    offset = graph.constant(name + ".offset", weights[name + ".bias"])
    return graph.op("LayerNormalization", state, scale, offset, axis=-1, epsilon=1e-12)


def _gelu(graph: _Graph, state: str) -> str:
    def number(name: str, value: float) -> str:
        if all(c.name != name for c in graph.constants):
            graph.constant(name, np.array(value, np.float32))
        return name

    error = graph.op("Erf", graph.op("Div", state, number("root_two", np.sqrt(2.0))))
    gate = graph.op("Add", error, number("gelu_one", 1.0))
    return graph.op("Mul", graph.op("Mul", state, gate), number("half", 0.5))


def _pool(graph: _Graph, state: str, mask: str) -> None:
    weight = graph.op("Unsqueeze", mask, graph.ints("width_axis", 2))
    total = graph.op("ReduceSum", graph.op("Mul", state, weight), graph.ints("one", 1), keepdims=0)
    count = graph.op("ReduceSum", mask, graph.ints("one", 1), keepdims=1)
    mean = graph.op("Div", total, count)
    norm = graph.op("ReduceL2", mean, axes=[1], keepdims=1)
    graph.nodes.append(helper.make_node("Div", [mean, norm], ["embedding"], name="embedding"))
