"""Leaves something alone for a while after it has failed several times in a row."""

from __future__ import annotations

import time


class Breaker:
    """Counts failures in a row; after too many of them nothing is tried for some seconds, and then one call at a time.

    Args:
        failures: after so many in a row it opens.
        seconds: for so long nothing is tried.
    """

    def __init__(self, failures: int, seconds: float) -> None:
        self._most = failures
        self._seconds = seconds
        self._failures = 0
        self._open_until = 0.0

    @property
    def has_failed(self) -> bool:
        """Whether the last call failed."""
        return self._failures > 0

    @property
    def is_open(self) -> bool:
        """Whether a call would be in vain.  Where the time is up, whoever asks is the one that tries."""
        if self._failures < self._most:
            return False
        if time.monotonic() < self._open_until:
            return True
        self._open_until = time.monotonic() + self._seconds  # the others wait for what becomes of this one
        return False

    def failed(self) -> None:
        """Notes a failure."""
        self._failures += 1
        if self._failures >= self._most:
            self._open_until = time.monotonic() + self._seconds

    def worked(self) -> bool:
        """Notes a success; whether it is the first after failures."""
        again, self._failures = self._failures > 0, 0
        return again
