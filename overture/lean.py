"""Leaves TensorFlow out where no configured component uses it, loaded or not even installed.

Rasa imports TensorFlow with its own classifiers and policies, also when none of them is
configured: half of the memory and a third of the start for code that is never called
(``rasa/core/agent.py`` -> ``rasa/utils/tensorflow``; RasaHQ/rasa #1841).  A stand-in takes its
place at import.  A configured component that needs the real one is refused before training,
by what Rasa itself asks of every component, and a model that holds one when it is loaded;
the message names the component and says what to do.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import os
import sys
import types
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn, Optional

REPLACED = frozenset({"keras", "tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text"})
# Modules of Rasa's components that need the real one; what is derived from these components does, too.
NEEDING = frozenset(
    {
        "rasa.core.policies.ted_policy",
        "rasa.nlu.classifiers.diet_classifier",
        "rasa.nlu.featurizers.dense_featurizer.convert_featurizer",
        "rasa.nlu.featurizers.dense_featurizer.lm_featurizer",
    }
)
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
        raise _refusal(cls.__name__)

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
        if fullname in NEEDING:
            return _refusing(importlib.machinery.PathFinder.find_spec(fullname, path))
        if fullname.split(".")[0] not in REPLACED:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        module.__path__ = []


def install(config: Path) -> bool:
    """Puts the stand-in in TensorFlow's place, if that is not installed or nothing configured needs it.

    Must be called before Rasa is imported; afterwards it changes nothing.

    Args:
        config: the configuration with ``pipeline`` and ``policies``.

    Returns:
        Whether the stand-in is in place.
    """
    if stand_in_where_missing():
        return True
    if "tensorflow" in sys.modules or os.environ.get("OVERTURE_TENSORFLOW") == "1" or _needed(config):
        return False
    sys.meta_path.insert(0, _Finder())
    return True


def stand_in_where_missing() -> bool:
    """Puts the stand-in in TensorFlow's place, if that is not installed; says whether a stand-in is in place."""
    if any(isinstance(finder, _Finder) for finder in sys.meta_path):
        return True
    if "tensorflow" in sys.modules or installed():
        return False
    sys.meta_path.insert(0, _Finder())
    return True


def installed() -> bool:
    """Whether the real TensorFlow can be imported, whatever stands in for it."""
    return importlib.machinery.PathFinder.find_spec("tensorflow") is not None


def _needed(config: Path) -> bool:
    import yaml

    try:
        read = yaml.safe_load(config.read_text(encoding="utf-8")) or {}
    except (OSError, yaml.YAMLError):
        return True  # Rasa will say what is wrong with it
    names = [part.get("name", "") for key in ("pipeline", "policies") for part in read.get(key) or ()]
    return not all(name.startswith("overture.") or name in _WITHOUT for name in names)


def _refusing(spec: Optional[importlib.machinery.ModuleSpec]) -> Optional[importlib.machinery.ModuleSpec]:
    """Has the components of a module refuse, once it is loaded."""
    if spec is not None and spec.loader is not None:
        load: Callable[[types.ModuleType], None] = spec.loader.exec_module

        def load_and_mark(module: types.ModuleType) -> None:
            load(module)
            for kind in list(vars(module).values()):
                if isinstance(kind, type) and kind.__module__ == module.__name__ and hasattr(kind, "required_packages"):
                    for asked in ("required_packages", "load"):
                        setattr(kind, asked, classmethod(_refuse))

        spec.loader.exec_module = load_and_mark  # type: ignore[method-assign]
    return spec


def _refuse(kind: Any, /, *arguments: object, **options: object) -> NoReturn:
    """In place of what Rasa asks a component before training, and of loading it, which fails without a word."""
    raise _refusal(kind.__name__)


def _refusal(name: str) -> Exception:
    # Rasa's commands tell this one in a line, without a traceback.
    from rasa.shared.exceptions import InvalidConfigException

    what = "loaded: set OVERTURE_TENSORFLOW=1" if installed() else "installed: run `make install EXTRAS=tensorflow`"
    refusal: Exception = InvalidConfigException(f"{name} needs TensorFlow, which is not {what}")
    return refusal
