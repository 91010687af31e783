"""The process is looked after: its event loop and its file handles."""

from __future__ import annotations

import asyncio
import resource
import time
from contextlib import suppress

import pytest

from overture.serving import beat, metrics


async def test_a_loop_that_stood_still_is_told(
    monkeypatch: pytest.MonkeyPatch, overture_log: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(beat, "STILL_SECONDS", 0.2)
    looking = beat.Beat(0.02)
    looking.start()
    await asyncio.sleep(0.05)
    time.sleep(0.4)
    await asyncio.sleep(0.01)
    lag = metrics.REGISTRY.get_sample_value("overture_loop_lag_seconds")
    await looking.stop()
    assert "Everything stood still for 0." in overture_log.text
    assert lag is not None and lag > 0.2


async def test_handles_that_run_out_are_told_once(
    monkeypatch: pytest.MonkeyPatch, overture_log: pytest.LogCaptureFixture
) -> None:
    left = [100]
    monkeypatch.setattr(beat, "handles_left", lambda: left[0])
    looking = beat.Beat(0.01)
    looking.start()
    for number in (0, 0, 100):
        left[0] = number
        await asyncio.sleep(0.05)
    await looking.stop()
    assert overture_log.text.count("Out of file handles") == 1
    assert overture_log.text.count("File handles are free again") == 1


async def test_it_may_be_ended_before_it_begins() -> None:
    await beat.Beat().stop()


def test_handles_are_counted() -> None:
    before = beat.handles_left()
    with open("/dev/null", encoding="ascii"):
        assert beat.handles_left() == before - 1


def test_the_limit_is_raised_as_far_as_it_may_be() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 256), hard))
        beat.raise_limit()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (hard, hard)
    finally:
        with suppress(ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
