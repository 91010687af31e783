"""Rasa's REST webhook with guards: clear errors, and never an empty reply.

Same address and format as Rasa's own (``POST /webhooks/rest/webhook``), so that its
clients go on working.  Rasa's answers bad input with status 500, with silence or, in
stream mode, not at all.  It is open to callers on this machine; to others only with a
token, since whoever calls it names the conversation.
"""

from __future__ import annotations

import inspect
import json
import math
from typing import Any, Optional

from pydantic import BaseModel, Extra, Field, ValidationError
from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from overture.channels import guards, turns
from overture.channels.guards import Refusal
from overture.channels.turns import OnMessage
from overture.serving import access, gate, metrics
from overture.serving.limits import Rate, network
from overture.serving.settings import ServingError, secret

TOKEN = "OVERTURE_REST_TOKEN"
# A message of 2,000 characters takes 24,000 at most; the rest is for what callers send along.
LARGEST_BODY = 300_000
_CLOSED = (
    f"This address answers callers on the server's own machine, or with the token of {TOKEN}: "
    "send it as `Authorization: Bearer ...`."
)
_OFTEN = "That was a lot at once. Please wait a moment and try again."


class RestOutput(turns.CollectedAnswers):
    """Collects each answer as one message: text, buttons and parts together."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, for responses made for one channel."""
        return "rest"


class Settings(BaseModel):
    """The settings of the REST channel.

    ``open`` lets everybody in who reaches the server, without a token: for a network of
    one's own.  ``per_minute`` and ``per_minute_address`` bound the messages of one sender
    and of one network address; callers on this machine are not counted.
    """

    open: bool = False
    per_minute: int = Field(60, ge=1)
    per_minute_address: int = Field(600, ge=1)

    class Config:  # noqa: D106  (pydantic 1)
        extra = Extra.forbid
        allow_mutation = False


class GuardedRestInput(RestInput):  # type: ignore[misc]
    """The REST channel.  An error is ``{"error": code, "message": sentence}`` with a 4xx status, or 503.

    Args:
        settings: how it is set up.
        token: opens it to callers on other machines; none by default.
    """

    def __init__(self, settings: Optional[Settings] = None, token: str = "") -> None:
        self._settings, self._token = settings or Settings.parse_obj({}), token
        self._senders = Rate(self._settings.per_minute)
        self._addresses = Rate(self._settings.per_minute_address)

    @classmethod
    def name(cls) -> str:
        """The channel's name and address: /webhooks/rest."""
        return "rest"

    @classmethod
    def from_credentials(cls, credentials: Optional[dict[str, Any]]) -> GuardedRestInput:
        """The channel from its entry in credentials.yml, and its token from the environment.

        Raises:
            ServingError: an unknown setting, or a value that can't be used.
        """
        try:
            read = Settings(**(credentials or {}))
        except ValidationError as error:
            faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
            raise ServingError(f"REST channel: {faults}.") from None
        return cls(read, secret(TOKEN))

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """The channel's endpoints."""
        webhook = Blueprint("overture_rest", inspect.getmodule(self).__name__)  # type: ignore[union-attr]

        @webhook.route("/", methods=["GET"])  # type: ignore[untyped-decorator]
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @webhook.route("/webhook", methods=["POST"])  # type: ignore[untyped-decorator]
        async def receive(request: Request) -> HTTPResponse:
            try:
                message, output = self._taken(request)
                with gate.shared().taking():
                    await turns.answer(on_new_message, message, self.name())
            except Refusal as refusal:
                metrics.refused(refusal.code)
                return _refused(refusal.code, refusal.message, refusal.status, refusal.retry_after)
            except gate.Full as full:
                return _refused(full.code, full.message, 503, full.retry_after)
            if request.args.get("stream", "").lower() == "true":
                # One line a message, as Rasa's own stream mode; all at the end, so that it can't hang.
                lines = "".join(json.dumps(sent) + "\n" for sent in output.messages)
                return response.text(lines, content_type="text/event-stream")
            return response.json(output.messages)

        return webhook

    def _taken(self, request: Request) -> tuple[UserMessage, RestOutput]:
        local = access.is_local(request)
        if not (local or self._settings.open or access.has_token(request, self._token)):
            raise Refusal("closed", _CLOSED, 403)
        message, output = self._read(request)
        if not local:
            # The address that a trusted proxy names (Sanic's PROXIES_COUNT), if one is configured.
            _wait(self._addresses, network(request.remote_addr or request.ip))
            _wait(self._senders, message.sender_id)
        return message, output

    def _read(self, request: Request) -> tuple[UserMessage, RestOutput]:
        body = _json_object(request)
        text = guards.checked_text(body.get("message"))
        sender = guards.checked_sender(body.get("sender"))
        metadata = guards.checked_metadata(body.get("metadata"))
        output = RestOutput()
        return UserMessage(text, output, sender, input_channel=self.name(), metadata=metadata), output


def _wait(rate: Rate, key: str) -> None:
    if seconds := rate.wait(key):
        raise Refusal("rate", _OFTEN, 429, seconds)


def _refused(code: str, message: str, status: int, retry_after: Optional[float]) -> HTTPResponse:
    headers = {"Retry-After": str(max(1, math.ceil(retry_after)))} if retry_after is not None else None
    return response.json({"error": code, "message": message}, status, headers=headers)


def _json_object(request: Request) -> dict[str, Any]:
    if len(request.body or b"") > LARGEST_BODY:
        raise Refusal("too_large", f"That request is too large; up to {LARGEST_BODY:,} bytes can be read.", 413)
    try:
        body = json.loads(request.body or b"")
    except (ValueError, RecursionError):
        raise Refusal("not_json", 'Send JSON such as {"sender": "an-id", "message": "a question"}.') from None
    if not isinstance(body, dict):
        raise Refusal("not_an_object", "Send a JSON object with sender and message.")
    return body
