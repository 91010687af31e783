"""A server to send anything to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.served import Served


@pytest.fixture(scope="session")
def server(model: Path, fixture_knowledge: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`overture serve`; it has to be alive afterwards, without an incident and without a traceback in its log."""
    made = Served(tmp_path_factory.mktemp("fuzz"), model, fixture_knowledge, module="overture.cli").start()
    try:
        yield made
        assert made.client.get("/health/ready").status == 200
        said = made.said()
        assert "Incident" not in said and "Traceback" not in said, said
    finally:
        made.end()


@pytest.fixture(scope="session", autouse=True)
def _soon() -> Iterator[None]:
    """What isn't answered by then hangs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.rest.client.SECONDS", 15.0)
        yield
