"""nginx, bots, PostgreSQL and Redis on this machine, joined as in docs/scaling.md."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional

from deploy.local import nginx, postgres, redis
from deploy.local.postgres import Postgres
from deploy.local.processes import Program, free_port, listens, start
from deploy.local.redis import Redis

ROOT = Path(__file__).resolve().parents[2]
# A process loads Rasa and the encoder; several of them do at the same time.
BOT_SECONDS = 180.0


def missing() -> list[str]:
    """What is not installed of that which a cluster needs."""
    here = {"nginx": nginx.is_here(), "PostgreSQL": postgres.is_here(), "redis-server": redis.is_here()}
    return [name for name, is_here in here.items() if not is_here]


@dataclass
class Cluster:
    """A cluster that runs; ``token`` is what callers over REST show."""

    port: int
    token: str
    postgres: Postgres
    redis: Redis
    environment: Mapping[str, str]
    folder: Path
    model: Optional[Path] = None
    bots: dict[int, Program] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://localhost:{self.port}"

    def start_bot(self, port: int) -> None:
        """Starts a process; :meth:`wait` says when it answers."""
        command = [sys.executable, "-W", "ignore", "-m", "overture.cli", "serve", "--port", str(port)]
        if self.model is not None:
            command += ["--model", str(self.model)]
        log = self.folder / f"bot-{port}.log"
        self.bots[port] = start("A bot", command, log, environment=self.environment, folder=ROOT)

    def wait(self) -> None:
        """Waits until all processes answer."""
        for port, bot in self.bots.items():
            bot.wait(lambda port=port: listens(port), BOT_SECONDS)

    def revive(self) -> None:
        """Starts those again that have ended."""
        for port, bot in list(self.bots.items()):
            if bot.process.poll() is not None:
                self.start_bot(port)
        self.wait()

    def log(self) -> str:
        """What all processes have logged."""
        return "".join(path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("bot-*.log")))

    def end(self) -> None:
        """Ends the processes."""
        for bot in self.bots.values():
            bot.end()


def settings(database: str, redis_url: str, token: str) -> dict[str, str]:
    """The environment that all processes share."""
    return {
        "PYTHONPATH": str(ROOT),
        "OVERTURE_ENDPOINTS": str(ROOT / "deploy" / "endpoints.yml"),
        "OVERTURE_CREDENTIALS": str(ROOT / "deploy" / "credentials.yml"),
        "OVERTURE_DATABASE_URL": database,
        "OVERTURE_JOURNAL_URL": database,
        "OVERTURE_REDIS_URL": redis_url,
        "OVERTURE_SECRET": secrets.token_urlsafe(48),
        "OVERTURE_REST_TOKEN": token,
        "SANIC_PROXIES_COUNT": "1",
    }


@contextlib.contextmanager
def running(
    folder: Path,
    *,
    processes: int = 2,
    port: Optional[int] = None,
    model: Optional[Path] = None,
    more: Optional[Mapping[str, str]] = None,
) -> Iterator[Cluster]:
    """A cluster that runs; it is ended afterwards.

    Args:
        folder: for the logs.
        processes: how many bots.
        port: where the proxy listens; any that is free by default.
        model: the trained model; the newest one by default.
        more: further environment of the bots.

    Raises:
        StartError: something is missing or did not start.
    """
    with postgres.serving() as database, redis.serving() as store:
        token = secrets.token_urlsafe(16)
        shared = settings(database.database("overture"), store.url, token)
        environment = {**os.environ, **shared, **(more or {})}
        cluster = Cluster(port or free_port(), token, database, store, environment, folder, model)
        try:
            for _ in range(processes):
                cluster.start_bot(free_port())
            cluster.wait()
            with nginx.serving(cluster.port, list(cluster.bots)):
                yield cluster
        finally:
            cluster.end()
