"""The typed shape of what applicants bring along and what they aim at.

These records say which words of people mean the same to programs.  They hold no facts
about any program: what one asks for stands in its own record.
"""

from __future__ import annotations

from pydantic import validator

from overture.knowledge.model import IDENTIFIER, Record
from overture.knowledge.programs import FieldOfStudy, RequirementId, Subject


class _Group(Record):
    """A group with an id of its own.

    ``id`` is lower-case words joined by hyphens.  ``name`` is how answers write it, in
    lower case, as it reads within a sentence.  ``says`` are words by which people mean
    it; matching ignores case and punctuation, and the longest match counts.
    """

    id: str
    name: str
    says: tuple[str, ...] = ()

    @validator("id")
    def _identifier(cls, value: str) -> str:
        if not IDENTIFIER.match(value):
            raise ValueError("expected lower-case words joined by hyphens")
        return value


class Background(_Group):
    """A subject that an applicant's degree is in, and which conditions on the subject it meets.

    ``meets`` are values of ``subject`` in a program's ``bachelors-degree`` that it
    meets; ``may_meet`` those that it meets only if something is added, or if the school
    finds it close enough; all others it does not meet.
    ``named`` are words by which pages that list fields include it.
    ``covers`` are ids of requirements that a degree in it usually brings along.
    """

    meets: tuple[Subject, ...] = ()
    may_meet: tuple[Subject, ...] = ()
    named: tuple[str, ...] = ()
    covers: tuple[RequirementId, ...] = ()


class Aim(_Group):
    """What somebody wants to do later, and the fields of study that lead there.

    ``bare`` are words that mean it only in answer to the question for the aim, as they
    stand for the whole field elsewhere.
    ``fields`` are fields of study of programs, the nearest first; without any, all fields will do.
    ``careers``, ``concentrations`` and ``courses`` are ids of what stands for this aim when it is named.
    """

    bare: tuple[str, ...] = ()
    fields: tuple[FieldOfStudy, ...] = ()
    careers: tuple[str, ...] = ()
    concentrations: tuple[str, ...] = ()
    courses: tuple[str, ...] = ()
