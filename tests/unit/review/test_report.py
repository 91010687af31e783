"""What the command prints of what was not answered."""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path
from typing import Any

import pytest

from overture import cli
from overture.review.missed import Missed, Reason
from overture.review.report import lacks, lacks_text, missed_text
from overture.review.store import ReviewStore

NOW = 1_790_000_000.0


def missed(text: str, reason: Reason, missing: str = "", at: float = NOW) -> Missed:
    return Missed(reason, text, "c", "ask_cost", 0.42, "rest", missing, at)


MANY = [
    missed("nyu price?", Reason.GAP, "cost: NYU", NOW),
    missed("blah", Reason.LOW_CONFIDENCE, "", NOW - 10),
    missed("how much is nyu", Reason.GAP, "cost: nyu", NOW - 20),
    missed("hogwarts?", Reason.UNKNOWN_NAME, "school: Hogwarts", NOW - 30),
    missed("thesis at usc", Reason.GAP, "thesis: USC", NOW - 40),
]


def test_what_is_missing_is_counted_most_wanted_first() -> None:
    found = lacks(MANY)
    assert [(lack.missing, lack.times, lack.example) for lack in found] == [
        ("cost: NYU", 2, "nyu price?"),
        ("school: Hogwarts", 1, "hogwarts?"),
        ("thesis: USC", 1, "thesis at usc"),
    ]
    text = lacks_text(found, most=2)
    assert "    2  2026-09-21  cost: NYU" in text and "unknown school: Hogwarts" in text
    assert text.endswith("... and 1 more; --most 3 shows all") and "USC" not in text


def test_messages_stand_by_reason_commonest_first_newest_of_each_first() -> None:
    text = missed_text(MANY, most=2)
    assert [line for line in text.splitlines() if line and not line.startswith(" ")] == [
        "Understood, but nothing is known on it (gap): 3",
        "Not understood (low_confidence): 1",
        "A name that is not known (unknown_name): 1",
    ]
    assert text.index("nyu price?") < text.index("how much is nyu") and "thesis at usc" not in text
    assert "  2026-09-21 14:13  “nyu price?”  (ask_cost 0.42, cost: NYU, rest)" in text


def test_a_long_message_takes_one_line() -> None:
    assert max(map(len, missed_text([missed("word\n" * 300, Reason.GAP)], 5).splitlines())) < 180


def test_every_reason_has_a_head() -> None:
    for reason in Reason:
        assert f"({reason.value}): 1" in missed_text([missed("x", reason)], 1)


def test_nothing_is_said_to_be_nothing() -> None:
    assert missed_text([], 5).startswith("Nothing is kept for review")
    assert lacks_text([], 5) == "Nothing is missing that anybody has asked for."


class TestCommand:
    @pytest.fixture
    def file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        path = tmp_path / "review.db"
        monkeypatch.setenv("OVERTURE_REVIEW", str(path))
        now = time.time()
        ReviewStore(path).add(
            [
                missed("new gap", Reason.GAP, "cost: NYU", now - 60),
                missed("old gap", Reason.GAP, "cost: NYU", now - 3 * 86400),
                missed("new nonsense", Reason.LOW_CONFIDENCE, "", now - 60),
            ]
        )
        return path

    def run(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
        status = 0
        with contextlib.suppress(SystemExit):
            status = cli.main(["review", *arguments])
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    @pytest.mark.usefixtures("file")
    def test_lists(self, capsys: pytest.CaptureFixture[str]) -> None:
        status, out, err = self.run(capsys)
        assert (status, err) == (0, "") and "gap): 2" in out and "new nonsense" in out

    @pytest.mark.usefixtures("file")
    @pytest.mark.parametrize("when", ["2d", "48h", time.strftime("%Y-%m-%d", time.gmtime(time.time() - 86400))])
    def test_since(self, capsys: pytest.CaptureFixture[str], when: str) -> None:
        _, out, _ = self.run(capsys, "--since", when)
        assert "new gap" in out and "old gap" not in out

    @pytest.mark.usefixtures("file")
    def test_reason_and_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        _, out, _ = self.run(capsys, "--reason", "gap", "--json")
        shown: list[dict[str, Any]] = json.loads(out)
        assert [item["text"] for item in shown] == ["new gap", "old gap"]
        assert shown[0]["reason"] == "gap" and shown[0]["missing"] == "cost: NYU" and "conversation" not in shown[0]

    @pytest.mark.usefixtures("file")
    def test_gaps(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert "    2  " in self.run(capsys, "gaps")[1]
        (lack,) = json.loads(self.run(capsys, "gaps", "--json")[1])
        assert (lack["missing"], lack["times"], lack["reason"]) == ("cost: NYU", 2, "gap")

    def test_another_file(self, capsys: pytest.CaptureFixture[str], file: Path) -> None:
        assert "new gap" in self.run(capsys, "--file", str(file))[1]
        status, _, err = self.run(capsys, "--file", str(file) + "x")
        assert status == 1 and err.startswith("overture review: there is no file ")

    def test_no_file_yet(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("OVERTURE_REVIEW", str(tmp_path / "none.db"))
        assert self.run(capsys)[1].startswith("Nothing is kept for review")

    def test_switched_off(self, capsys: pytest.CaptureFixture[str]) -> None:
        status, _, err = self.run(capsys)
        assert status == 1 and "OVERTURE_REVIEW is off" in err

    def test_a_file_of_another_kind(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        (tmp_path / "x.db").write_text("no database, though long enough to look like one" * 50)
        status, _, err = self.run(capsys, "--file", str(tmp_path / "x.db"))
        assert status == 1 and "can't be read" in err and err.count("\n") == 1

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("--since", "yesterday"), "'yesterday' is no time, expected 2026-11-01, 7d or 24h"),
            (("--reason", "bored"), "invalid choice: 'bored'"),
            (("everything",), "invalid choice: 'everything'"),
        ],
    )
    def test_bad_arguments_get_one_line(
        self, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
    ) -> None:
        _, _, err = self.run(capsys, *arguments)
        assert said in err and err.count("\n") == 1
