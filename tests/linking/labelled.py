"""Messages with their names labelled by hand, and how well the names are found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from overture.answers.base.model import Mentioned
from overture.answers.conditions.atlas import atlas
from overture.answers.conditions.place_finder import find_places
from overture.knowledge import Knowledge
from overture.nlu.linker import Linker

FOLDER = Path(__file__).parent
# [words](kind:id|kind:id), or [words](?) for what is judged neither way.
_LABEL = re.compile(r"\[(?P<words>[^]]+)\]\((?P<ids>\?|\w+:[^)]+)\)")


@dataclass(frozen=True)
class Label:
    """Where a name stands in a message, and what it may be linked to; nothing where it isn't judged."""

    start: int
    end: int
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Message:
    """A message without its marks, and the labels that they were."""

    text: str
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Link:
    """What was linked: ids as ``kind:id``, the likeliest first."""

    start: int
    end: int
    ids: tuple[str, ...]


@dataclass
class Score:
    """Names found, wrongly found and missed, by kind; ``faults`` tells each one that is not right."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def precision(self, *kinds: str) -> float:
        """Right ones of all that were linked."""
        right, wrong = (sum(count[k] for k in kinds or count) for count in (self.right, self.wrong))
        return right / max(1, right + wrong)

    def recall(self, *kinds: str) -> float:
        """Right ones of all that should have been."""
        right, missed = (sum(count[k] for k in kinds or count) for count in (self.right, self.missed))
        return right / max(1, right + missed)

    def __str__(self) -> str:
        kinds = sorted({*self.right, *self.wrong, *self.missed})
        rows = [f"{k}: precision {self.precision(k):.3f}, recall {self.recall(k):.3f}" for k in kinds]
        return "\n".join([f"precision {self.precision():.3f}, recall {self.recall():.3f}", *rows, *self.faults])


def messages(file: Path, knowledge: Knowledge) -> list[Message]:
    """All messages of a file, school names put into ids."""
    schools = {school.name: school.id for school in knowledge.institutions.values()}
    groups = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [_message(line, schools) for lines in groups.values() for line in lines.splitlines() if line]


def _message(line: str, schools: dict[str, str]) -> Message:
    text, labels, done = "", [], 0
    for found in _LABEL.finditer(line):
        text += line[done : found.start()]
        ids = () if found["ids"] == "?" else tuple(_id(label, schools) for label in found["ids"].split("|"))
        labels.append(Label(len(text), len(text) + len(found["words"]), ids))
        text, done = text + found["words"], found.end()
    return Message(text + line[done:], tuple(labels))


def _id(label: str, schools: dict[str, str]) -> str:
    kind, _, id = label.partition(":")
    return f"school:{schools.get(id, id)}" if kind == "school" else label


def links(text: str, linker: Linker, knowledge: Knowledge) -> Iterator[Link]:
    """What a message is taken to name: things as linked, places as they are read from there."""
    found = linker.find(text)
    about = [Mentioned(m.subject, m.name, m.start, m.end) for m in found]
    for m in found:
        if m.subject.kind != "place":
            yield Link(m.start, m.end, tuple(f"{s.kind}:{s.id}" for s in (m.subject, *m.others)))
    for spot in find_places(text, about, atlas(knowledge)):
        yield Link(spot.start, spot.end, tuple(f"place:{id}" for id in spot.ids))


def score(said: Iterable[Message], linker: Linker, knowledge: Knowledge) -> Score:
    """Counts what was found; a label and a link belong together where they overlap."""
    total = Score()
    for message in said:
        _judge(message, list(links(message.text, linker, knowledge)), total)
    return total


def _judge(message: Message, all_found: list[Link], total: Score) -> None:
    found = all_found
    for label in message.labels:
        touching = _over(label, found)
        found = [link for link in found if link not in touching]
        if not label.ids:
            continue
        # One link may be right for two labels that stand for parts of it.
        if any(set(link.ids) & set(label.ids) for link in (*touching, *_over(label, all_found))):
            total.right[_kind(label.ids)] += 1
            touching = [link for link in touching if not set(link.ids) & set(label.ids)]
        else:
            total.missed[_kind(label.ids)] += 1
            words = message.text[label.start : label.end]
            total.faults.append(f"missed {words!r} ({label.ids[0]}) in {message.text!r}")
        _wrong(message, touching, total)
    _wrong(message, found, total)


def _over(label: Label, found: Iterable[Link]) -> list[Link]:
    return [link for link in found if link.start < label.end and label.start < link.end]


def _wrong(message: Message, found: Iterable[Link], total: Score) -> None:
    for link in found:
        total.wrong[_kind(link.ids)] += 1
        words = message.text[link.start : link.end]
        total.faults.append(f"wrong {words!r} ({', '.join(link.ids[:3])}) in {message.text!r}")


def _kind(ids: tuple[str, ...]) -> str:
    return ids[0].partition(":")[0]
