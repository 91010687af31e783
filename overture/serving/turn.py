"""One turn as it is measured: its intent and how long each stage took."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar
from typing import Any, Optional

from overture.serving import metrics

WAITING, UNDERSTANDING, STORE = "waiting", "understanding", "store"
_OUT_OF_SCOPE = "oos_"
_FALLBACK = "nlu_fallback"


class Turn:
    """What is noted of the message that is just being answered."""

    __slots__ = ("began", "intent", "spent")

    def __init__(self) -> None:
        self.began = time.perf_counter()
        self.intent = ""
        self.spent = {WAITING: 0.0, UNDERSTANDING: 0.0, STORE: 0.0}

    def ended(self, messages: Sequence[Mapping[str, Any]], failed: bool) -> None:
        """Counts it.

        Args:
            messages: what was said.
            failed: whether an error was met.
        """
        total = time.perf_counter() - self.began
        metrics.took("total", total)
        if self.intent:  # the bot has heard it
            for stage, seconds in self.spent.items():
                metrics.took(stage, seconds)
            metrics.took("dialogue", max(0.0, total - sum(self.spent.values())))
        metrics.answered(self.intent or "none", "failed" if failed else _outcome(self.intent, messages))


_current: ContextVar[Optional[Turn]] = ContextVar("overture_turn", default=None)


def begin() -> Turn:
    """The turn that begins; tasks that are started from here on belong to it."""
    turn = Turn()
    _current.set(turn)
    return turn


def current() -> Optional[Turn]:
    """The turn that this belongs to."""
    return _current.get()


def _outcome(intent: str, messages: Sequence[Mapping[str, Any]]) -> str:
    for message in messages:
        custom = message.get("custom")
        parts = custom.get("answer") if isinstance(custom, Mapping) else None
        if isinstance(parts, Mapping) and parts.get("outcome"):
            return str(parts["outcome"])
    if intent.startswith(_OUT_OF_SCOPE):
        return "out_of_scope"
    return "not_understood" if intent == _FALLBACK else "talk"


@asynccontextmanager
async def timed_entry(place: AbstractAsyncContextManager[None]) -> AsyncIterator[None]:
    """A place, the time until it is there being noted as time of waiting."""
    began = time.perf_counter()
    async with place:
        if (turn := _current.get()) is not None:
            turn.spent[WAITING] += time.perf_counter() - began
        yield


def timed(stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
    """A coroutine function whose time is added to a stage of the turn that it is called in."""

    async def measured(*arguments: Any, **options: Any) -> Any:
        began = time.perf_counter()
        try:
            return await work(*arguments, **options)
        finally:
            turn = _current.get()
            if turn is not None:
                turn.spent[stage] += time.perf_counter() - began

    return measured
