"""Which words meet a message that is out of scope; the words themselves stand in domain.yml."""

from __future__ import annotations

import re
from collections.abc import Mapping

# What is near enough to the field to have a pointer of its own, by intent.
_RESPONSES: Mapping[str, str] = {
    "oos_far": "utter_oos_far",
    "oos_gear": "utter_oos_gear",
    "oos_job_search": "utter_oos_job_search",
    "oos_legal": "utter_oos_legal",
    "oos_lessons_services": "utter_oos_lessons_services",
    "oos_music_trivia": "utter_oos_music_trivia",
    "oos_other_study": "utter_oos_other_study",
    "oos_personal_advice": "utter_oos_personal_advice",
    "oos_technique": "utter_oos_technique",
}
# Two intents that hold more than one thing to point to.
_MIXED = frozenset({"oos_personal_advice", "oos_legal", "oos_far"})
_BY_WORDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"\b(?:visas?|green ?cards?|immigra\w+|asylum|deport\w*|h-?1-?b|o-?1|uscis|citizenship|naturali[sz]\w+"
            r"|residen(?:cy|ce) permits?|work permits?|overstay\w*|undocumented|embassy)\b",
            re.IGNORECASE,
        ),
        "utter_oos_immigration",
    ),
    (
        re.compile(
            r"\b(?:hearing (?:loss|damage|aids?|tests?|protection)|(?:lose|losing|lost|damag\w+) my hearing|tinnitus"
            r"|ear ?plugs?|(?:my|an|your) ears?|ears? (?:ring\w*|hurt\w*|infection|wax|ache)|deaf\w*|hard of hearing"
            r"|going deaf)\b",
            re.IGNORECASE,
        ),
        "utter_oos_hearing",
    ),
    (
        re.compile(
            r"\b(?:doctors?|medic\w+|meds|hospital|surgery|symptoms?|pain\w*|hurts?|ache\w*|head-?aches?|migraines?|sick"
            r"|ill|illness|disease|infection|fever|injur\w+|tendin?itis|carpal|nodules|vocal cords?|lost my voice"
            r"|insomnia|anxiety|panic attacks?|depress\w+|adhd|pregnan\w+|blood pressure|ibuprofen|pills|vitamins?"
            r"|therap\w+|swollen|broke(?:n)? my (?:toe|arm|leg|finger|wrist|hand)|reflux|vaccin\w+|dizz\w+)\b",
            re.IGNORECASE,
        ),
        "utter_oos_medical",
    ),
)
# Said the second time in a row; the others point somewhere and may be said again.
_PLAIN = frozenset(
    {
        "utter_oos_far",
        "utter_oos_lessons_services",
        "utter_oos_music_trivia",
        "utter_oos_other_study",
        "utter_oos_personal_advice",
    }
)


def response(intent: str, text: str, *, again: bool = False) -> str:
    """The name of the response.

    Args:
        intent: one that begins with oos_.
        text: the message.
        again: whether the message just before was out of scope too.
    """
    if intent in _MIXED:
        for pattern, name in _BY_WORDS:
            if pattern.search(text):
                return name
    name = _RESPONSES.get(intent, "utter_oos_far")
    return "utter_oos_again" if again and name in _PLAIN else name
