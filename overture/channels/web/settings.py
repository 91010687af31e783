"""How the web channel is set up: credentials.yml, and two variables of the environment."""

from __future__ import annotations

import os
import re
from typing import Any, Optional
from urllib.parse import urlsplit

from pydantic import BaseModel, Extra, Field, ValidationError, validator
from rasa.shared.exceptions import RasaException

ANY_ORIGIN = "*"
# 256 bits, below which a signature of HMAC-SHA256 is weaker than it looks.
SHORTEST_SECRET = 32


class SettingsError(RasaException):  # type: ignore[misc]
    """The channel can't be set up; the message says what is wrong and what was expected."""


class Settings(BaseModel):
    """The settings of the web channel.

    ``origins`` are the sites, other than the bot's own, whose pages may use it
    ("https://www.example.edu"); ``*`` allows all.  ``journal`` is the address of the
    database that keeps what was said; without one it is a file beside Rasa's
    conversations.  ``keep_days`` after its last message a conversation is deleted.
    ``per_minute`` and ``per_minute_address`` bound the messages of one session and of
    one network address, ``in_flight`` and ``in_flight_all`` those in work at a time, of
    one session and in this process.  ``redis_url`` joins several processes.
    """

    origins: tuple[str, ...] = ()
    journal: Optional[str] = None
    keep_days: int = Field(30, ge=1)
    per_minute: int = Field(20, ge=1)
    per_minute_address: int = Field(300, ge=1)
    in_flight: int = Field(3, ge=1)
    in_flight_all: int = Field(100, ge=1)
    redis_url: Optional[str] = None
    secret: Optional[str] = None

    class Config:  # noqa: D106  (pydantic 1)
        extra = Extra.forbid
        allow_mutation = False

    @validator("origins", each_item=True)
    def _origin(cls, value: str) -> str:
        parts = urlsplit(value)
        bare = f"{parts.scheme}://{parts.netloc}".lower()
        if value != ANY_ORIGIN and (not re.fullmatch("https?", parts.scheme) or bare != value.lower().rstrip("/")):
            raise ValueError(f'"{value}" is no origin, expected one such as https://www.example.edu')
        return value if value == ANY_ORIGIN else bare

    @validator("secret")
    def _secret(cls, value: Optional[str]) -> Optional[str]:
        if value is not None and len(value.encode()) < SHORTEST_SECRET:
            raise ValueError(f"OVERTURE_SECRET has to be at least {SHORTEST_SECRET} characters long")
        return value


def read(credentials: Optional[dict[str, Any]]) -> Settings:
    """The settings from an entry of credentials.yml and the environment, which goes first.

    Raises:
        SettingsError: an unknown setting, or a value that can't be used.
    """
    given = dict(credentials or {})
    if "secret" in given:
        raise SettingsError("Web channel: the secret doesn't belong in a file, set OVERTURE_SECRET.")
    for name, variable in (("journal", "OVERTURE_JOURNAL_URL"), ("secret", "OVERTURE_SECRET")):
        if os.environ.get(variable):
            given[name] = os.environ[variable]
    try:
        return Settings(**given)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise SettingsError(f"Web channel: {faults}.") from None
