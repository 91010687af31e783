"""What the answers on work share: which occupation is meant, and how it is named in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from overture.answers.base import narrow
from overture.answers.base.draft import Draft
from overture.answers.base.model import Question
from overture.answers.base.words import plural
from overture.knowledge import Knowledge, Subject, fold
from overture.knowledge.model import Career, Statement, TitleNote

# The occupation that stands for the field when nobody names one.
STANDARD = "sound-engineering-technician"

# Messages of buttons on a job, worded so that they are understood whatever the job is called: broadcast technicians or
# producers in "What is the job outlook for ...?" make the message look like one on what they do.
PAY = "What do {people} earn?"
OUTLOOK = "Will there be more jobs for {people} in ten years?"
SCHOOLING = "What education do {people} need to get the job?"
WORK = "What do {people} do all day?"


@dataclass(frozen=True)
class Job:
    """An occupation as somebody named it: ``asked`` is their title, or the occupation's name."""

    career: Career
    asked: str

    @property
    def renamed(self) -> bool:
        """Whether the asker's word is a job title of its own, counted in a wider occupation."""
        return fold(self.asked) in {fold(title) for title in self.career.titles}

    def people(self) -> str:
        """The people who do the job, in the asker's own word."""
        return plural(self.asked) if self.renamed else self.career.plural


def asked(question: Question, knowledge: Knowledge) -> list[Job]:
    """The occupations that a question names, in order."""
    return [
        Job(knowledge.careers[m.subject.id], m.name)
        for m in question.of_kind("career")
        if m.subject.id in knowledge.careers
    ]


def standard(knowledge: Knowledge) -> Job | None:
    """The field's typical occupation; None if an editor has taken it out."""
    career = knowledge.careers.get(STANDARD) or next(iter(core(knowledge)), None)
    return Job(career, career.name) if career else None


def core(knowledge: Knowledge) -> list[Career]:
    """The occupations at the heart of the field."""
    return [career for career in knowledge.careers.values() if career.scope == "core"]


def notes_on(job: Job) -> list[TitleNote]:
    """What must be said when people ask by this title."""
    title = fold(job.asked)
    return [note for note in job.career.title_notes if title in {fold(t) for t in note.titles}]


def introduce(draft: Draft, job: Job) -> str:
    """How a sentence about the statistics begins.

    "Sound engineering technicians", or "Recording engineers are counted among sound
    engineering technicians, who" when the asker's title is another one.
    """
    if not job.renamed:
        return job.career.plural
    draft.cite(job.career.summary)
    return f"{job.people()} are counted among {job.career.plural}, who"


def explain_title(draft: Draft, job: Job) -> None:
    """Adds what must be borne in mind about the asker's job title."""
    for note in notes_on(job):
        draft.note(note.text).cite(note)


def count_in(draft: Draft, job: Job) -> None:
    """Notes where the asker's title is counted, for answers whose sentences don't say it."""
    if job.renamed:
        draft.note(f"{job.people()} are counted among {job.career.plural}").cite(job.career.summary)


def near(question: Question, job: Job, knowledge: Knowledge, *parts: str, most: int = 1) -> list[Statement]:
    """Statements on a job that answer the message itself, from the named parts of its record."""
    own = [s for part in parts for s in getattr(job.career, part)]
    found = narrow.near(question, knowledge, lambda s: is_career(s, job), narrow.ANSWERS, most=len(question.near))
    return [s for s in found if s in own][:most]


def is_career(subject: Subject, job: Job) -> bool:
    """Whether a passage belongs to a job's occupation."""
    return subject == Subject("career", job.career.id)
