"""The result of a run: figures by server, ratios, goals."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Optional

from tests.bench.curve import Point
from tests.bench.lengths import Length
from tests.bench.load import Load
from tests.bench.servers import IN_PROCESS, LIGHT, OWN, PLAIN
from tests.bench.serving import Round, Start
from tests.bench.training import Training

# Below, processes have too little room beside each other and what asks them to show anything.
_CORES_TO_SPARE = 4


@dataclass(frozen=True)
class Row:
    """One figure for each server."""

    key: str
    label: str
    values: Mapping[str, float]
    digits: int = 1
    more_is_better: bool = False

    def ratio(self, server: str = IN_PROCESS, against: str = PLAIN) -> Optional[float]:
        """How many times more plain Rasa needs, or does in a second; by default than Overture as shipped."""
        own, plain = self.values.get(server), self.values.get(against)
        if not own or not plain:
            return None
        return own / plain if self.more_is_better else plain / own


@dataclass(frozen=True)
class Goal:
    """Something to be reached; ``reached`` is None where this run can't tell."""

    text: str
    measured: Optional[float]
    reached: Optional[bool]


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


def training_rows(own: Sequence[Training], first: Training, plain: Training, light: Training) -> list[Row]:
    """Trainings; Overture's as median.  `overture train` and `rasa train` train alike: they stand in both columns."""

    def row(key: str, label: str, of: Callable[[Training], float], digits: int = 1) -> Row:
        median = statistics.median(map(of, own))
        return Row(key, label, {OWN: median, IN_PROCESS: median, PLAIN: of(plain), LIGHT: of(light)}, digits)

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
        _worst(rounds),
        answer("p50_custom_ms", "  by a custom action, p50 ms", lambda r: r.percentile(50, custom=True)),
        answer("p50_response_ms", "  a fixed response, p50 ms", lambda r: r.percentile(50, custom=False)),
        answer("cpu_ms", "processor time a message, ms", lambda r: r.cpu_ms),
    ]


def _worst(rounds: Mapping[str, Sequence[Round]]) -> Row:
    """The 99th percentile of all rounds together: one alone has too few answers for it."""
    values = {}
    for server, runs in rounds.items():
        times = [answer.milliseconds for run in runs for answer in run.answers]
        values[server] = statistics.quantiles(times, n=100, method="inclusive")[98]
    return Row("p99_ms", "an answer, p99 ms", values)


def load_rows(loads: Sequence[Load], two: Sequence[Load]) -> list[Row]:
    """Messages a second, each as median."""

    def rates(of: Sequence[Load]) -> dict[str, float]:
        servers = {load.server for load in of}
        return {server: statistics.median(load.rate for load in of if load.server == server) for server in servers}

    numbers = sorted({load.senders for load in loads})
    rows = [
        Row(f"rate_{n}", f"messages a second, {n} senders", rates([load for load in loads if load.senders == n]))
        for n in numbers
    ]
    rows += [
        Row(
            f"rate_of_{n}",
            f"  beside each other, {n} process{'es' * (n > 1)}",
            rates([x for x in two if x.processes == n]),
        )
        for n in sorted({load.processes for load in two})
    ]
    return [replace(row, more_is_better=True) for row in rows]


def length_rows(found: Sequence[Length]) -> list[Row]:
    """Answers after so many turns; the tenth is timed beside the longest.  ``found`` is in the order of turns."""
    turns = sorted({length.turn for length in found})
    rows = [
        Row(f"turn_{turn}_ms", f"turn {turn:,}, p50 ms", {x.server: x.p50_ms for x in found if x.turn == turn})
        for turn in turns
    ]
    # A server's own longest: a slow one may have been left out of the last.
    ten = {length.server: length.p50_at_ten_ms for length in found if length.p50_at_ten_ms}
    return [*rows[:1], Row("turn_10_ms", "turn 10, p50 ms", ten), *rows[1:]] if turns else []


def goals(rows: Sequence[Row], comparable_training: bool, cores: int) -> list[Goal]:
    """What Overture as shipped has to reach against plain Rasa's default, and against itself."""
    by = {row.key: row for row in rows}

    def times(key: str, least: float, text: str, known: bool = True) -> Goal:
        measured = by[key].ratio() if known and key in by else None
        return Goal(text, measured, None if measured is None else measured >= least)

    long = _own(by, "turn_1000_ms", "turn_10_ms")
    two = _own(by, "rate_of_2", "rate_of_1")
    return [
        times("train_seconds", 20, "training at least 20 times faster", comparable_training),
        times("cpu_ms", 5, "processor time a message at most a fifth"),
        times("p50_custom_ms", 5, "p50 with a custom action at most a fifth"),
        times("turn_300_ms", 15, "p50 at turn 300 at most a fifteenth"),
        times("ready_seconds", 5, "start until ready at most a fifth"),
        times("resident_mb", 3, "memory at most a third"),
        Goal("p50 at turn 1,000 within 1.3 times of turn 10", long, None if long is None else long <= 1.3),
        Goal(
            f"two processes at least 1.7 times one (from {_CORES_TO_SPARE} cores on)",
            two,
            None if two is None or cores < _CORES_TO_SPARE else two >= 1.7,
        ),
    ]


def _own(by: Mapping[str, Row], key: str, of: str) -> Optional[float]:
    """One figure of Overture's as a multiple of another."""
    one, other = (by[name].values.get(IN_PROCESS) if name in by else None for name in (key, of))
    return one / other if one and other else None


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


def refused(loads: Sequence[Load], names: Mapping[str, str]) -> list[str]:
    """Notes on messages under load that were not answered."""
    found = []
    for server, name in names.items():
        missed, asked = (sum(map(of, (x for x in loads if x.server == server))) for of in (_refused, _asked))
        if missed:
            found.append(f"{name}: of {asked} messages under load {missed} were not answered.")
    return found


def _refused(load: Load) -> int:
    return load.refused


def _asked(load: Load) -> int:
    return load.refused + len(load.answered)
