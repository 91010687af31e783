"""Stubs are valid records, say no more than the name does, and hold any text that people type."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from overture.editing import scalars, stubs
from overture.knowledge import model, programs

NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=200)
DATES = st.sampled_from(["undated", "2026", "2026-05", "2026-27", "2022-23", "2019 to 2022", "2023-08-01"])


def read(text: str) -> dict[str, object]:
    (record,) = yaml.safe_load(text)
    return record


class TestScalars:
    @given(NAMES | st.sampled_from(["a\nb", "\t", "a\r\n"]))
    def test_any_text_reads_back(self, text: str) -> None:
        assert yaml.safe_load(f"key: {scalars.scalar(text)}") == {"key": text}

    @given(st.lists(NAMES, min_size=10).map(" ".join))
    def test_long_text_is_folded_and_reads_back(self, text: str) -> None:
        plain = " ".join(text.split())
        assert yaml.safe_load(scalars.line("key", plain)) == {"key": plain}

    @pytest.mark.parametrize("text", ["no", "12", "2026-05-01", "null", "~", "", "- a", "a: b", "a #b", "'", "1e3"])
    def test_what_reads_as_something_else_is_quoted(self, text: str) -> None:
        assert scalars.scalar(text).startswith('"')

    def test_a_fold_keeps_lines_short(self) -> None:
        written = scalars.line("text", "word: # " * 40 + "end")
        assert written.startswith("text: >-\n  word: #") and max(map(len, written.splitlines())) <= 120
        assert yaml.safe_load(written) == {"text": "word: # " * 40 + "end"}

    def test_plain_text_stays_plain(self) -> None:
        assert scalars.line("name", "A&R person (label)") == "name: A&R person (label)"


@given(NAMES, DATES, st.lists(NAMES, max_size=3))
def test_a_course_is_valid(name: str, as_of: str, aliases: list[str]) -> None:
    stub = stubs.Course("an-id", name, "a-source", as_of, tuple(aliases), "a-track")
    course = model.Course.parse_obj(read(stub.text()))
    assert (course.name, list(course.aliases), course.summary.as_of) == (name, aliases, as_of)
    assert course.concentration == "a-track"


@given(NAMES, DATES)
def test_a_career_is_valid(name: str, as_of: str) -> None:
    stub = stubs.Career("an-id", name, stubs.plural(name), "27-4014", "related", "a-source", as_of)
    career = model.Career.parse_obj(read(stub.text()))
    assert (career.name, career.soc, career.summary.as_of) == (name, "27-4014", as_of)


@given(NAMES, NAMES, DATES, st.booleans())
def test_a_program_is_valid(name: str, school: str, as_of: str, the: bool) -> None:
    stub = stubs.Program("an-id", name, school, the, "US", "master", "https://a.edu/b", as_of, city=name, state="IL")
    program = programs.Program.parse_obj(read(stub.text()))
    assert (program.name, program.school, program.the) == (name, school, the)
    assert program.full_name == stubs.full_name(name, school, the=the)
    assert program.status.standing == {"undated": "undated"}.get(
        as_of, "old" if as_of in ("2022-23", "2019 to 2022") else "recent"
    )


def test_a_text_to_be_written_says_no_more_than_the_name() -> None:
    course = read(stubs.Course("a", "audio forensics", "s", "2026").text())
    career = read(stubs.Career("a", "foley artist", "foley artists", "27-4014", "related", "s", "2026").text())
    assert course["summary"]["text"] == "Audio forensics is taught as a subject."
    assert career["summary"]["text"] == "Foley artist is the name of an occupation."


@pytest.mark.parametrize(
    ("stub", "wanted"),
    [
        (stubs.Course("a", "b", "s", "2026"), "what one learns in it"),
        (stubs.Career("a", "b", "bs", "27-4014", "related", "s", "2026"), "what people in it do"),
        (
            stubs.Program("a", "b", "c", False, "US", "master", "https://a.edu", "2026"),
            "how the page names the program",
        ),
    ],
)
def test_a_comment_above_says_what_to_write(stub: stubs.Course, wanted: str) -> None:
    lines = stub.text().splitlines()
    (at,) = [index for index, line in enumerate(lines) if stubs.TO_DO in line]
    assert wanted in lines[at] and lines[at + 1].lstrip().startswith("text: ")
    assert max(map(len, lines)) <= 120


@pytest.mark.parametrize(
    ("names", "id"),
    [
        (("Audio forensics",), "audio-forensics"),
        (("University of Example", "MS in Audio & Sound"), "example-ms-audio-sound"),
        (("Café Été",), "cafe-ete"),
        (("東京",), ""),
    ],
)
def test_an_id_is_made_of_the_words_that_tell(names: tuple[str, ...], id: str) -> None:
    assert stubs.identifier(*names) == id


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("foley artist", "foley artists"),
        ("DJ", "DJs"),
        ("boss", "bosses"),
        ("coach", "coaches"),
        ("deputy", "deputies"),
        ("attorney", "attorneys"),
        ("cameraman", "cameramen"),
    ],
)
def test_plurals(one: str, many: str) -> None:
    assert stubs.plural(one) == many
