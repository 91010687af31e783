"""All questions of the sweep."""

from __future__ import annotations

from tests.sweep import institutions, local_pay, programs, study, work
from tests.sweep.case import Case
from tests.sweep.files import Files


def everything() -> list[Case]:
    """Every question, in a fixed order; a message that two groups come to is asked once."""
    files = Files()
    made = [
        *programs.cases(files),
        *institutions.cases(files),
        *work.cases(files),
        *local_pay.cases(files),
        *study.cases(files),
    ]
    return list({case.text: case for case in reversed(made)}.values())[::-1]
