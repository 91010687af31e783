"""Draws a result of the benchmark: ``python -m tests.bench.chart [RESULT.json] [--out docs/benchmark.svg]``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Optional

import matplotlib

from tests.bench.servers import IN_PROCESS, LIGHT, PLAIN
from tests.bench.workspace import ROOT

matplotlib.use("Agg")

from matplotlib import pyplot

SERVERS = {IN_PROCESS: "Overture", LIGHT: "plain Rasa, light", PLAIN: "plain Rasa, default"}
_COLOURS = {IN_PROCESS: "#0b6e6e", LIGHT: "#c9a227", PLAIN: "#7a7f87"}
# Where the last figure of a line stands, in points from its end: two of the lines end near each other.
_BESIDE = {IN_PROCESS: (6, -3), LIGHT: (6, -9), PLAIN: (6, 3)}
# Figures with their titles, two a row.
PANELS = (
    ("ready_seconds", "Start until ready, s"),
    ("resident_mb", "Memory, MB"),
    ("cpu_ms", "Processor time a message, ms"),
    ("p50_custom_ms", "Answer by an action, p50 ms"),
    ("rate_8", "Messages/s, 8 at once"),
    ("rate_64", "Messages/s, 64 at once"),
)
TURNS = {"turn_2_ms": 2, "turn_10_ms": 10, "turn_100_ms": 100, "turn_300_ms": 300, "turn_1000_ms": 1000}
_STYLE = {
    "font.family": "sans-serif",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    # Text stays text, and the same figures give the same file.
    "svg.fonttype": "none",
    "svg.hashsalt": "overture",
}

Rows = Mapping[str, Mapping[str, float]]


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Draws a result, the newest by default, for the documentation."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.chart", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("result", type=Path, nargs="?", help="default: the newest of bench-results/")
    parser.add_argument(
        "--out", type=Path, default=ROOT / "docs" / "benchmark.svg", help="where to (docs/benchmark.svg)"
    )
    options = parser.parse_args(arguments)
    kept = sorted((ROOT / "bench-results").glob("*.json"))
    if options.result is None and not kept:
        parser.error("there is no result in bench-results: run `make bench`")
    file: Path = options.result or kept[-1]
    draw(json.loads(file.read_text(encoding="utf-8"))["rows"], options.out)
    print(f"Drawn to {options.out}")
    return 0


def draw(rows: Rows, out: Path) -> None:
    """Draws bars for what has one figure a server, and lines for the length of a conversation.

    Args:
        rows: figures by key and server, as in the result file; what is missing is left out.
        out: file to write; its suffix says as what.
    """
    with pyplot.rc_context(_STYLE):
        figure = pyplot.figure(figsize=(9, 5.6))
        grid = figure.add_gridspec(3, 3, width_ratios=(1, 1, 1.9))
        for number, (key, title) in enumerate(PANELS):
            axes = figure.add_subplot(grid[number // 2, number % 2])
            _bars(axes, rows.get(key, {}), title)
            axes.tick_params(labelleft=number % 2 == 0)
        _lines(figure.add_subplot(grid[:, 2]), rows)
        figure.tight_layout()
        figure.savefig(out, metadata={"Date": None} if out.suffix == ".svg" else None, facecolor="white")
        pyplot.close(figure)


def _bars(axes: Any, values: Mapping[str, float], title: str) -> None:
    shown = [(SERVERS[key], values[key], _COLOURS[key]) for key in reversed(SERVERS) if values.get(key)]
    axes.set_title(title, loc="left", fontsize=9)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    if not shown:
        axes.set_yticks([])
        return
    names, lengths, colours = zip(*shown)
    bars = axes.barh(names, lengths, color=colours, height=0.65)
    axes.bar_label(bars, [f"{length:,.0f}" if length >= 100 else f"{length:,.1f}" for length in lengths], padding=3)
    axes.set_xlim(0, 1.25 * max(lengths))
    axes.tick_params(left=False)


def _lines(axes: Any, rows: Rows) -> None:
    axes.set_title("Answer at a turn of a conversation, p50 ms", loc="left", fontsize=9)
    for key, name in SERVERS.items():
        points = [(turn, rows[row][key]) for row, turn in TURNS.items() if rows.get(row, {}).get(key)]
        if points:
            turns, times = zip(*points)
            axes.plot(turns, times, marker="o", markersize=4, color=_COLOURS[key], label=name)
            axes.annotate(f"{times[-1]:,.0f}", (turns[-1], times[-1]), textcoords="offset points", xytext=_BESIDE[key])
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xticks(list(TURNS.values()), [f"{turn:,}" for turn in TURNS.values()])
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.set_yticks([1, 3, 10, 30, 100, 300, 1000, 3000])
    axes.minorticks_off()
    axes.set_xlabel("turn")
    axes.margins(x=0.12)
    if axes.lines:
        times = [time for line in axes.lines for time in line.get_ydata()]
        axes.set_ylim(min(times) / 2, 3 * max(times))
    axes.grid(axis="y", color="#e3e5e8", linewidth=0.8)
    if axes.lines:
        axes.legend(frameon=False, loc="upper left")


if __name__ == "__main__":
    sys.exit(main())
