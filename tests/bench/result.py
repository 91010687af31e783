"""The result of a run: figures by server, ratios, goals."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

from tests.bench.curve import Point
from tests.bench.serving import Round, Start
from tests.bench.training import Training

OWN, PLAIN, IN_PROCESS = "overture", "plain", "in_process"


@dataclass(frozen=True)
class Row:
    """One figure for each server."""

    key: str
    label: str
    values: Mapping[str, float]
    digits: int = 1

    def ratio(self, server: str = OWN) -> Optional[float]:
        """How many times more plain Rasa needs; by default than Overture run in the same way."""
        own, plain = self.values.get(server), self.values.get(PLAIN)
        return plain / own if own and plain else None


@dataclass(frozen=True)
class Goal:
    """Something to be reached; ``reached`` is None where this run can't tell."""

    text: str
    measured: Optional[float]
    reached: Optional[bool]
    percent: bool = False


@dataclass(frozen=True)
class Parsing:
    """What the models make of the held-out messages: Overture's curve, and the share right without a threshold."""

    messages: int
    in_scope: int
    points: Sequence[Point]
    shipped: Point
    ambiguity: float
    right: Mapping[str, float]


@dataclass(frozen=True)
class Result:
    """Everything that is shown and kept."""

    machine: Mapping[str, Any]
    options: Mapping[str, Any]
    rows: Sequence[Row]
    goals: Sequence[Goal]
    parsing: Parsing
    # Single measurements, by name and server.
    raw: Mapping[str, Any]
    notes: Sequence[str] = field(default_factory=list)


def training_rows(own: Sequence[Training], first: Training, plain: Training) -> list[Row]:
    """Trainings; Overture's as median."""

    def row(key: str, label: str, of: Callable[[Training], float], digits: int = 1) -> Row:
        return Row(key, label, {OWN: statistics.median(map(of, own)), PLAIN: of(plain)}, digits)

    return [
        row("train_seconds", "training, s", lambda t: t.seconds),
        row("train_cpu_seconds", "training, processor s", lambda t: t.cpu_seconds),
        row("train_peak_mb", "training, peak memory MB", lambda t: t.peak_mb, 0),
        Row("first_train_seconds", "first training ever (builds the encoder), s", {OWN: first.seconds}),
    ]


def serving_rows(starts: Mapping[str, Sequence[Start]], rounds: Mapping[str, Sequence[Round]]) -> list[Row]:
    """Starts, memory and answers, each as median."""

    def start(key: str, label: str, of: Callable[[Start], float], digits: int = 1) -> Row:
        return Row(key, label, {server: statistics.median(map(of, found)) for server, found in starts.items()}, digits)

    def answer(key: str, label: str, of: Callable[[Round], float]) -> Row:
        return Row(key, label, {server: statistics.median(map(of, found)) for server, found in rounds.items()})

    return [
        start("ready_seconds", "start until ready, s", lambda s: s.ready_seconds),
        start("first_answer_seconds", "start until the first answer, s", lambda s: s.first_answer_seconds),
        start("resident_mb", "resident after 50 messages, MB", lambda s: s.resident_mb, 0),
        answer("p50_ms", "an answer, p50 ms", lambda r: r.percentile(50)),
        answer("p95_ms", "an answer, p95 ms", lambda r: r.percentile(95)),
        answer("p50_custom_ms", "  by a custom action, p50 ms", lambda r: r.percentile(50, custom=True)),
        answer("p50_response_ms", "  a fixed response, p50 ms", lambda r: r.percentile(50, custom=False)),
        answer("cpu_ms", "processor time a message, ms", lambda r: r.cpu_ms),
    ]


def goals(rows: Sequence[Row], comparable_training: bool) -> list[Goal]:
    """The three goals; all compare Overture and plain Rasa run in the same way."""
    ratio = {row.key: row.ratio() for row in rows}
    train = ratio["train_seconds"] if comparable_training else None
    answer = ratio["p50_ms"]
    memory = 1 / ratio["resident_mb"] if ratio["resident_mb"] else None
    return [
        Goal("training at least 20 times faster", train, None if train is None else train >= 20),
        Goal("p50 over HTTP at least 1.4 times faster", answer, None if answer is None else answer >= 1.4),
        Goal("resident memory below 65 %", memory, None if memory is None else memory < 0.65, percent=True),
    ]


def faults(rounds: Mapping[str, Sequence[Round]], names: Mapping[str, str]) -> list[str]:
    """Notes on answers that were none: quick, and so flattering."""
    found = []
    for server, runs in rounds.items():
        answers = [answer for run in runs for answer in run.answers]
        silent, incidents = sum(a.silent for a in answers), sum(a.incident for a in answers)
        if silent or incidents:
            what = f"{silent} were empty, {incidents} said that an action failed"
            found.append(f"{names[server]}: of {len(answers)} answers {what}.")
    return found
