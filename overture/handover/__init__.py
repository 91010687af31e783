"""Hands a question over to a person: the record of it, where it goes, and what keeps it until it has arrived.

Knows neither Rasa nor a channel.  A :class:`Target` takes records; the :class:`Desk` hands them to every target of
``handover.yml`` and keeps on disk what could not be handed over yet.
"""

from overture.handover.config import Config, read_config
from overture.handover.contact import Contact, ContactError
from overture.handover.desk import Desk, Handed, is_open, shared, start
from overture.handover.errors import ConfigError, HandoverError, Undelivered
from overture.handover.record import Line, Record, Tried
from overture.handover.target import Receipt, Target

__all__ = [
    "Config",
    "ConfigError",
    "Contact",
    "ContactError",
    "Desk",
    "Handed",
    "HandoverError",
    "Line",
    "Receipt",
    "Record",
    "Target",
    "Tried",
    "Undelivered",
    "is_open",
    "read_config",
    "shared",
    "start",
]
