"""Distances, what is nearest, and which schools lie in a named place."""

from __future__ import annotations

import math

import pytest

from overture.knowledge.geography import (
    EARTH_RADIUS_MILES,
    Point,
    locate,
    middle,
    miles_between,
    nearest,
    schools_around,
    schools_in,
    towns,
)
from overture.knowledge.places import City, NamedPlace, Places
from overture.knowledge.rows import School

QUARTER = EARTH_RADIUS_MILES * math.pi / 2


def school(unitid: int, city: str, state: str, latitude: float, longitude: float, metro: str | None = None) -> School:
    return School(
        table="schools",
        unitid=unitid,
        name=f"School {unitid}",
        aliases=(),
        city=city,
        state=state,
        zip=None,
        county=None,
        latitude=latitude,
        longitude=longitude,
        locale="city, large",
        control="public",
        size=None,
        hbcu=False,
        tribal=False,
        offers_graduate=True,
        metro=metro,
        website=None,
        admissions_page=None,
        aid_page=None,
        apply_page=None,
        net_price_page=None,
        veterans_page=None,
        disability_page=None,
        directory_year=2024,
    )


HILL = school(1, "Bigtown", "AA", 40.0, -75.0, "10001")
DALE = school(2, "St. Dale", "AA", 40.5, -75.0, "10001")
FORD = school(3, "Fordham", "BB", 41.0, -75.0, "10001")
LONE = school(4, "Bigtown", "BB", 45.0, -100.0)
SCHOOLS = (LONE, FORD, DALE, HILL)
PLACES = Places.of(
    NamedPlace.parse_obj(raw)
    for raw in (
        {"id": "aa", "name": "Aland", "kind": "state", "code": "AA"},
        {"id": "bb", "name": "Bland", "kind": "state", "code": "BB"},
        {"id": "both", "name": "Both", "kind": "region", "basis": "everyday", "states": ["AA", "BB"], "note": "Ours."},
        {"id": "home", "name": "Home", "kind": "country", "code": "US"},
        {"id": "away", "name": "Away", "kind": "country", "code": "XX"},
    )
)
BIGTOWN: dict[str, object] = {"id": "bigtown", "name": "Bigtown", "kind": "city", "city": "Bigtown", "state": "AA"}


def city(**more: object) -> City:
    found = City.parse_obj({**BIGTOWN, **more})
    assert isinstance(found, City)
    return found


def ids(schools: list[School]) -> list[int]:
    return [found.unitid for found in schools]


@pytest.mark.parametrize(
    ("one", "other", "miles"),
    [
        (Point(10, 20), Point(10, 20), 0),
        (Point(0, 0), Point(0, 90), QUARTER),
        (Point(90, 0), Point(0, 123), QUARTER),
        (Point(0, 0), Point(0, 180), 2 * QUARTER),
        (Point(0, 179), Point(0, -179), QUARTER / 45),
    ],
)
def test_distance_on_a_sphere(one: Point, other: Point, miles: float) -> None:
    assert miles_between(one, other) == pytest.approx(miles, abs=1e-6)
    assert miles_between(other, one) == pytest.approx(miles, abs=1e-6)


def test_distance_between_two_known_cities() -> None:
    # Airports JFK and LAX, 2,475 statute miles apart by great circle on the ellipsoid.
    assert miles_between(Point(40.6398, -73.7789), Point(33.9425, -118.4081)) == pytest.approx(2475, rel=0.005)


def test_the_nearest_come_first() -> None:
    found = nearest(Point(40.9, -75.0), SCHOOLS)
    assert [near.found.unitid for near in found] == [3, 2, 1, 4]
    assert found[0].miles == pytest.approx(6.9, abs=0.05)


def test_nothing_farther_than_asked() -> None:
    assert [near.found.unitid for near in nearest(HILL, SCHOOLS, miles=40)] == [1, 2]
    assert nearest(Point(0, 0), SCHOOLS, miles=100) == []


def test_no_more_than_asked() -> None:
    assert [near.found.unitid for near in nearest(HILL, SCHOOLS, limit=1)] == [1]
    assert nearest(HILL, SCHOOLS, limit=0) == []


def test_the_middle_of_points() -> None:
    point = middle([HILL, FORD])
    assert point is not None
    assert point.latitude == pytest.approx(40.5) and point.longitude == pytest.approx(-75.0)


def test_the_middle_across_the_date_line() -> None:
    point = middle([Point(0, 179), Point(0, -179)])
    assert point is not None and abs(point.longitude) == pytest.approx(180)


def test_nothing_has_no_middle() -> None:
    assert middle([]) is None


def test_towns_of_one_name_in_two_states() -> None:
    found = towns(SCHOOLS)
    assert {(town.state, ids(list(town.schools))[0]) for town in found["bigtown"]} == {("AA", 1), ("BB", 4)}
    (dale,) = found["st dale"]
    assert dale.name == "St. Dale"
    assert dale.latitude == pytest.approx(40.5) and dale.longitude == pytest.approx(-75.0)


def test_a_city_is_where_its_record_says() -> None:
    there = city(latitude=39.5, longitude=-74.5, source="s", as_of="2024", metros=["10001"])
    assert locate(there, SCHOOLS) == Point(39.5, -74.5)


def test_a_city_without_coordinates_is_amid_the_schools_of_its_area() -> None:
    point = locate(city(metros=["10001"]), SCHOOLS)
    assert point is not None and point.latitude == pytest.approx(40.5)
    assert locate(city(), SCHOOLS) is None


@pytest.mark.parametrize(
    ("name", "expected"), [("aland", [2, 1]), ("bland", [4, 3]), ("both", [4, 3, 2, 1]), ("away", [])]
)
def test_schools_in_states_regions_and_countries(name: str, expected: list[int]) -> None:
    assert ids(schools_in(PLACES.by_name[name], SCHOOLS, PLACES)) == expected


def test_schools_in_the_whole_country() -> None:
    assert len(schools_in(PLACES.by_id["home"], SCHOOLS, PLACES)) == 4


def test_schools_in_a_city_are_those_of_that_state() -> None:
    assert ids(schools_in(city(), SCHOOLS, PLACES)) == [1]


def test_districts_belong_to_the_city() -> None:
    assert ids(schools_in(city(districts=["Saint Nowhere", "St Dale"]), SCHOOLS, PLACES)) == [2, 1]


def test_an_area_reaches_across_the_border() -> None:
    area = city(metros=["10001"], area=True)
    assert ids(schools_in(area, SCHOOLS, PLACES)) == [3, 2, 1]
    assert ids(schools_around(city(metros=["10001"]), SCHOOLS)) == [3, 2, 1]
    assert ids(schools_in(city(metros=["10001"]), SCHOOLS, PLACES)) == [1]
