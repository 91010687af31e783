"""Adds a degree program: finds its school, its place and the file for its part of the world."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional, get_args

from rapidfuzz import process

from overture.editing import stubs
from overture.editing.editor import Added, Editor, check_date, find
from overture.editing.errors import EditError
from overture.editing.taken import check_form, kind_files
from overture.knowledge import yaml_lines
from overture.knowledge.institutions import Institution
from overture.knowledge.places import Region
from overture.knowledge.programs import Place, ProgramLevel

LEVELS: tuple[str, ...] = get_args(ProgramLevel)


@dataclass(frozen=True)
class _School:
    """A school as a program's record writes it; ``place`` is where it is, None for a new one."""

    name: str
    the: bool
    aliases: tuple[str, ...] = ()
    unitid: Optional[int] = None
    place: Optional[Place] = None


def program(
    editor: Editor,
    name: str,
    *,
    school: str,
    page: str,
    as_of: str,
    city: Optional[str] = None,
    state: Optional[str] = None,
    country: Optional[str] = None,
    degrees: Sequence[str] = (),
    level: Optional[str] = None,
    unitid: Optional[int] = None,
    aliases: Sequence[str] = (),
    id: Optional[str] = None,
    file: Optional[str] = None,
) -> Added:
    """Adds a degree program.

    Args:
        editor: of the knowledge to add to.
        name: reads well before "at" and the school: "MS in Audio".
        school: its name or an alias; one that is not known yet is added with the program.
        page: the address of the page that names the program.
        as_of: the date or edition that the page speaks for, or undated.
        city: where study takes place; without it, where the school is.
        state: two letters, in the US and Canada.
        country: two letters; without it that of the school, or the US where the state is one of its states.
        degrees: ids of degrees.
        level: one of ``LEVELS``; without it, the level of the degree.
        unitid: the school's number in the table of schools, where several have its name.
        aliases: other ways to write the program's name.
        id: without it, one is made from school and name.
        file: where to write it, relative to the folder; without it, the file with its neighbors.

    Raises:
        EditError: nothing was changed.
    """
    for text in (name, school):
        check_form(text)
    found = _school(editor, school, unitid)
    editor.taken.check_names((stubs.full_name(name, found.name, the=found.the), *aliases))
    place = _place(editor, found, city, state, country)
    if not re.fullmatch(r"https?://\S+", page):
        raise EditError(f"--page: expected an address that begins with https://, found '{page}'")
    stub = stubs.Program(
        id=editor.id("programs", id, found.name, name),
        name=name,
        school=found.name,
        the=found.the,
        country=place.country,
        level=_level(editor, degrees, level),
        page=page,
        as_of=check_date(as_of),
        city=place.city,
        state=place.state,
        degrees=tuple(degrees),
        aliases=tuple(aliases),
        school_aliases=found.aliases,
        unitid=found.unitid,
    )
    return editor.append(editor.file("programs", file, _neighbors(editor, place)), stub.text(), *_if_new(editor, found))


def _school(editor: Editor, name: str, unitid: Optional[int]) -> _School:
    if unitid is not None:
        school = editor.knowledge.institutions.get(f"us-{unitid}")
        if school is None or school.row is None:
            raise EditError(f"--unitid: {unitid} is not in the table of schools; `overture add school` writes it there")
        return _as_written(school)
    found = editor.taken.schools(name)
    if len(found) > 1:
        places = ", ".join(f"{school.name} ({_where(school)})" for school in found)
        raise EditError(f"several schools are called '{name}', so say which with --unitid: {places}")
    if found:
        return _as_written(found[0])
    editor.taken.check_names((name,), schools=False)
    plain = re.sub(r"\A[Tt]he ", "", name)
    return _School(plain, plain != name or plain.startswith("University of "))


def _where(school: Institution) -> str:
    if school.row:
        return f"{school.row.city}, {school.row.state}: {school.row.unitid}"
    return "no number: write the program's record by hand"


def _as_written(school: Institution) -> _School:
    if school.programs:
        first = school.programs[0]
        return _School(first.school, first.the, first.school_aliases, first.unitid, first.places[0])
    row = school.row
    assert row is not None, "a school without programs is a row of the table"
    plain = re.sub(r"\AThe ", "", row.name)
    place = Place(city=row.city, state=row.state, country="US")
    return _School(plain, plain != row.name or plain.startswith("University of "), row.aliases, row.unitid, place)


def _place(editor: Editor, school: _School, city: Optional[str], state: Optional[str], country: Optional[str]) -> Place:
    if school.place is not None and not (city or state or country):
        return school.place
    if country is None and state in editor.knowledge.tables.places.states:
        country = "US"
    if country is None:
        known = "its school is not known yet" if school.place is None else "the place is not that of the school"
        raise EditError(f"say with --city and --country (two letters; in the US --state) where it is taught: {known}")
    try:
        return Place(city=city, state=state, country=country)
    except ValueError as error:
        raise EditError("--state and --country: expected two capital letters") from error


def _level(editor: Editor, degrees: Sequence[str], level: Optional[str]) -> str:
    found = [find("degree", id, editor.knowledge.degrees, "degrees.yaml").level for id in degrees]
    if level is None and not found:
        raise EditError(f"say with --degree which degree it leads to, or with --level one of {', '.join(LEVELS)}")
    return level or found[0]


def _neighbors(editor: Editor, place: Place) -> Optional[Path]:
    """The file with most programs in the same state, else in the smallest region around, else in the country."""
    files = {id: path for path in kind_files(editor.folder, "programs") for id in _ids(path)}
    programs = editor.knowledge.programs
    for states, countries in _areas(editor, place):
        near = Counter(
            files[id]
            for id, program in programs.items()
            if any(p.state in states or p.country in countries for p in program.places) and id in files
        )
        if near:
            return near.most_common(1)[0][0]
    return None


def _areas(editor: Editor, place: Place) -> Iterator[tuple[Collection[str], Collection[str]]]:
    """States and countries of ever wider areas around a place; official regions before everyday ones."""
    regions = [p for p in editor.knowledge.places.values() if isinstance(p, Region)]
    regions.sort(key=lambda region: (region.basis == "everyday", len(region.states) + len(region.countries)))
    if place.state:
        yield {place.state}, ()
        yield from ((region.states, ()) for region in regions if place.state in region.states)
    yield (), {place.country}
    yield from (((), region.countries) for region in regions if place.country in region.countries)


def _ids(path: Path) -> list[str]:
    return [str(raw.get("id")) for raw in yaml_lines.read(path, path.name).data]


def _if_new(editor: Editor, school: _School) -> list[str]:
    if school.place is not None:
        return []
    names = [other.name for other in editor.knowledge.institutions.values()]
    near = process.extractOne(school.name, names, score_cutoff=90)
    other = f"; if it is {near[0]}, put that under `school`" if near else ""
    return [f"give other names of {school.name}, which is new here, as `school_aliases`{other}"]
