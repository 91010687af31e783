"""How much one client may ask of the server."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict, deque
from collections.abc import Callable

# Keys that are remembered at most; each holds as many times as its limit allows.
MOST_KEYS = 50_000


class Rate:
    """So many in so many seconds, by key.

    Of this process alone: with several, send an address always to the same one.

    Args:
        most: how many are let through.
        seconds: in which time.
        clock: the time in seconds.
    """

    def __init__(self, most: int, seconds: float = 60.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, key: str) -> float:
        """Seconds until the key may try again; 0.0 if it may now, which is counted."""
        now = self._clock()
        times = self._times.setdefault(key, deque())
        self._times.move_to_end(key)
        while times and times[0] <= now - self._seconds:
            times.popleft()
        if len(times) >= self._most:
            return times[0] + self._seconds - now
        times.append(now)
        self._forget_idle(now)
        return 0.0

    def _forget_idle(self, now: float) -> None:
        while self._times:
            key, times = next(iter(self._times.items()))
            if len(self._times) <= MOST_KEYS and times and times[-1] > now - self._seconds:
                return
            del self._times[key]


def network(address: str) -> str:
    """What counts as one address: of IPv6 the network, in which one customer has all addresses."""
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((address, 64), strict=False)) if read.version == 6 else address
