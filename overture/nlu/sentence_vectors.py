"""Runs the built encoder: texts in, unit vectors out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from overture.nlu import encoder_files
from overture.nlu.encoder_files import EncoderFiles

Vector = npt.NDArray[np.float32]

# Word pieces read of one message; a longer one is cut (a message of 1,000 characters has about 250).
MAX_PIECES = 256
# Vectors of repeated texts kept: buttons and common questions come again and again.
REMEMBERED = 4096
BATCH = 64


class SentenceVectors:
    """Turns texts into vectors of 384 numbers with length 1.

    Args:
        files: the built encoder.
        threads: threads of one inference; more than one does not pay for single messages.
    """

    def __init__(self, files: EncoderFiles, threads: int = 1) -> None:
        self._tokenizer = Tokenizer.from_file(str(files.tokenizer))
        # The published file pads each text to 128 pieces, which costs five times the work.
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_PIECES)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(files.graph), options, providers=["CPUExecutionProvider"])
        self._one = lru_cache(maxsize=REMEMBERED)(self._encode_one)

    def encode(self, texts: Sequence[str]) -> Vector:
        """Vectors of many texts, shape (number of texts, 384); 0 rows for no text."""
        if not texts:
            return np.zeros((0, 384), np.float32)
        # Texts of about one length together, so that little is spent on padding.
        order = np.argsort([len(t) for t in texts], kind="stable")
        result = np.empty((len(texts), 384), np.float32)
        for start in range(0, len(texts), BATCH):
            rows = order[start : start + BATCH]
            result[rows] = self._run([texts[i] for i in rows])
        return result

    def encode_one(self, text: str) -> Vector:
        """Vector of one text, shape (384,); remembered for repeated texts."""
        return self._one(text)

    def _encode_one(self, text: str) -> Vector:
        vector: Vector = self._run([text])[0]
        vector.setflags(write=False)
        return vector

    def _run(self, texts: Sequence[str]) -> Vector:
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        width = max(len(row) for row in ids)
        tokens = np.zeros((len(ids), width), np.int64)
        mask = np.zeros((len(ids), width), np.int64)
        for i, row in enumerate(ids):
            tokens[i, : len(row)] = row
            mask[i, : len(row)] = 1
        (vectors,) = self._session.run(["embedding"], {"input_ids": tokens, "attention_mask": mask})
        return np.asarray(vectors, np.float32)


@lru_cache(maxsize=1)
def shared() -> SentenceVectors:
    """The one encoder of this process, built at first use."""
    return SentenceVectors(encoder_files.ensure())
