"""Guards of the action server of `rasa run actions`, by the SDK's own hook; `overture serve` has no such server.

The SDK answers a call that it can't read with status 500, the error's own text and the
call itself, and writes both into its log.
"""

from __future__ import annotations

import json
import logging
import traceback
import uuid
import zlib
from typing import Any

import pluggy
from rasa_sdk.plugin import plugin_manager
from sanic import Sanic, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

logger = logging.getLogger(__name__)
hook = pluggy.HookimplMarker("rasa_sdk")

# A call holds the conversation that it is about.
LARGEST_CALL = 10_000_000
_NO_CALL = {"error": "bad_request", "message": "Send a call as Rasa makes it: an object with next_action and tracker."}
_TOO_LARGE = {"error": "too_large", "message": f"A call may have up to {LARGEST_CALL:,} bytes."}


class Guards:
    """The plugin."""

    @hook
    def attach_sanic_app_extensions(self, app: Sanic) -> None:
        """Puts the guards on the action server."""
        app.config.REQUEST_MAX_SIZE = LARGEST_CALL
        app.register_middleware(_check, "request")
        app.error_handler.add(SanicException, _refused)
        app.error_handler.add(Exception, _failed)


def install() -> None:
    """Has the SDK use them; once a process."""
    if not plugin_manager().has_plugin(__name__):
        plugin_manager().register(Guards(), __name__)


async def _check(request: Request) -> HTTPResponse | None:
    if request.method != "POST" or request.path != "/webhook":
        return None
    try:
        call = json.loads(_unpacked(request))
    except OverflowError:
        return response.json(_TOO_LARGE, 413)
    except (ValueError, RecursionError, zlib.error):
        return response.json(_NO_CALL, 400)
    return None if _is_call(call) else response.json(_NO_CALL, 400)


def _unpacked(request: Request) -> bytes:
    if request.headers.get("content-encoding") != "deflate":
        return bytes(request.body)
    unpacking = zlib.decompressobj()
    unpacked = unpacking.decompress(request.body, LARGEST_CALL)
    if unpacking.unconsumed_tail:
        raise OverflowError
    return unpacked


def _is_call(call: Any) -> bool:
    return isinstance(call, dict) and isinstance(call.get("next_action"), str) and isinstance(call.get("tracker"), dict)


async def _refused(request: Request, error: SanicException) -> HTTPResponse:
    status = getattr(error, "status_code", None) or 400
    return response.json({"error": "refused", "message": "That is no call."}, status if status < 500 else 400)


async def _failed(request: Request, error: Exception) -> HTTPResponse:
    # An action never gets here (actions/base.py): it is the call that can't be read.
    incident = uuid.uuid4().hex[:8]
    step = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} at {step.filename.rsplit('/', 1)[-1]}:{step.lineno} {step.name}"
    logger.error("Incident %s in a call of an action: %s", incident, where, extra={"incident": incident})
    return response.json(_NO_CALL, 400)
