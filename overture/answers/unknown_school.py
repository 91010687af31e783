"""A school that a message names and the knowledge doesn't have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from overture.answers.draft import Draft
from overture.answers.model import Answer, Outcome, Question
from overture.knowledge import Knowledge, fold

_KIND = r"(?:University|College|Institute|Academy|Conservatory|Conservatoire|Polytechnic)"
_CAPITAL = r"[A-Z][\w'’&.-]*"
# What may follow the first word of a name without belonging to it ("University of Narnia still ...").
_GOES_ON = (
    r"(?:in|have|has|offer|offers|do|does|a|and|or|with|still|is|are|ok|good|worth|one|for|if|but|to|really|online)\b"
)
# "University of Narnia", in any case.
_OF = re.compile(rf"\b{_KIND} (?:of|for) (?:the )?([a-z][\w'’-]+(?: (?!{_GOES_ON})[a-z][\w'’-]+)?)", re.I)
# "Hogwarts College of Music", "BIMM Institute".
_BEFORE = re.compile(rf"\b((?:{_CAPITAL} (?:of |the |and |& )*)+{_KIND}(?: (?:of|for) (?:{_CAPITAL} ?)+)?)")
# "full sail university" in lower case: one or two words before the kind.
_LOWER = re.compile(rf"\b((?:[a-z][\w'’-]+ )?[a-z][\w'’-]+) {_KIND}\b", re.I)
# "at Juilliard", "does SAE have": a capitalised name after a word that leads to a place of study.
_AFTER = re.compile(
    rf"\b(?:at|from|about|does|did|is|into|attend|in|and|or|to|for) (?:the )?({_CAPITAL}(?: (?:of |the )?{_CAPITAL})*)"
)
# Words that make no name of a school ("which university", "a good college", "College of Music").
_ORDINARY = frozenset(
    """
    a an the this that any some every each which what whatever my our your their his her no good best better great top
    cheap cheapest state public private local community technical music art arts audio film other another same first
    new big small online of for in at to from and or is are was does do did can should near american european us uk usa
    canadian british foreign city prestigious famous regular normal real accredited christian catholic hbcu black two
    four year junior graduate grad undergraduate going go went start finish after before during about with like if when
    how why where who attend attending one ones liberal science sciences applied engineering education technology media
    medicine law business performing fine recording production sound record nursing degree schools university college
    institute academy conservatory conservatoire polytechnic your specific certain research trade vocational ivy league
    design through not than into many most more all both get choose apply
    """.split()
)
# Capitalised words that are no school either.
_NO_NAMES = _ORDINARY | frozenset(
    """
    i mm ma ms mfa msc mmus ba bm bs phd dma gre gpa toefl ielts daw midi eu master masters bachelor bachelors program
    programs school pro tools logic ableton max english german spanish french opt stem fafsa gi bill visa nasm bls ai
    covid january february march april may june july august september october november december monday friday fall
    spring summer winter ok thanks
    """.split()
)
# Words that open a question and are no part of a name, capitalised as they are.
_OPENING = re.compile(r"^(?:(?:Does|Do|Did|Is|Are|Can|Will|Has|Have|What|About|How|Tell|Me|At|From|In|The|And|Or) )+")
_LIKELY = 88


def names(question: Question, knowledge: Knowledge) -> list[str]:
    """Names in the message that look like schools and are not known as anything, the longest first."""
    found = {_OPENING.sub("", name).strip(" .,-") for name in _candidates(_unlinked(question))}
    return sorted((name for name in found if name and not _known(name, knowledge)), key=lambda name: (-len(name), name))


def surely(question: Question, knowledge: Knowledge) -> str | None:
    """A name that says itself that it is a school ("University of Narnia"); None without one."""
    named = [name for name in names(question, knowledge) if re.search(_KIND, name, re.I)]
    return next(iter(named), None)


def _unlinked(question: Question) -> str:
    """The message without the words that were linked."""
    text = question.text
    for mentioned in question.about:
        if 0 <= mentioned.start < mentioned.end <= len(text):
            text = text[: mentioned.start] + "\n" * (mentioned.end - mentioned.start) + text[mentioned.end :]
        else:
            text = re.sub(re.escape(mentioned.name), "\n", text, flags=re.I)
    return text


def _candidates(text: str) -> Iterator[str]:
    yield from (match.group(1) for match in _BEFORE.finditer(text) if _is_name(match.group(1), _NO_NAMES))
    yield from (match.group(0) for match in _OF.finditer(text) if match.group(1).split()[0].lower() not in _ORDINARY)
    for match in _LOWER.finditer(text):
        kept = _last_names(match.group(1).split())
        if kept:
            yield f"{' '.join(kept)} {match.group(0).split()[-1]}"
    yield from (match.group(1) for match in _AFTER.finditer(text) if _is_name(match.group(1), _NO_NAMES, every=True))


def _is_name(words: str, ordinary: frozenset[str], every: bool = False) -> bool:
    """Whether some word (or ``every`` one) is no ordinary word."""
    own = [fold(word) not in ordinary for word in words.split()]
    return all(own) if every else any(own)


def _last_names(words: list[str]) -> list[str]:
    """The words before the kind of school that can be its name; none if the nearest can't."""
    kept: list[str] = []
    for word in reversed(words):
        if word.lower() in _ORDINARY:
            break
        kept.insert(0, word)
    return kept


def _known(name: str, knowledge: Knowledge) -> bool:
    folded = fold(name)
    bare = folded.removeprefix("the ")
    return any(n in knowledge.by_name or n in knowledge.institutions_by_name for n in (folded, bare)) or not folded


def answer(question: Question, knowledge: Knowledge, name: str) -> Answer:
    """Says that a school isn't known, which says nothing about it."""
    draft = Draft(question, knowledge)
    draft.outcome = Outcome.GAP
    shown = name if any(c.isupper() for c in name) else name.title().replace(" Of ", " of ").replace(" The ", " the ")
    draft.say(
        f"I don't have {shown}: it is neither among the programs that I have pages for nor among the US schools with "
        "federal counts in this field"
    )
    draft.say("That says nothing about the school, so look at its own site")
    for like in _alike(name, knowledge):
        draft.say(f"The nearest name that I know is {like}")
        draft.follow(like, f"Tell me about {like}")
    draft.follow("Schools I know", "Which schools offer it?")
    draft.follow("What to look for", "What makes a good program?")
    return draft.answer()


def _alike(name: str, knowledge: Knowledge) -> list[str]:
    """Known schools with a name so like that a slip of the pen is likely."""
    known = {fold(school.name): school.name for school in knowledge.institutions.values()}
    best = process.extractOne(fold(name), known.keys(), scorer=fuzz.ratio, score_cutoff=_LIKELY)
    return [known[best[0]]] if best else []
