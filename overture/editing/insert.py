"""Puts text into a knowledge file, and only if all knowledge is good with it.

Nothing else of the file changes: no comment, no order, no line ending.  The whole
knowledge is tried in a copy first, so that a running bot never sees a half-done edit.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from overture.editing.errors import EditError
from overture.knowledge import KnowledgeError, load, yaml_lines
from overture.knowledge.load import files


@dataclass(frozen=True)
class Change:
    """New content of a file.

    Attributes:
        path: the file.
        before: its bytes when it was read.
        after: its bytes with the change.
        line: where the new text begins, from 1.
    """

    path: Path
    before: bytes
    after: bytes
    line: int


def record(path: Path, text: str) -> Change:
    """A record added at the end of a YAML file.

    Args:
        path: a file with a list of records.
        text: the record from ``- id:`` on, without indent, ending in a line break.

    Raises:
        EditError: the file is no list of records that begin with ``- id:``.
    """
    before = path.read_bytes()
    old = before.decode("utf-8")
    rows = [row for row in old.splitlines() if row.strip() and not row.lstrip().startswith("#")]
    data = yaml_lines.read(path, path.name).data
    if data == [] and rows == ["[]"]:
        old = re.sub(r"(?m)^\[\][ \t]*\r?\n?", "", old)
    elif not isinstance(data, list) or not (first := re.match(r"( *)- ", next(iter(rows), ""))):
        raise EditError(f"{path} is not a list of records that begin with '- id:', so that none can be added")
    else:
        text = re.sub(r"(?m)^(?=.)", first.group(1), text)
    kept = old if not old or old.endswith("\n") else old + line_end(old)
    gap = "" if not kept or re.search(r"\n[ \t]*\r?\n\Z", kept) else line_end(old)
    after = kept + gap + text.replace("\n", line_end(old))
    return Change(path, before, after.encode("utf-8"), (kept + gap).count("\n") + 1)


def row(path: Path, values: dict[str, str]) -> Change:
    """A row put into a CSV file that is sorted by its first column, a number.

    Args:
        path: the file, with its columns in the first line.
        values: cells by column; columns that are not named stay empty.

    Raises:
        EditError: a column is not there.
    """
    before = path.read_bytes()
    old = before.decode("utf-8-sig")
    lines = old.splitlines(keepends=True)
    reader = csv.reader(lines)
    columns = next(reader, [])
    if unknown := [name for name in values if name not in columns]:
        raise EditError(f"{path} has no column {', '.join(unknown)}; it has {', '.join(columns)}")
    at = reader.line_num
    for cells in reader:
        # A cell may hold a line break: what counts is where a row ends.
        if cells and cells[0].isdecimal() and int(cells[0]) > int(values[columns[0]]):
            break
        at = reader.line_num
    if at and not lines[at - 1].endswith("\n"):
        lines[at - 1] += line_end(old)
    new = _csv([values.get(name, "") for name in columns]) + line_end(old)
    mark = before[: len(before) - len(old.encode("utf-8"))]
    return Change(path, before, mark + "".join([*lines[:at], new, *lines[at:]]).encode("utf-8"), at + 1)


def apply(folder: Path, change: Change) -> None:
    """Writes a change, if the knowledge of the folder has no fault with it.

    Raises:
        EditError: with every fault, or because the file has changed meanwhile or can't be written.
    """
    _try(folder, change)
    path = change.path.resolve()
    try:
        if path.read_bytes() != change.before:
            raise EditError(f"{change.path} was changed by someone else just now: try again")
        replace(path, change.after)
    except OSError as error:
        raise EditError(f"{change.path} can't be written ({error.strerror})") from error


def _try(folder: Path, change: Change) -> None:
    with tempfile.TemporaryDirectory(prefix="overture-") as name:
        copy = Path(name)
        for path in files(folder):
            target = copy / path.relative_to(folder)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(change.after if path == change.path else path.read_bytes())
        try:
            load(copy)
        except KnowledgeError as error:
            raise EditError(f"nothing was changed, because the result would have faults:\n{error}") from error


def replace(path: Path, content: bytes) -> None:
    """Writes a file in one step, so that nobody reads half of it."""
    # The suffix keeps the new file out of the knowledge until it has its name.
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_bytes(content)
        if path.exists():
            shutil.copymode(path, new)
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)


def line_end(text: str) -> str:
    """How lines end in a text."""
    return "\r\n" if "\r\n" in text else "\n"


def _csv(cells: list[str]) -> str:
    quoted = (f'"{cell.replace(chr(34), chr(34) * 2)}"' if re.search(r'[",\r\n]', cell) else cell for cell in cells)
    return ",".join(quoted)
