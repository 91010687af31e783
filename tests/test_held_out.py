"""The held-out messages are held out, and their typing mistakes are the same each time."""

from __future__ import annotations

import random
from pathlib import Path

import yaml

from tests import held_out
from tests.bench.messages import folded

ROOT = Path(__file__).parents[1]


def _trained() -> set[str]:
    found = set()
    for path in (ROOT / "data" / "nlu").glob("*.yml"):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            found |= {folded(line.removeprefix("- ")) for line in entry["examples"].splitlines()}
    return found


def _in_other_tests() -> set[str]:
    files = [path for path in (ROOT / "tests" / "questions").glob("*.yaml") if path.stem != "known_failures"]
    groups = [group for path in files for group in yaml.safe_load(path.read_text(encoding="utf-8"))]
    return {folded(str(text)) for group in groups for text in group["says"]}


def test_no_held_out_message_is_trained_on() -> None:
    trained = _trained()
    assert [m.text for m in held_out.messages() if folded(m.text) in trained] == []


def test_no_held_out_message_gates_elsewhere() -> None:
    gating = _in_other_tests()
    assert [m.text for m in held_out.messages() if folded(m.text) in gating] == []


def test_no_held_out_message_stands_twice() -> None:
    texts = [folded(message.text) for message in held_out.messages()]
    assert [text for text in texts if texts.count(text) > 1] == []


def test_there_are_enough_of_intents_that_exist() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    known = {name if isinstance(name, str) else next(iter(name)) for name in domain["intents"]}
    asked = held_out.messages()
    assert {message.intent for message in asked} <= known
    assert sum(message.in_scope for message in asked) >= 330
    assert sum(not message.in_scope for message in asked) >= 120


def test_typing_mistakes_are_the_same_each_time_and_about_as_many_as_wanted() -> None:
    asked = held_out.messages()
    typed = held_out.with_noise(asked)
    assert typed == held_out.with_noise(asked)
    assert sum(a.text != b.text for a, b in zip(asked, typed)) > len(asked) * 0.8
    assert held_out.noisy("the quick brown fox", random.Random(0), share=0) == "the quick brown fox"
    assert len(held_out.noisy("a" * 1000, random.Random(0), share=1)) != 1000


def test_totals_tell_refusals_from_wrong_answers() -> None:
    asked = [held_out.Message("a", "ask_cost"), held_out.Message("b", "ask_cost"), held_out.Message("c", "oos_far")]
    read = [held_out.Outcome(m, as_) for m, as_ in zip(asked, ("ask_cost", "nlu_fallback", "oos_gear"))]
    assert held_out.totals(read) == (
        "in scope (2): right 50.0%, refused 50.0%, wrong 0.0%\n"
        "out of scope (1): told so 100.0%, not understood 0.0%, answered 0.0%"
    )
    assert "ask_cost                   1 of   2  nlu_fallback 1" in held_out.confusion(read)
