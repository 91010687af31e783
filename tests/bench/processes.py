"""Programs that are started for the benchmark, watched from outside, and ended whatever happens."""

from __future__ import annotations

import contextlib
import http.client
import os
import resource
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

MEGABYTE = 1024 * 1024
POLL_SECONDS = 0.05
STOP_SECONDS = 10.0
_LOG_LINES = 12


class BenchError(RuntimeError):
    """The benchmark can't go on; the message says why."""


@dataclass
class Program:
    """A started program: its process, when it was started, and where its output goes."""

    name: str
    process: subprocess.Popen[bytes]
    began: float
    log: Path

    def tree(self) -> list[psutil.Process]:
        """The process and all that it has started."""
        try:
            root = psutil.Process(self.process.pid)
            return [root, *root.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def resident_mb(self) -> float:
        """Resident memory of the whole tree."""
        return sum(_resident(process) for process in self.tree()) / MEGABYTE

    def cpu_seconds(self) -> float:
        """Processor time used so far by the whole tree."""
        return sum(_cpu(process) for process in self.tree())

    def failure(self, what: str) -> BenchError:
        """An error that shows the end of the program's output."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LOG_LINES:]
        return BenchError("\n  ".join([f"{self.name}: {what}; the end of its output:", *lines]))


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def _cpu(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
        return float(times.user + times.system)
    except psutil.NoSuchProcess:
        return 0.0


@contextlib.contextmanager
def started(name: str, command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Iterator[Program]:
    """Runs a program in a session of its own; leaving the block ends it and its children."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "output.log"
    with log.open("wb") as output:
        began = time.monotonic()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield Program(name, process, began, log)
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Asks the session to stop, then makes it; the group is this program's own."""
    if process.poll() is not None and not _session(process.pid):
        return
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
            if not _session(process.pid):
                return


def _session(leader: int) -> bool:
    """Whether anything is left of the session that a process led."""
    try:
        os.killpg(leader, 0)
        return True
    except (ProcessLookupError, PermissionError):
        return False


@dataclass(frozen=True)
class Run:
    """What a program that ran to its end has used."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


def run(name: str, command: Sequence[str], folder: Path, environment: Mapping[str, str], limit: float) -> Run:
    """Runs a program to its end.

    Raises:
        BenchError: it failed, or was still running after ``limit`` seconds.
    """
    with started(name, command, folder, environment) as program:
        status, usage = _wait(program, limit)
        seconds = time.monotonic() - program.began
        if status != 0:
            raise program.failure(f"ended with status {status}")
    # The kernel's own peak: exact, where sampling from outside misses short ones and costs time.
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _wait(program: Program, limit: float) -> tuple[int, resource.struct_rusage]:
    process = program.process
    while time.monotonic() - program.began < limit:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            # Popen must not wait a second time for a process that is gone.
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode, usage
        time.sleep(POLL_SECONDS)
    raise program.failure(f"still running after {limit:.0f} s")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(program: Program, port: int, path: str, limit: float) -> float:
    """Seconds from start until ``GET path`` is answered with 200.

    Raises:
        BenchError: the program ended, or ``limit`` seconds have passed.
    """
    while time.monotonic() - program.began < limit:
        if program.process.poll() is not None:
            raise program.failure(f"ended with status {program.process.returncode} before it was ready")
        if _answers(port, path):
            return time.monotonic() - program.began
        time.sleep(POLL_SECONDS)
    raise program.failure(f"not ready after {limit:.0f} s")


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with contextlib.closing(connection):
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
