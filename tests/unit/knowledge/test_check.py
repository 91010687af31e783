"""Every kind of fault, told as file, line and what was expected; all of them at once, and none twice."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from overture.knowledge import Fault, KnowledgeError, model
from overture.knowledge.load import KINDS, OPTIONAL
from tests.world import World

DATES = "a date as YYYY, YYYY-MM, YYYY-MM-DD, two of them joined by ' to ', or undated"
GULL = "\n- {id: gull, name: gull, group: birds, definition: It brings letters.}\n"


class TestReferences:
    def test_a_source_that_is_not_there(self, world: World) -> None:
        world.replace("guidance.yaml", "source: lamp-guild", "source: lamp-gild")
        line = world.line("guidance.yaml", "lamp-gild")
        assert world.faults() == [
            f"guidance.yaml:{line}: 'lamp-gild' is not the id of any record in sources, expected one that is"
        ]

    def test_a_source_deep_inside_a_record(self, world: World) -> None:
        world.replace(
            "careers.yaml", '{source: old-pamphlet, as_of: "2016", name: pay', '{source: x, as_of: "2016", name: pay'
        )
        line = world.line("careers.yaml", "{source: x")
        assert world.faults() == [
            f"careers.yaml:{line}: 'x' is not the id of any record in sources, expected one that is"
        ]

    @pytest.mark.parametrize(
        ("file", "old", "new", "kind"),
        [
            ("courses.yaml", "concentration: cave", "concentration: grotto", "concentrations"),
            ("guidance.yaml", "topic: worth", "topic: grotto", "topics"),
            ("glossary.yaml", "source: harbor-college", "source: grotto", "sources"),
        ],
    )
    def test_an_id_that_no_record_has(self, world: World, file: str, old: str, new: str, kind: str) -> None:
        world.replace(file, old, new)
        line = world.line(file, new)
        assert world.faults() == [
            f"{file}:{line}: 'grotto' is not the id of any record in {kind}, expected one that is"
        ]

    def test_a_slip_inside_a_source_is_not_told_again_at_all_that_cite_it(self, world: World) -> None:
        world.replace("sources.yaml", "publisher: Guild of Lamp Singers", "publishr: Guild of Lamp Singers")
        start = world.line("sources.yaml", "- id: lamp-guild")
        assert world.faults() == [
            f"sources.yaml:{start}: lamp-guild: publisher: is missing, expected a value",
            f"sources.yaml:{start + 2}: lamp-guild: publishr: is not a known key here",
        ]

    def test_a_file_that_cannot_be_read_is_not_told_again_at_all_that_refer_to_it(self, world: World) -> None:
        world.write("sources.yaml", "- [\n")
        assert [fault.split(":")[0] for fault in world.faults()] == ["sources.yaml"]

    def test_references_are_still_checked_beside_a_slip_in_a_source(self, world: World) -> None:
        world.replace("sources.yaml", "publisher: Guild of Lamp Singers", "publishr: Guild of Lamp Singers")
        world.replace("glossary.yaml", "source: harbor-college", "source: grotto")
        assert "'grotto' is not the id of any record in sources" in world.faults()[0]


class TestPercentiles:
    def test_those_that_stand_the_wrong_way_round(self, world: World) -> None:
        world.replace("careers.yaml", "p25: 33333", "p25: 66666")
        (fault,) = world.faults()
        assert fault.startswith(f"careers.yaml:{world.line('careers.yaml', 'median: 55555')}: ")
        assert fault.endswith("median: is below a lower percentile, expected at least 66666")

    def test_steps_that_are_not_published_are_passed_over(self, world: World) -> None:
        world.replace("careers.yaml", "      p25: 33333\n", "")
        world.replace("careers.yaml", "p90: 99999", "p90: 66666")
        assert [fault.rpartition(": ")[2] for fault in world.faults()] == [
            "is below a lower percentile, expected at least 77777"
        ]


class TestNamesAndIds:
    def test_an_id_given_twice_in_one_file(self, world: World) -> None:
        world.append("glossary.yaml", GULL.replace("id: gull", "id: clapper"))
        first, second = world.line("glossary.yaml", "id: clapper"), world.line("glossary.yaml", "name: gull")
        assert world.faults() == [f"glossary.yaml:{second}: the id 'clapper' stands already in glossary.yaml:{first}"]

    def test_an_id_given_twice_in_two_files_of_a_kind(self, world: World) -> None:
        world.write("glossary/birds.yaml", GULL.replace("id: gull", "id: clapper"))
        first = world.line("glossary.yaml", "id: clapper")
        assert world.faults() == [f"glossary/birds.yaml:2: the id 'clapper' stands already in glossary.yaml:{first}"]

    def test_two_kinds_may_use_one_id(self, world: World) -> None:
        world.append("glossary.yaml", GULL.replace("id: gull", "id: mm"))
        assert "mm" in world.load().glossary

    def test_an_alias_that_another_kind_has_already(self, world: World) -> None:
        world.replace("careers.yaml", "titles: [lantern soloist]", "titles: [Lantern-Soloist, b mus, BELL casting]")
        line = world.line("careers.yaml", "Lantern-Soloist")
        assert world.faults() == [
            f"careers.yaml:{line}: the name 'BELL casting' belongs to courses/bell-casting already, "
            "expected a name of its own"
        ]

    @pytest.mark.parametrize("spelling", ["B.Mus.", "bmus", "BMus", "B.Mus"])
    def test_spellings_that_fold_to_one_name_are_one_name(self, world: World, spelling: str) -> None:
        world.append("glossary.yaml", GULL.replace("name: gull", f"name: {spelling}"))
        line = world.line("glossary.yaml", "It brings letters")
        assert world.faults() == [
            f"glossary.yaml:{line}: the name '{spelling}' belongs to degrees/bmus already, expected a name of its own"
        ]

    def test_the_plural_of_a_job_is_a_name_too(self, world: World) -> None:
        world.append("glossary.yaml", GULL.replace("name: gull", "name: night watch"))
        world.replace("careers.yaml", "plural: tone warders", "plural: night watch")
        line = world.line("careers.yaml", "plural: night watch")
        assert world.faults() == [
            f"careers.yaml:{line}: the name 'night watch' belongs to glossary/gull already, expected a name of its own"
        ]

    def test_a_title_that_only_a_note_speaks_of_is_a_name_too(self, world: World) -> None:
        world.replace("careers.yaml", "titles: [gong producer]", "titles: [gong producer, lamp singer]")
        line = world.line("careers.yaml", "- id: lamp-singer") + 1
        assert world.faults() == [
            f"careers.yaml:{line}: the name 'lamp singer' belongs to careers/tone-warden already, "
            "expected a name of its own"
        ]

    def test_one_thing_may_repeat_its_own_name(self, world: World) -> None:
        world.replace("glossary.yaml", "aliases: [bell tongue]", "aliases: [bell tongue, Clapper, clapper]")
        assert world.load().glossary["clapper"].aliases == ("bell tongue", "Clapper", "clapper")

    def test_names_without_letters(self, world: World) -> None:
        world.replace("glossary.yaml", "aliases: [bell tongue]", 'aliases: ["?!"]')
        world.replace("glossary.yaml", "aliases: [isle shells]", 'aliases: ["..."]')
        first, second = world.line("glossary.yaml", "?!"), world.line("glossary.yaml", '"..."')
        assert world.faults() == [
            f"glossary.yaml:{first}: the name '?!' has no letters",
            f"glossary.yaml:{second}: the name '...' has no letters",
        ]

    @pytest.mark.parametrize("id", ["Fog Floor", "fog_floor", "fog-", "-fog", "fog--floor", "füg", '""'])
    def test_an_id_that_is_no_lower_case_words_with_hyphens(self, world: World, id: str) -> None:
        world.replace("glossary.yaml", "- id: fog-floor", f"- id: {id}")
        line = world.line("glossary.yaml", "name: fog floor") - 1
        shown = id.strip('"')
        assert world.faults() == [
            f"glossary.yaml:{line}: {shown}: id: expected lower-case words joined by hyphens",
        ]


class TestValues:
    """A wrong value in one place: (file, what stands there, what is put there, key, what is said)."""

    @pytest.mark.parametrize(
        ("old", "new", "key", "said"),
        [
            ("median: 55555", 'median: "55555"', "wages.0.median", "expected a number, found '55555'"),
            ("median: 55555", "median: 55,555", "wages.0.median", "expected a number, found '55,555'"),
            ("median: 55555", "median: lots", "wages.0.median", "expected a number, found 'lots'"),
            ("median: 55555", "median: yes", "wages.0.median", "expected a number, found True"),
            ("median: 55555", "median: .nan", "wages.0.median", "expected a number, found nan"),
            ("median: 55555", "median: -.inf", "wages.0.median", "expected a number, found -inf"),
            ("median: 55555", "median: [1]", "wages.0.median", "expected a number"),
            (
                "jobs_start: 1300",
                "jobs_start: 1300.5",
                "projections.0.jobs_start",
                "expected a whole number, found 1300.5",
            ),
            ("jobs_start: 1300", "jobs_start: [1]", "projections.0.jobs_start", "expected a whole number"),
            ("change_pct: 0", "change_pct:", "projections.0.change_pct", "is empty, expected a value"),
            ("towers: 77.7", 'towers: "77.7"', "employers.0.shares", "expected a number, found '77.7'"),
            ("towers: 77.7", "towers: no", "employers.0.shares", "expected a number, found False"),
            ("items: [Tidebook]", "items: Tidebook", "software.items", "expected a list"),
            (
                "items: [Tidebook]",
                "items: [Tidebook, NO]",
                "software.items",
                "expected text, found false: put it in quotes",
            ),
            (
                "covers: Includes those who oil the ropes.",
                "covers: on",
                "covers",
                "expected text, found true: put it in quotes",
            ),
            ("covers: Includes those who oil the ropes.", "covers: [ropes]", "covers", "expected text"),
            ("covers: Includes those who oil the ropes.", "covrs: ropes", "covrs", "is not a known key here"),
            ("  plural: tone wardens", "  plural:", "plural", "is empty, expected a value"),
            ("aliases: [bell engineer, A&R]", "aliases: bell engineer", "aliases", "expected a list"),
            ("aliases: [bell engineer, A&R]", "aliases: [bell engineer, ]", "", ""),
        ],
    )
    def test_a_value_of_the_wrong_type(self, world: World, old: str, new: str, key: str, said: str) -> None:
        text = world.text("careers.yaml")
        world.write("careers.yaml", text.replace(old, new, 1))
        if not said:  # a comma too many is no fault in YAML
            assert world.load().careers["tone-warden"].aliases == ("bell engineer",)
            return
        line = text[: text.index(old)].count("\n") + 1
        assert world.faults() == [f"careers.yaml:{line}: tone-warden: {key}: {said}"]

    def test_keys_where_a_list_is_wanted_and_a_list_where_keys_are(self, world: World) -> None:
        world.replace("glossary.yaml", "aliases: [bell tongue]", "aliases: {bell: tongue}")
        world.replace("careers.yaml", "shares: {towers: 77.7, lighthouses: 22.2}", "shares: [77.7, 22.2]")
        first, second = world.line("careers.yaml", "shares: [77.7"), world.line("glossary.yaml", "{bell: tongue}")
        assert world.faults() == [
            f"careers.yaml:{first}: tone-warden: employers.0.shares: expected keys with values",
            f"glossary.yaml:{second}: clapper: aliases: expected a list",
        ]

    def test_a_value_that_begins_on_the_next_line_is_told_at_its_key(self, world: World) -> None:
        gull = "\n- id: gull\n  name: gull\n  group: birds\n  definition:\n\n    - It brings letters.\n"
        world.append("glossary.yaml", gull)
        line = world.line("glossary.yaml", "It brings letters") - 2
        assert world.faults() == [f"glossary.yaml:{line}: gull: definition: expected text"]

    def test_a_value_that_is_missing_is_told_at_the_record(self, world: World) -> None:
        world.replace("glossary.yaml", "  definition: The loudness below which fog swallows every sound.\n", "")
        line = world.line("glossary.yaml", "- id: fog-floor")
        assert world.faults() == [f"glossary.yaml:{line}: fog-floor: definition: is missing, expected a value"]

    def test_a_word_that_is_not_one_of_the_permitted_ones(self, world: World) -> None:
        world.replace("requirements.yaml", "demand: rare", "demand: seldom")
        line = world.line("requirements.yaml", "demand: seldom")
        assert world.faults() == [
            f"requirements.yaml:{line}: audition: demand: "
            "unexpected value; permitted: 'always', 'usual', 'sometimes', 'rare'"
        ]

    @pytest.mark.parametrize("entry", ["- gull", "- 7", "-"])
    def test_an_entry_that_is_no_record(self, world: World, entry: str) -> None:
        world.append("glossary.yaml", f"\n{entry}\n")
        line = world.text("glossary.yaml").count("\n")
        assert world.faults() == [f"glossary.yaml:{line}: expected a record beginning with '- id:'"]

    @pytest.mark.parametrize(
        "date",
        [
            "soon",
            "5/2024",
            "2024-5",
            "24",
            "2024-13x",
            "2019-13",
            "2024-00",
            "2024-02-30",
            "2023-02-29",
            "2024 to",
            "Undated",
        ],
    )
    def test_a_wrong_date(self, world: World, date: str) -> None:
        world.replace("sources.yaml", 'as_of: "2024-09-01"', f"as_of: {date}")
        line = world.line("sources.yaml", f"as_of: {date}", after="id: harbor-college")
        assert world.faults() == [f"sources.yaml:{line}: harbor-college: as_of: expected {DATES}"]

    @given(st.text() | st.from_regex(r"\d{4}-\d\d(-\d\d)?( to \d{4}(-\d\d)?)?"))
    def test_any_text_is_a_date_or_a_fault_and_never_a_crash(self, text: str) -> None:
        try:
            said = model.Dated(source="s", as_of=text).as_of
        except ValidationError as error:
            said = "; ".join(item["msg"] for item in error.errors())
        assert said == f"expected {DATES}" or (said == text and re.fullmatch(r"[0-9]{4}[0-9 to-]*|undated", said))


class TestFiles:
    @pytest.mark.parametrize("kind", sorted(set(KINDS) - OPTIONAL))
    def test_a_file_that_is_missing(self, world: World, kind: str) -> None:
        (world.folder / f"{kind}.yaml").unlink()
        assert world.faults() == [f"{kind}.yaml:1: the file is missing, expected a list of {kind} in {world.folder}"]

    def test_a_folder_without_anything(self, world: World) -> None:
        for path in world.folder.iterdir():
            path.unlink()
        assert world.faults() == [
            f"{kind}.yaml:1: the file is missing, expected a list of {kind} in {world.folder}"
            for kind in sorted(set(KINDS) - OPTIONAL)
        ]

    @pytest.mark.parametrize("content", ["", "\n\n", "# only a comment\n", "---\n", "id: gull\n", "gull\n", "7\n"])
    def test_a_file_that_is_empty_or_no_list(self, world: World, content: str) -> None:
        world.write("glossary.yaml", content)
        assert world.faults() == ["glossary.yaml:1: expected a list of glossary, each beginning with '- id:'"]

    def test_an_empty_list_is_no_fault_of_its_own(self, world: World) -> None:
        world.write("glossary.yaml", "[]\n")
        assert world.load().glossary == {}

    def test_a_file_that_is_not_utf_8(self, world: World) -> None:
        world.write("glossary.yaml", "- {id: mowe, name: Möwe}\n".encode("latin-1"))
        assert world.faults() == ["glossary.yaml:1: the file is not UTF-8 text (invalid start byte)"]

    def test_a_folder_in_the_place_of_a_file(self, world: World) -> None:
        (world.folder / "glossary" / "birds.yaml").mkdir(parents=True)
        assert world.faults() == ["glossary/birds.yaml:1: the file can't be read (Is a directory)"]

    @pytest.mark.parametrize(
        ("content", "line", "said"),
        [
            ("- id: gull\n  name: gull: white\n", 2, "mapping values are not allowed in this context"),
            ("- id: gull\n  name: 'gull\n", 3, "while scanning a quoted scalar, found unexpected end of stream"),
            (
                "- id: gull\n\tname: gull\n",
                2,
                "while scanning a plain scalar, found a tab character that violates indentation",
            ),
            ("- id: gull\n  name: *nest\n", 2, "found undefined alias"),
            (
                "- id: gull\n---\n- id: tern\n",
                2,
                "expected a single document in the stream, but found another document",
            ),
            ("- id: gull\n  ? [a, b]\n  : c\n", 2, "while constructing a mapping, found unhashable key"),
            ("- id: gull\n  name: g\x07ull\n", 2, "the character U+0007 can't stand in it"),
            ("- id: gull\n  name: !nest gull\n", 2, "could not determine a constructor for the tag '!nest'"),
        ],
    )
    def test_bad_yaml_is_told_with_its_line(self, world: World, content: str, line: int, said: str) -> None:
        world.write("glossary.yaml", content)
        assert world.faults() == [f"glossary.yaml:{line}: bad YAML: {said}"]

    @pytest.mark.parametrize("content", ["&a\n- *a\n", "- id: 0x_\n"])
    def test_yaml_that_has_no_meaning_is_a_fault_and_no_crash(self, world: World, content: str) -> None:
        world.write("glossary.yaml", content)
        (fault,) = world.faults()
        assert fault.startswith("glossary.yaml:1: bad YAML: ")

    def test_a_key_given_twice(self, world: World) -> None:
        world.replace("glossary.yaml", "  name: fog floor\n", "  name: fog floor\n  group: fog\n")
        line = world.line("glossary.yaml", "group: mixing")
        assert world.faults() == [f"glossary.yaml:{line}: the key 'group' stands here twice"]

    @pytest.mark.parametrize("key", ["on", "2019", "1.5", "~", "2019-01-01"])
    def test_a_key_that_yaml_does_not_read_as_text(self, world: World, key: str) -> None:
        world.append("glossary.yaml", GULL.replace("{id", f"{{{key}: 1, id"))
        line = world.line("glossary.yaml", "It brings letters")
        unknown = f"glossary.yaml:{line}: gull: {key}: is not a known key here"
        said = f"glossary.yaml:{line}: the key '{key}' does not read as text, put it in quotes"
        assert world.faults() == ([unknown] if key == "2019-01-01" else [unknown, said])


class TestAllAtOnce:
    def test_all_faults_of_all_files_are_told_together_sorted_by_place(self, world: World) -> None:
        world.write("levels.yaml", "- id: [\n")
        (world.folder / "courses.yaml").unlink()
        world.replace("requirements.yaml", "demand: rare", "demand: seldom")
        world.replace("careers.yaml", "median: 55555", "median: lots")
        world.replace("careers.yaml", "jobs_start: 1300", "jobs_strt: 1300")
        world.replace("guidance.yaml", "source: lamp-guild", "source: lamp-gild")
        world.append("glossary.yaml", GULL + GULL.replace("id: gull", "id: tern"))
        median, jobs = world.line("careers.yaml", "lots"), world.line("careers.yaml", "jobs_strt")
        source, tern = world.line("guidance.yaml", "lamp-gild"), world.line("glossary.yaml", "id: tern")
        demand = world.line("requirements.yaml", "seldom")
        assert world.faults() == [
            f"careers.yaml:{median}: tone-warden: wages.0.median: expected a number, found 'lots'",
            f"careers.yaml:{jobs}: tone-warden: projections.0.jobs_strt: is not a known key here",
            f"courses.yaml:1: the file is missing, expected a list of courses in {world.folder}",
            f"glossary.yaml:{tern}: the name 'gull' belongs to glossary/gull already, expected a name of its own",
            f"guidance.yaml:{source}: 'lamp-gild' is not the id of any record in sources, expected one that is",
            "levels.yaml:2: bad YAML: while parsing a flow node, did not find expected node content",
            f"requirements.yaml:{demand}: audition: demand: "
            "unexpected value; permitted: 'always', 'usual', 'sometimes', 'rare'",
        ]

    def test_one_record_can_have_several_faults(self, world: World) -> None:
        world.append("glossary.yaml", "\n- id: Gull\n  nme: gull\n  group: [birds]\n  definition: yes\n")
        start = world.line("glossary.yaml", "- id: Gull")
        assert world.faults() == [
            f"glossary.yaml:{start}: Gull: id: expected lower-case words joined by hyphens",
            f"glossary.yaml:{start}: Gull: name: is missing, expected a value",
            f"glossary.yaml:{start + 1}: Gull: nme: is not a known key here",
            f"glossary.yaml:{start + 2}: Gull: group: expected text",
            f"glossary.yaml:{start + 3}: Gull: definition: expected text, found true: put it in quotes",
        ]

    def test_an_error_tells_each_fault_once_in_order(self) -> None:
        later, sooner = Fault("b.yaml", 2, "x"), Fault("a.yaml", 10, "y")
        error = KnowledgeError([later, sooner, Fault("b.yaml", 2, "x")])
        assert error.faults == (sooner, later)
        assert str(error) == "a.yaml:10: y\nb.yaml:2: x"
