"""``python -m tests.sweep``: asks every question and prints what went wrong, by group."""

from __future__ import annotations

import argparse
import fnmatch
import sys
import time
from pathlib import Path

from overture import lean

lean.install(Path(__file__).parents[2] / "config.yml")

from overture.engine import Bot  # noqa: E402  after lean, which decides what Rasa loads
from tests.sweep import asking, report  # noqa: E402
from tests.sweep.questions import everything  # noqa: E402


def main() -> int:
    """Runs the sweep; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(prog="tests.sweep", description="Ask every question of the sweep.")
    parser.add_argument("groups", nargs="*", help="only these groups, as program/* or school/where")
    parser.add_argument("--shown", type=int, default=6, help="failures shown of each group (default: 6)")
    parser.add_argument("--width", type=int, default=400, help="characters shown of each answer (default: 400)")
    parser.add_argument("--model", type=Path, help="trained model (default: the newest in models/)")
    options = parser.parse_args()
    cases = [c for c in everything() if not options.groups or any(fnmatch.fnmatch(c.group, g) for g in options.groups)]
    bot = Bot.load(options.model)
    started, worked = time.perf_counter(), time.process_time()
    failed = report.failures(cases, asking.ask_all(bot, cases))
    print("\n".join(report.as_lines(cases, failed, options.shown, options.width)))
    print(f"{time.perf_counter() - started:.0f} s, {time.process_time() - worked:.0f} s of processor time")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
