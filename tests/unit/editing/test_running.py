"""A copy of the real knowledge behind the store of a running bot: what is added is known after the next look."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from overture.editing import adding, adding_programs
from overture.editing.editor import Editor
from overture.knowledge import KnowledgeStore, Subject, default_folder, store
from overture.nlu.linker import Linker

ASKED = {
    "is audio forensics taught anywhere": Subject("course", "audio-forensics"),
    "what do foley artists earn": Subject("career", "foley-artist"),
    "who is the ms in audio at example university for": Subject("program", "example-ms-audio"),
    "anything at exmaple university?": Subject("school", "example-university"),
}


def test_a_course_a_career_and_a_program_are_found_after_reload(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(default_folder(), folder)
    monkeypatch.setattr(store, "LOOK_EVERY_SECONDS", 0.0)
    running = KnowledgeStore(folder)
    before = Linker(running.current())
    assert [text for text, subject in ASKED.items() if subject in found(before, text)] == []

    adding.course(Editor(folder), "audio forensics", source="cudenver-forensics-2014")
    adding.career(Editor(folder), "foley artist", soc="27-4014")
    adding_programs.program(
        Editor(folder),
        "MS in Audio",
        school="Example University",
        city="Springfield",
        state="IL",
        degrees=["ms"],
        page="https://catalog.example.edu/audio",
        as_of="2026-27",
    )

    after = Linker(running.current())
    assert {text: found(after, text) for text in ASKED} == {text: [subject] for text, subject in ASKED.items()}
    # With its neighbors of the Midwest, and nothing else of the file changed.
    old = (default_folder() / "programs" / "us-midwest.yaml").read_text(encoding="utf-8")
    new = (folder / "programs" / "us-midwest.yaml").read_text(encoding="utf-8")
    assert new.startswith(old) and "- id: example-ms-audio" in new.removeprefix(old)


def found(linker: Linker, text: str) -> list[Subject]:
    return [mention.subject for mention in linker.find(text)]
