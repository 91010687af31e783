"""The log of a server: a line an event, as text or as JSON, and never with what somebody wrote.

Our own code logs no user's words.  Of all other code only the fixed words of a message
are written (:mod:`overture.serving.templates`), and of an exception its kind and place,
from the moment on at which messages are taken.  Before that there are no users, and what
is wrong with a setting is told in full.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any, Optional

import structlog

from overture.serving.place import place
from overture.serving.templates import fixed_words

FORMATS = ("text", "json")
# What our own code may say beside the words of an event.
EXTRA = ("incident", "channel")
_OURS = tuple(f"{Path(__file__).resolve().parents[2] / folder}/" for folder in ("overture", "actions"))

Event = MutableMapping[str, Any]
logger = logging.getLogger(__name__)


class Lines(structlog.stdlib.ProcessorFormatter):
    """Makes lines of records.

    Args:
        form: ``text`` or ``json``.
        guarded: leave out what was filled into the messages of other code.
    """

    def __init__(self, form: str, *, guarded: bool = False) -> None:
        self.guarded = guarded
        stamp = structlog.processors.TimeStamper(fmt="iso", utc=True, key="time")
        render = structlog.processors.JSONRenderer(ensure_ascii=False) if form == "json" else _as_text
        super().__init__(
            foreign_pre_chain=[stamp, self._read],
            processors=[self.remove_processors_meta, render],
            use_get_message=False,  # values that can't be put into a message would be printed by Python
            pass_foreign_args=True,
        )

    def _read(self, _: Any, __: str, event: Event) -> Event:
        record: logging.LogRecord = event["_record"]
        said = self._said(record, event.pop("positional_args"))
        error = (event.pop("exc_info", None) or (None, None))[1]
        event.pop("stack_info", None)
        event.update(level=record.levelname.lower(), logger=record.name, event=said)
        event.update({name: getattr(record, name) for name in EXTRA if hasattr(record, name)})
        if error is not None:
            event["error"] = place(error) if self.guarded else f"{place(error)}: {error}"
        return event

    def _said(self, record: logging.LogRecord, values: Any) -> str:
        if self.guarded and not record.pathname.startswith(_OURS):
            return fixed_words(record)
        try:
            return str(record.msg) % values if values else str(record.msg)
        except (TypeError, ValueError, KeyError):  # a mistake in the call
            return fixed_words(record)


def _as_text(_: Any, __: str, event: Event) -> str:
    error = f" ({event['error']})" if "error" in event else ""
    time = event["time"][:19].replace("T", " ")
    return f"{time} {event['level'].upper()} {event['logger']}: {event['event']}{error}"


def begin(form: str = "text") -> None:
    """Sends all that is logged to standard error in one form, in place of what was set up before.

    Args:
        form: ``text`` or ``json``.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines(form))
    logging.getLogger().handlers[:] = [handler]
    logging.raiseExceptions = False  # else a call that can't be formatted is printed with its values
    threading.excepthook = _in_a_thread
    sys.unraisablehook = _unraisable


def guard() -> None:
    """From here on there are users: no values in the messages of other code any more."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler.formatter, Lines):
            handler.formatter.guarded = True


def _in_a_thread(ended: threading.ExceptHookArgs) -> None:
    _tell("A thread ended by an error", ended.exc_value)


def _unraisable(failed: Any) -> None:
    _tell("An error that nobody could hear of", failed.exc_value)


def _tell(what: str, error: Optional[BaseException]) -> None:
    logger.error("%s: %s", what, place(error) if error else "of no kind")
