"""One question of the sweep: what is typed, and what the answer must and must not hold."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Union

import yaml

# What must stand in an answer: a text, or one of several.
Wanted = Union[str, tuple[str, ...]]

_WORDING = Path(__file__).parent / "wording.yaml"
# How an answer says that something isn't known.
UNKNOWN = re.compile(
    r"not known|isn't in my records|isn't recorded|don't say|doesn't say|don't have|have no |can't say|not published"
    r"|publishes no|not reported|no record|nothing from it|show no |isn't known|no figure",
    re.IGNORECASE,
)
_FLAT_NO = re.compile(r"^no\b(?! (?:figure|page|record|one))", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """What the bot says: the rendered text, its first part without table and notes, and whose pages it cites."""

    text: str
    lead: str
    programs: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    answered: bool = True


@dataclass(frozen=True)
class Case:
    """A question.

    ``group`` is facet and kind of subject, ``subject`` an id.  All of ``has`` must stand in
    the rendered answer, all of ``lead`` in its text before any table, none of ``lacks``
    anywhere.  ``unknown`` wants it said that this isn't known, and never a flat "no".
    ``cites`` are the programs whose pages may be cited, all where None; ``source`` is the
    id of a record that must be named as the source.
    """

    group: str
    subject: str
    text: str
    has: tuple[Wanted, ...] = ()
    lead: tuple[Wanted, ...] = ()
    lacks: tuple[str, ...] = ()
    unknown: bool = False
    cites: frozenset[str] | None = None
    source: str | None = None
    check: Callable[[Said], Iterable[str]] | None = field(default=None, compare=False)

    def faults(self, said: Said) -> list[str]:
        """What is wrong with an answer; nothing if it is right."""
        text, lead = plain(said.text), plain(said.lead)
        found = [f"lacks {wanted!r}" for wanted in self.has if not _holds(text, wanted)]
        found += [f"does not begin with {wanted!r}" for wanted in self.lead if not _holds(lead, wanted)]
        found += [f"holds {unwanted!r}" for unwanted in self.lacks if plain(unwanted) in text]
        if self.unknown and not UNKNOWN.search(said.text):
            found.append("does not say that it isn't known")
        if self.unknown and _FLAT_NO.search(said.text):
            found.append("says no to what isn't known")
        if self.cites is not None and said.programs - self.cites:
            found.append(f"cites pages of {', '.join(sorted(said.programs - self.cites))}")
        if self.source and self.source not in said.sources:
            found.append(f"does not name the source {self.source}")
        return [*found, *(self.check(said) if self.check else ())]


def plain(text: str) -> str:
    """A text without case, line breaks and marks at the ends of sentences, for comparison."""
    return re.sub(r"\s+", " ", text).casefold().strip()


def _holds(text: str, wanted: Wanted) -> bool:
    options = (wanted,) if isinstance(wanted, str) else wanted
    return any(plain(option).rstrip(".") in text for option in options)


@cache
def wording() -> dict[str, list[str]]:
    """The hand-written phrasings by group."""
    found: dict[str, list[str]] = yaml.safe_load(_WORDING.read_text(encoding="utf-8"))
    return found


def chosen(options: Sequence[str], key: str, number: int) -> list[str]:
    """So many of several options, the same ones each time, spread evenly by the key."""
    start = zlib.crc32(key.encode()) % len(options)
    return [options[(start + step) % len(options)] for step in range(min(number, len(options)))]


def phrased(group: str, subject: str, names: Sequence[str], number: int = 2, **words: str) -> list[str]:
    """Messages of a group about a subject, under its names in turn.

    ``{name}`` in a phrasing is replaced by a name, other fields by ``words``.
    """
    if not number:
        return []
    asked = chosen(wording()[group], f"{group} {subject}", number)
    named = chosen(names, f"{subject} {group}", number)
    named += [named[-1]] * (len(asked) - len(named))
    return [text.format(name=name, **words) for text, name in zip(asked, named)]
