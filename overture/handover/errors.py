"""What can go wrong when a question is handed over to a person.

::

    HandoverError
    ├── ConfigError
    └── Undelivered
"""

from __future__ import annotations

from collections.abc import Sequence

from overture.knowledge import Fault


class HandoverError(Exception):
    """The base of all of them."""


class ConfigError(HandoverError):
    """handover.yml can't be used; ``faults`` lists everything that is wrong, each with file and line."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class Undelivered(HandoverError):
    """A target did not take something; it will be tried again.

    The message says why and holds nothing of what was to be handed over: it goes to the log.

    Args:
        why: the reason, as it follows on "was not delivered: ".
        wait: seconds for which the target wants to be left alone, if it said so.
    """

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.wait = wait
