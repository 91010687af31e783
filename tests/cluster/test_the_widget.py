"""The chat widget's protocol through the proxy: WebSocket and polling, and over two processes."""

from __future__ import annotations

import pytest

from deploy.local.cluster import Cluster
from tests.cluster.asking import GROWTH, JOBS, pay
from tests.cluster.conftest import Connect

PAY = pay(JOBS[2])


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_a_conversation_keeps_its_thread(connect: Connect, transport: str) -> None:
    client = await connect(transport=transport)
    (first,) = await client.ask(PAY)
    (second,) = await client.ask(GROWTH)
    assert "broadcast technician" in first["text"].lower() and "broadcast technician" in second["text"].lower()


async def test_sockets_at_two_processes_are_one_conversation(cluster: Cluster, connect: Connect) -> None:
    here, there = list(cluster.bots)
    one = await connect(port=here)
    other = await connect(one.session, port=there)
    said = await one.ask(PAY)
    heard = await other.until("bot_uttered", id=said[0]["id"])
    assert heard["text"] == said[0]["text"]
    assert [told["text"] for told in other.all("user_said")] == [PAY]
    (growth,) = await other.ask(GROWTH)
    assert "broadcast technician" in growth["text"].lower()
    await one.until("bot_uttered", id=growth["id"])
    assert len(one.all("bot_uttered")) == len(other.all("bot_uttered")) == 2
