"""The intent classifier itself, without Rasa: texts and vectors in, ranked intents out.

Sentence vectors beside character counts in a logistic regression, and the nearest
training examples of each intent.  The confidence is the square root of the class
probability times the cosine to the nearest training example: the first says how well
the classes are told apart, the second whether anything like this was ever seen.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from overture.nlu.cosines import Cosines

Vector = npt.NDArray[np.float32]

_ARRAYS = "weights.npz"
_NAMES = "names.json"


# So many of the likeliest intents are told apart; the others have next to no confidence.
MOST = 12
# Words whose grams are kept.
_WORDS = 16_384
# Directions kept of the character counts: all that matters, and a tenth of the training time.
_DIRECTIONS = 400
# Weight of the nearest examples beside the regression; .919 -> .933 on held-out messages, flat from 10 to 20.
_NEIGHBOURS = 15.0


@dataclass(frozen=True)
class Guess:
    """An intent with its confidence in 0..1."""

    intent: str
    confidence: float


class IntentModel:
    """A fitted classifier.

    Args:
        labels: the intents, sorted.
        counter: character n-gram counter with its vocabulary.
        dense: weights of the sentence vector, shape (384, labels).
        counted: weights of the character counts, shape (vocabulary, labels).
        offset: shape (labels,).
        examples: vectors of the training examples, shape (examples, 384), unit
            length, sorted by label.
        starts: index of each label's first example, shape (labels,).
    """

    def __init__(
        self,
        labels: Sequence[str],
        counter: CountVectorizer,
        dense: Vector,
        counted: Vector,
        offset: Vector,
        examples: Vector,
        starts: npt.NDArray[np.int64],
    ) -> None:
        self._labels = list(labels)
        self._counter = counter
        self._dense, self._counted, self._offset = dense, counted, offset
        self._nearest, self._starts = Cosines(examples), starts
        # Only for saving: in full they take four times the memory of what is compared with.
        self._examples: Vector | None = examples
        self._grams = counter.build_analyzer()
        # Grams stay within words, and the same words come again and again.
        self._grams_of = lru_cache(maxsize=_WORDS)(self._known_grams)
        self._vocabulary = counter.vocabulary_ if counter.vocabulary is None else counter.vocabulary
        self._sizes = np.diff([*starts, len(examples)])
        self._label_of = np.repeat(np.arange(len(starts)), self._sizes)

    @classmethod
    def fit(
        cls, texts: Sequence[str], labels: Sequence[str], vectors: Vector, regularisation: float, seed: int
    ) -> IntentModel:
        """Fits to labelled texts.

        Args:
            texts: training examples, normalised.
            labels: intent of each.
            vectors: sentence vector of each, shape (texts, 384).
            regularisation: the inverse strength C of the logistic regression.
            seed: makes the result repeatable.

        Raises:
            ValueError: fewer than two intents.
        """
        if len(set(labels)) < 2:
            raise ValueError("at least two intents with examples are needed")
        counter = CountVectorizer(analyzer="char_wb", ngram_range=(1, 4), min_df=2, dtype=np.float32)
        counts = _squash(counter.fit_transform(texts))
        directions = TruncatedSVD(min(_DIRECTIONS, counts.shape[1] - 1), n_iter=3, random_state=seed)
        features = np.hstack([vectors, directions.fit_transform(counts)]).astype(np.float32)
        regression = LogisticRegression(
            C=regularisation, class_weight="balanced", tol=0.01, max_iter=300, random_state=seed
        )
        regression.fit(features, labels)
        # With two classes scikit-learn keeps one row of weights; each label gets its own here.
        weights, offset = regression.coef_.T, regression.intercept_
        if weights.shape[1] == 1:
            weights, offset = np.hstack([-weights, weights]), np.concatenate([-offset, offset])
        width = vectors.shape[1]
        order = np.argsort(np.asarray(labels), kind="stable")
        starts = np.searchsorted(np.asarray(labels)[order], regression.classes_)
        return cls(
            [str(label) for label in regression.classes_],
            counter,
            np.ascontiguousarray(weights[:width], np.float32),
            # Weights of directions, folded back to weights of counts: no projection when reading.
            np.ascontiguousarray(directions.components_.T @ weights[width:], np.float32),
            offset.astype(np.float32),
            vectors[order].astype(np.float32),
            starts.astype(np.int64),
        )

    def rank(self, text: str, vector: Vector, most: int = MOST) -> list[Guess]:
        """The likeliest intents of a text by falling confidence.

        Args:
            text: normalised.
            vector: its sentence vector, shape (384,).
            most: how many; all if there are fewer.
        """
        (cosines,) = self._nearest.to(vector[None])
        scores = vector @ self._dense + self._counts_say(text) + self._offset
        scores = scores + _NEIGHBOURS * self._neighbours(cosines)
        odds = np.exp(scores - scores.max())
        nearest = max(0.0, float(cosines.max()))
        confidence = np.minimum(1.0, np.sqrt(odds / odds.sum() * nearest))
        order = np.argsort(-confidence, kind="stable")[:most].tolist()
        return [Guess(self._labels[i], sure) for i, sure in zip(order, confidence[order].tolist())]

    def _known_grams(self, word: str) -> list[int]:
        return [self._vocabulary[gram] for gram in self._grams(word) if gram in self._vocabulary]

    def _counts_say(self, text: str) -> Vector:
        """What the character counts of a text give to each label, shape (labels,).

        As ``_squash(transform([text])) @ counted``, without a sparse matrix for the one text.
        """
        counts = Counter(chain.from_iterable(map(self._grams_of, text.split())))
        if not counts:
            return np.zeros(len(self._labels), np.float32)
        values = np.log1p(np.fromiter(counts.values(), np.float32, len(counts)))
        rows = self._counted[np.fromiter(counts, np.int64, len(counts))]
        said: Vector = (values / np.sqrt(values @ values)) @ rows
        return said

    def _neighbours(self, cosines: Vector) -> Vector:
        """Mean cosine to each label's two nearest examples, or to its only one, shape (labels,)."""
        nearest = np.maximum.reduceat(cosines, self._starts)
        # Each label's nearest example is taken out, one of them where several are as near.
        best = np.flatnonzero(cosines == nearest[self._label_of])
        first = np.flatnonzero(np.diff(self._label_of[best], prepend=-1))
        others = cosines.copy()
        others[best[first]] = -np.inf
        second = np.maximum.reduceat(others, self._starts)
        mean: Vector = (nearest + np.where(self._sizes > 1, second, nearest)) / 2
        return mean

    def save(self, folder: Path) -> None:
        """Writes the model as plain arrays and JSON, no pickles.

        Raises:
            ValueError: it was loaded, and doesn't hold its examples in full any more.
        """
        if self._examples is None:
            raise ValueError("a loaded model is saved where it was loaded from")
        np.savez(
            folder / _ARRAYS,
            dense=self._dense,
            counted=self._counted.astype(np.float16),
            offset=self._offset,
            examples=self._examples.astype(np.float16),
            starts=self._starts,
        )
        vocabulary = {gram: int(i) for gram, i in self._vocabulary.items()}
        names = {"labels": self._labels, "vocabulary": vocabulary}
        (folder / _NAMES).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Reads what :meth:`save` wrote.

        Raises:
            OSError, KeyError, ValueError: the files are missing or damaged.
        """
        names: dict[str, Any] = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
        counter = CountVectorizer(
            analyzer="char_wb", ngram_range=(1, 4), vocabulary=names["vocabulary"], dtype=np.float32
        )
        with np.load(folder / _ARRAYS) as arrays:
            parts = {key: arrays[key].astype(np.float32) for key in ("dense", "counted", "offset", "examples")}
            starts = arrays["starts"]
        model = cls(names["labels"], counter, **parts, starts=starts)
        model._examples = None
        return model


def _squash(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    # Raw counts would swamp the unit vector beside them.
    counts = counts.astype(np.float32)
    counts.data = np.log1p(counts.data)
    return normalize(counts, copy=False)
