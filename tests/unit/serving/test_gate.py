"""How many messages are in work at once, and what happens beyond."""

from __future__ import annotations

import asyncio

import pytest

from overture.serving import gate
from overture.serving.gate import Full, Gate


def refused(door: Gate) -> str:
    with pytest.raises(Full) as full:
        door.check()
    assert full.value.retry_after > 0 and full.value.message
    return full.value.code


def test_as_many_as_there_is_room_for() -> None:
    door = Gate(2)
    with door.taking(), door.taking():
        assert door.in_work == 2 and refused(door) == "busy"
        with pytest.raises(Full), door.taking():
            raise AssertionError("it was taken")
        assert door.in_work == 2, "what is refused is not counted"
    door.check()
    assert door.in_work == 0


def test_a_message_that_fails_is_in_work_no_more() -> None:
    door = Gate(1)
    with pytest.raises(ValueError, match="failed"), door.taking():
        raise ValueError("failed")
    assert door.in_work == 0


async def test_what_was_promised_waits_for_its_turn() -> None:
    door, order = Gate(1), []

    async def promised(name: str) -> None:
        async with door.in_turn():
            order.append(name)
            await asyncio.sleep(0)

    with door.taking():
        waiting = [asyncio.create_task(promised(name)) for name in "abc"]
        await asyncio.sleep(0.01)
        assert order == []
    await asyncio.wait_for(asyncio.gather(*waiting), 5)
    assert order == ["a", "b", "c"] and door.in_work == 0


async def test_who_stops_waiting_holds_up_nobody() -> None:
    door, order = Gate(1), []

    async def promised(name: str) -> None:
        async with door.in_turn():
            order.append(name)

    with door.taking():
        first, second = asyncio.create_task(promised("first")), asyncio.create_task(promised("second"))
        await asyncio.sleep(0.01)
        first.cancel()
        await asyncio.sleep(0.01)
    await asyncio.wait_for(second, 5)
    assert order == ["second"]


async def test_who_is_given_up_when_called_leaves_the_place_to_the_next() -> None:
    door, order = Gate(1), []

    async def promised(name: str) -> None:
        async with door.in_turn():
            order.append(name)

    door.enter()
    first, second = asyncio.create_task(promised("first")), asyncio.create_task(promised("second"))
    await asyncio.sleep(0.01)
    door.leave()  # calls the first
    first.cancel()  # which is given up before it comes
    await asyncio.wait_for(second, 5)
    assert order == ["second"]


async def test_the_end_waits_for_what_is_in_work_and_takes_nothing_new() -> None:
    door = Gate(5)
    door.enter()
    ending = asyncio.create_task(door.close(5.0))
    await asyncio.sleep(0.01)
    assert refused(door) == "stopping" and not ending.done()
    door.leave()
    assert await asyncio.wait_for(ending, 5) == 0


async def test_the_end_does_not_wait_for_ever() -> None:
    door = Gate(5)
    door.enter()
    assert await asyncio.wait_for(door.close(0.1), 5) == 1


async def test_looking_around_costs_next_to_nothing() -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    for _ in range(200):
        await gate.look_around()
    assert (loop.time() - began) / 200 < 0.002


async def test_who_comes_first_is_answered_first_and_not_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "TURNS_AT_ONCE", 2)
    door, now, most, order = Gate(), 0, 0, []

    async def turn(number: int) -> None:
        nonlocal now, most
        async with door.working(5):
            now += 1
            most = max(most, now)
            for _ in range(3):
                await asyncio.sleep(0)
            now -= 1
        order.append(number)

    await asyncio.wait_for(asyncio.gather(*map(turn, range(20))), 5)
    assert most == 2 and order == list(range(20))


def test_it_belongs_to_no_event_loop() -> None:
    door = Gate(1)

    async def two() -> None:
        async def one() -> None:
            async with door.in_turn():
                await asyncio.sleep(0.01)

        await asyncio.gather(one(), one())

    for _ in range(2):
        asyncio.run(two())
    assert door.in_work == 0


async def test_nobody_waits_for_the_bot_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "TURNS_AT_ONCE", 1)
    door = Gate()
    async with door.working(5):
        with pytest.raises(asyncio.TimeoutError):
            async with door.working(0.05):
                raise AssertionError("it came in")
    async with door.working(0.05):
        pass
