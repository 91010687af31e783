"""Runs of the quick part of the tests against the copy, and what they notice."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Optional

from tests.mutation import faults as f
from tests.mutation import record

# Without these a copy is no project; the model comes by itself.
COPIED = ("actions", "data", "docs", "overture", "tests", ".github", ".ci")
# Tests that need no model, by what is changed; the longest path counts.
UNIT = {
    "data/knowledge/": ["tests/unit/knowledge/test_real_data.py", "tests/unit/answers/test_aggregates.py"],
    "data/": ["tests/unit/test_project.py"],
    "domain.yml": ["tests/unit/test_project.py", "tests/unit/test_actions.py"],
    "config.yml": ["tests/unit/test_project.py"],
    "actions/": ["tests/unit/test_actions.py"],
    "overture/answers/": ["tests/unit/answers", "tests/unit/test_actions.py"],
    "overture/knowledge/": ["tests/unit/knowledge", "tests/unit/answers"],
    "overture/nlu/": [
        "tests/unit/nlu/test_linker.py",
        "tests/unit/nlu/test_spelling.py",
        "tests/unit/nlu/test_splitter.py",
    ],
    "overture/": ["tests/unit/test_guards.py"],
}
LONGEST = 900  # seconds
BROKEN = "the bot does not start or breaks off"


def copy(project: Path, to: Path, model: Path) -> Path:
    """A copy of the project with a trained model, to make faults in."""
    for name in COPIED:
        if (project / name).exists():
            shutil.copytree(project / name, to / name, ignore=shutil.ignore_patterns("__pycache__", ".hypothesis"))
    for path in project.iterdir():
        if path.is_file() and path.suffix in {".yml", ".toml", ".md", ".lock", ""} and path.name != ".git":
            shutil.copy2(path, to / path.name)
    (to / "models").mkdir()
    shutil.copy2(model, to / "models" / model.name)
    return to


def _environment(project: Path, **more: str) -> dict[str, str]:
    # The copy comes before the installed project; bytecode of faults must not be left for the next run.
    own = {"PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1", "RASA_TELEMETRY_ENABLED": "false"}
    return {**os.environ, **own, **more}


class Player:
    """A process that plays the conversations with the code as it is in the copy when the process starts."""

    def __init__(self, project: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.mutation.player"],
            cwd=project,
            env=_environment(project),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def failing(self, folder: Path, hint: str = "", known: Optional[list[str]] = None) -> list[str]:
        """The turns that fail with the facts of a folder; that the process died is told as a failure too.

        Args:
            folder: the facts.
            hint: words on what may be wrong; conversations with them are played first.
            known: turns that fail anyhow; only the first others are then told.
        """
        assert self._process.stdin and self._process.stdout
        asked = {"facts": str(folder), "hint": hint, "known": known}
        try:
            self._process.stdin.write(f"{json.dumps(asked)}\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        return list(json.loads(line)) if line else [BROKEN]

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        """Ends the process."""
        self._process.kill()
        self._process.communicate()

    def __enter__(self) -> Player:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()


class Runs:
    """What fails in the copy without any fault, and what fails beyond that with one.

    Args:
        project: the copy.
        scratch: folder for lists and for facts with faults.
    """

    def __init__(self, project: Path, scratch: Path) -> None:
        self._project = project
        self._scratch = scratch
        self._facts = project / "data" / "knowledge"
        self._unit_known: dict[tuple[str, ...], Path] = {}
        self._made = 0
        self._facts_player = Player(project)
        self.talk_known = self._facts_player.failing(self._facts)
        if self.talk_known == [BROKEN]:
            raise RuntimeError("Without any fault the bot does not start: `python -m tests.talk` tells why.")

    def close(self) -> None:
        """Ends the process that plays for faults in the facts."""
        self._facts_player.close()

    def notice(self, fault: f.Fault) -> str:
        """The first thing that notices a fault; nothing when none does.

        Raises:
            Stale: the fault can't be made.
        """
        found: list[str] = []
        if fault.kind != f.DIALOGUE:  # of the dialogue the model holds what it was trained on
            with f.made(fault, self._project):
                found = self._played(fault)
        if found:
            return found[0]
        paths = self._unit_paths(fault)
        known = self._known(paths)
        with f.made(fault, self._project):
            return self._unit(paths, known)

    def _played(self, fault: f.Fault) -> list[str]:
        if fault.kind == f.CODE:
            with Player(self._project) as player:
                return player.failing(self._facts, fault.hint, self.talk_known)
        if not self._facts_player.alive:
            self._facts_player = Player(self._project)
        # A folder of its own each time: a running bot looks only now and then whether files have changed.
        self._made += 1
        folder = self._scratch / f"facts-{self._made}"
        shutil.copytree(self._facts, folder)
        found = self._facts_player.failing(folder, fault.hint, self.talk_known)
        shutil.rmtree(folder)
        return found

    @staticmethod
    def _unit_paths(fault: f.Fault) -> tuple[str, ...]:
        where = max((path for path in UNIT if fault.file.startswith(path)), key=len)
        return tuple(UNIT[where])

    def _known(self, paths: tuple[str, ...]) -> Path:
        """A file with the tests that fail without any fault; run once."""
        if paths not in self._unit_known:
            known = self._scratch / f"known-{len(self._unit_known)}.txt"
            self._pytest(paths, known, "--maxfail=1000")
            known.touch()
            self._unit_known[paths] = known
        return self._unit_known[paths]

    def _unit(self, paths: tuple[str, ...], known: Path) -> str:
        failed = self._scratch / "failed.txt"
        failed.unlink(missing_ok=True)
        ended = self._pytest(paths, failed, "-x", KNOWN=known)
        if failed.exists():
            return failed.read_text(encoding="utf-8").splitlines()[0]
        # 0: all passed, 5: nothing was left to run.
        return "" if ended in (0, 5) else f"pytest ends with {ended}"

    def _pytest(self, paths: tuple[str, ...], failed: Path, *options: str, KNOWN: Optional[Path] = None) -> int:
        files = {record.FAILED: str(failed), **({record.KNOWN: str(KNOWN)} if KNOWN else {})}
        run = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-p",
                "tests.mutation.record",
                "-p",
                "no:cacheprovider",
                *options,
                *paths,
            ],
            cwd=self._project,
            env=_environment(self._project, **files),
            capture_output=True,
            timeout=LONGEST,
            check=False,
        )
        return run.returncode
