"""Finds the places of a message: linked ones, towns of the tables, and postal codes in capitals.

A word is a place only where it can hardly be anything else.  "Reading", "Mobile" and
"OR" are places in "in Reading, PA" and "Portland, OR", and words everywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from overture.answers.base.model import Mentioned
from overture.answers.conditions import postal_codes
from overture.answers.conditions.atlas import Atlas
from overture.answers.conditions.nations import nations
from overture.answers.conditions.phrase import Spot
from overture.knowledge import Subject, fold
from overture.knowledge.names import Word
from overture.knowledge.places import City, State

# Words before a town or a code, and what links it to a place before it.
_BEFORE = frozenset("in near around outside by within to leave leaving nearby".split())
_AFTER_OF = re.compile(r"\b(?:miles?|mi|kms?|kilomet\w+|hours?|minutes?|mins|distance|drive|outside|reach|radius)\s+$")
_AFTER_FROM = re.compile(
    r"(?:\b(?:i'?m|i am|we'?re|we are|come|coming|far|away|miles?|hours?|minutes?|drive|live)\s+)$"
)
_LINKING = re.compile(r"\s*(?:,|/|\bor\b|\band\b|&|,\s*(?:or|and))\s*(?:in\s+|near\s+)?", re.IGNORECASE)
_ALONE = re.compile(r"(?:(?:ok|okay|and|or|what|how|about|not|only|in|near|hm+)\W+)*", re.IGNORECASE)
_LAST_WORD = re.compile(r"([\w']+)\s+(?:the\s+|downtown\s+|greater\s+)?$")
_TOKEN = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_GAP = re.compile(r"\s*,?\s*")
_ENDS = re.compile(r"\s*(?:$|[,.?!;:)]|\b(?:area|or|and|with|that|for|without|please|pls|which|only)\b)", re.IGNORECASE)
# Town names that are words or better known for a place elsewhere; alone in lower case they are never towns.
_ORDINARY = frozenset(
    name.replace("_", " ")
    for name in (
        "ada bath boone bethany carson clinton commerce corning cypress deland elgin enterprise fairfax"
        " florence fulton "
        "garden hope independence jackson johnson kent liberty mansfield media mesa mission mobile normal north_east "
        "orange paradise point_lookout powell providence purchase queens reading redlands riverside shoreline stanford "
        "sterling sugar_grove superior surprise troy union university_park upland valley_city valley_view warren"
    ).split()
)
_ELSEWHERE = frozenset("durham florence london manchester moscow norfolk rome".split())
# A place within the name of a school that isn't linked.
_OF_SCHOOL = re.compile(
    r"\b(?:university|college|u|institute|conservatory) of (?:the |north(?:ern)? |south(?:ern)? "
    r"|west(?:ern)? |east(?:ern)? |central )*$",
    re.IGNORECASE,
)
_SCHOOL_AFTER = re.compile(
    r"(?: State| A&M| Tech| Christian| Southern)* (?:University|College|Institute|Conservatory)\b(?! (?:of"
    r"|in) \w+ (?:that|which))"
)
_ANY = re.compile(r"\b(?:a|an|any|some|which|what|every|each|the|one)(?: \w+)? $", re.IGNORECASE)
_NOT_BEHIND = re.compile(r"-?\d| ?studio\b", re.IGNORECASE)
_BEFORE_SHORT = re.compile(r"(?:[A-Za-z]{3,}, ?|\b(?:schools|programs|colleges|universities|unis) )$")
_AFTER_SHORT = re.compile(r" (?:schools|programs|colleges|universities|unis)\b")
_SIDE = re.compile(r"\b(\w+ern) $", re.IGNORECASE)


def find_places(text: str, about: Sequence[Mentioned], atlas: Atlas) -> list[Spot]:
    """The places of a message in the order of the text.

    Args:
        text: the message as typed.
        about: what is linked in it; other things than places hide what they cover.
        atlas: the places to find.
    """
    return list(_found(text, tuple((m.subject, m.start, m.end) for m in about if 0 <= m.start < m.end), atlas))


# Several parts of an answer ask for the places of its one message.
@lru_cache(maxsize=8)
def _found(text: str, linked: tuple[tuple[Subject, int, int], ...], atlas: Atlas) -> tuple[Spot, ...]:
    return tuple(_PlaceFinder(text, [Mentioned(subject, "", *place) for subject, *place in linked], atlas).find())


class _PlaceFinder:
    """Finds the places of one message, see :func:`find_places`; all that is linked stands in the text."""

    def __init__(self, text: str, linked: Sequence[Mentioned], atlas: Atlas) -> None:
        self._text, self._atlas = text, atlas
        self._places = {m.start: m for m in linked if m.subject.kind == "place"}
        self._others = [
            (m.start, m.end) for m in linked if m.subject.kind in ("school", "program", "career", "requirement")
        ]
        self._words = [Word(fold(token.group()), token.start(), token.end()) for token in _TOKEN.finditer(text)]
        letters = [c for c in text if c.isalpha()]
        self._shouted = sum(c.isupper() for c in letters) > 0.7 * max(1, len(letters)) and len(letters) > 6
        self._found: list[Spot] = []

    def find(self) -> list[Spot]:
        """The places in the order of the text."""
        end = 0
        for at, word in enumerate(self._words):
            if word.start >= end and (spot := self._town(at) or self._linked(at) or self._code(at)):
                self._found.append(spot)
                end = spot.end
        taken = [(spot.start, spot.end) for spot in self._found] + self._others
        named = [] if self._shouted else nations(self._text, self._atlas)
        countries = [s for s in named if all(s.end <= start or end <= s.start for start, end in taken)]
        return sorted([*map(self._settled, self._found), *countries], key=lambda spot: spot.start)

    def _settled(self, spot: Spot) -> Spot:
        """A town that several states or countries have, settled by one that is named elsewhere in the message."""
        wider = {id for other in self._found if len(other.ids) == 1 for id in other.ids}
        fitting = tuple(id for id in spot.ids if any(self._atlas.lies_in(id, other) for other in wider))
        return replace(spot, ids=fitting) if len(spot.ids) > 1 and fitting else spot

    def _linked(self, at: int) -> Spot | None:
        """A place that was linked, with the state behind it if one is there."""
        mention = self._places.get(self._words[at].start)
        if mention is None:
            return None
        if self._in_school_name(mention.start, mention.end) or self._abbreviates(mention.start, mention.end):
            return None
        place = self._atlas.knowledge.places.get(mention.subject.id)
        if wider := self._wider(at, mention):
            return wider
        name = fold(self._text[mention.start : mention.end])
        code, end, written = self._state_after(mention.end)
        if code and (isinstance(place, City) or (written and name in self._atlas.towns)):
            ids = self._atlas.in_state(name, code)
            if ids or (isinstance(place, City) and not self._lists_on(end)):
                return Spot("place", ids or (self._atlas.states[code],), mention.start, end)
        return self._with_country(mention)

    def _with_country(self, mention: Mentioned) -> Spot:
        """What a linked name stands for; a country right behind a city belongs to it ("Cambridge, UK")."""
        ids = self._atlas.meanings(mention.subject.id, self._text[mention.start : mention.end])
        gap = _GAP.match(self._text, mention.end)
        behind = self._places.get(gap.end()) if gap else None
        if behind and (inside := tuple(id for id in ids if self._atlas.lies_in(id, behind.subject.id))):
            return Spot("place", inside, mention.start, behind.end)
        return Spot("place", ids, mention.start, mention.end)

    def _in_school_name(self, start: int, end: int) -> bool:
        """Whether a place only names a school ("Indiana University"); "a Texas university" is in Texas."""
        before = self._text[:start]
        return bool(_OF_SCHOOL.search(before)) or bool(_SCHOOL_AFTER.match(self._text, end) and not _ANY.search(before))

    def _abbreviates(self, start: int, end: int) -> bool:
        """Whether two letters may be something else than a place ("beats on fl", "FL Studio", "an LA-2A")."""
        if end - start != 2:
            return False
        if _NOT_BEHIND.match(self._text, end):
            return True
        if not self._text[start:end].islower():
            return False
        before, after = self._text[:start], self._text[end:]
        told = _BEFORE_SHORT.search(before) or _AFTER_SHORT.match(after)
        return not (self._led(start, end) or not after.strip(" ?.!") or told)

    def _wider(self, at: int, mention: Mentioned) -> Spot | None:
        """A longer name that begins or ends beside the linked one: "the West" Coast, northeastern "United States"."""
        find = self._atlas.knowledge.tables.places.find
        if self._words[at].text == "the" and at + 2 < len(self._words):
            end = self._words[at + 2].end
            longer = find(self._text[self._words[at + 1].start : end])
            if longer and end > mention.end:
                return Spot("place", (longer[0].id,), mention.start, end)
        side = _SIDE.search(self._text[: mention.start])
        if side and mention.subject.id == self._atlas.country and (region := find(f"{side[1]} US")):
            return Spot("place", (region[0].id,), mention.start, mention.end)
        return None

    def _town(self, at: int) -> Spot | None:
        longest = self._atlas.longest.get(self._words[at].text)
        if not longest:
            return None
        for length in range(min(longest, len(self._words) - at), 0, -1):
            inside = self._words[at : at + length]
            name = " ".join(word.text for word in inside)
            if (name in self._atlas.towns or name in self._atlas.abroad) and not self._hidden(inside):
                return self._town_spot(name, inside)
        return None

    def _town_spot(self, name: str, inside: Sequence[Word]) -> Spot | None:
        start, end = inside[0].start, inside[-1].end
        code, after, _ = self._state_after(end)
        if code and not self._lists_on(after):
            # A town of that name elsewhere is not meant: "Lancaster, PA" is no Lancaster in Ohio.
            return Spot("place", self._atlas.in_state(name, code) or (self._atlas.states[code],), start, after)
        if name in _ELSEWHERE or not self._led(start, end) or (name in _ORDINARY and not self._named(inside)):
            return None
        return Spot("place", self._atlas.town_ids(name), start, end)

    def _hidden(self, inside: Sequence[Word]) -> bool:
        """Whether something else is linked there, or a place whose name is as long."""
        start, end = inside[0].start, inside[-1].end
        if any(start < other_end and other_start < end for other_start, other_end in self._others):
            return True
        return any(m.start < end and start < m.end and m.end - m.start >= end - start for m in self._places.values())

    def _named(self, inside: Sequence[Word]) -> bool:
        """Whether an ordinary word is written as a name: a capital, and nothing behind it that it could describe."""
        capital = all(self._text[word.start].isupper() for word in inside)
        return capital and not self._shouted and bool(_ENDS.match(self._text, inside[-1].end))

    def _led(self, start: int, end: int) -> bool:
        """Whether the words before say that a place follows."""
        before = self._text[:start]
        last = _LAST_WORD.search(before[-30:])
        if last and last[1].lower() in _BEFORE:
            return True
        if last and last[1].lower() in ("from", "of"):
            leading = before[-30:][: last.start(1)].lower()
            return bool(_AFTER_OF.search(leading) or (last[1].lower() == "from" and _AFTER_FROM.search(leading)))
        if self._found and _LINKING.fullmatch(before[self._found[-1].end :]):
            return True
        return bool(_ALONE.fullmatch(before)) and not self._text[end:].strip(" ?.!")

    def _state_after(self, end: int) -> tuple[str, int, bool]:
        """The state that follows a town: its code, where it ends, and whether it is a postal code in capitals."""
        gap = _GAP.match(self._text, end)
        start = gap.end() if gap else end
        mention = self._places.get(start)
        place = self._atlas.knowledge.places.get(mention.subject.id) if mention else None
        written = self._text[start : start + 2]
        if written.isupper() and written in self._atlas.states and not self._text[start + 2 : start + 3].isalnum():
            comma = "," in self._text[end:start]
            if comma or (start > end and not self._shouted and written not in postal_codes.DOUBTFUL):
                return written, start + 2, True
        if isinstance(place, State) and mention is not None and start > end:
            return place.code, mention.end, False
        return "", end, False

    def _lists_on(self, end: int) -> bool:
        """Whether further places follow, as in "Nashville, Texas or Ohio"."""
        link = _LINKING.match(self._text, end)
        return link is not None and link.end() in self._places

    def _code(self, at: int) -> Spot | None:
        word = self._words[at]
        code = self._text[word.start : word.end]
        if len(code) != 2 or not code.isupper() or code not in self._atlas.states or self._hidden((word,)):
            return None
        return Spot("place", (self._atlas.states[code],), word.start, word.end) if self._is_state(word) else None

    def _is_state(self, word: Word) -> bool:
        if self._shouted:
            return False
        led = self._led(word.start, word.end)
        return postal_codes.is_state(self._text, word.start, word.end, led, self._atlas.states)
