"""Something comes between a visitor and the person who answers: nothing is lost, doubled, or said to nobody."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture import handover
from overture.channels import people
from overture.channels.people import NotSaid
from overture.channels.slack import case_view
from overture.channels.slack import running as running_module
from overture.channels.slack.answering import GIVEN_UP_SECONDS
from overture.channels.slack.asked import STAFF as BY_STAFF
from overture.channels.slack.asked import VISITOR as BY_VISITOR
from overture.channels.slack.asked import Asked, Place
from overture.channels.slack.bridge import StaffBridge
from overture.channels.slack.cases import CLOSED, HERE, Case, Cases
from overture.channels.slack.ledger import Work
from overture.channels.slack.persistence import Undelivered
from overture.handover import Contact, Line, Record, Tried
from tests.slack import harness, payloads
from tests.slack.harness import Channel, StubBot
from tests.slack.limits_check import faults
from tests.slack.load import KINDS
from tests.slack.loopback import Fault, Slack
from tests.slack.staffing import (
    ANN,
    BEN,
    RECORD,
    STAFF,
    VISITOR,
    FakeVoice,
    hand_over,
    in_thread,
    kept,
    opened,
    press,
    reply,
    until,
    write,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("desk_of_its_own")
NAME = f"name of {ANN}"


@pytest.fixture
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody holds is taken up after less than a second."""
    monkeypatch.setattr(running_module.Service.__init__, "__defaults__", (0.6,))
    monkeypatch.setattr(running_module.FileLedger.__init__, "__defaults__", (0.6,))


def the_bridge() -> StaffBridge:
    bridge = people.shared()._bridge
    assert isinstance(bridge, StaffBridge)
    return bridge


def work(thread: str, via: str, text: str, user: str = "", since: float = 0.0) -> Work:
    return Work(Asked(f"test:{text}", f"case-{thread}", Place(STAFF, user, thread), text, via), since=since)


class TestOrder:
    async def test_a_message_that_is_still_on_its_way_does_not_bring_back_who_has_left(
        self, staffed: Channel, visitor: FakeVoice
    ) -> None:
        thread = await opened(staffed)
        await staffed.after(reply(thread, "Hello!"))
        staffed.slack.fail("chat.postMessage", "503", 6)
        await write("are you there?")
        await staffed.send(press(staffed.slack, thread, "Close"), "interactive")
        await staffed.settled()
        assert "are you there?" in in_thread(staffed.slack, thread) and visitor.told[-1] == ("gone", NAME)
        assert await people.shared().person(VISITOR) is None and len(await write("how long?")) == 1

    async def test_a_reply_that_arrives_after_the_end_is_refused_and_not_said(
        self, staffed: Channel, visitor: FakeVoice
    ) -> None:
        thread = await opened(staffed)
        await staffed.after(press(staffed.slack, thread, "Close"), "interactive")
        await the_bridge().carry(work(thread, BY_STAFF, "one thing more", ANN))
        assert visitor.said == [] and "This is closed" in staffed.slack.ephemeral[-1]["text"]

    async def test_more_messages_than_a_lane_holds_are_all_carried(self, staffed: Channel, visitor: FakeVoice) -> None:
        thread = await opened(staffed)
        await staffed.after(reply(thread, "Hello!"))
        lines = [f"line {number:02}" for number in range(30)]
        for line in lines:
            await write(line)
        await staffed.settled()
        told = [line for line in in_thread(staffed.slack, thread).splitlines() if line.startswith("Visitor: line")]
        assert told == [f"Visitor: {line}" for line in lines]


class TestTheVisitorGoes:
    async def test_with_a_new_conversation_the_staff_is_told(self, staffed: Channel, visitor: FakeVoice) -> None:
        thread = await opened(staffed)
        await staffed.after(reply(thread, "Hello!"))
        await people.shared().left(VISITOR)
        await staffed.settled()
        assert "They have begun a new conversation" in in_thread(staffed.slack, thread)
        slack = await staffed.after(reply(thread, "Are you there?"))
        assert len(visitor.said) == 1 and "This is closed" in slack.ephemeral[-1]["text"]

    async def test_and_deletes_it_who_was_there_is_told(self, staffed: Channel) -> None:
        thread = await opened(staffed)
        await staffed.after(reply(thread, "Hello!"))
        await asyncio.to_thread(handover.shared()._targets["slack staff"].forget, VISITOR)
        assert staffed.slack.ephemeral[-1]["text"].startswith("They have deleted their conversation")
        assert staffed.slack.ephemeral[-1]["user"] == ANN and await kept(staffed) == []
        await the_bridge().carry(work(thread, BY_VISITOR, "too late"))
        assert "too late" not in in_thread(staffed.slack, thread)

    async def test_what_they_deleted_is_deleted_of_earlier_questions_too(self, staffed: Channel) -> None:
        await opened(staffed)
        await opened(staffed, Record(VISITOR, "another question", "web"))
        await opened(staffed, Record("web-other", "of somebody else", "web"))
        await asyncio.to_thread(handover.shared()._targets["slack staff"].forget, VISITOR)
        (left,) = staffed.slack.posted[STAFF]
        assert "of somebody else" in left["text"] and [case.conversation for case in await kept(staffed)] == [
            "web-other"
        ]

    async def test_what_somebody_else_has_deleted_already_is_no_obstacle(self, staffed: Channel) -> None:
        await opened(staffed)
        staffed.slack.fail("chat.delete", "message_not_found", 3)
        await asyncio.to_thread(handover.shared()._targets["slack staff"].forget, VISITOR)
        assert await kept(staffed) == []

    async def test_a_thread_that_is_gone_is_no_obstacle(self, staffed: Channel) -> None:
        await opened(staffed)
        staffed.slack.fail("conversations.replies", "thread_not_found")
        await asyncio.to_thread(handover.shared()._targets["slack staff"].forget, VISITOR)
        assert await kept(staffed) == []


class TestOldThreads:
    async def test_say_where_it_goes_on(self, staffed: Channel, visitor: FakeVoice) -> None:
        first = await opened(staffed)
        await opened(staffed, Record(VISITOR, "another question", "web"))
        assert "it goes on in a new thread" in in_thread(staffed.slack, first)
        slack = await staffed.after(reply(first, "to the old one"))
        assert "see the newer thread" in slack.ephemeral[-1]["text"]
        await staffed.after(press(slack, first, "Take"), "interactive")
        assert ["see the newer thread" in said["text"] for said in slack.ephemeral] == [True, True]
        assert visitor.said == [] and "here" not in [state for state, _ in visitor.told]
        assert await people.shared().person(VISITOR) is None

    async def test_of_those_who_cannot_be_answered_there_say_so(self, staffed: Channel) -> None:
        await hand_over(Record("rest-1", "Call me?", "rest", contact=Contact("phone", "+12125550123")))
        (root,) = staffed.slack.posted[STAFF]
        slack = await staffed.after(reply(root["ts"], "Hello!"))
        assert slack.ephemeral[-1]["text"] == "They can't be answered here, only by the contact above."


class TestNobodyCame:
    async def test_what_is_written_then_stays_between_visitor_and_bot(
        self, slack: Slack, stub: StubBot, tmp_path: Path, visitor: FakeVoice, in_the_world: Path
    ) -> None:
        async with harness.over_socket(slack, tmp_path, stub, staff=STAFF, wait=0.2) as channel:
            thread = await opened(channel)
            await until(lambda: visitor.said)
            await channel.settled()
            assert len(await write("something private")) == 1
            await channel.settled()
            assert "something private" not in in_thread(slack, thread)
            await channel.after(press(slack, thread, "Take"), "interactive")
            await write("are you there?")
            await channel.settled()
            assert "are you there?" in in_thread(slack, thread)


class TestTheBotIsAway:
    def written(self, slack: Slack, thread: str, text: str, **more: Any) -> dict[str, Any]:
        """What a staff member wrote, as it stands in the thread; no event tells of it."""
        body = reply(thread, text, ANN, ts=slack.next_ts(), **more)
        slack.posted[STAFF].append(body["event"])
        return body

    async def test_what_the_staff_wrote_meanwhile_is_found_at_the_start(
        self, slack: Slack, stub: StubBot, tmp_path: Path, visitor: FakeVoice, in_the_world: Path
    ) -> None:
        async with harness.over_socket(slack, tmp_path, stub, staff=STAFF) as channel:
            thread = await opened(channel)
            await channel.after(self.written(slack, thread, "Hello!"))
        self.written(slack, thread, "Are you there?")
        self.written(slack, thread, "// or not?")
        self.written(slack, thread, "<@UBOT> who is that?")
        self.written(slack, thread, "joined", subtype="channel_join")
        late = self.written(slack, thread, "It is so.")
        async with harness.over_socket(slack, tmp_path, stub, staff=STAFF) as channel:
            await until(lambda: len(visitor.said) == 3)
            await channel.after(late)  # the event comes after all
        assert [text for text, _ in visitor.said] == ["Hello!", "Are you there?", "It is so."]
        assert {person for _, person in visitor.said} == {NAME} and stub.texts == []

    async def test_a_thread_that_cannot_be_read_holds_up_no_other(
        self, slack: Slack, stub: StubBot, tmp_path: Path, visitor: FakeVoice, in_the_world: Path,
        overture_log: pytest.LogCaptureFixture,
    ) -> None:  # fmt: skip
        async with harness.over_socket(slack, tmp_path, stub, staff=STAFF) as channel:
            threads = [await opened(channel, Record(f"web-{name}", name, "web")) for name in "ab"]
        for number, thread in enumerate(threads):
            self.written(slack, thread, f"Hello {number}!")
        slack.fail("conversations.replies", "missing_scope")
        async with harness.over_socket(slack, tmp_path, stub, staff=STAFF) as channel:
            await until(lambda: visitor.said)
            await channel.settled()
        assert len(visitor.said) == 1 and "A thread of the staff can't be read: SlackApiError" in overture_log.text


@pytest.mark.usefixtures("_soon")
class TestTheOtherSideIsAway:
    async def test_a_journal_that_refuses_gets_it_later(
        self, slack: Slack, stub: StubBot, tmp_path: Path, visitor: FakeVoice, in_the_world: Path
    ) -> None:
        async with harness.over_socket(slack, tmp_path, stub, staff=STAFF) as channel:
            thread = await opened(channel)
            visitor.fails = [NotSaid(), NotSaid()]
            await channel.send(reply(thread, "Hello!"))
            await until(lambda: visitor.said)
            assert visitor.said == [("Hello!", NAME)] and visitor.fails == []

    async def test_what_had_arrived_in_slack_is_not_said_again(
        self, slack: Slack, stub: StubBot, tmp_path: Path, in_the_world: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(running_module, "STOP_SECONDS", 0.0)
        async with harness.over_socket(slack, tmp_path, stub, staff=STAFF) as channel:
            await channel.after(payloads.message("a person please"))
            thread = await opened(channel, Record(stub.senders[0], "a question", "slack"))
            await channel.after(reply(thread, "Hello!"))
            slack.fail("chat.postMessage", "hang", done=True)  # and the process ends before Slack says so
            await channel.send(reply(thread, "Anything else?"))
            await until(lambda: "Anything else?" in str(slack.posted["D222"]))
        async with harness.over_socket(slack, tmp_path, stub, staff=STAFF) as channel:
            await asyncio.sleep(1.5)
            await channel.settled()
        assert [message["text"] for message in slack.posted["D222"]].count(f"{NAME}:\nAnything else?") == 1

    async def test_a_channel_that_comes_back_gets_what_was_written_meanwhile(
        self, slack: Slack, stub: StubBot, tmp_path: Path, visitor: FakeVoice, in_the_world: Path
    ) -> None:
        async with harness.over_socket(slack, tmp_path, stub, staff=STAFF) as channel:
            thread = await opened(channel)
            people.shared().leave("web-")
            await channel.after(reply(thread, "Hello!"))
            await asyncio.sleep(1.0)
            people.shared().join("web-", visitor)
            await until(lambda: visitor.said)
            assert visitor.said == [("Hello!", NAME)]
            assert in_thread(slack, thread).count("could not be passed on yet") == 1

    async def test_a_channel_of_the_staff_that_refuses_for_good_is_told_to_the_visitor(
        self, slack: Slack, stub: StubBot, tmp_path: Path, visitor: FakeVoice, in_the_world: Path,
        overture_log: pytest.LogCaptureFixture,
    ) -> None:  # fmt: skip
        async with harness.over_socket(slack, tmp_path, stub, staff=STAFF) as channel:
            thread = await opened(channel)
            await channel.after(reply(thread, "Hello!"))
            slack.fail("chat.postMessage", "not_in_channel")
            await write("my secret")
            await channel.settled()
        assert visitor.said[-1][0].startswith(f"This could not be passed on to {NAME}: “my secret”.")
        assert "a message was not passed on: not_in_channel" in overture_log.text
        assert "my secret" not in overture_log.text

    async def test_after_an_hour_it_is_given_up_and_whoever_wrote_it_is_told(
        self, staffed: Channel, visitor: FakeVoice
    ) -> None:
        thread = await opened(staffed)
        await staffed.after(reply(thread, "Hello!"))
        service = staffed.running.service
        assert service and service.carrying
        assert GIVEN_UP_SECONDS == 3_600.0
        await service.carrying.answer(work(thread, BY_STAFF, "of old", ANN, since=1.0))
        assert staffed.slack.ephemeral[-1]["text"] == "That could not be passed on: of old"
        await service.carrying.answer(work(thread, BY_VISITOR, "as old", since=1.0))
        assert "“as old”" in visitor.said[-1][0] and visitor.said[-1][1] is None
        assert len(visitor.said) == 2

    async def test_where_nobody_can_be_told_either_the_log_says_so(
        self, staffed: Channel, overture_log: pytest.LogCaptureFixture
    ) -> None:
        thread = await opened(staffed)
        staffed.slack.fail("chat.postEphemeral", "channel_not_found")
        service = staffed.running.service
        assert service and service.carrying
        await service.carrying.answer(work(thread, BY_STAFF, "my secret", ANN, since=1.0))
        assert "it is too old" in overture_log.text and "Nor could that be said: SlackApiError" in overture_log.text
        assert "my secret" not in overture_log.text

    async def test_a_refusal_that_lasts_is_told_to_the_staff(self, staffed: Channel, visitor: FakeVoice) -> None:
        thread = await opened(staffed)
        visitor.fails = [Undelivered("channel_not_found", lasting=True)]
        slack = await staffed.after(reply(thread, "Hello!"))
        assert slack.ephemeral[-1]["text"] == "That could not be passed on: Hello!" and visitor.said == []

    async def test_a_bot_without_a_staff_any_more_lets_go_of_what_was_left(
        self, slack: Slack, stub: StubBot, tmp_path: Path, visitor: FakeVoice, in_the_world: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        monkeypatch.setattr(running_module, "STOP_SECONDS", 0.0)
        async with harness.over_socket(slack, tmp_path, stub, staff=STAFF) as channel:
            thread = await opened(channel)
            slack.fail("chat.postMessage", "503", 1_000)
            await write("to nobody")
            await asyncio.sleep(0.1)
        slack.faults.clear()
        async with harness.over_socket(slack, tmp_path, stub) as channel:
            await asyncio.sleep(1.0)
            assert await channel.running._ledger.left() == [] and channel.running.service
            assert channel.running.service.idle and len(await write("hello")) == 1
        assert "to nobody" not in in_thread(slack, thread)


async def test_the_pane_does_not_go_on_looking_it_up_while_a_person_answers(staffed: Channel, stub: StubBot) -> None:
    at = "1726133698.626339"
    await staffed.after(payloads.message("a person please", thread_ts=at))
    thread = await opened(staffed, Record(stub.senders[0], "a question", "slack"))
    await staffed.after(reply(thread, "Hello"))
    slack = await staffed.after(payloads.message("thank you", thread_ts=at))
    statuses = [call.args["status"] for call in slack.of("assistant.threads.setStatus")]
    assert statuses == ["is looking it up…", "is looking it up…", ""]


async def test_what_cannot_be_opened_at_first_is_opened_by_the_desk_later(
    slack: Slack, stub: StubBot, tmp_path: Path, visitor: FakeVoice, in_the_world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("overture.handover.courier.PAUSES", (0.1,))
    slack.fail("auth.test", "503", 8)  # Slack is away while the bot starts
    async with harness.over_socket_unconnected(slack, tmp_path, stub, staff=STAFF) as channel:
        desk = handover.shared()
        assert desk.live
        handed = await desk.hand_over(RECORD, patience=0.5)
        assert not handed.live and handed.kept
        await until(lambda: visitor.told == [("waiting", None)])
        await channel.settled()
    assert len([m for m in slack.posted[STAFF] if not m.get("thread_ts")]) == 1


async def test_two_hundred_messages_both_ways_over_faults_arrive_once_each(
    staffed: Channel, visitor: FakeVoice
) -> None:
    thread = await opened(staffed)
    await staffed.after(reply(thread, "Hello!"))
    dice, made = random.Random(7), 0

    def fault(method: str, args: Mapping[str, Any]) -> Fault | None:
        nonlocal made
        if method != "chat.postMessage" or dice.random() >= 0.15:
            return None
        made += 1
        return dice.choice([kind for kind in KINDS if kind.kind not in ("429", "invalid_blocks")])

    staffed.slack.fault_for = fault
    for number in range(100):
        await write(f"<v{number}>", id=f"v-{number}")
        body = reply(thread, f"s{number}.")
        for _ in range(1 + (number % 10 == 0)):
            await staffed.send(body)
        await asyncio.sleep(0.01)
    await staffed.settled()
    told = in_thread(staffed.slack, thread)
    assert made > 10 and [told.count(f"&lt;v{number}&gt;") for number in range(100)] == [1] * 100
    assert sorted(text for text, _ in visitor.said[1:]) == sorted(f"s{number}." for number in range(100))


# What the staff sees

_REPEATED = st.builds(
    lambda text, times: text * times, st.text("&<*a. \n", min_size=1, max_size=9), st.integers(1, 700)
)
_TEXTS = (
    st.text(max_size=300) | _REPEATED | st.sampled_from(["**x** [a](https://b.c)", "*", "\ue0001\ue001", "<!here>"])
)


@settings(max_examples=50, deadline=None)
@given(question=_TEXTS, said=st.lists(_TEXTS, max_size=4), name=_TEXTS, tried=st.lists(_TEXTS, max_size=10))
def test_any_question_is_within_slacks_limits(question: str, said: list[str], name: str, tried: list[str]) -> None:
    record = Record(
        VISITOR, question, "web", name, None, tuple(Line(who, text, "") for text in said for who in ("visitor", "bot")),
        tuple(Tried(text, "not_understood") for text in tried),
    )  # fmt: skip
    for live in (True, False):
        shown, text = case_view.told(record, live=live)
        for state in (HERE, CLOSED):
            case = Case(record.id, VISITOR, STAFF, "1.1", shown, text, live=live, state=state, name=name[:80])
            assert faults(case_view.first(case).blocks) == []
    for message in [*case_view.transcript(record), case_view.visitor(question[:2_000]), case_view.note(name[:300])]:
        assert faults(message.blocks) == []


def test_a_question_that_is_cut_stands_below_as_a_whole() -> None:
    record = Record(VISITOR, "why? " * 400)
    (shown,) = case_view.transcript(record)
    assert shown.text.count("why?") == 400 and case_view.transcript(Record(VISITOR, "why?")) == []


def test_nothing_that_a_visitor_types_is_a_mark_of_slacks_or_of_the_bots() -> None:
    typed = "<!channel> **bold** [your bank](https://evil.example) *x* <@W777>"
    record = Record(VISITOR, typed, transcript=(Line("visitor", typed, ""),))
    question = next(block for block in case_view.told(record, live=True)[0] if block["type"] == "section")
    for block in (case_view.visitor(typed).blocks[0], case_view.transcript(record)[0].blocks[0], question):
        shown = block["text"]["text"]
        assert "<" not in shown and "*bold*" not in shown.replace("\u200b", "~") and "[your bank](" in shown


@pytest.mark.parametrize(
    "view",
    [
        {"callback_id": "other"},
        {"callback_id": "person_answer"},
        {"callback_id": "person_answer", "private_metadata": "no JSON"},
        {"callback_id": "person_answer", "private_metadata": "[1]"},
        {"callback_id": "person_answer", "private_metadata": '["C1", "1.1"]', "state": {"values": {}}},
        {
            "callback_id": "person_answer",
            "private_metadata": '["C1", "1.1"]',
            "state": {"values": {"answer": {"text": {"value": " "}}}},
        },
        {
            "callback_id": "person_answer",
            "private_metadata": '["C1", 7]',
            "state": {"values": {"answer": {"text": {"value": "x"}}}},
        },
    ],
)
def test_a_modal_that_says_nothing_is_no_answer(view: dict[str, Any]) -> None:
    assert case_view.answered(view) is None


async def test_a_case_that_is_gone_cannot_be_changed(staffed: Channel) -> None:
    assert await Cases(staffed.running._ledger).change("nothing", state=CLOSED) is None
    slack = await staffed.after(press_of_nothing(), "interactive")
    assert not slack.of("chat.update") and BEN not in str(slack.calls[-1].args)


def press_of_nothing() -> dict[str, Any]:
    button = {"action_id": "person:close", "text": {"type": "plain_text", "text": "Close"}, "value": "x"}
    return payloads.press(button, channel=STAFF, user=BEN, message={"type": "message", "ts": "1726133698.000001"})
