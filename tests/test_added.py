"""A course, a job, a program and a school written into the files of a running server are understood and answered."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from overture.editing import adding, adding_programs, adding_schools
from overture.editing.editor import Editor
from overture.knowledge import default_folder
from tests.rest.client import Client
from tests.rest.conftest import free_port

ROOT = Path(__file__).resolve().parents[1]
READY_SECONDS, KNOWN_SECONDS = 180.0, 60.0
SCHOOL = {
    "unitid": "999901",
    "city": "Springfield",
    "state": "IL",
    "latitude": "39.8",
    "longitude": "-89.6",
    "locale": "city, small",
    "control": "public",
    "hbcu": "no",
    "tribal": "no",
    "offers_graduate": "yes",
    "directory_year": "2024",
}
COURSE = "You learn to date a recording by the hum of the mains."
JOB = "Foley artists make the sounds of steps and doors in time with a picture."
# What is asked, as it is written and misspelt, and what only the new record can say to it.
ASKED = {
    "what do I learn in audio forensics": COURSE,
    "tell me about audio forensiks": COURSE,
    "what does a foley artist do": JOB,
    "tell me about folley artists": JOB,
    "how do I apply to the MS in Audio at Gaslamp University": "MS in Audio at Gaslamp University",
    "tell me about the MS in Audio at Gaslmap University": "MS in Audio at Gaslamp University",
    "tell me about gaslamp university": "Gaslamp University has one program in my records: MS in Audio",
    "where is Lanternlight College": "Springfield, Illinois",
    "tell me about lanternlihgt college": "Lanternlight College, in Springfield, IL,",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the real knowledge that may be changed."""
    copy = tmp_path_factory.mktemp("added") / "knowledge"
    shutil.copytree(default_folder(), copy)
    return copy


@pytest.fixture(scope="module")
def server(model: Path, folder: Path) -> Iterator[Client]:
    """`overture serve` over that copy."""
    port, log = free_port(), folder.with_name("server.log")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OVERTURE_KNOWLEDGE": str(folder), "OVERTURE_REVIEW": "off"}
    endpoints = folder.with_name("endpoints.yml")
    endpoints.write_text("{}\n", encoding="utf-8")
    environment["OVERTURE_ENDPOINTS"] = str(endpoints)
    command = [sys.executable, "-m", "overture.cli", "serve", "--port", str(port), "--model", str(model)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
        try:
            _wait(process, Client(port), log)
            yield Client(port)
        finally:
            process.terminate()
            process.wait(30)


def _wait(process: subprocess.Popen[bytes], client: Client, log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        with contextlib.suppress(OSError):
            if client.get("/webhooks/rest/").status == 200:
                return
        time.sleep(0.5)
    raise AssertionError(log.read_text(encoding="utf-8"))


def said(server: Client, text: str, sender: str) -> str:
    return " ".join(server.ask(text, sender).text.split())


def _add(folder: Path) -> None:
    adding.course(Editor(folder), "audio forensics", source="cudenver-forensics-2014")
    adding.career(Editor(folder), "foley artist", soc="27-4014")
    adding_programs.program(
        Editor(folder),
        "MS in Audio",
        school="Gaslamp University",
        city="Springfield",
        state="IL",
        degrees=["ms"],
        page="https://catalog.gaslamp.example/audio",
        as_of="2026-27",
    )
    adding_schools.school(Editor(folder), "Lanternlight College", SCHOOL)
    _write(folder / "courses.yaml", "Audio forensics is taught as a subject.", COURSE)
    _write(folder / "careers.yaml", "Foley artist is the name of an occupation.", JOB)


def _write(file: Path, stub: str, text: str) -> None:
    """What an editor writes where the stub says so."""
    before = file.read_text(encoding="utf-8")
    assert stub in before
    file.write_text(before.replace(stub, text), encoding="utf-8")


def test_what_is_added_is_answered_without_training(server: Client, folder: Path) -> None:
    before = {text: said(server, text, f"before {text}") for text in ASKED}
    assert [text for text, known in ASKED.items() if known in before[text]] == []
    _add(folder)
    until = time.monotonic() + KNOWN_SECONDS
    while JOB not in said(server, "what does a foley artist do", str(time.monotonic())):
        assert time.monotonic() < until, "the server has not read the new files"
        time.sleep(1)
    after = {text: said(server, text, f"after {text}") for text in ASKED}
    assert {text: after[text] for text, known in ASKED.items() if known not in after[text]} == {}
