"""Each occupation, and each thing known of it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.sweep.case import Case, Wanted, phrased, wording
from tests.sweep.files import Files, Raw, money, month, signed

_NAMES = 3
# Projections and pay of all jobs together stand beside those of any job.
_BESIDE = frozenset({"all-occupations"})


def cases(files: Files) -> Iterator[Case]:
    """All questions on occupations."""
    for career in files.careers:
        lacks = _others(career, files)
        for group, has, unknown, words in _sides(career, files):
            for text in phrased(group, career["id"], names_of(career), len(wording()[group]), **words):
                yield Case(group, career["id"], text, has=has, unknown=unknown, lacks=lacks)
        yield from _titles(career)


def names_of(career: Raw) -> list[str]:
    """Ways to name the people who do it: plural, as the questions want."""
    names = [career["name"], *career.get("aliases", ()), *career.get("titles", ())]
    return list(dict.fromkeys([career["plural"], *map(plural, names[1:_NAMES])]))


def plural(name: str) -> str:
    """English plural of a job title."""
    if name.endswith("s") and not name.endswith("ss"):
        return name
    if name.endswith("person"):
        return name.removesuffix("person") + "people"
    return name + ("es" if name.endswith(("s", "x", "ch", "sh")) and not name.endswith("tech") else "s")


def _sides(career: Raw, files: Files) -> Iterator[tuple[str, tuple[Wanted, ...], bool, dict[str, str]]]:
    """Group, what the answer must hold, whether it isn't known, words of the question."""
    yearly, hourly = (_wages(career, f"USD {unit}") for unit in ("a year", "an hour"))
    newest = next(iter([*yearly, *hourly]), None)
    if newest:
        yield "work/pay", (*_figures(newest), month(newest["as_of"])), False, {}
    if hourly:
        yield "work/hourly", (money(hourly[0]["median"], cents=True), month(hourly[0]["as_of"])), False, {}
    for wage in (yearly or hourly)[1:]:
        yield "work/pay-then", (_median(wage), month(wage["as_of"])), False, {"year": wage["as_of"][:4]}
    yield "work/pay-then", (), True, {"year": "2011"}
    yield from _prospects(career, files)
    if "entry" in career:
        yield "work/schooling", (_schooling(career),), False, {}
    if "tasks" in career:
        yield "work/tasks", tuple(career["tasks"]["items"][:5]), False, {}
    if "skills" in career:
        yield "work/skills", tuple(_highest(career["skills"]["values"])[:3]), False, {}
    for group in ("software", "tools"):
        if group in career:
            yield f"work/{group}", tuple(career[group]["items"]), False, {}
    if "knowledge" in career:
        yield "work/knowledge", tuple(_highest(career["knowledge"]["values"])[:3]), False, {}
    for employed in career.get("employment", ())[:1]:
        yield "work/number", (f"{employed['value']:,}", month(employed["as_of"])), False, {}
    if "employers" in career:
        shares = career["employers"][0]["shares"]
        yield "work/employers", tuple(_highest(shares)[:3]), False, {}
    yield from _industries(career, files)


def _wages(career: Raw, unit: str) -> list[Raw]:
    found = [wage for wage in career.get("wages", ()) if wage["unit"] == unit and "median" in wage]
    return sorted(found, key=lambda wage: wage["as_of"], reverse=True)


def _figures(wage: Raw) -> list[str]:
    cents = wage["unit"] == "USD an hour"
    return [money(wage[key], cents=cents) for key in ("median", "p10", "p25", "p75", "p90") if key in wage]


def _median(wage: Raw) -> str:
    return money(wage["median"], cents=wage["unit"] == "USD an hour")


def _highest(values: dict[str, float]) -> list[str]:
    return sorted(values, key=lambda name: -values[name])


def _prospects(career: Raw, files: Files) -> Iterator[tuple[str, tuple[Wanted, ...], bool, dict[str, str]]]:
    newest = max(career.get("projections", ()), key=lambda p: str(p["period"]), default=None)
    if newest is None:
        yield "work/outlook", (), True, {}
        return
    openings = (f"{newest['openings_a_year']:,}",) if newest.get("openings_a_year") else ()
    yield "work/outlook", (signed(newest["change_pct"]), newest["period"], *openings), False, {}
    if "self_employed_pct" in newest:
        yield "work/self-employed", (f"{newest['self_employed_pct']:g} %",), False, {}


def _schooling(career: Raw) -> tuple[str, ...]:
    """The schooling assigned, or the sentence that says it."""
    return (career["entry"]["education"], *(point["text"] for point in career.get("entry_points", ())[:1]))


def _industries(career: Raw, files: Files) -> Iterator[tuple[str, tuple[Wanted, ...], bool, dict[str, str]]]:
    rows = [row for row in files.rows("wages_by_industry") if row["soc"] == career["soc"]]
    medians = [money(row["median_annual"]) for row in rows if row["median_annual"]]
    medians += [
        money(row["median_hourly"], cents=True) for row in rows if not row["median_annual"] and row["median_hourly"]
    ]
    if medians:
        yield "work/industries", (*medians, month(files.about["wages-by-industry"]["as_of"])), False, {}


def _titles(career: Raw) -> Iterator[Case]:
    """People who ask by a job title are told where it is counted."""
    newest = next(iter([*_wages(career, "USD a year"), *_wages(career, "USD an hour")]), None)
    for title in career.get("titles", ()):
        article = "an" if title[0].lower() in "aeiou" or title.startswith(("FOH", "AV ")) else "a"
        for text in phrased("work/title", f"{career['id']} {title}", [f"{article} {title}"], 1):
            yield Case("work/title", career["id"], text, has=(career["plural"], *([_median(newest)] if newest else [])))


def _others(career: Raw, files: Files) -> tuple[str, ...]:
    """Occupations that the answer has no business to name: those that its own record doesn't speak of."""
    own = str(career).casefold()
    others = (other for other in files.careers if other["id"] not in (career["id"], *_BESIDE))
    return tuple(other["plural"] for other in others if other["plural"].casefold() not in own)
