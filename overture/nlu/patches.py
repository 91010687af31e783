"""The one place where pieces of Rasa's inside are replaced; what they accept, refuse and return is the same.

- ``RemoteAction._validate_action_result`` (Rasa 3.6.21) compiles and checks its JSON schema
  anew for every action's result: two thirds of the time of an answer.  The schema never
  changes, so its validator is built once here.
- ``Event.resolve_by_type`` walks all classes derived from ``Event`` for every event of the
  conversation that is read back, with every message.  A class found once is remembered.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Optional

from jsonschema import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event

_walking = Event.resolve_by_type
_event_classes: dict[str, type[Event]] = {}


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


def _resolve_by_type(type_name: str, default: Optional[type[Event]] = None) -> Optional[type[Event]]:
    known = _event_classes.get(type_name)
    if known is not None:
        return known
    found: Optional[type[Event]] = _walking(type_name, default)
    # A default, or nothing, may be another answer once a class of that name is defined.
    if found is not None and getattr(found, "type_name", None) == type_name:
        _event_classes[type_name] = found
    return found


def apply() -> None:
    """Puts the replacements in place; done again, it changes nothing."""
    RemoteAction._validate_action_result = _validate_action_result
    Event.resolve_by_type = staticmethod(_resolve_by_type)
