"""The desk: to every target, once, also over crashes and refusals; and nothing of it in the log."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from overture.handover import Config, Desk, Handed, Receipt, Record, Undelivered, courier, shared
from overture.handover.config import FileSettings, WebhookSettings
from tests.unit.handover.conftest import KEY, Receiver, record, wait_for

ROOT = Path(__file__).resolve().parents[3]
Open = Callable[..., Desk]


class Bridge:
    """A target of somebody else's making."""

    name = "bridge"

    def __init__(self, *refusals: Exception, live: bool = False) -> None:
        self.live = live
        self.refusals = list(refusals)
        self.got: list[Record] = []
        self.forgotten: list[str] = []
        self.waits = threading.Event()
        self.waits.set()

    def hand_over(self, record: Record) -> Receipt:
        self.waits.wait(5)
        if self.refusals:
            raise self.refusals.pop(0)
        self.got.append(record)
        return Receipt(self.name, self.live)

    def forget(self, conversation: str) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        self.forgotten.append(conversation)


def run(handing: Coroutine[Any, Any, Handed]) -> Handed:
    """Runs in a loop of its own, beside the loops of the tests."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, handing).result()


@pytest.fixture
def desk_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Makes desks that keep things in one folder; pauses between tries are short."""
    monkeypatch.setattr(courier, "PAUSES", (0.05, 0.1))
    monkeypatch.setenv("KEY", KEY)
    made: list[Desk] = []

    def make(*targets: Any, **settings: Any) -> Desk:
        made.append(Desk(Config.parse_obj({"folder": tmp_path / "kept", "targets": targets, **settings})))
        return made[-1]

    yield make
    for desk in made:
        desk.stop()


def hook(receiver: Receiver) -> WebhookSettings:
    return WebhookSettings(kind="webhook", url=receiver.url, secret_env="KEY", timeout=1.0)


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in folder.glob("*.jsonl") for line in path.read_text("utf-8").splitlines()]


class TestHandingOver:
    async def test_every_target_gets_it(self, desk_of: Open, receiver: Receiver, tmp_path: Path) -> None:
        desk = desk_of(FileSettings(kind="file"), hook(receiver))
        handed = await desk.hand_over(record())
        assert {receipt.target for receipt in handed.receipts} == {"file", "webhook"}
        assert handed.arrived and not handed.kept and not handed.live
        assert lines(tmp_path / "kept") == [body["data"] for body in receiver.bodies()]
        wait_for(lambda: not desk.waiting())

    async def test_without_targets_there_is_nobody(self, desk_of: Open) -> None:
        desk = desk_of()
        assert not desk.open
        handed = await desk.hand_over(record())
        assert not handed.arrived and not handed.kept

    async def test_what_does_not_arrive_is_kept_and_tried_until_it_has(self, desk_of: Open, receiver: Receiver) -> None:
        receiver.answers += [(500, {}), (503, {}), (429, {})]
        desk = desk_of(hook(receiver))
        handed = await desk.hand_over(given := record())
        assert not handed.arrived and handed.kept and desk.waiting() == {"webhook": 1}
        wait_for(lambda: not desk.waiting())
        assert [headers["webhook-id"] for headers, _ in receiver.got] == [given.id] * 4

    async def test_nobody_waits_for_a_slow_target(self, desk_of: Open) -> None:
        desk, bridge = desk_of(), Bridge()
        bridge.waits.clear()
        desk.add(bridge)
        began = time.monotonic()
        handed = await desk.hand_over(record(), patience=0.2)
        assert time.monotonic() - began < 2 and handed.kept and not handed.arrived
        bridge.waits.set()
        wait_for(lambda: bridge.got)
        wait_for(lambda: not desk.waiting())

    async def test_the_loop_is_not_held_up_meanwhile(self, desk_of: Open) -> None:
        desk, bridge = desk_of(), Bridge()
        bridge.waits.clear()
        desk.add(bridge)
        handing = asyncio.ensure_future(desk.hand_over(record(), patience=5))
        for _ in range(20):
            began = time.monotonic()
            await asyncio.sleep(0.005)
            assert time.monotonic() - began < 0.5
        bridge.waits.set()
        assert (await handing).arrived

    async def test_a_pause_that_a_receiver_asks_for_is_kept(self, desk_of: Open, receiver: Receiver) -> None:
        receiver.answers.append((503, {"retry-after": "1"}))
        desk = desk_of(hook(receiver))
        await desk.hand_over(record())
        began = time.monotonic()
        wait_for(lambda: len(receiver.got) == 2)
        assert time.monotonic() - began > 0.9

    async def test_a_target_of_somebody_else_may_raise_anything(self, desk_of: Open) -> None:
        desk, bridge = desk_of(), Bridge(KeyError("x"), AssertionError())
        desk.add(bridge)
        assert not (await desk.hand_over(record())).arrived
        wait_for(lambda: bridge.got)

    async def test_people_may_join_live(self, desk_of: Open) -> None:
        desk = desk_of(FileSettings(kind="file"))
        assert not desk.live
        desk.add(Bridge(live=True))
        assert desk.live and (await desk.hand_over(record())).live

    async def test_who_has_left_is_waited_for(self, desk_of: Open) -> None:
        desk, bridge = desk_of(FileSettings(kind="file")), Bridge(Undelivered("away"), live=True)
        desk.add(bridge)
        assert not (await desk.hand_over(record())).live
        desk.remove("bridge")
        desk.remove("bridge")
        assert not desk.live and desk.open
        assert not (await desk.hand_over(record())).kept
        desk.add(bridge)
        wait_for(lambda: bridge.got)
        assert len(bridge.got) == 1

    def test_one_loop_after_another_may_hand_over(self, desk_of: Open, tmp_path: Path) -> None:
        desk = desk_of(FileSettings(kind="file"))
        for n in range(3):
            assert run(desk.hand_over(record(f"c{n}"))).arrived
        assert len(lines(tmp_path / "kept")) == 3


class TestWhenTheDiskRefuses:
    async def test_a_target_that_can_be_reached_gets_it_all_the_same(
        self, desk_of: Open, receiver: Receiver, tmp_path: Path
    ) -> None:
        (tmp_path / "kept").touch()
        handed = await desk_of(hook(receiver)).hand_over(record())
        assert handed.arrived and not handed.kept and len(receiver.got) == 1

    async def test_one_that_cannot_is_told_as_lost(self, desk_of: Open, receiver: Receiver, tmp_path: Path) -> None:
        (tmp_path / "kept").touch()
        receiver.answers.append((500, {}))
        handed = await desk_of(hook(receiver)).hand_over(record())
        assert not handed.arrived and not handed.kept

    async def test_the_thread_goes_on_afterward(self, desk_of: Open, tmp_path: Path) -> None:
        desk = desk_of(FileSettings(kind="file"))
        (tmp_path / "kept").touch()
        assert not (await desk.hand_over(record("lost"))).arrived
        (tmp_path / "kept").unlink()
        assert (await desk.hand_over(record("found"))).arrived
        assert [line["conversation"] for line in lines(tmp_path / "kept")] == ["found"]


class TestOverAnEnd:
    async def test_a_later_desk_delivers_what_an_earlier_one_could_not(self, desk_of: Open, receiver: Receiver) -> None:
        receiver.answers += [(500, {})] * 2
        first = desk_of(hook(receiver))
        await first.hand_over(given := record())
        first.stop()
        second = desk_of(hook(receiver))
        second.resume()
        wait_for(lambda: not second.waiting())
        assert receiver.got[-1][0]["webhook-id"] == given.id

    async def test_a_target_that_comes_back_gets_what_waited_for_it(self, desk_of: Open) -> None:
        first, refusing = desk_of(), Bridge(*[Undelivered("away")] * 50)
        first.add(refusing)
        await first.hand_over(record())
        first.stop()
        second, bridge = desk_of(FileSettings(kind="file")), Bridge()
        second.resume()
        time.sleep(0.3)
        assert second.waiting() == {"bridge": 1}, "kept while there is no target of that name"
        second.add(bridge)
        wait_for(lambda: bridge.got)

    def test_a_process_that_is_killed_in_the_middle_loses_nothing(
        self, desk_of: Open, receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        receiver.delay = 3.0
        program = textwrap.dedent(f"""
            import asyncio
            from overture.handover import Config, Desk, Record
            from overture.handover.config import WebhookSettings
            hook = WebhookSettings(kind="webhook", url={receiver.url!r}, secret_env="KEY", timeout=60)
            desk = Desk(Config.parse_obj({{"folder": {str(tmp_path / "kept")!r}, "targets": [hook]}}))
            print("begins", flush=True)
            asyncio.run(desk.hand_over(Record("c9", "Will this survive?", id="r9"), patience=60))
        """)
        command = [sys.executable, "-c", program]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env={**os.environ, "KEY": KEY}) as victim:
            assert victim.stdout is not None and victim.stdout.readline() == b"begins\n"
            wait_for(lambda: receiver.begun, 20)
            os.kill(victim.pid, signal.SIGKILL)
        receiver.delay = 0.0
        monkeypatch.setattr("overture.handover.outbox.HELD_SECONDS", 0.0)
        later = time.time() + 181
        monkeypatch.setattr("overture.handover.outbox.time.time", lambda: later)
        desk = desk_of(hook(receiver))
        assert desk.waiting() == {"webhook": 1}
        desk.resume()
        wait_for(lambda: not desk.waiting())
        assert [body["data"]["question"] for body in receiver.bodies()][-1] == "Will this survive?"


class TestForgetting:
    async def test_what_waits_is_dropped(self, desk_of: Open, receiver: Receiver, tmp_path: Path) -> None:
        receiver.answers += [(500, {})] * 100
        desk = desk_of(hook(receiver))
        await desk.hand_over(record("c1"))
        await desk.hand_over(record("c2"))
        assert desk.forget("c1") == 1
        assert desk.waiting() == {"webhook": 1}
        assert b"joerg@example.edu" in (tmp_path / "kept" / "outbox.db").read_bytes()
        assert desk.forget("c2") == 1
        assert b"joerg@example.edu" not in (tmp_path / "kept" / "outbox.db").read_bytes()

    async def test_targets_that_got_something_are_asked_to_forget_it(
        self, desk_of: Open, receiver: Receiver, tmp_path: Path
    ) -> None:
        desk = desk_of(FileSettings(kind="file"), hook(receiver))
        await desk.hand_over(record("c1"))
        await desk.hand_over(record("c2"))
        wait_for(lambda: not desk.waiting())
        assert desk.forget("c1") == 0
        wait_for(lambda: len(receiver.got) == 3 and len(lines(tmp_path / "kept")) == 1)
        assert receiver.bodies()[-1] == {**receiver.bodies()[-1], "data": {"conversation": "c1"}}
        desk.forget("c1")
        desk.forget("never heard of")
        time.sleep(0.2)
        assert len(receiver.got) == 3, "asked once, and only who had something"

    async def test_a_target_that_is_away_is_asked_until_it_hears(self, desk_of: Open) -> None:
        desk, bridge = desk_of(), Bridge()
        desk.add(bridge)
        await desk.hand_over(record("c1"))
        wait_for(lambda: not desk.waiting())
        bridge.refusals += [Undelivered("away"), Undelivered("away")]
        desk.forget("c1")
        wait_for(lambda: bridge.forgotten == ["c1"])

    async def test_one_that_was_on_its_way_is_forgotten_after_it_has_arrived(self, desk_of: Open) -> None:
        desk, bridge = desk_of(), Bridge()
        bridge.waits.clear()
        desk.add(bridge)
        await desk.hand_over(record("c1"), patience=0.1)
        assert desk.forget("c1") == 1
        bridge.waits.set()
        wait_for(lambda: bridge.forgotten == ["c1"])
        assert len(bridge.got) == 1


class TestTheLog:
    async def test_holds_nothing_that_people_wrote(
        self, desk_of: Open, receiver: Receiver, caplog: pytest.LogCaptureFixture, tmp_path: Path
    ) -> None:
        caplog.set_level(logging.DEBUG)
        receiver.answers.append((500, {}))
        desk = desk_of(FileSettings(kind="file"), hook(receiver))
        desk.add(Bridge(ValueError("Jörg Ωmega joerg@example.edu GI Bill")))
        await desk.hand_over(given := record())
        wait_for(lambda: not desk.waiting())
        desk.forget("c1")
        told = caplog.text + "".join(str(r.args) + str(r.exc_info) for r in caplog.records)
        assert given.id in told and "status 500" in told
        assert not [word for word in ("Jörg", "joerg@", "GI Bill", "hi\nthere", KEY) if word in told]

    def test_says_when_something_is_given_up(
        self, desk_of: Open, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        caplog.set_level(logging.INFO, logger="overture")
        monkeypatch.setattr(courier, "_TIDY_SECONDS", 0.0)
        desk, bridge = desk_of(keep_days=1), Bridge(*[Undelivered("away")] * 99)
        desk.add(bridge)
        run(desk.hand_over(record()))
        later = time.time() + 2 * 86400
        monkeypatch.setattr("overture.handover.outbox.time.time", lambda: later)
        wait_for(lambda: not desk.waiting())
        wait_for(lambda: "Given up, undelivered for 1 days: 1 questions for a person" in caplog.text)
        assert bridge.got == []


class TestTidying:
    async def test_what_is_too_old_goes_when_the_bot_starts(self, desk_of: Open, tmp_path: Path) -> None:
        await desk_of(FileSettings(kind="file")).hand_over(record("young"))
        old = record("old", at="2020-02-02T20:02:02+00:00").as_dict()
        file = tmp_path / "kept" / "2020-02.jsonl"
        file.write_text(json.dumps(old) + "\n", encoding="utf-8")
        desk_of(FileSettings(kind="file")).resume()
        wait_for(lambda: not file.exists())
        assert [line["conversation"] for line in lines(tmp_path / "kept")] == ["young"]

    def test_a_bot_that_never_had_a_question_for_a_person_makes_no_folder(self, desk_of: Open, tmp_path: Path) -> None:
        desk_of(FileSettings(kind="file")).resume()
        assert not (tmp_path / "kept").exists()


class TestTryingOut:
    def test_says_why_not_and_keeps_nothing(self, desk_of: Open, receiver: Receiver, tmp_path: Path) -> None:
        receiver.answers.append((401, {}))
        desk = desk_of(FileSettings(kind="file"), hook(receiver))
        desk.add(Bridge(RuntimeError("secret")))
        assert desk.try_out(record()) == {
            "file": None,
            "webhook": "it answered with status 401",
            "bridge": "RuntimeError",
        }
        assert desk.waiting() == {}


def test_the_process_has_one_desk_for_a_file(handed_over: Path) -> None:
    assert shared() is shared()
    assert shared().config.folder == handed_over
