"""Makes every fault of ``faults.yaml`` in a copy of the project and prints which the tests notice.

``python -m tests.mutation [part of a description or file ...]``
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.mutation import faults as f
from tests.mutation.runs import Runs, copy

ROOT = Path(__file__).resolve().parents[2]
# Share of the faults that have to be noticed.
WANTED = 0.9


def _chosen(parts: list[str]) -> list[f.Fault]:
    return [fault for fault in f.faults() if not parts or any(p in f"{fault.what} {fault.file}" for p in parts)]


def _told(number: int, fault: f.Fault, seen: str, seconds: float) -> str:
    sign = "noticed " if seen else "MISSED  "
    return f"{number:3} {sign} {seconds:4.0f} s  {fault.what} [{fault.file}]{f'  by {seen}' if seen else ''}"


def run(chosen: list[f.Fault], runs: Runs) -> tuple[int, int]:
    """Makes the faults one after the other and tells of each; returns how many are noticed, and how many stale."""
    noticed = stale = 0
    for number, fault in enumerate(chosen, 1):
        began = time.monotonic()
        try:
            seen = runs.notice(fault)
        except f.Stale as why:
            stale += 1
            print(f"{number:3} STALE            {fault.what}: {why}", flush=True)
            continue
        noticed += bool(seen)
        print(_told(number, fault, seen, time.monotonic() - began), flush=True)
    return noticed, stale


def main() -> int:
    """Prints a line a fault and the share noticed; ends with 1 when that is too small or faults can't be made."""
    from overture.engine import newest_model

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", help="only faults whose description or file holds one of these")
    chosen = _chosen(parser.parse_args().parts)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="overture-mutants-") as folder:
        (Path(folder) / "project").mkdir()
        runs = Runs(copy(ROOT, Path(folder) / "project", newest_model()), Path(folder))
        print(f"{len(runs.talk_known)} turns fail without any fault; they don't count.", flush=True)
        noticed, stale = run(chosen, runs)
        runs.close()
    made = len(chosen) - stale
    print(f"\n{noticed} of {made} faults noticed, {stale} stale, {(time.monotonic() - began) / 60:.0f} min")
    return 0 if made and not stale and noticed >= WANTED * made else 1


if __name__ == "__main__":
    sys.exit(main())
