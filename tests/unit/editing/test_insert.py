"""Text is put into files without touching anything else of them, and only where the knowledge stays good."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from overture.editing import insert
from overture.editing.errors import EditError
from overture.knowledge import load

NEW = "- id: new\n  name: new\n"
TABLE = 'unitid,name,city\n100,One,A\n300,"Three, the ""third""\nof them",C\n500,Five,E\n'


class TestRecord:
    @pytest.mark.parametrize(
        ("old", "expected"),
        [
            ("- id: a\n", "- id: a\n\n- id: new\n  name: new\n"),
            ("- id: a", "- id: a\n\n- id: new\n  name: new\n"),
            ("- id: a\n\n", "- id: a\n\n- id: new\n  name: new\n"),
            ("# head\n- id: a # why\n# tail\n", "# head\n- id: a # why\n# tail\n\n- id: new\n  name: new\n"),
            ("  - id: a\n", "  - id: a\n\n  - id: new\n    name: new\n"),
            ("- id: a\r\n", "- id: a\r\n\r\n- id: new\r\n  name: new\r\n"),
            ("# head\n[]\n", "# head\n\n- id: new\n  name: new\n"),
            ("[]", "- id: new\n  name: new\n"),
        ],
    )
    def test_it_stands_at_the_end_and_all_else_stays(self, tmp_path: Path, old: str, expected: str) -> None:
        path = tmp_path / "courses.yaml"
        path.write_bytes(old.encode())
        change = insert.record(path, NEW)
        assert change.after.decode() == expected
        assert change.after.decode().splitlines()[change.line - 1].lstrip() == "- id: new"
        assert yaml.safe_load(change.after)[-1] == {"id": "new", "name": "new"}

    @pytest.mark.parametrize("old", ["[{id: a}]\n", "id: a\n", "", "# nothing\n", "---\n- id: a\n", "- id: [\n"])
    def test_a_file_of_another_form_is_refused(self, tmp_path: Path, old: str) -> None:
        path = tmp_path / "courses.yaml"
        path.write_text(old)
        with pytest.raises(EditError, match="not a list of records"):
            insert.record(path, NEW)


class TestRow:
    @pytest.mark.parametrize(
        ("number", "line", "after"),
        [
            ("050", 2, "unitid,name,city\n050,New,\n100,"),
            ("200", 3, "100,One,A\n200,New,\n300,"),
            ("400", 5, 'of them",C\n400,New,\n500,'),
            ("600", 6, "500,Five,E\n600,New,\n"),
        ],
    )
    def test_it_stands_in_its_order(self, tmp_path: Path, number: str, line: int, after: str) -> None:
        path = tmp_path / "schools.csv"
        path.write_text(TABLE)
        change = insert.row(path, {"name": "New", "unitid": number})
        assert after in change.after.decode()
        assert change.line == line
        assert change.after.decode().replace(f"{number},New,\n", "") == TABLE

    def test_marks_and_line_ends_stay(self, tmp_path: Path) -> None:
        path = tmp_path / "schools.csv"
        path.write_bytes("\ufeffunitid,name\r\n100,One".encode())
        change = insert.row(path, {"unitid": "200", "name": 'Two, "the second"'})
        assert change.after.decode() == '\ufeffunitid,name\r\n100,One\r\n200,"Two, ""the second"""\r\n'

    def test_an_unknown_column_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "schools.csv"
        path.write_text(TABLE)
        with pytest.raises(EditError, match="no column color; it has unitid, name, city"):
            insert.row(path, {"unitid": "200", "color": "red"})


class TestApply:
    GOOD = "- {id: new, name: new thing, group: isle, definition: A thing.}\n"

    def test_a_good_change_is_written(self, isle: Path) -> None:
        insert.apply(isle, insert.record(isle / "glossary.yaml", self.GOOD))
        assert "new" in load(isle).glossary
        assert [path.name for path in isle.glob(".*")] == []

    def test_a_change_with_faults_leaves_no_trace(self, isle: Path) -> None:
        before = {path: path.read_bytes() for path in isle.rglob("*") if path.is_file()}
        with pytest.raises(EditError) as told:
            insert.apply(isle, insert.record(isle / "glossary.yaml", "- {id: New, name: new thing}\n"))
        assert "nothing was changed" in str(told.value)
        assert "glossary.yaml:" in str(told.value) and "definition: is missing" in str(told.value)
        assert {path: path.read_bytes() for path in isle.rglob("*") if path.is_file()} == before

    def test_an_edit_of_someone_else_is_not_overwritten(self, isle: Path) -> None:
        path = isle / "glossary.yaml"
        change = insert.record(path, self.GOOD)
        path.write_text(path.read_text() + "# by someone else\n")
        with pytest.raises(EditError, match="changed by someone else"):
            insert.apply(isle, change)
        assert path.read_text().endswith("# by someone else\n")

    def test_a_file_that_cant_be_written_is_told(self, isle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        change = insert.record(isle / "glossary.yaml", self.GOOD)
        monkeypatch.setattr(insert.os, "replace", full)
        with pytest.raises(EditError, match="No space left"):
            insert.apply(isle, change)
        assert (isle / "glossary.yaml").read_bytes() == change.before
        assert [path.name for path in isle.glob(".*")] == []

    def test_a_linked_file_stays_a_link(self, isle: Path, tmp_path: Path) -> None:
        kept = (isle / "glossary.yaml").rename(tmp_path / "elsewhere.yaml")
        (isle / "glossary.yaml").symlink_to(kept)
        insert.apply(isle, insert.record(isle / "glossary.yaml", self.GOOD))
        assert (isle / "glossary.yaml").is_symlink() and "new thing" in kept.read_text()
