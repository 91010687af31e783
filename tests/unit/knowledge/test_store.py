"""The knowledge of a running bot: read anew when a file changes, kept when the change is broken."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from overture.knowledge import Knowledge, KnowledgeError, KnowledgeStore, default_folder, load, shared, store
from tests.world import World

GULL = "\n- {id: gull, name: gull, group: birds, definition: It brings letters.}\n"


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are looked at each time."""
    monkeypatch.setattr(store, "LOOK_EVERY_SECONDS", 0.0)


class Clock:
    """Time that only passes when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    ticking = Clock()
    monkeypatch.setattr(store, "time", ticking)
    return ticking


@pytest.mark.usefixtures("eager")
class TestChanges:
    def test_the_same_knowledge_is_handed_out_while_nothing_changes(self, world: World) -> None:
        kept = KnowledgeStore(world.folder)
        assert kept.current() is kept.current()

    def test_a_new_record_is_there_at_the_next_question(
        self, world: World, overture_log: pytest.LogCaptureFixture
    ) -> None:
        kept = KnowledgeStore(world.folder)
        before = kept.current()
        world.append("glossary.yaml", GULL)
        assert "gull" in kept.current().glossary and "gull" not in before.glossary
        assert overture_log.messages == [f"Knowledge reloaded from {world.folder}"]

    def test_a_changed_figure_of_the_same_length_is_seen(self, world: World) -> None:
        kept = KnowledgeStore(world.folder)
        world.replace("careers.yaml", "median: 55555", "median: 55556")
        wage = kept.current().careers["tone-warden"].wage()
        assert wage is not None and wage.median == 55556

    def test_a_new_file_and_a_deleted_one_are_seen(self, world: World) -> None:
        kept = KnowledgeStore(world.folder)
        world.write("glossary/birds.yaml", GULL)
        assert "gull" in kept.current().glossary
        (world.folder / "glossary/birds.yaml").unlink()
        assert "gull" not in kept.current().glossary

    def test_a_change_that_is_broken_keeps_the_last_good_knowledge_and_logs_the_fault(
        self, world: World, overture_log: pytest.LogCaptureFixture
    ) -> None:
        kept = KnowledgeStore(world.folder)
        good = kept.current()
        world.replace("careers.yaml", "median: 55555", "median: lots")
        line = world.line("careers.yaml", "median: lots")
        assert kept.current() is good
        (record,) = overture_log.records
        assert record.levelname == "ERROR"
        assert record.getMessage() == (
            "Knowledge not reloaded, the last good one stays in use:\n"
            f"careers.yaml:{line}: tone-warden: wages.0.median: expected a number, found 'lots'"
        )

    def test_a_broken_change_is_logged_once_and_not_at_each_question(
        self, world: World, overture_log: pytest.LogCaptureFixture
    ) -> None:
        kept = KnowledgeStore(world.folder)
        world.write("glossary.yaml", "- [\n")
        for _ in range(3):
            kept.current()
        assert len(overture_log.records) == 1

    @pytest.mark.parametrize("content", ["", "- [", "- &a [*a]\n", "- {id: gull, on: 2024-02-30}\n", "\x07", "- 7\n"])
    def test_nothing_that_an_editor_may_save_stops_the_bot(self, world: World, content: str) -> None:
        kept = KnowledgeStore(world.folder)
        good = kept.current()
        world.write("glossary.yaml", content)
        assert kept.current() is good

    def test_a_folder_that_is_gone_keeps_the_last_good_knowledge(self, world: World, tmp_path: Path) -> None:
        kept = KnowledgeStore(world.folder)
        good = kept.current()
        world.folder.rename(tmp_path / "elsewhere")
        assert kept.current() is good

    def test_the_repaired_file_is_read_again(self, world: World, overture_log: pytest.LogCaptureFixture) -> None:
        kept = KnowledgeStore(world.folder)
        right = world.text("glossary.yaml")
        world.write("glossary.yaml", "- [\n")
        broken = kept.current()
        world.write("glossary.yaml", right + GULL)
        assert "gull" in kept.current().glossary and "gull" not in broken.glossary
        assert [record.levelname for record in overture_log.records] == ["ERROR", "INFO"]

    def test_questions_from_several_threads_get_one_and_the_same_reload(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept = KnowledgeStore(world.folder)
        loads: list[Path] = []

        def counted(folder: Path) -> Knowledge:
            loads.append(folder)
            return load(folder)

        monkeypatch.setattr(store, "open_folder", counted)
        world.append("glossary.yaml", GULL)
        found: list[Knowledge] = []
        threads = [threading.Thread(target=lambda: found.append(kept.current())) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 8 and len(loads) == 1
        assert kept.current() in found


class TestLooking:
    def test_files_are_looked_at_every_two_seconds_and_no_oftener(self, world: World, clock: Clock) -> None:
        kept = KnowledgeStore(world.folder)
        world.append("glossary.yaml", GULL)
        clock.now += store.LOOK_EVERY_SECONDS - 0.01
        assert "gull" not in kept.current().glossary
        clock.now += 0.02
        assert "gull" in kept.current().glossary

    def test_the_next_look_is_counted_from_the_last(self, world: World, clock: Clock) -> None:
        kept = KnowledgeStore(world.folder)
        clock.now += store.LOOK_EVERY_SECONDS
        kept.current()
        world.append("glossary.yaml", GULL)
        clock.now += store.LOOK_EVERY_SECONDS / 2
        assert "gull" not in kept.current().glossary

    def test_a_file_that_vanishes_while_it_is_looked_at_does_no_harm(
        self, world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept = KnowledgeStore(world.folder)
        monkeypatch.setattr(store, "files", lambda folder: [*world.folder.glob("*.yaml"), folder / "gone.yaml"])
        clock.now += store.LOOK_EVERY_SECONDS
        assert len(kept.current().careers) == 4


class TestTheStart:
    def test_without_good_knowledge_there_is_no_store(self, world: World) -> None:
        world.write("glossary.yaml", "- [\n")
        with pytest.raises(KnowledgeError, match=r"^glossary\.yaml:2: bad YAML"):
            KnowledgeStore(world.folder)

    def test_the_folder_can_be_chosen_by_the_environment(self, in_the_world: Path) -> None:
        assert default_folder() == in_the_world
        assert "tone-warden" in shared().current().careers

    def test_without_a_choice_it_is_data_knowledge_of_the_checkout(self) -> None:
        assert default_folder() == Path(__file__).resolve().parents[3] / "data" / "knowledge"

    @pytest.mark.usefixtures("in_the_world")
    def test_a_process_has_one_store_for_a_folder(self) -> None:
        assert shared() is shared()

    def test_another_folder_has_another_store(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        world.append("glossary.yaml", GULL)
        monkeypatch.setenv("OVERTURE_KNOWLEDGE", str(world.folder))
        assert "gull" in shared().current().glossary
