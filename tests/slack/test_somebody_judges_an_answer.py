"""A person presses a thumb, and may say what was wrong."""

from __future__ import annotations

import stat

import pytest

from overture.channels.slack.feedback import FeedbackFile, Judgement
from tests.slack import payloads
from tests.slack.harness import Channel
from tests.slack.loopback import OTHER, TEAM, USER

ANSWER = {"type": "message", "ts": "1726133698.000100", "user": "UBOT"}


@pytest.fixture
def kept(channel: Channel) -> FeedbackFile:
    store = channel.running._settings.store
    return FeedbackFile(store.with_name("slack-feedback.db"))


async def test_a_thumb_up_is_kept_and_thanked_for(channel: Channel, kept: FeedbackFile) -> None:
    slack = await channel.after(payloads.thumb("up", message=ANSWER), "interactive")
    assert kept.all() == [Judgement(f"slack-{TEAM}-{USER}", "D222", ANSWER["ts"], USER, "up")]
    assert slack.ephemeral[0]["text"] == "Thank you, noted." and slack.everything_posted() == []


async def test_a_thumb_down_asks_what_was_wrong_and_keeps_the_word(channel: Channel, kept: FeedbackFile) -> None:
    slack = await channel.after(payloads.thumb("down", message=ANSWER), "interactive")
    (modal,) = slack.modals
    assert slack.of("views.open")[0].args["trigger_id"].endswith("valid")
    await channel.after(payloads.sent_modal(modal, "  the price is old "), "interactive")
    (judgement,) = kept.all()
    assert (judgement.verdict, judgement.comment) == ("down", "the price is old")


async def test_a_modal_without_a_word_leaves_the_thumb(channel: Channel, kept: FeedbackFile) -> None:
    slack = await channel.after(payloads.thumb("down", message=ANSWER), "interactive")
    for word in (None, "", "  "):
        await channel.after(payloads.sent_modal(slack.modals[0], word), "interactive")
    assert [(one.verdict, one.comment) for one in kept.all()] == [("down", None)]


async def test_somebody_elses_modal_or_another_one_is_not_kept(channel: Channel, kept: FeedbackFile) -> None:
    slack = await channel.after(payloads.thumb("down", message=ANSWER), "interactive")
    await channel.after(payloads.sent_modal(slack.modals[0], "x", user=OTHER), "interactive")
    await channel.after(payloads.sent_modal({**slack.modals[0], "callback_id": "other"}, "x"), "interactive")
    await channel.after(payloads.sent_modal({**slack.modals[0], "private_metadata": "?"}, "x"), "interactive")
    await channel.after({**payloads.sent_modal(slack.modals[0], "x"), "type": "view_closed"}, "interactive")
    assert [one.comment for one in kept.all()] == [None]


async def test_the_last_thumb_of_a_person_counts(channel: Channel, kept: FeedbackFile) -> None:
    for verdict in ("up", "down", "up"):
        await channel.after(payloads.thumb(verdict, message=ANSWER), "interactive")
    await channel.after(payloads.thumb("down", message=ANSWER, user=OTHER), "interactive")
    assert [(one.user, one.verdict) for one in kept.all()] == [(USER, "up"), (OTHER, "down")]


async def test_a_thumb_in_a_thread_belongs_to_its_conversation(channel: Channel, kept: FeedbackFile) -> None:
    message = {**ANSWER, "thread_ts": "1726133600.000100"}
    await channel.after(payloads.thumb("up", channel="C111", message=message), "interactive")
    assert kept.all()[0].conversation == f"slack-{TEAM}-C111-1726133600.000100"


async def test_the_file_is_for_the_bots_own_account_only(channel: Channel, kept: FeedbackFile) -> None:
    await channel.after(payloads.thumb("up", message=ANSWER), "interactive")
    assert stat.S_IMODE(kept._path.stat().st_mode) == 0o600


async def test_a_disk_that_refuses_is_no_reason_to_fail(
    channel: Channel, monkeypatch: pytest.MonkeyPatch, overture_log: pytest.LogCaptureFixture
) -> None:
    def refuses(self: FeedbackFile, judgement: Judgement) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(FeedbackFile, "_write", refuses)
    await channel.after(payloads.thumb("up", message=ANSWER), "interactive")
    assert "A thumb could not be kept: OSError" in overture_log.text
