"""Measures a loaded agent: Rasa says nothing of what a message costs, nor of a store that fails."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.tracker_store import TrackerStore

from overture.serving import metrics, turn
from overture.serving.place import place

logger = logging.getLogger(__name__)


def primary(store: TrackerStore) -> TrackerStore:
    """The configured store, behind Rasa's wrappers."""
    inner = getattr(store, "_tracker_store", None)
    return store if inner is None else primary(inner)


def watch(agent: Agent) -> None:
    """Times understanding and store of each message, and counts calls of the store that fail.

    The methods are replaced on this one agent, not in Rasa's classes.
    """
    store = primary(agent.tracker_store)
    for call in ("retrieve", "save"):
        setattr(store, call, turn.timed(turn.STORE, _counting(call, getattr(store, call))))
    if agent.processor is not None:
        agent.processor.parse_message = turn.timed(turn.UNDERSTANDING, _noting(agent.processor.parse_message))


def _noting(parse: Callable[..., Any]) -> Callable[..., Any]:
    async def noted(*arguments: Any, **options: Any) -> Any:
        parsed = await parse(*arguments, **options)
        current = turn.current()
        if current is not None:
            current.intent = str((parsed.get("intent") or {}).get("name") or "none")
        return parsed

    return noted


def _counting(call: str, work: Callable[..., Any]) -> Callable[..., Any]:
    async def counted(*arguments: Any, **options: Any) -> Any:
        try:
            return await work(*arguments, **options)
        except Exception as error:
            incident = uuid.uuid4().hex[:8]
            metrics.store_failed("conversations", call)
            logger.error(
                "Incident %s in the store of conversations, %s: %s", incident, call, place(error),
                extra={"incident": incident},
            )  # fmt: skip
            raise

    return counted
