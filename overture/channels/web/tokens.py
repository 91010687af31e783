"""Sessions: what a client shows to go on with its conversation, signed so that nobody can choose one."""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import jwt

from overture.channels.web.settings import SHORTEST_SECRET, SettingsError

logger = logging.getLogger(__name__)

SENDER = "web-"
SECRET_FILE = "overture.secret"
LONGEST_TOKEN = 1000
_ALGORITHM = "HS256"
_AUDIENCE = "overture-web"
_DAY = 86_400


def new_conversation() -> str:
    """A conversation's id: 128 random bits."""
    return secrets.token_urlsafe(16)


def sender(conversation: str) -> str:
    """The id under which Rasa knows a conversation; other channels refuse this form."""
    return SENDER + conversation


@dataclass(frozen=True)
class Session:
    """A session that is good: its conversation, and when it ends in seconds since 1970."""

    conversation: str
    ends: float


class Tokens:
    """Gives and reads session tokens.

    Args:
        secret: what they are signed with.
        days: how long each is good.
    """

    def __init__(self, secret: str, days: int) -> None:
        self._secret = secret
        self._seconds = days * _DAY

    def give(self, conversation: str) -> tuple[str, Session]:
        """A token for a conversation, and what it says."""
        now = int(time.time())
        session = Session(conversation, now + self._seconds)
        claims = {"sub": conversation, "aud": _AUDIENCE, "iat": now, "exp": session.ends}
        return jwt.encode(claims, self._secret, _ALGORITHM), session

    def read(self, token: Optional[str]) -> Optional[Session]:
        """What a token says; None if it is missing, not ours, or no longer good."""
        if not token or len(token) > LONGEST_TOKEN or not token.isascii():
            return None
        wanted = {"require": ["exp", "sub", "aud"]}
        try:
            claims = jwt.decode(token, self._secret, [_ALGORITHM], audience=_AUDIENCE, options=wanted)  # type: ignore[arg-type]
        except jwt.InvalidTokenError:
            return None
        return Session(str(claims["sub"]), float(claims["exp"]))


def secret_of(folder: Path) -> str:
    """The secret kept in a folder, made at the first start; only its owner may read it.

    Raises:
        SettingsError: the file is there, but holds no secret.
    """
    path = folder / SECRET_FILE
    if not path.exists():
        _make(path)
    secret = path.read_text(encoding="ascii").strip()
    if len(secret) < SHORTEST_SECRET:
        raise SettingsError(f"{path} holds no secret of at least {SHORTEST_SECRET} characters: delete it.")
    return secret


def _make(path: Path) -> None:
    # Written aside and then linked, so that another process never reads half of it.
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
        with contextlib.suppress(FileExistsError):
            os.link(aside, path)
            logger.info("Made %s, with which sessions are signed", path)
    finally:
        os.unlink(aside)
