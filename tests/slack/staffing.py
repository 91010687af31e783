"""The staff's side of a handover, and a visitor on the other: what the tests of the bridge share."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from rasa.core.channels.channel import UserMessage

from overture import handover
from overture.channels import turns
from overture.channels.slack.answering import SlackAnswers
from overture.channels.slack.cases import Case, Cases
from overture.channels.slack.handing import StaffTarget
from overture.handover import Contact, Line, Receipt, Record, Tried
from tests.slack import harness, payloads
from tests.slack.harness import Channel, StubBot
from tests.slack.loopback import Slack

STAFF = "CSTAFF"
ANN, BEN = "W777", "W888"
VISITOR = "web-abc"
RECORD = Record(
    conversation=VISITOR,
    question="does the GI Bill cover summer <terms>?",
    channel="web",
    name="Dana",
    contact=Contact("email", "dana@example.edu"),
    transcript=(
        Line("visitor", "gi bill in summer?", "2026-11-22T14:00:00+00:00"),
        Line("bot", "I don't know that. **Sorry.** " + "More of it. " * 400, "2026-11-22T14:00:01+00:00"),
    ),
    tried=(Tried("gi bill in summer?", "gap"), Tried("bill", "not_understood")),
)


@dataclass
class FakeVoice:
    """What a visitor gets to see."""

    said: list[tuple[str, str | None]] = field(default_factory=list)
    told: list[tuple[str, str | None]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    fails: list[Exception] = field(default_factory=list)

    async def say(self, sender: str, text: str, *, person: str | None = None, id: str = "") -> None:
        if self.fails:
            raise self.fails.pop(0)
        if not id or id not in self.ids:
            self.said.append((text, person))
        self.ids.add(id)

    async def tell(self, sender: str, state: str, name: str | None = None) -> None:
        self.told.append((state, name))


async def hand_over(record: Record = RECORD) -> Receipt:
    """As the desk does it: from a thread of its own."""
    target = handover.shared()._targets["slack staff"]
    assert isinstance(target, StaffTarget)
    return await asyncio.to_thread(target.hand_over, record)


async def opened(channel: Channel, record: Record = RECORD) -> str:
    """Hands over, and gives the thread."""
    await hand_over(record)
    await channel.settled()
    return next(str(m["ts"]) for m in reversed(channel.slack.posted[STAFF]) if not m.get("thread_ts"))


async def write(text: str, sender: str = VISITOR, bot: Any = None, id: str | None = None) -> list[dict[str, Any]]:
    """What a visitor writes, and what the bot says to it."""
    output = SlackAnswers()
    message = UserMessage(text, output, sender, input_channel="web", message_id=id)
    await turns.answer(bot or StubBot(), message, "web")
    return list(output.messages)


def reply(thread: str, text: str, user: str = ANN, **more: Any) -> dict[str, Any]:
    return payloads.message(text, STAFF, "channel", user, thread_ts=thread, **more)


def buttons(slack: Slack, thread: str) -> dict[str, dict[str, Any]]:
    """The buttons under a question, as they are now."""
    updates = [call.args for call in slack.of("chat.update") if call.args["ts"] == thread]
    message = updates[-1] if updates else next(m for m in slack.posted[STAFF] if m["ts"] == thread)
    (row,) = [block for block in message["blocks"] if block["type"] == "actions"]
    return {element["text"]["text"]: element for element in row["elements"]}


def press(slack: Slack, thread: str, label: str, user: str = ANN) -> dict[str, Any]:
    message = {"type": "message", "ts": thread, "user": "UBOT"}
    return payloads.press(buttons(slack, thread)[label], channel=STAFF, user=user, message=message)


def in_thread(slack: Slack, thread: str) -> str:
    return "\n".join(str(m["text"]) for m in slack.posted[STAFF] if m.get("thread_ts") == thread)


async def kept(channel: Channel) -> list[Case]:
    return await Cases(channel.running._ledger).all()


async def until(condition: Any) -> None:
    end = time.monotonic() + harness.SECONDS
    while not condition():
        assert time.monotonic() < end
        await asyncio.sleep(0.02)
