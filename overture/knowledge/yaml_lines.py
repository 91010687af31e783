"""Reads YAML together with the line of each value, so that a fault can name its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Union

import yaml

from overture.knowledge.errors import Fault

# libyaml's loader is some ten times faster than the one in Python; wheels carry it.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DATE, _TEXT, _MERGE = (f"tag:yaml.org,2002:{name}" for name in ("timestamp", "str", "merge"))


class _Loader(_Base):  # type: ignore[misc]
    """Leaves dates as they are written: the model reads them, and "2024-02-30" must not stop the reading."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != _DATE]
        for first, resolvers in _Base.yaml_implicit_resolvers.items()
    }


Step = Union[str, int]
Place = tuple[Step, ...]


@dataclass(frozen=True)
class Document:
    """A file's data and where its values stand.

    ``lines`` maps a path of keys and indexes to a line (from 1); ``faults`` are
    those of the file itself, with ``data`` None when it could not be read.
    """

    file: str
    data: Any
    lines: Mapping[Place, int]
    faults: tuple[Fault, ...] = ()

    def line(self, place: Place) -> int:
        """Line of a value, or of the nearest thing that holds it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read(path: Path, shown_as: str) -> Document:
    """Reads one YAML file; what is wrong with it stands in the result's ``faults``."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return _broken(shown_as, 1, f"the file is not UTF-8 text ({error.reason})")
    except OSError as error:
        return _broken(shown_as, 1, f"the file can't be read ({error.strerror})")
    try:
        return _parse(text, shown_as)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, text.find(chr(error.character))) + 1
        return _broken(shown_as, line, f"bad YAML: the character U+{error.character:04X} can't stand in it")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        said = ", ".join(part for part in (error.context, error.problem) if part)
        return _broken(shown_as, mark.line + 1 if mark else 1, f"bad YAML: {said}")
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return _broken(shown_as, 1, f"bad YAML: {error}")


def _parse(text: str, file: str) -> Document:
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return Document(file, None, {})
        lines: dict[Place, int] = {}
        faults: list[Fault] = []
        _walk(node, (), lines, faults, file)
        return Document(file, loader.construct_document(node), lines, tuple(faults))
    finally:
        loader.dispose()


def _broken(file: str, line: int, message: str) -> Document:
    return Document(file, None, {}, (Fault(file, line, message),))


def _walk(node: Any, place: Place, lines: dict[Place, int], faults: list[Fault], file: str) -> None:
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue  # constructing the document says so
            line = key.start_mark.line + 1
            if key.tag not in (_TEXT, _MERGE):
                faults.append(Fault(file, line, f"the key '{key.value}' does not read as text, put it in quotes"))
                key.tag = _TEXT  # so that the rest can be checked too
            inner = (*place, key.value)
            if inner in lines:
                faults.append(Fault(file, line, f"the key '{key.value}' stands here twice"))
            _walk(value, inner, lines, faults, file)
            lines[inner] = line
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _walk(value, (*place, index), lines, faults, file)
