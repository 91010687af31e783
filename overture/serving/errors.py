"""What a request gets that is not answered: always ``{"error": code, "message": sentence}``."""

from __future__ import annotations

import logging
import traceback
import uuid

from sanic import Sanic, response
from sanic.exceptions import InvalidUsage, SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from overture.serving.place import place

logger = logging.getLogger(__name__)

# Of all endpoints; Slack's own requests have up to 300,000 bytes, those of a page a few thousand.
LARGEST_BODY = 1_000_000
# Seconds in which a request has to be sent in full, and answered.
REQUEST_SECONDS, RESPONSE_SECONDS = 30, 120

_CODES = {
    400: ("bad_request", "That request could not be read."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address can't be used in that way."),
    408: ("too_slow", "The request did not come in time. Please send it again."),
    413: ("too_large", f"That request is too large; up to {LARGEST_BODY:,} bytes can be read."),
    417: ("bad_request", "That expectation can't be met."),
    503: ("unavailable", "That took too long. Please try again in a moment."),
}
_REFUSED = ("refused", "That request can't be answered.")


def attach(app: Sanic) -> None:
    """Bounds requests and answers errors on an app."""
    app.config.REQUEST_MAX_SIZE = LARGEST_BODY
    app.config.REQUEST_TIMEOUT = REQUEST_SECONDS
    app.config.RESPONSE_TIMEOUT = RESPONSE_SECONDS
    app.error_handler.add(SanicException, _refused)
    app.error_handler.add(Exception, _failed)
    logging.getLogger("sanic.error").addFilter(_matters)


def _matters(record: logging.LogRecord) -> bool:
    """Leaves out what only says that somebody sent nonsense: anybody could fill the log with it."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, SanicException):
        return (getattr(error, "status_code", None) or 500) >= 500
    return not str(record.msg).endswith("body not consumed.")


async def _refused(request: Request, error: SanicException) -> HTTPResponse:
    status = getattr(error, "status_code", None) or 500
    if status == 500:
        return await _failed(request, error)
    code, message = _CODES.get(status, _REFUSED)
    return response.json({"error": code, "message": message}, status, headers=getattr(error, "headers", None))


async def _failed(request: Request, error: Exception) -> HTTPResponse:
    if _is_unreadable(error):
        return await _refused(request, InvalidUsage("Bad Request"))
    incident = uuid.uuid4().hex[:8]
    # Neither the address of the request nor the error's own text: both may hold what somebody wrote.
    logger.error("Incident %s in a request: %s", incident, place(error), extra={"incident": incident})
    message = f"Something went wrong on my side. If it happens again, quote the number {incident}."
    return response.json({"error": "failed", "message": message}, 500)


def _is_unreadable(error: Exception) -> bool:
    """Whether Sanic stumbled over the head of a request, such as a length that is no number."""
    steps = traceback.extract_tb(error.__traceback__)
    return isinstance(error, (ValueError, KeyError)) and bool(steps) and steps[-1].name == "http1_request_header"
