"""A cluster for all tests of this folder: nginx, two bots, PostgreSQL and Redis."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from deploy.local import cluster as local
from deploy.local.cluster import Cluster
from tests import services
from tests.cluster.asking import GROWTH, JOBS, ask, pay
from tests.web import harness
from tests.web.harness import Client

Connect = Callable[..., Awaitable[Client]]


@pytest.fixture(scope="session")
def one_cluster(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster that runs; a test that ends something starts it again."""
    missing = local.missing()
    services.needs(not missing, " and ".join(missing))
    folder = tmp_path_factory.mktemp("cluster")
    more = {"OVERTURE_REVIEW": "off", "OVERTURE_SLACK_DB": str(folder / "slack.db")}
    with local.running(folder, model=model, more=more) as made:
        yield made


@pytest.fixture
def cluster(one_cluster: Cluster) -> Cluster:
    """A cluster with all of its processes: those that were ended by the test before are started again."""
    one_cluster.revive()
    return one_cluster


@pytest.fixture(scope="session")
def growths(one_cluster: Cluster) -> dict[str, str]:
    """What is said to somebody who asks for the pay of a job, and then for its growth; asked one after the other."""
    found = {}
    for job in JOBS:
        assert ask(one_cluster, pay(job), f"alone {job}").status == 200
        found[job] = ask(one_cluster, GROWTH, f"alone {job}").text
    assert len(set(found.values())) == len(JOBS)  # so that one that is crossed is seen
    return found


@pytest.fixture
async def connect(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Connect]:
    """Makes clients with a session, by default through the proxy."""
    monkeypatch.setattr(harness, "SECONDS", 30.0)
    clients: list[Client] = []

    async def made(session: str | None = None, *, port: int = cluster.port, transport: str = "websocket") -> Client:
        client = Client()
        clients.append(client)
        await client.sio.connect(f"http://localhost:{port}", transports=[transport])
        await client.open(session)
        return client

    yield made
    for client in clients:
        await client.end()
