"""Logs of the libraries, without tokens and without what people write."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(r"(?:xox[a-z]|xapp|xoxe)[.-][\w.-]+|(?<=ticket=)[^&\s'\"]+|(?<=Bearer )\S+|//[^/@\s]+@")


class _WithoutSecrets(logging.Filter):
    """Blackens tokens in a record, wherever they come from."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_secrets(record.getMessage()), ()
        if record.exc_info:
            # A traceback may quote an address with a ticket in it; the kind of the error says enough.
            error = record.exc_info[0]
            record.msg += f" ({error.__name__ if error else 'error'})"
            record.exc_info, record.exc_text = None, None
        return True


def without_secrets(text: str) -> str:
    """The text with every token blackened."""
    return _SECRET.sub("…", text)


def wire() -> logging.Logger:
    """The logger for Bolt and the SDK: their errors only, since their warnings quote whole messages."""
    logger = logging.getLogger("overture.channels.slack.wire")
    logger.setLevel(logging.ERROR)
    if not logger.filters:
        logger.addFilter(_WithoutSecrets())
    return logger


def silent() -> logging.Logger:
    """A logger for the SDK where all that it could say is told by other means."""
    logger = logging.getLogger("overture.channels.slack.silent")
    logger.disabled = True
    return logger
