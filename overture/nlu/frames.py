"""Questions that are certain by their form, whatever they name: "outlook for ...", "define ...", "tell me about ...".

A classifier reads the words of a name too: "tell me about piano tuners" looks like a
wish for piano lessons, and no example can be written for a job that an editor adds
tomorrow.  Only whole messages count, so that a form takes nothing away from what
somebody says beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from overture.nlu.masking import Named

_SIGN = "\ue000"
_X = rf"(?:an? |the |any )?{_SIGN}(?:(?: ?,| and| or| vs\.?| versus)+ (?:an? |the )?{_SIGN})*"
_START = (
    r"(?:(?:and|so|ok|okay|hi|hey|hello|please|also|well)[, ]+)*"
    r"(?:(?:can|could) you (?:please )?|i want to know |i wonder )?"
)
_END = r"(?:[, ]+(?:please|pls|thanks|exactly|really|actually|then))*[ ?.!]*"
# What asks what a thing is; by its kind, that is the job, the course, the word.
_WHAT_IS = (
    r"(?:(?:tell|teach) me (?:more |something |a bit |all |everything )?about"
    r" (?:being |becoming |working as |the work of )?X|what(?:'s| is|s) X (?:about|like)"
    r"|(?:explain|describe|define) (?:to me )?(?:what )?(?:the (?:word|term) )?X(?: (?:is|are|means?))?(?: to me)?"
    r"|(?:the )?(?:definition|meaning) of X|what(?:'s| is|s) (?:the )?(?:definition|meaning) of X"
    r"|what (?:does|do|is) X (?:mean|means|stand for)|(?:what|wat)(?:'s| is| are|s|re) (?:meant by )?X)"
)
_DETAIL = {
    "career": "ask_career_detail",
    "course": "ask_course_detail",
    "term": "ask_term",
    "degree": "ask_degree_titles",
    "concentration": "ask_concentrations",
    "level": "ask_levels",
}
_OF_CAREERS = (
    (
        "ask_outlook",
        r"(?:what(?:'s| is|s) |how(?:'s| is|s) )?(?:the )?(?:job |career |employment )?(?:outlook|prospects?|demand"
        r"|job market|job growth|growth|future)(?: like| look(?:ing)?)?(?: for| of| as)? X(?: jobs?| work)?"
        r"|X (?:job )?outlook|will there (?:still )?be (?:enough |more |any )?(?:jobs?|work|demand) for X"
        r"(?: in (?:the future|\w+ years))?",
    ),
    (
        "ask_salary",
        r"(?:which|what) (?:us )?(?:state|states|city|cities|places?) pays? X (?:the )?(?:most|best|more|highest|well)"
        r"|where (?:do|does|are|is) X (?:make|makes|earn|earns|paid|get paid) (?:the )?(?:most|best)"
        r"|(?:what|how much) (?:does|do|did|would|will|can|could) X (?:make|earn|get paid|get|bring home)"
        r"(?: (?:a|per|an) (?:year|hour|month))?(?: (?:in|back in) (?:19|20)\d\d)?"
        r"|(?:what|how much) (?:is|are|was|were) X paid|(?:the )?(?:pay|salary|salaries|wages?|income) (?:of|for) X"
        r"|X (?:pay|salary|salaries|wages?|income)",
    ),
    (
        "ask_career_detail",
        r"what (?:does|do) X (?:actually |really )?do(?: all day| every day| at work| for a living)?"
        r"|what (?:is|are) the (?:main |usual )?(?:tasks?|duties|responsibilities) of X"
        r"|(?:which|what) (?:computer |kinds? of )?(?:programs?|software|tools?|technology) (?:does|do) X (?:use"
        r"|work with)",
    ),
    (
        "ask_job_education",
        r"(?:do|does|would) (?:i|you|one|people|they|he|she) (?:really |actually )?need (?:a|any|some)"
        r" (?:degree|diploma|schooling|license|licence|certificate|certification) to (?:be|become|work as) X",
    ),
)


# A school that isn't known, by the last word of its name: it can still be said that it isn't.
_UNKNOWN_SCHOOL = re.compile(
    r"(?i:tell me (?:more )?about|(?:what|how) about|is there (?:\w+ )?at|do you know) (?:the )?(?:[A-Z][\w'’&.-]* )+"
    r"(?:State|Tech|A&M|University|College|Institute|Conservatory|Academy)[ ?.!]*"
)


# "Where can I get in with a bachelor's in nursing": what was studied is no other field to study.
_WITH = re.compile(
    rf"{_START}(?:where|which schools|which programs)? ?(?:can|could|would|will|do) (?:i|he|she|we|they) "
    rf"(?:get in(?:to (?:it|one))?|apply|be (?:admitted|accepted)|be let in|go) with "
    rf"(?:an? |my |his |her |the )?{_SIGN}(?: degree)? in [a-z]+(?: [a-z]+)?{_END}"
)
_COMPARED = frozenset({"degree", "level", "career", "concentration", "school", "program", "course"})
# Degrees of other fields, whatever is asked of them; "an MBA or an MA in music business" compares.
_ELSEWHERE = re.compile(
    r"^(?!.*\b(?:music|audio|sound|recording|studio|vs|versus|or|than|have|has|got|my|with)\b).*"
    r"\b(?:mba|llm|jd|bsn|msw|mph|pharmd|law school|med(?:ical)? school|nursing school|dental school)\b",
    re.IGNORECASE,
)
_WEATHER = re.compile(r"\bweather\b(?!.*\b(?:degree|master|program|school|job|pay)s?\b)", re.IGNORECASE)
_NAMED = rf"(?:an? |the |any )?{_SIGN}"
_PROGRAM = rf"{_NAMED}(?: degrees?| programs?)?(?: in [a-z]+(?: [a-z]+)?)?"
# "Which master's programs teach psychoacoustics", with all that narrows it.
_TAUGHT = re.compile(
    rf"{_START}(?:which|what) (?:of (?:the |these |those )?)?(?:{_SIGN} )?"
    rf"(?:schools?|programs?|programmes?|degrees?|ones?|places?|universities|colleges|{_SIGN})"
    rf"(?: (?:in|near) {_SIGN})? (?:teach(?:es)?|offers?|has|have|covers?|includes?|gives?) "
    rf"(?:courses in |classes in |a course in |a class in )?{_NAMED}{_END}"
)
# Whether there are programs of a kind somewhere, by the kinds that such a message names.
_AT = frozenset({"school", "program", "level", "degree", "place"})
# What is studied here, where it is no name.
_FIELD = r"(?:[a-z]+ )?(?:music|audio|sound|scoring|recording|acoustics|production|songwriting)(?: [a-z]+)?"
_PROGRAM_WORD = r"(?: (?:program|degree|course|masters?|ma|mm|ms|one))?"
_STUDIED = frozenset({"level", "degree", "concentration", "course", "term", "career"})
_FEW = r"(?:[\w'’-]+ ){0,4}?"
# A side of studying at a named school or of a named program, whatever else its name holds.
_SIDES = (
    (
        "ask_length",
        re.compile(
            rf"{_START}how (?:long|many (?:years|semesters|months|terms)) (?:is|are|does|do|would|will)(?: it)? "
            rf"{_FEW}{_NAMED}{_PROGRAM_WORD}(?: (?:take|last|run|go on))?"
            rf"(?: to (?:finish|complete|do))?{_END}"
        ),
    ),
    (
        "ask_cost",
        re.compile(
            rf"{_START}(?:how much (?:is|are|does|do|would|will)|what (?:does|do|would|will)) "
            rf"{_FEW}{_NAMED}{_PROGRAM_WORD} (?:cost|charge|run)(?: (?:me|us|a year|in total))?{_END}"
        ),
    ),
)
# "I'm a nurse. Can I do a master's in this", "can I even do it with a politics degree".
_MAY_I = re.compile(
    rf"{_START}(?:can|could|may) (?:i|he|she|they|we) (?:even |still |really |actually )*"
    r"(?:do|get|start|study|take|get into)"
    rf" (?:an? |the )?(?:(?:this|it|that)|(?:{_SIGN}|(?:this )?degree)(?: degree| program)?(?: in (?:this|it|that))?"
    rf"|{_SIGN}(?: degree| program)?(?: in (?:{_SIGN}|{_FIELD}))? with (?:an? |my |just an? |only an? )?[\w ]{{1,40}}"
    rf"(?:degree|ba|bs|b\.a\.|bachelor'?s?|diploma|major|background)){_END}"
)
# Somebody wants to be called or written to.
_CONTACT = re.compile(
    r"\b(?:have|get|ask|let|want|need) (?:an? |the |some )?\w+ (?:to )?(?:contact|call|phone|e-?mail|text|write|reach"
    r"|get in touch with|get back to) (?:to )?me\b|\b(?:can|could|please|will) (?:some(?:one|body)|you)? ?(?:please )?"
    r"(?:contact|call|phone) me\b|\bmy name is\b.*@",
    re.IGNORECASE,
)
_ACCREDITS = re.compile(
    rf"{_START}(?:(?:who|which (?:agency|body|commission|organi[sz]ation)|what (?:agency|body)) (?:actually )?"
    r"accredit(?:s|ed)|by whom (?:is|are|was|were) .{1,60} accredited)\b",
    re.IGNORECASE,
)
# Of something that was just spoken of; whoever goes on so means the schools.
_WHO_ASKS = re.compile(
    rf"{_START}(?:who|(?:which|what) (?:(?:ones?|schools?|programs?|programmes?|universities|colleges)"
    r"|of (?:them|those)))"
    r" (?:still |really |actually |all )*(?:requires?|asks? for|wants?|needs?|demands?|expects?)"
    rf" (?:it|one|them|that|those|this){_END}",
    re.IGNORECASE,
)
# Who leaves school asks what there is to study.
_AFTER_SCHOOL = re.compile(
    r"\b(?:graduat\w+|finish\w*|leav\w+|done with|after|out of) (?:from )?(?:high ?school|hs)\b.*"
    r"\bwhat (?:can|could|should|do|would) (?:i|he|she|they|we) (?:do|study|take)\b",
    re.IGNORECASE,
)
_OFFERS: Sequence[tuple[frozenset[str], re.Pattern[str]]] = (
    (
        frozenset({"level", "degree", "place"}),
        # "Master's in Indiana but not online": what somebody types into a search box.
        re.compile(
            rf"{_START}(?:some |all )?{_NAMED}(?: degrees?| programs?)? "
            rf"(?:in|near|around|close to|outside(?: of)?) {_NAMED}"
            rf"(?:(?:,| or| and) {_SIGN})*"
            r"(?:,? (?:but |and |only |that (?:is|are) |which (?:is|are) |not |fully |too )*"
            rf"(?:online|on campus|part[- ]time|full[- ]time|cheap|expensive|private|public))?{_END}"
        ),
    ),
    (
        _STUDIED,
        # "Can I do a master's in film scoring": whether there is one.
        re.compile(
            rf"{_START}(?:can|could) (?:i|you|one|he|she|they|we) (?:even |still |also )*(?:get|do|take|study|find) "
            rf"{_NAMED}(?: degree| program)? in (?:{_NAMED}|{_FIELD}){_END}"
        ),
    ),
    (
        frozenset({"level", "degree", "school"}),
        re.compile(
            rf"{_START}(?:"
            rf"(?:can (?:i|you|one|he|she) (?:get|do|take)|is there|are there) {_PROGRAM} (?:at|from) {_NAMED}"
            rf"|(?:does|do|will) {_NAMED} (?:have|offer|give|do|run) {_PROGRAM}){_END}"
        ),
    ),
)


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"{_START}(?:{pattern.replace('X', _X)}){_END}")


_OF_REQUIREMENTS = (
    r"(?:what(?:'s| is|s| are) (?:meant by|the meaning of) |explain )X(?: (?:when|if|where) (?:i|you|one) apply)?"
)
_DIFFER = _whole(
    r"(?:how (?:do|does|would|can) |(?:(?:would|can|could) you )?(?:explain|tell me|describe|say) (?:to me )?how )"
    r"X (?:differ|compare)"
    r"|X(?: as an? (?:job|career|degree))?[,:]? "
    r"(?:which|what)(?:'s| is|s| one is| of (?:them|the two) is)? (?:the )?better(?: one)?"
)
_FORMS: Mapping[str, Sequence[tuple[str, re.Pattern[str]]]] = {
    "requirement": [("ask_prerequisites", _whole(_OF_REQUIREMENTS))],
    # Of the job that was talked about.
    "place": [
        (
            "ask_outlook",
            _whole(
                r"(?:what(?:'s| is|s) |how(?:'s| is|s) )?the (?:job )?(?:outlook|prospects|job growth)(?: like)? in X"
            ),
        )
    ],
    **{
        kind: [
            *((intent, _whole(pattern)) for intent, pattern in (_OF_CAREERS if kind == "career" else ())),
            (detail, _whole(_WHAT_IS)),
        ]
        for kind, detail in _DETAIL.items()
    },
}


def asked(text: str, names: Iterable[Named]) -> str | None:
    """The intent that a message has by its form; None where the form leaves it open.

    Args:
        text: the message.
        names: all names in it, in order; those of several kinds leave the form open.
    """
    if _ELSEWHERE.search(text):
        return "oos_other_study"
    if _WEATHER.search(text):
        return "oos_far"
    if _CONTACT.search(text):
        return "ask_person"
    if _ACCREDITS.match(text):
        return "ask_accreditation"
    if _WHO_ASKS.fullmatch(text.strip()):
        return "ask_schools"
    known = list(names)
    if _AFTER_SCHOOL.search(text) and all(name.kind in ("level", "topic") for name in known):
        return "ask_levels"
    if not known:
        return "ask_schools" if _UNKNOWN_SCHOOL.fullmatch(text.strip()) else None
    kinds = {name.kind for name in known}
    if kinds <= {"level", "degree"} and _WITH.fullmatch(_signed(text, known)):
        return "ask_prerequisites"
    if kinds <= _STUDIED and _MAY_I.fullmatch(_signed(text, known)):
        return "ask_prerequisites"
    if "course" in kinds and _TAUGHT.fullmatch(_signed(text, known)):
        return "ask_courses"
    if any(kinds <= wanted and form.fullmatch(_signed(text, known)) for wanted, form in _OFFERS):
        return "ask_schools"
    if kinds <= _AT and kinds & {"school", "program"}:
        for intent, form in _SIDES:
            if form.fullmatch(_signed(text, known)):
                return intent
    if len(known) > 1 and kinds <= _COMPARED and _DIFFER.fullmatch(_signed(text, known)):
        return "ask_compare"
    if len(kinds) != 1:
        return None
    plain = _signed(text, known)
    forms = _FORMS.get(kinds.pop(), ())
    return next((intent for intent, form in forms if form.fullmatch(plain)), None)


def _signed(text: str, names: Iterable[Named]) -> str:
    """The message in small letters with a sign for each name."""
    pieces, done = [], 0
    for name in names:
        pieces += [text[done : name.start], _SIGN]
        done = name.end
    plain = "".join([*pieces, text[done:]]).lower().replace("’", "'").replace(f"{_SIGN}'s", _SIGN)
    return " ".join(plain.split())
