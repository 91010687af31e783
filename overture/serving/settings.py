"""Bounds of a server, from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass

from rasa.shared.exceptions import RasaException

# A secret that can be guessed is none.
SHORTEST_TOKEN = 16
ACTION_SECONDS = "OVERTURE_ACTION_SECONDS"


class ServingError(RasaException):  # type: ignore[misc]
    """A setting of the server can't be used; the message says which and what was expected."""


@dataclass(frozen=True)
class Bounds:
    """How much the server takes, and how long it waits.

    Attributes:
        most_in_work: messages in work and waiting at once, over all channels (``OVERTURE_MOST_IN_WORK``).
        answer_seconds: for one answer (``OVERTURE_ANSWER_SECONDS``).
        stop_seconds: for what is in work when the server is told to stop (``OVERTURE_STOP_SECONDS``).
    """

    most_in_work: int = 100
    answer_seconds: float = 30.0
    stop_seconds: float = 20.0


def bounds() -> Bounds:
    """The bounds as the environment sets them.

    Raises:
        ServingError: a value is no number above 0.
    """
    usual = Bounds()
    _number(ACTION_SECONDS, 10.0, least=0.1)  # the actions read it by themselves, and pass over what is no number
    return Bounds(
        int(_number("OVERTURE_MOST_IN_WORK", usual.most_in_work)),
        _number("OVERTURE_ANSWER_SECONDS", usual.answer_seconds),
        _number("OVERTURE_STOP_SECONDS", usual.stop_seconds),
    )


def secret(variable: str) -> str:
    """A secret from the environment; empty where there is none.

    Raises:
        ServingError: it is too short, or has characters that a header can't carry.
    """
    value = os.environ.get(variable, "")
    if value and (len(value) < SHORTEST_TOKEN or not value.isascii() or not value.isprintable() or " " in value):
        raise ServingError(f"{variable} has to be at least {SHORTEST_TOKEN} ASCII characters without spaces.")
    return value


def _number(variable: str, usual: float, least: float = 1.0) -> float:
    given = os.environ.get(variable, "")
    if not given:
        return usual
    try:
        value = float(given)
    except ValueError:
        value = 0.0
    if not least <= value <= 1e6:
        raise ServingError(f'{variable} is "{given}", expected a number from {least:g} on.')
    return value
