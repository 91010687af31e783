"""A school that a message names and the knowledge doesn't have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from rapidfuzz import fuzz, process

from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Outcome, Question
from overture.answers.conditions.atlas import atlas
from overture.answers.conditions.place_finder import find_places
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
_SCHOOL_ENDS = r"\b(?:State|A&M|Tech)$"
_LIKELY = 88
_WORD = re.compile(r"[\w'’&-]+")
_GOES_ON_WORDS = re.compile(
    rf"{_GOES_ON}|system|campus(?:es)?|schools?|colleges?|tuition|cost|charge|want|require", re.I
)
# "programs in Fargo", "near Duluth": a name in capitals where a place should stand.
_IN = re.compile(
    rf"\b(?:in|near|around) (?:the )?({_CAPITAL}(?: {_CAPITAL})?)(?=\W*$|[,?.!]| (?:or|and|that|with|for|under)\b)"
)


def names(question: Question, knowledge: Knowledge) -> list[str]:
    """Names in the message that look like schools and are not known as anything, the longest first."""
    text = _unlinked(question, knowledge)
    candidates = (*_candidates(text), *_of_families(text, knowledge))
    found = {_OPENING.sub("", name).strip(" .,-") for name in candidates}
    return sorted((name for name in found if name and not _known(name, knowledge)), key=lambda name: (-len(name), name))


def surely(question: Question, knowledge: Knowledge) -> str | None:
    """A name that says itself that it is a school ("University of Narnia", "UC Berkeley"); None without one."""
    families = set(_of_families(_unlinked(question, knowledge), knowledge))
    sure = (n for n in names(question, knowledge) if n in families or re.search(rf"{_KIND}|{_SCHOOL_ENDS}", n, re.I))
    return next(sure, None)


def _unlinked(question: Question, knowledge: Knowledge) -> str:
    """The message without the words that were linked or are places."""
    text = question.text
    spots = find_places(text, question.about, atlas(knowledge))
    for spot in spots:
        text = text[: spot.start] + "\n" * (spot.end - spot.start) + text[spot.end :]
    for mentioned in question.about:
        if mentioned.subject.kind == "place" and mentioned.start >= 0:
            continue  # "Miami" in "Miami University" is none
        if 0 <= mentioned.start < mentioned.end <= len(text):
            text = text[: mentioned.start] + "\n" * (mentioned.end - mentioned.start) + text[mentioned.end :]
        else:
            text = re.sub(re.escape(mentioned.name), "\n", text, flags=re.I)
    return text


def _of_families(text: str, knowledge: Knowledge) -> Iterator[str]:
    """Names that begin like those of several known schools and go on otherwise: "UC Berkeley"."""
    words = _WORD.findall(text)
    for before, word in pairwise(words):
        called = knowledge.schools_called.get(fold(before))
        if called and called.bare and len(called.schools) > 1 and called.name.isupper() and _goes_on(word):
            yield f"{called.name} {word if word[0].isupper() else word.title()}"


def _goes_on(word: str) -> bool:
    return len(word) > 3 and fold(word) not in _NO_NAMES and not _GOES_ON_WORDS.fullmatch(word)


def place(question: Question, knowledge: Knowledge) -> str | None:
    """A place that the message names and the knowledge doesn't have: "programs in Fargo"; None without one."""
    found = _IN.search(_unlinked(question, knowledge))
    name = found[1].strip() if found and _is_name(found[1], _NO_NAMES, every=True) else ""
    return name if name and not _known(name, knowledge) else None


def no_place(question: Question, knowledge: Knowledge, name: str) -> Answer:
    """Says that a place isn't known, so that no list without it passes for an answer."""
    draft = Draft(question, knowledge)
    draft.outcome = Outcome.GAP
    draft.say(f"I don't know where {name} is: none of the schools in my records is in a place of that name")
    draft.say("Name the state, the country or the nearest big city, and I can look around there")
    return draft.follow("All programs I know", "Which schools offer it?").answer()


def _candidates(text: str) -> Iterator[str]:
    yield from (match.group(1) for match in _BEFORE.finditer(text) if _is_name(match.group(1), _NO_NAMES))
    yield from (match.group(0) for match in _OF.finditer(text) if match.group(1).split()[0].lower() not in _ORDINARY)
    for match in _LOWER.finditer(text):
        kept = _last_names(match.group(1).split())
        if kept:
            yield f"{' '.join(kept)} {match.group(0).split()[-1]}"
    for match in _AFTER.finditer(text):
        name = match.group(1)
        if _is_name(re.sub(_SCHOOL_ENDS, "", name) or name, _NO_NAMES, every=True):
            yield name


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
    return any(n in knowledge.by_name or n in knowledge.schools_called for n in (folded, bare)) or not folded


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
