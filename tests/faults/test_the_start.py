"""What keeps the server from starting is told in a line, with status 1, and nobody is answered by half of it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rasa.utils.endpoints import EndpointConfig

from overture.serving import settings, storage
from tests.faults.served import Served


@pytest.fixture
def server(model: Path, fixture_knowledge: Path, tmp_path: Path) -> Iterator[Served]:
    """A server that is not started yet, with a copy of the model."""
    copy = tmp_path / "model.tar.gz"
    shutil.copy(model, copy)
    made = Served(tmp_path, copy, fixture_knowledge, module="overture.cli")
    yield made
    if made.process and made.process.poll() is None:
        made.end()


def cut_off(model: Path) -> None:
    model.write_bytes(model.read_bytes()[: model.stat().st_size // 2])


def without_a_part(model: Path) -> None:
    """A whole archive in which a component's files are missing."""
    folder = model.with_name("unpacked")
    with tarfile.open(model) as archive:
        archive.extractall(folder)
    for part in sorted((folder / "components").iterdir()):
        if any(part.iterdir()):
            shutil.rmtree(part)
    with tarfile.open(model, "w:gz") as archive:
        archive.add(folder, "")


@pytest.mark.parametrize("damage", [cut_off, without_a_part], ids=lambda damage: damage.__name__)
def test_a_model_that_is_damaged(server: Served, damage: Callable[[Path], None]) -> None:
    damage(server.model)
    assert server.run().wait(60) == 1
    said = server.said()
    assert f"overture serve: The model {server.model} can't be loaded: train it anew with `overture train`.\n" in said
    assert "Traceback" not in said and "Overture on http" not in said


def test_a_folder_that_cannot_be_written(server: Served) -> None:
    # Also for root, who may write into a folder that is read-only.
    nowhere = Path("/proc/overture") if os.path.isdir("/proc") else server.folder / "read-only"
    server.endpoints(f"tracker_store: {{type: SQL, dialect: sqlite, db: '{nowhere / 'conversations.db'}'}}\n")
    if not nowhere.is_relative_to("/proc"):
        nowhere.mkdir(mode=0o500)
    assert server.run().wait(60) == 1
    assert "Conversations can't be kept in" in server.said() and "Traceback" not in server.said()


def test_a_database_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "conversations.db"
    path.write_bytes(b"this is no database, " * 100)
    with pytest.raises(settings.ServingError) as refused:
        storage.check(EndpointConfig(dialect="sqlite", db=str(path)))
    assert str(refused.value).startswith(f"Conversations can't be kept in {path} (file is not a database).")


def test_trying_the_database_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "new" / "conversations.db"
    storage.check(EndpointConfig(dialect="sqlite", db=str(path)))
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("OVERTURE_MOST_IN_WORK", "many", 'OVERTURE_MOST_IN_WORK is "many", expected a number from 1 on.'),
        ("OVERTURE_ACTION_SECONDS", "soon", 'OVERTURE_ACTION_SECONDS is "soon", expected a number from 0.1 on.'),
        ("OVERTURE_ANSWER_SECONDS", "0", 'OVERTURE_ANSWER_SECONDS is "0", expected a number from 1 on.'),
        ("OVERTURE_REST_TOKEN", "short", "OVERTURE_REST_TOKEN has to be at least 16 ASCII characters without spaces."),
    ],
)
def test_a_setting_that_cannot_be_used(variable: str, value: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(settings.ServingError) as refused:
        settings.secret(variable) if variable.endswith("TOKEN") else settings.bounds()
    assert str(refused.value) == told
