"""Pay over the years and awards by state, against the files read by other code."""

from __future__ import annotations

from collections import Counter

import pytest

from overture.answers import Answer, Facet, Mentioned, Question, answer
from overture.answers.base.model import Filters
from overture.knowledge import Knowledge, Subject, shared
from tests.sweep.files import Files

ENGINEER = Mentioned(Subject("career", "sound-engineering-technician"), "sound engineer")


@pytest.fixture(scope="module")
def real() -> Knowledge:
    return shared().current()


@pytest.fixture(scope="module")
def files() -> Files:
    return Files()


def pay(text: str, real: Knowledge, **more: object) -> Answer:
    return answer(Question(Facet.SALARY, about=(ENGINEER,), text=text, **more), real)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "how has the pay of sound engineers changed over the years",
        "sound engineer salary trend",
        "did their pay go through ups, has it risen",
        "what did they earn year by year",
    ],
)
def test_pay_over_the_years_is_a_table_and_a_line_of_all_years_known(text: str, real: Knowledge, files: Files) -> None:
    given = pay(text, real)
    record = next(r for r in files.records("careers") if r["id"] == ENGINEER.subject.id)
    yearly = sorted(
        (w for w in record["wages"] if w["unit"] == "USD a year" and "median" in w), key=lambda w: str(w["as_of"])
    )
    assert given.chart is not None and given.chart.kind == "line"
    assert [value for _, value in given.chart.series[0].values] == [float(w["median"]) for w in yearly]
    assert given.table is not None and len(given.table.rows) == len(yearly) >= 5
    assert f"${yearly[-1]['median']:,.0f}" in given.text and f"${yearly[0]['median']:,.0f}" in given.text
    assert len(given.sources) >= 5


@pytest.mark.parametrize("text", ["what do sound engineers earn", "how much over 50k do they make", "pay now"])
def test_pay_today_stays_the_range_of_today(text: str, real: Knowledge) -> None:
    given = pay(text, real)
    assert given.chart is not None and given.chart.kind == "range"


def test_a_year_or_a_place_that_is_named_is_answered_for_itself(real: Knowledge) -> None:
    text = "how has it changed"
    assert "May 2023" in pay(text, real, year="2023").text
    texas = pay(text, real, filters=Filters(places=("texas",)))
    assert "Texas" in texas.text


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("which state gives the most degrees in it", ()),
        ("which states have the most master's graduates", ("master",)),
        ("certificates by state", ("certificate",)),
    ],
)
def test_awards_by_state_are_the_sums_of_the_federal_counts(
    text: str, levels: tuple[str, ...], real: Knowledge, files: Files
) -> None:
    given = answer(Question(Facet.SCHOOLS, filters=Filters(levels=levels), text=text), real)
    sums = Counter[str]()
    for school in files.schools:
        for award in files.awards[school["unitid"]]:
            level = files.award_levels[award["level"]]["study_level"]
            if files.fields[award["cip"]]["relevance"] == "core" and level in (levels or (level,)):
                sums[files.states[school["state"]]] += int(award[max(files.years)] or 0)
    assert given.table is not None and given.chart is not None and given.chart.kind == "bars"
    shown = {state: int(number.replace(",", "")) for state, number, _ in given.table.rows}
    assert shown == {state: sums[state] for state in shown}
    assert sorted(shown.values(), reverse=True) == sorted(sums.values(), reverse=True)[: len(shown)]
    assert f"of the {sum(sums.values()):,}" in given.text


def test_other_questions_on_states_stay_what_they_are(real: Knowledge) -> None:
    given = answer(
        Question(Facet.SCHOOLS, filters=Filters(places=("texas",)), text="degrees in the state of texas"), real
    )
    assert given.chart is None
