"""Pay by place, against the wage tables read by other code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from overture.answers import Answer, Facet, Outcome, Question, answer, as_text
from overture.answers.base.model import Filters
from overture.answers.work import local_pay
from overture.knowledge import Knowledge

from .conftest import about

Said = Callable[..., str]
Reply = Callable[..., Answer]
S = Facet.SALARY
ENGINEER, DIRECTOR = (
    "career/sound-engineering-technician/sound engineer",
    "career/music-director/music directors and composers",
)
MUSICIAN, DJ = "career/musician/musicians and singers", "career/disc-jockey/disc jockeys"


def dollars(value: str) -> str:
    return f"${int(value):,}"


@pytest.mark.parametrize(
    ("place", "code", "name"),
    [
        ("tennessee", "TN", "Tennessee"),
        ("texas", "TX", "Texas"),
        ("california", "CA", "California"),
        ("new-york", "NY", "New York"),
        ("district-of-columbia", "DC", "District of Columbia"),
    ],
)
def test_a_state(said: Said, files: Any, place: str, code: str, name: str) -> None:
    row = next(r for r in files.rows("wages_by_state") if r["soc"] == "27-4014" and r["state"] == code)
    level = next(r["price_level"] for r in files.rows("price_levels") if r["area"] == code)
    text = said(S, places=(place,))
    assert text.startswith(
        f"Sound engineering technicians in {name} earned a median of {dollars(row['median'])} a year in May 2025"
    )
    assert f"the lowest tenth under {dollars(row['p10'])}, the highest tenth over {dollars(row['p90'])}." in text
    assert f"Prices there stood at {float(level):.1f} in 2024, where the US is 100." in text
    assert f"About {int(row['employment']):,} employees have the job there." in text
    few = "Few people in this state have the job" in text
    assert few == (int(row["employment"]) < 300)
    assert "BLS OEWS, May 2025, states" in text and "BEA price levels, 2024" in text


@pytest.mark.parametrize(
    ("place", "words"), [("tennessee", "17 % less"), ("new-york", "20 % more"), ("illinois", "about the same")]
)
def test_it_is_set_against_the_us(said: Said, files: Any, place: str, words: str) -> None:
    assert f"That is {words}" in said(S, places=(place,)) and "in the US as a whole ($73,130)" in said(
        S, places=(place,)
    )


def test_the_range_stands_beside_that_of_the_us(reply: Reply, files: Any) -> None:
    row = next(r for r in files.rows("wages_by_state") if r["soc"] == "27-4014" and r["state"] == "TN")
    given = reply(S, places=("tennessee",))
    assert given.table and given.table.head == ("", "Tennessee", "US")
    assert [r[1] for r in given.table.rows] == [dollars(row[step]) for step in ("p10", "p25", "median", "p75", "p90")]
    assert given.table.rows[2][2] == "$73,130"
    assert given.chart and given.chart.kind == "range"


@pytest.mark.parametrize(
    ("place", "metro", "area"),
    [
        ("nashville", "34980", "the Nashville, TN area"),
        ("austin", "12420", "the Austin, TX area"),
        ("los-angeles", "31080", "the Los Angeles, CA area"),
        ("town:Murfreesboro,TN", "34980", "the Nashville, TN area"),
    ],
)
def test_a_city_is_its_metropolitan_area(said: Said, files: Any, place: str, metro: str, area: str) -> None:
    row = next(r for r in files.rows("wages_by_metro") if r["soc"] == "27-4014" and r["metro"] == metro)
    text = said(S, places=(place,))
    assert f"in {area} earned a median of {dollars(row['median'])} a year in May 2025" in text
    assert "BLS OEWS, May 2025, metro areas" in text


def test_a_metro_is_named_in_full_once(reply: Reply) -> None:
    given = reply(S, places=("nashville",))
    assert given.table and given.table.caption.endswith("Nashville-Davidson--Murfreesboro--Franklin, TN")


def test_a_town_outside_metros_is_its_state(said: Said) -> None:
    assert "in North Carolina earned a median of $49,150" in said(S, places=("town:Boone,NC",))


def test_a_job_title_keeps_its_name(said: Said) -> None:
    text = said(S, "career/sound-engineering-technician/recording engineer", places=("nashville",))
    assert text.startswith(
        "Recording engineers are counted among sound engineering technicians, who in the Nashville, TN area"
    )


def test_a_place_as_a_mention_is_enough(said: Said) -> None:
    assert "in Texas earned a median of" in said(S, DIRECTOR, "place/texas/Texas")


def test_a_city_without_a_figure_falls_back_to_its_state(reply: Reply, files: Any) -> None:
    known = {r["metro"] for r in files.rows("wages_by_metro") if r["soc"] == "27-4014"}
    assert "12940" not in known  # Baton Rouge
    given = reply(S, places=("town:Baton Rouge,LA",))
    assert "BLS publishes no pay of sound engineering technicians for the Baton Rouge, LA area" in given.text
    assert "Sound engineering technicians in Louisiana earned a median of **$55,530** a year" in given.text
    assert given.outcome is Outcome.GAP


def test_a_state_without_a_figure_names_its_neighbors(reply: Reply, files: Any) -> None:
    there = {r["state"]: r for r in files.rows("wages_by_state") if r["soc"] == "27-4014"}
    assert not there.get("WY", {}).get("median")
    given = reply(S, places=("wyoming",))
    assert given.text.startswith(
        "In the figures that I have, BLS publishes no yearly pay of sound engineering technicians for Wyoming."
    )
    for code, name in (("CO", "Colorado"), ("UT", "Utah"), ("MT", "Montana")):
        assert f"{name} {dollars(there[code]['median'])}" in given.text
    assert "Texas" not in given.text and given.outcome is Outcome.GAP
    assert given.table and given.table.rows[0][0] == "Nevada"


@pytest.mark.parametrize(("job", "soc"), [(MUSICIAN, "27-2042"), (DJ, "27-2091")])
def test_jobs_with_hourly_means_only(said: Said, files: Any, job: str, soc: str) -> None:
    row = next(r for r in files.rows("state_means_2023") if r["soc"] == soc and r["state"] == "NY")
    assert not row["mean_annual"]
    text = said(S, job, places=("new-york",))
    assert "BLS publishes no yearly pay of" in text
    assert f"the mean of May 2023: ${float(row['mean_hourly']):.2f} an hour; a yearly figure is not published" in text
    assert "don't set them beside medians" in text


def test_where_hourly_jobs_pay_most_is_the_mean_by_the_hour(reply: Reply, files: Any) -> None:
    rows = [r for r in files.rows("state_means_2023") if r["soc"] == "27-2042" and r["mean_hourly"]]
    top = max(rows, key=lambda r: float(r["mean_hourly"]))
    given = reply(S, MUSICIAN, text="which state pays musicians most")
    assert f"${float(top['mean_hourly']):.2f}" in given.text and given.outcome is Outcome.GAP
    assert given.table and len(given.table.rows) == 10 and given.table.caption == f"The highest 10 of {len(rows)}"


def test_by_the_hour_in_a_state(said: Said) -> None:
    assert "By the hour I have only the mean of May 2023: $29.88." in said(
        S, text="hourly pay in texas", places=("texas",)
    )


def test_a_region_is_a_table_of_its_states(reply: Reply, files: Any) -> None:
    region = next(p for p in files.places() if p["id"] == "southeast")
    rows = [r for r in files.rows("wages_by_state") if r["soc"] == "27-4014" and r["state"] in region["states"]]
    medians = sorted((int(r["median"]) for r in rows if r["median"]), reverse=True)
    given = reply(S, places=("southeast",))
    assert given.table and len(given.table.rows) == len(region["states"])
    shown = [row[1] for row in given.table.rows]
    assert shown[: len(medians)] == [f"${value:,}" for value in medians]
    assert set(shown[len(medians) :]) == {"not known"}
    assert (
        f"Of the Southeast, Georgia pays sound engineering technicians most: a median of **${medians[0]:,}** a year"
        in given.text
    )
    assert "Not published: Alabama, Arkansas, Mississippi and West Virginia." in given.text


def test_an_area_of_several_metros(said: Said) -> None:
    text = said(S, places=("bay-area",))
    assert text.startswith(
        "I have one figure there: a median of $94,990 a year in May 2025, for the San Francisco, CA area."
    )
    assert "Not published: San Jose, CA area" in text


@pytest.mark.parametrize(
    "text",
    [
        "which state pays the most",
        "what states pay sound engineers best",
        "highest paying states",
        "where do you earn the most",
        "pay by state",
        "in which state is the salary highest",
    ],
)
def test_which_state_pays_most(reply: Reply, files: Any, text: str) -> None:
    rows = [r for r in files.rows("wages_by_state") if r["soc"] == "27-4014" and r["median"]]
    rows.sort(key=lambda r: -int(r["median"]))
    given = reply(S, text=text)
    assert given.table and [row[1] for row in given.table.rows] == [dollars(r["median"]) for r in rows[:10]]
    assert [row[4] for row in given.table.rows] == [
        f"{int(r['employment']):,}" if r["employment"] else "not known" for r in rows[:10]
    ]
    assert f"That is of {len(rows)} states with a published figure." in given.text
    assert given.chart and given.chart.kind == "bars"


def test_few_employees_at_the_top_are_not_passed_over(said: Said) -> None:
    text = said(S, text="which state pays the most")
    assert "Few have the job in New Jersey; of the places with 300 employees or more it is New York ($87,510)." in text


def test_the_lowest_too(said: Said, files: Any) -> None:
    rows = [r for r in files.rows("wages_by_state") if r["soc"] == "27-4014" and r["median"]]
    low = min(rows, key=lambda r: int(r["median"]))
    text = said(S, text="lowest paying states")
    assert f"earn least in Puerto Rico: a median of {dollars(low['median'])} a year" in text
    # South Carolina's number of employees isn't published: it is not counted as many.
    assert "of the places with 300 employees or more it is Texas ($54,370)" in text


def test_which_city(said: Said) -> None:
    text = said(S, DIRECTOR, text="which city pays music directors best")
    assert "earn most in the Syracuse, NY area: a median of $140,230 a year" in text and "metropolitan areas" in text


def test_my_state_is_asked_for(said: Said) -> None:
    assert "Name your state, and I look it up." in said(S, text="what is the pay in my state")


def test_abroad_is_a_gap(reply: Reply) -> None:
    given = reply(S, places=("canada",))
    assert given.text == "I have pay for the US only, none for Canada." and given.outcome is Outcome.GAP
    assert given.follow_ups[1].message == "Which schools in Canada offer it?"


@pytest.mark.parametrize("filters", [{}, {"places": ("united-states",)}])
def test_the_whole_country_is_answered_as_before(real: Knowledge, filters: dict[str, Any]) -> None:
    asked = Question(S, filters=Filters(**filters), text="what do sound engineers earn")
    assert local_pay.answer(asked, real) is None
    assert "in the US earned a median of **$73,130**" in answer(asked, real).text


def test_two_states_side_by_side(reply: Reply) -> None:
    given = reply(Facet.COMPARE, ENGINEER, places=("texas", "california"), text="pay in texas or california")
    assert given.text.startswith(
        "Of Texas and California, California pays sound engineering technicians most: a median of **$78,150**"
    )
    assert given.table and [row[0] for row in given.table.rows] == ["California", "Texas"]


def test_states_are_compared_on_pay_only_when_asked(real: Knowledge) -> None:
    asked = Question(Facet.COMPARE, filters=Filters(places=("texas", "california")), text="texas or california")
    assert local_pay.answer(asked, real) is None


def test_every_published_median_is_told(real: Knowledge, files: Any) -> None:
    states = {p["code"]: p["id"] for p in files.places() if p["kind"] == "state"}
    by_soc = {career.soc: career for career in real.careers.values()}
    told = 0
    for row in files.rows("wages_by_state"):
        career = by_soc.get(row["soc"])
        if career is None or not row["median"]:
            continue
        asked = Question(S, about(f"career/{career.id}/{career.name}"), Filters(places=(states[row["state"]],)))
        assert f"earned a median of {dollars(row['median'])} a year in May 2025" in as_text(answer(asked, real))
        told += 1
    assert told > 600
