"""Messages as the understanding pipeline hands them on, without the pipeline."""

from __future__ import annotations

from typing import Any

from overture.answers.base.model import Mentioned
from overture.nlu.linker import Linker


def mentioned(text: str, linker: Linker) -> tuple[Mentioned, ...]:
    """What a message mentions, with its place in the text."""
    return tuple(Mentioned(m.subject, m.name, m.start, m.end) for m in linker.find(text))


def parsed(text: str, intent: str, linker: Linker) -> dict[str, Any]:
    """The parse result of a message with a given intent."""
    entities = [
        {
            "entity": m.subject.kind,
            "value": m.subject.id,
            "name": m.name,
            "start": m.start,
            "end": m.end,
            "extractor": "SubjectLinker",
        }
        for m in linker.find(text)
    ]
    return {"text": text, "intent": {"name": intent}, "entities": entities}
