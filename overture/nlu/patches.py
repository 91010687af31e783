"""The one place where a piece of Rasa's inside is replaced.

``RemoteAction._validate_action_result`` (Rasa 3.6.21) compiles and checks its JSON schema
anew for every action's result: two thirds of the time of an answer.  The schema never
changes, so its validator is built once here; what it accepts and refuses is the same.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction


@lru_cache(maxsize=1)
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    return validator_for(schema)(schema)


def _validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
    try:
        _validator().validate(result)
    except ValidationError as error:
        error.message += ". The action's result is not of the form that Rasa expects."
        raise
    return True


def apply() -> None:
    """Puts the replacement in place; done again, it changes nothing."""
    RemoteAction._validate_action_result = _validate_action_result
