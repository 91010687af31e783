"""Rasa's REST webhook with guards: clear errors, and never an empty reply.

Same address and format as Rasa's own (``POST /webhooks/rest/webhook``), so that its
clients go on working.  Rasa's answers bad input with status 500, with silence or, in
stream mode, not at all.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
import uuid
from collections.abc import Awaitable, Callable
from typing import Any, Optional

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from overture.channels import guards
from overture.channels.guards import Refusal

logger = logging.getLogger(__name__)

OnMessage = Callable[[UserMessage], Awaitable[Any]]

ANSWER_SECONDS = 30.0
SORRY = (
    "Something went wrong on my side and I couldn't answer that. Please try again. "
    "If it happens again, quote the number {incident}."
)


class RestOutput(CollectingOutputChannel):  # type: ignore[misc]
    """Collects each answer as one message: text, buttons and parts together."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, for responses made for one channel."""
        return "rest"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keeps what a message has; Rasa's own would split text and custom parts in two."""
        sent: dict[str, Any] = {"recipient_id": recipient_id}
        for key in ("text", "buttons", "custom", "image", "attachment"):
            if message.get(key):
                sent[key] = message[key]
        self.messages.append(sent)


class GuardedRestInput(RestInput):  # type: ignore[misc]
    """The REST channel.  An error is ``{"error": code, "message": sentence}`` with a 4xx status."""

    @classmethod
    def name(cls) -> str:
        """The channel's name and address: /webhooks/rest."""
        return "rest"

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """The channel's endpoints."""
        webhook = Blueprint("overture_rest", inspect.getmodule(self).__name__)  # type: ignore[union-attr]

        @webhook.route("/", methods=["GET"])  # type: ignore[untyped-decorator]
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @webhook.route("/webhook", methods=["POST"])  # type: ignore[untyped-decorator]
        async def receive(request: Request) -> HTTPResponse:
            try:
                message, output = self._read(request)
            except Refusal as refusal:
                return response.json({"error": refusal.code, "message": refusal.message}, refusal.status)
            await _handle(on_new_message, message, output)
            if request.args.get("stream", "").lower() == "true":
                # One line a message, as Rasa's own stream mode; all at the end, so that it can't hang.
                lines = "".join(json.dumps(sent) + "\n" for sent in output.messages)
                return response.text(lines, content_type="text/event-stream")
            return response.json(output.messages)

        return webhook

    def _read(self, request: Request) -> tuple[UserMessage, RestOutput]:
        body = _json_object(request)
        text = guards.checked_text(body.get("message"))
        sender = guards.checked_sender(body.get("sender"))
        metadata = guards.checked_metadata(body.get("metadata"))
        output = RestOutput()
        return UserMessage(text, output, sender, input_channel=self.name(), metadata=metadata), output


def _json_object(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(request.body or b"")
    except (ValueError, RecursionError):
        raise Refusal("not_json", 'Send JSON such as {"sender": "an-id", "message": "a question"}.') from None
    if not isinstance(body, dict):
        raise Refusal("not_an_object", "Send a JSON object with sender and message.")
    return body


async def _hear(on_new_message: OnMessage, message: UserMessage) -> None:
    try:
        await on_new_message(message)
    except SystemExit as ended:
        # Rasa's tracker store ends the whole process when there is something that it can't write or read.
        raise RuntimeError("Rasa wanted to end the process") from ended


async def _handle(on_new_message: OnMessage, message: UserMessage, output: RestOutput) -> None:
    failure: Optional[str] = None
    try:
        await asyncio.wait_for(_hear(on_new_message, message), ANSWER_SECONDS)
    except asyncio.TimeoutError:
        failure = f"no answer within {ANSWER_SECONDS:.0f} s"
    except Exception as error:
        failure = type(error).__name__
    if failure or not output.messages:
        incident = uuid.uuid4().hex[:8]
        logger.error("Incident %s in the rest channel: %s", incident, failure or "nothing was said")
        if not output.messages:
            output.messages.append({"recipient_id": message.sender_id, "text": SORRY.format(incident=incident)})
