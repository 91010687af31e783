"""A process is killed over its messages: the other one goes on, and knows what was said."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from deploy.local.cluster import Cluster
from tests.cluster.asking import GROWTH, JOBS, ask, ask_until, kept, pay
from tests.cluster.conftest import Connect


def test_what_it_had_in_work_is_answered_or_said_to_be_lost(cluster: Cluster, growths: dict[str, str]) -> None:
    for job in JOBS:
        assert ask(cluster, pay(job), f"amid {job}").status == 200
    with ThreadPoolExecutor(len(JOBS)) as threads:
        asking = [threads.submit(ask, cluster, GROWTH, f"amid {job}") for job in JOBS]
        time.sleep(0.05)
        cluster.bots[list(cluster.bots)[1]].kill()
        first = dict(zip(JOBS, (future.result() for future in asking)))
    assert {reply.status for reply in first.values()} <= {200, 503}
    for job in JOBS:
        again = first[job] if first[job].status == 200 else ask_until(cluster, GROWTH, f"amid {job}")
        told = kept(cluster, f"amid {job}")
        times = sum(text == GROWTH for kind, text in told if kind == "user")
        # Where an answer got lost on its way, the message was asked twice and may stand there twice.
        assert times == 1 or (times == 2 and first[job].status == 503)
        assert (again.status, told[-1]) == (200, ("bot", again.text))
        assert times == 2 or again.text == growths[job]
    # All of them are with the other one now.
    assert {ask(cluster, pay(job), f"amid {job}").status for job in JOBS} == {200}


async def test_the_widget_goes_on_at_the_other(cluster: Cluster, connect: Connect) -> None:
    port = next(iter(cluster.bots))
    client = await connect(port=port)
    (first,) = await client.ask(pay(JOBS[2]))
    cluster.bots[port].kill()
    again = await connect()
    answer = await again.open(client.session)
    assert answer["restored"]
    assert [entry["text"] for entry in answer["history"]] == [pay(JOBS[2]), first["text"]]
    (growth,) = await again.ask(GROWTH)
    assert "broadcast technician" in growth["text"].lower()
