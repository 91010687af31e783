"""Rasa's REST webhook with guards: clear errors, and never an empty reply.

Same address and format as Rasa's own (``POST /webhooks/rest/webhook``), so that its
clients go on working.  Rasa's answers bad input with status 500, with silence or, in
stream mode, not at all.
"""

from __future__ import annotations

import inspect
import json
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from overture.channels import guards, turns
from overture.channels.guards import Refusal
from overture.channels.turns import OnMessage


class RestOutput(turns.CollectedAnswers):
    """Collects each answer as one message: text, buttons and parts together."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, for responses made for one channel."""
        return "rest"


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
            await turns.answer(on_new_message, message, self.name())
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
