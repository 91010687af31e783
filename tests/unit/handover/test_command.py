"""`overture handover`: where questions go, what waits, and whether the targets take something."""

from __future__ import annotations

import asyncio
import contextlib
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from overture import cli, commands, server
from overture.handover import Receipt, Record, Undelivered, shared
from tests.unit.handover.conftest import KEY, Receiver, record


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "handover.yml"
    path.write_text("office: the desk\nfolder: kept\ntargets:\n  - kind: file\n    folder: lines\n", encoding="utf-8")
    monkeypatch.setenv("OVERTURE_HANDOVER", str(path))
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = 0
    with contextlib.suppress(SystemExit):
        status = cli.main(arguments)
    shown = capsys.readouterr()
    return status, shown.out, shown.err


def test_says_where_questions_go(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    status, out, err = run(capsys, "handover")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "handover.yml: no faults. Questions go to the desk.",
        f"  file: lines of JSON in {file.parent / 'kept' / 'lines'}; 0 waiting",
    ]
    assert not (file.parent / "kept").exists()


def test_says_what_waits_for_a_target_of_the_server(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    class Away:
        name, live = "slack staff", True

        def hand_over(self, record: Record) -> Receipt:
            raise Undelivered("away")

        def forget(self, conversation: str) -> None: ...

    desk = shared()
    desk.add(Away())
    asyncio.run(desk.hand_over(record(), patience=1))
    desk.stop()
    lines = run(capsys, "handover")[1].splitlines()
    assert lines[1].endswith("0 waiting")
    assert lines[2] == "  slack staff: no target of this file, but of a server that runs; 1 waiting"


def test_says_that_nobody_is_there(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    file.write_text("targets: []\n", encoding="utf-8")
    assert "nothing is taken down, and the bot says that nobody is there" in run(capsys, "handover")[1]


def test_every_fault_is_told(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    file.write_text("colour: red\nkeep_days: 0\n", encoding="utf-8")
    status, out, err = run(capsys, "handover")
    assert (status, out) == (1, "")
    assert err == (
        "overture handover: handover.yml:1: colour: is not a known key here\n"
        "handover.yml:2: keep_days: is too small, expected at least 1\n"
    )


class TestWithWebhook:
    @pytest.fixture(autouse=True)
    def hook(self, file: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KEY", KEY)
        webhook = f"{{kind: webhook, url: '{receiver.url}?t=1', secret_env: KEY}}"
        text = f"folder: kept\ntargets:\n  - kind: file\n  - {webhook}\n"
        file.write_text(text, encoding="utf-8")

    def test_neither_key_nor_what_stands_behind_the_address_is_shown(
        self, capsys: pytest.CaptureFixture[str], receiver: Receiver
    ) -> None:
        _, out, _ = run(capsys, "handover")
        assert f"  webhook: signed JSON to {receiver.url}; 0 waiting" in out
        assert KEY not in out and "t=1" not in out

    def test_a_test_record_goes_to_every_target(
        self, capsys: pytest.CaptureFixture[str], file: Path, receiver: Receiver
    ) -> None:
        status, out, _ = run(capsys, "handover", "--test")
        assert status == 0 and out.count("has the test record") == 2
        (body,) = receiver.bodies()
        assert body["data"]["channel"] == "test"
        (lines,) = (file.parent / "kept").glob("*.jsonl")
        assert json.loads(lines.read_text("utf-8"))["id"] == body["data"]["id"]

    def test_one_that_does_not_take_it_is_told_and_not_tried_again(
        self, capsys: pytest.CaptureFixture[str], receiver: Receiver
    ) -> None:
        receiver.answers.append((403, {}))
        status, out, _ = run(capsys, "handover", "--test")
        assert status == 1 and "webhook: was not reached: it answered with status 403" in out
        assert "webhook: signed JSON" in out and "0 waiting" in run(capsys, "handover")[1]

    def test_what_waits_is_counted(self, capsys: pytest.CaptureFixture[str], receiver: Receiver) -> None:
        receiver.answers += [(500, {})] * 9
        with ThreadPoolExecutor(1) as pool:
            pool.submit(asyncio.run, shared().hand_over(record())).result()
        assert "; 1 waiting" in run(capsys, "handover")[1]
        shared().stop()


@pytest.mark.usefixtures("in_the_world")
def test_a_server_does_not_start_with_faults(
    capsys: pytest.CaptureFixture[str],
    file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    overture_log: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(commands, "_quiet", lambda log_format=None: None)
    monkeypatch.setattr(server, "_run", lambda *settings: pytest.fail("it started"))
    file.write_text("keep_days: soon\n", encoding="utf-8")
    (tmp_path / "m.tar.gz").touch()
    status, _, err = run(capsys, "serve", f"--model={tmp_path / 'm.tar.gz'}")
    assert status == 1 and err == "overture serve: handover.yml:1: keep_days: expected a whole number\n"
    assert "keep_days" not in overture_log.text, "told once"


@pytest.mark.usefixtures("in_the_world")
def test_a_server_delivers_what_an_earlier_one_could_not(
    file: Path, receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from overture.handover import desk
    from tests.unit.handover.conftest import wait_for

    monkeypatch.setenv("KEY", KEY)
    monkeypatch.setattr("overture.handover.courier.PAUSES", (0.05,))
    text = f"folder: kept\ntargets:\n  - {{kind: webhook, url: '{receiver.url}', secret_env: KEY}}\n"
    file.write_text(text, encoding="utf-8")
    receiver.answers += [(500, {})]
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, shared().hand_over(given := record())).result()
    shared().stop()
    desk._desk.cache_clear()
    monkeypatch.setattr(server, "_run", lambda *settings: None)
    monkeypatch.setattr(server, "_app", lambda *settings: None)
    (tmp_path / "m.tar.gz").touch()
    server.serve("127.0.0.1", 0, tmp_path / "m.tar.gz")
    wait_for(lambda: not shared().waiting())
    assert [headers["webhook-id"] for headers, _ in receiver.got] == [given.id, given.id]
    shared().stop()
