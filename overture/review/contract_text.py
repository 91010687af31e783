"""The contract in words: its score, and the page docs/capabilities.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from overture.review.contract import ROOT, WEIGHTS, Combination

DOCS = ROOT / "docs" / "capabilities.md"
_HEAD = """\
# What the bot can be asked

Made from `capabilities.yml` by `overture capabilities --write`; change it there. Each line is one combination of what
is wanted, of what, and under which conditions. *must* is what the bot is no use without, *should* what people ask for
often, *could* what some ask for. Every example is asked in a test, and another test shows the combination in depth.

"""
_OUTCOMES = {
    "gap": "says that it isn't known",
    "asked_back": "asks back",
    "not_understood": "says so and offers ways on",
}


@dataclass(frozen=True)
class Score:
    """How many combinations of one weight there are, and how many are answered."""

    weight: str
    answered: int
    of: int

    @property
    def share(self) -> float:
        """0 to 1; 1 where there are none."""
        return self.answered / self.of if self.of else 1.0


def score(combinations: Sequence[Combination]) -> list[Score]:
    """The score by weight, the weightiest first."""
    found = []
    for weight in WEIGHTS:
        own = [combination for combination in combinations if combination.importance == weight]
        found.append(Score(weight, sum(combination.answered for combination in own), len(own)))
    return found


def score_line(combinations: Sequence[Combination]) -> str:
    """The score in one line."""
    parts = [f"{s.weight} {s.answered} of {s.of} ({s.share:.0%})" for s in score(combinations)]
    total = sum(combination.answered for combination in combinations)
    return f"{total} of {len(combinations)} combinations answered: {', '.join(parts)}"


def page(combinations: Sequence[Combination]) -> str:
    """The text of docs/capabilities.md."""
    lines = [_HEAD + score_line(combinations) + "."]
    for group, own in groupby(combinations, key=lambda combination: combination.group):
        lines.append(f"\n## {group}\n\n| what | | example | shown by |\n|---|---|---|---|")
        lines += [_row(combination) for combination in own]
    return "\n".join(lines) + "\n"


def _row(combination: Combination) -> str:
    said = [f"“{message}”" for message in (*combination.before, combination.example)]
    outcome = _OUTCOMES.get(combination.outcome.value)
    want = combination.want + (f" ({outcome})" if outcome else "")
    shown = f"`{combination.test}`" if combination.test else f"not yet: {combination.why}"
    return f"| {want} | {combination.importance} | {', then '.join(said)} | {shown} |"


def is_current(combinations: Sequence[Combination], docs: Path = DOCS) -> bool:
    """Whether the page is what the contract says."""
    return docs.is_file() and docs.read_text(encoding="utf-8") == page(combinations)
