"""Metropolitan areas that wages are published for, by the cities in their names: "Allentown, PA", "in Albany, Georgia".

Most of them have no school in the tables, so that only pay is asked of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Optional

from overture.knowledge import Knowledge, fold
from overture.knowledge.names import Word, words
from overture.knowledge.rows import Metro

_LONGEST = 4
_BEFORE = frozenset({"in", "near", "around", "of", "for", "at"})
_CODE = re.compile(r"[A-Z]{2}\Z")


@dataclass(frozen=True)
class Found:
    """A metropolitan area and where the words for it stand, as character offsets."""

    metro: Metro
    start: int
    end: int


def find(text: str, knowledge: Knowledge) -> list[Found]:
    """The areas that a text names: a city with its state, or a city that only one of them has ("in Allentown")."""
    message = words(text)
    found: list[Found] = []
    for at, word in enumerate(message):
        inside = bool(found) and word.start < found[-1].end
        one = None if inside else next(_at(text, message, at, knowledge), None)
        if one:
            found.append(one)
    return found


def _at(text: str, message: Sequence[Word], at: int, knowledge: Knowledge) -> Iterator[Found]:
    """What begins at a word, the longest city name first."""
    for length in range(min(_LONGEST, len(message) - at), 0, -1):
        city = " ".join(word.text for word in message[at : at + length])
        metros = knowledge.tables.metros_by_city.get(city, ())
        last = message[at + length - 1]
        if not metros:
            continue
        state = _state(text, message, at + length, knowledge)
        if state:
            yield from (Found(metro, message[at].start, state[1]) for metro in metros if state[0] in metro.states)
        elif (
            len(metros) == 1
            and at
            and message[at - 1].text in _BEFORE
            and text[message[at].start].isupper()
            # A name that places.yaml has is read there: Wyoming is no city in Michigan.
            and city not in knowledge.tables.places.by_name
        ):
            yield Found(metros[0], message[at].start, last.end)


def _state(text: str, message: Sequence[Word], at: int, knowledge: Knowledge) -> Optional[tuple[str, int]]:
    """The state that is named right behind a city: its code, and where its name ends."""
    states = knowledge.tables.places.states
    for length in (3, 2, 1):
        following = message[at : at + length]
        if len(following) < length:
            continue
        raw = text[following[0].start : following[-1].end]
        if _CODE.match(raw) and raw in states:
            return raw, following[-1].end
        name = fold(raw)
        code = next((code for code, state in states.items() if fold(state.name) == name), None)
        if code:
            return code, following[-1].end
    return None


def without(text: str, found: Sequence[Found]) -> str:
    """A text without the words for areas."""
    for one in sorted(found, key=lambda one: -one.start):
        text = f"{text[: one.start]} {text[one.end :]}"
    return text
