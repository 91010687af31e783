"""Programs that run beside this one until they are ended."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

READY_SECONDS = 60.0
END_SECONDS = 15.0


class StartError(RuntimeError):
    """A program is missing or did not start; the message says which, and shows its log."""


def free_port() -> int:
    """A port of this machine that nobody listens on just now."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def found(name: str, *folders: str) -> Optional[str]:
    """Where a program is: in one of the folders, which may have a ``*``, or on the path."""
    for folder in folders:
        for place in sorted(Path("/").glob(folder.lstrip("/")), reverse=True):
            if (place / name).is_file():
                return str(place / name)
    return shutil.which(name)


def needed(name: str, *folders: str) -> str:
    """As :func:`found`.

    Raises:
        StartError: it is not installed.
    """
    path = found(name, *folders)
    if path is None:
        raise StartError(f"{name} is not installed.")
    return path


def another_user(wanted: str) -> Optional[str]:
    """Who is to run what refuses to be run by root; None where this is not root."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(wanted).pw_name
    return "nobody"


def give(folder: Path, user: Optional[str]) -> None:
    """Makes a folder somebody's own."""
    if user is not None:
        shutil.chown(folder, user)


@dataclass
class Program:
    """A program that runs."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def pid(self) -> int:
        """Its number."""
        return self.process.pid

    def kill(self) -> None:
        """Ends it at once, as a crash would."""
        self.process.kill()
        self.process.wait(END_SECONDS)

    def hang(self) -> None:
        """Stops it, so that it answers nothing while its connections stay."""
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Lets it go on."""
        self.process.send_signal(signal.SIGCONT)

    def end(self, by: signal.Signals = signal.SIGTERM) -> None:
        """Ends it in its own time, or at once where it takes too long."""
        if self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGCONT)
        self.process.send_signal(by)
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def wait(self, ready: Callable[[], bool], seconds: float = READY_SECONDS) -> None:
        """Waits until it is ready.

        Raises:
            StartError: it ended, or was not ready in time.
        """
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            with contextlib.suppress(OSError):
                if ready():
                    return
            time.sleep(0.05)
        said = self.log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise StartError(f"{self.name} did not start (status {self.process.poll()}):\n{said}")


def start(
    name: str,
    command: Sequence[str],
    log: Path,
    *,
    user: Optional[str] = None,
    environment: Optional[Mapping[str, str]] = None,
    folder: Optional[Path] = None,
) -> Program:
    """Starts a program; what it says goes into a log."""
    with log.open("ab") as file:
        process = subprocess.Popen(
            command, stdout=file, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, user=user, env=environment,
            cwd=folder, start_new_session=True,
        )  # fmt: skip
    return Program(name, process, log)


@contextlib.contextmanager
def running(program: Program, by: signal.Signals = signal.SIGTERM) -> Iterator[Program]:
    """Ends a program afterwards."""
    try:
        yield program
    finally:
        program.end(by)


def listens(port: int) -> bool:
    """Whether somebody listens on a port of this machine."""
    with contextlib.closing(socket.socket()) as probe:
        probe.settimeout(1.0)
        return probe.connect_ex(("127.0.0.1", port)) == 0
