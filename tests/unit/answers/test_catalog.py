"""Filters over programs and schools, against the same files read by other code."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

import pytest

from overture.knowledge import Knowledge, ranking
from overture.knowledge.catalog import find, find_schools, match
from overture.knowledge.criteria import Criterion, criteria, without
from overture.knowledge.query import Filters, Wish

Raw = dict[str, Any]
Yes = Callable[[Raw], Any]


def states(*codes: str) -> Yes:
    return lambda raw: any(place["country"] == "US" and place.get("state") in codes for place in raw["places"])


def in_countries(*codes: str) -> Yes:
    return lambda raw: any(place["country"] in codes for place in raw["places"])


def asks(requirement: str) -> Yes:
    return lambda raw: next(
        (ask["demand"] for ask in raw.get("requirements", ()) if ask["requirement"] == requirement), None
    )


def bachelor(raw: Raw) -> Any:
    return next((a.get("subject") for a in raw.get("requirements", ()) if a["requirement"] == "bachelors-degree"), None)


def span(raw: Raw) -> tuple[float, float] | None:
    length = raw.get("length") or {}
    return (length["years_min"], length.get("years_max", 99)) if "years_min" in length else None


# The filters, which programs surely meet them, and of which it isn't known.
CASES: list[tuple[Filters, Yes, Yes]] = [
    (Filters(places=("tennessee",)), states("TN"), lambda raw: False),
    (Filters(places=("california", "oregon")), states("CA", "OR"), lambda raw: False),
    (Filters(places=("new-england",)), states("CT", "MA", "ME", "NH", "RI", "VT"), lambda raw: False),
    (Filters(places=("united-kingdom",)), in_countries("GB"), lambda raw: False),
    (Filters(places=("canada",)), in_countries("CA"), lambda raw: False),
    (Filters(places=("scandinavia",)), in_countries("DK", "NO"), lambda raw: False),
    (Filters(places=("united-states",)), in_countries("US"), lambda raw: False),
    (Filters(not_places=("united-states",)), lambda raw: raw["places"][0]["country"] != "US", lambda raw: False),
    (
        Filters(places=("new-york-city",)),
        lambda raw: any(place.get("city") in ("New York", "Brooklyn") for place in raw["places"]),
        lambda raw: False,
    ),
    (
        Filters(places=("town:Boston,MA",)),
        lambda raw: any(place.get("city") == "Boston" for place in raw["places"]),
        lambda raw: False,
    ),
    (Filters(levels=("master",)), lambda raw: raw["level"] == "master", lambda raw: False),
    (Filters(levels=("diploma",)), lambda raw: raw["level"] == "diploma", lambda raw: False),
    (
        Filters(degrees=("mfa",)),
        lambda raw: "mfa" in raw.get("degrees", ()),
        lambda raw: not raw.get("degrees") and raw["level"] == "master",
    ),
    (
        Filters(fields=("acoustics",)),
        lambda raw: "acoustics" in [*raw.get("fields_of_study", ()), *raw.get("touches", ())],
        lambda raw: not raw.get("fields_of_study") and not raw.get("touches"),
    ),
    (
        Filters(delivery="online"),
        lambda raw: "online" in (raw.get("delivery") or {}).get("modes", ()),
        lambda raw: "delivery" not in raw,
    ),
    (
        Filters(delivery="hybrid"),
        lambda raw: "hybrid" in (raw.get("delivery") or {}).get("modes", ()),
        lambda raw: "delivery" not in raw,
    ),
    (
        Filters(not_delivery="online"),
        lambda raw: set((raw.get("delivery") or {}).get("modes", ())) - {"online"},
        lambda raw: "delivery" not in raw,
    ),
    (
        Filters(part_time=True),
        lambda raw: (raw.get("part_time") or {}).get("possible"),
        lambda raw: "part_time" not in raw and not (raw.get("length") or {}).get("part_time_years"),
    ),
    (
        Filters(years_max=1.0),
        lambda raw: span(raw) is not None and span(raw)[0] <= 1 and span(raw)[1] < 99,  # type: ignore[index]
        lambda raw: span(raw) is None,
    ),
    (
        Filters(years_min=3.0),
        lambda raw: span(raw) is not None and 3 <= span(raw)[1] < 99,  # type: ignore[index]
        lambda raw: span(raw) is None or span(raw)[1] == 99,  # type: ignore[index]
    ),
    (
        Filters(requirements=(Wish("portfolio", True),)),
        lambda raw: asks("portfolio")(raw) in ("required", "recommended"),
        lambda raw: asks("portfolio")(raw) in (None, "possible", "unclear", "formerly"),
    ),
    (
        Filters(requirements=(Wish("gre", False),)),
        lambda raw: asks("gre")(raw) in ("not-required", "optional", "recommended"),
        lambda raw: asks("gre")(raw) in (None, "possible", "unclear", "formerly"),
    ),
    (
        Filters(requirements=(Wish("gre", True),)),
        lambda raw: asks("gre")(raw) == "required",
        lambda raw: asks("gre")(raw) in (None, "possible", "unclear", "formerly"),
    ),
    (
        Filters(requirements=(Wish("audition", False),)),
        lambda raw: asks("audition")(raw) in ("not-required", "optional"),
        lambda raw: asks("audition")(raw) in (None, "possible", "unclear", "formerly"),
    ),
    (
        Filters(thesis=True),
        lambda raw: (raw.get("ending") or {}).get("thesis") in ("required", "optional"),
        lambda raw: (raw.get("ending") or {}).get("thesis") is None,
    ),
    (
        Filters(thesis=False),
        lambda raw: (raw.get("ending") or {}).get("thesis") in ("not-named", "optional"),
        lambda raw: (raw.get("ending") or {}).get("thesis") is None,
    ),
    (
        Filters(open_to_non_music=True),
        lambda raw: bachelor(raw) in ("any", "technical", "related", "music-or-other", "music-or-engineering"),
        lambda raw: bachelor(raw) in (None, "relevant", "music-or-equivalent"),
    ),
    (
        Filters(open_to_non_music=False),
        lambda raw: bachelor(raw) == "music",
        lambda raw: bachelor(raw) in (None, "relevant", "music-or-equivalent"),
    ),
    (
        Filters(funding=True),
        lambda raw: any(f["reach"] in ("all", "some") for f in raw.get("funding", ())),
        lambda raw: not raw.get("funding"),
    ),
    (
        Filters(places=("california",), delivery="online"),
        lambda raw: states("CA")(raw) and "online" in (raw.get("delivery") or {}).get("modes", ()),
        lambda raw: states("CA")(raw) and "delivery" not in raw,
    ),
    (
        Filters(degrees=("mfa",), thesis=False, places=("united-states",)),
        lambda raw: (
            in_countries("US")(raw)
            and "mfa" in raw.get("degrees", ())
            and (raw.get("ending") or {}).get("thesis") in ("not-named", "optional")
        ),
        lambda raw: (
            in_countries("US")(raw)
            and ("mfa" in raw.get("degrees", ()) or (not raw.get("degrees") and raw["level"] == "master"))
            and (
                (raw.get("ending") or {}).get("thesis") is None
                or ("mfa" not in raw.get("degrees", ()) and raw["ending"]["thesis"] in ("not-named", "optional"))
            )
        ),
    ),
]


@pytest.mark.parametrize(("filters", "yes", "unknown"), CASES, ids=range(len(CASES)))
def test_a_filter_finds_what_the_files_say(
    real: Knowledge, files: Any, filters: Filters, yes: Yes, unknown: Yes
) -> None:
    raw = files.programs()
    found = find(filters, real)
    assert {p.id for p in found.sure} == {r["id"] for r in raw if yes(r)}
    assert {p.id for p in found.maybe} == {r["id"] for r in raw if not yes(r) and unknown(r)}


@pytest.mark.parametrize("filters", [case[0] for case in CASES], ids=lambda value: repr(value)[:60])
def test_match_agrees_with_find_and_names_what_is_open(real: Knowledge, filters: Filters) -> None:
    found = find(filters, real)
    verdicts = {id: match(program, filters, real) for id, program in real.programs.items()}
    assert {id for id, v in verdicts.items() if v.answer == "yes"} == {p.id for p in found.sure}
    assert {id for id, v in verdicts.items() if v.answer == "unknown"} == {p.id for p in found.maybe}
    assert all(bool(v.unknown) == (v.answer == "unknown") for v in verdicts.values())
    assert all(set(v.unknown) <= set(criteria(filters)) for v in verdicts.values())


def test_without_filters_everything_is_sure(real: Knowledge) -> None:
    found = find(Filters(), real)
    assert len(found.sure) == len(real.programs) and not found.maybe


def test_near_is_a_distance_that_crosses_town_and_state(real: Knowledge) -> None:
    near = {p.id for p in find(Filters(around="chicago"), real).sure}
    assert "northwestern-ma-sound-arts-industries" in near and "depaul-ms-film-tv-sound" in near
    assert "iui-ms-music-technology" not in near
    wide = {p.id for p in find(Filters(around="chicago", miles=200.0), real).sure}
    assert "iui-ms-music-technology" in wide and near < wide


def test_a_town_without_coordinates_counts_as_near_only_where_its_state_is(real: Knowledge) -> None:
    # Hanover, NH, has no listed school, so that its place on the map isn't known.
    assert "dartmouth-mfa-sonic-practice" in {p.id for p in find(Filters(around="boston", miles=150.0), real).maybe}
    assert "dartmouth-mfa-sonic-practice" not in {p.id for p in find(Filters(around="chicago"), real).maybe}
    assert not [p for p in find(Filters(around="chicago"), real).maybe if p.places[0].country != "US"]


def test_a_price_in_another_currency_is_not_compared(real: Knowledge) -> None:
    york = real.programs["york-ma-music-production"]
    assert real.catalog.price(york) is None
    assert match(york, Filters(cost_max=50000.0), real).answer == "unknown"


def test_a_price_is_the_program_s_own_before_the_school_s(real: Knowledge, files: Any) -> None:
    northwestern = real.catalog.price(real.programs["northwestern-ma-sound-arts-industries"])
    assert northwestern and northwestern.own and northwestern.other == 58800
    row = next(r for r in files.rows("tuition") if r["unitid"] == "220978")
    mtsu = real.catalog.price(real.programs["mtsu-mfa-recording-arts"])
    assert (
        mtsu
        and mtsu.wide
        and (mtsu.resident, mtsu.other)
        == (
            int(row["tuition_in_state"]),
            int(row["tuition_out_of_state"]),
        )
    )


def test_a_yearly_price_equal_to_that_of_a_credit_is_not_believed(real: Knowledge, files: Any) -> None:
    row = next(r for r in files.rows("tuition") if r["unitid"] == "144281")
    assert row["tuition_out_of_state"] == row["per_credit_out_of_state"]
    assert real.catalog.price(real.programs["columbia-chicago-mfa-screen-composition"]) is None


@pytest.mark.parametrize("most", [8000.0, 15000.0, 25000.0, 40000.0, 70000.0])
def test_cost_goes_by_the_school_s_tuition_where_residents_and_others_agree(
    real: Knowledge, files: Any, most: float
) -> None:
    tuition = {
        r["unitid"]: r for r in files.rows("tuition") if r["tuition_out_of_state"] != r["per_credit_out_of_state"]
    }
    sure, open_ = set(), set()
    for raw in files.programs():
        row = tuition.get(str(raw.get("unitid")))
        own = next((t["amount"] for t in raw.get("tuition", ()) if t["currency"] == "USD" and t["per"] == "year"), None)
        other = any(t["currency"] != "USD" for t in raw.get("tuition", ()))
        if own is not None:
            paid = {own}
        elif row and row["tuition_out_of_state"] and not other:
            paid = {int(row["tuition_in_state"]), int(row["tuition_out_of_state"])}
        else:
            paid = set()
        if paid and max(paid) <= most:
            sure.add(raw["id"])
        elif not paid or min(paid) <= most:
            open_.add(raw["id"])
    found = find(Filters(cost_max=most), real)
    assert {p.id for p in found.sure} == sure
    assert {p.id for p in found.maybe} == open_


def test_control_and_hbcu_come_from_the_directory(real: Knowledge, files: Any) -> None:
    rows = {r["unitid"]: r for r in files.rows("schools")}
    raw = files.programs()
    public = {r["id"] for r in raw if rows.get(str(r.get("unitid")), {}).get("control") == "public"}
    assert {p.id for p in find(Filters(control=("public",)), real).sure} == public
    assert not find(Filters(hbcu=True), real).sure
    listed = {f"us-{r['unitid']}" for r in rows.values() if r["hbcu"] == "yes"}
    assert {s.id for s in find_schools(Filters(hbcu=True), real).sure} == listed


@pytest.mark.parametrize(
    ("level", "state", "place"),
    [
        ("bachelor", "OH", "ohio"),
        ("bachelor", "TX", "texas"),
        ("associate", "CA", "california"),
        ("certificate", "NY", "new-york"),
        ("master", "FL", "florida"),
        ("bachelor", "AK", "alaska"),
    ],
)
def test_schools_are_found_by_level_and_state(real: Knowledge, files: Any, level: str, state: str, place: str) -> None:
    core = {f["cip"] for f in files.rows("fields") if f["relevance"] == "core"}
    codes = {r["level"] for r in files.rows("award_levels") if r["study_level"] == level}
    there = {r["unitid"] for r in files.rows("schools") if r["state"] == state}
    years = ("2020", "2021", "2022", "2023", "2024")
    gave = {
        f"us-{r['unitid']}"
        for r in files.rows("awards")
        if r["cip"] in core and r["level"] in codes and r["unitid"] in there and any(int(r[y] or 0) for y in years)
    }
    assert {s.id for s in find_schools(Filters(levels=(level,), places=(place,)), real).sure} == gave


def test_a_school_without_awards_is_never_said_to_have_none(real: Knowledge) -> None:
    found = find_schools(Filters(levels=("bachelor",), places=("ohio",)), real)
    there = find_schools(Filters(places=("ohio",)), real)
    assert {s.id for s in found.sure} | {s.id for s in found.maybe} == {s.id for s in there.sure}


def test_what_only_programs_tell_stays_open_for_schools(real: Knowledge) -> None:
    found = find_schools(Filters(delivery="online", places=("utah",)), real)
    assert not found.sure and found.maybe


def test_orders(real: Knowledge, files: Any) -> None:
    everything = find(Filters(), real).sure
    cheapest = ranking.programs(everything, Filters(sort="cheapest"), real)
    prices = [price.other for p in cheapest if (price := real.catalog.price(p))]
    assert prices == sorted(prices) and real.catalog.price(cheapest[-1]) is None
    shortest = ranking.programs(everything, Filters(sort="shortest"), real)
    lengths = [p.length.years_min for p in shortest if p.length and p.length.years_min]
    assert lengths == sorted(lengths) and (shortest[-1].length is None or shortest[-1].length.years_min is None)
    graduates = ranking.programs(everything, Filters(sort="graduates"), real)
    assert graduates[0].id == "suu-mm-music-technology"
    row = next(r for r in files.rows("awards") if (r["unitid"], r["cip"], r["level"]) == ("230603", "50.0913", "7"))
    assert ranking.graduates(graduates[0], real) == int(row["2024"]) == 83
    names = [p.school.lower() for p in ranking.programs(everything, Filters(sort="name"), real)]
    assert names[0].startswith("aalborg") and names[-1] >= names[0]
    assert all(len(listed) == len(real.programs) for listed in (cheapest, shortest, graduates))


def test_the_nearest_come_first(real: Knowledge) -> None:
    filters = Filters(around="chicago", miles=300.0)
    listed = ranking.programs(find(filters, real).sure, filters, real)
    miles = [ranking.miles(p, filters, real) for p in listed]
    assert miles == sorted(miles, key=lambda m: m or 0.0) and miles[0] is not None and miles[0] < 5


def test_the_narrowest_condition_is_given_up(real: Knowledge) -> None:
    relaxed = real.catalog.relax(Filters(places=("texas",), degrees=("mfa",)))
    assert relaxed and relaxed[0] == Criterion("places", ("texas",))
    assert {p.id for p in relaxed[1].sure} == {p.id for p in find(Filters(degrees=("mfa",)), real).sure}
    assert real.catalog.relax(Filters(places=("texas",))) is not None


def test_conditions_are_taken_apart_and_given_up_one_by_one() -> None:
    filters = Filters(
        places=("ohio",),
        around="chicago",
        years_max=2.0,
        cost_min=1.0,
        requirements=(Wish("gre", False), Wish("gpa", True)),
    )
    parts = criteria(filters)
    assert [c.name for c in parts] == ["places", "around", "years", "cost", "requirements", "requirements"]
    assert without(filters, *parts) == Filters()
    assert without(filters, parts[-1]).requirements == (Wish("gre", False),)


def test_a_place_that_nobody_knows_fits_nothing(real: Knowledge) -> None:
    assert not find(Filters(places=("atlantis",)), real).sure
    assert not find(Filters(places=("town:Nowhere,ZZ",)), real).sure


def test_a_query_takes_less_than_five_milliseconds(real: Knowledge) -> None:
    times = []
    for filters in (case[0] for case in CASES):
        started = time.thread_time()
        ranking.programs(find(filters, real).sure, filters, real)
        times.append((time.thread_time() - started) * 1000)
    assert median(times) < 5
