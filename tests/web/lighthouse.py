"""Measures the page at / and its chat: Lighthouse's scores, time from click to usable, weight of the script.

``make lighthouse`` runs it; npm gets Lighthouse when it is first wanted. Another program that keeps the
machine busy counts against the page: hence several runs, and their median.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import signal
import statistics
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from overture import engine
from tests.web.browsing import FLAGS, ROOT, USABLE_MS, browsing, chromium, clicked_to_usable
from tests.web.test_channel_served import Served
from tests.web.test_widget_build import BUILT, MOST_BYTES

# The last one that runs on Node 20.
LIGHTHOUSE = "lighthouse@12.8.2"
LEAST = {"accessibility": 100, "best-practices": 100, "performance": 95}
RUNS = 3
TRIES = 2


@dataclass(frozen=True)
class Figure:
    """What was measured, and the bound that it has to keep."""

    name: str
    value: float
    bound: float
    unit: str = ""
    at_least: bool = False

    @property
    def is_kept(self) -> bool:
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    def __str__(self) -> str:
        bound = f"{'at least' if self.at_least else 'at most'} {self.bound:,.0f}"
        return f"{'ok ' if self.is_kept else 'BAD'}  {self.name}: {self.value:,.0f}{self.unit} ({bound})"


def scores(url: str, executable: str) -> dict[str, int]:
    """Lighthouse's scores of a page, 0 to 100, on the slow phone that it makes believe."""
    npx = shutil.which("npx")
    if not npx:
        raise SystemExit("lighthouse: Node with npm is needed")
    command = [npx, "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", "--no-enable-error-reporting"]
    command += [f"--only-categories={','.join(LEAST)}", f"--chrome-flags={' '.join(FLAGS)}"]
    environment = {**os.environ, "CHROME_PATH": executable}
    # On a busy machine it may not reach the browser in time.
    for _ in range(TRIES):
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        if done.returncode == 0:
            return of_report(json.loads(done.stdout))
    raise SystemExit(f"lighthouse: {done.stderr.strip()}")


def of_report(report: dict[str, Any]) -> dict[str, int]:
    """The scores in a report of Lighthouse.

    Raises:
        ValueError: a category could not be measured.
    """
    found = {name: report["categories"][name]["score"] for name in LEAST}
    if missing := [name for name, score in found.items() if score is None]:
        raise ValueError(f"Lighthouse could not measure {', '.join(missing)}: {report.get('runtimeError')}")
    return {name: round(100 * score) for name, score in found.items()}


def usable(url: str, browser: Browser) -> float:
    """Milliseconds from the click on the launcher until one can write, for somebody who comes for the first time."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(url)
    taken = clicked_to_usable(page)
    context.close()
    return taken


def figures(url: str, executable: str, runs: int) -> Iterable[Figure]:
    """All that is measured, each the median of several runs."""
    found = [scores(url, executable) for _ in range(runs)]
    for name, least in LEAST.items():
        yield Figure(f"Lighthouse, {name}", statistics.median(one[name] for one in found), least, at_least=True)
    with browsing(executable) as browser:
        taken = statistics.median(usable(url, browser) for _ in range(runs))
    yield Figure("from click to usable", taken, USABLE_MS, " ms")
    weight = len(gzip.compress((BUILT / "widget.js").read_bytes(), 9))
    yield Figure("script, gzipped", weight, MOST_BYTES, " bytes")


def main() -> None:
    """Measures the real server and prints each figure; 1 if one is out of bounds."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=RUNS)
    runs: int = parser.parse_args().runs
    executable = chromium()
    if not executable:
        raise SystemExit("lighthouse: Chromium is needed, for instance the package chromium")
    with tempfile.TemporaryDirectory() as folder:
        server = Served(Path(folder), engine.newest_model(), ROOT / "data" / "knowledge")
        try:
            server.start()
            found = list(figures(server.url + "/", executable, runs))
        finally:
            if server.process:
                server.end(signal.SIGKILL)
    print("\n".join(map(str, found)))
    raise SystemExit(not all(figure.is_kept for figure in found))


if __name__ == "__main__":
    main()
