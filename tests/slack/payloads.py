"""What Slack sends, as it sends it: with all the parts that the bot has no use for."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from tests.slack.loopback import ME, SECRET, TEAM, USER

_number = itertools.count(1)


def ts() -> str:
    """A time such as Slack gives to a message; no two are the same."""
    return f"{int(time.time())}.{next(_number):06d}"


def event(inner: Mapping[str, Any], **outer: Any) -> dict[str, Any]:
    """The envelope of the Events API."""
    return {
        "token": "verification_token",
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": "A111",
        "event": dict(inner),
        "type": "event_callback",
        "event_id": f"Ev{next(_number):08d}",
        "event_time": int(time.time()),
        "authorizations": [
            {"enterprise_id": None, "team_id": TEAM, "user_id": ME, "is_bot": True, "is_enterprise_install": False}
        ],
        "is_ext_shared_channel": False,
        "event_context": "4-eyJldCI6Im1lc3NhZ2UifQ",
        **outer,
    }


def message(text: str, channel: str = "D222", kind: str = "im", user: str = USER, **more: Any) -> dict[str, Any]:
    """A message event; ``more`` goes into the inner event."""
    at = more.pop("ts", None) or ts()
    inner = {
        "client_msg_id": f"9cbd4c5b-7ddf-4ede-b479-{next(_number):012d}",
        "type": "message",
        "text": text,
        "user": user,
        "ts": at,
        "team": TEAM,
        "blocks": [
            {
                "type": "rich_text",
                "block_id": "ba4",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
            }
        ],
        "channel": channel,
        "event_ts": at,
        "channel_type": kind,
        **more,
    }
    return event({key: value for key, value in inner.items() if value is not None})


def mention(text: str, channel: str = "C111", user: str = USER, **more: Any) -> dict[str, Any]:
    """An app_mention event, which has no channel_type."""
    body = message(f"<@{ME}> {text}", channel, "channel", user, **more)
    body["event"] |= {"type": "app_mention"}
    del body["event"]["channel_type"]
    return body


FILE = {
    "id": "F111", "created": 1652227642, "name": "voice.m4a", "title": "voice.m4a", "mimetype": "audio/mp4",
    "filetype": "m4a", "user": USER, "size": 92582, "mode": "hosted", "is_public": True,
    "url_private": "https://files.slack.com/files-pri/T111-F111/voice.m4a",
}  # fmt: skip


def command(text: str, response_url: str, channel: str = "C111", user: str = USER, **more: Any) -> dict[str, Any]:
    """A slash command, as the fields of a form."""
    return {
        "token": "verification_token", "team_id": TEAM, "team_domain": "acme", "channel_id": channel,
        "channel_name": "random", "user_id": user, "user_name": "primary-owner", "command": "/overture", "text": text,
        "api_app_id": "A111", "is_enterprise_install": "false", "response_url": response_url,
        "trigger_id": f"{next(_number)}.111.xxx", **more,
    }  # fmt: skip


def action(
    action: Mapping[str, Any],
    channel: str | None = "D222",
    user: str = USER,
    message: Mapping[str, Any] | None = None,
    response_url: str | None = None,
    *,
    ephemeral: bool = False,
) -> dict[str, Any]:
    """A press of something in a message, or on the home tab where there is no channel."""
    at = (message or {}).get("ts") or ts()
    body: dict[str, Any] = {
        "type": "block_actions",
        "user": {"id": user, "username": "primary-owner", "name": "primary-owner", "team_id": TEAM},
        "api_app_id": "A111",
        "token": "verification_token",
        "container": {"type": "message", "message_ts": at, "channel_id": channel, "is_ephemeral": ephemeral},
        "trigger_id": f"{next(_number)}.222.valid",
        "team": {"id": TEAM, "domain": "acme"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": channel, "name": "directmessage"},
        "message": dict(message) if message else {"type": "message", "ts": at, "user": ME, "bot_id": "B111"},
        "state": {"values": {}},
        "response_url": response_url or "https://hooks.slack.com/actions/T111/111/xxx",
        "actions": [{"block_id": "b", "action_ts": ts(), **action}],
    }
    if ephemeral:
        del body["message"]
    if channel is None:
        body["container"] = {"type": "view", "view_id": "V111"}
        for name in ("channel", "message", "response_url"):
            del body[name]
    elif message and message.get("thread_ts"):
        body["container"]["thread_ts"] = message["thread_ts"]
    return body


def press(button: Mapping[str, Any], **where: Any) -> dict[str, Any]:
    """A press of a button as it was sent."""
    return action({"type": "button", **{k: button[k] for k in ("action_id", "text", "value")}}, **where)


def choose(select: Mapping[str, Any], number: int, **where: Any) -> dict[str, Any]:
    """The choice of an option of a menu as it was sent."""
    chosen = {"selected_option": select["options"][number], "placeholder": select["placeholder"]}
    return action({"type": "static_select", "action_id": select["action_id"], **chosen}, **where)


def thumb(value: str, **where: Any) -> dict[str, Any]:
    """A press of a thumb."""
    return action({"type": "feedback_buttons", "action_id": "feedback", "value": value}, **where)


def shortcut(text: str, response_url: str, channel: str = "C111", user: str = USER, **more: Any) -> dict[str, Any]:
    """The shortcut in a message's menu."""
    return {
        "type": "message_action",
        "token": "verification_token",
        "action_ts": ts(),
        "team": {"id": TEAM, "domain": "acme"},
        "user": {"id": user, "username": "primary-owner", "team_id": TEAM, "name": "primary-owner"},
        "channel": {"id": channel, "name": "random"},
        "is_enterprise_install": False,
        "callback_id": "ask_about_this",
        "trigger_id": f"{next(_number)}.333.xxx",
        "response_url": response_url,
        "message_ts": "1583636382.000300",
        "message": {"type": "message", "user": "W999", "ts": "1583636382.000300", "text": text, "team": TEAM, **more},
    }


def pane_started(channel: str = "D222", thread: str | None = None) -> dict[str, Any]:
    """Somebody opens the assistant pane."""
    return event(
        {
            "type": "assistant_thread_started",
            "assistant_thread": {
                "user_id": USER,
                "context": {"channel_id": "C222", "team_id": TEAM, "enterprise_id": None},
                "channel_id": channel,
                "thread_ts": thread or ts(),
            },
            "event_ts": ts(),
        }
    )


def home_opened(tab: str = "home", user: str = USER) -> dict[str, Any]:
    """Somebody looks at one of the app's tabs."""
    return event({"type": "app_home_opened", "user": user, "channel": "D222", "tab": tab, "event_ts": ts()})


def sent_modal(view: Mapping[str, Any], word: str | None, user: str = USER) -> dict[str, Any]:
    """A modal that was filled in and sent."""
    return {
        "type": "view_submission",
        "team": {"id": TEAM, "domain": "acme"},
        "user": {"id": user, "username": "primary-owner", "name": "primary-owner", "team_id": TEAM},
        "api_app_id": "A111",
        "token": "verification_token",
        "trigger_id": f"{next(_number)}.444.valid",
        "view": {
            "id": "V111",
            "team_id": TEAM,
            "app_id": "A111",
            "bot_id": "B111",
            **view,
            "state": {"values": {"comment": {"text": {"type": "plain_text_input", "value": word}}}},
        },
        "response_urls": [],
    }


# Over HTTP


def signed(body: str, at: int | str | None = None, secret: str = SECRET) -> dict[str, str]:
    """The headers with which Slack signs a body."""
    stamp = str(int(time.time()) if at is None else at)
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def as_json(body: Mapping[str, Any]) -> tuple[str, str]:
    """Body and content type of an event."""
    return json.dumps(body), "application/json"


def as_payload(body: Mapping[str, Any]) -> tuple[str, str]:
    """Body and content type of an interaction."""
    return urlencode({"payload": json.dumps(body)}), "application/x-www-form-urlencoded"


def as_form(body: Mapping[str, Any]) -> tuple[str, str]:
    """Body and content type of a command."""
    return urlencode(body), "application/x-www-form-urlencoded"
