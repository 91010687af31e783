"""How the knowledge behaves when it grows: ``python -m tests.bench.growth``.

Today's knowledge, ten and a hundred times of it: time to load, memory, and the time of a
look-up, a filter and a comparison.  Times are processor time, so that a busy machine does
not change them much; each size is measured in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path
from statistics import median
from typing import Any

import psutil  # type: ignore[import-untyped]

SIZES = (1, 10, 100)
# The goals: seconds to load, milliseconds of a query, and how much slower one may be than at today's size.
LOAD_SECONDS, QUERY_MS, SLOWER = 1.0, 5.0, 2.0
_QUERIES = 120
_MESSAGES = ("what does {} cost", "tell me about {}", "is there a portfolio at {}", "how long is it at {} please")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; 1 under --gate if a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.growth", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="times of today (1 10 100)")
    parser.add_argument("--gate", action="store_true", help="exit 1 unless every goal is met")
    parser.add_argument("--measure", type=Path, metavar="FOLDER", help="measure one folder, print JSON")
    options = parser.parse_args(arguments)
    if options.measure:
        print(json.dumps(measure(options.measure)))
        return 0
    found = {times: _grown_and_measured(times) for times in options.sizes}
    print(as_text(found))
    missed = goals_missed(found)
    print(*(f"Missed: {line}" for line in missed), sep="\n")
    return 1 if options.gate and missed else 0


def _grown_and_measured(times: int) -> dict[str, float]:
    from tests.bench.grown import grow

    with tempfile.TemporaryDirectory(prefix="overture-growth-") as scratch:
        print(f"Growing {times} times ...", file=sys.stderr)
        folder = grow(Path(scratch) / "knowledge", times)
        # Twice: the first start compiles what the second one finds.
        first, second = (_measured(folder) for _ in range(2))
        return {**second, "first_load_s": first["load_s"]}


def _measured(folder: Path) -> dict[str, float]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.bench.growth", "--measure", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(folder: Path) -> dict[str, float]:
    """Figures of one folder: seconds, megabytes, milliseconds."""
    from overture.knowledge.store import KnowledgeStore

    process = psutil.Process()
    before = process.memory_info().rss
    began = time.process_time()
    knowledge = KnowledgeStore(folder).current()
    loaded = time.process_time() - began
    figures = {"load_s": loaded, "load_mb": (process.memory_info().rss - before) / 1e6}
    for name, queries in _queries(knowledge).items():
        times = [_timed(query) for query in islice(queries, _QUERIES)]
        figures[f"{name}_first_ms"], figures[f"{name}_ms"] = times[0], median(times)
    figures["queried_mb"] = (process.memory_info().rss - before) / 1e6
    figures |= _linking(knowledge)
    figures["all_mb"] = (process.memory_info().rss - before) / 1e6
    return figures


def _timed(query: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    began = time.process_time()
    query()
    return (time.process_time() - began) * 1000


def _queries(knowledge: Any) -> dict[str, Iterator[Callable[[], object]]]:
    """Queries of each kind, every one another, as the bot asks them: with the answer put into words."""
    from overture.answers import Facet, Mentioned, Question, Shape, answer
    from overture.answers.base.model import Filters
    from overture.knowledge import Subject

    def ask(facet: Facet, *ids: str, shape: Shape = Shape.ONE, **filters: Any) -> Callable[[], object]:
        about = tuple(Mentioned(Subject("school", id), knowledge.institutions[id].name) for id in ids)
        return lambda: answer(Question(facet, about, Filters(**filters), shape), knowledge)

    ids = list(knowledge.institutions)
    step = max(1, len(ids) // (3 * _QUERIES))
    spread = ids[::step]
    states = [place.id for place in knowledge.places.values() if place.kind == "state"]
    conditions = [{"degrees": (d,)} for d in ("mm", "ma", "ms")] + [{"delivery": "campus"}, {"thesis": True}]
    return {
        "lookup": (ask(Facet.SCHOOLS, id) for id in spread),
        "filter": (
            ask(Facet.SCHOOLS, shape=Shape.LIST, places=(state,), **condition)
            for state in states
            for condition in conditions
        ),
        "compare": (ask(Facet.COMPARE, *pair, shape=Shape.COMPARE) for pair in pairwise(spread)),
    }


def _linking(knowledge: Any) -> dict[str, float]:
    """The names of the schools in messages."""
    from overture.nlu import vocabulary
    from overture.nlu.linker import Linker

    ordinary = vocabulary.ordinary()
    began = time.process_time()
    linker = Linker(knowledge, ordinary)
    linker.find("what does Berkly cost")
    built = time.process_time() - began
    schools = list(knowledge.institutions.values())
    names = [school.name for school in schools[:: max(1, len(schools) // _QUERIES)]]
    messages = [_MESSAGES[number % len(_MESSAGES)].format(name) for number, name in enumerate(names)]
    times = [_timed(lambda: linker.find(message)) for message in messages]  # noqa: B023 called at once
    return {"link_build_s": built, "link_ms": median(times)}


_ROWS = (
    ("first_load_s", "first start, compiling", "s"),
    ("load_s", "start", "s"),
    ("load_mb", "memory after the start", "MB"),
    ("lookup_first_ms", "look-up, the first", "ms"),
    ("lookup_ms", "look-up, p50", "ms"),
    ("filter_first_ms", "filter, the first", "ms"),
    ("filter_ms", "filter, p50", "ms"),
    ("compare_first_ms", "comparison, the first", "ms"),
    ("compare_ms", "comparison, p50", "ms"),
    ("queried_mb", "memory after the queries", "MB"),
    ("link_build_s", "names, made ready", "s"),
    ("link_ms", "names in a message, p50", "ms"),
    ("all_mb", "memory with the names", "MB"),
)


def as_text(found: dict[int, dict[str, float]]) -> str:
    """A table of all sizes."""
    lines = ["Knowledge, times of today".ljust(34) + "".join(f"{times:>12}" for times in found)]
    for key, label, unit in _ROWS:
        cells = "".join(f"{figures[key]:>12.{0 if unit == 'MB' else 2}f}" for figures in found.values())
        lines.append(f"{label}, {unit}".ljust(34) + cells)
    return "\n".join(lines)


def goals_missed(found: dict[int, dict[str, float]]) -> list[str]:
    """What is slower at the largest size than it should be."""
    smallest, largest = found[min(found)], found[max(found)]
    missed = [] if largest["load_s"] < LOAD_SECONDS else [f"start {largest['load_s']:.2f} s, goal {LOAD_SECONDS} s"]
    for key in ("lookup_ms", "filter_ms", "compare_ms", "link_ms"):
        if largest[key] >= QUERY_MS and key != "link_ms":
            missed.append(f"{key} {largest[key]:.2f}, goal {QUERY_MS}")
        if largest[key] > SLOWER * smallest[key]:
            missed.append(f"{key} {largest[key] / smallest[key]:.1f} times that of today, goal {SLOWER}")
    return missed


if __name__ == "__main__":
    sys.exit(main())
