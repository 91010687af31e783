"""Where nothing is known, what is nearest."""

from __future__ import annotations

import pytest

from overture.answers.base.model import Facet, Outcome, Question
from overture.answers.study import nearby, schools
from overture.knowledge import Knowledge
from overture.knowledge.catalog import find
from overture.knowledge.query import Filters


@pytest.mark.parametrize(
    ("place", "wider"),
    [
        ("vienna", "austria"),
        ("paris", "europe"),
        ("sweden", "scandinavia"),
        ("belgium", "benelux"),
        ("wales", "united-kingdom"),
        ("idaho", "pacific-northwest"),
        ("japan", None),
    ],
)
def test_a_wider_place_that_has_some_is_nearest(real: Knowledge, place: str, wider: str | None) -> None:
    near = nearby.nearest(Filters(places=(place,)), real)
    assert (near.place if near else None) == wider
    if wider and near:
        assert [p.id for p in near.programs] == [p.id for p in find(Filters(places=(wider,)), real).sure]


def test_from_a_town_at_home_the_nearest_come_by_miles(real: Knowledge) -> None:
    near = nearby.nearest(Filters(places=("portland-maine",)), real)
    assert near is not None and list(near.miles) == sorted(near.miles)
    assert near.programs[0].id == "uml-mm-sound-recording-technology"
    assert 80 < near.miles[0] < 95  # Portland to Lowell


def test_the_other_conditions_hold_for_what_is_nearest(real: Knowledge) -> None:
    near = nearby.nearest(Filters(places=("portland-maine",), delivery="online"), real)
    assert near is not None
    online = {program.id for program in find(Filters(delivery="online"), real).sure}
    assert {program.id for program in near.programs} <= online


def test_a_place_without_any_is_told_with_what_is_nearest(real: Knowledge) -> None:
    answer = schools.answer(
        Question(Facet.SCHOOLS, filters=Filters(places=("vienna",)), text="schools in Vienna"), real
    )
    assert answer.outcome is Outcome.GAP
    assert "I know no program in Vienna. The nearest that I know is one in Austria" in answer.text


def test_where_nothing_is_near_the_countries_are_named(real: Knowledge) -> None:
    answer = schools.answer(Question(Facet.SCHOOLS, filters=Filters(places=("japan",)), text="schools in Japan"), real)
    assert answer.outcome is Outcome.GAP
    assert "I know no program in Japan. What I know of that kind is in the United States" in answer.text


def test_a_place_that_is_not_known_is_no_school(real: Knowledge) -> None:
    answer = schools.answer(Question(Facet.SCHOOLS, text="programs in Fargo"), real)
    assert answer.outcome is Outcome.GAP
    assert answer.text.startswith("I don't know where Fargo is")
