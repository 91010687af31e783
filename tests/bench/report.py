"""A result as text for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Optional

from tests.bench.curve import Point
from tests.bench.result import Goal, Parsing, Result, Row
from tests.bench.servers import IN_PROCESS, LIGHT, OWN, PLAIN

_COLUMNS = (IN_PROCESS, PLAIN, LIGHT, OWN)
_HEAD = ("", "Overture", "plain Rasa", "light Rasa", "plain :", "light :", "Overture")
_SECOND = ("", "serve", "rasa run", "rasa run", "Overture", "Overture", "rasa run")


def as_text(result: Result) -> str:
    """The whole report."""
    parts = [_machine(result), _table(result.rows), _goals(result.goals), _notes(result.notes), _curve(result.parsing)]
    return "\n\n".join(part for part in parts if part)


def write(result: Result, folder: Path, name: str) -> Path:
    """Writes the result as JSON."""
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}.json"
    content: dict[str, Any] = asdict(result)
    content["rows"] = {
        row.key: {**row.values, "ratio": row.ratio(), "ratio_light": row.ratio(against=LIGHT)} for row in result.rows
    }
    file.write_text(json.dumps(content, indent=2, default=str) + "\n", encoding="utf-8")
    return file


def _machine(result: Result) -> str:
    about, versions = result.machine, result.machine["versions"]
    memory = f"{about['memory_mb'] / 1024:.0f} GB"
    return "\n".join(
        [
            f"{about['date']}  {about['processor']}, {about['cores']} cores, {memory}, {about['system']}",
            f"Python {about['python']}, Rasa {versions['rasa']}, TensorFlow {versions['tensorflow']}, "
            f"checkout {about['commit']}",
            f"Load before: {about['load_before']}, after: {about['load_after']}; "
            f"used by others meanwhile: {100 * about['others']:.0f} % of the processors"
            f" (while answers were timed: {100 * about['others_answers']:.0f} %)",
        ]
    )


def _table(rows: Sequence[Row]) -> str:
    cells = [_HEAD, _SECOND, *(_cells(row) for row in rows)]
    return _align(cells)


def _cells(row: Row) -> tuple[str, ...]:
    shown = {key: _number(row.values.get(key), row.digits) for key in _COLUMNS}
    ratios = _number(row.ratio(), 2), _number(row.ratio(against=LIGHT), 2)
    return row.label, shown[IN_PROCESS], shown[PLAIN], shown[LIGHT], *ratios, shown[OWN]


def _number(value: Optional[float], digits: int) -> str:
    return "" if value is None else f"{value:,.{digits}f}"


def _align(cells: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    lines = []
    for first, *rest in cells:
        lines.append("  ".join([first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(rest, widths[1:]))]))
    return "\n".join(line.rstrip() for line in lines)


def _goals(goals: Sequence[Goal]) -> str:
    return "\n".join(["Goals", *(f"  {_verdict(goal)}  {goal.text}: {_measured(goal)}" for goal in goals)])


def _verdict(goal: Goal) -> str:
    return {True: "met    ", False: "not met", None: "unknown"}[goal.reached]


def _measured(goal: Goal) -> str:
    if goal.measured is None:
        return "not comparable in this run"
    return f"{goal.measured:.2f} times"


def _notes(notes: Sequence[str]) -> str:
    return "\n".join(["Notes", *(f"  {note}" for note in notes)]) if notes else ""


def _curve(parsing: Parsing) -> str:
    inside, outside = parsing.in_scope, parsing.messages - parsing.in_scope
    head = [
        f"Fallback threshold, over {parsing.messages} held-out messages: {inside} in scope, {outside} out of scope",
        f"  (top intent right without any threshold: Overture {100 * parsing.right[OWN]:.1f} %, "
        f"plain Rasa {100 * parsing.right[PLAIN]:.1f} %)",
    ]
    titles = ("threshold", "right", "wrong", "(turned away)", "refused", "oos caught", "(named)", "(refused)")
    rows = [_point(p, inside, outside, f"{p.threshold:.2f}") for p in parsing.points]
    shipped = _point(parsing.shipped, inside, outside, f"config.yml: {parsing.shipped.threshold:.2f}")
    tail = [
        f"The last row is config.yml's, with its ambiguity threshold of {parsing.ambiguity:.2f}; others have none.",
        "Too good to be true as far as examples in data/nlu were written after a look at these messages.",
    ]
    return "\n".join([*head, _align([titles, *rows, shipped]), *tail])


def _point(point: Point, inside: int, outside: int, label: str) -> tuple[str, ...]:
    def share(count: int, of: int) -> str:
        return f"{100 * count / of:.1f} %" if of else ""

    return (
        label,
        *(share(count, inside) for count in (point.right, point.wrong, point.turned_away, point.refused)),
        *(share(count, outside) for count in (point.caught, point.named, point.doubted)),
    )
