"""Cosines of a vector to many known ones, which are kept as whole numbers of 8 bits.

What such a product costs is the reading of the known vectors: thousands of them don't
stay in a processor's cache between two messages.  In 8 bits they are a quarter as
long, and the cosines are off by .0004 on average.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

Vector = npt.NDArray[np.float32]

_OPSET, _IR_VERSION = 17, 8
_LARGEST = 127
# Some processors without VNNI saturate in such products; further off than this, fp32 is used.
_OFF_AT_MOST = 0.02
_PROBES = 16


class Cosines:
    """Known vectors of length 1 to compare with.

    Args:
        known: shape (rows, width), unit length.
    """

    def __init__(self, known: Vector) -> None:
        self.rows, self._width = known.shape
        self._session: onnxruntime.InferenceSession | None = None
        self._known: Vector | None = known
        if self.rows:
            self._session = _session(known)
            probes = known[:: max(1, self.rows // _PROBES)]
            if float(np.abs(self.to(probes) - probes @ known.T).max()) <= _OFF_AT_MOST:
                self._known = None
            else:
                self._session = None

    def to(self, vectors: Vector) -> Vector:
        """Cosines of each vector to each known one: (number, width) to (number, rows)."""
        if self._session is None:
            assert self._known is not None
            return np.asarray(vectors @ self._known.T, np.float32)
        (found,) = self._session.run(["cosines"], {"vectors": np.ascontiguousarray(vectors, np.float32)})
        return np.asarray(found, np.float32)


def _session(known: Vector) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False  # it would keep what was needed at the start
    graph = _graph(known).SerializeToString()
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _graph(known: Vector) -> onnx.ModelProto:
    """The product as ONNX: each known vector with a scale of its own, those compared with one for all of them."""
    scale = np.maximum(np.abs(known).max(axis=1), 1e-12) / _LARGEST
    whole = np.rint(known / scale[:, None]).astype(np.int8)
    nodes = [
        helper.make_node("DynamicQuantizeLinear", ["vectors"], ["small", "factor", "zero"]),
        helper.make_node("MatMulInteger", ["small", "known", "zero"], ["product"]),
        helper.make_node("Cast", ["product"], ["real"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["factor", "scale"], ["factors"]),
        helper.make_node("Mul", ["real", "factors"], ["cosines"]),
    ]
    rows, width = known.shape
    body = helper.make_graph(
        nodes,
        "cosines",
        [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["number", width])],
        [helper.make_tensor_value_info("cosines", TensorProto.FLOAT, ["number", rows])],
        [
            numpy_helper.from_array(np.ascontiguousarray(whole.T), "known"),
            numpy_helper.from_array(scale.astype(np.float32), "scale"),
        ],
    )
    model = helper.make_model(body, opset_imports=[helper.make_opsetid("", _OPSET)], producer_name="overture")
    model.ir_version = _IR_VERSION
    return model
