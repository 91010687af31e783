"""Compares Overture with plain Rasa, its default pipeline and a light one: ``python -m tests.bench``.

Same examples, stories, rules, domain and actions; same machine, same run; read the ratios.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, Optional

if not __package__:  # run as a file
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from tests.bench import (
    chart,
    curve,
    lengths,
    load,
    machine,
    messages,
    processes,
    report,
    result,
    servers,
    serving,
    training,
    workspace,
)
from tests.bench.lengths import Length
from tests.bench.load import Load
from tests.bench.messages import HeldOut
from tests.bench.result import Parsing, Result
from tests.bench.servers import LIGHT, OWN, PLAIN, Models, Server
from tests.bench.training import Training
from tests.bench.workspace import ROOT, Workspace

_BEGAN = time.monotonic()
_STORES = {
    "shipped": "Overture in SQLite, plain Rasa in memory, each as shipped",
    "memory": "in memory, for both",
    "sqlite": "in SQLite, for both, each with its own tracker store",
}


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Runs the benchmark; returns the exit status: 1 for a goal missed under --gate, 2 for a failure."""
    options = _options(arguments)
    _end_when_told()
    try:
        with tempfile.TemporaryDirectory(prefix="overture-bench-") as scratch:
            found = _bench(options, Path(scratch))
    except processes.BenchError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("bench: interrupted; everything that was started has ended", file=sys.stderr)
        return 130
    print(report.as_text(found))
    file = report.write(found, ROOT / "bench-results", time.strftime("%Y%m%d-%H%M%S"))
    drawn = file.with_suffix(".svg")
    chart.draw({row.key: row.values for row in found.rows}, drawn)
    print(f"\nWritten to {file.relative_to(ROOT)}, drawn to {drawn.relative_to(ROOT)}")
    return 1 if options.gate and not all(goal.reached for goal in found.goals) else 0


def _options(arguments: Optional[Sequence[str]]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Compares Overture with plain Rasa.")
    parser.add_argument("--reuse", type=Path, metavar="FOLDER", help="keep the baseline there, or use the one kept")
    epochs = workspace.QUICK_EPOCHS
    parser.add_argument(
        "--quick", action="store_true", help=f"a smoke test: train the baseline for {epochs} epochs only"
    )
    parser.add_argument("--gate", action="store_true", help="exit 1 unless every goal is met")
    parser.add_argument("--messages", type=_count, default=60, help="messages asked in a round (default: 60)")
    parser.add_argument("--rounds", type=_count, default=7, help="rounds of messages (default: 7)")
    parser.add_argument("--starts", type=_count, default=3, help="starts of each server (default: 3)")
    parser.add_argument("--loads", type=_count, default=3, help="times that each load is put on (default: 3)")
    parser.add_argument("--load-seconds", type=_count, default=10, help="how long each time (default: 10)")
    parser.add_argument(
        "--turns",
        type=_count,
        nargs="*",
        default=lengths.LENGTHS,
        help=f"turns of a conversation to time ({', '.join(map(str, lengths.LENGTHS))})",
    )
    parser.add_argument(
        "--patience",
        type=_count,
        default=20,
        metavar="MINUTES",
        help="leave a server out of the next turns if it needs longer to get there (default: 20)",
    )
    parser.add_argument("--trainings", type=_count, default=3, help="trainings of Overture (default: 3)")
    parser.add_argument(
        "--store",
        choices=tuple(_STORES),
        default="shipped",
        help="where conversations are kept: as shipped (Overture SQLite, plain Rasa in memory), or the same for both",
    )
    return parser.parse_args(arguments)


def _count(text: str) -> int:
    value = int(text) if text.isdigit() else 0
    if value < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number from 1 up")
    return value


def _end_when_told() -> None:
    """A signal to stop becomes an exception, once, so that every started program is ended on the way out."""

    def stop(number: int, frame: object) -> NoReturn:
        for sign in signs:
            signal.signal(sign, signal.SIG_IGN)
        raise KeyboardInterrupt

    signs = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup has set that
        signs.append(signal.SIGHUP)
    for sign in signs:
        signal.signal(sign, stop)


def say(line: str) -> None:
    """Tells on stderr what is being done."""
    print(f"[{time.monotonic() - _BEGAN:6.0f} s] {line}", file=sys.stderr, flush=True)


@dataclass(frozen=True)
class _Trained:
    """The trainings: Overture's, the very first with the encoder built, and the baseline's."""

    first: Training
    own: Sequence[Training]
    plain: Training
    light: Training

    @property
    def comparable(self) -> bool:
        """Whether the baseline was trained for as long as Rasa says."""
        return self.plain.epochs is None


def _bench(options: argparse.Namespace, scratch: Path) -> Result:
    watch, own, load_before = machine.Watch(), machine.own_seconds(), machine.load()
    python = workspace.plain_python()  # which is missing is told before anything is trained
    space = workspace.prepare(scratch, workspace.QUICK_EPOCHS if options.quick else None)
    commit = workspace.commit()  # what has been copied, whatever is committed meanwhile
    held_out = messages.held_out(ROOT / "tests" / "questions", space.project)
    trained = _train(options, space)
    asked = messages.portions(held_out, options.messages, options.rounds + 1)
    served = _serve(options, space, trained, asked, lengths.asked(held_out))
    parsing = _parse(space, trained, held_out)
    about = {
        **machine.describe(python),
        "date": time.strftime("%Y-%m-%d %H:%M"),
        "commit": commit,
        "load_before": load_before,
        "load_after": machine.load(),
        "others": watch.others(machine.own_seconds() - own),
        "others_answers": served.others,
    }
    return _result(options, trained, served, parsing, about, asked)


def _train(options: argparse.Namespace, space: Workspace) -> _Trained:
    config, environment = space.project / "config.yml", workspace.environment(space)
    found: list[Training] = []
    for i in range(options.trainings + 1):
        say("Training Overture, with the encoder built anew ..." if i == 0 else f"Training Overture, {i} ...")
        found.append(training.train(space, config, space.folder / f"train-{i}", environment, "Overture"))
        say(f"Trained in {found[-1].seconds:.1f} s.")
    plain = _train_plain(options, space)
    say("Training plain Rasa's light pipeline ...")
    return _Trained(found[0], found[1:], plain, training.light(space, space.folder / "train-light"))


def _train_plain(options: argparse.Namespace, space: Workspace) -> Training:
    folder: Path = options.reuse.resolve() if options.reuse else space.folder / "train-plain"
    kept = training.kept(folder, workspace.fingerprint(space.project))
    if kept:
        say(f"Plain Rasa is there already, trained {kept.date} in {kept.seconds:.0f} s.")
        return kept
    epochs = workspace.QUICK_EPOCHS if options.quick else None
    say(f"Training plain Rasa for {epochs or 100} epochs; this takes {'minutes' if epochs else 'an hour or more'} ...")
    trained = training.plain(space, folder, epochs)
    say(f"Trained in {trained.seconds:.0f} s.")
    return trained


@dataclass(frozen=True)
class _Served:
    """What the servers have shown."""

    compared: Sequence[Server]
    starts: dict[str, list[serving.Start]]
    rounds: dict[str, list[serving.Round]]
    loads: Sequence[Load]
    two: Sequence[Load]
    lengths: Sequence[Length]
    # Share of the processors that others used while answers were timed.
    others: float


def _serve(
    options: argparse.Namespace,
    space: Workspace,
    trained: _Trained,
    asked: Sequence[Sequence[HeldOut]],
    talked: Sequence[HeldOut],
) -> _Served:
    port = processes.free_port()
    endpoints = workspace.write_endpoints(space, port, options.store)
    models = Models(trained.own[-1].model, trained.plain.model, trained.light.model)
    compared = servers.compared(space, models, endpoints)
    folder = space.folder / "serving"
    with servers.action_server(space, port) as actions:
        starts = serving.starts(compared, folder, asked[0], options.starts, say)
        say("Starting all of them for the rounds ...")
        with serving.running(compared, folder, asked[0]) as up:
            watch, before = machine.Watch(), serving.used(up, actions)
            rounds = serving.rounds(up, actions, asked[1:], say)
            all_asked = [message for portion in asked for message in portion]
            loads = load.loads(up, all_asked, options.load_seconds, options.loads, say)
            two = load.two_processes(up, folder, all_asked, options.load_seconds, options.loads, say)
            long = lengths.lengths(up, talked, sorted(options.turns), 60 * options.patience, say)
            others = watch.others(serving.used(up, actions) - before)
    return _Served(compared, starts, rounds, loads, two, long, others)


def _parse(space: Workspace, trained: _Trained, held_out: Sequence[HeldOut]) -> Parsing:
    say(f"Parsing {len(held_out)} held-out messages with both models ...")
    folder = space.folder / "parsing"
    own = curve.guesses(trained.own[-1].model, held_out, folder / "own", workspace.environment(space), "Overture")
    python = workspace.plain_python()
    plain = curve.guesses(trained.plain.model, held_out, folder / "plain", workspace.environment(), "plain", python)
    threshold, ambiguity = curve.configured(space.project / "config.yml")
    return Parsing(
        messages=len(held_out),
        in_scope=sum(message.in_scope for message in held_out),
        points=[curve.point(own, threshold) for threshold in curve.THRESHOLDS],
        shipped=curve.point(own, threshold, ambiguity),
        ambiguity=ambiguity,
        right={OWN: sum(g.right for g in own) / len(own), PLAIN: sum(g.right for g in plain) / len(plain)},
    )


def _result(
    options: argparse.Namespace,
    trained: _Trained,
    served: _Served,
    parsing: Parsing,
    about: dict[str, Any],
    asked: Sequence[Sequence[HeldOut]],
) -> Result:
    rows = result.training_rows(trained.own, trained.first, trained.plain, trained.light)
    rows += result.serving_rows(served.starts, served.rounds)
    rows += result.load_rows(served.loads, served.two) + result.length_rows(served.lengths)
    names = {server.key: server.name for server in served.compared}
    trainings = {OWN: trained.own, PLAIN: [trained.plain], LIGHT: [trained.light], "first": [trained.first]}
    return Result(
        machine=about,
        options=vars(options),
        rows=rows,
        goals=result.goals(rows, trained.comparable, about["cores"]),
        parsing=parsing,
        raw={
            "trainings": trainings,
            "starts": served.starts,
            "rounds": served.rounds,
            "loads": [*served.loads, *served.two],
            "lengths": served.lengths,
            "asked": asked,
        },
        notes=[
            *_notes(options, trained, about),
            *result.faults(served.rounds, names),
            *result.refused(served.loads, names),
        ],
    )


def _notes(options: argparse.Namespace, trained: _Trained, about: dict[str, Any]) -> list[str]:
    notes = list(trained.plain.notes)
    if not trained.comparable:
        epochs = trained.plain.epochs
        notes.append(f"Plain Rasa was trained for {epochs} epochs, not 100: its training time is NOT COMPARABLE.")
    busy = max(about["others"], about["others_answers"])
    if busy > machine.BUSY or about["load_before"] > about["cores"] / 2:
        notes.append(
            f"The machine was BUSY with other work (load {about['load_before']} at the start, up to {100 * busy:.0f} %"
            " used by others): trust ratios and processor time, not seconds."
        )
    if trained.plain.others > machine.BUSY:
        notes.append(f"While plain Rasa was trained, others used {100 * trained.plain.others:.0f} % of the processors.")
    notes.append(f"Conversations: {_STORES[options.store]}; see --store.")
    return notes


if __name__ == "__main__":
    sys.exit(main())
