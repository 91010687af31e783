"""One server for all faults that it outlives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.served import Served
from tests.world import World

MOST_IN_WORK = 4


@pytest.fixture(scope="session")
def lively_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The knowledge of the server, which may be changed and has to be put right again."""
    return World(tmp_path_factory.mktemp("faults") / "knowledge")


@pytest.fixture(scope="session")
def served(model: Path, lively_world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that bears little and waits briefly."""
    server = Served(
        tmp_path_factory.mktemp("served"),
        model,
        lively_world.folder,
        {
            "OVERTURE_ACTION_SECONDS": "0.7",
            "OVERTURE_MOST_IN_WORK": str(MOST_IN_WORK),
            "OVERTURE_REST_TOKEN": "a-token-for-the-tests-of-faults",
        },
        ("--log-format", "json"),
    )
    try:
        yield server.start()
    finally:
        server.end()
