"""Pay of occupations in states and metropolitan areas."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from tests.sweep.case import Case, Wanted, phrased
from tests.sweep.files import Files, Raw, Row, money, month
from tests.sweep.work import names_of

_CAREERS_OF_A_STATE = 6
_CAREERS_OF_A_METRO = 2


def cases(files: Files) -> Iterator[Case]:
    """Some occupations in each state and each metropolitan area, other ones in each."""
    yield from _states(files)
    yield from _metros(files)


def _states(files: Files) -> Iterator[Case]:
    wages = {(row["soc"], row["state"]): row for row in files.rows("wages_by_state")}
    means = {(row["soc"], row["state"]): row for row in files.rows("state_means_2023")}
    counted = {row["soc"] for row in files.rows("wages_by_state")}
    careers = [career for career in files.careers if career["soc"] in counted]
    for code, name in files.states.items():
        for career in _some(careers, code, _CAREERS_OF_A_STATE):
            row, mean = wages.get((career["soc"], code)), means.get((career["soc"], code))
            has, unknown = _state_figures(row, mean, files)
            # Two places bear the name, between which the bot would rather ask.
            place = f"{name} state" if name == "Washington" else name
            yield from _asked("pay/state", f"{career['id']} {code}", career, place, has, unknown)


def _state_figures(row: Row | None, mean: Row | None, files: Files) -> tuple[tuple[Wanted, ...], bool]:
    if row and row["median"]:
        figures = [money(row[key]) for key in ("median", "p10", "p25", "p75", "p90") if row[key]]
        return (*figures, month(files.about["wages-by-state"]["as_of"])), False
    if mean and (mean["mean_annual"] or mean["mean_hourly"]):
        amount = money(mean["mean_annual"]) if mean["mean_annual"] else money(mean["mean_hourly"], cents=True)
        return (amount, month(files.about["state-means-2023"]["as_of"]), "mean"), True
    return (), True


def _metros(files: Files) -> Iterator[Case]:
    paid: dict[str, list[Row]] = {}
    for row in files.rows("wages_by_metro"):
        if row["median"]:
            paid.setdefault(row["metro"], []).append(row)
    careers = {career["soc"]: career for career in files.careers}
    when = month(files.about["wages-by-metro"]["as_of"])
    for metro in files.rows("metros"):
        place = _called(metro, files)
        for row in _some(paid.get(metro["metro"], []), metro["metro"], _CAREERS_OF_A_METRO):
            figures = (money(row["median"]), *(money(row[key]) for key in ("p10", "p90") if row[key]), when)
            subject = f"{careers[row['soc']]['id']} {metro['metro']}"
            yield from _asked("pay/metro", subject, careers[row["soc"]], place, figures, False)


def _called(metro: Row, files: Files) -> str:
    """A metropolitan area as people name it: its first city, with that city's state."""
    names, _, codes = metro["name"].rpartition(", ")
    city = names.partition("-")[0].partition("/")[0]
    return f"{city}, {codes.partition('-')[0]}"


def _asked(group: str, subject: str, career: Raw, place: str, has: tuple[Wanted, ...], unknown: bool) -> Iterator[Case]:
    for text in phrased(group, subject, names_of(career)[:2], 1, place=place):
        yield Case(group, subject, text, has=has, unknown=unknown)


def _some(items: list, key: str, number: int) -> list:  # type: ignore[type-arg]
    """So many of a list, other ones for each key, the same each time."""
    return sorted(items, key=lambda item: zlib.crc32(f"{key} {item.get('id') or item['soc']}".encode()))[:number]
