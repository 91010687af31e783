"""Adds a course or a career."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional, get_args

from overture.editing import stubs
from overture.editing.editor import Added, Editor, check_date, find
from overture.editing.errors import EditError
from overture.knowledge import Subject, model
from overture.knowledge.cells import SOC

# Cited where the advisor speaks about its own facts; a placeholder says nothing else.
OWN_SOURCE = "overture-knowledge"
SCOPES: tuple[str, ...] = get_args(model.Career.__fields__["scope"].outer_type_)


def course(
    editor: Editor,
    name: str,
    *,
    source: str,
    as_of: Optional[str] = None,
    concentration: Optional[str] = None,
    aliases: Sequence[str] = (),
    id: Optional[str] = None,
    file: Optional[str] = None,
) -> Added:
    """Adds a subject that is taught.

    Args:
        editor: of the knowledge to add to.
        name: as answers should write it.
        source: the id of a source.
        as_of: the date that the source speaks for; without it, the one in the source's record.
        concentration: the id of the track that it belongs to most.
        aliases: other ways to write the name.
        id: without it, one is made from the name.
        file: where to write it, relative to the folder; needed where courses stand in several files.

    Raises:
        EditError: nothing was changed.
    """
    editor.taken.check_names((name, *aliases))
    date = _date(editor, source, as_of)
    if concentration is not None:
        find("concentration", concentration, editor.knowledge.concentrations, "concentrations.yaml")
    made = editor.id("courses", id, name)
    stub = stubs.Course(made, name, source, date, tuple(aliases), concentration)
    return editor.append(editor.file("courses", file), stub.text())


def career(
    editor: Editor,
    name: str,
    *,
    soc: str,
    plural: Optional[str] = None,
    scope: str = "related",
    source: Optional[str] = None,
    as_of: Optional[str] = None,
    aliases: Sequence[str] = (),
    id: Optional[str] = None,
    file: Optional[str] = None,
) -> Added:
    """Adds an occupation.

    Args:
        editor: of the knowledge to add to.
        name: singular, as answers should write it.
        soc: its code in the US classification of occupations, like 27-4014.
        plural: without it, one is made from the name.
        scope: one of ``SCOPES``.
        source: the id of a source for what people in it do; without it, the advisor's own records.
        as_of: the date that the source speaks for; without it, the one in the source's record.
        aliases: other ways to write the name.
        id: without it, one is made from the name.
        file: where to write it, relative to the folder; needed where careers stand in several files.

    Raises:
        EditError: nothing was changed.
    """
    many = plural or stubs.plural(name)
    editor.taken.check_names(dict.fromkeys((name, many, *aliases)))
    if source is None and OWN_SOURCE not in editor.knowledge.sources:
        raise EditError("--source is needed: the id of a source that tells what people in this occupation do")
    origin = source or OWN_SOURCE
    date = _date(editor, origin, as_of)
    made = editor.id("careers", id, name)
    stub = stubs.Career(made, name, many, _code(soc), scope, origin, date, tuple(aliases))
    return editor.append(editor.file("careers", file), stub.text(), *_counted_together(editor, soc))


def _date(editor: Editor, source: str, as_of: Optional[str]) -> str:
    record = find("source", source, editor.knowledge.sources, "the sources; add it there first")
    return check_date(as_of or record.as_of)


def _code(soc: str) -> str:
    try:
        return str(SOC(soc))
    except ValueError as error:
        raise EditError(f"--soc: {error}") from error


def _counted_together(editor: Editor, soc: str) -> list[str]:
    same = [career for career in editor.knowledge.careers.values() if career.soc == soc]
    return [
        f"see whether it is only another title of {editor.taken.described(Subject('career', career.id))}, which has "
        f"the code {soc} too: then the name belongs under `titles` there, and the new record goes"
        for career in same
    ]
