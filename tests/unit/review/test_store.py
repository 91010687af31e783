"""The file of what was not answered: private, masked, forgetful; and a keeper that never stands in the way."""

from __future__ import annotations

import stat
import statistics
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from overture.review import keeper as module
from overture.review.keeper import Keeper
from overture.review.missed import Missed, Reason
from overture.review.store import ReviewStore

ROOT = Path(__file__).resolve().parents[3]


def missed(
    text: str = "is there parking", reason: Reason = Reason.GAP, conversation: str = "c1", **more: Any
) -> Missed:
    parts: dict[str, Any] = {
        "intent": "ask_cost",
        "confidence": 0.61,
        "channel": "rest",
        "missing": "cost: NYU",
        **more,
    }
    return Missed(reason, text, conversation, **parts)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "inner" / "review.db"


@pytest.fixture
def store(path: Path) -> ReviewStore:
    return ReviewStore(path)


class TestStore:
    def test_what_is_kept_comes_back_newest_first(self, store: ReviewStore) -> None:
        store.add([missed("one", at=10.0), missed("three", at=30.0)])
        store.add([missed("two", Reason.FAILED, at=20.0)])
        assert [m.text for m in store.read()] == ["three", "two", "one"]
        kept = store.read()[1]
        assert (kept.reason, kept.intent, kept.confidence, kept.channel) == (Reason.FAILED, "ask_cost", 0.61, "rest")
        assert kept.when == "1970-01-01T00:00:20+00:00" and "conversation" not in kept.as_dict()

    def test_time_and_reason_choose(self, store: ReviewStore) -> None:
        store.add([missed("one", at=10.0), missed("two", Reason.FAILED, at=20.0), missed("three", at=30.0)])
        assert [m.text for m in store.read(since=20.0)] == ["three", "two"]
        assert [m.text for m in store.read(reason=Reason.GAP)] == ["three", "one"]

    def test_nothing_is_made_by_reading(self, store: ReviewStore, path: Path) -> None:
        assert store.read() == [] and store.forget("c1") == 0 and store.drop_older(1) == 0
        assert not path.parent.exists()

    def test_only_the_owner_may_read_it(self, store: ReviewStore, path: Path) -> None:
        store.add([missed()])
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def test_neither_addresses_nor_the_conversation_are_on_disk(self, store: ReviewStore, path: Path) -> None:
        store.add([missed("write ann@x.org or 202 555 0143", conversation="secret-session-id", missing="x ann@x.org")])
        for word in (b"ann@x.org", b"555", b"secret-session-id"):
            assert word not in path.read_bytes()
        assert store.read()[0].text == "write [e-mail] or [number]"

    def test_a_conversation_is_forgotten_and_no_other(self, store: ReviewStore, path: Path) -> None:
        store.add([missed("mine alone", conversation="a"), missed("yours", conversation="b")])
        assert store.forget("a") == 1
        assert [m.text for m in store.read()] == ["yours"]
        assert b"mine alone" not in path.read_bytes()

    def test_what_is_old_goes(self, store: ReviewStore) -> None:
        now = time.time()
        store.add([missed("old", at=now - 91 * 86400), missed("young", at=now - 89 * 86400)])
        assert store.drop_older(90) == 1 and [m.text for m in store.read()] == ["young"]

    def test_halves_of_characters_do_not_stop_it(self, store: ReviewStore) -> None:
        store.add([missed("broken \ud83d half", conversation="\udc00")])
        assert store.read()[0].text == "broken ? half"


class TestKeeper:
    def test_keeps_beside_the_caller(self, store: ReviewStore) -> None:
        keeper = Keeper(store, 90)
        for number in range(50):
            keeper.keep(missed(f"m{number}"))
        assert keeper.flush()
        assert len(store.read()) == 50

    def test_costs_a_caller_far_less_than_a_millisecond(self, store: ReviewStore) -> None:
        keeper = Keeper(store, 90)
        keeper.keep(missed())
        taken = []
        for _ in range(2000):
            began = time.thread_time()
            keeper.keep(missed())
            taken.append(time.thread_time() - began)
        assert statistics.median(taken) < 0.0002
        assert keeper.flush(20)

    def test_never_fails_when_the_disk_refuses(self, tmp_path: Path, overture_log: pytest.LogCaptureFixture) -> None:
        (tmp_path / "file").touch()
        keeper = Keeper(ReviewStore(tmp_path / "file" / "review.db"), 90)
        keeper.keep(missed("what I typed"))
        assert keeper.flush()
        assert "Messages not kept for review: 1 (" in overture_log.text and "what I typed" not in overture_log.text

    def test_goes_on_after_a_failure(self, store: ReviewStore, monkeypatch: pytest.MonkeyPatch) -> None:
        keeper = Keeper(store, 90)
        with monkeypatch.context() as patch:
            patch.setattr(store, "add", lambda missed: 1 / 0)
            keeper.keep(missed("lost"))
            assert keeper.flush()
        keeper.keep(missed("kept"))
        assert keeper.flush() and [m.text for m in store.read()] == ["kept"]

    def test_memory_is_bounded(self, store: ReviewStore, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "_MOST_WAITING", 5)
        keeper, blocked = Keeper(store, 90), threading.Event()
        monkeypatch.setattr(store, "add", lambda missed: blocked.wait(5))
        for _ in range(100):
            keeper.keep(missed())
        assert keeper._queue.qsize() <= 5
        blocked.set()
        assert keeper.flush()

    def test_tidies_by_itself(self, store: ReviewStore) -> None:
        store.add([missed("old", at=time.time() - 8 * 86400)])
        keeper = Keeper(store, days=7)
        keeper.keep(missed("new"))
        assert keeper.flush() and [m.text for m in store.read()] == ["new"]

    def test_what_is_not_written_yet_is_written_at_the_end(self, path: Path) -> None:
        program = textwrap.dedent("""
            from overture.review import keeper
            from overture.review.missed import Missed, Reason
            for n in range(300):
                keeper.keep(Missed(Reason.GAP, f"m{n}"))
        """)
        subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env={"OVERTURE_REVIEW": str(path), "PATH": ""}, check=True
        )
        assert len(ReviewStore(path).read()) == 300


class TestSettings:
    def test_off(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OVERTURE_REVIEW", "off")
        assert module.shared() is None
        module.keep(missed())

    def test_a_file_of_ones_own(self, monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
        monkeypatch.setenv("OVERTURE_REVIEW", str(path))
        keeper = module.shared()
        assert keeper is not None and keeper is module.shared() and keeper.store.path == path

    def test_the_checkout_by_default(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("OVERTURE_REVIEW")
        assert module.default_file() == ROOT / "review.db"

    @pytest.mark.parametrize(
        ("set_to", "days"), [("30", 30.0), ("0.5", 0.5), ("", 90.0), ("x", 90.0), ("-1", 90.0), ("nan", 90.0)]
    )
    def test_days(self, monkeypatch: pytest.MonkeyPatch, set_to: str, days: float) -> None:
        monkeypatch.setenv("OVERTURE_REVIEW_DAYS", set_to)
        assert module.days() == days
