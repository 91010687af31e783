"""An action is ended that takes too long; one that is in time is left alone."""

from __future__ import annotations

import signal
import threading
import time
from contextlib import suppress

import pytest

from actions import bounded
from actions.bounded import TooSlow, at_most


def test_what_waits_is_ended() -> None:
    began = time.monotonic()
    with pytest.raises(TooSlow), at_most(0.1):
        time.sleep(30)
    assert time.monotonic() - began < 10


def test_what_runs_in_circles_is_ended_though_it_passes_over_errors() -> None:
    def circles() -> None:
        while True:
            with suppress(Exception):
                pass

    with pytest.raises(TooSlow), at_most(0.1):
        circles()


def test_what_is_in_time_is_left_alone_and_no_timer_goes_on() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with at_most(0.2):
        pass
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0) and signal.getsignal(signal.SIGALRM) == before
    time.sleep(0.3)


def test_an_error_inside_stops_the_timer() -> None:
    with pytest.raises(ValueError, match="inside"), at_most(5):
        raise ValueError("inside")
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_beside_the_main_thread_nothing_is_bounded() -> None:
    done = []

    def work() -> None:
        with at_most(0.05):
            time.sleep(0.2)
        done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done


@pytest.mark.parametrize(("set_to", "seconds"), [("", 10.0), ("3", 3.0), ("0", 0.1), ("soon", 10.0)])
def test_the_setting(set_to: str, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(bounded.SETTING, set_to)
    assert bounded.usual_seconds() == seconds
