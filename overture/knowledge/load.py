"""Reads ``data/knowledge/`` into typed records and says everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from overture.knowledge import check, model, tables, yaml_lines
from overture.knowledge.applicants import Aim, Background
from overture.knowledge.base import Knowledge
from overture.knowledge.errors import Fault, KnowledgeError, plain
from overture.knowledge.places import NamedPlace
from overture.knowledge.programs import Program
from overture.knowledge.table_model import Table
from overture.knowledge.table_set import Tables
from overture.knowledge.yaml_lines import Document, Place

KINDS: Mapping[str, type[model.Record]] = {
    "sources": model.Source,
    "degrees": model.Degree,
    "levels": model.StudyLevel,
    "concentrations": model.Concentration,
    "courses": model.Course,
    "requirements": model.Requirement,
    "topics": model.Topic,
    "guidance": model.Guidance,
    "glossary": model.Term,
    "careers": model.Career,
    "programs": Program,
    "backgrounds": Background,
    "aims": Aim,
    "places": NamedPlace,
    "tables": Table,
}
# A portal may do without these; what is there is checked all the same.
OPTIONAL = frozenset({"programs", "backgrounds", "aims", "places", "tables"})


@dataclass(frozen=True)
class Loaded:
    """A record with the document and place it came from."""

    kind: str
    record: Any
    document: Document
    place: Place

    def fault(self, place: Iterable[str | int], message: str) -> Fault:
        """A fault at a place inside this record."""
        return Fault(self.document.file, self.document.line((*self.place, *place)), message)


def load(folder: Path) -> Knowledge:
    """Reads all knowledge of a folder.

    Args:
        folder: holds ``<kind>.yaml`` or ``<kind>/*.yaml`` for each kind.

    Raises:
        KnowledgeError: with every fault found, each with file and line.
    """
    loaded: list[Loaded] = []
    faults: list[Fault] = []
    ids: dict[str, set[str] | None] = {}
    for kind, record_type in KINDS.items():
        documents = _documents(folder, kind, faults)
        for document in documents:
            faults.extend(document.faults)
            if document.data is not None or not document.faults:
                _read_records(kind, record_type, document, loaded, faults)
        ids[kind] = _ids(documents)
    faults.extend(check.check(loaded, ids))
    by_kind = {kind: [item for item in loaded if item.kind == kind] for kind in KINDS}
    rows = Tables()
    if by_kind["tables"]:
        rows = tables.read_tables(folder, by_kind["tables"], by_kind["places"], faults)
    if faults:
        raise KnowledgeError(faults)
    records = {kind: {item.record.id: item.record for item in by_kind[kind]} for kind in KINDS if kind != "tables"}
    return Knowledge(**records, tables=rows)


def files(folder: Path) -> list[Path]:
    """All files that :func:`load` reads from a folder."""
    return [*(path for kind in KINDS for path in _files(folder, kind)), *sorted((folder / "tables").glob("*.csv"))]


def _files(folder: Path, kind: str) -> list[Path]:
    single = folder / f"{kind}.yaml"
    return ([single] if single.is_file() else []) + sorted((folder / kind).glob("*.yaml"))


def _documents(folder: Path, kind: str, faults: list[Fault]) -> list[Document]:
    found = _files(folder, kind)
    if not found and kind not in OPTIONAL:
        faults.append(Fault(f"{kind}.yaml", 1, f"the file is missing, expected a list of {kind} in {folder}"))
    return [yaml_lines.read(path, path.relative_to(folder).as_posix()) for path in found]


def _read_records(
    kind: str, record_type: type[model.Record], document: Document, loaded: list[Loaded], faults: list[Fault]
) -> None:
    if not isinstance(document.data, list):
        faults.append(Fault(document.file, 1, f"expected a list of {kind}, each beginning with '- id:'"))
        return
    for index, raw in enumerate(document.data):
        try:
            record = record_type.parse_obj(raw)
        except ValidationError as error:
            faults.extend(_explain(error, raw, document, index))
        else:
            loaded.append(Loaded(kind, record, document, (index,)))


def _ids(documents: Sequence[Document]) -> set[str] | None:
    """All ids that stand in the documents of a kind; None when one of them could not be read."""
    if not documents or not all(isinstance(document.data, list) for document in documents):
        return None
    return {str(raw.get("id")) for document in documents for raw in document.data if isinstance(raw, dict)}


def _explain(error: ValidationError, raw: object, document: Document, index: int) -> list[Fault]:
    if not isinstance(raw, dict):
        return [Fault(document.file, document.line((index,)), "expected a record beginning with '- id:'")]
    name = raw.get("id", "?")
    faults = []
    for item in error.errors():
        place = tuple(step for step in item["loc"] if step != "__root__")
        said = plain(item)
        where = ".".join(str(step) for step in place) or "the record"
        faults.append(Fault(document.file, document.line((index, *place)), f"{name}: {where}: {said}"))
    return faults
