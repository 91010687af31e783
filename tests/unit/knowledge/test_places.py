"""Places: the shape of their records, what a name can mean, and the real file."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from overture.knowledge.load import load
from overture.knowledge.places import City, Country, NamedPlace, Part, Places, Region, State
from overture.knowledge.store import default_folder
from overture.knowledge.tables import load_tables

NORTH = {"id": "north", "name": "Northland", "kind": "state", "code": "NO", "may_mean": ["north-city"]}
SOUTH = {"id": "south", "name": "Southland", "aliases": ["Sld"], "kind": "state", "code": "SO"}
BOTH = {
    "id": "both",
    "name": "The Coast",
    "kind": "region",
    "basis": "everyday",
    "states": ["NO", "SO"],
    "note": "Ours.",
}
CITY = {
    "id": "north-city",
    "name": "Northland City",
    "aliases": ["N.C.T."],
    "kind": "city",
    "city": "Northland",
    "state": "NO",
}
HOME = {"id": "home", "name": "Homeland", "kind": "country", "code": "US"}
ABROAD = {"id": "abroad", "name": "Faraway", "kind": "country", "code": "FW", "parts": ["Nearby"]}
PART = {"id": "hills", "name": "The Hills", "kind": "part", "country": "FW", "part": "Hills", "adjectives": ["Hilly"]}
TOWN = {"id": "tea-town", "name": "Tea Town", "kind": "city", "city": "Tea", "country": "FW"}


@pytest.fixture
def places() -> Places:
    return Places.of(NamedPlace.parse_obj(raw) for raw in (NORTH, SOUTH, BOTH, CITY, HOME, ABROAD, PART, TOWN))


def test_a_record_is_read_as_what_its_kind_says(places: Places) -> None:
    assert [type(place) for place in places.by_id.values()] == [
        *(State, State, Region, City, Country, Country, Part, City)
    ]


def test_a_name_is_found_however_it_is_written(places: Places) -> None:
    assert places.find("SLD") == (places.by_id["south"],)
    assert places.find("nct") == (places.by_id["north-city"],)
    assert places.find("the coast")[0].id == "both"
    assert places.find("Atlantis") == ()


def test_a_name_of_two_places_gives_both(places: Places) -> None:
    assert [place.id for place in places.find("northland")] == ["north", "north-city"]


def test_a_code_is_no_name(places: Places) -> None:
    assert places.find("NO") == () and places.find("US") == ()
    assert places.states["NO"].id == "north" and places.countries["US"].id == "home"


def test_a_part_of_a_country_leads_to_it(places: Places) -> None:
    assert [place.id for place in places.find("nearby")] == ["abroad"]


def test_places_cover_states(places: Places) -> None:
    covered = {place.id: places.codes(place) for place in places.by_id.values()}
    assert covered["north"] == covered["north-city"] == {"NO"}
    assert covered["both"] == covered["home"] == {"NO", "SO"}
    assert covered["abroad"] == covered["hills"] == covered["tea-town"] == frozenset()


def test_what_is_from_a_place_has_a_word(places: Places) -> None:
    assert {word: place.id for word, place in places.by_adjective.items()} == {"hilly": "hills"}


def test_what_lies_around_a_place_comes_nearest_first(places: Places) -> None:
    around = {place.id: [wider.id for wider in places.around(place)] for place in places.by_id.values()}
    assert around["north-city"] == ["north", "both"]
    assert around["tea-town"] == around["hills"] == ["abroad"]
    assert around["north"] == ["both"] and around["home"] == []


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ({**NORTH, "kind": "planet"}, "unexpected value"),
        ({**NORTH, "code": "Nor"}, "expected two capital letters"),
        ({**NORTH, "code": None}, "none is not an allowed value"),
        ({**NORTH, "size": 3}, "extra fields not permitted"),
        ({**NORTH, "id": "The North"}, "expected lower-case words joined by hyphens"),
        ({**BOTH, "states": []}, "expected states or countries"),
        ({**BOTH, "note": None}, "an everyday region needs a note"),
        ({**BOTH, "basis": "census region"}, "a census region needs source and as_of"),
        ({**CITY, "latitude": 40.0}, "expected latitude, longitude, source and as_of together"),
        ({**CITY, "latitude": 91.0, "longitude": 0.0}, "expected a number from -90 to 90"),
        ({**CITY, "latitude": "40", "longitude": 0.0}, "expected a number, found '40'"),
        ({**BOTH, "as_of": "recently"}, "expected a date"),
        ({**CITY, "as_of": "last year"}, "expected a date"),
        ({**CITY, "area": True}, "an area needs its metros"),
        ({**CITY, "country": "FW"}, "expected a state for a city in the US, and for no other"),
        ({**CITY, "state": None}, "expected a state for a city in the US, and for no other"),
        ({**PART, "country": "Far"}, "expected two capital letters"),
    ],
)
def test_a_wrong_record_is_refused(raw: dict[str, object], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        NamedPlace.parse_obj(raw)


class TestTheRealPlaces:
    """What must hold of places.yaml."""

    @pytest.fixture(scope="class")
    def real(self) -> Places:
        return load_tables(default_folder())[0].places

    def test_every_town_abroad_with_a_program_can_be_asked_for(self, real: Places) -> None:
        cities = {(place.city, place.country) for place in real.by_id.values() if isinstance(place, City)}
        programs = load(default_folder()).programs.values()
        places = {(place.city, place.country) for program in programs for place in program.places if place.city}
        assert {place for place in places if place[1] != "US"} <= cities

    @pytest.mark.parametrize(
        ("inner", "around"),
        [
            ("nashville", ["tennessee", "east-south-central-states", "south"]),
            ("vienna", ["austria", "european-union", "mainland-europe", "europe"]),
            ("scotland", ["united-kingdom", "british-isles", "europe"]),
        ],
    )
    def test_a_place_lies_in_wider_ones(self, real: Places, inner: str, around: list[str]) -> None:
        found = [place.id for place in real.around(real.by_id[inner])]
        assert [id for id in found if id in around] == around

    def test_all_states_are_there(self, real: Places) -> None:
        assert len(set(real.states) - {"DC", "PR", "GU", "VI", "AS", "MP"}) == 50

    @pytest.mark.parametrize("basis", ["census region", "census division"])
    def test_census_areas_split_the_states_and_dc(self, real: Places, basis: str) -> None:
        regions = [place for place in real.by_id.values() if isinstance(place, Region) and place.basis == basis]
        listed = sorted(code for region in regions for code in region.states)
        assert listed == sorted(set(real.states) - {"PR", "GU", "VI", "AS", "MP"})

    def test_divisions_lie_within_regions(self, real: Places) -> None:
        regions = [place for place in real.by_id.values() if isinstance(place, Region)]
        whole = [set(region.states) for region in regions if region.basis == "census region"]
        for region in regions:
            if region.basis == "census division":
                assert any(set(region.states) <= states for states in whole), region.id

    @pytest.mark.parametrize(
        "word", ["or", "in", "me", "hi", "ok", "oh", "ma", "ms", "ga", "pa", "us", "it", "west", "south"]
    )
    def test_a_word_is_no_place(self, real: Places, word: str) -> None:
        assert real.find(word) == ()

    @pytest.mark.parametrize(
        ("name", "ids"),
        [
            ("NYC", ["new-york-city"]),
            ("L.A.", ["los-angeles"]),
            ("D.C.", ["washington-dc"]),
            ("philly", ["philadelphia"]),
            ("New York", ["new-york", "new-york-city"]),
            ("washington", ["washington", "washington-dc"]),
            ("Scotland", ["scotland"]),
            ("London", ["london"]),
            ("Birmingham", ["birmingham-england", "birmingham-alabama"]),
            ("Holland", ["netherlands"]),
            ("pacific northwest", ["pacific-northwest"]),
        ],
    )
    def test_usual_names_are_known(self, real: Places, name: str, ids: list[str]) -> None:
        assert [place.id for place in real.find(name)] == ids
