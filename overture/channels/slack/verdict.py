"""What Slack's refusal of a message means for the next step."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from typing import Any, Optional

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

# Blocks that Slack won't show: sent again with simpler ones, then as text.
_BLOCKS = frozenset(
    {
        "invalid_blocks", "invalid_blocks_format", "invalid_attachments", "msg_blocks_too_long", "msg_too_long",
        "only_one_table_allowed", "block_mismatch", "too_many_blocks", "markdown_text_conflict",
    }
)  # fmt: skip
# Slack's own trouble, told with status 200.
_PASSING = frozenset(
    {
        "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org",
        "access_limited", "accesslimited",
    }
)  # fmt: skip
_LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})

# What is done with a message that was refused.
WAIT, UNSURE, SIMPLER, NEVER = "wait", "unsure", "simpler", "never"

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_WITHOUT_A_WORD = 1.0  # when Slack says "too fast" but not for how long


@dataclass(frozen=True)
class Verdict:
    """``step`` is one of the four above.

    ``wait``: not taken, try again after ``seconds``.  ``unsure``: it may have been taken
    or not.  ``simpler``: the blocks are at fault.  ``never``: trying again is useless.
    """

    step: str
    seconds: float = 0.0
    reason: str = ""


def judged(error: BaseException) -> Verdict:
    """What to make of an error of the SDK or of the network."""
    if isinstance(error, SlackApiError):
        return _of_api(error.response)
    if isinstance(error, (aiohttp.ClientConnectorError, ConnectionRefusedError)):
        # No connection came about, so nothing was taken.
        return Verdict(WAIT, reason=type(error).__name__)
    if isinstance(error, (aiohttp.ClientError, asyncio.TimeoutError, OSError, SlackClientError)):
        return Verdict(UNSURE, reason=type(error).__name__)
    # The SDK stumbles over answers that aren't Slack's, such as a proxy's page, in many ways.
    return Verdict(UNSURE, reason=type(error).__name__)


def of_status(status: int, headers: Any, code: str) -> Verdict:
    """What to make of a status and of the error's code in the body."""
    if status == 429 or code in _LIMITED:
        return Verdict(WAIT, _retry_after(headers), "ratelimited")
    if code in _BLOCKS:
        return Verdict(SIMPLER, reason=code)
    if status >= 500 or code in _PASSING:
        return Verdict(UNSURE, reason=code or f"status {status}")
    if not code and status == 200:
        return Verdict(UNSURE, reason="an answer that is not Slack's")
    return Verdict(NEVER, reason=code or f"status {status}")


def pause(attempt: int) -> float:
    """Seconds before the next attempt: twice as long each time, up to a limit, never quite the same."""
    longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** min(attempt, 10))
    return longest * random.uniform(0.5, 1.0)


def _of_api(response: Any) -> Verdict:
    status = getattr(response, "status_code", None) or getattr(response, "status", None) or 200
    data = getattr(response, "data", None)
    code = str(data.get("error") or "") if isinstance(data, dict) else ""
    return of_status(int(status), getattr(response, "headers", None) or {}, code)


def _retry_after(headers: Any) -> float:
    found: Optional[Any] = next((value for name, value in headers.items() if name.lower() == "retry-after"), None)
    try:
        seconds = float(found[0] if isinstance(found, (list, tuple)) else found)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return _WITHOUT_A_WORD
    return min(max(seconds, 0.0), 300.0) + random.uniform(0.0, 0.3)
