"""A visitor asks for a person: a thread in the staff's channel is the other end of their conversation."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from rasa.core.channels.channel import UserMessage

from overture import handover
from overture.channels import people
from overture.channels.slack import running as running_module
from overture.channels.slack import watch
from overture.channels.slack.cases import Cases
from overture.handover import Contact, Receipt, Record, Undelivered
from tests.slack import harness, payloads
from tests.slack.harness import Channel, StubBot
from tests.slack.limits_check import faults
from tests.slack.loopback import OTHER, USER, Slack
from tests.slack.staffing import (
    ANN,
    BEN,
    RECORD,
    STAFF,
    VISITOR,
    FakeVoice,
    buttons,
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


class TestTheThread:
    async def test_has_the_question_what_was_tried_the_transcript_and_buttons(
        self, staffed: Channel, visitor: FakeVoice
    ) -> None:
        receipt = await hand_over()
        slack = staffed.slack
        assert receipt == Receipt("slack staff", live=True) and visitor.told == [("waiting", None)]
        root, *rest = slack.posted[STAFF]
        shown = str(root["blocks"])
        assert "Contact(" not in shown and "Contact(" not in root["text"]
        for part in ("GI Bill cover summer &lt;terms&gt;?", "Dana", "dana@example.edu", "gi bill in summer? (gap)",
                     "bill (not understood)", "Waiting for somebody."):  # fmt: skip
            assert part in shown, part
        assert list(buttons(slack, root["ts"])) == ["Take", "Answer", "Close"]
        said = "\n".join(block["text"]["text"] for m in rest for block in m["blocks"])
        assert "*Visitor:* gi bill in summer?" in said and "*Bot:* I don't know that." in said
        assert said.count("More of it") == 400
        assert all(faults(m["blocks"]) == [] for m in slack.posted[STAFF])
        assert all(m["thread_ts"] == root["ts"] for m in rest)

    async def test_is_opened_once_however_often_it_is_tried(self, staffed: Channel) -> None:
        await hand_over()
        written = list(staffed.slack.posted[STAFF])
        for _ in range(2):
            await hand_over()
        assert staffed.slack.posted[STAFF] == written
        assert [bool(message.get("thread_ts")) for message in written].count(False) == 1

    async def test_that_comes_again_leaves_it_to_who_has_taken_it(self, staffed: Channel, visitor: FakeVoice) -> None:
        thread = await opened(staffed)
        await staffed.after(reply(thread, "Hello!"))
        await hand_over()
        assert await people.shared().person(VISITOR) == f"name of {ANN}" and len(visitor.told) == 2

    async def test_is_found_again_when_slack_failed_to_say_that_it_is_there(self, staffed: Channel) -> None:
        staffed.slack.fail("chat.postMessage", "500", done=True)
        await hand_over()
        assert len([m for m in staffed.slack.posted[STAFF] if not m.get("thread_ts")]) == 1

    async def test_cannot_be_opened_where_slack_refuses(self, staffed: Channel) -> None:
        staffed.slack.fail("chat.postMessage", "not_in_channel")
        with pytest.raises(Undelivered, match="Slack says not_in_channel"):
            await hand_over()

    async def test_of_somebody_who_cannot_be_answered_there_says_so(self, staffed: Channel, visitor: FakeVoice) -> None:
        receipt = await hand_over(Record("rest-1", "Call me?", "rest", contact=Contact("phone", "+12125550123")))
        (root,) = staffed.slack.posted[STAFF]
        assert receipt == Receipt("slack staff", live=False) and "They can't be answered here" in str(root["blocks"])
        assert [block["type"] for block in root["blocks"]].count("actions") == 0 and visitor.told == []

    async def test_comes_by_the_desk(self, staffed: Channel) -> None:
        handed = await handover.shared().hand_over(RECORD, patience=10)
        assert handed.live and {receipt.target for receipt in handed.receipts} == {"file", "slack staff"}
        assert handover.shared().live

    async def test_a_record_without_anything_is_opened_as_well(self, staffed: Channel) -> None:
        await hand_over(Record("web-x", "q" * 5000))
        assert "only here" in str(staffed.slack.posted[STAFF][0]["blocks"]) and staffed.slack.refused == []


class TestMessages:
    async def test_of_the_staff_reach_the_visitor_by_name(self, staffed: Channel, visitor: FakeVoice) -> None:
        thread = await opened(staffed)
        await staffed.after(reply(thread, "Yes, it *does*: see <https://va.gov/a?b=1&amp;c|the VA>.\nAnything else?"))
        assert visitor.told == [("waiting", None), ("here", f"name of {ANN}")]
        text = "Yes, it **does**: see [the VA](https://va.gov/a?b=1&c).\nAnything else?"
        assert visitor.said == [(text, f"name of {ANN}")]
        assert f"name of {ANN} answers." in str(staffed.slack.of("chat.update")[-1].args["blocks"])

    async def test_of_the_visitor_go_to_the_thread_and_the_bot_is_silent(
        self, staffed: Channel, visitor: FakeVoice
    ) -> None:
        thread = await opened(staffed)
        await staffed.after(reply(thread, "Hello!"))
        bot = StubBot()
        assert await write("thank <you> *so* much", bot=bot) == [] and bot.heard == []
        await staffed.settled()
        assert "Visitor: thank &lt;you&gt; *\u200bso* much" in in_thread(staffed.slack, thread)
        assert await people.shared().person(VISITOR) == f"name of {ANN}"

    async def test_while_nobody_has_come_the_bot_goes_on_and_the_staff_reads_along(self, staffed: Channel) -> None:
        thread = await opened(staffed)
        (said,) = await write("and the cost?")
        await staffed.settled()
        assert said["text"] == "You said and the cost?." and "and the cost?" in in_thread(staffed.slack, thread)
        assert await people.shared().person(VISITOR) is None

    async def test_of_others_are_not_touched(self, staffed: Channel) -> None:
        thread = await opened(staffed)
        await staffed.after(reply(thread, "Hello!"))
        assert len(await write("how long?", "web-other")) == 1 and len(await write("how long?", "rest-1")) == 1

    async def test_in_order_and_once(self, staffed: Channel, visitor: FakeVoice) -> None:
        thread = await opened(staffed)
        bodies = [reply(thread, f"line {number}") for number in range(5)]
        for body in (bodies[0], bodies[2], bodies[1], bodies[1], bodies[3], bodies[0], bodies[4]):
            await staffed.send(body)
        await staffed.settled()
        assert sorted(text for text, _ in visitor.said) == [f"line {number}" for number in range(5)]

    async def test_the_same_message_of_a_visitor_is_carried_once(self, staffed: Channel) -> None:
        thread = await opened(staffed)
        await staffed.after(reply(thread, "Hello!"))
        for _ in range(3):
            await write("my answer", id="m-1")
        await staffed.settled()
        assert in_thread(staffed.slack, thread).count("my answer") == 1

    async def test_between_the_staff_stay_there(self, staffed: Channel, visitor: FakeVoice) -> None:
        thread = await opened(staffed)
        await staffed.after(reply(thread, "// who knows that?"))
        assert visitor.said == []

    async def test_that_are_files_are_not_passed_on_and_that_is_said(
        self, staffed: Channel, visitor: FakeVoice
    ) -> None:
        thread = await opened(staffed)
        slack = await staffed.after(reply(thread, "", subtype="file_share", files=[payloads.FILE]))
        assert visitor.said == [] and slack.ephemeral[-1]["text"].startswith("I can pass on text but no files")

    async def test_the_staff_may_ask_the_bot_there(self, staffed: Channel, visitor: FakeVoice, stub: StubBot) -> None:
        thread = await opened(staffed)
        await staffed.after(reply(thread, "<@UBOT> does the GI Bill cover it?"))
        assert stub.texts == ["does the GI Bill cover it?"] and visitor.said == []
        assert "You said does the GI Bill" in in_thread(staffed.slack, thread)

    async def test_edits_and_other_threads_are_passed_over(self, staffed: Channel, visitor: FakeVoice) -> None:
        thread = await opened(staffed)
        await staffed.after(reply("1726133698.626339", "lunch?"))
        await staffed.after(payloads.message("lunch!", STAFF, "channel", ANN))
        await staffed.after(reply(thread, "x", subtype="message_changed"))
        await staffed.after(payloads.message("x", "COTHER", "channel", ANN, thread_ts=thread))
        assert visitor.said == []

    async def test_outlast_faults_of_slack(self, staffed: Channel) -> None:
        thread = await opened(staffed)
        await staffed.after(reply(thread, "Hello!"))
        staffed.slack.fail("chat.postMessage", "500", 2)
        staffed.slack.fail("chat.postMessage", "500", done=True)
        await write("are you there?")
        await staffed.settled()
        assert in_thread(staffed.slack, thread).count("are you there?") == 1

    async def test_of_two_staff_members_bear_their_names(self, staffed: Channel, visitor: FakeVoice) -> None:
        thread = await opened(staffed)
        await staffed.after(reply(thread, "Hello!", ANN))
        await staffed.after(reply(thread, "I know more.", BEN))
        assert [person for _, person in visitor.said] == [f"name of {ANN}", f"name of {BEN}"]
        assert await people.shared().person(VISITOR) == f"name of {BEN}"

    async def test_without_the_scope_for_names_somebody_answers(self, staffed: Channel, visitor: FakeVoice) -> None:
        staffed.slack.fail("users.info", "missing_scope")
        thread = await opened(staffed)
        await staffed.after(reply(thread, "Hello!"))
        assert visitor.said == [("Hello!", "A member of the team")]

    async def test_to_a_channel_that_is_not_running_say_so_in_the_thread(self, staffed: Channel) -> None:
        thread = await opened(staffed)
        people.shared().leave("web-")
        await staffed.after(reply(thread, "Hello!"))
        assert "could not be passed on" in in_thread(staffed.slack, thread)


class TestButtons:
    async def test_take_tells_the_visitor_who_is_here(self, staffed: Channel, visitor: FakeVoice) -> None:
        thread = await opened(staffed)
        slack = await staffed.after(press(staffed.slack, thread, "Take"), "interactive")
        assert visitor.told[-1] == ("here", f"name of {ANN}") and visitor.said == []
        assert list(buttons(slack, thread)) == ["Answer", "Close"]

    async def test_answer_takes_it_from_a_modal_and_shows_it_in_the_thread(
        self, staffed: Channel, visitor: FakeVoice
    ) -> None:
        thread = await opened(staffed)
        slack = await staffed.after(press(staffed.slack, thread, "Answer"), "interactive")
        view = slack.modals[-1]
        body = payloads.sent_modal(view, None, ANN)
        body["view"]["state"] = {"values": {"answer": {"text": {"value": "Yes, if A&R < B."}}}}
        await staffed.after(body, "interactive")
        await staffed.after(body, "interactive")
        assert visitor.said == [("Yes, if A&R < B.", f"name of {ANN}")]
        assert f"name of {ANN} answered: Yes, if A&amp;R &lt; B." in in_thread(slack, thread)

    async def test_close_brings_the_bot_back(self, staffed: Channel, visitor: FakeVoice) -> None:
        thread = await opened(staffed)
        await staffed.after(reply(thread, "Hello!"))
        slack = await staffed.after(press(staffed.slack, thread, "Close", BEN), "interactive")
        assert visitor.told[-1] == ("gone", f"name of {ANN}")
        assert len(await write("how long?")) == 1
        assert f"name of {BEN} has closed this" in in_thread(slack, thread)
        assert list(buttons(slack, thread)) == ["Take", "Answer"]

    async def test_after_closing_nothing_is_passed_on_until_it_is_opened_again(
        self, staffed: Channel, visitor: FakeVoice
    ) -> None:
        thread = await opened(staffed)
        await staffed.after(press(staffed.slack, thread, "Close"), "interactive")
        slack = await staffed.after(reply(thread, "too late"))
        assert visitor.said == [] and "This is closed" in slack.ephemeral[-1]["text"]
        await staffed.after(press(slack, thread, "Take"), "interactive")
        await staffed.after(reply(thread, "here again"))
        assert visitor.said == [("here again", f"name of {ANN}")]

    async def test_pressed_twice_do_it_once(self, staffed: Channel, visitor: FakeVoice) -> None:
        thread = await opened(staffed)
        take, close = (press(staffed.slack, thread, label) for label in ("Take", "Close"))
        for body in (take, take, close, close):
            await staffed.after(body, "interactive")
        assert visitor.told == [("waiting", None), ("here", f"name of {ANN}"), ("gone", f"name of {ANN}")]
        assert in_thread(staffed.slack, thread).count("has closed this") == 1

    async def test_in_another_channel_do_nothing(self, staffed: Channel, visitor: FakeVoice) -> None:
        thread = await opened(staffed)
        body = payloads.press(buttons(staffed.slack, thread)["Close"], channel="C111", message={"ts": thread})
        await staffed.after(body, "interactive")
        assert await write("hello") != [] and not staffed.slack.of("chat.update")

    async def test_an_old_state_that_cannot_be_changed_ends_nothing(self, staffed: Channel, visitor: FakeVoice) -> None:
        thread = await opened(staffed)
        staffed.slack.fail("chat.update", "message_not_found")
        await staffed.after(press(staffed.slack, thread, "Take"), "interactive")
        assert visitor.told[-1][0] == "here"


class TestComingBack:
    async def test_nobody_comes_in_time(
        self, slack: Slack, stub: StubBot, tmp_path: Path, visitor: FakeVoice, in_the_world: Path
    ) -> None:
        async with harness.over_socket(slack, tmp_path, stub, staff=STAFF, wait=0.3) as channel:
            thread = await opened(channel)
            await until(lambda: visitor.said)
            ((text, person),) = visitor.said
            assert text.startswith("Nobody could join us just now.") and person is None
            await asyncio.sleep(0.3)
            assert len(visitor.said) == 1  # told once
            await channel.after(reply(thread, "sorry, here I am"))
            assert visitor.said[-1] == ("sorry, here I am", f"name of {ANN}") and visitor.told[-1][0] == "here"

    async def test_the_person_goes_to_sleep(
        self, staffed: Channel, visitor: FakeVoice, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        thread = await opened(staffed)
        await staffed.after(reply(thread, "Hello!"))
        monkeypatch.setattr(watch, "IDLE_SECONDS", 0.2)
        await until(lambda: visitor.told[-1][0] == "gone")
        assert len(await write("how long?")) == 1
        await until(lambda: "Nobody has written for half an hour" in in_thread(staffed.slack, thread))

    async def test_the_visitor_wants_the_bot(self, staffed: Channel, visitor: FakeVoice) -> None:
        thread = await opened(staffed)
        await staffed.after(reply(thread, "Hello!"))
        assert await write(" Bot ") == []
        await staffed.settled()
        assert visitor.told[-1] == ("gone", f"name of {ANN}") and "went back to the bot" in in_thread(
            staffed.slack, thread
        )
        assert len(await write("how long?")) == 1

    async def test_an_old_one_is_forgotten_after_as_many_days_as_records_are_kept(
        self, staffed: Channel, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(watch, "CAUGHT_UP_SECONDS", 0.0)
        thread = await opened(staffed)
        await staffed.after(press(staffed.slack, thread, "Close"), "interactive")
        for days, is_kept in ((179, True), (181, False)):
            at = time.time() - days * 86_400
            await Cases(staffed.running._ledger).change(RECORD.id, since=at, last=at)
            await asyncio.sleep(0.3)
            assert bool(await kept(staffed)) is is_kept
        assert await staffed.running._ledger.group("case threads") == {}

    async def test_asking_again_opens_another_thread(self, staffed: Channel, visitor: FakeVoice) -> None:
        first = await opened(staffed)
        await staffed.after(press(staffed.slack, first, "Close"), "interactive")
        second = await opened(staffed, Record(VISITOR, "another question", "web"))
        assert first != second
        await staffed.after(reply(first, "to the old one"))
        await staffed.after(reply(second, "to the new one"))
        assert visitor.said == [("to the new one", f"name of {ANN}")]


class TestErasing:
    async def test_deletes_what_the_bot_wrote_of_it(self, staffed: Channel) -> None:
        thread = await opened(staffed)
        await write("and another thing")
        await staffed.settled()
        written = {m["ts"] for m in staffed.slack.posted[STAFF]}
        target = handover.shared()._targets["slack staff"]
        await asyncio.to_thread(target.forget, VISITOR)
        deleted = {call.args["ts"] for call in staffed.slack.of("chat.delete")}
        assert deleted == written and thread in deleted and staffed.slack.posted[STAFF] == []
        assert await kept(staffed) == []
        await asyncio.to_thread(target.forget, VISITOR)  # nothing is left

    async def test_is_tried_again_when_slack_is_away(self, staffed: Channel) -> None:
        await opened(staffed)
        staffed.slack.fail("chat.delete", "internal_error")
        with pytest.raises(Undelivered):
            await asyncio.to_thread(handover.shared()._targets["slack staff"].forget, VISITOR)


class TestRestarts:
    async def test_of_the_bot_lose_neither_the_thread_nor_a_message(
        self, slack: Slack, stub: StubBot, tmp_path: Path, visitor: FakeVoice, in_the_world: Path
    ) -> None:
        async with harness.over_socket(slack, tmp_path, stub, staff=STAFF) as channel:
            thread = await opened(channel)
            await channel.after(reply(thread, "Hello!"))
        await slack.push(reply(thread, "x", subtype="message_changed")) if slack.connected.is_set() else None
        async with harness.over_socket(slack, tmp_path, stub, staff=STAFF) as channel:
            assert await people.shared().person(VISITOR) == f"name of {ANN}"
            bot = StubBot()
            assert await write("still there?", bot=bot) == [] and bot.heard == []
            await channel.after(reply(thread, "Of course."))
        assert "still there?" in in_thread(slack, thread)
        assert [text for text, _ in visitor.said] == ["Hello!", "Of course."]

    async def test_in_the_middle_of_carrying_it_over_lose_nothing(
        self, slack: Slack, stub: StubBot, tmp_path: Path, visitor: FakeVoice, in_the_world: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        monkeypatch.setattr(running_module.Service.__init__, "__defaults__", (0.6,))
        monkeypatch.setattr(running_module.FileLedger.__init__, "__defaults__", (0.6,))
        monkeypatch.setattr(running_module, "STOP_SECONDS", 0.0)
        async with harness.over_socket(slack, tmp_path, stub, staff=STAFF) as channel:
            thread = await opened(channel)
            await channel.after(reply(thread, "Hello!"))
            slack.fail("chat.postMessage", "hang", done=True)
            await write("my question")
            await until(lambda: "my question" in in_thread(slack, thread))
        async with harness.over_socket(slack, tmp_path, stub, staff=STAFF):
            await asyncio.sleep(1.5)
        assert in_thread(slack, thread).count("my question") == 1

    async def test_what_comes_while_the_bot_is_away_is_refused_and_comes_again(
        self, slack: Slack, stub: StubBot, tmp_path: Path, visitor: FakeVoice, in_the_world: Path
    ) -> None:
        async with harness.over_socket(slack, tmp_path, stub, staff=STAFF):
            target = handover.shared()._targets["slack staff"]
        assert "slack staff" not in handover.shared()._targets
        with pytest.raises(Undelivered, match="the connection to Slack is not there"):
            await asyncio.to_thread(target.hand_over, RECORD)


class TestSomebodyInSlack:
    async def test_is_answered_where_they_asked(self, staffed: Channel, stub: StubBot) -> None:
        await staffed.after(payloads.message("I want a person"))
        sender = stub.senders[0]
        thread = await opened(staffed, Record(sender, "a question", "slack"))
        await staffed.after(reply(thread, "Hello *you*"))
        await staffed.after(payloads.message("thank you"))
        await staffed.after(press(staffed.slack, thread, "Close"), "interactive")
        await staffed.after(payloads.message("how long?"))
        said = [message["text"] for message in staffed.slack.posted["D222"]]
        assert said == [
            "You said I want a person.",
            f"name of {ANN} is here and answers you from now on. Write “bot” when you want me back.",
            f"name of {ANN}:\nHello you",
            f"name of {ANN} has left. I answer again.",
            "You said how long?.",
        ]
        assert stub.texts == ["I want a person", "how long?"] and "thank you" in in_thread(staffed.slack, thread)
        assert "*name of W777*, a person:" in str(staffed.slack.posted["D222"][2]["blocks"])

    async def test_is_found_after_a_restart(
        self, slack: Slack, stub: StubBot, tmp_path: Path, in_the_world: Path
    ) -> None:
        async with harness.over_socket(slack, tmp_path, stub, staff=STAFF) as channel:
            await channel.after(payloads.message("a person please", "D333", user=OTHER, thread_ts="1726133698.626339"))
            thread = await opened(channel, Record(stub.senders[0], "a question", "slack"))
        async with harness.over_socket(slack, tmp_path, stub, staff=STAFF) as channel:
            await channel.after(reply(thread, "Hello"))
        assert slack.posted["D333"][-1]["thread_ts"] == "1726133698.626339"
        assert slack.posted["D333"][-1]["text"] == f"name of {ANN}:\nHello"

    async def test_is_reached_though_the_question_was_handed_over_after_a_restart_only(
        self, slack: Slack, stub: StubBot, tmp_path: Path, in_the_world: Path
    ) -> None:
        async with harness.over_socket(slack, tmp_path, stub, staff=STAFF) as channel:
            await channel.after(payloads.message("a person please"))
            await channel.after(payloads.mention("a person please", "C444", ts="1726133698.626339"))
            await channel.after(payloads.command("a person", slack.response_url(), user=OTHER), "slash_commands")
        async with harness.over_socket(slack, tmp_path, stub, staff=STAFF) as channel:
            for number, sender in enumerate(stub.senders):
                thread = await opened(channel, Record(sender, f"question {number}", "slack"))
                await channel.after(reply(thread, f"Hello {number}"))
        said = [slack.posted[place][-1] for place in ("D222", "C444", "D333")]
        assert [message["text"] for message in said] == [f"name of {ANN}:\nHello {number}" for number in range(3)]
        assert [message.get("thread_ts") for message in said] == [None, "1726133698.626339", None]

    async def test_who_typed_a_command_is_answered_in_a_direct_message(self, staffed: Channel, stub: StubBot) -> None:
        await staffed.after(payloads.command("a person", staffed.slack.response_url()), "slash_commands")
        thread = await opened(staffed, Record(stub.senders[0], "a question", "slack"))
        await staffed.after(reply(thread, "Hello"))
        assert staffed.slack.posted["D222"][-1]["channel"] == USER


async def test_over_http_it_works_alike(
    slack: Slack, stub: StubBot, tmp_path: Path, visitor: FakeVoice, in_the_world: Path
) -> None:
    async with harness.over_http(slack, tmp_path, stub, staff=STAFF) as channel:
        thread = await opened(channel)
        assert (await channel.post(*payloads.as_json(reply(thread, "Hello!")))).status == 200
        await channel.settled()
        assert (await channel.post(*payloads.as_payload(press(slack, thread, "Answer")))).status == 200
        await channel.settled()
        body = payloads.sent_modal(slack.modals[-1], None, ANN)
        body["view"]["state"] = {"values": {"answer": {"text": {"value": "Yes."}}}}
        got = await channel.post(*payloads.as_payload(body))
        assert (got.status, got.text) == (200, "")  # anything else would leave the window open
        await channel.settled()
        await channel.post(*payloads.as_payload(press(slack, thread, "Close")))
        await channel.settled()
    assert [text for text, _ in visitor.said] == ["Hello!", "Yes."] and visitor.told[-1][0] == "gone"


async def test_without_a_bridge_everything_is_the_bots(channel: Channel, visitor: FakeVoice) -> None:
    assert len(await write("hello")) == 1 and await people.shared().person(VISITOR) is None


async def test_a_bridge_that_fails_leaves_it_to_the_bot(
    visitor: FakeVoice, overture_log: pytest.LogCaptureFixture
) -> None:
    class Broken:
        async def heard(self, message: UserMessage) -> bool:
            raise ValueError(message.text)

        async def person(self, sender: str) -> str | None:
            raise ValueError(sender)

        async def left(self, sender: str) -> None:
            raise ValueError(sender)

    people.shared().connect(Broken())
    try:
        assert len(await write("my secret")) == 1 and await people.shared().person(VISITOR) is None
        await people.shared().left(VISITOR)
    finally:
        people.shared().connect(None)
    assert (
        overture_log.text.count("The bridge to people failed: ValueError") == 3 and "my secret" not in overture_log.text
    )
