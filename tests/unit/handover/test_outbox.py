"""What waits on disk: each thing for one taker at a time, and nothing lost with a process."""

from __future__ import annotations

import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from overture.handover import outbox as module
from overture.handover.outbox import ERASURE, RECORD, Item, Outbox


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "inner" / "outbox.db"


@pytest.fixture
def outbox(path: Path) -> Outbox:
    return Outbox(path)


def item(id: str = "r1", target: str = "crm", conversation: str = "c1", kind: str = RECORD) -> Item:
    return Item(id, target, kind, conversation, {"said": "secret words"})


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, to be moved on; in its only element."""
    now = [1_000_000.0]
    monkeypatch.setattr(module.time, "time", lambda: now[0])
    return now


def test_nothing_is_on_disk_before_something_waits(outbox: Outbox, path: Path) -> None:
    assert (outbox.take(), outbox.waiting(), outbox.next_due()) == (None, {}, None)
    assert (outbox.forget("c1"), outbox.drop_older(1)) == ((0, []), 0)
    assert not path.parent.exists()


def test_only_the_owner_may_read_it(outbox: Outbox, path: Path) -> None:
    outbox.put(item())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_is_put_in_can_be_taken_once(outbox: Outbox) -> None:
    outbox.put(item())
    assert outbox.take() == item()
    assert outbox.take() is None
    assert outbox.waiting() == {"crm": 1}


def test_the_same_is_not_put_in_twice(outbox: Outbox) -> None:
    outbox.put(item())
    outbox.put(item())
    outbox.put(item(target="file"))
    assert outbox.waiting() == {"crm": 1, "file": 1}


def test_what_a_dead_process_held_comes_up_again(outbox: Outbox, path: Path, clock: list[float]) -> None:
    outbox.put(item(), held=True)
    assert Outbox(path).take() is None
    clock[0] += module.HELD_SECONDS + 1
    assert Outbox(path).take() == item()


def test_the_longest_due_comes_first(outbox: Outbox, clock: list[float]) -> None:
    for n in (1, 2, 3):
        clock[0] += 1
        outbox.put(item(f"r{n}"))
    assert [taken.id for taken in iter(outbox.take, None)] == ["r1", "r2", "r3"]


def test_what_failed_comes_up_again_later_and_is_counted(outbox: Outbox, clock: list[float]) -> None:
    outbox.put(item())
    for attempts in (0, 1, 2):
        taken = outbox.take()
        assert taken is not None and taken.attempts == attempts
        outbox.again(taken, 30)
        assert outbox.take() is None and outbox.next_due() == clock[0] + 30
        clock[0] += 31


def test_what_has_arrived_is_gone(outbox: Outbox, path: Path) -> None:
    outbox.put(item())
    assert outbox.done(item()) is True
    assert outbox.waiting() == {} and outbox.next_due() is None
    assert b"secret words" not in path.read_bytes()


def test_done_tells_when_it_was_forgotten_meanwhile(outbox: Outbox) -> None:
    outbox.put(item(), held=True)
    assert outbox.forget("c1") == (1, [])
    assert outbox.done(item()) is False
    assert outbox.forget("c1") == (0, ["crm"])


def test_forgetting_tells_who_has_something(outbox: Outbox, path: Path) -> None:
    outbox.put(item("r1", conversation="a visitor"))
    outbox.done(item("r1", conversation="a visitor"))
    outbox.put(item("r2", conversation="a visitor"))
    outbox.put(item("r3", "file", "a visitor"))
    outbox.put(item("r4", conversation="another"))
    assert outbox.forget("a visitor") == (2, ["crm"])
    assert outbox.waiting() == {"crm": 1}
    assert outbox.forget("a visitor") == (0, []), "told once"
    assert b"a visitor" not in path.read_bytes()


def test_an_erasure_outlives_the_forgetting(outbox: Outbox) -> None:
    erasure = outbox.erase("c1", "crm")
    assert erasure.kind == ERASURE
    outbox.forget("c1")
    assert outbox.next_due() is not None and outbox.waiting() == {}


def test_what_waits_too_long_is_given_up(outbox: Outbox, clock: list[float]) -> None:
    outbox.put(item("old"))
    clock[0] += 5 * 86400
    outbox.put(item("young"))
    assert outbox.drop_older(4) == 1
    assert [taken.id for taken in iter(outbox.take, None)] == ["young"]


def test_two_takers_never_get_the_same(outbox: Outbox, path: Path) -> None:
    for n in range(60):
        outbox.put(item(f"r{n}"))
    taken: list[str] = []

    def take() -> None:
        own = Outbox(path)
        taken.extend(found.id for found in iter(own.take, None))

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(f"r{n}" for n in range(60))


def test_a_file_that_is_none_is_told(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database at all, but long enough to be looked at" * 30)
    with pytest.raises(sqlite3.Error):
        Outbox(path).put(item())
