"""What is asked and what is answered, free of Rasa and of any channel.

A :class:`Question` says which facet of which subjects is wanted, under which filters
and in which shape.  An :class:`Answer` has parts; each channel renders all of them.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, Optional

from overture.knowledge import Subject
from overture.knowledge.query import Filters as Filters
from overture.knowledge.query import Wish as Wish


class Facet(str, enum.Enum):
    """What is wanted to be known; the intent ``ask_<value>`` asks for it."""

    OVERVIEW = "overview"
    DEGREE_TITLES = "degree_titles"
    LEVELS = "levels"
    CONCENTRATIONS = "concentrations"
    THESIS = "thesis"
    COURSES = "courses"
    COURSE_DETAIL = "course_detail"
    TERM = "term"
    STUDIO_ENSEMBLE = "studio_ensemble"
    ONLINE = "online"
    LENGTH = "length"
    COST = "cost"
    FUNDING = "funding"
    PREREQUISITES = "prerequisites"
    APPLICATION = "application"
    ENTRANCE_EXAM = "entrance_exam"
    PORTFOLIO = "portfolio"
    INTERNATIONAL = "international"
    ACCREDITATION = "accreditation"
    CAREERS = "careers"
    CAREER_DETAIL = "career_detail"
    SALARY = "salary"
    OUTLOOK = "outlook"
    JOB_EDUCATION = "job_education"
    TEACHING = "teaching"
    SCHOOLS = "schools"
    COMPARE = "compare"
    FIT = "fit"
    WORTH = "worth"
    SOURCES = "sources"


class Shape(str, enum.Enum):
    """The form in which the answer is wanted."""

    ONE = "one"
    LIST = "list"
    COMPARE = "compare"
    COUNT = "count"
    BEST = "best"


class Outcome(str, enum.Enum):
    """What became of a question; counted in metrics and kept for review."""

    ANSWERED = "answered"
    GAP = "gap"
    ASKED_BACK = "asked_back"
    NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True)
class Mentioned:
    """A subject together with the words that were used for it.

    ``start`` and ``end`` are character offsets into the question's text, -1 where it
    isn't named there; they don't count in comparisons.
    """

    subject: Subject
    name: str
    start: int = field(default=-1, compare=False)
    end: int = field(default=-1, compare=False)


@dataclass(frozen=True)
class Near:
    """A statement near to the message: its key in the knowledge and the cosine."""

    key: str
    score: float


@dataclass(frozen=True)
class Remark:
    """Something to be said before the answer, in sentences, and the ids of the sources that say so."""

    texts: tuple[str, ...]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """One question.

    ``about`` holds the subjects in the order of the message; ``filters`` narrows a
    list; ``year`` is a year asked for ("in 2018"); ``near`` the statements nearest in meaning; ``text`` the message,
    for narrow words that no other part holds; ``skip`` how many rows of a list have been shown before; ``premise``
    what is wrong with something that the message takes for granted; ``level`` the level of study that is meant, None
    where nobody has said one, which means the master's; ``excluded`` what is not to be told about; ``unplaced`` the
    name of a place that is not known, as typed.
    """

    facet: Facet
    about: tuple[Mentioned, ...] = ()
    filters: Filters = field(default_factory=Filters)
    shape: Shape = Shape.ONE
    year: Optional[str] = None
    near: tuple[Near, ...] = ()
    text: str = ""
    skip: int = 0
    premise: Optional[Remark] = None
    level: Optional[str] = None
    excluded: tuple[Subject, ...] = ()
    unplaced: str = ""

    def of_kind(self, *kinds: str) -> tuple[Mentioned, ...]:
        """The subjects of some kinds, each once, in order."""
        seen: dict[Subject, Mentioned] = {}
        for mentioned in self.about:
            if mentioned.subject.kind in kinds:
                seen.setdefault(mentioned.subject, mentioned)
        return tuple(seen.values())

    def asking(self, facet: Facet) -> Question:
        """The same question for another facet."""
        return replace(self, facet=facet)


@dataclass(frozen=True)
class Table:
    """Rows under a head; all rows are as long as the head.  Cells are plain text."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.head):
                raise ValueError(f"a row of {len(row)} cells under a head of {len(self.head)}")


@dataclass(frozen=True)
class Series:
    """One line or set of bars of a chart: values by label, in ``Chart.unit``."""

    name: str
    values: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Chart:
    """A picture of figures; ``kind`` is range, line or bars.

    ``alternative`` says in words what it shows; the same figures stand in the table.
    """

    kind: str
    title: str
    unit: str
    series: tuple[Series, ...]
    alternative: str


@dataclass(frozen=True)
class Card:
    """A thing in short: title, a line under it, facts as label and value, a link."""

    title: str
    subtitle: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    url: Optional[str] = None


@dataclass(frozen=True)
class Citation:
    """A source as shown under an answer; ``attribution`` must be shown with it."""

    id: str
    short: str
    publisher: str
    title: str
    as_of: str
    url: Optional[str] = None
    attribution: Optional[str] = None


@dataclass(frozen=True)
class FollowUp:
    """A next question: the button's label and the message it stands for.

    The message is ordinary text and understood like any other, so that a button needs
    no hidden command that somebody else could forge.
    """

    label: str
    message: str


@dataclass(frozen=True)
class Answer:
    """The parts of an answer.  ``text`` answers first; Markdown bold and links only.

    ``listed`` are the things that it lists or compares, in their order, whether or not
    there was room to show them all: what "the second one" may mean afterwards.
    """

    text: str
    table: Optional[Table] = None
    chart: Optional[Chart] = None
    cards: tuple[Card, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[Citation, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    outcome: Outcome = Outcome.ANSWERED
    question: Optional[Question] = None
    listed: tuple[Mentioned, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("an answer without text")
        if len(self.follow_ups) > MOST_FOLLOW_UPS:
            raise ValueError(f"{len(self.follow_ups)} follow-ups, at most {MOST_FOLLOW_UPS} fit")

    def as_dict(self) -> dict[str, Any]:
        """The parts as plain JSON values, for channels; without what is internal."""
        parts = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in _INTERNAL}
        return {name: _plain(value) for name, value in parts.items() if value not in (None, (), [])}


MOST_FOLLOW_UPS = 3
_INTERNAL = ("question", "listed", "data")


def _plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, (tuple, list)):
        return [_plain(inner) for inner in value]
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return value
