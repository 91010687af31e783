"""The whole bot in one process: Rasa's agent with the actions called directly.

Used by the server, the terminal and the tests.  Only public constructors of Rasa are used.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from rasa.core.agent import Agent, load_agent
from rasa.core.channels.channel import UserMessage
from rasa.core.utils import AvailableEndpoints
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

from overture.channels.rest import RestOutput
from overture.knowledge import shared
from overture.review import keeper

ROOT = Path(__file__).resolve().parents[1]
MODELS = ROOT / "models"


class EngineError(RuntimeError):
    """The bot can't be started; the message says what to do."""


class InProcessActions(EndpointConfig):  # type: ignore[misc]
    """An action endpoint that runs the actions here instead of asking a server over HTTP."""

    def __init__(self, package: str = "actions") -> None:
        super().__init__(url="inprocess://actions", enable_selective_domain=True)
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(self, method: str = "post", **kwargs: Any) -> Any:
        """Runs one action call, in the format of the HTTP action server.

        Raises:
            ClientResponseError: an action refused to run, as status 400.
        """
        try:
            return await self._executor.run(kwargs["json"])
        except ActionExecutionRejection as rejection:
            text = f'{{"action_name": "{rejection.action_name}", "error": "rejected"}}'
            raise ClientResponseError(400, "rejected", text) from rejection


def newest_model(folder: Path = MODELS) -> Path:
    """The newest model file of a folder.

    Raises:
        EngineError: there is none.
    """
    found = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise EngineError(f"There is no trained model in {folder}: run `overture train` (or `make train`).")
    return found[-1]


def endpoints(file: Optional[Path] = None, *, in_process: bool = True) -> AvailableEndpoints:
    """Rasa's endpoints as configured, with the actions in this process unless told otherwise."""
    path = file or Path(os.environ.get("OVERTURE_ENDPOINTS", ROOT / "endpoints.yml"))
    read = AvailableEndpoints.read_endpoints(str(path))
    if in_process:
        read.action = InProcessActions()
    return read


@dataclass(frozen=True)
class Reply:
    """One message of the bot: its text, the parts of the answer if it is one, and its buttons."""

    text: str
    parts: dict[str, Any]
    buttons: tuple[dict[str, Any], ...]


class Bot:
    """A bot to talk to from Python; conversations are kept in memory.

    Args:
        agent: a loaded agent.
    """

    def __init__(self, agent: Agent) -> None:
        self.agent = agent

    @classmethod
    def load(cls, model: Optional[Path] = None) -> Bot:
        """Loads a trained model.

        Raises:
            EngineError: there is no model, or it can't be loaded.
        """
        shared()  # faults of the knowledge are told by their own name
        # Whoever tries the bot out is not one of the people whose questions are looked through.
        os.environ.setdefault(keeper.SETTING, "off")
        path = model or newest_model()
        available = AvailableEndpoints(action=InProcessActions())
        agent = asyncio.run(load_agent(model_path=str(path), endpoints=available))
        if not agent.is_ready():
            raise EngineError(f"The model {path} can't be loaded: train it anew with `overture train`.")
        return cls(agent)

    async def hear(self, text: str, sender: str = "default") -> list[Reply]:
        """Sends one message and returns what the bot says to it."""
        output = RestOutput()
        await self.agent.handle_message(UserMessage(text, output, sender, input_channel="rest"))
        return [_reply(message) for message in output.messages]

    def ask(self, text: str, sender: str = "default") -> list[Reply]:
        """As :meth:`hear`, for callers without an event loop."""
        return asyncio.run(self.hear(text, sender))

    def intent(self, sender: str) -> str:
        """The intent of the latest message of a conversation."""
        tracker = asyncio.run(self.agent.tracker_store.get_or_create_tracker(sender))
        latest = tracker.latest_message
        return str(latest.intent.get("name") or "") if latest else ""

    def ask_all(self, texts: Sequence[str], sender: str) -> list[list[Reply]]:
        """A conversation of several messages, in order."""

        async def talk() -> list[list[Reply]]:
            return [await self.hear(text, sender) for text in texts]

        return asyncio.run(talk())


def _reply(message: dict[str, Any]) -> Reply:
    parts = (message.get("custom") or {}).get("answer") or {}
    return Reply(message.get("text", ""), parts, tuple(message.get("buttons") or ()))
