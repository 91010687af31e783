"""The compiled knowledge: the same as its files, made anew when they change, and never in the way."""

from __future__ import annotations

import logging
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from overture.answers import Answer, Facet, Mentioned, Question, Shape, answer
from overture.answers.base.model import Filters
from overture.knowledge import (
    Knowledge,
    KnowledgeError,
    KnowledgeStore,
    Subject,
    compiled,
    default_folder,
    load,
    ranking,
)
from overture.knowledge.catalog import find, find_schools
from overture.knowledge.compiled import SETTING, cache_folder, digest, open_folder
from overture.knowledge.stored import StoredKnowledge
from tests.world import World


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "compiled"
    monkeypatch.setenv(SETTING, str(folder))
    return folder


@pytest.fixture(scope="module")
def real() -> Knowledge:
    return load(default_folder())


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SETTING, str(tmp_path_factory.mktemp("stored")))
        open_folder(default_folder())
        found = open_folder(default_folder())
    assert isinstance(found, StoredKnowledge)
    return found


class TestTheSame:
    def test_all_records_and_rows(self, real: Knowledge, stored: Knowledge) -> None:
        for name in ("sources", "careers", "places", "guidance", "programs", "institutions", "institutions_by_name"):
            assert dict(getattr(stored, name)) == dict(getattr(real, name)), name
        for name in ("schools", "tuition", "area_wages", "price_levels", "metros", "awards_by_school", "sectors"):
            assert dict(getattr(stored.tables, name)) == dict(getattr(real.tables, name)), name
        assert list(stored.tables.awards) == list(real.tables.awards)
        assert stored.tables.awards and stored.tables.awards[0] == real.tables.awards[0]
        assert stored.tables.awards[3] == real.tables.awards[3] and len(stored.tables.awards) == len(real.tables.awards)

    def test_what_is_looked_up(self, real: Knowledge, stored: Knowledge) -> None:
        assert stored.by_name == real.by_name and stored.passages == real.passages
        assert dict(stored.schools_called) == dict(real.schools_called)
        assert dict(stored.catalog.towns) == dict(real.catalog.towns)
        assert stored.tables.newest_directory == real.tables.newest_directory
        assert stored.catalog.newest_year == real.catalog.newest_year
        assert dict(stored.tables.wages_by_occupation) == dict(real.tables.wages_by_occupation)

    @pytest.mark.parametrize("sort", [None, "cheapest", "graduates", "shortest", "name"])
    def test_lists_in_every_order(self, real: Knowledge, stored: Knowledge, sort: str | None) -> None:
        filters = Filters(places=("new-england", "texas"), sort=sort)
        one, other = (ranking.programs(find(filters, k).sure, filters, k) for k in (real, stored))
        assert [p.id for p in one] == [p.id for p in other] != []
        filters = Filters(places=("texas",), levels=("bachelor",), sort=sort)
        a, b = (ranking.schools(find_schools(filters, k).sure, filters, k).ids for k in (real, stored))
        assert a == b != ()

    @pytest.mark.parametrize(
        "question",
        [
            Question(Facet.SCHOOLS, (Mentioned(Subject("school", "us-193900"), "NYU"),)),
            Question(Facet.SCHOOLS, filters=Filters(places=("ohio",), levels=("bachelor",)), shape=Shape.LIST),
            Question(Facet.SCHOOLS, filters=Filters(around="chicago", cost_max=30000.0), shape=Shape.LIST),
            Question(Facet.COST, (Mentioned(Subject("school", "us-220978"), "MTSU"),)),
            Question(
                Facet.SALARY, (Mentioned(Subject("career", "film-video-editor"), "film editor"),), text="in Texas"
            ),
        ],
        ids=lambda q: q.facet.value,
    )
    def test_answers(self, real: Knowledge, stored: Knowledge, question: Question) -> None:
        one, other = (answer(question, knowledge) for knowledge in (real, stored))
        assert isinstance(one, Answer) and one == other


class TestChanges:
    def test_the_second_start_reads_what_the_first_one_made(self, world: World, cache: Path) -> None:
        open_folder(world.folder)
        made = [path.name for path in cache.iterdir()]
        assert len(made) == 1 and isinstance(open_folder(world.folder), StoredKnowledge)
        assert [path.name for path in cache.iterdir()] == made

    def test_a_changed_fact_is_answered_with(self, world: World, cache: Path) -> None:
        before = open_folder(world.folder)
        world.replace("glossary.yaml", "name: clapper", "name: clapperboard")
        after = open_folder(world.folder)
        assert before.glossary["clapper"].name == "clapper" and after.glossary["clapper"].name == "clapperboard"
        assert len(list(cache.iterdir())) == 2

    def test_a_running_bot_reloads(self, world: World, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("overture.knowledge.store.LOOK_EVERY_SECONDS", 0.0)
        store = KnowledgeStore(world.folder)
        world.replace("glossary.yaml", "name: clapper", "name: clapperboard")
        assert store.current().glossary["clapper"].name == "clapperboard"

    def test_faults_are_told_and_nothing_is_compiled(self, world: World, cache: Path) -> None:
        world.replace("glossary.yaml", "name: clapper", "name:")
        with pytest.raises(KnowledgeError):
            open_folder(world.folder)
        assert not cache.exists()

    def test_the_hash_is_of_contents_and_names_and_code(
        self, world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        first = digest(world.folder)
        world.append("glossary.yaml", "# a comment\n")
        second = digest(world.folder)
        (world.folder / "glossary").mkdir()
        (world.folder / "glossary.yaml").rename(world.folder / "glossary" / "words.yaml")
        third = digest(world.folder)
        monkeypatch.setattr(compiled, "_CODE", tmp_path)
        assert len({first, second, third, digest(world.folder)}) == 4

    def test_what_changes_while_it_is_read_is_not_kept(
        self, world: World, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def slowly(folder: Path) -> Knowledge:
            found = load(folder)
            world.append("glossary.yaml", "# changed meanwhile\n")
            return found

        monkeypatch.setattr(compiled, "load", slowly)
        assert not isinstance(open_folder(world.folder), StoredKnowledge)
        assert not list(cache.glob("*")) if cache.exists() else True


class TestFiles:
    def test_a_damaged_file_is_made_anew(
        self, world: World, cache: Path, overture_log: pytest.LogCaptureFixture
    ) -> None:
        open_folder(world.folder)
        (path,) = cache.iterdir()
        for damage in (b"no database", b"SQLite format 3\0" + b"\0" * 200):
            path.write_bytes(damage)
            assert open_folder(world.folder).glossary and "damaged" in overture_log.text
            assert isinstance(open_folder(world.folder), StoredKnowledge)

    def test_only_the_newest_files_are_kept(self, world: World, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(compiled, "_FILES_KEPT", 2)
        for number in range(4):
            open_folder(world.folder)
            for age, path in enumerate(sorted(cache.iterdir(), key=lambda p: p.stat().st_mtime_ns, reverse=True)):
                os.utime(path, (1_000_000 - age, 1_000_000 - age))
            world.append("glossary.yaml", f"# {number}\n")
        assert len(list(cache.iterdir())) == 2

    def test_a_folder_that_cannot_be_written_does_no_harm(
        self, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, overture_log: pytest.LogCaptureFixture
    ) -> None:
        blocked = tmp_path / "a-file"
        blocked.write_text("in the way", encoding="utf-8")
        monkeypatch.setenv(SETTING, str(blocked / "below"))
        assert open_folder(world.folder).glossary and "not compiled" in overture_log.text
        assert overture_log.records[-1].levelno == logging.INFO

    def test_it_can_be_turned_off(self, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(SETTING, "off")
        assert cache_folder() is None and not isinstance(open_folder(world.folder), StoredKnowledge)

    def test_it_stands_in_the_cache_folder_of_the_user(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.delenv(SETTING)
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        assert cache_folder() == tmp_path / "overture" / "knowledge"
        monkeypatch.delenv("XDG_CACHE_HOME")
        assert cache_folder() == Path.home() / ".cache" / "overture" / "knowledge"

    def test_processes_may_compile_at_once(self, world: World, cache: Path) -> None:
        with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
            kinds = list(pool.map(_opened, [world.folder] * 6))
        assert set(kinds) == {"StoredKnowledge"} and len(list(cache.iterdir())) == 1


def _opened(folder: Path) -> str:
    return type(open_folder(folder)).__name__
