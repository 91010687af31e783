"""How the understanding does with people whom it has not met: ``python -m tests.held_out``.

The messages of ``held_out.yaml`` gate nothing and nobody trains on them.  Printed are shares and the intents that
are mixed up, never the messages: who saw them would write examples after them.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).with_suffix(".yaml")
OUT_OF_SCOPE = "oos_"
REFUSED = "nlu_fallback"
SEED = 4
NOISE = 0.1


@dataclass(frozen=True)
class Message:
    """What someone types, and the intent that they mean."""

    text: str
    intent: str

    @property
    def in_scope(self) -> bool:
        return not self.intent.startswith(OUT_OF_SCOPE)


@dataclass(frozen=True)
class Outcome:
    """A message and the intent that it was read as."""

    message: Message
    read_as: str

    @property
    def right(self) -> bool:
        """As meant; of what is out of scope, that it is: the kind only chooses the words of the refusal."""
        if self.message.in_scope:
            return self.read_as == self.message.intent
        return self.read_as.startswith(OUT_OF_SCOPE)

    @property
    def refused(self) -> bool:
        """Not understood, or taken for out of scope."""
        return self.read_as == REFUSED or self.read_as.startswith(OUT_OF_SCOPE)


def messages(file: Path = FILE) -> list[Message]:
    """All messages in the order of the file."""
    read = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [Message(str(text), intent) for intent, texts in read.items() for text in texts]


def noisy(text: str, chance: random.Random, share: float = NOISE) -> str:
    """A text with typing mistakes: each letter is with this chance dropped, doubled or swapped with its neighbor."""
    typed: list[str] = []
    left = list(text)
    while left:
        letter = left.pop(0)
        slip = chance.choice(("drop", "double", "swap")) if letter.isalpha() and chance.random() < share else ""
        if slip == "swap" and left and left[0].isalpha():
            typed += [left.pop(0), letter]
        elif slip != "drop":
            typed += [letter] * (2 if slip == "double" else 1)
    return "".join(typed)


def with_noise(asked: Sequence[Message], seed: int = SEED) -> list[Message]:
    """The messages as typed in a hurry, the same each time."""
    chance = random.Random(seed)
    return [Message(noisy(message.text, chance), message.intent) for message in asked]


async def _read_all(model: Path, asked: Sequence[Message]) -> list[Outcome]:
    from rasa.core.agent import load_agent  # not before it is needed: the tests only take the messages

    agent = await load_agent(model_path=str(model))
    return [Outcome(m, (await agent.parse_message(m.text))["intent"]["name"]) for m in asked]


def totals(outcomes: Sequence[Outcome]) -> str:
    """A line: how many were right, refused and wrong, in scope and out of it."""
    inside = [o for o in outcomes if o.message.in_scope]
    outside = [o for o in outcomes if not o.message.in_scope]
    refused = sum(o.refused for o in inside)
    right = sum(o.right for o in inside)
    shares = {"right": right, "refused": refused, "wrong": len(inside) - right - refused}
    told = ", ".join(f"{name} {count / len(inside):.1%}" for name, count in shares.items())
    caught = sum(o.right for o in outside)
    unsure = sum(o.read_as == REFUSED for o in outside)
    return (
        f"in scope ({len(inside)}): {told}\nout of scope ({len(outside)}): told so {caught / len(outside):.1%}, "
        f"not understood {unsure / len(outside):.1%}, answered {1 - (caught + unsure) / len(outside):.1%}"
    )


def confusion(outcomes: Sequence[Outcome]) -> list[str]:
    """A line an intent: share right, then what else its messages were read as."""
    lines = []
    for intent in dict.fromkeys(o.message.intent for o in outcomes):
        of_it = [o for o in outcomes if o.message.intent == intent]
        right = sum(o.right for o in of_it)
        mistaken = Counter(o.read_as for o in of_it if not o.right)
        told = ", ".join(f"{name} {count}" for name, count in mistaken.most_common())
        lines.append(f"{intent:24} {right:3} of {len(of_it):3}  {told}")
    return lines


def main() -> None:
    """Prints the shares of the newest model, plain and with typing mistakes."""
    from rasa.utils.log_utils import configure_structlog

    from overture import engine, lean

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, help="model file; the newest by default")
    chosen = parser.parse_args().model or engine.newest_model()
    configure_structlog(logging.ERROR)
    lean.install(engine.ROOT / "config.yml")
    asked = messages()
    plain = asyncio.run(_read_all(chosen, asked))
    print(totals(plain), "", *confusion(plain), sep="\n")
    print(f"\nwith {NOISE:.0%} of the letters mistyped (seed {SEED})")
    print(totals(asyncio.run(_read_all(chosen, with_noise(asked)))))


if __name__ == "__main__":
    main()
