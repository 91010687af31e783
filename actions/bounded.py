"""Ends an action that hangs: as long as it runs, nobody else is answered.

Actions run on the event loop, where they cost least; handing each to a thread made a
message a tenth dearer.  So a timer of the system interrupts one that takes too long,
be it in a loop or waiting for something.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

SETTING = "OVERTURE_ACTION_SECONDS"
USUAL_SECONDS = 10.0


class TooSlow(BaseException):
    """An action did not come to its end in time.  No plain exception, so that no handler on the way takes it."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Bounds what is done inside; only in the main thread, which is the only one that a timer can interrupt.

    Raises:
        TooSlow: it took longer.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


def _interrupt(*signalled: Any) -> NoReturn:
    raise TooSlow


def usual_seconds() -> float:
    """How long an action may take: ``OVERTURE_ACTION_SECONDS``, or 10."""
    try:
        return max(0.1, float(os.environ.get(SETTING) or USUAL_SECONDS))
    except ValueError:
        return USUAL_SECONDS
