"""From what Slack sends to a question, or to nothing where none was put to the bot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional

from overture.channels.slack import asked
from overture.channels.slack.asked import Asked, Place
from overture.channels.slack.check import Identity
from overture.channels.slack.heard import mentions, mentions_others

Payload = Mapping[str, Any]

# Kinds of messages that a person writes; all others tell of edits, deletions, joins, topics and so on.
_WRITTEN = frozenset({"", "file_share", "thread_broadcast", "me_message"})
_SLACKBOT = "USLACKBOT"
_ID = re.compile(r"[A-Z0-9]{1,32}")
_TS = re.compile(r"\d{1,12}\.\d{1,9}")


class Malformed(ValueError):
    """Something that Slack would not send; the message names the part, never its content."""


@dataclass(frozen=True)
class Reply:
    """A message in a thread of a channel that doesn't mention the bot.

    Whether it is for the bot depends on what was said there before.
    """

    asked: Asked
    names_others: bool


def message(body: Payload, me: Identity) -> Optional[Asked | Reply]:
    """A message event or a mention: a question, a reply that may be one, or nothing."""
    event = part(body, "event")
    if not _by_a_person(event, me):
        return None
    channel, user, ts = identifier(event, "channel"), identifier(event, "user"), time(event, "ts")
    thread = time(event, "thread_ts") if event.get("thread_ts") else None
    words = text(event, "text")
    via = asked.DIRECT if _is_direct(event, channel) else asked.CHANNEL
    team = team_of(body, me)
    if via == asked.DIRECT:
        place, conversation = Place(channel, user, thread), asked.direct(team, user, thread)
    else:
        place = Place(channel, user, thread or ts)
        conversation = asked.in_channel(team, channel, thread or ts)
    question = Asked(
        f"m:{channel}:{ts}", conversation, place, words, via, ts, bool(event.get("files")), text(body, "event_id")
    )
    if via == asked.DIRECT or mentions(words, me.user):
        return question
    return Reply(question, mentions_others(words, me.user)) if thread else None


def pressed(body: Payload, me: Identity) -> Asked:
    """A button or menu; its text has still to be found out."""
    action = first_action(body)
    user = identifier(part(body, "user"), "id")
    container = part(body, "container") if body.get("container") else {}
    channel = identifier(part(body, "channel"), "id") if body.get("channel") else ""
    team, pressed_at = team_of(body, me), time(action, "action_ts")
    unseen = container.get("is_ephemeral") is True
    if not channel:  # on the home tab: the answer comes as a direct message
        place, conversation = Place(user, user), asked.direct(team, user, None)
    elif unseen:
        place = Place(channel, user, response_url=text(body, "response_url"))
        conversation = asked.unseen(team, user, channel)
    elif channel.startswith("D"):
        thread = _thread_of(body)
        place, conversation = Place(channel, user, thread), asked.direct(team, user, thread)
    else:
        root = _thread_of(body) or time(container, "message_ts")
        place, conversation = Place(channel, user, root), asked.in_channel(team, channel, root)
    return Asked(f"a:{user}:{pressed_at}", conversation, place, "", asked.BUTTON, pressed_at)


def command(body: Payload, me: Identity) -> Asked:
    """The slash command."""
    user, channel = identifier(body, "user_id"), identifier(body, "channel_id")
    place = Place(channel, user, response_url=text(body, "response_url"))
    trigger = text(body, "trigger_id")
    conversation = asked.unseen(team_of(body, me), user, channel)
    return Asked(f"c:{trigger}", conversation, place, text(body, "text"), asked.COMMAND)


def shortcut(body: Payload, me: Identity) -> Asked:
    """The message shortcut "Ask about this"."""
    user, channel = identifier(part(body, "user"), "id"), identifier(part(body, "channel"), "id")
    place = Place(channel, user, response_url=text(body, "response_url"))
    about, at = part(body, "message"), time(body, "action_ts")
    conversation = asked.unseen(team_of(body, me), user, channel)
    words, files = text(about, "text"), bool(about.get("files"))
    return Asked(f"s:{user}:{at}", conversation, place, words, asked.SHORTCUT, at, files)


def team_of(body: Payload, me: Identity) -> str:
    """The workspace in which the app is installed, also where the other one of a shared channel wrote."""
    authorizations = body.get("authorizations")
    first = authorizations[0] if isinstance(authorizations, list) and authorizations else None
    if isinstance(first, dict) and first.get("team_id"):
        return identifier(first, "team_id")
    if me.enterprise is None:
        return me.team
    team = body.get("team")
    found = team.get("id") if isinstance(team, dict) else body.get("team_id")
    return found if isinstance(found, str) and _ID.fullmatch(found) else me.team


def first_action(body: Payload) -> Payload:
    """The action of a payload of actions; Slack sends one."""
    actions = body.get("actions")
    if not isinstance(actions, list) or not actions or not isinstance(actions[0], dict):
        raise Malformed("actions")
    return actions[0]


def part(body: Payload, name: str) -> dict[str, Any]:
    """A part that has to be an object."""
    value = body.get(name)
    if not isinstance(value, dict):
        raise Malformed(name)
    return value


def text(body: Payload, name: str) -> str:
    """A text; one that is missing is empty."""
    value = body.get(name)
    if value is not None and not isinstance(value, str):
        raise Malformed(name)
    return value or ""


def identifier(body: Payload, name: str) -> str:
    """An id of Slack's: capital letters and figures."""
    value = body.get(name)
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise Malformed(name)
    return value


def time(body: Payload, name: str) -> str:
    """A time of Slack's, which is a message's id in its channel as well."""
    value = body.get(name)
    if not isinstance(value, str) or not _TS.fullmatch(value):
        raise Malformed(name)
    return value


def _by_a_person(event: Payload, me: Identity) -> bool:
    if text(event, "subtype") not in _WRITTEN or event.get("hidden") or event.get("bot_id"):
        return False
    # What the bot itself writes comes back as an event; so does Slackbot, which is no person.
    return event.get("user") not in (None, me.user, _SLACKBOT)


def _is_direct(event: Payload, channel: str) -> bool:
    # A mention has no channel_type.
    return event.get("channel_type") == "im" or (not event.get("channel_type") and channel.startswith("D"))


def _thread_of(body: Payload) -> Optional[str]:
    message, container = body.get("message"), body.get("container")
    for holder in (message, container):
        if isinstance(holder, dict) and holder.get("thread_ts"):
            return time(holder, "thread_ts")
    return None
