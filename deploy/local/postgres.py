"""A PostgreSQL of its own, from the packages of Debian, in a folder that goes away again."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import psycopg2

from deploy.local.processes import Program, another_user, found, free_port, give, needed, start

FOLDERS = "/usr/lib/postgresql/*/bin"
USER = "overture"


@dataclass
class Postgres:
    """A server; its folder outlives it, so that it can be started again."""

    folder: Path
    port: int
    user: Optional[str]
    program: Optional[Program] = None

    def url(self, database: str = "postgres") -> str:
        """The address of a database."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def database(self, name: str) -> str:
        """Makes an empty database; returns its address."""
        with contextlib.closing(psycopg2.connect(self.url())) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
                cursor.execute(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        options = "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=60"
        command = [needed("postgres", FOLDERS), "-D", str(self.folder / "data"), "-p", str(self.port)]
        log = self.folder.with_name(f"{self.folder.name}.log")
        self.program = start("PostgreSQL", [*command, *options.split()], log, user=self.user)
        self.program.wait(self._answers)

    def _answers(self) -> bool:
        try:
            psycopg2.connect(self.url(), connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True

    def hang(self, on: bool) -> None:
        """Stops it with all that it has started, or lets them go on."""
        assert self.program is not None
        own = Path(f"/proc/{self.program.pid}/task/{self.program.pid}/children")
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has ended
            for pid in [self.program.pid, *map(int, own.read_text(encoding="ascii").split())]:
                os.kill(pid, signal.SIGSTOP if on else signal.SIGCONT)

    def stop(self) -> None:
        """Ends it; connections are cut."""
        if self.program is not None:
            self.hang(False)
            self.program.end(signal.SIGINT)


def is_here() -> bool:
    """Whether PostgreSQL is installed."""
    return found("initdb", FOLDERS) is not None


@contextlib.contextmanager
def prepared() -> Iterator[Postgres]:
    """A server that isn't started yet; it is ended afterwards."""
    with tempfile.TemporaryDirectory(prefix="overture-postgres-") as scratch:
        # Its own user has to come through to its folder.
        Path(scratch).chmod(0o755)
        folder, user = Path(scratch) / "server", another_user("postgres")
        folder.mkdir()
        give(folder, user)
        settings = f"--username={USER} --auth=trust --encoding=UTF8 --locale=C --no-sync"
        command = [needed("initdb", FOLDERS), "-D", str(folder / "data"), *settings.split()]
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)
        server = Postgres(folder, free_port(), user)
        try:
            yield server
        finally:
            server.stop()


@contextlib.contextmanager
def serving() -> Iterator[Postgres]:
    """A server that runs."""
    with prepared() as server:
        server.start()
        yield server
