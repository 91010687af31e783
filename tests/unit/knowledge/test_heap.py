"""What is kept for good is left out of the search for garbage, and what was replaced is not kept for that."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from overture.knowledge import KnowledgeStore, heap, store
from tests.world import World


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


class Ring:
    """Garbage that only the search finds: it holds on to itself."""

    def __init__(self) -> None:
        self.itself = self


def test_what_is_kept_is_not_gone_through() -> None:
    gc.unfreeze()
    kept = [[] for _ in range(1000)]  # type: ignore[var-annotated]
    heap.settle()
    assert gc.get_freeze_count() > len(kept)
    assert not any(one is kept for one in gc.get_objects())


def test_what_was_replaced_is_found_again() -> None:
    ring = Ring()
    gone = weakref.ref(ring)
    heap.settle()
    del ring
    gc.collect()
    assert gone() is not None
    heap.settle_anew()
    assert gone() is None
    assert gc.get_freeze_count() > 0


def test_knowledge_that_was_replaced_goes_away(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LOOK_EVERY_SECONDS", 0.0)
    kept = KnowledgeStore(world.folder)
    assert gc.get_freeze_count() > 0
    old = weakref.ref(kept.current())
    world.append("glossary.yaml", "\n- {id: gull, name: gull, group: birds, definition: It brings letters.}\n")
    assert "gull" in kept.current().glossary
    assert old() is None
