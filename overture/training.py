"""Training, only when something that it depends on has changed."""

from __future__ import annotations

import hashlib
import json
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from overture.knowledge import default_folder, load
from overture.nlu import encoder_files

ROOT = Path(__file__).resolve().parents[1]
MODELS = ROOT / "models"
_STAMP = MODELS / "trained-on.json"

logger = logging.getLogger(__name__)


class TrainingError(RuntimeError):
    """Training failed; the message says why."""


def train(*, force: bool = False, say: Callable[[str], None] = lambda line: print(line, file=sys.stderr)) -> Path:
    """Trains a model from ``data/``, ``domain.yml`` and ``config.yml``.

    Args:
        force: train even when nothing has changed.
        say: is told what is being done.

    Returns:
        The model file, the old one when nothing has changed.

    Raises:
        KnowledgeError: the knowledge has faults.
        TrainingError: Rasa could not train.
    """
    load(default_folder())
    fingerprint = _fingerprint()
    current = _current(fingerprint)
    if current and not force:
        say("Nothing has changed since the last training.")
        return current
    if not encoder_files.ready():
        say("Building the sentence encoder, once (about 10 s) ...")
        encoder_files.ensure()
    say("Training (about half a minute) ...")
    began = time.monotonic()
    path = _rasa_train()
    say(f"Trained in {time.monotonic() - began:.0f} s.")
    _STAMP.write_text(json.dumps({"fingerprint": fingerprint, "model": path.name}), encoding="utf-8")
    return path


def _rasa_train() -> Path:
    import rasa
    from rasa.shared.exceptions import RasaException

    try:
        result: Any = rasa.train(
            domain=str(ROOT / "domain.yml"),
            config=str(ROOT / "config.yml"),
            training_files=[str(ROOT / "data" / name) for name in ("nlu", "stories", "rules.yml")],
            output=str(MODELS),
        )
    except (RasaException, SystemExit) as error:
        raise TrainingError(f"Rasa could not train: {error}") from error
    if result.code != 0 or not result.model:
        raise TrainingError("Rasa could not train; run `rasa train` to see its messages")
    return Path(result.model)


def _inputs() -> list[Path]:
    folders = [ROOT / "data" / "nlu", ROOT / "data" / "stories", ROOT / "overture" / "nlu"]
    found = [path for folder in folders for path in folder.rglob("*") if path.suffix in {".yml", ".py"}]
    return sorted([*found, ROOT / "data" / "rules.yml", ROOT / "domain.yml", ROOT / "config.yml"])


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in _inputs():
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _current(fingerprint: str) -> Path | None:
    try:
        stamp = json.loads(_STAMP.read_text(encoding="utf-8"))
        path = MODELS / stamp["model"]
        return path if stamp["fingerprint"] == fingerprint and path.is_file() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
