"""Cosines to known vectors in 8 bits."""

from __future__ import annotations

import numpy as np
import pytest

from overture.nlu import cosines
from overture.nlu.cosines import Cosines, Vector


def some(rows: int, seed: int = 7) -> Vector:
    """Random vectors of length 1."""
    found = np.random.default_rng(seed).standard_normal((rows, 384)).astype(np.float32)
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)


@pytest.mark.parametrize("rows", [1, 2, 17, 700])
def test_they_are_those_in_full_but_for_thousandths(rows: int) -> None:
    known, asked = some(rows), some(5, 8)
    found = Cosines(known).to(asked)
    assert found.shape == (5, rows) and found.dtype == np.float32
    assert np.abs(found - asked @ known.T).max() < 0.005


def test_a_known_one_is_nearest_to_itself() -> None:
    known = some(300)
    found = Cosines(known).to(known[:40])
    assert found.argmax(axis=1).tolist() == list(range(40))
    assert found.max(axis=1) == pytest.approx(1, abs=0.005)


def test_one_vector_is_compared_alike_alone_and_beside_others_of_its_size() -> None:
    known, asked = some(50), some(3, 9)
    together = Cosines(known).to(asked)
    assert np.abs(Cosines(known).to(asked[1:2])[0] - together[1]).max() < 0.005


def test_nothing_known_gives_nothing() -> None:
    assert Cosines(np.zeros((0, 384), np.float32)).to(some(2)).shape == (2, 0)


def test_a_processor_that_reckons_wrongly_in_8_bits_gets_them_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    class Saturating:
        def run(self, outputs: list[str], given: dict[str, Vector]) -> list[Vector]:
            return [np.minimum(given["vectors"] @ known.T, 0.1)]

    known, asked = some(60), some(4, 10)
    monkeypatch.setattr(cosines, "_session", lambda rows: Saturating())
    assert Cosines(known).to(asked) == pytest.approx(asked @ known.T)
