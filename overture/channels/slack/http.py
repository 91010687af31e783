"""Events over HTTP: what is not signed by Slack gets no further, and nothing that is sent ends in a status of 500."""

from __future__ import annotations

import json
import time
from typing import Any, Optional
from urllib.parse import parse_qsl

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse
from slack_bolt.adapter.sanic.async_handler import to_sanic_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from overture.channels.slack.app import MALFORMED

# Slack's own requests have a few thousand bytes, 300,000 at most.
LARGEST_BODY = 1_000_000
_OLDEST_SECONDS = 300


class Door:
    """Lets in what Slack has signed.

    Args:
        signing_secret: from the app's page.
    """

    def __init__(self, signing_secret: str) -> None:
        self._verifier = SignatureVerifier(signing_secret)

    async def handle(self, request: Request, app: Optional[AsyncApp]) -> HTTPResponse:
        """Answers a request; ``app`` is None while the channel is not ready yet."""
        refusal, body = self._checked(request)
        if refusal is not None:
            return refusal
        if app is None:
            return _refused(503, "not_ready", "The bot is starting. Send it again in a moment.")
        try:
            asked = AsyncBoltRequest(body=body, headers=dict(request.headers), query=None)
            return to_sanic_response(await app.async_dispatch(asked))
        except MALFORMED:  # Bolt stumbles over what isn't as Slack makes it, and over telling so as well
            return _malformed()

    def _checked(self, request: Request) -> tuple[Optional[HTTPResponse], str]:
        if len(request.body or b"") > LARGEST_BODY:
            return _refused(413, "too_large", f"More than {LARGEST_BODY:,} bytes."), ""
        stamp = request.headers.get("x-slack-request-timestamp", "")
        if stamp and not (stamp.isascii() and stamp.isdecimal() and len(stamp) < 16):
            return _refused(400, "malformed", "X-Slack-Request-Timestamp has to be a number."), ""
        try:
            body = (request.body or b"").decode("utf-8")
        except UnicodeDecodeError:
            return _refused(400, "malformed", "The body has to be UTF-8."), ""
        if _is_probe(body):
            return response.empty(200), ""
        if not self._signed(body, stamp, request.headers.get("x-slack-signature", "")):
            return _refused(
                401, "invalid_signature", "The request is not signed by Slack, or older than five minutes."
            ), ""
        return (
            (None, body) if _is_readable(body) else (_refused(400, "malformed", "That is no request of Slack's."), "")
        )

    def _signed(self, body: str, stamp: str, signature: str) -> bool:
        if not stamp or not signature.isascii() or abs(time.time() - int(stamp)) > _OLDEST_SECONDS:
            return False
        return self._verifier.is_valid(body, stamp, signature)


def _is_probe(body: str) -> bool:
    """Slack tries a command's address now and then, to see whether its certificate is good; it signs nothing then."""
    return body.startswith("ssl_check=1") or "&ssl_check=1" in body


def _is_readable(body: str) -> bool:
    """Whether it is an object of JSON, or a form, whose payload is one if it has any."""
    try:
        if body.startswith("{"):
            return isinstance(json.loads(body), dict)
        form = dict(parse_qsl(body, keep_blank_values=True))
        return bool(form) and ("payload" not in form or isinstance(json.loads(form["payload"]), dict))
    except (ValueError, RecursionError):
        return False


def _malformed() -> HTTPResponse:
    return _refused(400, "malformed", "That is no request of Slack's.")


def _refused(status: int, code: str, message: str) -> HTTPResponse:
    said: Any = {"error": code, "message": message}
    return response.json(said, status)
