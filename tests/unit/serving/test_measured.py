"""What is counted of a message, and that it is counted where it happens."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from overture.channels import turns
from overture.engine import Bot
from overture.serving import metrics, turn
from overture.serving.watching import primary, watch

PAY = "tone warden salary"


def figure(name: str, **labels: str) -> float:
    return metrics.REGISTRY.get_sample_value(name, labels) or 0.0


@pytest.fixture
def watched(bot_in_the_world: Bot) -> Iterator[Bot]:
    agent = bot_in_the_world.agent
    store = primary(agent.tracker_store)
    watch(agent)
    yield bot_in_the_world
    for one, names in ((store, ("retrieve", "save")), (agent.processor, ("parse_message",))):
        for name in names:
            delattr(one, name)


async def ask(bot: Bot, text: str) -> list[Any]:
    output = turns.CollectedAnswers()
    await turns.answer(
        bot.agent.handle_message, UserMessage(text, output, uuid.uuid4().hex, input_channel="rest"), "rest"
    )
    messages: list[Any] = output.messages
    return messages


@pytest.mark.parametrize(
    ("text", "intent", "outcome"),
    [(PAY, "ask_salary", "answered"), ("good evening", "greet", "talk")],
)
async def test_an_answer_by_intent_and_outcome(watched: Bot, text: str, intent: str, outcome: str) -> None:
    before = figure("overture_answers_total", intent=intent, outcome=outcome)
    stages = {
        s: figure("overture_answer_seconds_count", stage=s)
        for s in ("waiting", "understanding", "dialogue", "store", "total")
    }
    assert await ask(watched, text)
    assert figure("overture_answers_total", intent=intent, outcome=outcome) == before + 1
    for stage, count in stages.items():
        assert figure("overture_answer_seconds_count", stage=stage) == count + 1, stage


async def test_a_store_that_fails(
    watched: Bot, monkeypatch: pytest.MonkeyPatch, overture_log: pytest.LogCaptureFixture
) -> None:
    store = primary(watched.agent.tracker_store)

    async def fails(sender: str) -> None:
        raise OSError(f"secret of {sender}")

    monkeypatch.setattr(store, "retrieve", fails)
    watch(watched.agent)
    before = figure("overture_store_errors_total", store="conversations", call="retrieve")
    await ask(watched, PAY)
    assert figure("overture_store_errors_total", store="conversations", call="retrieve") > before
    told = [record for record in overture_log.records if record.name == "overture.serving.watching"]
    assert "in the store of conversations, retrieve: OSError at " in told[0].getMessage()
    assert "secret" not in told[0].getMessage()


@pytest.mark.parametrize(
    ("intent", "messages", "outcome"),
    [
        ("ask_cost", [{"custom": {"answer": {"outcome": "gap"}}}], "gap"),
        ("ask_cost", [{"text": "a"}, {"custom": {"answer": {"outcome": "asked_back"}}}], "asked_back"),
        ("oos_gear", [{"text": "a"}], "out_of_scope"),
        ("nlu_fallback", [{"text": "a"}], "not_understood"),
        ("greet", [{"custom": "odd"}], "talk"),
        ("", [], "talk"),
    ],
)
def test_the_outcome(intent: str, messages: list[dict[str, Any]], outcome: str) -> None:
    measured = turn.begin()
    measured.intent = intent
    before = figure("overture_answers_total", intent=intent or "none", outcome=outcome)
    measured.ended(messages, failed=False)
    assert figure("overture_answers_total", intent=intent or "none", outcome=outcome) == before + 1


def test_intents_without_end_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "_intents", {str(number) for number in range(metrics.MOST_INTENTS)})
    before = figure("overture_answers_total", intent="other", outcome="talk")
    metrics.answered("one more", "talk")
    metrics.answered("yet another", "talk")
    assert figure("overture_answers_total", intent="other", outcome="talk") == before + 2
