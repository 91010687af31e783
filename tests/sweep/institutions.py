"""Each institution of the federal tables, and each thing known of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from tests.sweep.case import Case, Said, Wanted, phrased, plain
from tests.sweep.files import Files, Row, money, school_year

LEVELS = ("certificate", "associate", "bachelor", "master", "doctorate")
# Addresses of the directory, by group.
PAGES = {
    "website": "website",
    "admissions": "admissions_page",
    "aid": "aid_page",
    "net-price": "net_price_page",
    "veterans": "veterans_page",
    "disability": "disability_page",
}
_TITLE_END = re.compile(r"(?:/Technician|, General|, Other).*$")


def cases(files: Files) -> Iterator[Case]:
    """All questions on institutions."""
    shared = Counter(row["name"].casefold() for row in files.schools)
    foreign = _foreign(files)
    for row in files.schools:
        names = names_of(row, files, shared)
        for group, number, has, unknown, words in _sides(row, files):
            for text in phrased(f"school/{group}", row["unitid"], names, number, **words):
                yield Case(f"school/{group}", row["unitid"], text, lead=has, unknown=unknown, check=foreign(row))
        yield from _awards(row, names, files)


def names_of(row: Row, files: Files, shared: Counter[str]) -> list[str]:
    """Ways to write a school and no other; one of several of a name with its state."""
    name = row["name"]
    if shared[name.casefold()] > 1:
        return [f"{name} in {files.states[row['state']]}"]
    # A name by which a program's page calls another campus is that one's.
    taken = {p["school"] for p in files.programs if str(p.get("unitid")) != row["unitid"]}
    return [name, *(alias for alias in row["aliases"].split("|")[:1] if alias and alias not in taken)]


def _sides(row: Row, files: Files) -> Iterator[tuple[str, int, tuple[Wanted, ...], bool, dict[str, str]]]:
    """Group, how often it is asked, what the answer's text must hold, whether it isn't known, words of the question."""
    state = (row["state"], files.states[row["state"]])
    yield "where", 1, (row["city"], state), False, {}
    yield "kind", 1, (row["control"],), False, {}
    size = tuple(re.findall(r"[\d,]+", row["size"]))
    yield "size", 1, size, not size, {}
    yield "tuition", 1, *_tuition(row, files), {}
    for group, column in PAGES.items():
        always = group in ("website", "admissions", "aid")
        yield group, 1 if always or int(row["unitid"]) % 5 == 0 else 0, (row[column],), not row[column], {}
    for level in LEVELS:
        given = _given(row, level, files)
        yield f"has-{level}", 1 if level in _asked_levels(row) else 0, (given,) if given else (), given is None, {}


def _given(row: Row, level: str, files: Files) -> tuple[str, ...] | None:
    """What shows that there is such a degree: a program's name or a newest count; None where nothing does."""
    own = [p["name"] for p in files.programs if str(p.get("unitid")) == row["unitid"] and p["level"] == level]
    awards = _of_level(row, level, files)
    counts = [newest for award in awards if (newest := _newest(award, files))]
    return tuple([*own, *counts] or ["awards before"]) if own or awards else None


def _asked_levels(row: Row) -> set[str]:
    """Two of the levels, other ones for each school."""
    number = int(row["unitid"])
    return {LEVELS[number % 5], LEVELS[(number // 5) % 5]}


def _tuition(row: Row, files: Files) -> tuple[tuple[Wanted, ...], bool]:
    own = [price for p in files.programs if str(p.get("unitid")) == row["unitid"] for price in p.get("tuition", ())]
    if own:
        return ((tuple(price["text"] for price in own)),), False
    wide = files.tuition.get(row["unitid"])
    if not wide or not wide["tuition_out_of_state"]:
        return (), True
    amounts = [money(wide[key]) for key in ("tuition_in_state", "tuition_out_of_state") if wide[key]]
    if wide["tuition_out_of_state"] == wide["per_credit_out_of_state"]:
        amounts = amounts[-1:]
    return (*amounts, files.about["tuition"]["as_of"], "institution-wide"), False


def _of_level(row: Row, level: str, files: Files) -> list[Row]:
    """Awards of a level in the core fields."""
    return [
        award
        for award in files.awards[row["unitid"]]
        if files.award_levels[award["level"]]["study_level"] == level
        and files.fields[award["cip"]]["relevance"] == "core"
        and any(int(award[year] or 0) for year in files.years)
    ]


def _newest(award: Row, files: Files) -> str:
    return f"{int(award[files.years[-1]]):,}" if award[files.years[-1]] not in ("", "0") else ""


def _awards(row: Row, names: list[str], files: Files) -> Iterator[Case]:
    """The counts of every award reported, in the table of the answer."""
    given = [a for a in files.awards[row["unitid"]] if any(int(a[year] or 0) for year in files.years)]
    for text in phrased("school/awards", row["unitid"], names, 1):
        yield Case("school/awards", row["unitid"], text, unknown=not given, check=_rows(given, files))


def _rows(awards: list[Row], files: Files) -> Callable[[Said], Iterable[str]]:
    patterns = [(award, _row_pattern(award, files)) for award in awards]

    def check(said: Said) -> Iterator[str]:
        text = plain(said.text)
        if awards and not all(school_year(year) in text for year in files.years):
            yield "does not name the years"
        missing = [award for award, pattern in patterns if not pattern.search(text)]
        cut = re.search(r"the first (\d+) of (\d+)", text)
        if len(missing) > (int(cut[2]) - int(cut[1]) if cut else 0):
            yield from (f"lacks the row {award}" for award in missing)

    return check


def _row_pattern(award: Row, files: Files) -> re.Pattern[str]:
    title = _TITLE_END.sub("", files.fields[award["cip"]]["title"])
    counts = [f"{int(award[year]):,}" if award[year] else "–" for year in files.years]
    steps = [title, files.award_levels[award["level"]]["name"], *counts]
    return re.compile(r"\D{0,60}?".join(re.escape(plain(step)) for step in steps))


def _foreign(files: Files) -> Callable[[Row], Callable[[Said], Iterable[str]] | None]:
    """Checks that no other institution is named; not of those with programs, whose pages name others too."""
    names = {plain(row["name"]): row["unitid"] for row in files.schools}
    any_name = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(names, key=len, reverse=True)))
    with_programs = {str(program.get("unitid")) for program in files.programs}

    def of(row: Row) -> Callable[[Said], Iterable[str]] | None:
        own = plain(row["name"])

        def check(said: Said) -> Iterator[str]:
            others = {name for name in any_name.findall(plain(said.text)) if name not in own and own not in name}
            yield from (f"names {other}" for other in sorted(others))

        return None if row["unitid"] in with_programs else check

    return of
