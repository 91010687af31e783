"""Failures in groups, so that one can see what is wrong at a glance."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tests.sweep.case import Case, Said


@dataclass(frozen=True)
class Failure:
    """A question that was not answered right."""

    case: Case
    said: Said
    faults: tuple[str, ...]


def failures(cases: Sequence[Case], said: Sequence[Said]) -> list[Failure]:
    """The questions whose answers have faults."""
    checked = ((case, heard, case.faults(heard)) for case, heard in zip(cases, said))
    return [Failure(case, heard, tuple(faults)) for case, heard, faults in checked if faults]


def as_lines(cases: Sequence[Case], failed: Sequence[Failure], shown: int = 6, width: int = 400) -> list[str]:
    """How many went wrong by group, and the first few of each in full."""
    asked, wrong = Counter(case.group for case in cases), defaultdict(list)
    for failure in failed:
        wrong[failure.case.group].append(failure)
    lines = [f"{len(cases) - len(failed)} of {len(cases)} questions answered right"]
    for group, found in sorted(wrong.items(), key=lambda item: -len(item[1])):
        lines.append(f"\n{group}: {len(found)} of {asked[group]} wrong")
        for failure in found[:shown]:
            lines.append(f"  {failure.case.subject}: {failure.case.text!r}")
            lines += [f"    {fault}" for fault in failure.faults]
            lines.append(f"    said: {failure.said.text[:width]!r}")
    return lines
