"""Leaves TensorFlow unloaded where no configured component uses it.

Rasa imports TensorFlow with its own classifiers and policies, also when none of them is
configured: half of the memory and a third of the start for code that is never called
(RasaHQ/rasa, ``rasa/core/agent.py`` -> ``rasa/utils/tensorflow``).  A stand-in takes its
place at import; whoever really calls it gets a clear error instead of an answer.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import os
import sys
import types
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Optional

import yaml

REPLACED = frozenset({"keras", "tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text"})
# Components of Rasa's own that this project knows to run without it; any other keeps the real one.
_WITHOUT = frozenset({"FallbackClassifier", "MemoizationPolicy", "AugmentedMemoizationPolicy", "RulePolicy"})


class _Anything(type):
    """Stands for any class, function or decorator of a module that is not loaded."""

    def __getattr__(cls, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Standin

    def __call__(cls, *arguments: Any, **options: Any) -> Any:
        if len(arguments) == 1 and not options and callable(arguments[0]):
            return arguments[0]  # used as a decorator
        if cls is _Standin:
            return _Standin  # a decorator with options, or a constant made at import
        raise RuntimeError(f"{cls.__name__} needs TensorFlow, which is not loaded: set OVERTURE_TENSORFLOW=1")

    def __getitem__(cls, item: object) -> type:
        return _Standin

    def __or__(cls, other: object) -> Any:
        return cls


class _Standin(metaclass=_Anything):
    """The one class that stands for everything."""


class _Module(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Standin


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, fullname: str, path: Optional[Sequence[str]], target: Optional[types.ModuleType] = None
    ) -> Optional[importlib.machinery.ModuleSpec]:
        if fullname.split(".")[0] not in REPLACED:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        module.__path__ = []


def install(config: Path) -> bool:
    """Puts the stand-in in TensorFlow's place, if nothing configured needs the real one.

    Must be called before Rasa is imported; afterwards it changes nothing.

    Args:
        config: the configuration with ``pipeline`` and ``policies``.

    Returns:
        Whether the stand-in is in place.
    """
    if "tensorflow" in sys.modules or os.environ.get("OVERTURE_TENSORFLOW") == "1" or _needed(config):
        return any(isinstance(finder, _Finder) for finder in sys.meta_path)
    sys.meta_path.insert(0, _Finder())
    return True


def _needed(config: Path) -> bool:
    try:
        read = yaml.safe_load(config.read_text(encoding="utf-8")) or {}
    except (OSError, yaml.YAMLError):
        return True  # Rasa will say what is wrong with it
    names = [part.get("name", "") for key in ("pipeline", "policies") for part in read.get(key) or ()]
    return not all(name.startswith("overture.") or name in _WITHOUT for name in names)
