"""What every channel checks before a message reaches the bot."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Optional

from overture.nlu.text import clean

LONGEST_MESSAGE = 2000
LONGEST_SENDER = 128
# Of metadata as JSON: it is kept with each message.
LONGEST_METADATA = 10_000
# Conversations of the channels that name their conversations themselves: nobody reaches them from outside.
RESERVED_SENDERS = ("web-", "slack-")


@dataclass
class Refusal(Exception):
    """A request that is not passed on: ``code`` for programs, ``message`` for people, HTTP ``status``.

    ``retry_after`` are seconds, where trying again makes sense.
    """

    code: str
    message: str
    status: int = 400
    retry_after: Optional[float] = None


def checked_text(value: Any) -> str:
    """The message as it may go on.

    Raises:
        Refusal: it is no text, empty, or too long.
    """
    if value is None:
        raise Refusal("no_message", 'Send the text as "message".')
    if not isinstance(value, str):
        raise Refusal("message_not_text", f'"message" has to be text, not {_json_type(value)}.')
    if len(value) > LONGEST_MESSAGE:
        raise Refusal(
            "message_too_long",
            f"That message has {len(value):,} characters; up to {LONGEST_MESSAGE:,} can be read. "
            "Please send a shorter one.",
            413,
        )
    text = clean(value)
    if not text:
        raise Refusal("empty_message", "The message is empty. Please type a question.")
    return without_command(text)


def without_command(text: str) -> str:
    """Takes the leading slash off, with which Rasa would take a typed text for an intent of its own."""
    return text.lstrip("/ ") or "?"


def checked_sender(value: Any) -> str:
    """The conversation's id as sent by the caller.

    Raises:
        Refusal: it is missing or not a short, printable text; without it strangers would share one conversation.
            Or it is of the form that another channel gives its own.
    """
    if not isinstance(value, str) or not value.strip():
        raise Refusal("no_sender", 'Send an id of the conversation as "sender".')
    if len(value) > LONGEST_SENDER:
        raise Refusal("sender_too_long", f'"sender" may have up to {LONGEST_SENDER} characters.')
    if not value.isprintable():  # halves of a character pair among them, over which a database stumbles
        raise Refusal("sender_not_printable", '"sender" may only have characters that can be printed.')
    if value.strip().lower().startswith(RESERVED_SENDERS):
        forms = " or ".join(f'"{prefix}"' for prefix in RESERVED_SENDERS)
        raise Refusal("sender_reserved", f'"sender" may not begin with {forms}: other channels name theirs so.')
    return value


def checked_metadata(value: Any) -> Optional[dict[str, Any]]:
    """Further data sent with the message.

    Raises:
        Refusal: it is not a JSON object, or too long a one.
    """
    if value is None or isinstance(value, dict):
        if value and len(json.dumps(value)) > LONGEST_METADATA:
            raise Refusal("metadata_too_long", f'"metadata" may have up to {LONGEST_METADATA:,} characters.', 413)
        return value
    raise Refusal("metadata_not_object", f'"metadata" has to be an object, not {_json_type(value)}.')


def _json_type(value: Any) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object", str: "text"}
    return names.get(type(value), "null")
