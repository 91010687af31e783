"""What somebody brings along: degree and its subject, grades, experience."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Optional

from overture.answers.base.words import joined
from overture.knowledge import Knowledge

# Levels in order; from a bachelor's on there is a first degree.
LEVELS = ("none", "school", "certificate", "associate", "bachelor", "master", "doctorate")
_DEGREES = {
    "none": "no degree",
    "school": "high school",
    "certificate": "a certificate or diploma",
    "associate": "an associate's degree",
    "bachelor": "a bachelor's",
    "master": "a master's",
    "doctorate": "a doctorate",
}
OTHER = "other"


@dataclass(frozen=True)
class Background:
    """What was told; None and "" stand for what was not.

    ``level`` is the highest degree held or nearly finished; ``subject`` the id of its
    subject in backgrounds.yaml, ``said`` the subject in the person's own words;
    ``grades`` the average of 4; ``honours`` a UK or Irish class; ``work`` whether there
    is work in audio or music; ``reads`` whether notation is read; ``plays`` an
    instrument; ``portfolio`` whether there is work to show.
    """

    level: Optional[str] = None
    subject: str = ""
    said: str = ""
    grades: Optional[float] = None
    honours: str = ""
    work: Optional[bool] = None
    reads: Optional[bool] = None
    plays: Optional[bool] = None
    portfolio: Optional[bool] = None

    def __bool__(self) -> bool:
        return self != Background()

    @property
    def graduate(self) -> Optional[bool]:
        """Whether there is a first degree; None where that was not told."""
        return None if self.level is None else LEVELS.index(self.level) >= LEVELS.index("bachelor")

    def with_newer(self, newer: Background) -> Background:
        """This background with what was told later in place of what was told before."""
        told = {f.name: value for f in fields(self) if (value := getattr(newer, f.name)) not in (None, "")}
        if newer.level and not newer.subject and newer.graduate is False:
            told |= {"subject": "", "said": ""}
        return Background(**{**asdict(self), **told})

    def as_dict(self) -> dict[str, Any]:
        """What was told, as plain JSON values."""
        return {name: value for name, value in asdict(self).items() if value not in (None, "")}

    @classmethod
    def from_dict(cls, value: object) -> Background:
        """Reads what :meth:`as_dict` wrote; what can't be read is left out."""
        if not isinstance(value, Mapping):
            return cls()
        read = {name: value[name] for name, fits in _READERS.items() if name in value and fits(value[name])}
        return cls(**read)

    def degree(self, knowledge: Knowledge) -> str:
        """The degree in a sentence: "a bachelor's in psychology", "no degree"; empty where none was told."""
        level = _DEGREES.get(self.level or ("bachelor" if self.subject else ""), "")
        return f"{level} in {self.field(knowledge)}" if level and self.field(knowledge) else level

    def field(self, knowledge: Knowledge) -> str:
        """The subject in a sentence, in the person's own words where there are some."""
        known = knowledge.backgrounds.get(self.subject)
        return self.said or (known.name if known and known.id != OTHER else "")

    def words(self, knowledge: Knowledge) -> str:
        """All that was told, in a sentence: "a bachelor's in psychology and a grade average of 3.4"."""
        return joined(self.parts(knowledge))

    def parts(self, knowledge: Knowledge) -> list[str]:
        """All that was told, piece by piece."""
        parts = [
            self.degree(knowledge),
            f"a grade average of {self.grades:g}" if self.grades is not None else "",
            f"a {self.honours}" if self.honours else "",
            _either(self.work, "work in audio or music", "no work in audio yet"),
            _either(self.reads, "reading music", "not reading music"),
            _either(self.plays, "an instrument", "no instrument"),
            _either(self.portfolio, "work to show", "no portfolio yet"),
        ]
        return [part for part in parts if part]


def _either(told: Optional[bool], yes: str, no: str) -> str:
    return "" if told is None else yes if told else no


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


_READERS = {
    "level": lambda value: value in LEVELS,
    "subject": _is_text,
    "said": _is_text,
    "grades": _is_number,
    "honours": _is_text,
    **dict.fromkeys(("work", "reads", "plays", "portfolio"), _is_flag),
}
