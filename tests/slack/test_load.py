"""A thousand events with duplicates and faults; `python -m tests.slack.load 10000` sends ten times as many."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.slack import load
from tests.slack.harness import StubBot


@pytest.mark.usefixtures("in_the_world")
async def test_a_thousand_events_are_answered_once_each_and_acknowledged_soon(tmp_path: Path) -> None:
    report = await load.run(1_000, tmp_path, StubBot())
    print(report)
    assert (report.lost, report.doubled, report.unacknowledged) == ([], [], 0)
    assert report.deliveries > 1_050 and report.faults > 30
    # The goal of 0.1 s is measured by the command; a machine that is busy otherwise tells more of itself, and on one
    # that has more to do than it can, Slack's own limit holds.
    busy = os.getloadavg()[0] > (os.cpu_count() or 1)
    assert report.p95 < (3.0 if busy else 0.4)
