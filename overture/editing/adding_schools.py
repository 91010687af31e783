"""Adds a school to the table of schools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from overture.editing import insert
from overture.editing.editor import Added, Editor
from overture.editing.errors import EditError
from overture.editing.taken import check_form, shown
from overture.knowledge.cells import SEPARATOR, UNITID
from overture.knowledge.institutions import Institution
from overture.knowledge.layouts import LAYOUTS, Known

# Where the federal directory shows what the columns ask for.
DIRECTORY = "https://nces.ed.gov/ipeds/"
_COLUMNS = LAYOUTS["school"](Known()).columns
# The columns of which each is an option of the command, as in --unitid.
COLUMNS: tuple[str, ...] = tuple(name for name in _COLUMNS if name not in ("name", "aliases"))
REQUIRED: tuple[str, ...] = tuple(name for name in COLUMNS if not _COLUMNS[name].may_be_blank)


def school(
    editor: Editor,
    name: str,
    cells: Mapping[str, str],
    *,
    aliases: Sequence[str] = (),
    same_name: bool = False,
) -> Added:
    """Adds a row to the table of schools, which is sorted by the school's number.

    Args:
        editor: of the knowledge to add to.
        name: as the federal directory writes it.
        cells: the columns that are known, by name; ``REQUIRED`` ones have to be.
        aliases: other ways to write the name.
        same_name: another school may have the name.

    Raises:
        EditError: nothing was changed.
    """
    if "unitid" not in cells:
        raise EditError(
            "a school has a row if it is in the US federal directory: give its number there with --unitid. "
            "Any other school comes with its first program, "
            f'as in `overture add program "MS in Audio" --school "{name}" --city ... --country ...`'
        )
    unitid = _number(editor, cells["unitid"])
    if missing := [f"--{column.replace('_', '-')}" for column in REQUIRED if column not in cells]:
        raise EditError(f"a row needs {', '.join(missing)} too; the directory shows them: {DIRECTORY}")
    table = next((t for t in editor.knowledge.tables.about.values() if t.kind == "school"), None)
    if table is None:
        raise EditError("this knowledge has no table of schools")
    path = editor.folder / table.file
    _check_names(editor, (name, *aliases), unitid, same_name=same_name)
    change = insert.row(path, {**cells, "name": name, "aliases": SEPARATOR.join(aliases)})
    insert.apply(editor.folder, change)
    at = f"{shown(path)}:{change.line}"
    empty = [column for column in COLUMNS if column not in cells]
    return Added(at, (f"fill in what you know of {', '.join(empty)}; empty means not known",) if empty else ())


def _number(editor: Editor, text: str) -> int:
    try:
        unitid = int(UNITID(text))
    except ValueError as error:
        raise EditError(f"--unitid: {error}") from error
    if found := editor.knowledge.tables.schools.get(unitid):
        raise EditError(f"{unitid} is the number of {found.name} in the table already")
    return unitid


def _check_names(editor: Editor, surfaces: Sequence[str], unitid: int, *, same_name: bool) -> None:
    for surface in surfaces:
        check_form(surface)
        if SEPARATOR in surface:
            raise EditError(f"'{surface}' is not a name, expected one without '{SEPARATOR}'")
    editor.taken.check_names(surfaces, schools=False)
    for surface in () if same_name else surfaces:
        for other in editor.taken.schools(surface):
            if other.id != f"us-{unitid}":
                owner, way_out = _described(other), _way_out(other, unitid)
                raise EditError(f"the name '{surface}' belongs to {owner} already; {way_out}")


def _described(school: Institution) -> str:
    if school.row:
        return f"{school.name} ({school.row.city}, {school.row.state}: {school.row.unitid})"
    return f"{school.name}, known by its programs ({', '.join(program.id for program in school.programs)})"


def _way_out(school: Institution, unitid: int) -> str:
    if school.row:
        return "if these really are two schools of one name, add --same-name"
    return f"if it is the same school, put `unitid: {unitid}` into those programs first"
