"""Records to begin with: valid at once, with comments that say what is still to be written.

A text that an editor has yet to write says no more than the name does: what nobody has
looked up must not be said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Optional

from overture.editing.scalars import line, quoted, scalar
from overture.knowledge.names import fold

TO_DO = "# To write:"

# From this year on a page counts as a recent sign that a program is offered (Status in programs.py).
_RECENT = 2023
_NOT_IN_IDS = frozenset("the of and in for at university college institute school".split())


@dataclass(frozen=True)
class Course:
    """What is known of a new course."""

    id: str
    name: str
    source: str
    as_of: str
    aliases: tuple[str, ...] = ()
    concentration: Optional[str] = None

    def text(self) -> str:
        """The record, from ``- id:`` on."""
        said = f"{capital(self.name)} is taught as a subject."
        return _record(
            *_head(self.id, self.name, self.aliases),
            *_summary(self.source, self.as_of, said, "what one learns in it, in a sentence or two"),
            *_optional("concentration", self.concentration),
        )


@dataclass(frozen=True)
class Career:
    """What is known of a new occupation."""

    id: str
    name: str
    plural: str
    soc: str
    scope: str
    source: str
    as_of: str
    aliases: tuple[str, ...] = ()

    def text(self) -> str:
        """The record, from ``- id:`` on."""
        said = f"{capital(self.name)} is the name of an occupation."
        return _record(
            *_head(self.id, self.name, self.aliases),
            line("plural", self.plural),
            quoted("soc", self.soc),
            line("scope", self.scope),
            *_summary(self.source, self.as_of, said, "what people in it do, in a sentence or two"),
            "# To add as far as known, each with source and as_of: wages, employment, projections, entry, tasks.",
        )


@dataclass(frozen=True)
class Program:
    """What is known of a new program.  ``city``, ``state`` and ``country`` are where study takes place."""

    id: str
    name: str
    school: str
    the: bool
    country: str
    level: str
    page: str
    as_of: str
    city: Optional[str] = None
    state: Optional[str] = None
    degrees: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    school_aliases: tuple[str, ...] = ()
    unitid: Optional[int] = None

    def text(self) -> str:
        """The record, from ``- id:`` on."""
        place = [*_optional("city", self.city), *_optional("state", self.state), line("country", self.country)]
        return _record(
            *_head(self.id, self.name, self.aliases),
            line("school", self.school),
            *(["the: true"] if self.the else []),
            *_list("school_aliases", self.school_aliases),
            *([f"unitid: {self.unitid}"] if self.unitid else []),
            line("url", self.page),
            "places:",
            *_indented([f"- {place[0]}", *_indented(place[1:])]),
            *_list("degrees", self.degrees),
            line("level", self.level),
            "# To add as far as the page says it: fields_of_study, and with `page: program` delivery, length, credits,",
            "# requirements, deadlines, tuition, courses. What the page doesn't say is left out.",
            "status:",
            *_indented(self._status()),
            "pages:",
            *_indented(["- key: program", *_indented([line("url", self.page), quoted("as_of", self.as_of)])]),
        )

    def _status(self) -> Iterator[str]:
        dated = self.as_of != "undated"
        yield "page: program"
        yield f"{TO_DO} how the page names the program and when. Then drop this line."
        yield line("text", f"Named on a page of {self.as_of}." if dated else "Named on a page without a date.")
        # The year in which the time ends that the page speaks for.
        newest = int(self.as_of.split(" to ")[-1][:4]) if dated else 0
        yield f"standing: {'undated' if not dated else 'recent' if newest >= _RECENT else 'old'}"
        if dated:
            yield quoted("latest", self.as_of)


def full_name(name: str, school: str, *, the: bool) -> str:
    """The name of a program that is its own, as :class:`overture.knowledge.programs.Program` makes it."""
    return f"{name} at {'the ' if the else ''}{school}"


def identifier(*names: str, full: bool = False) -> str:
    """An id made of names: lower-case words joined by hyphens.

    Args:
        names: what it is made of, in this order.
        full: keep words like "of" and "university" too.

    Returns:
        the id, empty where the names have no letters or digits of the Latin alphabet.
    """
    words = [word for name in names for word in fold(name).split() if word.isascii()]
    return "-".join(word for word in words if full or word not in _NOT_IN_IDS)


def plural(name: str) -> str:
    """The plural of a job: "DJ" to "DJs", "person in charge" is for the editor to put right."""
    if name.endswith("man"):
        return f"{name[:-3]}men"
    if name[-1:] == "y" and name[-2:-1].lower() not in "aeiou":
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith(("s", "x", "ch", "sh")) else f"{name}s"


def capital(text: str) -> str:
    """The text with a capital letter first."""
    return text[:1].upper() + text[1:]


def _record(*lines: str) -> str:
    rows = [row for text in lines for row in text.split("\n")]
    return "".join(f"{'- ' if index == 0 else '  '}{row}\n" for index, row in enumerate(rows))


def _head(id: str, name: str, aliases: Sequence[str]) -> Iterator[str]:
    yield line("id", id)
    yield line("name", name)
    yield from _list("aliases", aliases)


def _summary(source: str, as_of: str, said: str, wanted: str) -> Iterator[str]:
    yield "summary:"
    yield from _indented([line("source", source), quoted("as_of", as_of), f"{TO_DO} {wanted}. Then drop this line."])
    yield from _indented([line("text", said)])


def _optional(key: str, value: Optional[str]) -> list[str]:
    return [line(key, value)] if value else []


def _list(key: str, values: Sequence[str]) -> Iterator[str]:
    if values:
        yield f"{key}:"
        yield from _indented(f"- {scalar(value)}" for value in values)


def _indented(lines: Iterable[str]) -> list[str]:
    return ["\n".join(f"  {row}" for row in text.split("\n")) for text in lines]
