"""Other spellings of names: without plurals, and of programs with the names that their schools go by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from overture.knowledge.names import fold
from overture.knowledge.programs import Program


def stemmed(word: str, typed: str = "") -> str:
    """A word without its plural or possessive s; names and messages alike, so it need not be right English."""
    if typed.endswith(("'s", "’s")) and len(word) <= 3:  # "IU's" is IU, but "ius" alone is not
        return word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def is_plural(typed: str, name: str) -> bool:
    """Whether "new schools" was typed and the name is "New School"."""
    last, known = fold(typed).split()[-1], fold(name).split()[-1]
    return last == f"{known}s" and not re.search(r"['’]s?$", typed)


def at_school(program: Program, schools: Iterable[str]) -> Iterator[str]:
    """A program with names that its school goes by: "MM in Music Technology at NYU"."""
    title, among, field = program.name.partition(" in ")
    for school in dict.fromkeys(schools):
        if among and "," not in field:
            yield f"{field} {title} at {school}"
        yield f"{program.name} at {school}"
        yield f"{school} {program.name}"
