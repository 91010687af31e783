"""Cold trainings, each as ``rasa train`` in a folder of its own."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Optional

from tests.bench import processes, workspace
from tests.bench.machine import Watch
from tests.bench.workspace import Workspace

LIMIT_SECONDS = 4 * 3600.0
_STAMP = "trained.json"


@dataclass(frozen=True)
class Training:
    """One training: what it cost, and what can be said about how undisturbed it was."""

    model: Path
    seconds: float
    cpu_seconds: float
    peak_mb: float
    # Share of the machine's processor time that others used meanwhile.
    others: float
    epochs: Optional[int] = None
    date: str = ""
    data: str = ""
    # Notes for the report, such as that it comes from an earlier run.
    notes: list[str] = field(default_factory=list)


def train(
    space: Workspace,
    config: Path,
    folder: Path,
    environment: Mapping[str, str],
    name: str,
    python: str = sys.executable,
) -> Training:
    """Trains once, without any cache."""
    data = [str(space.project / part) for part in workspace.TRAINING_DATA]
    watch = Watch()
    used = processes.run(
        f"rasa train ({name})",
        [
            *(python, "-m", "rasa", "train", "--config", str(config)),
            *("--domain", str(space.project / "domain.yml"), "--data", *data),
            *("--out", str(folder / "models"), "--fixed-model-name", "model"),
        ],
        folder,
        environment,
        LIMIT_SECONDS,
    )
    others = watch.others(used.cpu_seconds)
    return Training(folder / "models" / "model.tar.gz", used.seconds, used.cpu_seconds, used.peak_mb, others)


def plain(space: Workspace, folder: Path, epochs: Optional[int]) -> Training:
    """Trains the baseline into ``folder`` and leaves a note of what it cost there."""
    python = workspace.plain_python()
    result = train(space, space.plain / "config.yml", folder, workspace.environment(), "plain", python)
    measured = {
        **asdict(result),
        "model": result.model.relative_to(folder).as_posix(),
        "epochs": epochs,
        "date": time.strftime("%Y-%m-%d %H:%M"),
        "data": workspace.fingerprint(space.project),
    }
    (folder / _STAMP).write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")
    return _read(folder, measured)


def light(space: Workspace, folder: Path) -> Training:
    """Trains plain Rasa's light pipeline."""
    python = workspace.plain_python()
    return train(space, space.plain / "light.yml", folder, workspace.environment(), "light", python)


def kept(folder: Path, data: str) -> Optional[Training]:
    """The baseline kept in a folder, with notes on what makes it less comparable; None if there is none.

    Args:
        folder: of an earlier run with ``--reuse``.
        data: fingerprint of today's training data.
    """
    try:
        measured = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
        result = _read(folder, measured)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not result.model.is_file():
        return None
    result.notes.append(f"Plain Rasa was trained in an earlier run ({result.date}): its training is not of this run.")
    if result.data != data:
        result.notes.append("Training data or domain have changed since then: train plain Rasa anew for exact ratios.")
    return result


def _read(folder: Path, measured: Mapping[str, Any]) -> Training:
    return Training(**{**measured, "model": folder / measured["model"], "notes": []})
