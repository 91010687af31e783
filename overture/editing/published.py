"""Keeps what is made from the models up to date: schema files, the line that names them, docs/knowledge.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from overture.editing import insert, reference
from overture.editing.errors import EditError
from overture.knowledge import schema
from overture.knowledge.load import files

DOCS = Path(__file__).resolve().parents[2] / "docs" / "knowledge.md"

_MODELINE = re.compile(r"\A(?:# yaml-language-server:[^\n]*\n)?")


@dataclass(frozen=True)
class Made:
    """A file and the text that it should have; ``why`` says what is wrong while it has another."""

    path: Path
    text: str
    why: str

    @property
    def stale(self) -> bool:
        """Whether the file is missing or has another text."""
        try:
            return self.path.read_bytes() != self.text.encode("utf-8")
        except FileNotFoundError:
            return True

    def write(self) -> None:
        """Writes the file."""
        self.path.parent.mkdir(exist_ok=True)
        insert.replace(self.path.resolve(), self.text.encode("utf-8"))


def made(folder: Path, docs: Path | None = None) -> Iterator[Made]:
    """Every file that depends on the models.

    Args:
        folder: a knowledge folder.
        docs: the guide whose tables are made too.

    Raises:
        EditError: the guide has no place for the tables.
    """
    for name, text in schema.texts().items():
        yield Made(folder / schema.FOLDER / name, text, "is not what the models say")
    for path in files(folder):
        if path.suffix == ".yaml":
            old = path.read_bytes().decode("utf-8")
            yield Made(path, with_modeline(old, modeline(folder, path)), f"should begin with {modeline(folder, path)}")
    if docs is not None:
        yield Made(docs, with_tables(docs), "has tables that are not what the models say")


def modeline(folder: Path, path: Path) -> str:
    """The comment by which editors find the schema of a knowledge file, as a path relative to that file."""
    within = path.relative_to(folder)
    up = "../" * (len(within.parts) - 1)
    kind = within.parts[0].removesuffix(".yaml")
    return f"# yaml-language-server: $schema={up}{schema.FOLDER}/{kind}.json"


def with_modeline(text: str, line: str) -> str:
    """A file's text with this line at the top, in place of another one of its kind."""
    return _MODELINE.sub(lambda found: line + insert.line_end(text), text, count=1)


def with_tables(docs: Path) -> str:
    """The text of a guide with the tables as the models have them now."""
    try:
        before, _, rest = docs.read_text(encoding="utf-8").partition(reference.BEGIN)
    except FileNotFoundError:
        raise EditError(f"{docs} is missing, expected the guide that the tables stand in") from None
    _, end, after = rest.partition(reference.END)
    if not end:
        raise EditError(f"{docs} has no place for the tables, expected the lines {reference.BEGIN} and {reference.END}")
    return f"{before}{reference.BEGIN}\n\n{reference.tables()}\n{reference.END}{after}"
