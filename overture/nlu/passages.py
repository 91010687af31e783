"""Finds the statements of the knowledge that answer a narrow question, by meaning."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from overture.knowledge import Knowledge
from overture.nlu.cosines import Cosines
from overture.nlu.sentence_vectors import SentenceVectors
from overture.nlu.text import for_reading

Vector = npt.NDArray[np.float32]
_FILE = "passages.npz"


@dataclass(frozen=True)
class Found:
    """Key of a passage (``Knowledge.passages``) and how near it is, as cosine in -1..1."""

    key: str
    score: float


class VectorCache:
    """Vectors of texts by their hash, so that only changed statements are encoded anew."""

    def __init__(self, vectors: Mapping[str, Vector] | None = None) -> None:
        self._vectors = dict(vectors or {})

    def get(self, texts: list[str], encoder: SentenceVectors) -> Vector:
        """Vectors of the texts, shape (texts, 384)."""
        keys = [_key(text) for text in texts]
        new = sorted({text for text, key in zip(texts, keys) if key not in self._vectors})
        for text, vector in zip(new, encoder.encode(new)):
            self._vectors[_key(text)] = vector
        return np.stack([self._vectors[key] for key in keys]) if keys else np.zeros((0, 384), np.float32)

    def save(self, folder: Path) -> None:
        """Writes the cache as one file of arrays."""
        keys = sorted(self._vectors)
        stacked = np.stack([self._vectors[k] for k in keys]) if keys else np.zeros((0, 384), np.float32)
        np.savez(folder / _FILE, keys=np.array(keys), vectors=stacked.astype(np.float16))

    @classmethod
    def load(cls, folder: Path) -> VectorCache:
        """Reads what :meth:`save` wrote."""
        with np.load(folder / _FILE) as arrays:
            return cls(dict(zip(arrays["keys"].tolist(), arrays["vectors"].astype(np.float32))))


class PassageFinder:
    """Ranks the statements of one state of the knowledge against a message.

    A passage is as near as the nearest of its ``asks`` and its own text.
    """

    def __init__(self, knowledge: Knowledge, encoder: SentenceVectors, cache: VectorCache) -> None:
        texts: list[str] = []
        owners: list[str] = []
        for key, passage in knowledge.passages.items():
            for text in (*passage.statement.asks, passage.statement.text):
                texts.append(for_reading(text))
                owners.append(key)
        self._owners = owners
        self._vectors = Cosines(cache.get(texts, encoder))

    def find(self, vector: Vector, limit: int = 10) -> list[Found]:
        """The nearest passages to a message's vector (384,), nearest first."""
        if not self._owners:
            return []
        (scores,) = self._vectors.to(vector[None])
        few = min(limit * 6, len(scores))
        nearest = np.argpartition(-scores, few - 1)[:few]
        nearest = nearest[np.argsort(-scores[nearest], kind="stable")]
        best: dict[str, float] = {}
        for index, score in zip(nearest.tolist(), scores[nearest].tolist()):
            best.setdefault(self._owners[index], score)
        return [Found(key, score) for key, score in list(best.items())[:limit]]


def _key(text: str) -> str:
    return hashlib.sha1(text.encode()).hexdigest()
