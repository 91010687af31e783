"""What people say to a form itself: skip it, stop, that's enough; and whether a message asks something.

Only a message that says no more than that is read as a word to the form: "skip the GRE"
speaks of something else.  All of this is wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Stands for the open question of a form that has given its result and may still change it.
AFTER = "after"


def _any(*patterns: str) -> str:
    return f"(?:{'|'.join(patterns)})"


_POLITE = (
    r"(?:\W*\b(?:ok|okay|well|um+|uh+|hm+|oh|so|just|please|pls|sorry|no|nah|yeah|yes|honestly|idk|lol|thanks|then"
    r"|actually|you know what)\b)*\W*"
)
_ENDS = (
    r"(?:\W*\b(?:please|pls|for now|now|thanks|thank you|sorry|really|tbh|honestly|at all|lol|yet|either|here|so"
    r"|then|instead)\b)*\W*$"
)
_NOT = r"(?:do not|don'?t|dont|does not|doesn'?t|doesnt)"
_WHO = r"(?:i|we|he|she|it|they)"
_FINE = r"(?:fine|ok|okay|good|cool|works|will do|goes)"

_PASSES = (
    rf"(?:let'?s |can (?:we|i) |{_WHO}'?(?:d|ll) (?:rather )?|{_WHO} (?:want|would like) to )?(?:skip|pass)(?: on)?"
)
_THAT = r"(?: (?:to )?(?:it|this|that|the)?(?: ?(?:one|question|next|next one))?)?"
_CARE = rf"(?:{_WHO} )?{_NOT} (?:really |even )?(?:care|mind|matter|have (?:a|any) preference)"
_ABOUT = r"(?: (?:to me|about|which|what|where|how)\b.{0,30})?"
_OPEN = _any(
    r"any(?:thing|where|one|way|time)?(?: (?:length|place|price|budget|of them|of those|state|country|format|kind))?",
    r"whatever(?: works)?",
    r"either(?: (?:one|way))?",
    r"both(?: of them)?",
    r"all of (?:them|it)",
    r"no (?:preferences?|limits?|opinion|thoughts|matter)",
    r"not (?:fussed|fussy|bothered|picky|important|decided)",
    r"open(?: to (?:anything|all|any|both))?",
    r"flexible|undecided",
)
_IS = rf"(?:(?: (?:is|are|would be))? (?:all )?{_FINE})?(?: (?:for|with|by|to) (?:me|us|him|her))?"
_UNSURE = _any(
    rf"(?:really |honestly )?{_NOT} (?:really |even )?know",
    r"no (?:idea|clue)",
    r"not (?:really |quite |too |so )?sure",
    r"unsure|idk|dunno",
    r"(?:can'?t|cant|cannot) (?:say|tell)",
    r"(?:haven'?t|havent|have not) (?:decided|thought about (?:it|that))",
)
_RATHER_NOT = _any(r"rather not(?: say)?", r"prefer not to(?: say)?", r"none of your business", r"n/?a", r"-+", r"\?+")
_SKIP = re.compile(
    rf"^{_POLITE}"
    + _any(
        _PASSES + _THAT,
        r"next(?: (?:one|question))?",
        _CARE + _ABOUT,
        rf"(?:{_WHO}(?:'?m|'?s|'?re)? )?(?:am |are |is )?{_OPEN}{_IS}",
        rf"(?:{_WHO}(?:'?m|'?ve)? )?(?:am |have )?(?:got )?{_UNSURE}",
        rf"(?:i'?d )?{_RATHER_NOT}",
    )
    + _ENDS,
    re.IGNORECASE,
)

_QUITS = r"(?:can (?:we|you) |let'?s |i (?:want|'?d like|would like) to )?(?:stop|cancel|quit|exit|abort|end)"
_QUIT_WHAT = _any(
    r"it|this|that|here|asking|all this",
    r"(?:the|these|this|your) (?:questions?|form|quiz|talk|survey|thing)",
    r"asking (?:me )?.{0,20}",
    r"with (?:the|this|these|all|your)?.{0,20}",
)
_STOP = re.compile(
    rf"^{_POLITE}"
    + _any(
        rf"{_QUITS}(?: {_QUIT_WHAT})?",
        r"never ?mind(?: (?:it|that|this|then|all (?:this|that)))?",
        r"forget (?:it|this|about (?:it|this|that))",
        r"leave it(?: (?:be|at that|there))?",
        r"drop it",
        r"get me out(?: of (?:here|this))?",
        r"i (?:give up|changed my mind)",
        r"i (?:do not|don'?t|dont) want (?:this|to)(?: (?:do )?(?:this )?(?:anymore|any more))?",
        r"no more questions",
        r"not now|(?:maybe )?later|another time",
    )
    + _ENDS,
    re.IGNORECASE,
)

_RESULT = (
    r"(?:results?|list|programs?|schools?|answers?|options|suggestions|have|got|something|already|me|us|the|your|what"
    r"|you)"
)
_ENOUGH = re.compile(
    rf"^{_POLITE}"
    + _any(
        r"that'?s (?:all|it|enough|everything)(?: (?:i (?:know|have|want|need)|for me))?",
        r"enough(?: questions)?",
        r"i'?m done|done|finish(?:ed)?",
        rf"(?:can you |could you |now |just )*(?:show|give|tell|list)(?: {_RESULT})+",
        r"no more|nothing (?:else|more)",
        r"get (?:on with it|to the point)|go ahead|so which(?: ones?)?",
    )
    + _ENDS,
    re.IGNORECASE,
)

_PUZZLED = re.compile(
    rf"^{_POLITE}(?:wh?at do (?:you|u) mean(?: (?:by|with) (?:that|this|it))?|wh?at|huh|come again"
    rf"|i {_NOT} (?:really )?(?:understand|get)(?: (?:it|that|this|the question|your question|you|what you mean))?"
    rf"|(?:wh?at|which) (?:question|do you want(?: from me| to know)?)|(?:explain|repeat) (?:the"
    rf"|your) question){_ENDS}",
    re.IGNORECASE,
)

_LEAD = (
    r"^\W*(?:(?:and|but|so|wait|ok|okay|hm+|btw|by the way|well|oh|also|sorry|hey|hi|hello|quick question|first"
    r"|before that|actually|um+|uh+)\b\W*)*"
)
_ASKS = re.compile(
    _LEAD + r"(?:wh?at(?:'?s|'?re)?|how(?:'?s)?|which|where|who(?:'?s)?|whom|whose|when|why"
    r"|is|are|do|does|did|can|could|will|would|should|must|may|explain|define|compare|tell me (?:about|what|how|more))"
    r"\b(?!'t)",
    re.IGNORECASE,
)
# These begin like questions and propose an answer: "what about 30k", "can you make it Ohio", "do not want a thesis".
_PROPOSES = re.compile(
    _LEAD
    + _any(
        r"(?:how|what) about",
        r"what if",
        r"(?:can|could) (?:you|we) (?:make|change|set|add|drop|use)",
        r"(?:do|does|is|are|would|will|should|could|can) (?:not|be|do)",
    )
    + r"\b",
    re.IGNORECASE,
)
_ASKING = r"(?:wh?ats?|how|which|where|who|when|why|is there|are there|do|does|can|could|should)"
_SENTENCE = re.compile(rf"(?<=[.?!;])\s+|\n+|,?\s+(?:but|btw|and)\s+(?={_ASKING}\b)|,\s+(?={_ASKING}\b)", re.IGNORECASE)


def skips(text: str) -> bool:
    """Whether a message passes over the question that was put: "skip", "don't care", "no idea", "any"."""
    return bool(_SKIP.match(text))


def stops(text: str) -> bool:
    """Whether a message ends the form: "stop", "never mind", "forget it"."""
    return bool(_STOP.match(text))


def enough(text: str) -> bool:
    """Whether a message wants the result with what is known by now: "that's all", "just show me the list"."""
    return bool(_ENOUGH.match(text))


def puzzled(text: str) -> bool:
    """Whether a message says that the question was not understood: "what do you mean"."""
    return bool(_PUZZLED.match(text))


def asking(text: str) -> str:
    """The sentences of a message that ask something; empty where none does."""
    return " ".join(text[start:end].strip() for start, end in _sentences(text) if _asks(text[start:end]))


def telling(text: str) -> str:
    """The message with what asks something left blank, so that offsets into it stay true."""
    for start, end in _sentences(text):
        if _asks(text[start:end]):
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for cut in _SENTENCE.finditer(text):
        yield start, cut.start()
        start = cut.end()
    yield start, len(text)


def _asks(sentence: str) -> bool:
    return bool(_ASKS.match(sentence)) and not _PROPOSES.match(sentence)
