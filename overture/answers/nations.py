"""Finds countries by letters that are also a pronoun ("the US") and by what is from there ("Canadian schools")."""

from __future__ import annotations

import re

from overture.answers.atlas import Atlas
from overture.answers.phrase import Spot

# Countries by what is from there; codes are ISO 3166, other words are looked up.
_FROM_THERE = {
    "american": "US", "canadian": "CA", "british": "GB", "scottish": "GB", "welsh": "GB", "irish": "IE",
    "dutch": "NL", "german": "DE", "austrian": "AT", "swiss": "CH", "danish": "DK", "norwegian": "NO",
    "spanish": "ES", "portuguese": "PT", "australian": "AU",
    "european": "europe", "scandinavian": "scandinavia", "nordic": "scandinavia",
}  # fmt: skip
_DEMONYM = re.compile(
    rf"\b(?P<from>{'|'.join(_FROM_THERE)})(?= (?:\w+ )?(?:schools?|univers\w+|unis?|colleges?|programs?"
    rf"|programmes?|masters?|master's|degrees?|options?|ones?)\b)",
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


def nations(text: str, atlas: Atlas) -> list[Spot]:
    """The countries of a message that no name is linked for."""
    home = (m for m in _US.finditer(text) if atlas.country and not _NO_COUNTRY.match(text, m.end()))
    spots = [Spot("place", (atlas.country,), m.start(), m.end()) for m in home]
    return [*spots, *(spot for m in _DEMONYM.finditer(text) if (spot := _from_there(m, atlas)))]


def _from_there(found: re.Match[str], atlas: Atlas) -> Spot | None:
    meant = _FROM_THERE[found["from"].lower()]
    places = atlas.knowledge.tables.places
    place = places.countries.get(meant) if meant.isupper() else places.by_id.get(meant)
    return Spot("place", (place.id,), found.start(), found.end()) if place else None
