"""An erased conversation on the web takes along what was passed on to a person."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from overture.channels.web.forget import forget_handover
from overture.handover import shared
from tests.unit.handover.conftest import record, wait_for


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "handover.yml").write_text("folder: kept\n", encoding="utf-8")
    monkeypatch.setenv("OVERTURE_HANDOVER", str(tmp_path / "handover.yml"))
    return tmp_path / "kept"


async def test_its_records_are_deleted(folder: Path) -> None:
    for conversation in ("theirs", "another"):
        assert (await shared().hand_over(record(conversation))).arrived
    wait_for(lambda: not shared().waiting())
    await forget_handover("theirs")

    def left() -> list[str]:
        return [json.loads(line)["conversation"] for f in folder.glob("*.jsonl") for line in f.read_text().splitlines()]

    wait_for(lambda: left() == ["another"])
    shared().stop()


async def test_faulty_settings_do_not_stop_it(folder: Path) -> None:
    (folder.parent / "handover.yml").write_text("colour: red\n", encoding="utf-8")
    await forget_handover("theirs")
