"""A Redis of its own, from the packages of Debian, that keeps nothing."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from deploy.local.processes import Program, found, free_port, listens, needed, start


@dataclass
class Redis:
    """A server, which may be started again."""

    folder: Path
    port: int
    program: Optional[Program] = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Starts it, and waits until it listens."""
        options = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(self.folder)]
        command = [needed("redis-server"), "--port", str(self.port), *options]
        self.program = start("Redis", command, self.folder / "redis.log")
        self.program.wait(lambda: listens(self.port))

    def stop(self) -> None:
        """Ends it."""
        if self.program is not None:
            self.program.end()


def is_here() -> bool:
    """Whether Redis is installed."""
    return found("redis-server") is not None


@contextlib.contextmanager
def serving() -> Iterator[Redis]:
    """A server that runs."""
    with tempfile.TemporaryDirectory(prefix="overture-redis-") as scratch:
        server = Redis(Path(scratch), free_port())
        try:
            server.start()
            yield server
        finally:
            server.stop()
