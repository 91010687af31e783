"""What is put in order beforehand gives the same as trying everything."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overture.knowledge import Knowledge, alike, default_folder, fit_program, fit_school, load
from overture.knowledge.catalog import Listed, find, find_schools, match
from overture.knowledge.criteria import Criterion
from overture.knowledge.geography import Point
from overture.knowledge.index import Group, Index, Sides, build
from overture.knowledge.query import Filters, Wish
from overture.knowledge.whereabouts import Area, Spot, inside

CONDITIONS: list[dict[str, Any]] = [
    {"levels": ("master",)},
    {"levels": ("bachelor", "doctorate")},
    {"degrees": ("mm",)},
    {"degrees": ("mfa", "ms")},
    {"fields": ("scoring",)},
    {"fields": ("music-technology", "recording")},
    {"delivery": "online"},
    {"not_delivery": "online"},
    {"part_time": True},
    {"part_time": False},
    {"years_max": 1.0},
    {"years_min": 2.0, "years_max": 3.0},
    {"cost_max": 15000.0},
    {"cost_min": 30000.0},
    {"thesis": True},
    {"thesis": False},
    {"control": ("public",)},
    {"control": ("private nonprofit", "private for-profit")},
    {"hbcu": True},
    {"hbcu": False},
    {"open_to_non_music": True},
    {"open_to_non_music": False},
    {"software": ("Max/MSP",)},
    {"software": ("Pro Tools", "Logic")},
    {"funding": True},
    {"funding": False},
    {"requirements": (Wish("gre", False),)},
    {"requirements": (Wish("portfolio", True),)},
    {"requirements": (Wish("music-degree", False),)},
    {"requirements": (Wish("nothing-of-the-kind", True),)},
    {"places": ("texas",)},
    {"places": ("new-england", "canada")},
    {"places": ("nashville",)},
    {"places": ("nowhere",)},
    {"not_places": ("california",)},
    {"not_places": ("europe", "new-york")},
    {"around": "chicago"},
    {"around": "boston", "miles": 150.0},
    {"around": "texas"},
    {"around": "nowhere"},
]


@cache
def _real() -> Knowledge:
    return load(default_folder())


@pytest.mark.parametrize("conditions", CONDITIONS, ids=str)
def test_programs_that_are_alike_meet_a_condition_alike(conditions: dict[str, Any]) -> None:
    filters, knowledge = Filters(**conditions), _real()
    found = find(filters, knowledge)
    each = {id: match(program, filters, knowledge).answer for id, program in knowledge.programs.items()}
    assert list(found.sure.ids) == [id for id, answer in each.items() if answer == "yes"]
    assert list(found.maybe.ids) == [id for id, answer in each.items() if answer == "unknown"]


@pytest.mark.parametrize("conditions", CONDITIONS, ids=str)
def test_schools_that_are_alike_meet_a_condition_alike(conditions: dict[str, Any]) -> None:
    filters, knowledge = Filters(**conditions), _real()
    found = find_schools(filters, knowledge)
    each = {id: knowledge.catalog.match_school(s, filters).answer for id, s in knowledge.institutions.items()}
    assert list(found.sure.ids) == [id for id, answer in each.items() if answer == "yes"]
    assert list(found.maybe.ids) == [id for id, answer in each.items() if answer == "unknown"]


def test_every_condition_but_those_on_places_has_what_it_looks_at() -> None:
    catalog = _real().catalog
    places = {"places", "not_places", "around"}
    names = {alike.name_of(Criterion(name, None)) for name in {*fit_program.FITS, *fit_school.FITS} - places}
    known = {name.partition("/")[0] for name in catalog.programs_index.alike}
    assert names - {"awards"} <= known and "awards" in catalog.schools_index.alike


def test_conditions_together_are_an_intersection() -> None:
    one, other = Filters(places=("california",)), Filters(degrees=("mfa",))
    both = find(Filters(places=("california",), degrees=("mfa",)), _real())
    ids = set(find(one, _real()).sure.ids) & set(find(other, _real()).sure.ids)
    assert set(both.sure.ids) == ids and ids


def test_a_list_looks_its_records_up() -> None:
    records = {id: id.upper() for id in "abcd"}
    listed = Listed(["c", "a", "d"], records)
    assert len(listed) == 3 and listed[0] == "C" and listed[-1] == "D" and list(listed[1:]) == ["A", "D"]
    assert listed == ["C", "A", "D"] and listed != ["C"] and "A" in listed and not Listed()
    assert listed.sorted(lambda id: id).ids == ("a", "c", "d")
    assert listed.without({"a"}) == ["C", "D"]


def test_groups_are_tried_by_one_of_them() -> None:
    index = build({"a": 1, "b": 2, "c": 1, "d": 3}, {"number": lambda item: item}, lambda item: ())
    assert index.alike["number"][0] == Group("a", ("a", "c"))
    tried: list[str] = []

    def fits(id: str) -> bool | None:
        tried.append(id)
        return {"a": True, "b": None}.get(id, False)

    assert index.try_groups("number", fits) == Sides(frozenset("ac"), frozenset("b"))
    assert tried == ["a", "b", "d"]


def test_what_nothing_is_known_to_be_alike_in_is_tried_on_each() -> None:
    index = build({"a": 1, "b": 1}, {}, lambda item: ())
    assert index.try_groups("color", lambda id: id == "b") == Sides(frozenset("b"), frozenset())


_STATES = ("TX", "CA", "NY")


@st.composite
def _spots(draw: st.DrawFn) -> list[Spot]:
    """Spots at home, some without a state, town, metro or point, and some abroad."""
    maybe = st.none() | st.integers(0, 2)
    found = []
    for _ in range(draw(st.integers(1, 12))):
        if draw(st.integers(0, 4)) == 0:
            found.append(
                Spot("GB", town=draw(st.sampled_from([None, "ely"])), part=draw(st.sampled_from([None, "England"])))
            )
            continue
        state, town, metro = (draw(maybe) for _ in range(3))
        point = Point(draw(st.floats(25, 49)), draw(st.floats(-120, -70))) if draw(st.booleans()) else None
        found.append(
            Spot(
                "US",
                None if state is None else _STATES[state],
                None if town is None else f"town {town}",
                None if metro is None else f"1000{metro}",
                point,
            )
        )
    return found


@st.composite
def _areas(draw: st.DrawFn) -> Area:
    """Areas of every kind."""
    state = draw(st.sampled_from(_STATES))
    return draw(
        st.sampled_from(
            [
                Area("a", "A", states=frozenset({state})),
                Area("a", "A", countries=frozenset({"GB"})),
                Area("a", "A", countries=frozenset({"US"})),
                Area("a", "A", towns=frozenset({("town 1", state)}), within=state, point=Point(40.0, -90.0)),
                Area("a", "A", metros=frozenset({"10001"}), within=state, point=Point(33.0, -97.0)),
                Area("a", "A", abroad=frozenset({("ely", "GB")})),
                Area("a", "A", parts=frozenset({("GB", "England")})),
            ]
        )
    )


@given(_spots(), _areas())
def test_no_spot_that_can_lie_in_an_area_is_passed_over(spots: list[Spot], area: Area) -> None:
    items = {str(number): spot for number, spot in enumerate(spots)}
    index = build(items, {}, lambda spot: (spot,))
    found = index.try_places([area], lambda spot: inside(area, spot))
    each = {id: inside(area, spot) for id, spot in items.items()}
    assert found == Sides(
        frozenset(id for id, fits in each.items() if fits), frozenset(id for id, fits in each.items() if fits is None)
    )


@given(_spots(), _areas(), st.floats(1, 900))
def test_no_spot_that_can_be_near_is_passed_over(spots: list[Spot], area: Area, miles: float) -> None:
    from overture.knowledge.whereabouts import near

    items = {str(number): spot for number, spot in enumerate(spots)}
    index = build(items, {}, lambda spot: (spot,))
    found = index.try_around(area, miles, lambda spot: near(area, spot, miles))
    each = {id: near(area, spot, miles) for id, spot in items.items()}
    assert found.yes == {id for id, fits in each.items() if fits}
    assert found.unknown == {id for id, fits in each.items() if fits is None}


def test_the_order_of_the_files_is_kept() -> None:
    ids = [f"id-{number}" for number in range(50)]
    random.Random(3).shuffle(ids)
    index = build(dict.fromkeys(ids, 0), {}, lambda item: ())
    assert index.sorted(reversed(ids)) == tuple(ids)
    assert Index().sorted([]) == ()
