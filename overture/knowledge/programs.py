"""The typed shape of real degree programs.

A program says nothing that no page says: every attribute carries a value to filter
and sort by, a short text to show, and the key of the page it comes from (one of the
program's own ``pages``) or the id of a record in sources/.

``None`` and an empty tuple mean *not known*.  Something counts as not required only
where a page says so (``demand: not-required``); silence of a page is never a "no".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, Optional

from pydantic import root_validator, validator

from overture.knowledge.model import Dated, Record, Thing

ProgramLevel = Literal["certificate", "diploma", "associate", "bachelor", "master", "doctorate"]
PageKind = Literal["school", "document", "listing", "news", "third-party"]
Scope = Literal["program", "track", "school", "sister-program"]
FieldOfStudy = Literal[
    "music-production",
    "music-technology",
    "recording",
    "audio-engineering",
    "acoustics",
    "audio-programming",
    "scoring",
    "composition",
    "electronic-music",
    "sound-art",
    "sound-design",
    "film-sound",
    "theater-sound",
    "game-audio",
    "songwriting",
    "performance",
    "live-sound",
    "media-forensics",
    "media-arts",
    "sound-studies",
    "music-business",
    "commercial-music",
    "music-education",
    "worship",
]
Mode = Literal["campus", "online", "hybrid"]
CreditSystem = Literal["semester", "quarter", "term", "ects", "full-course", "course"]
RequirementId = Literal[
    # with a record of its own in requirements.yaml
    "bachelors-degree",
    "music-background",
    "notation",
    "prior-audio-work",
    "math-programming",
    "makeup-courses",
    "portfolio",
    "audition",
    "admission-interview",
    "entrance-exam",
    "gre",
    "gpa",
    "letters",
    "statement-of-purpose",
    "resume",
    "transcripts",
    "english-test",
    "application-fee",
    # particular to a few programs
    "prerequisite-courses",
    "software-skills",
    "prescreening",
    "project-proposal",
    "writing-sample",
    "first-contact",
]
Demand = Literal[
    "required",
    "recommended",
    "optional",
    "possible",
    "accepted",
    "not-required",
    "formerly",
    "unclear",
]
Subject = Literal[
    "any",
    "music",
    "music-or-equivalent",
    "music-or-other",
    "music-or-engineering",
    "technical",
    "related",
    "relevant",
]
AskUnit = Literal["works", "minutes", "words", "pages", "letters", "points of 4", "points", "ECTS", "USD"]
EnglishTest = Literal["toefl", "ielts", "duolingo", "pte", "melab"]
ClosingKind = Literal[
    "project",
    "portfolio",
    "composition",
    "dissertation",
    "paper",
    "recital",
    "presentation",
    "exam",
    "review",
    "internship",
    "coursework",
]
Event = Literal[
    "opens",
    "early",
    "priority",
    "application",
    "late",
    "final",
    "portfolio",
    "materials",
    "financial-aid",
    "entrance-exam",
    "interview",
    "decision",
    "reply",
]
NoteTopic = Literal[
    "accelerated",
    "background",
    "cohort",
    "curriculum",
    "deferral",
    "deposit",
    "early-application",
    "eligibility",
    "exit-award",
    "focus",
    "former-name",
    "history",
    "language",
    "level",
    "non-degree-start",
    "reapplying",
    "related-program",
    "schedule",
    "selection",
    "staying-on",
    "transfer-credit",
]


class Page(Record):
    """A page or document that facts of one program come from.

    ``as_of`` is the date or edition that its text speaks for, ``undated`` where it
    shows none; ``edition`` names the date or edition in words.  ``key`` is the short name by which facts
    of this program cite it; ``url`` its address; ``kind`` whose page it is.  ``older`` marks a text that looks
    older than what the school says now: say so beside its facts.  ``publisher`` is
    named where it is not the school.  ``note`` is for editors.
    """

    key: str
    url: str
    kind: PageKind = "school"
    publisher: Optional[str] = None
    as_of: str
    edition: Optional[str] = None
    older: bool = False
    note: Optional[str] = None

    _check_date = validator("as_of", pre=True, allow_reuse=True)(Dated._date.__func__)  # type: ignore[attr-defined]
    _check_key = validator("key", allow_reuse=True)(Thing._identifier.__func__)  # type: ignore[attr-defined]


class Cited(Record):
    """Something that a page (its key), a source (its id) or both stand behind; the page leads.

    ``page`` is the key of one of the program's pages; ``source`` the id of a record in
    sources.yaml, for what no page of the program says.
    ``also`` are keys of further pages that say the same or add to it; ``scope`` says
    for whom the rule was written; ``caution`` is said together with it.
    """

    page: Optional[str] = None
    source: Optional[str] = None
    also: tuple[str, ...] = ()
    scope: Scope = "program"
    caution: Optional[str] = None

    @root_validator(skip_on_failure=True)
    def _has_origin(cls, values: dict[str, Any]) -> dict[str, Any]:
        if values["page"] is None and values["source"] is None:
            raise ValueError("expected a page or a source")
        return values


class Said(Cited):
    """A cited value with a short text in the project's own words.

    ``text`` is what is shown: a sentence or two.
    """

    text: str


class Older(Said):
    """An earlier or second reading of the same attribute, in the same unit; never leads.

    ``number`` to ``up_to`` is what that reading says.
    """

    number: Optional[float] = None
    up_to: Optional[float] = None


class Place(Record):
    """Where study takes place; for an online program, where the school is.

    ``city`` is written as in the table of schools.
    ``state`` is a US state or Canadian province as two letters, ``country`` ISO 3166
    as two letters.  ``part`` is the country within the United Kingdom.  The region of
    a state stands in places.yaml.
    """

    city: Optional[str] = None
    state: Optional[str] = None
    part: Optional[str] = None
    country: str

    @validator("state", "country")
    def _two_letters(cls, value: Optional[str]) -> Optional[str]:
        if value is not None and not (len(value) == 2 and value.isalpha() and value.isupper()):
            raise ValueError("expected two capital letters")
        return value


class Delivery(Said):
    """How it is taught.

    ``modes`` are those on offer: several mean that the student chooses.
    """

    modes: tuple[Mode, ...]


class Length(Said):
    """Planned length of full-time study in academic years (two semesters are one).

    ``years_min`` to ``years_max`` is the length; the same number twice where it is one.
    ``semesters`` and ``months`` are filled where the page counts in them.  ``basis``
    is ``minimum`` where the page only says "at least".  ``limit_years`` is the time
    allowed, not the time planned; ``part_time_years`` the plan for part-time study.
    ``older`` are earlier or differing readings.
    """

    years_min: Optional[float] = None
    years_max: Optional[float] = None
    semesters: Optional[int] = None
    months: Optional[int] = None
    part_time_years: Optional[float] = None
    limit_years: Optional[float] = None
    basis: Literal["planned", "minimum"] = "planned"
    older: tuple[Older, ...] = ()


class PartTime(Said):
    """Whether part-time study is possible.

    ``possible`` is no only where a page says so.
    """

    possible: bool


class Credits(Said):
    """Size of the degree.

    ``system`` says what is counted; numbers of different systems are never compared or mixed.
    Without ``max`` it is "at least ``min``"; without either only an older figure is known.
    ``older`` are earlier or differing readings.
    ``semester`` are US semester credits, hours or units; ``quarter`` US quarter units
    or hours; ``term`` Oregon's term credits; ``full-course`` Toronto's full-course
    equivalents; ``course`` one credit for each course.
    """

    min: Optional[float] = None
    max: Optional[float] = None
    system: CreditSystem
    older: tuple[Older, ...] = ()


class Ending(Said):
    """What the degree ends with.

    ``thesis`` is ``not-named`` where the page names another ending; that does not
    mean that the school rules a thesis out.  ``nature`` says what the thesis is.
    ``kinds`` are the works that it ends with.
    """

    thesis: Optional[Literal["required", "optional", "not-named"]] = None
    nature: Optional[Literal["research", "creative-or-mixed"]] = None
    kinds: tuple[ClosingKind, ...] = ()


class Starts(Said):
    """Terms in which study starts.

    ``terms`` are those that the page names; ``only`` is true where the page rules others out.
    """

    terms: tuple[Literal["fall", "spring", "summer"], ...]
    only: bool = False


class Ask(Said):
    """What one program asks of an applicant.

    ``requirement`` stands once in a program.  ``demand`` is how it is asked for:

    ``required``      asked of everyone it concerns (an English test: of those who need one)
    ``recommended``   wanted, not a condition
    ``optional``      may be sent
    ``possible``      asked of some: those invited, on a track, or without the background
    ``accepted``      counts in place of something, for instance work in place of a degree
    ``not-required``  a page says that it is not asked
    ``formerly``      asked in an older text and absent from a newer list
    ``unclear``       mentioned without saying for whom

    ``number`` to ``up_to`` is the least (or the range) in ``unit``: works, letters,
    grade points.  ``scores`` are least scores in English tests; TOEFL iBT is on the
    scale of 0 to 120 used before 21 January 2026.  ``subject`` is
    the one asked for in ``bachelors-degree`` (``related``: fields are named, others than
    music among them; ``relevant``: the page doesn't name them); ``degree_class`` is the
    least UK or Irish class.  ``older`` are earlier or differing readings.
    """

    requirement: RequirementId
    demand: Demand
    number: Optional[float] = None
    up_to: Optional[float] = None
    unit: Optional[AskUnit] = None
    scores: dict[EnglishTest, float] = {}
    subject: Optional[Subject] = None
    degree_class: Optional[Literal["2:1", "2:2", "second-class honours"]] = None
    older: tuple[Older, ...] = ()

    @validator("up_to")
    def _in_order(cls, value: Optional[float], values: dict[str, Any]) -> Optional[float]:
        if value is not None and (values.get("number") is None or value <= values["number"]):
            raise ValueError("up_to needs a smaller number before it")
        return value


class Listing(Cited):
    """A list from a page: tracks, topics, courses.

    ``items`` are those that the page names, never to be taken as complete.
    """

    items: tuple[str, ...]


class Software(Cited):
    """Computer programs by name.

    ``items`` are their names.  ``use`` says for what: ``expected`` is asked of
    applicants, ``taught`` is part of study.
    """

    items: tuple[str, ...]
    use: Literal["taught", "expected"]


class Tuition(Said):
    """The program's own price; never the school's average.

    ``amount`` is the number, in ``currency``, for each year, credit, course or the whole
    program as ``per`` says.
    ``year`` is the school or entry year it holds for.
    """

    amount: float
    currency: Literal["USD", "GBP", "EUR"]
    per: Literal["year", "credit", "course", "program"]
    year: Optional[str] = None


class Deadline(Cited):
    """One date of the application calendar.

    ``event`` is what is due or happens.  ``month``, ``day`` and ``year`` are left out as far as
    the page is silent; ``rolling`` is true where one may apply at any time.
    ``audience`` is for whom it holds, if not for all.
    ``cycle`` names the round that the date was given for (past rounds included);
    without it the page gives the date for every year.  ``text`` says what is due.
    """

    event: Event
    month: Optional[int] = None
    day: Optional[int] = None
    year: Optional[int] = None
    rolling: bool = False
    cycle: Optional[str] = None
    audience: Optional[Literal["international", "resident", "online"]] = None
    text: Optional[str] = None


class Funding(Said):
    """Money for students.  ``reach`` says who gets it: all, some, rarely anyone, none.

    ``kinds`` are what it pays or waives.
    ``amount`` to ``up_to`` are US dollars a year; ``year`` is the school year of the amount.
    """

    kinds: tuple[Literal["tuition", "stipend", "scholarship", "assistantship", "in-state-rate", "fee-free"], ...] = ()
    reach: Literal["all", "some", "rare", "none"]
    amount: Optional[float] = None
    up_to: Optional[float] = None
    year: Optional[str] = None


class Accreditation(Said):
    """Who vouches for what: the program, the school of music or the whole institution.

    ``body`` is the accreditor's name; ``of`` says what it accredits.
    """

    body: str
    of: Literal["program", "institution"]


class Stem(Said):
    """STEM status for international students, as far as known.

    ``code`` is the field code under which the school reports; ``listed``: is it on the DHS list?
    ``inferred`` is true where the code is only concluded from award counts.  ``school_says``
    is what the school itself claims.  The code on the Form I-20 decides.
    """

    code: Optional[str] = None
    listed: Optional[bool] = None
    inferred: bool = False
    school_says: Optional[bool] = None


class FederalCode(Record):
    """Key into the federal award counts: institution and field code, master's level.

    The counts are degrees under this code at this school, not graduates of this program.
    ``unitid`` is the school's number in the federal directory; ``cip`` is the code of the
    field like 50.0913; ``inferred`` is true where the code is only concluded.  ``note`` is for editors.
    """

    unitid: int
    cip: str
    inferred: bool = False
    note: Optional[str] = None


class Status(Said):
    """How sure it is that the program is still offered.

    ``standing``: shown in a text of 2023 or later, only in undated or only in old ones.
    ``latest`` is the newest date of any sign of it.  ``doubt``: none beyond the age of
    the text; some (ask first); strong (do not recommend without a check).
    """

    standing: Literal["recent", "undated", "old"]
    latest: Optional[str] = None
    doubt: Literal["none", "some", "strong"] = "none"


class Note(Said):
    """Anything else worth knowing.

    ``topic`` is what it is about; ``number`` to ``up_to`` counts what the topic says.
    """

    topic: NoteTopic
    number: Optional[float] = None
    up_to: Optional[float] = None


class Program(Thing):
    """One degree program of one school.

    ``name`` reads well before "at" and the school: "MS in Music Technology".  ``school``
    is the school's name; ``campus`` names one of several; ``partners`` are schools that
    it is offered with; ``the`` is true where the school's name takes the article.  ``part`` is
    the college or department within; ``part_aliases`` are other names of college and
    campus; ``school_aliases`` are other names of the school.  ``unitid`` is the school's number in the
    table of schools, for schools in the US.  ``url`` is the address to send people to.
    ``places`` are where study takes place.  Several schools give a program one name, so only
    ``full_name`` and ``aliases`` are surfaces.  ``degrees`` are ids of degrees.yaml,
    two for a double degree, none where the title says no more than "master's";
    ``level`` is the level of study;
    ``award`` is the title in the school's words where it differs.  ``fields_of_study`` are
    what the degree is in, the main one first; ``touches`` what it also teaches.
    ``awarded_in`` is the country whose degree it is, if not that of study.
    ``requirements`` are what it asks of applicants; ``deadlines`` the dates of the
    application calendar.  ``concentrations`` are its tracks; ``topics`` what it deals
    with; ``courses`` and ``electives`` are subjects that its page names; ``software`` what is
    taught or expected.  ``federal_codes`` lead to the counts of awards.
    ``notes`` are anything else worth knowing.  ``pages`` are those that its facts cite, and no others.
    """

    school: str
    the: bool = False
    campus: Optional[str] = None
    part: Optional[str] = None
    partners: tuple[str, ...] = ()
    school_aliases: tuple[str, ...] = ()
    part_aliases: tuple[str, ...] = ()
    unitid: Optional[int] = None
    url: Optional[str] = None
    places: tuple[Place, ...]
    awarded_in: Optional[str] = None
    degrees: tuple[str, ...] = ()
    award: Optional[str] = None
    level: ProgramLevel
    fields_of_study: tuple[FieldOfStudy, ...] = ()
    touches: tuple[FieldOfStudy, ...] = ()
    status: Status
    delivery: Optional[Delivery] = None
    length: Optional[Length] = None
    part_time: Optional[PartTime] = None
    starts: Optional[Starts] = None
    credits: Optional[Credits] = None
    ending: Optional[Ending] = None
    requirements: tuple[Ask, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    concentrations: Optional[Listing] = None
    topics: Optional[Listing] = None
    courses: Optional[Listing] = None
    electives: Optional[Listing] = None
    software: tuple[Software, ...] = ()
    tuition: tuple[Tuition, ...] = ()
    funding: tuple[Funding, ...] = ()
    accreditation: tuple[Accreditation, ...] = ()
    stem: Optional[Stem] = None
    federal_codes: tuple[FederalCode, ...] = ()
    notes: tuple[Note, ...] = ()
    pages: tuple[Page, ...]

    @property
    def full_name(self) -> str:
        """Name and school: "MS in Music Technology at Temple University"."""
        place = ", ".join(filter(None, (f"{'the ' if self.the else ''}{self.school}", self.campus)))
        return " with ".join((f"{self.name} at {place}", *self.partners))

    def surfaces(self) -> tuple[str, ...]:
        """Ways to write this program and no other."""
        return (self.full_name, *self.aliases)

    def school_surfaces(self) -> tuple[str, ...]:
        """Ways to write its school, campus or college; other programs may share them."""
        partners = (partner.removeprefix("the ") for partner in self.partners)
        inside = (self.campus, self.part, *self.part_aliases)
        return (self.school, *self.school_aliases, *partners, *(name for name in inside if name))

    def find_page(self, key: str) -> Page:
        """The page with this key; ``KeyError`` if there is none."""
        for page in self.pages:
            if page.key == key:
                return page
        raise KeyError(key)

    def ask(self, requirement: str) -> Optional[Ask]:
        """What the program says on this requirement, ``None`` if nothing is known."""
        return next((a for a in self.requirements if a.requirement == requirement), None)

    def demand(self, requirement: str) -> Optional[Demand]:
        """How it is asked for, ``None`` if not known; a music degree follows from the bachelor's subject."""
        if found := self.ask(requirement):
            return found.demand
        if requirement == "music-degree" and self.open_to_non_music is not None:
            return "not-required" if self.open_to_non_music else "required"
        return None

    @property
    def open_to_non_music(self) -> Optional[bool]:
        """Whether a bachelor's outside music can do; ``None`` if the pages leave it open."""
        bachelor = self.ask("bachelors-degree")
        if bachelor is None or bachelor.subject in (None, "music-or-equivalent", "relevant"):
            return None
        return bachelor.subject != "music"

    def cited(self) -> Iterator[Cited]:
        """Every cited record in the program, older readings included."""
        stack: list[object] = [getattr(self, name) for name in self.__fields__]
        while stack:
            value = stack.pop()
            if isinstance(value, tuple):
                stack.extend(value)
            elif isinstance(value, Cited):
                yield value
                stack.append(getattr(value, "older", None))

    @validator("requirements")
    def _asked_once(cls, value: tuple[Ask, ...]) -> tuple[Ask, ...]:
        names = [ask.requirement for ask in value]
        if doubled := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"listed twice: {', '.join(sorted(doubled))}")
        return value

    @root_validator(skip_on_failure=True)
    def _pages_exist(cls, values: dict[str, Any]) -> dict[str, Any]:
        keys = [page.key for page in values["pages"]]
        if len(keys) != len(set(keys)):
            raise ValueError("two pages with one key")
        used = {key for cited in cls.construct(**values).cited() for key in (cited.page, *cited.also) if key}
        if unknown := used - set(keys):
            raise ValueError(f"no page with the key {', '.join(sorted(unknown))}")
        if unused := set(keys) - used:
            raise ValueError(f"page never cited: {', '.join(sorted(unused))}")
        return values
