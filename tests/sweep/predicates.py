"""Conditions of queries.yaml, tried on the plain files: True, False, or None where the files leave it open."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Optional

from tests.sweep.files import Files, Raw, Row

Fits = Optional[bool]
_ASKED = {"required": True, "recommended": True, "accepted": True, "optional": False, "not-required": False}
_SPARED = {"required": False, "recommended": True, "accepted": True, "optional": True, "not-required": True}
_OTHER_THAN_MUSIC = {"any", "technical", "related", "music-or-other", "music-or-engineering"}
_EARTH_MILES = 3958.8


class Predicates:
    """Tells which programs and schools meet conditions.

    Args:
        files: the knowledge files.
    """

    def __init__(self, files: Files) -> None:
        self.files = files
        self._regions = {place["id"]: place for place in files.places if place["kind"] == "region"}

    def programs(self, where: Mapping[str, Any]) -> tuple[set[str], set[str]]:
        """Ids of the programs that meet all conditions, and of those that may."""
        fits = {program["id"]: self._fits(program, where) for program in self.files.programs}
        return {id for id, fit in fits.items() if fit}, {id for id, fit in fits.items() if fit is None}

    def schools(self, where: Mapping[str, Any]) -> set[str]:
        """Federal numbers of the schools that gave such awards."""
        return {row["unitid"] for row in self.files.schools if self._gave(row, where)}

    def _fits(self, program: Raw, where: Mapping[str, Any]) -> Fits:
        conditions: Mapping[str, Callable[[Raw, Any], Fits]] = {
            "state": lambda p, v: any(s.get("state") in v and s["country"] == "US" for s in p["places"]),
            "country": lambda p, v: any(s["country"] in v for s in p["places"]),
            "not_country": lambda p, v: not any(s["country"] in v for s in p["places"]),
            "city": lambda p, v: any(s.get("city") in v for s in p["places"]),
            "region": self._in_region,
            "with": lambda p, v: _all(_ASKED.get(_demand(p, id) or "") for id in v),
            "without": lambda p, v: _all(_SPARED.get(_demand(p, id) or "") for id in v),
            "delivery": lambda p, v: bool(set(v) & set(p["delivery"]["modes"])) if "delivery" in p else None,
            "years_most": lambda p, v: _at_most(p, v),
            "years_least": lambda p, v: _at_least(p, v),
            "degree": self._degree,
            "thesis": _thesis,
            "open": _open,
            "part_time": _part_time,
            "control": lambda p, v: row["control"] in v if (row := self._row(p)) else None,
            "cost_most": self._cost,
            "field": _field,
            "funded": lambda p, v: (
                any(f["reach"] in ("all", "some") for f in p["funding"]) if p.get("funding") else None
            ),
            "software": _software,
        }
        if "near" in where:
            near = self._near(program, where["near"], where["miles"])
            rest = {name: value for name, value in where.items() if name not in ("near", "miles")}
            return _all([near, *(conditions[name](program, value) for name, value in rest.items())])
        return _all(conditions[name](program, value) for name, value in where.items())

    def _in_region(self, program: Raw, id: str) -> bool:
        region = self._regions[id]
        states, countries = region.get("states", ()), region.get("countries", ())
        return any(s["country"] in countries or s.get("state") in states for s in program["places"])

    def _degree(self, program: Raw, wanted: list[str]) -> Fits:
        if program.get("degrees"):
            return bool(set(wanted) & set(program["degrees"]))
        levels = {degree["level"] for degree in self.files.records("degrees") if degree["id"] in wanted}
        return None if program["level"] in levels else False

    def _row(self, program: Raw) -> Row | None:
        return self.files.schools_by_id.get(str(program.get("unitid")))

    def _cost(self, program: Raw, most: float) -> Fits:
        own = [price for price in program.get("tuition", ()) if price["currency"] == "USD" and price["per"] == "year"]
        if own:
            return bool(own[-1]["amount"] <= most)
        row = self.files.tuition.get(str(program.get("unitid")))
        foreign = any(price["currency"] != "USD" for price in program.get("tuition", ()))
        if foreign or not row or not row["tuition_out_of_state"]:
            return None
        if row["tuition_out_of_state"] == row["per_credit_out_of_state"]:
            return None  # the price of a credit, given for a year
        paid = [float(row[key]) for key in ("tuition_in_state", "tuition_out_of_state") if row[key]]
        return True if max(paid) <= most else None if min(paid) <= most else False

    def _near(self, program: Raw, city: str, miles: float) -> Fits:
        middle = _middle([row for row in self.files.schools if row["city"] == city])
        spots = [
            _middle([r for r in self.files.schools if r["city"] == s.get("city") and r["state"] == s.get("state")])
            for s in program["places"]
            if s["country"] == "US"
        ]
        return any(spot and middle and _miles(middle, spot) <= miles for spot in spots)

    def _gave(self, row: Row, where: Mapping[str, Any]) -> bool:
        if row["state"] not in where["state"] or row["control"] not in where.get("control", [row["control"]]):
            return False
        return any(self._counts(award, where) for award in self.files.awards[row["unitid"]])

    def _counts(self, award: Row, where: Mapping[str, Any]) -> bool:
        field = self.files.fields[award["cip"]]
        wanted = where.get("field")
        of_field = wanted in field["fields_of_study"].split("|") if wanted else field["relevance"] == "core"
        of_level = self.files.award_levels[award["level"]]["study_level"] == where["level"]
        return of_field and of_level and any(int(award[year] or 0) for year in self.files.years)


def _all(fits: Any) -> Fits:
    found = list(fits)
    return False if False in found else None if None in found else True


def _demand(program: Raw, id: str) -> str | None:
    return next((ask["demand"] for ask in program.get("requirements", ()) if ask["requirement"] == id), None)


def _at_most(program: Raw, years: float) -> Fits:
    length = program.get("length") or {}
    if "years_min" not in length:
        return None
    if length["years_min"] > years:
        return False
    return True if "years_max" in length else None


def _at_least(program: Raw, years: float) -> Fits:
    length = program.get("length") or {}
    if "years_min" not in length:
        return None
    if "years_max" not in length:
        return True if length["years_min"] >= years else None
    return bool(length["years_max"] >= years)


def _thesis(program: Raw, wanted: bool) -> Fits:
    thesis = (program.get("ending") or {}).get("thesis")
    return None if thesis is None else thesis in (("required", "optional") if wanted else ("optional", "not-named"))


def _open(program: Raw, wanted: bool) -> Fits:
    asks = [ask for ask in program.get("requirements", ()) if ask["requirement"] == "bachelors-degree"]
    subject = asks[0].get("subject") if asks else None
    if subject in (None, "relevant", "music-or-equivalent"):
        return None
    return (subject in _OTHER_THAN_MUSIC) is wanted


def _part_time(program: Raw, wanted: bool) -> Fits:
    if "part_time" in program:
        return bool(program["part_time"]["possible"]) is wanted
    return wanted if (program.get("length") or {}).get("part_time_years") else None


def _field(program: Raw, wanted: list[str]) -> Fits:
    known = {*program.get("fields_of_study", ()), *program.get("touches", ())}
    return bool(known & set(wanted)) if known else None


def _software(program: Raw, names: Sequence[str]) -> Fits:
    lists = [listed["items"] for listed in program.get("software", ()) if listed["use"] == "taught"]
    lists += [program[key]["items"] for key in ("courses", "electives", "topics") if key in program]
    named = "|".join(map(re.escape, names))
    words = re.compile(rf"(?<!\w)(?:{named})(?!\w)", re.IGNORECASE)
    return True if any(words.search(item) for items in lists for item in items) else None


def _middle(rows: list[Row]) -> tuple[float, float] | None:
    if not rows:
        return None
    return tuple(sum(float(row[axis]) for row in rows) / len(rows) for axis in ("latitude", "longitude"))  # type: ignore[return-value]


def _miles(one: tuple[float, float], other: tuple[float, float]) -> float:
    (a, b), (c, d) = (tuple(map(math.radians, point)) for point in (one, other))
    cosine = math.sin(a) * math.sin(c) + math.cos(a) * math.cos(c) * math.cos(b - d)
    return _EARTH_MILES * math.acos(max(-1.0, min(1.0, cosine)))
