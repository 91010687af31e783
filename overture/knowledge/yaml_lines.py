"""Reads YAML together with the line of each value, so that a fault can name its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Union

import yaml

from overture.knowledge.errors import Fault

# libyaml's loader is some ten times faster than the one in Python; wheels carry it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

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
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        lines: dict[Place, int] = {}
        faults: list[Fault] = []
        if node is not None:
            _walk(node, (), lines, faults, shown_as)
        data = loader.construct_document(node) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        return _broken(shown_as, mark.line + 1 if mark else 1, f"bad YAML: {error.problem}")
    except yaml.YAMLError as error:
        return _broken(shown_as, 1, f"bad YAML: {error}")
    finally:
        loader.dispose()
    return Document(shown_as, data, lines, tuple(faults))


def _broken(file: str, line: int, message: str) -> Document:
    return Document(file, None, {}, (Fault(file, line, message),))


def _walk(node: Any, place: Place, lines: dict[Place, int], faults: list[Fault], file: str) -> None:
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*place, key.value)
            if inner in lines:
                faults.append(Fault(file, key.start_mark.line + 1, f"the key '{key.value}' stands here twice"))
            _walk(value, inner, lines, faults, file)
            lines[inner] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _walk(value, (*place, index), lines, faults, file)
