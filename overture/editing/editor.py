"""What all additions share: the knowledge as it is, the file to write to, the writing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Optional, TypeVar

from pydantic import ValidationError
from rapidfuzz import process

from overture.editing import insert, stubs
from overture.editing.errors import EditError
from overture.editing.taken import Taken, kind_files, shown
from overture.knowledge import Knowledge, KnowledgeError, load, model

Known = TypeVar("Known", bound=model.Record)


@dataclass(frozen=True)
class Added:
    """What was written: ``file:line`` where it begins, and what the editor does next, a line each."""

    at: str
    next: tuple[str, ...]


class Editor:
    """Adds to one knowledge folder.

    Args:
        folder: the knowledge folder.

    Raises:
        EditError: the knowledge has faults already.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.knowledge: Knowledge = load(folder)
        except KnowledgeError as error:
            raise EditError(f"the knowledge has faults already, mend these first:\n{error}") from error
        self.taken = Taken(folder, self.knowledge)

    def append(self, path: Path, text: str, *notes: str) -> Added:
        """Writes a record at the end of a file; ``notes`` are told after what to write next."""
        change = insert.record(path, text)
        insert.apply(self.folder, change)
        rows = change.after.decode("utf-8").splitlines()
        to_do = next(number for number in range(change.line, len(rows)) if stubs.TO_DO in rows[number - 1])
        wanted = rows[to_do - 1].split(stubs.TO_DO)[1].strip().rstrip(".")
        return Added(f"{shown(path)}:{change.line}", (f"write in {shown(path)}:{to_do + 1} {wanted}", *notes))

    def id(self, kind: str, chosen: Optional[str], *names: str) -> str:
        """The id chosen, or one made from names, shorter where that is free."""
        made = stubs.identifier(*names)
        if not made or made in getattr(self.knowledge, kind):
            made = stubs.identifier(*names, full=True)
        self.taken.check_id(kind, chosen or made)
        return chosen or made

    def file(self, kind: str, chosen: Optional[str], likely: Optional[Path] = None) -> Path:
        """The file to write to.

        Args:
            kind: a kind of records, such as ``courses``.
            chosen: the editor's choice, relative to the folder.
            likely: the one to take without a choice, if there are several.
        """
        names = {path.relative_to(self.folder).as_posix(): path for path in kind_files(self.folder, kind)}
        if not names:
            raise EditError(f"there is no file of {kind} in {shown(self.folder)}, expected {kind}.yaml")
        if chosen is not None and chosen not in names:
            raise EditError(f"--file: '{chosen}' is no file of {kind}, expected one of {', '.join(names)}")
        if chosen is None and likely is None and len(names) > 1:
            raise EditError(f"say with --file where it belongs: {', '.join(names)}")
        return names[chosen] if chosen is not None else likely or next(iter(names.values()))


def find(option: str, id: str, records: Mapping[str, Known], where: str) -> Known:
    """The record with an id that was given as an option.

    Raises:
        EditError: there is none; the nearest ids are named.
    """
    if id in records:
        return records[id]
    near = ", ".join(match for match, *_ in process.extract(id, list(records), limit=3, score_cutoff=60))
    raise EditError(f"--{option}: '{id}' is not an id in {where}" + (f"; near it: {near}" if near else ""))


def check_date(value: str) -> str:
    """The date, if facts can have it.

    Raises:
        EditError: they can't.
    """
    try:
        return model.Dated(source="any", as_of=value).as_of
    except ValidationError as error:
        raise EditError(f"--as-of: {error.errors()[0]['msg']}, found '{value}'") from error
