"""What clients may send, and how it is refused: docs/web-protocol.md in code."""

from __future__ import annotations

import math
import re
from typing import Any, Literal, Optional, TypeVar

from pydantic import BaseModel, Field, StrictInt, StrictStr, ValidationError, constr, validator

from overture.channels import guards
from overture.nlu.text import clean

PROTOCOL = 1
LONGEST_COMMENT = 1000

MESSAGES = {
    "bad_request": "That could not be read: {reason}.",
    "protocol": f"This page and the server speak different versions of the chat ({PROTOCOL} here). Please reload it.",
    "no_session": "The conversation has to be opened first.",
    "unknown_choice": "That choice is no longer there. Please type your question.",
    "unknown_message": "That message is not in this conversation.",
    "rate": "That was a lot at once. Please wait a moment and try again.",
    "busy": "I'm still working on what was asked before. Please try again in a moment.",
    "unavailable": "I can't take messages at the moment. Please try again shortly.",
}
_GUARD_CODES = {"message_too_long": "too_long", "empty_message": "empty"}


class Refused(Exception):
    """An event that is not passed on.

    Args:
        code: one of those of the protocol.
        message: a sentence for people; the usual one of the code by default.
        retry_after: seconds after which trying again makes sense.
    """

    def __init__(self, code: str, message: Optional[str] = None, retry_after: Optional[float] = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message or MESSAGES[code]
        self.retry_after = retry_after

    def as_dict(self) -> dict[str, Any]:
        """The acknowledgement."""
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.retry_after is not None:
            error["retry_after"] = max(1, math.ceil(self.retry_after))
        return {"ok": False, "error": error}


# \Z and not $: that would let a line break through.
_Id = constr(strict=True, regex=r"\A[A-Za-z0-9_-]{8,64}\Z")
# An id that the server made.
_GIVEN = re.compile(r"[0-9a-f]{32}")


def _known_form(value: str) -> str:
    # What has another form is merely unknown; and no database has to look for it.
    return value if _GIVEN.fullmatch(value) else ""


class SessionRequest(BaseModel):
    """``session_request``."""

    protocol: StrictInt
    session: Optional[StrictStr] = None


class Uttered(BaseModel):
    """``user_uttered``."""

    id: _Id  # type: ignore[valid-type]
    text: StrictStr


class Chosen(BaseModel):
    """``choose``."""

    id: _Id  # type: ignore[valid-type]
    choice: StrictStr

    _choice = validator("choice", allow_reuse=True)(_known_form)


class Feedback(BaseModel):
    """``feedback``; a verdict of null takes an earlier one back."""

    message: StrictStr
    verdict: Optional[Literal["up", "down"]] = Field(...)
    comment: Optional[constr(strict=True, max_length=LONGEST_COMMENT)] = None  # type: ignore[valid-type]

    _message = validator("message", allow_reuse=True)(_known_form)


class Nothing(BaseModel):
    """``new_conversation`` and ``erase``."""


Form = TypeVar("Form", bound=BaseModel)


def read(form: type[Form], data: tuple[Any, ...]) -> Form:
    """What came with an event, in its form.

    Args:
        form: the form that the event has.
        data: all that came; one object is expected.

    Raises:
        Refused: it has another form.
    """
    if len(data) != 1 or not isinstance(data[0], dict):
        raise Refused("bad_request", MESSAGES["bad_request"].format(reason="one object is expected"))
    try:
        return form(**{key: value for key, value in data[0].items() if key in form.__fields__})
    except ValidationError as error:
        # Names of fields only: what stands in them is the user's.
        fields = ", ".join(sorted({str(fault["loc"][0]) for fault in error.errors()}))
        raise Refused("bad_request", MESSAGES["bad_request"].format(reason=f"see {fields}")) from None


def checked_text(text: str) -> str:
    """A message as it goes on.

    Raises:
        Refused: it is empty or too long.
    """
    try:
        return guards.checked_text(text)
    except guards.Refusal as refusal:
        raise Refused(_GUARD_CODES.get(refusal.code, "bad_request"), refusal.message) from None


def checked_comment(comment: Optional[str]) -> Optional[str]:
    """A comment without what no database takes; None when nothing is left."""
    return clean(comment or "") or None
