"""What study costs in US dollars a year: a program's own price, or the average of its whole school."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from overture.knowledge import rows
from overture.knowledge.programs import Program, Tuition
from overture.knowledge.table_set import Tables


@dataclass(frozen=True)
class Price:
    """Tuition in US dollars a year without fees, for residents of the state and for others.

    ``own`` is the program's price, ``wide`` the row of the whole school; one of them is set.
    """

    resident: float
    other: float
    own: Optional[Tuition] = None
    wide: Optional[rows.Tuition] = None


def of_program(program: Program, tables: Tables) -> Optional[Price]:
    """A program's own yearly price in dollars if known, else that of its school."""
    own = [price for price in program.tuition if price.currency == "USD" and price.per == "year"]
    if own:
        newest = max(own, key=lambda price: price.year or "")
        return Price(newest.amount, newest.amount, own=newest)
    # A price in another currency is known, so the school's dollars must not stand in for it.
    if any(price.currency != "USD" for price in program.tuition) or program.unitid is None:
        return None
    return of_school(program.unitid, tables)


def of_school(unitid: int, tables: Tables) -> Optional[Price]:
    """The school's average for full-time graduate students; None where it reported none that can be right."""
    wide = tables.tuition.get(unitid)
    if wide is None or wide.tuition_out_of_state is None or is_rate(wide):
        return None
    resident = wide.tuition_in_state if wide.tuition_in_state is not None else wide.tuition_out_of_state
    return Price(resident, wide.tuition_out_of_state, wide=wide)


def is_rate(wide: rows.Tuition) -> bool:
    """Whether the yearly figure is the same as that for one credit, so that one of them is a slip."""
    return wide.tuition_out_of_state is not None and wide.tuition_out_of_state == wide.per_credit_out_of_state


def within(price: Price, least: Optional[float], most: Optional[float]) -> Optional[bool]:
    """Whether a price lies in a range; None where residents and others differ in that."""
    answers = {(least or 0) <= paid <= (most if most is not None else paid) for paid in (price.resident, price.other)}
    return answers.pop() if len(answers) == 1 else None
