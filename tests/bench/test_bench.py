"""The benchmark's own arithmetic and housekeeping; no model is trained here."""

from __future__ import annotations

import http.server
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, cast

import psutil  # type: ignore[import-untyped]
import pytest

from tests.bench import bench, chart, curve, lengths, load, messages, processes, result, workspace
from tests.bench.curve import Guess
from tests.bench.lengths import Length
from tests.bench.load import Load
from tests.bench.messages import HeldOut
from tests.bench.result import Row
from tests.bench.servers import Answer, Client, Server
from tests.bench.serving import Round, Running

SPAWNER = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); "


def test_a_message_that_was_trained_on_is_not_held_out(tmp_path: Path) -> None:
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    (tmp_path / "questions").mkdir()
    examples = 'nlu:\n- intent: greet\n  examples: |\n    - Hi there!\n    - "yo"\n    - 👍\n'
    (tmp_path / "data" / "nlu" / "greet.yml").write_text(examples, encoding="utf-8")
    rules = "rules:\n- rule: x\n  steps:\n  - intent: ask_cost\n  - action: action_answer\n"
    (tmp_path / "data" / "rules.yml").write_text(rules, encoding="utf-8")
    asked = "- says: ['hi  there', 'Yo.', '👍', '👎', 'good day', 'Good day!']\n  intent: greet\n"
    asked += "- says: ['what does it cost']\n  intent: ask_cost\n"
    (tmp_path / "questions" / "greet.yaml").write_text(asked, encoding="utf-8")

    found = messages.held_out(tmp_path / "questions", tmp_path)

    assert found == [
        HeldOut("ask_cost", "what does it cost", True),
        HeldOut("greet", "good day", False),
        HeldOut("greet", "👎", False),
    ]


def test_messages_are_spread_over_the_list() -> None:
    listed = [HeldOut("greet", f"{i:02}", False) for i in range(100)]
    assert [m.text for m in messages.spread(listed, 4)] == ["12", "37", "62", "87"]
    assert messages.spread(listed[:3], 60) == listed[:3]


def test_no_message_is_in_two_portions() -> None:
    listed = [HeldOut("a", str(i), True) for i in range(100)]
    portions = messages.portions(listed, 20, 4)
    assert [len(portion) for portion in portions] == [20, 20, 20, 20]
    assert len({message for portion in portions for message in portion}) == 80
    assert max(int(m.text) for m in portions[0]) > 90 > 10 > min(int(m.text) for m in portions[0])
    assert [len(portion) for portion in messages.portions(listed[:10], 20, 4)] == [3, 3, 2, 2]


def _guess(expected: str, intent: str, confidence: float, lead: float = 1.0) -> Guess:
    return Guess(HeldOut(expected, "", True), intent, confidence, lead)


def test_the_curve_counts_each_message_once() -> None:
    found = [
        _guess("ask_cost", "ask_cost", 0.9),
        _guess("ask_cost", "ask_salary", 0.8),
        _guess("ask_cost", "oos_gear", 0.7),
        _guess("ask_cost", "ask_cost", 0.4),
        _guess("oos_gear", "oos_legal", 0.9),
        _guess("oos_gear", "ask_cost", 0.6),
        _guess("oos_gear", "ask_cost", 0.3),
    ]
    point = curve.point(found, 0.5)
    assert (point.right, point.wrong, point.turned_away, point.refused) == (1, 2, 1, 1)
    assert (point.named, point.doubted, point.answered, point.caught) == (1, 1, 1, 2)


def test_a_small_lead_is_refused_only_with_an_ambiguity_threshold() -> None:
    found = [_guess("ask_cost", "ask_cost", 0.5, lead=0.01)]
    assert curve.point(found, 0.5).right == 1
    assert curve.point(found, 0.5, ambiguity=0.02).refused == 1


# Overture's figures, and plain Rasa's that are exactly enough.
JUST_ENOUGH = {
    "train_seconds": (2.0, 40.0),
    "cpu_ms": (10.0, 50.0),
    "p50_custom_ms": (8.0, 40.0),
    "turn_300_ms": (10.0, 150.0),
    "ready_seconds": (6.0, 30.0),
    "resident_mb": (300.0, 900.0),
}


def _rows(**plain: float) -> list[Row]:
    both = {key: (own, plain.get(key, enough)) for key, (own, enough) in JUST_ENOUGH.items()}
    return [Row(key, key, {"in_process": own, "plain": other}) for key, (own, other) in both.items()]


def test_what_is_exactly_enough_reaches_the_goals() -> None:
    reached = [goal.reached for goal in result.goals(_rows(), comparable_training=True, cores=2)]
    assert reached == [True] * 6 + [None] * 2


@pytest.mark.parametrize("key", list(JUST_ENOUGH))
def test_each_goal_can_be_missed(key: str) -> None:
    own, enough = JUST_ENOUGH[key]
    goals = result.goals(_rows(**{key: enough - 0.1 * own}), comparable_training=True, cores=2)
    assert [goal.reached for goal in goals].count(False) == 1


def test_a_short_training_proves_nothing() -> None:
    assert result.goals(_rows(), comparable_training=False, cores=2)[0].reached is None


@pytest.mark.parametrize(("at_1000", "reached"), [(13.0, True), (13.1, False)])
def test_a_long_conversation_is_compared_with_the_tenth_turn(at_1000: float, reached: bool) -> None:
    found = [
        Length("in_process", 2, 9.0),
        Length("in_process", 100, 11.0, 9.5),
        Length("plain", 100, 300.0, 60.0),
        Length("in_process", 1000, at_1000, 10.0),
    ]
    rows = result.length_rows(found)
    assert [row.key for row in rows] == ["turn_2_ms", "turn_10_ms", "turn_100_ms", "turn_1000_ms"]
    assert rows[1].values == {"in_process": 10.0, "plain": 60.0}
    assert result.goals(rows, comparable_training=True, cores=2)[6].reached is reached


@pytest.mark.parametrize(("cores", "reached"), [(2, None), (4, False)])
def test_two_processes_are_judged_where_there_is_room_for_them(cores: int, reached: bool | None) -> None:
    two = [Load("in_process", 8, number, 10.0, [5.0] * (100 * number - number)) for number in (1, 2)]
    two[1].answered = two[1].answered[:150]
    rows = result.load_rows([], two)
    goal = result.goals(rows, comparable_training=True, cores=cores)[7]
    assert goal.reached is reached
    assert goal.measured == pytest.approx(150 / 99)


def test_messages_a_second_are_better_when_there_are_more() -> None:
    found = [Load(server, 8, 1, 10.0, [5.0] * number) for server, number in (("in_process", 600), ("plain", 150))]
    (row,) = result.load_rows(found, [])
    assert row.values == {"in_process": 60.0, "plain": 15.0}
    assert row.ratio() == 4.0


def test_what_was_not_answered_under_load_is_told() -> None:
    found = [Load("plain", 64, 1, 10.0, [5.0], refused=3), Load("in_process", 64, 1, 10.0, [5.0])]
    told = result.refused(found, {"plain": "plain Rasa", "in_process": "Overture"})
    assert told == ["plain Rasa: of 4 messages under load 3 were not answered."]


class _Echo(http.server.BaseHTTPRequestHandler):
    """Answers every message at once, and writes down whose it was; after so many of one sender, more slowly."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body at once: one after the other, the second waits for the first to be acknowledged
    senders: ClassVar[Counter[str]] = Counter()

    def do_POST(self) -> None:
        sender = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["sender"]
        _Echo.senders[sender] += 1
        time.sleep(0.05 if _Echo.senders[sender] > 20 else 0)
        content = b'[{"text": "yes"}]'
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


class _EchoServer(http.server.ThreadingHTTPServer):
    request_queue_size = 128  # all of the senders come at once


@pytest.fixture
def echo() -> Iterator[Running]:
    _Echo.senders.clear()
    with _EchoServer(("127.0.0.1", 0), _Echo) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        port = server.server_port
        client = Client(port)
        program = cast(processes.Program, None)
        try:
            yield Running(Server("in_process", "Overture", [], {}), program, client, port)
        finally:
            client.close()
            server.shutdown()
            thread.join()


ASKED = [HeldOut("ask_cost", f"message {i}", True) for i in range(30)]


def test_load_comes_from_many_senders_who_do_not_stay_long(echo: Running) -> None:
    found = load.loads([echo], ASKED, seconds=0.2, times=1, say=lambda line: None)
    assert [one.senders for one in found] == [8, 64]
    assert sum(len(one.answered) for one in found) == sum(_Echo.senders.values()) > 72
    assert max(_Echo.senders.values()) <= 10
    assert all(one.rate > 0 and not one.refused for one in found)


def test_a_server_that_refuses_is_counted(echo: Running) -> None:
    nobody = Running(echo.server, echo.program, echo.client, processes.free_port())
    (few, many) = load.loads([nobody], ASKED, seconds=0.1, times=1, say=lambda line: None)
    assert few.refused > 0 and many.refused > 0 and few.rate == 0


def test_one_conversation_is_timed_around_each_length(echo: Running) -> None:
    found = lengths.lengths([echo], ASKED, [2, 40], 60.0, lambda line: None)
    assert [(length.turn, length.p50_ms < 40, (length.p50_at_ten_ms or 99) < 40) for length in found[1:]] == [
        (40, False, True)
    ]
    assert found[0].turn == 2
    # 20 new conversations for the second turn, one around the tenth, and the long one.
    assert sorted(_Echo.senders.values()) == [2] * 20 + [20, 50]


def test_percentiles_are_of_one_kind_if_asked() -> None:
    answers = [Answer(float(i), False, False) for i in range(1, 101)]
    asked = Round(answers, [i % 2 == 0 for i in range(1, 101)], cpu_seconds=1.0)
    assert asked.percentile(50) == pytest.approx(50.5)
    assert asked.percentile(50, custom=True) == pytest.approx(51.0)
    assert asked.cpu_ms == pytest.approx(10.0)


def test_the_baseline_is_rasas_own_default() -> None:
    config = workspace.plain_config()
    assert [part["name"] for part in config["pipeline"]] == [
        "WhitespaceTokenizer",
        "RegexFeaturizer",
        "LexicalSyntacticFeaturizer",
        "CountVectorsFeaturizer",
        "CountVectorsFeaturizer",
        "DIETClassifier",
        "EntitySynonymMapper",
        "ResponseSelector",
        "FallbackClassifier",
    ]
    policies = {part["name"]: part.get("epochs") for part in config["policies"]}
    assert policies == {"MemoizationPolicy": None, "RulePolicy": None, "UnexpecTEDIntentPolicy": 100, "TEDPolicy": 100}


def test_nothing_leads_plain_rasa_to_the_copy_of_overture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    monkeypatch.setenv("OVERTURE_KNOWLEDGE", "/elsewhere")
    space = workspace.Workspace(tmp_path)
    assert not {"PYTHONPATH", "OVERTURE_KNOWLEDGE", "OVERTURE_CACHE"} & set(workspace.environment())
    assert workspace.environment(space)["PYTHONPATH"] == str(space.project)


def test_a_finished_program_tells_what_it_used(tmp_path: Path) -> None:
    used = processes.run("x", [sys.executable, "-c", "b'x' * 300_000_000"], tmp_path, workspace.environment(), 30)
    assert used.peak_mb > 290
    assert used.seconds > 0 and used.cpu_seconds > 0


def test_a_failure_shows_the_end_of_the_output(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit('no such data')"]
    with pytest.raises(processes.BenchError, match=r"ended with status 1(?s:.*)no such data"):
        processes.run("x", command, tmp_path, workspace.environment(), 30)


@pytest.mark.parametrize("stubborn", [False, True])
def test_leaving_ends_the_program_and_its_children(
    tmp_path: Path, stubborn: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "STOP_SECONDS", 1.0)
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " if stubborn else ""
    command = [sys.executable, "-c", deaf + SPAWNER + "time.sleep(60)"]
    with processes.started("x", command, tmp_path, workspace.environment()) as program:
        while len(program.tree()) < 2:
            time.sleep(0.02)
        tree = program.tree()
    _, alive = psutil.wait_procs(tree, timeout=5)
    assert not alive


def test_the_count_options_want_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench.main(["--rounds", "none"])
    assert "'none' is not a number from 1 up" in capsys.readouterr().err


def test_nobody_waits_for_ever_for_a_slow_server(echo: Running) -> None:
    found = lengths.lengths([echo], ASKED, [40, 100], 1.0, lambda line: None)
    assert [length.turn for length in found] == [40]


def test_a_result_is_drawn(tmp_path: Path) -> None:
    figures = {"in_process": 10.0, "light": 40.0, "plain": 1234.0}
    rows = dict.fromkeys([*(key for key, _ in chart.PANELS), *chart.TURNS], figures)
    for name in ("one.svg", "two.svg"):
        chart.draw(rows, tmp_path / name)
    drawn = (tmp_path / "one.svg").read_text(encoding="utf-8")
    for text in (
        "Overture",
        "plain Rasa, default",
        "plain Rasa, light",
        "1,234",
        *(title for _, title in chart.PANELS),
    ):
        assert f">{text}<" in drawn
    assert drawn == (tmp_path / "two.svg").read_text(encoding="utf-8")


def test_what_was_not_measured_is_left_out_of_the_drawing(tmp_path: Path) -> None:
    chart.draw({"cpu_ms": {"in_process": 10.0}}, tmp_path / "drawn.png")
    assert (tmp_path / "drawn.png").read_bytes().startswith(b"\x89PNG")
