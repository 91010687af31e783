"""The words that a question is read from, and what was understood of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from overture.answers.base.model import Filters, Mentioned, Near, Shape
from overture.answers.conditions.conditions import conditions
from overture.knowledge import Knowledge, Subject

Parse = Mapping[str, Any]
_JOINS = frozenset("a an the or and vs versus against beside besides with next to between degree degrees ok so".split())
_YEAR = re.compile(r"\b(20[0-3]\d)\b")


@dataclass(frozen=True)
class Said:
    """The words that one question is read from.

    ``text`` is the clause that asks, ``start`` its place in the message; ``wide`` goes
    from ``wide_start`` on and holds the sentences beside it that ask nothing but may
    put conditions ("It has to be online.  Which schools are there?").
    """

    text: str
    start: int
    wide: str
    wide_start: int
    entities: Sequence[Mapping[str, Any]]

    def about(self) -> tuple[Mentioned, ...]:
        """What the clause mentions; offsets are into the clause."""
        return mentioned(self.entities, self.start, self.start + len(self.text))

    def conditions(self, knowledge: Knowledge) -> tuple[Filters, Shape]:
        """The conditions of clause and sentences beside it."""
        about = mentioned(self.entities, self.wide_start, self.wide_start + len(self.wide))
        return conditions(self.wide, about, knowledge)


def only_names(said: Said) -> bool:
    """Whether a clause says nothing but two or more names, and what joins them: "Temple next to Belmont"."""
    about = said.about()
    rest = unnamed(said.text, about)
    return len(about) > 1 and all(word in _JOINS for word in re.findall(r"\w+", rest.lower()))


def unnamed(text: str, about: Sequence[Mentioned]) -> str:
    """A text with blanks in place of the names in it."""
    for m in about:
        if m.start >= 0:
            text = text[: m.start] + " " * (m.end - m.start) + text[m.end :]
    return text


def whole(parse: Parse) -> Said:
    """A message as one clause."""
    text = str(parse.get("text") or "")
    return Said(text, 0, text, 0, parse.get("entities") or ())


def clauses(parse: Parse, parts: Sequence[Parse]) -> Iterator[tuple[Parse, Said]]:
    """The clauses that ask, each with what stands between it and the one before; the last one to the end."""
    message, entities, done = str(parse.get("text") or ""), parse.get("entities") or (), 0
    for number, part in enumerate(parts, 1):
        text = str(part.get("text") or "")
        start = max(message.find(text, part["start"]), 0)
        end = len(message) if number == len(parts) else part["end"]
        yield part, Said(text, start, message[done:end], done, entities)
        done = end


def mentioned(
    entities: Sequence[Mapping[str, Any]], start: int = 0, end: Optional[int] = None
) -> tuple[Mentioned, ...]:
    """The linked things between two offsets of a message; their offsets count from the first one."""
    found = []
    for e in entities:
        first, last = e.get("start", -1), e.get("end", -1)
        inside = first < 0 or (start <= first and (end is None or last <= end))
        if e.get("extractor") == "SubjectLinker" and inside:
            offsets = (first - start, last - start) if first >= 0 else (-1, -1)
            found.append(Mentioned(Subject(e["entity"], e["value"]), str(e.get("name") or e["value"]), *offsets))
    return tuple(found)


def near(parse: Parse) -> tuple[Near, ...]:
    """The statements near to a message, nearest first."""
    return tuple(Near(p["key"], float(p["score"])) for p in parse.get("passages") or ())


def unplaced(parse: Parse, said: Said) -> str:
    """The name of a place in these words that is not known; empty where there is none."""
    name = str(parse.get("unknown_place") or "")
    return name if name in said.wide else ""


def intent(parse: Parse) -> str:
    """The intent of a message; empty where it has none."""
    return str((parse.get("intent") or {}).get("name") or "")


def year(text: str) -> Optional[str]:
    """The year that a message asks for."""
    found = _YEAR.search(text)
    return found.group(1) if found else None
