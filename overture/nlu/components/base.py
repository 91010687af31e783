"""What the components have in common: those that learn nothing and keep nothing, and those that do."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.training_data import TrainingData
from typing_extensions import Self


@lru_cache(maxsize=1)
def code() -> str:
    """A digest of all code that reads messages.

    Rasa keeps what components gave in earlier trainings, and looks at nothing but the source of their own class:
    without this another encoder would be trained on the vectors of the one before.
    """
    digest = hashlib.sha256()
    folder = Path(__file__).parents[1]
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


class Trained:
    """A component that learns; mixed in before Rasa's own kinds.

    Made with its settings and its place in the model, and by ``load`` with what it has learned beside.
    """

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, storage, resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        """A component that is still to be trained."""
        return cls(config, model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """See :func:`code`."""
        return code()


class Untrained(GraphComponent):  # type: ignore[misc]
    """A component that is made from its settings alone.

    Args:
        config: its settings, those of config.yml over its own.
    """

    def __init__(self, config: Optional[dict[str, Any]] = None) -> None:
        self._config = config or self.get_default_config()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        """A component with these settings; nothing is stored of it in a model."""
        return cls(config)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """See :func:`code`."""
        return code()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to do: examples stay as they are."""
        return training_data
