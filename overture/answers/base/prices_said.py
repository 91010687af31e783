"""What is said of prices: a program's own, or the average of its whole school, said to be that."""

from __future__ import annotations

from overture.answers.base import pages, subjects
from overture.answers.base.draft import Draft
from overture.answers.base.words import date, money
from overture.knowledge import prices
from overture.knowledge.institutions import Institution
from overture.knowledge.programs import Program, Tuition
from overture.knowledge.rows import Tuition as WideTuition


def whole_school(draft: Draft, school: Institution) -> bool:
    """Says a school's average graduate tuition; False where none is known."""
    wide = draft.knowledge.tables.tuition.get(school.row.unitid) if school.row else None
    if wide is None or wide.tuition_out_of_state is None:
        return False
    year = date(draft.knowledge.tables.about[wide.table].as_of)
    draft.say(f"The institution-wide graduate tuition of {subjects.school_name(school)} {_amounts(wide, year)}")
    pages.cite_row(draft, wide)
    return True


def _amounts(wide: WideTuition, year: str) -> str:
    inside, outside = wide.tuition_in_state, wide.tuition_out_of_state or 0
    if prices.is_rate(wide):
        same = f"is given as {money(outside)} for {year}, for a year as well as for a credit"
        return f"{same}, so it can only be the rate of a credit"
    fees = f", with fees of {money(wide.fees_out_of_state)}" if wide.fees_out_of_state else ""
    if inside is None or inside == outside:
        return f"was **{money(outside)}** a year in {year}{fees}"
    return (
        f"was **{money(inside)}** a year for residents of the state and **{money(outside)}** for others in {year}{fees}"
    )


def own(draft: Draft, program: Program, price: Tuition) -> None:
    """Says a program's own price, and what its credits come to where both are known."""
    draft.say(f"The price of {subjects.one_name(program)}: {price.text}")
    pages.cite(draft, program, price)
    credits = program.credits
    whole = credits and credits.min if credits and credits.min == credits.max else None
    if price.per == "credit" and price.currency == "USD" and whole and credits:
        draft.say(f"For its {whole:g} credits that comes to **{money(price.amount * whole)}** before fees")
        pages.cite(draft, program, credits)
