"""Which names and ids are taken, by what, and where that stands."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from overture.editing.errors import EditError
from overture.knowledge import Knowledge, Subject, fold, yaml_lines
from overture.knowledge.institutions import Institution
from overture.knowledge.load import KINDS, files


def kind_files(folder: Path, kind: str) -> list[Path]:
    """The YAML files of one kind."""
    return [path for path in files(folder) if path in (folder / f"{kind}.yaml", folder / kind / path.name)]


def shown(path: Path) -> str:
    """A path as an editor would type it."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def check_form(name: str) -> None:
    """Raises EditError if a text can't be a name."""
    if not fold(name) or not name.isprintable() or name != name.strip():
        raise EditError(f"'{name}' is not a name, expected letters or digits on one line, without spaces around them")


def place(folder: Path, kind: str, id: str) -> str:
    """``file:line`` of a record; the kind alone where it can't be found."""
    for path in kind_files(folder, kind):
        document = yaml_lines.read(path, path.name)
        for index, raw in enumerate(document.data if isinstance(document.data, list) else ()):
            if isinstance(raw, dict) and raw.get("id") == id:
                return f"{shown(path)}:{document.line((index,))}"
    return kind


class Taken:
    """The names of one state of the knowledge.

    Args:
        folder: where it was read from.
        knowledge: what was read.
    """

    def __init__(self, folder: Path, knowledge: Knowledge) -> None:
        self._folder = folder
        self._knowledge = knowledge
        self._owners: dict[str, Subject] = {}
        for subject, thing in knowledge.things():
            for surface in thing.surfaces():
                self._owners.setdefault(_key(surface), subject)

    def check_id(self, kind: str, id: str) -> None:
        """Raises EditError if there is a record of this kind with this id, or if it is none."""
        if not id:
            raise EditError("the name has no letters of the Latin alphabet to make an id of: give one with --id")
        if id in getattr(self._knowledge, kind):
            raise EditError(f"the id '{id}' stands already in {place(self._folder, kind, id)}: give another with --id")

    def check_names(self, surfaces: Iterable[str], *, schools: bool = True) -> None:
        """Raises EditError if a name is no name, or belongs to something else.

        Args:
            surfaces: names and aliases of one new thing.
            schools: whether names of schools are taken too.
        """
        for surface in surfaces:
            check_form(surface)
            if owner := self._owners.get(_key(surface)):
                raise EditError(f"the name '{surface}' belongs to {self.described(owner)} already")
            if schools and (found := self._knowledge.institutions_by_name.get(fold(surface))):
                raise EditError(f"the name '{surface}' belongs to the school {found[0].name} already")

    def described(self, subject: Subject) -> str:
        """What bears a name, with file and line."""
        thing = self._knowledge.get(subject)
        kind = next(kind for kind, type_ in KINDS.items() if isinstance(thing, type_))
        return f"{subject.kind}/{subject.id} ({place(self._folder, kind, subject.id)})"

    def schools(self, name: str) -> tuple[Institution, ...]:
        """Schools that bear a name, with or without a leading "the"."""
        known = self._knowledge.institutions_by_name
        folded = fold(name)
        spellings = (folded, folded.removeprefix("the "), f"the {folded}")
        found = {school.id: school for spelling in spellings for school in known.get(spelling, ())}
        return tuple(found.values())


def _key(surface: str) -> str:
    # Messages are searched without regard to a plural s, as overture.nlu.linker does it.
    return " ".join(_stem(word) for word in fold(surface).split())


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
