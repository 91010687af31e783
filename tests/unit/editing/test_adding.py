"""What is added is found by name without training, stands beside what was there, and never breaks anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from overture.editing import adding, adding_programs, adding_schools
from overture.editing.editor import Added, Editor
from overture.editing.errors import EditError
from overture.knowledge import Subject, load
from overture.nlu.linker import Linker

PAGE = "https://example.invalid/page"
CELLS = {
    "unitid": "100007",
    "city": "Kelp",
    "state": "SL",
    "latitude": "1.5",
    "longitude": "-2.5",
    "locale": "town, remote",
    "control": "public",
    "hbcu": "no",
    "tribal": "no",
    "offers_graduate": "yes",
    "directory_year": "2024",
}


@pytest.fixture
def editor(isle: Path) -> Editor:
    return Editor(isle)


def linked(folder: Path, text: str) -> list[Subject]:
    return [mention.subject for mention in Linker(load(folder)).find(text)]


def texts(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def course(editor: Editor, name: str = "kelp forensics", **more: object) -> Added:
    return adding.course(editor, name, **{"source": "harbor-college", **more})


def career(editor: Editor, name: str = "gull whisperer", **more: object) -> Added:
    return adding.career(editor, name, **{"soc": "99-0004", "source": "lamp-guild", **more})


def program(editor: Editor, name: str = "MM in Foghorns", **more: object) -> Added:
    given = {"school": "Harbor College", "page": PAGE, "as_of": "2026-27", "degrees": ["mm"], **more}
    return adding_programs.program(editor, name, **given)


def school(editor: Editor, name: str = "Kelp Academy", **more: object) -> Added:
    return adding_schools.school(editor, name, CELLS, **more)


ADDING = [
    (course, "courses.yaml", "who teaches kelp forensics", Subject("course", "kelp-forensics")),
    (career, "careers.yaml", "pay of gull whisperers", Subject("career", "gull-whisperer")),
    (program, "programs/north.yaml", "the MM in Foghorns at Harbor College", Subject("program", "harbor-mm-foghorns")),
    (school, "tables/schools.csv", "is Kelp Academy any good", Subject("school", "us-100007")),
]


@pytest.mark.parametrize(("add", "file", "asked", "subject"), ADDING)
def test_it_is_found_by_name_without_training(
    editor: Editor, isle: Path, add: Callable[[Editor], Added], file: str, asked: str, subject: Subject
) -> None:
    assert subject not in linked(isle, asked)
    add(editor)
    assert linked(isle, asked) == [subject]


@pytest.mark.parametrize(("add", "file", "asked", "subject"), ADDING)
def test_nothing_else_of_its_file_changes_and_no_other_file(
    editor: Editor, isle: Path, add: Callable[[Editor], Added], file: str, asked: str, subject: Subject
) -> None:
    before = texts(isle)
    at = int(add(editor).at.rpartition(":")[2])
    after = texts(isle)
    assert {name for name in after if after[name] != before.get(name)} == {file}
    old, new = before[file].splitlines(), after[file].splitlines()
    grown = len(new) - len(old)
    kept = min(at - 1, len(old))  # of what stood before the new text
    assert new[:kept] == old[:kept] and new[kept + grown :] == old[kept:]
    assert "- id: " in new[at - 1] or new[at - 1].startswith("100007,")


@pytest.mark.parametrize(("add", "file", "asked", "subject"), ADDING[:3])
def test_it_says_which_line_to_write_on(
    editor: Editor, isle: Path, add: Callable[[Editor], Added], file: str, asked: str, subject: Subject
) -> None:
    place = add(editor).next[0].split()[2]
    assert place.startswith(str(isle / file))
    assert (isle / file).read_text().splitlines()[int(place.rpartition(":")[2]) - 1].lstrip().startswith("text: ")


@pytest.mark.parametrize(("add", "file", "asked", "subject"), ADDING)
def test_the_same_again_is_refused(
    editor: Editor, isle: Path, add: Callable[[Editor], Added], file: str, asked: str, subject: Subject
) -> None:
    add(editor)
    before = texts(isle)
    with pytest.raises(EditError, match="already"):
        add(Editor(isle))
    assert texts(isle) == before


@pytest.mark.parametrize("add", [course, career])
@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("Bell Casting", r"course/bell-casting \(.*courses.yaml:\d+\)"),
        ("echo-maps", "course/echo-mapping"),
        ("tone wardens", "career/tone-warden"),
        ("M.Mus.", "degree/mm"),
        ("MM in Bells at Harbor College", "program/harbor-mm-bells"),
        ("bells castings", "course/bell-casting"),
        ("Fogland", "place/fogland"),
        ("Old Harbor", "the school Harbor College"),
        ("reed school", "the school"),
    ],
)
def test_a_name_that_is_taken_is_refused(
    editor: Editor, isle: Path, add: Callable[..., Added], name: str, owner: str
) -> None:
    before = texts(isle)
    for given in ({"name": name}, {"name": "free name", "aliases": [name]}):
        with pytest.raises(EditError, match=f"the name '{name}' belongs to {owner}.* already"):
            add(editor, **given)
    assert texts(isle) == before


@pytest.mark.parametrize("name", ["", " ", "?!", "two\nlines", " x y", "a\x00b"])
@pytest.mark.parametrize("add", [course, career, program, school])
def test_what_is_no_name_is_refused(editor: Editor, add: Callable[..., Added], name: str) -> None:
    with pytest.raises(EditError, match="is not a name"):
        add(editor, name)


def test_a_plural_that_is_taken_is_refused(editor: Editor) -> None:
    with pytest.raises(EditError, match="belongs to career/lamp-singer"):
        career(editor, "singing person", plural="lamp singers")


@pytest.mark.parametrize("add", [course, career])
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"source": "harbor-colege"}, "--source: 'harbor-colege' is not an id in the sources.*near it: harbor-college"),
        ({"as_of": "last week"}, "--as-of: expected a date.*found 'last week'"),
        ({"as_of": "2024-02-30"}, "--as-of: expected a date"),
        ({"id": "Bad Id"}, "nothing was changed.*\n.*yaml:.*lower-case words"),
        ({"file": "programs/north.yaml"}, "--file: 'programs/north.yaml' is no file of c.*, expected one of c"),
    ],
)
def test_what_does_not_fit_is_refused(
    editor: Editor, isle: Path, add: Callable[..., Added], given: dict[str, object], said: str
) -> None:
    before = texts(isle)
    with pytest.raises(EditError, match=said):
        add(editor, **given)
    assert texts(isle) == before


@pytest.mark.parametrize(
    ("add", "id"), [(course, "bell-casting"), (career, "tone-warden"), (program, "harbor-mm-bells")]
)
def test_an_id_that_is_taken_is_refused(editor: Editor, add: Callable[..., Added], id: str) -> None:
    with pytest.raises(EditError, match=rf"the id '{id}' stands already in .*yaml:\d+: give another with --id"):
        add(editor, id=id)


def test_faults_that_were_there_before_come_first(isle: Path) -> None:
    (isle / "courses.yaml").write_text("- id: x\n")
    with pytest.raises(EditError, match=r"has faults already.*\ncourses.yaml:1: x: name: is missing"):
        Editor(isle)


class TestCourse:
    def test_date_and_track(self, editor: Editor, isle: Path) -> None:
        course(editor, concentration="cave", aliases=["seaweed proof"])
        added = load(isle).courses["kelp-forensics"]
        assert (added.summary.as_of, added.concentration) == ("2024-09-01", "cave")
        assert linked(isle, "seaweed proof") == [Subject("course", "kelp-forensics")]

    def test_an_unknown_track_is_refused(self, editor: Editor) -> None:
        with pytest.raises(EditError, match=r"--concentration: 'caves' is not an id .*near it: cave"):
            course(editor, concentration="caves")

    def test_a_name_without_latin_letters_needs_an_id(self, editor: Editor, isle: Path) -> None:
        with pytest.raises(EditError, match="give one with --id"):
            course(editor, "東京")
        course(editor, "東京", id="tokyo")
        assert load(isle).courses["tokyo"].name == "東京"

    def test_among_several_files_one_has_to_be_chosen(self, isle: Path) -> None:
        (isle / "courses").mkdir()
        (isle / "courses" / "more.yaml").write_text("[]\n")
        with pytest.raises(EditError, match=r"say with --file where it belongs: courses.yaml, courses/more.yaml"):
            course(Editor(isle))
        course(Editor(isle), file="courses/more.yaml")
        assert (isle / "courses" / "more.yaml").read_text().startswith("- id: kelp-forensics\n")


class TestCareer:
    def test_the_code_has_to_be_one(self, editor: Editor) -> None:
        with pytest.raises(EditError, match=r"--soc: expected an occupation code like 27-4014, found '27.4014'"):
            career(editor, soc="27.4014")

    def test_a_code_that_another_job_has_is_told(self, editor: Editor) -> None:
        added = career(editor, soc="99-0001")
        assert "only another title of career/tone-warden" in added.next[1] and "titles" in added.next[1]

    def test_without_a_source_of_its_own_the_knowledge_needs_one(self, editor: Editor, isle: Path) -> None:
        with pytest.raises(EditError, match="--source is needed"):
            career(editor, source=None)
        with (isle / "sources.yaml").open("a") as file:
            file.write("\n- {id: overture-knowledge, short: own, publisher: we, title: own records, as_of: '2026'}\n")
        career(Editor(isle), source=None)
        assert load(isle).careers["gull-whisperer"].summary.source == "overture-knowledge"


class TestProgram:
    def test_a_known_school_brings_its_number_place_and_names(self, editor: Editor, isle: Path) -> None:
        program(editor, school="old harbor")
        knowledge = load(isle)
        added = knowledge.programs["harbor-mm-foghorns"]
        assert (added.school, added.unitid, added.school_aliases) == ("Harbor College", 100001, ("Old Harbor",))
        assert [(place.city, place.state) for place in added.places] == [("Pier", "NL")]
        assert [p.id for p in knowledge.institutions["us-100001"].programs] == ["harbor-mm-bells", "harbor-mm-foghorns"]

    def test_a_school_of_the_table_gets_its_first_program(self, editor: Editor, isle: Path) -> None:
        program(editor, school="The Reed School", unitid=100005)
        added = load(isle).programs["reed-mm-foghorns"]
        assert (added.full_name, added.unitid) == ("MM in Foghorns at the Reed School", 100005)
        assert added.places[0].city == "Reeds"

    def test_a_school_known_by_its_programs_gets_another(self, editor: Editor, isle: Path) -> None:
        program(editor, school="the cave school")
        assert len(load(isle).institutions["cave-school"].programs) == 2

    def test_several_schools_of_one_name_are_named_with_their_numbers(self, editor: Editor) -> None:
        with pytest.raises(EditError, match=r"several schools.*Marsh, WL: 100009.*Reeds, SL: 100005"):
            program(editor, school="Reed School")
        with pytest.raises(EditError, match="--unitid: 100003 is not in the table"):
            program(editor, school="Reed School", unitid=100003)

    def test_a_new_school_needs_a_place(self, editor: Editor, isle: Path) -> None:
        with pytest.raises(EditError, match="say with --city and --country"):
            program(editor, school="Kelp Academy")
        told = program(editor, school="Kelp Academy", city="Kelp", state="WL").next
        assert "give other names of Kelp Academy" in told[1]
        assert load(isle).institutions["kelp-academy"].states == {"WL"}
        assert Subject("school", "kelp-academy") in linked(isle, "Kelp Academy")

    def test_a_new_school_that_is_nearly_a_known_one_is_told(self, editor: Editor) -> None:
        assert "if it is Harbor College" in program(editor, school="Harbour College", city="Pier", state="NL").next[1]

    @pytest.mark.parametrize(
        ("place", "file"),
        [
            ({"state": "NL"}, "north"),
            ({"state": "SL"}, "south"),
            ({"state": "WL"}, "south"),  # no program there; The Shore has one in SL
            ({"country": "FG"}, "south"),
            ({"country": "FH"}, "south"),  # no program there; The Fogs have one in FG
        ],
    )
    def test_it_stands_with_its_neighbors(self, editor: Editor, isle: Path, place: dict[str, str], file: str) -> None:
        assert program(editor, school="Kelp Academy", **place).at.startswith(str(isle / f"programs/{file}.yaml"))

    def test_far_from_all_others_the_file_has_to_be_chosen(self, editor: Editor, isle: Path) -> None:
        with pytest.raises(EditError, match=r"--file where it belongs: programs/north.yaml, programs/south.yaml"):
            program(editor, school="Kelp Academy", country="XX")
        program(editor, school="Kelp Academy", country="XX", file="programs/south.yaml")

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"degrees": []}, "say with --degree .* or with --level one of certificate"),
            ({"degrees": ["mmm"]}, "--degree: 'mmm' is not an id in degrees.yaml; near it: mm"),
            ({"page": "example.invalid"}, "--page: expected an address"),
            ({"as_of": "soon"}, "--as-of: expected a date"),
            ({"city": "Oz", "country": "Oz"}, "--state and --country: expected two capital letters"),
            ({"city": "Oz"}, "say with --city and --country"),
            ({"school": "two\nlines"}, "is not a name"),
            ({"school": "bell casting"}, "belongs to course/bell-casting"),
            ({"aliases": ["tone warden"]}, "belongs to career/tone-warden"),
        ],
    )
    def test_what_does_not_fit_is_refused(
        self, editor: Editor, isle: Path, given: dict[str, object], said: str
    ) -> None:
        before = texts(isle)
        with pytest.raises(EditError, match=said):
            program(editor, **given)
        assert texts(isle) == before

    def test_a_level_does_without_a_degree(self, editor: Editor, isle: Path) -> None:
        program(editor, "Year of Foghorns", degrees=[], level="diploma")
        assert load(isle).programs["harbor-year-foghorns"].level == "diploma"

    def test_a_second_program_of_like_name_gets_a_longer_id(self, editor: Editor, isle: Path) -> None:
        program(editor, "MM of Bells")
        assert "harbor-college-mm-of-bells" in load(isle).programs


class TestSchool:
    def test_the_table_stays_in_order(self, editor: Editor, isle: Path) -> None:
        school(editor, aliases=["KA", "Kelp"])
        schools = load(isle).tables.schools
        assert list(schools) == [100001, 100005, 100007, 100009]
        assert schools[100007].aliases == ("KA", "Kelp")

    def test_without_a_number_it_is_told_how_such_a_school_comes_in(self, editor: Editor) -> None:
        with pytest.raises(EditError, match=r'comes with its first program, as in .* --school "Kelp Academy"'):
            adding_schools.school(editor, "Kelp Academy", {})

    def test_all_that_is_missing_is_told_at_once(self, editor: Editor) -> None:
        cells = {name: cell for name, cell in CELLS.items() if name not in ("state", "hbcu")}
        with pytest.raises(EditError, match="a row needs --state, --hbcu too"):
            adding_schools.school(editor, "Kelp Academy", cells)

    @pytest.mark.parametrize(
        ("cells", "said"),
        [
            ({"unitid": "7"}, "--unitid: expected the six digits"),
            ({"unitid": "100001"}, "100001 is the number of Harbor College"),
            ({"state": "ZZ"}, "nothing was changed.*\ntables/schools.csv:4: state: 'ZZ' is not the code"),
            ({"hbcu": "perhaps"}, "hbcu: expected yes or no"),
        ],
    )
    def test_cells_that_do_not_fit_are_refused(
        self, editor: Editor, isle: Path, cells: dict[str, str], said: str
    ) -> None:
        before = texts(isle)
        with pytest.raises(EditError, match=said):
            adding_schools.school(editor, "Kelp Academy", {**CELLS, **cells})
        assert texts(isle) == before

    def test_a_shared_name_has_to_be_meant(self, editor: Editor, isle: Path) -> None:
        with pytest.raises(EditError, match=r"belongs to Reed School \(Marsh, WL: 100009\) already.*--same-name"):
            school(editor, "Reed School")
        school(editor, "Reed School", same_name=True)
        assert len(load(isle).tables.schools) == 4

    def test_a_school_known_by_its_programs_is_not_made_twice(self, editor: Editor, isle: Path) -> None:
        with pytest.raises(EditError, match=r"cave-ms-echoes\) already.*put `unitid: 100007` into those programs"):
            school(editor, "Cave School")
        south = isle / "programs" / "south.yaml"
        south.write_text(south.read_text().replace("  places:", "  unitid: 100007\n  places:"))
        school(Editor(isle), "Cave School")
        assert [s.id for s in load(isle).institutions.values() if s.name == "Cave School"] == ["us-100007"]

    def test_a_name_of_something_else_is_refused(self, editor: Editor) -> None:
        with pytest.raises(EditError, match="belongs to course/bell-casting"):
            school(editor, "Bell Casting")

    def test_a_bar_would_make_two_names(self, editor: Editor) -> None:
        with pytest.raises(EditError, match=r"without '|'"):
            school(editor, aliases=["one|two"])

    def test_a_knowledge_without_tables_takes_no_school(self, isle: Path) -> None:
        (isle / "tables.yaml").unlink()
        with pytest.raises(EditError, match="no table of schools"):
            school(Editor(isle))
