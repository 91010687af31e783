"""A message that was not answered, and why."""

from __future__ import annotations

import enum
import time
from dataclasses import asdict, dataclass, field
from datetime import datetime, timezone
from typing import Any


class Reason(str, enum.Enum):
    """Why a message was not answered."""

    LOW_CONFIDENCE = "low_confidence"
    UNKNOWN_NAME = "unknown_name"
    GAP = "gap"
    OUT_OF_SCOPE = "out_of_scope"
    ASKED_BACK = "asked_back"
    FAILED = "failed"


@dataclass(frozen=True)
class Missed:
    """One message that was not answered.

    ``intent`` and ``confidence`` (0..1) are as understood, ``missing`` is what it would
    have taken ("cost: New York University"), ``at`` seconds since 1970.  The
    conversation is kept as a hash, so that it can be forgotten and not be found.
    """

    reason: Reason
    text: str
    conversation: str = ""
    intent: str = ""
    confidence: float = 0.0
    channel: str = ""
    missing: str = ""
    at: float = field(default_factory=time.time)

    @property
    def when(self) -> str:
        """The time in ISO form, UTC, to the second."""
        return datetime.fromtimestamp(self.at, timezone.utc).isoformat(timespec="seconds")

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values, without the conversation."""
        plain = asdict(self)
        plain.pop("conversation")
        return {**plain, "reason": self.reason.value, "at": self.when}
