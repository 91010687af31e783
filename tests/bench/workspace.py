"""The scratch folder of one run: a copy of the checkout, and beside it a plain Rasa project with the same data."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import yaml

from tests.bench.processes import BenchError

ROOT = Path(__file__).resolve().parents[2]
# What training and serving need.  Copied, so that edits made meanwhile don't change what is measured half-way.
COPIED = ("overture", "actions", "data", "domain.yml", "config.yml", "endpoints.yml", "credentials.yml")
TRAINING_DATA = ("data/nlu", "data/stories", "data/rules.yml")
QUICK_EPOCHS = 10
# Where `make bench` installs plain Rasa, with the TensorFlow that it asks for and without Overture.
PLAIN_PYTHON = ROOT / ".venv-bench" / "bin" / "python"


@dataclass(frozen=True)
class Workspace:
    """``project`` is the copied checkout, ``plain`` the baseline's own files; both lie in ``folder``."""

    folder: Path

    @property
    def project(self) -> Path:
        """The copy of the checkout."""
        return self.folder / "project"

    @property
    def plain(self) -> Path:
        """Files of the plain Rasa project that differ: configuration, endpoints, channels."""
        return self.folder / "plain"


def prepare(folder: Path, epochs: Optional[int]) -> Workspace:
    """Copies the checkout and writes the baseline's configuration.

    Args:
        folder: an empty folder.
        epochs: epochs of the baseline where they are not Rasa's own.
    """
    space = Workspace(folder)
    skipped = shutil.ignore_patterns("__pycache__", "*.db*", ".*")
    for name in COPIED:
        source, target = ROOT / name, space.project / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=skipped)
        else:
            shutil.copy2(source, target)
    space.plain.mkdir()
    _write(space.plain / "config.yml", plain_config(epochs))
    _write(space.plain / "light.yml", light_config())
    _write(space.plain / "credentials.yml", {"rest": None})
    return space


def plain_config(epochs: Optional[int] = None) -> dict[str, Any]:
    """The pipeline and policies that Rasa itself fills in for a project of ``rasa init``, read from its package."""
    package = importlib.util.find_spec("rasa")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("rasa is not installed here")
    file = Path(package.origin).parent / "engine" / "recipes" / "config_files" / "default_config.yml"
    config: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    config["assistant_id"] = "plain"
    for part in [*config["pipeline"], *config["policies"]]:
        if epochs and "epochs" in part:
            part["epochs"] = epochs
    return config


def light_config() -> dict[str, Any]:
    """Rasa's own without any neural network: counted words and parts of words, linear classifier, rules."""
    counted = {"analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4}
    pipeline: list[dict[str, Any]] = [
        {"name": "WhitespaceTokenizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", **counted},
        {"name": "LogisticRegressionClassifier"},
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ]
    policies = [{"name": "MemoizationPolicy"}, {"name": "RulePolicy"}]
    return {
        "recipe": "default.v1",
        "assistant_id": "light",
        "language": "en",
        "pipeline": pipeline,
        "policies": policies,
    }


def plain_python() -> str:
    """The Python that runs plain Rasa: the one of `make bench`, or this one where that has TensorFlow.

    Raises:
        BenchError: neither has it.
    """
    if PLAIN_PYTHON.exists():
        return str(PLAIN_PYTHON)
    if importlib.util.find_spec("tensorflow") is None:
        raise BenchError("Plain Rasa's default pipeline needs TensorFlow: run `make bench`, which installs it.")
    return sys.executable


def write_endpoints(space: Workspace, actions_port: int, store: str) -> tuple[Path, Path]:
    """Endpoints for Overture (its own, with another port) and for plain Rasa; returns both files.

    Args:
        space: where.
        actions_port: port of the action server.
        store: ``shipped`` (Overture SQLite, plain Rasa in memory), or ``memory`` or ``sqlite`` for both; in SQLite,
            each has its own tracker store.
    """
    address = {"url": f"http://127.0.0.1:{actions_port}/webhook"}
    own = yaml.safe_load((space.project / "endpoints.yml").read_text(encoding="utf-8"))
    own["action_endpoint"] = {**own["action_endpoint"], **address}
    plain: dict[str, Any] = {"action_endpoint": address}
    if store == "memory":
        own.pop("tracker_store", None)
    if store == "sqlite":
        plain["tracker_store"] = {"type": "SQL", "dialect": "sqlite", "db": "conversations.db"}
    files = space.folder / "endpoints.yml", space.plain / "endpoints.yml"
    _write(files[0], own)
    _write(files[1], plain)
    return files


def _write(file: Path, content: Mapping[str, Any]) -> None:
    file.write_text(yaml.safe_dump(dict(content), sort_keys=False), encoding="utf-8")


def environment(space: Optional[Workspace] = None) -> dict[str, str]:
    """The environment of a started program.

    Args:
        space: whose copy of Overture can be imported; none for plain Rasa, which needs none.
    """
    # What the caller has set for its own Overture or Rasa must not tell.  Compiled modules are kept, as on a
    # user's machine; those of the copy lie in the scratch folder.
    foreign = ("OVERTURE_", "RASA_", "SANIC_", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(foreign)}
    fixed = {
        "RASA_TELEMETRY_ENABLED": "false",
        "RASA_MAX_CACHE_SIZE": "0",
        "PYTHONWARNINGS": "ignore",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SANIC_HOST": "127.0.0.1",
    }
    own = {"PYTHONPATH": str(space.project), "OVERTURE_CACHE": str(space.folder / "encoder")} if space else {}
    return {**kept, **fixed, **own}


def fingerprint(folder: Path) -> str:
    """A digest of what the baseline learns from: examples, stories, rules, domain."""
    digest = hashlib.sha256()
    for path in sorted([*(folder / "data" / "nlu").rglob("*.yml"), *(folder / "data" / "stories").rglob("*.yml")]):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for name in ("data/rules.yml", "domain.yml"):
        digest.update(name.encode() + b"\0" + (folder / name).read_bytes() + b"\0")
    return digest.hexdigest()


def commit() -> str:
    """The checkout's commit, with ``+`` if there are changes; empty outside a repository."""
    command = ["git", "describe", "--always", "--dirty=+", "--exclude=*"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return shown.stdout.strip()
