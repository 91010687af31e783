"""What people write when a question of theirs is to go to a person: yes, change this, my name is ...

All of this is wording; it decides what a message means inside that talk and nowhere else.
"""

from __future__ import annotations

import re
from typing import Optional

from overture.handover.talk import CONTACT, NAME, QUESTION

_HOW = re.IGNORECASE | re.DOTALL
_HEDGES = r"(?:(?:ok|okay|alright|all right|fine|well|um+|uh+|hm+|oh|and|so|please|sorry|actually|wait|hi|hello)\b\W*)*"
_NOT = r"(?:do not|don'?t|dont|will not|won'?t|wont|can'?t|cant|cannot)"

_YES = re.compile(
    rf"^\W*{_HEDGES}(?:y(?:es|ep|up|eah|ea|ess)?|sure|ok|okay|k|of course|definitely|absolutely|please|correct|right"
    r"|exactly|perfect|fine|good|great|do it|send|submit|go (?:ahead|for it)|sounds (?:good|right|fine)"
    r"|(?:that'?s|it'?s|all|looks) (?:right|correct|good|fine|ok(?:ay)?)|i (?:agree|confirm)|confirm(?:ed)?)\b"
    r"|^\W*(?:👍|✅|🆗)",
    _HOW,
)
_BUT = re.compile(r"\b(?:but|don'?t|dont|not|change|wait|instead|wrong|except)\b", _HOW)
_CALLS_OFF = re.compile(
    rf"\b{_NOT}\b.{{0,20}}\b(?:send|submit|pass|share|give)\b|\bno need to send\b"
    r"|\b(?:delete|discard) (?:it|this|that)\b",
    _HOW,
)
_BACKS_OUT = re.compile(
    r"\b(?:forget (?:it|about it)|never ?mind)\b"
    r"|\b(?:i'?ll|i will|i(?:'d| would)? rather|let me) (?:just )?(?:call|write|ask|contact|e-?mail|phone)\b.{0,20}\b"
    r"(?:myself|directly|on my own)\b",
    _HOW,
)
_NO = re.compile(
    r"^\W*(?:no+|nope|nah|not? (?:yet|quite|right|correct)|that'?s (?:wrong|not (?:right|it))|wrong)\W*$", _HOW
)
_REFUSES = re.compile(
    rf"^\W*{_HEDGES}(?:no+\b|nope\b|nah\b|never\b|none\b|neither\b|no way\b)?\W*(?:thanks?(?: you)?\W*)?"
    r"(?:i(?:'d| would|'ll)? )?"
    rf"(?:$|(?:rather|prefer) not\b|{_NOT}(?: (?:really|even))? (?:want|like|wish|have|give|share|tell|say)\b"
    r"|none of your\b|no (?:e-?mail|phone|contact|name)\b|(?:stay )?anonym\w+|without (?:a |my )?name\b)",
    _HOW,
)
_NAMELESS = re.compile(
    r"\b(?:no|without(?: a| my| the)?|(?:leave|take|drop|remove|delete)(?: out)? (?:the|my)) name\b"
    r"|\banonymous(?:ly)?\b",
    _HOW,
)
_REACHED = r"contact(?: details?)?|e-?mail(?: address)?|address|(?:tele)?phone(?: number)?|number|cell|mobile"
_THINGS = {
    NAME: r"(?:the |my )?(?:first |last |full )?name",
    CONTACT: rf"(?:the |my )?(?:{_REACHED}|(?:how|way) (?:(?:they|you) (?:can )?)?(?:to )?reach me)",
    QUESTION: r"(?:the |my |that )?(?:question|message|text|request|wording)",
}
_CHANGES = re.compile(
    r"\b(?:change|correct|fix|edit|update|replace|redo|rewrite|alter|wrong|mistake|typo|another|different|other)\b",
    _HOW,
)
_INTO = re.compile(
    r"(?:(?:should|shall|must|needs|now|has)\s+)?(?:\b(?:to|is|be|read|say|into)\b|:)\s*[:“\"']?\s*(?P<value>\S.*?)[”\"'.]?\s*$",
    _HOW,
)
_ASK_THEM = re.compile(
    rf"^\W*(?:no\b\W*|yes\b\W*)?{_HEDGES}(?:rather |better |instead )?(?:ask|tell) (?:them|him|her)(?: instead)?"
    r"(?: to)?\b(?P<value>.+)$",
    _HOW,
)
_ANOTHER = re.compile(r"\b(?:another|a different|a new) (?:question|thing|one)\b", _HOW)
_DATA = re.compile(
    r"\b(?:privacy|private|personal data|gdpr|confidential)\b"
    r"|^\W*(?:but |and |wait,? |so )?(?:who|what|where|how|why|will|can|do|does|is|are)\b.*\b(?:sees?|reads?|receives?"
    r"|stored?|kept|keep|saved?|deleted?|shared?|sell|happens?|need (?:my|that|this|it)"
    r"|use (?:my|that|this|it)|safe|(?:will you|you'?ll|get|gets) (?:send|sent|it|this|that))\b",
    _HOW,
)
_WORDS = r"(?P<name>[^\W\d_][^\d,;:!?()@\n]{0,60})"
_SURELY_NAMED = re.compile(rf"\b(?:my name(?: is|'s)|call me)\s+{_WORDS}", _HOW)
_NAME_TOLD = re.compile(r"[,;.]?\s*(?:\band )?\bmy name(?: is|'s)\s+[^\d,;:!?()@\n]{1,60}", _HOW)
_NAMED = re.compile(
    rf"\b(?:my name(?: is|'s)|name(?: is|'s|:)|i am|i'?m|this is|it'?s|call me|you can say)\s+{_WORDS}", _HOW
)
_CAPITAL = re.compile(r"\b(?:[Ii]'?m|[Ii] am|[Tt]his is)\s+(?P<name>[A-Z][^\d,;:!?()@\n]{0,60})")
_BEFORE_NAME = re.compile(r"^\W*(?:(?:just|only|simply|sure|ok|okay|well|um+|hm+|oh|hi|hello)\b\W*)+", _HOW)
_AFTER_NAME = re.compile(
    r"\s+(?:and|but|my|from|here|or|please|thanks?|thank you|you can|reach|with|at|is|the)\b.*$"
    r"|(?<=\w\w\w)\.\s.*$|[.\s]+$",
    _HOW,
)
_NO_NAME = frozenset(
    "a an the not sure interested looking asking fine good ok okay here just ready sorry trying in at from done glad "
    "happy afraid wondering thinking going planning applying curious confused about studying yes no what why how when "
    "who where i it my they can could please nothing none nobody".split()
)
_MOST_WORDS = 5
_ABOUT = re.compile(
    r"\b(?:about|regarding|concerning|because|whether|re:|on the (?:subject|topic) of"
    r"|(?:ask|asking|know|question) (?:if|how|why|when|what|which))\s+(?P<about>.+)$",
    _HOW,
)
_NOTHING = re.compile(
    r"^\W*(?:this|that|it|these|all (?:this|that)|my (?:question|situation|options)|something|things?|stuff"
    r"|a question)\b\W*(?:please|pls)?\W*$",
    _HOW,
)
_PERSON = re.compile(
    r"\b(?:talk|speak|chat|write|connect(?: me)?|put me (?:in touch|through)|transfer me|get me|pass me (?:on)?)\b"
    r"(?: (?:to|with))?\b.{0,12}\b(?:person|human(?: being)?|somebody|someone|advis[eo]r|counsel+or|representative"
    r"|staff|real people|agent|operator)\b"
    r"|\b(?:have|get|let|ask|can|could|would|may) (?:some(?:body|one)|a person|a human|an? advis[eo]r|an? counsel+or"
    r"|your (?:team|staff|office|people)|the (?:team|office))\b.{0,12}\b(?:contact|call|e-?mail|write|phone|ring"
    r"|get back to|reach) (?:me|us)\b"
    r"|\b(?:person|human(?: being)?|advis[eo]r|counsel+or|somebody real|someone real)\b.{0,12}\b(?:look|answer|help"
    r"|check|take over)\b",
    _HOW,
)


def wishes_person(text: str) -> bool:
    """Whether a message says in so many words that its writer wants to talk to a person."""
    return bool(_PERSON.search(text))


def agrees(text: str) -> bool:
    """Whether a message says yes, and nothing against it."""
    return bool(_YES.match(text)) and not _BUT.search(text)


def question_in(text: str) -> str:
    """The question that a message puts, without "ask them"."""
    asked = _ASK_THEM.match(text)
    return (asked.group("value") if asked else text).strip()


def calls_off(text: str) -> bool:
    """Whether a message says that nothing is to be sent."""
    return bool(_CALLS_OFF.search(text))


def backs_out(text: str) -> bool:
    """Whether somebody no longer wants anything passed on, said in more than one word."""
    return bool(_BACKS_OUT.search(text))


def says_no(text: str) -> bool:
    """Whether a message is a plain no: something is not right yet."""
    return bool(_NO.match(text))


def refuses(text: str) -> bool:
    """Whether somebody does not want to tell what was asked for."""
    return bool(_REFUSES.match(text)) and not re.fullmatch(rf"\W*{_HEDGES}\W*", text, _HOW)


def leaves_name_out(text: str) -> bool:
    """Whether the name is to be left out after all."""
    return bool(_NAMELESS.search(text))


def wants_change(text: str) -> bool:
    """Whether something is to be changed, be it said what or not."""
    return bool(_CHANGES.search(text))


def changed(text: str) -> Optional[tuple[str, str]]:
    """What is to be changed, and into what if that is said ("change the question to ...")."""
    asked = _ASK_THEM.match(text)
    if asked:
        return QUESTION, asked.group("value").strip()
    if _ANOTHER.search(text):
        return QUESTION, ""
    for thing, words in _THINGS.items():
        found = re.search(rf"\b{words}\b", text, re.IGNORECASE)
        if found and (_CHANGES.search(text[: found.start()]) or _only(text, found)):
            value = _INTO.match(text[found.end() :].lstrip())
            told = value.group("value").strip() if value else ""
            return thing, "" if _CHANGES.fullmatch(told) else told
    return None


def _only(text: str, found: re.Match[str]) -> bool:
    """Whether a message says nothing but the thing, or what it should be, or that it is wrong."""
    before, after = text[: found.start()].strip(" ,.!"), text[found.end() :].strip(" ,.!?")
    return len(before.split()) <= 2 and (not after or bool(re.match(r"(?:should|is wrong|:)", after, re.IGNORECASE)))


def asks_about_data(text: str) -> bool:
    """Whether somebody wants to know who gets to see it, why it is needed, or how long it is kept."""
    return bool(_DATA.search(text))


def subject(text: str) -> str:
    """The whole wish but the name, where it says itself what it is about; empty where it doesn't."""
    bare = _NAME_TOLD.sub("", text)
    found = _ABOUT.search(bare)
    about = found.group("about") if found else ""
    return bare.strip(" ,;") if len(about.split()) > 1 and not _NOTHING.match(about) else ""


def name_in(text: str, *, asked: bool = False, beside: bool = False) -> str:
    """The name that a message tells; empty where it tells none.

    Args:
        text: the message, without an address or number in it.
        asked: whether the name was asked for, so that it may stand alone.
        beside: whether it stands beside an address or number, where "I'm Ann" is a name.
    """
    told = [found.group("name") for found in (_NAMED if asked else _SURELY_NAMED).finditer(text)]
    told += [found.group("name") for found in _CAPITAL.finditer(text)] if beside else []
    if asked and not told:
        told = [_BEFORE_NAME.sub("", text)]
    return next(
        (name for words in told if (name := _AFTER_NAME.sub("", words).strip(" .,!'\"\n")) and _is_name(name)), ""
    )


def _is_name(name: str) -> bool:
    words = name.split()
    plain = not any(c.isdigit() or c in "@?;:" for c in name)
    return plain and 0 < len(words) <= _MOST_WORDS and words[0].lower() not in _NO_NAME
