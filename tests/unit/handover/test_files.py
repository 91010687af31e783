"""Records in files: private, whole, each once, gone when they are to be."""

from __future__ import annotations

import json
import multiprocessing
import stat
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from overture.handover import Record, Undelivered
from overture.handover.files import FileTarget
from tests.unit.handover.conftest import record


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "a" / "handovers"


@pytest.fixture
def target(folder: Path) -> FileTarget:
    return FileTarget(folder, keep_days=30)


def stored(folder: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]


def ago(days: float) -> str:
    return (datetime.now(timezone.utc) - timedelta(days=days)).isoformat(timespec="seconds")


def test_a_record_is_a_line_that_says_all(target: FileTarget, folder: Path) -> None:
    given = record()
    assert target.hand_over(given).target == "file"
    (line,) = stored(folder)
    assert Record.from_dict(line) == given
    assert line["version"] == 1 and line["contact"] == {"kind": "email", "value": "joerg@example.edu"}


def test_a_month_has_a_file(target: FileTarget, folder: Path) -> None:
    target.hand_over(record(at="2099-03-31T23:59:59+00:00"))
    target.hand_over(record(at="2099-04-01T00:00:00+00:00"))
    assert sorted(path.name for path in folder.glob("*.jsonl")) == ["2099-03.jsonl", "2099-04.jsonl"]


def test_nobody_else_can_read_them(target: FileTarget, folder: Path) -> None:
    target.hand_over(record())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    target.forget("c1")
    target.hand_over(record("c2"))
    target.hand_over(record("c3"))
    target.forget("c2")  # writes a file anew
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_one_that_comes_twice_stands_once(target: FileTarget, folder: Path) -> None:
    given = record()
    target.hand_over(given)
    target.hand_over(given)
    assert len(stored(folder)) == 1


def test_a_torn_line_takes_none_with_it(target: FileTarget, folder: Path) -> None:
    target.hand_over(record("before"))
    (path,) = folder.glob("*.jsonl")
    path.write_bytes(path.read_bytes() + b'{"id": "to')
    target.hand_over(record("after"))
    lines = path.read_text("utf-8").splitlines()
    assert lines[1] == '{"id": "to' and json.loads(lines[2])["conversation"] == "after"


def test_a_conversation_is_forgotten_and_no_other(target: FileTarget, folder: Path) -> None:
    for conversation in ("a", "b", "a"):
        target.hand_over(record(conversation))
    target.hand_over(record("a", at="2099-03-31T23:59:59+00:00"))
    target.forget("a")
    assert [line["conversation"] for line in stored(folder)] == ["b"]
    target.forget("nobody")
    assert len(stored(folder)) == 1


def test_what_is_too_old_goes_when_the_next_comes(target: FileTarget, folder: Path) -> None:
    target.hand_over(record("young", at=ago(29)))
    target.hand_over(record("old", at=ago(31)))
    target.hand_over(record("older", at=ago(90)))
    target.hand_over(record("new"))
    assert sorted(line["conversation"] for line in stored(folder)) == ["new", "young"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    target = FileTarget(tmp_path / "file" / "inner", keep_days=30)
    with pytest.raises(Undelivered, match="can't be written"):
        target.hand_over(record())


def _write(folder: Path, who: str, times: int) -> None:
    target = FileTarget(folder, keep_days=30)
    for number in range(times):
        target.hand_over(record(f"{who}-{number}", question="x" * 9000))


def test_several_processes_may_write_at_once(folder: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write, args=(folder, f"p{n}", 15)) for n in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert len({line["conversation"] for line in stored(folder)}) == 45
