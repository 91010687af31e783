"""Asks Slack whether tokens and scopes are right, and says what to do about what is not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Optional, Union

from overture.channels.slack.logs import silent, without_secrets
from overture.channels.slack.settings import APP_TOKEN, BOT_TOKEN, SOCKET, STAFF, Settings

# Without these the channel can't work at all.
NEEDED: Mapping[str, str] = {
    "chat:write": "posts the answers",
    "im:history": "reads direct messages",
    "app_mentions:read": "sees when somebody mentions it",
}
# Without one of these something is missing, and the rest works.
USEFUL: Mapping[str, str] = {
    "commands": "the command /overture and the shortcut",
    "assistant:write": "suggested questions in the assistant pane",
    "files:write": "charts, as pictures",
    "channels:history": "further questions in a thread without a mention, in public channels",
    "groups:history": "the same in private channels",
    "mpim:history": "the same in group messages",
    "users:read": "the names of those who answer in place of the bot",
}

# What an error of Slack's looks like.
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_OF_TOKEN = {
    "invalid_auth": "{name} is not valid: copy it anew from the app's page",
    "not_authed": "{name} is not valid: copy it anew from the app's page",
    "account_inactive": "{name} belongs to an app that was removed: install the app in the workspace again",
    "token_revoked": "{name} was withdrawn: install the app in the workspace again and copy the new token",
    "token_expired": "{name} has expired: switch token rotation off, or copy a new token",
    "org_login_required": "the workspace is just being moved to an organization; try again later",
    "missing_scope": "{name} lacks the scope {needed}: add it on the app's page and make the token anew",
    "not_allowed_token_type": "{name} is a token of another kind",
    "ratelimited": "Slack asks to wait; try again in a minute",
    "not_in_channel": "the bot is not in that channel: write /invite @Overture there",
    "channel_not_found": "no channel has that id, or it is a private one: write /invite @Overture there",
    "is_archived": "that channel is archived: choose another",
}


# All is well; something is missing, the rest works; it can't be told now; it can't work.
OK, WARNING, UNKNOWN, FAULT = "ok", "warning", "unknown", "fault"


@dataclass(frozen=True)
class Finding:
    """What was found; ``level`` is one of the four above."""

    level: str
    text: str


@dataclass(frozen=True)
class Identity:
    """Who the bot is in Slack, from auth.test."""

    team: str
    user: str
    bot: str = ""
    enterprise: Optional[str] = None
    scopes: frozenset[str] = frozenset()
    team_name: str = ""
    user_name: str = ""

    @classmethod
    def read(cls, answer: Any) -> Identity:
        """From Slack's answer to auth.test."""
        data = answer.data
        return cls(
            team=str(data["team_id"]),
            user=str(data["user_id"]),
            bot=str(data.get("bot_id") or ""),
            enterprise=data.get("enterprise_id"),
            scopes=_scopes(answer.headers),
            team_name=str(data.get("team") or ""),
            user_name=str(data.get("user") or ""),
        )


def findings(settings: Settings, timeout: int = 10) -> Iterator[Finding]:
    """Everything that can be checked from here, in order; ends at a token that is refused."""
    who = _call(settings.bot_token, settings, "auth.test", timeout)
    if not isinstance(who, Finding):
        identity = Identity.read(who)
        yield Finding(OK, f"{BOT_TOKEN}: @{identity.user_name} in the workspace {identity.team_name}")
        yield from of_scopes(identity.scopes)
        if settings.staff:
            yield _staff(settings, timeout)
    else:
        yield Finding(who.level, who.text.replace("{name}", BOT_TOKEN))
    if settings.mode == SOCKET:
        yield _socket(settings, timeout)
    else:
        yield Finding(OK, "Events come over HTTP: Slack has to reach /webhooks/slack/events at your address")


def of_scopes(scopes: Iterable[str]) -> Iterator[Finding]:
    """What is to be said of the scopes that the bot token has."""
    granted = frozenset(scopes)
    if not granted:  # a proxy may take the header away
        yield Finding(WARNING, "Slack did not say which scopes the bot token has")
        return
    for scope, use in NEEDED.items():
        if scope not in granted:
            yield Finding(FAULT, f"The bot token lacks the scope {scope}, which {use}: {_REINSTALL}")
    for scope, use in USEFUL.items():
        if scope not in granted:
            yield Finding(WARNING, f"The bot token lacks the scope {scope}; missing are {use}. {_REINSTALL}")
    if granted >= NEEDED.keys() | USEFUL.keys():
        yield Finding(OK, f"Scopes: all {len(NEEDED) + len(USEFUL)} that are used")


_REINSTALL = "Add it under OAuth & Permissions and install the app again."


def _socket(settings: Settings, timeout: int) -> Finding:
    opened = _call(settings.app_token, settings, "apps.connections.open", timeout)
    if not isinstance(opened, Finding):
        return Finding(OK, f"{APP_TOKEN}: Slack opens a connection for Socket Mode")
    text = opened.text.replace("{name}", APP_TOKEN)
    hint = "" if opened.level == UNKNOWN else "; see whether Socket Mode is switched on for the app"
    return Finding(opened.level, f"{text}{hint}")


def _staff(settings: Settings, timeout: int) -> Finding:
    """Whether the bot can read the staff's channel, without which what they write reaches nobody."""
    read = _call(settings.bot_token, settings, "conversations.history", timeout)
    if not isinstance(read, Finding):
        return Finding(OK, f"{STAFF}: the bot is in the staff's channel")
    return Finding(read.level, f"{STAFF}: {read.text.replace('{name}', 'the bot token')}")


def _call(token: str, settings: Settings, method: str, timeout: int) -> Union[Any, Finding]:
    """Slack's answer, or what is to be said when it refuses or can't be reached."""
    from slack_sdk import WebClient
    from slack_sdk.errors import SlackApiError

    client = WebClient(token=token, base_url=settings.api, timeout=timeout, retry_handlers=[], logger=silent())
    try:
        if method == "auth.test":
            return client.auth_test()
        if method == "conversations.history":
            return client.conversations_history(channel=settings.staff, limit=1)
        return client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        return _refusal(error.response)
    except Exception as error:  # urllib raises many kinds when a network is not as it should be
        return Finding(UNKNOWN, f"Slack can't be reached at {settings.api} ({without_secrets(str(error))})")


def _refusal(response: Any) -> Finding:
    data = response.data if isinstance(getattr(response, "data", None), dict) else {}
    status, code = int(getattr(response, "status_code", 0) or 0), str(data.get("error") or "")
    if status >= 500 or code == "ratelimited" or not _CODE.fullmatch(code):  # the SDK makes an error of any page
        said = _OF_TOKEN.get(code, f"Slack can't be asked now: it answers with status {status}; try again later")
        return Finding(UNKNOWN, said)
    said = _OF_TOKEN.get(code, f"Slack refuses {{name}}: {code}")
    return Finding(FAULT, said.replace("{needed}", str(data.get("needed") or "that it needs")))


def _scopes(headers: Mapping[str, Any]) -> frozenset[str]:
    found = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    # The two clients of the SDK give headers as text and as lists.
    text = found if isinstance(found, str) else ",".join(found)
    return frozenset(scope.strip() for scope in text.split(",") if scope.strip())
