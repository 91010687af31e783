"""Several processes behind a proxy are one bot: nothing is lost, doubled or crossed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from deploy.local.cluster import Cluster
from overture.conversations.errors import SENTENCE
from tests.cluster.asking import GROWTH, JOBS, ask, kept, pay


def test_a_hundred_messages_on_ten_conversations(cluster: Cluster, growths: dict[str, str]) -> None:
    turns = 5

    def talk(job: str) -> list[str]:
        heard = []
        for _ in range(turns):
            for message in (pay(job), GROWTH):
                reply = ask(cluster, message, f"hundred {job}")
                assert reply.status == 200
                heard.append(reply.text)
        return heard

    with ThreadPoolExecutor(len(JOBS)) as threads:
        told = dict(zip(JOBS, threads.map(talk, JOBS)))
    for job in JOBS:
        assert told[job][1] == growths[job]
        users = [text for kind, text in kept(cluster, f"hundred {job}") if kind == "user"]
        bots = [text for kind, text in kept(cluster, f"hundred {job}") if kind == "bot"]
        assert users == [pay(job), GROWTH] * turns
        assert bots == told[job]


def test_without_the_database_everybody_is_told_and_then_goes_on(cluster: Cluster, growths: dict[str, str]) -> None:
    job = JOBS[0]
    assert ask(cluster, pay(job), "away").status == 200
    cluster.postgres.stop()
    try:
        assert ask(cluster, GROWTH, "away").text == SENTENCE
    finally:
        cluster.postgres.start()
    assert ask(cluster, GROWTH, "away").text == growths[job]
    assert [text for kind, text in kept(cluster, "away") if kind == "user"] == [pay(job), GROWTH]


def test_without_redis_it_answers(cluster: Cluster, growths: dict[str, str]) -> None:
    job = JOBS[1]
    assert ask(cluster, pay(job), "unlocked").status == 200
    cluster.redis.stop()
    try:
        assert ask(cluster, GROWTH, "unlocked").text == growths[job]
    finally:
        cluster.redis.start()


def test_no_words_of_anybody_are_in_the_logs(cluster: Cluster, growths: dict[str, str]) -> None:
    assert "Overture on " in cluster.log()
    assert GROWTH not in cluster.log() and pay(JOBS[0]) not in cluster.log()
