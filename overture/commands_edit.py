"""What ``overture add`` and ``overture schema`` do."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from overture.commands import CommandError
from overture.editing import adding, adding_programs, adding_schools, published
from overture.editing.editor import Added, Editor
from overture.editing.errors import EditError
from overture.editing.taken import shown
from overture.knowledge import default_folder


def add(options: argparse.Namespace) -> int:
    """Adds one record or row and says where to write on."""
    try:
        added = _ADDING[options.kind](Editor(_folder(options)), options)
    except EditError as error:
        raise CommandError(str(error)) from error
    print(f"Added {options.kind} '{options.name}': {added.at}")
    for step in added.next:
        print(f"Next: {step}.")
    print("The knowledge has no faults; a running bot answers with it within seconds, without training.")
    return 0


def schema(options: argparse.Namespace) -> int:
    """Writes what is made from the models, or with ``--check`` tells what is not up to date."""
    try:
        stale = [
            made for made in published.made(_folder(options), published.DOCS if options.docs else None) if made.stale
        ]
    except EditError as error:
        raise CommandError(str(error)) from error
    if options.check:
        for made in stale:
            print(f"{shown(made.path)}:1: {made.why}; run `overture schema{' --docs' if options.docs else ''}`")
        return 1 if stale else 0
    for made in stale:
        made.write()
        print(f"Wrote {shown(made.path)}")
    if not stale:
        print("Everything is up to date.")
    return 0


def _folder(options: argparse.Namespace) -> Path:
    folder: Path = options.folder or default_folder()
    if not folder.is_dir():
        raise CommandError(f"{folder} is not a folder, expected one with sources.yaml, careers.yaml and so on")
    return folder


def _course(editor: Editor, options: argparse.Namespace) -> Added:
    return adding.course(
        editor,
        options.name,
        source=options.source,
        as_of=options.as_of,
        concentration=options.concentration,
        aliases=options.alias,
        id=options.id,
        file=options.file,
    )


def _career(editor: Editor, options: argparse.Namespace) -> Added:
    return adding.career(
        editor,
        options.name,
        soc=options.soc,
        plural=options.plural,
        scope=options.scope,
        source=options.source,
        as_of=options.as_of,
        aliases=options.alias,
        id=options.id,
        file=options.file,
    )


def _program(editor: Editor, options: argparse.Namespace) -> Added:
    return adding_programs.program(
        editor,
        options.name,
        school=options.school,
        page=options.page,
        as_of=options.as_of,
        city=options.city,
        state=options.state,
        country=options.country,
        degrees=options.degree,
        level=options.level,
        unitid=options.unitid,
        aliases=options.alias,
        id=options.id,
        file=options.file,
    )


def _school(editor: Editor, options: argparse.Namespace) -> Added:
    cells = {column: getattr(options, column) for column in adding_schools.COLUMNS}
    return adding_schools.school(
        editor,
        options.name,
        {column: cell for column, cell in cells.items() if cell is not None},
        aliases=options.alias,
        same_name=options.same_name,
    )


_ADDING: dict[str, Callable[[Editor, argparse.Namespace], Added]] = {
    "course": _course,
    "career": _career,
    "program": _program,
    "school": _school,
}
