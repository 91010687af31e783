"""The settings of the Slack channel, all from the environment: a token never stands in a file of the project."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional

from rasa.shared.exceptions import RasaException

ROOT = Path(__file__).resolve().parents[3]

BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"
SECRETS = (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET)
MODE, API, STORE, REDIS = "OVERTURE_SLACK_MODE", "OVERTURE_SLACK_API", "OVERTURE_SLACK_DB", "OVERTURE_REDIS_URL"
STAFF, WAIT = "OVERTURE_SLACK_STAFF", "OVERTURE_SLACK_WAIT"
SOCKET, HTTP = "socket", "http"

WAIT_SECONDS = 300.0
_API = "https://slack.com/api/"
_CHANNEL = re.compile(r"[CG][A-Z0-9]+")
_DOCS = "docs/slack.md says where to find it"


class SlackSetupError(RasaException):  # type: ignore[misc]
    """The channel is set up wrongly; the message says what to change."""


@dataclass(frozen=True)
class Settings:
    """How to reach Slack and where to keep what is in work.

    ``mode`` is ``socket`` (a connection from here to Slack) or ``http`` (Slack calls us).
    ``staff`` is the id of the channel where people answer in place of the bot, empty where
    nobody does; after ``wait`` seconds without anybody the visitor is told so.
    """

    bot_token: str = field(repr=False)
    mode: str = SOCKET
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    api: str = _API
    store: Path = ROOT / "slack.db"
    redis: Optional[str] = field(default=None, repr=False)  # the address may hold a password
    staff: str = ""
    wait: float = WAIT_SECONDS

    @property
    def seal_key(self) -> bytes:
        """The key that seals buttons; others can't know it, and it lasts as long as the token."""
        return hashlib.sha256(f"overture buttons {self.bot_token}".encode()).digest()


def from_environment(environment: Optional[Mapping[str, str]] = None) -> Optional[Settings]:
    """The settings; None where nothing is set and the channel is off.

    Raises:
        SlackSetupError: something is set, but not all that is needed, or not in its place.
    """
    given = os.environ if environment is None else environment
    secrets = {name: given.get(name, "").strip() for name in SECRETS}
    if not any(secrets.values()):
        return None
    mode = _mode(given.get(MODE, "").strip().lower(), secrets)
    _check_tokens(secrets, mode)
    return Settings(
        bot_token=secrets[BOT_TOKEN],
        mode=mode,
        app_token=secrets[APP_TOKEN],
        signing_secret=secrets[SIGNING_SECRET],
        api=given.get(API, "").strip() or _API,
        store=Path(given.get(STORE, "").strip() or ROOT / "slack.db"),
        redis=given.get(REDIS, "").strip() or None,
        staff=_staff(given.get(STAFF, "").strip()),
        wait=_wait(given.get(WAIT, "").strip()),
    )


def _staff(channel: str) -> str:
    if channel and not _CHANNEL.fullmatch(channel):
        raise SlackSetupError(
            f"{STAFF} is '{channel}', expected a channel's id such as C0123456789; it stands at the end of what the "
            "channel's name opens in Slack."
        )
    return channel


def _wait(seconds: str) -> float:
    if not seconds:
        return WAIT_SECONDS
    if not seconds.isascii() or not seconds.isdigit() or int(seconds) < 1:
        raise SlackSetupError(f"{WAIT} is '{seconds}', expected whole seconds, such as 300.")
    return float(seconds)


def _mode(wanted: str, secrets: Mapping[str, str]) -> str:
    if wanted and wanted not in (SOCKET, HTTP):
        raise SlackSetupError(f"{MODE} is '{wanted}', expected {SOCKET} or {HTTP}.")
    if wanted:
        return wanted
    # Without a choice: what there is a secret for; the socket where there is one for both.
    return HTTP if secrets[SIGNING_SECRET] and not secrets[APP_TOKEN] else SOCKET


def _check_tokens(secrets: Mapping[str, str], mode: str) -> None:
    _check_token(BOT_TOKEN, secrets[BOT_TOKEN], "xoxb-", "the bot token")
    if mode == SOCKET:
        if not secrets[APP_TOKEN]:
            raise SlackSetupError(
                f"{APP_TOKEN} is not set, the app-level token for Socket Mode; {_DOCS}. "
                f"For events over HTTP set {SIGNING_SECRET} instead."
            )
        _check_token(APP_TOKEN, secrets[APP_TOKEN], "xapp-", "the app-level token")
    elif not secrets[SIGNING_SECRET]:
        raise SlackSetupError(f"{SIGNING_SECRET} is not set, by which requests are known to be Slack's; {_DOCS}.")


def _check_token(name: str, value: str, begin: str, what: str) -> None:
    if not value:
        raise SlackSetupError(f"{name} is not set, {what} that begins with {begin}; {_DOCS}.")
    # A token that rotates has "xoxe." before it.
    if not value.removeprefix("xoxe.").startswith(begin):
        # Of what stands there only the kind is told, which is no secret.
        kind = value.partition("-")[0] if value.startswith("xo") or value.startswith("xapp") else ""
        found = f"one that begins with {kind}-" if kind else "something else"
        raise SlackSetupError(f"{name} has to be {what}, which begins with {begin}, but holds {found}; {_DOCS}.")
