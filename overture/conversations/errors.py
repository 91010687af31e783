"""What can go wrong with the place where conversations are kept.

RasaException
  StoreError         the store can't be set up; the message says what to do
  Unreachable        it can't be used just now; ``sentence`` is for whoever waits for an answer
"""

from __future__ import annotations

from rasa.shared.exceptions import RasaException

SENTENCE = "I can't reach your conversation just now. Nothing is lost; please try again in a moment."


class StoreError(RasaException):  # type: ignore[misc]
    """The store can't be set up or reached at the start; the message says what is wrong and what to do."""


class Unreachable(RasaException):  # type: ignore[misc]
    """Conversations can't be read or kept just now.  Nothing was changed, so that the message may be sent again.

    Args:
        why: the kind of fault, without anything that a user wrote.
    """

    sentence = SENTENCE

    def __init__(self, why: str) -> None:
        super().__init__(f"Conversations can't be reached: {why}.")
