"""What the components have in common that learn nothing and keep nothing."""

from __future__ import annotations

from typing import Any, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.training_data import TrainingData
from typing_extensions import Self


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

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to do: examples stay as they are."""
        return training_data
