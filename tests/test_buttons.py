"""Every button leads somewhere: pressed in a fresh conversation it is answered, and does not offer itself again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from overture.answers.doubt import CHOICES, ON_A_SCHOOL, OTHERS
from overture.engine import Bot, Reply

DOMAIN = yaml.safe_load((Path(__file__).parents[1] / "domain.yml").read_text(encoding="utf-8"))


def _buttons() -> Iterator[tuple[str, str, str]]:
    """Where it stands, its label, its message."""
    for name, variations in DOMAIN["responses"].items():
        for variation in variations:
            for button in variation.get("buttons", ()):
                yield name, button["title"], button["payload"]
    for facet, (label, message) in CHOICES.items():
        yield f"doubt on {facet.value}", label, message
    for intent, (label, message) in OTHERS.items():
        yield f"doubt on {intent}", label, message
    for facet, (label, message) in ON_A_SCHOOL.items():
        yield f"doubt on {facet.value} at a school", label, message.format("NYU")


BUTTONS = sorted(set(_buttons()))
MESSAGES = sorted({message for _, _, message in BUTTONS})


@pytest.mark.parametrize("message", MESSAGES)
def test_a_button_is_answered(bot: Bot, message: str) -> None:
    sender = f"button-{message}"
    said = bot.ask(message, sender)
    intent = bot.intent(sender)
    assert _text(said) and "something went wrong" not in _text(said).lower()
    assert intent != "nlu_fallback" and not intent.startswith("oos_"), f"read as {intent}"
    assert not any(reply.parts.get("outcome") == "not_understood" for reply in said)
    assert message not in {button["payload"] for reply in said for button in reply.buttons}


def _text(replies: list[Reply]) -> str:
    return "\n".join(reply.text for reply in replies)


@pytest.mark.parametrize(("place", "label", "message"), BUTTONS)
def test_a_button_can_be_read_and_holds_no_command(place: str, label: str, message: str) -> None:
    assert 0 < len(label) <= 40 and label.strip() == label, place
    assert not message.startswith("/") and not message.startswith("EXTERNAL:"), place


def test_no_response_offers_more_than_three_or_one_twice() -> None:
    for name, variations in DOMAIN["responses"].items():
        for variation in variations:
            messages = [button["payload"] for button in variation.get("buttons", ())]
            assert len(messages) <= 3 and len(set(messages)) == len(messages), name


def test_a_label_means_one_thing_within_the_responses() -> None:
    """The same words on two buttons lead to the same place."""
    meanings: dict[str, set[str]] = {}
    for name, label, message in BUTTONS:
        if name.startswith("utter_"):
            meanings.setdefault(label, set()).add(message)
    assert {label: found for label, found in meanings.items() if len(found) > 1} == {}
