"""What a message wants asked of applicants, or not: "no GRE", "which need an interview", "with a non-music degree"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Optional

from overture.answers.base.model import Shape, Wish
from overture.answers.conditions.negation import FOR_DEMANDS, NEUTRAL, Polarity, polarities
from overture.answers.conditions.phrase import LEVEL, REQUIREMENT, SCHOOLS, WORD, Phrase

THESIS = "thesis"

_ASK = (
    r"(?:requir(?:e|es|ing)|needs?|needing|asks? for|asking for|wants?|expects?|has|have|having|holds?"
    r"|does|do|uses?|makes? (?:you|applicants|students|people|us)(?: to)?(?: write| do| take| sit"
    r"| submit)?|insists? on|looks? at|conducts?|includes?|involves?|offers?)"
)
_LEAD = (
    r"(?:(?:a|an|the|any|formal|live|written|final|you to (?:write|do|take|submit|have)|applicants to"
    r"|students to|to (?:see|do|write|submit)|for|both|their|full|your|their)\s+)*"
)
_SUBJECT = rf"(?:{SCHOOLS}|that|which|who|those|them|these|they|where)"
# A demand that is wished for: schools that ask for it, programs with it.
_WISHED = re.compile(
    rf"{_SUBJECT}(?: (?!do\b|does\b|not\b|no\b|i\b|you\b){WORD}){{0,3}} {_ASK} {_LEAD}$"
    rf"|{_SUBJECT}(?: {WORD}){{0,3}} (?:with|by|based on|including) {_LEAD}$|\b(?:only|just|ones|but) (?:with"
    rf"|the) {_LEAD}$"
)
_BASED = re.compile(r"[- ]based\b")
_GENERAL = re.compile(
    r"^(?:\W*(?:and|so|but|ok|hi|hello|hey)\W+)*(?:why|how(?! many)|when|do|does|should|must|can i|could i"
    r"|is|are|what(?: kind of| do| does| should| is)|will|would)\b|.*\b(?:whether|if) (?:the|a|this|that"
    r"|these|they|it|my|your)\b"
)
# The applicant's own lack: no wish unless the message asks for schools.
_LACKED = re.compile(
    r"\b(?:i|we|he|she|you|son|daughter|who|and|but|because|since)(?: (?:have|has|had|did|do|does|got|ve"
    r"|really|also|still|even|can|could|never))+ (?:not |no |never |zero )(?!want|wanna|like|wish|need"
    r"|care|plan|intend)(?:\w+ ){0,4}$|\bi(?:'?ve| have)? (?:never|no) (?:\w+ ){0,4}$"
)
# Both ways at once: "thesis or no thesis".
_OPEN = re.compile(rf"{REQUIREMENT} or (?:no\b|not\b|~)|\bwith or without (?:an? |the )?{REQUIREMENT}")
# What stands between wishes of one list: "an audition and a portfolio".
_AND = re.compile(r" ?(?:,|and|,? or|&|and an?|or an?) ?")
_FEELINGS = frozenset(("hate", "hates", "dislike", "against"))
_LISTED = (Shape.LIST, Shape.COUNT, Shape.BEST)
_WAIVER = re.compile(r"\s*(?:waivers?|waived)\b")
# Demands that only people have, never schools.
_OTHER_USE = re.compile(
    r" (?:pieces?|tips|advice|format|examples?|prep|help|questions?|topics?|ideas?|requirements? for me)\b"
)

_NON_MUSIC = re.compile(
    r"\bnon ?-?(?:music|musical|musician|musicians)\b(?! production)"
    r"|\b(?:accept|accepts|take|takes|accepting|taking|open to|allow|allows|admit|admits|welcome|welcomes"
    r"|from|with)(?: \w+){0,3} (?:any|all|other|unrelated|different"
    r"|every) (?:undergrad(?:uate)? )?(?:majors?|backgrounds?|fields?|subjects?|disciplines?|bachelors?"
    r"|degrees?|[\ue200-\ue3ff])"
    rf"|(?<!before )(?<!after )(?<!have )(?<!without )(?<!there )\b(?:any|unrelated|different"
    rf"|another) (?:undergrad(?:uate)? )?(?:majors?|backgrounds?|{LEVEL}|bachelor'?s?|undergrad"
    rf"|first degree|{REQUIREMENT})(?= (?:is|are|ok|okay|accepted|works|welcome|will|in|as)|\s*$|[?.!,])"
    rf"|\b(?:without|no|not|with no|lack(?:ing)?)(?: (?:a|an|any|have|having|need|needing|require|requiring"
    rf"|want|have to have|did|do|study|hold|formal|prior|previous|got))* (?:music|musical) (?:degree|major"
    rf"|background|{LEVEL}|bachelor'?s?|undergrad\w*|diploma|training required)"
    rf"|(?:degree|{LEVEL}|[\ue300-\ue3ff]|bachelor'?s?|undergrad\w*|major)(?: \w+)? (?:that )?(?:is|was"
    rf"|'s)? ?(?:not|other than|outside|outside of) (?:in |of )?(?:music|the field)\b"
    r"|\b(?:not|never) (?:a )?(?:music major|majored? in music|studied music|study music)(?: in college"
    r"| before| at all)?\b"
    rf"|(?:{SCHOOLS}|that|which|who|they) ~ (?:about |what |which |your |the |my |their |applicants "
    rf"|{LEVEL} |undergrad\w* )*(?:majors?|degrees?|background|field|bachelor'?s?|{LEVEL})"
    r"|\bopen to (?:everyone|anyone|non|all)|\b(?:career|field) changers?\b"
)
_OTHER_SUBJECT = (
    r"(?:psych(?:ology)?|business|english|biology|physics|history|math(?:s|ematics)?|computer science|cs"
    r"|comp sci|engineering|economics|econ|communications?"
    r"|nursing|law|marketing|finance|accounting|journalism|sociology|philosophy|political science"
    r"|chemistry|art history|education|it|humanities|liberal arts)"
)
_HAS_OTHER = re.compile(
    rf"\b(?:with|have|has|got|hold|holding|having|finished|did|earned|completed) (?:an? |my |only "
    rf"|just )*(?:{_OTHER_SUBJECT} (?:degree|major|background|ba|bs|{LEVEL}|[\ue300-\ue3ff])"
    rf"|(?:degree|{LEVEL}|[\ue300-\ue3ff]|ba|bs|bachelor'?s?)(?: degree)? in {_OTHER_SUBJECT})"
)
_MUSIC_ONLY = re.compile(
    r"\b(?:require|requires|requiring|need|needs|insist on|insists on|ask for|asks for|want|wants) (?:a "
    r"|an )?music (?:degree|major|bachelor'?s?|background|[\ue200-\ue3ff])"
)

_AID = (
    r"(?:funding|funded|(?:graduate |teaching |research |full |some )*(?:assistantships?|scholarships?"
    r"|fellowships?)|stipends?|tuition (?:waivers?|remission)|financial (?:aid|support)|gas?ships?"
    r"|(?:full |free )ride|[tr]a ?ships?)"
)
_FUNDED = re.compile(
    r"\b(?:fully|well|partly|partially)[- ]funded\b|\bfull (?:funding|ride)\b"
    r"|\bfunded (?=[\ue200-\ue3ff]|programs?|schools?"
    rf"|degrees?|ones?|places|options?|spots)|\b(?:get|getting|be) paid to study\b"
    rf"|\b(?:assistantships?|fellowships?|funded) (?={SCHOOLS})|{SCHOOLS}(?: (?!do\b"
    rf"|not\b)\w+){{0,3}} (?:with|offer|offers|offering|has|have|having|gives?|giving|provides?|providing"
    rf"|that fund|including)(?: \w+){{0,2}} {_AID}"
    rf"|\b(?:that|which|who)(?: (?!do\b|not\b)\w+){{0,2}} (?:offers?|gives?|provides?|has|have"
    rf"|pays?)(?: \w+){{0,2}} {_AID}"
    rf"|\b(?:with|offer|offering|but with|only with) (?:full |good |some |graduate |an? )*{_AID}"
    r"|\b(?:that|which|programs|schools) (?:fund|funds|pay|pays|support|supports) "
    r"(?:their|its|the|all)? ?(?:grad\w* )?students"
    r"|\b(?:give|gives|giving|offer|offers|pay|pays) "
    r"(?:(?:their|its|the|all|you|grad\w*) )*(?:students )?(?:a )?(?:money|stipends?)\b"
)
_NO = re.compile(r"\b(?:no|not|without)(?: \w+){0,2} $")
_NOT_FUNDED = re.compile(
    r"\b(?:how|where) (?:do|can|could|should|would|to)(?: \w+){0,3} (?:get|find|apply|pay)\b"
    r"|\bpay (?:for it )?with\b"
)


def wishes(phrase: Phrase, shape: Shape) -> Mapping[str, Any]:
    """The conditions ``requirements``, ``thesis``, ``open_to_non_music`` and ``funding`` of a phrase."""
    demands = _demands(phrase, shape)
    found = {
        "requirements": tuple(Wish(id, wanted) for id, wanted in demands.items() if id != THESIS),
        "thesis": demands.get(THESIS),
        "open_to_non_music": _open(phrase.text, shape),
        "funding": _funding(phrase.text),
    }
    return {name: value for name, value in found.items() if value not in (None, ())}


def _demands(phrase: Phrase, shape: Shape) -> dict[str, bool]:
    signs = phrase.signs("requirement", "level")
    spoken = polarities(phrase.text, [(at, at + 1) for at, _ in signs], FOR_DEMANDS)
    found: dict[str, bool] = {}
    last, listed = 0, False
    for (at, spot), how in zip(signs, spoken):
        if spot.kind == "level":
            if spot.ids == ("bachelor",) and how.by == "without" and not phrase.text[:at].endswith("music "):
                found.setdefault("bachelors-degree", False)
            continue
        wanted = _wanted(phrase.text, at, how, shape)
        if wanted is None and listed and _AND.fullmatch(phrase.text[last + 1 : at]):
            wanted = True
        last, listed = at, wanted is True
        if wanted is not None:
            found.setdefault(spot.ids[0], wanted)
    return found


def _wanted(text: str, at: int, how: Polarity, shape: Shape) -> Optional[bool]:
    """Whether a demand is wished for; None where it is only spoken of."""
    left, right = text[max(0, at - 80) : at], text[at + 1 : at + 30]
    if how.by == NEUTRAL or _OTHER_USE.match(right):
        return None
    if _OPEN.search(text[max(0, at - 12) : at + 14]) or (how.by in _FEELINGS and shape not in _LISTED):
        return None
    if how.unwanted:
        return False if shape in _LISTED or not _LACKED.search(left) else None
    if _WAIVER.match(right):
        return False
    if _GENERAL.match(re.split(r"[.?!;] ?", text[:at])[-1]) and shape not in _LISTED:
        return None
    return True if _WISHED.search(left) or _BASED.match(right) else None


def _open(text: str, shape: Shape) -> Optional[bool]:
    if _MUSIC_ONLY.search(text):
        return None if not re.search(r"\bnot (?:require|need|insist on|ask for|want)", text) else True
    if _NON_MUSIC.search(text):
        return True
    return True if shape in _LISTED and _HAS_OTHER.search(text) else None


def _funding(text: str) -> Optional[bool]:
    found = _FUNDED.search(text)
    if not found or _NOT_FUNDED.search(text) or _NO.search(text[: found.start()]):
        return None
    return True
