"""Finds countries by letters that are also a pronoun ("the US") and by what is from there ("Canadian schools")."""

from __future__ import annotations

import re

from overture.answers.conditions.atlas import Atlas
from overture.answers.conditions.phrase import Spot
from overture.knowledge import fold

# Words that say what is from somewhere, before what can be ("Canadian schools"; "American" alone is anything).
_DEMONYM = re.compile(
    r"\b(?P<from>(?:(?:south|north|latin) )?[a-z]+)(?= (?:\w+ )?(?:schools?|univers\w+|unis?|colleges?|programs?"
    r"|programmes?|masters?|master's|degrees?|options?|ones?|cit(?:y|ies))\b)",
    re.IGNORECASE,
)
# The country in letters that are also a pronoun.
_US = re.compile(
    r"\b(?:(?:U\.S\.(?:A\.)?|US)(?![\w'])|(?<=\bthe )(?:us|u\.s\.)(?=\s*(?:$|[,.?!;)]|or\b|and\b|with\b"
    r"|that\b|for\b|without\b|which\b))"
    r"|(?<=\bin )us(?=\s*(?:$|[?.!]))|(?<=\bany )us(?= (?:schools?|universit|colleges?|programs?)))"
)
_NO_COUNTRY = re.compile(
    r"\s*(?:citizens?|visas?|passports?|dollars?|students?|residents?|army|navy|military|based|born)\b", re.IGNORECASE
)

# What somebody has is no wish to study there ("will they take my Indian degree").
_OWN = re.compile(
    r"\b(?:my|his|her|our|their|(?:have|has|hold|got|with|from|finished|did) an?)(?: \w+)? $", re.IGNORECASE
)


def nations(text: str, atlas: Atlas) -> list[Spot]:
    """The countries of a message that no name is linked for."""
    home = (m for m in _US.finditer(text) if atlas.country and not _NO_COUNTRY.match(text, m.end()))
    spots = [Spot("place", (atlas.country,), m.start(), m.end()) for m in home]
    theirs = (m for m in _DEMONYM.finditer(text) if not _OWN.search(text[: m.start()]))
    return [*spots, *(spot for m in theirs if (spot := _from_there(m, atlas)))]


def _from_there(found: re.Match[str], atlas: Atlas) -> Spot | None:
    """The place that an adjective stands for; of two words ("cheap Canadian") the last one may be it."""
    places = atlas.knowledge.tables.places.by_adjective
    words = fold(found["from"]).split()
    for start, name in ((found.start(), " ".join(words)), (found.end() - len(words[-1]), words[-1])):
        if name in places:
            return Spot("place", (places[name].id,), start, found.end())
    return None
