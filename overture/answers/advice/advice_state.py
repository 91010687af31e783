"""What somebody who wants advice has told: aim, background, conditions, and what was left open."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Optional

from overture.answers.advice.background import Background
from overture.answers.base.model import Filters

# The questions by name, in the order in which they are put.
GOAL, DEGREE, WHERE, BUDGET, LIMITS = "goal", "degree", "where", "budget", "limits"
PROGRAMS, GRADES, WORK = "programs", "grades", "work"
# Put when nothing is left: whether to give up the condition that excludes most.
DROP = "drop"


class Purpose(str, enum.Enum):
    """What the advice is for: which program to choose, or where one can get in."""

    CHOOSE = "choose"
    ADMISSION = "admission"


QUESTIONS: Mapping[Purpose, tuple[str, ...]] = {
    Purpose.CHOOSE: (GOAL, DEGREE, WHERE, BUDGET, LIMITS),
    Purpose.ADMISSION: (PROGRAMS, DEGREE, GRADES, WORK),
}


@dataclass(frozen=True)
class AdviceState:
    """Everything told so far.

    ``filters`` hold the conditions, the fields of the aims among them; ``aims`` are ids
    of aims.yaml, ``aim_said`` an aim in words that no record knows; ``or_online`` is true
    where the places may be traded for online study; ``programs`` are ids of those in
    mind; ``avoid`` what is unwanted and no condition of the catalog
    ("ensemble"); ``total`` a sum for the whole degree, in US dollars, from which the most
    that a year may cost was reckoned; ``skipped`` the questions that were left open;
    ``kept`` is true once somebody would give up no condition.
    """

    purpose: Purpose = Purpose.CHOOSE
    filters: Filters = field(default_factory=Filters)
    aims: tuple[str, ...] = ()
    aim_said: str = ""
    or_online: bool = False
    background: Background = field(default_factory=Background)
    programs: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    total: Optional[float] = None
    skipped: tuple[str, ...] = ()
    kept: bool = False

    def answered(self, question: str) -> bool:
        """Whether a question needn't be put: it was answered, or passed over."""
        f, b = self.filters, self.background
        told = {
            GOAL: self.aims or self.aim_said or f.fields,
            DEGREE: b.level or b.subject,
            WHERE: f.places or f.around or f.not_places or f.delivery or f.not_delivery,
            BUDGET: f.cost_max is not None or f.cost_min is not None or f.sort == "cheapest",
            LIMITS: f.requirements or f.thesis is not None or f.years_max or f.part_time is not None or self.avoid,
            PROGRAMS: self.programs,
            GRADES: b.grades is not None or b.honours,
            WORK: b.work is not None,
        }
        return bool(told.get(question)) or question in self.skipped

    @property
    def other_level(self) -> bool:
        """Whether another level than the programs' own is looked for."""
        return bool(self.filters.levels) and "master" not in self.filters.levels

    def skip(self, question: str) -> AdviceState:
        """The state with a question passed over."""
        return self if question in self.skipped else replace(self, skipped=(*self.skipped, question))

    def settled(self) -> AdviceState:
        """The state with no question left to put."""
        return replace(self, skipped=QUESTIONS[self.purpose], kept=False)

    def over(self) -> AdviceState:
        """What is worth keeping once the advice was given: what was told, not what was passed over."""
        return replace(self, skipped=(), kept=False, programs=())

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values, for a slot."""
        return {
            "purpose": self.purpose.value,
            "filters": self.filters.as_dict(),
            "aims": list(self.aims),
            "aim_said": self.aim_said,
            "or_online": self.or_online,
            "background": self.background.as_dict(),
            "programs": list(self.programs),
            "avoid": list(self.avoid),
            "total": self.total,
            "skipped": list(self.skipped),
            "kept": self.kept,
        }

    @classmethod
    def from_dict(cls, value: object) -> AdviceState:
        """Reads what :meth:`as_dict` wrote; what can't be read is left out."""
        plain: Mapping[str, Any] = value if isinstance(value, Mapping) else {}
        purposes = {purpose.value: purpose for purpose in Purpose}
        said, total = plain.get("aim_said"), plain.get("total")
        return cls(
            purpose=purposes.get(str(plain.get("purpose")), Purpose.CHOOSE),
            filters=Filters.from_dict(plain.get("filters")),
            aims=_texts(plain.get("aims")),
            aim_said=said if isinstance(said, str) else "",
            or_online=plain.get("or_online") is True,
            background=Background.from_dict(plain.get("background")),
            programs=_texts(plain.get("programs")),
            avoid=_texts(plain.get("avoid")),
            total=float(total) if isinstance(total, (int, float)) else None,
            skipped=_texts(plain.get("skipped")),
            kept=plain.get("kept") is True,
        )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, (list, tuple)) else ()
