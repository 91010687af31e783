"""The benchmark's own arithmetic and housekeeping; no model is trained here."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from tests.bench import bench, curve, messages, processes, result, workspace
from tests.bench.curve import Guess
from tests.bench.messages import HeldOut
from tests.bench.result import Row
from tests.bench.servers import Answer
from tests.bench.serving import Round

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


@pytest.mark.parametrize(("plain", "reached"), [(39.0, False), (40.0, True)])
def test_training_has_to_be_twenty_times_faster(plain: float, reached: bool) -> None:
    goals = result.goals(_rows(train=plain), comparable_training=True)
    assert goals[0].reached is reached


def test_a_short_training_proves_nothing() -> None:
    assert result.goals(_rows(train=400.0), comparable_training=False)[0].reached is None


def _rows(train: float) -> list[Row]:
    values = {"train_seconds": train, "p50_ms": 2.8, "resident_mb": 3.2}
    return [Row(key, key, {"overture": 2.0, "plain": value}) for key, value in values.items()]


def test_memory_is_a_share_and_answers_are_a_ratio() -> None:
    _, answer, memory = result.goals(_rows(train=40.0), comparable_training=True)
    assert answer.measured == pytest.approx(1.4) and answer.reached
    assert memory.measured == pytest.approx(0.625) and memory.reached


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
