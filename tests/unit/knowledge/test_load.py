"""The made-up world as it is after loading: typed, frozen, complete, and found by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overture.answers.base.topics import TOPICS
from overture.knowledge import Knowledge, Passage, Subject, fold, load, model
from overture.knowledge.load import KINDS, OPTIONAL, files
from tests.world import World

SIZES = {
    "sources": 6,
    "degrees": 3,
    "levels": 2,
    "concentrations": 2,
    "courses": 3,
    "requirements": 4,
    "topics": 26,
    "guidance": 3,
    "glossary": 4,
    "careers": 4,
    "programs": 0,
    "backgrounds": 0,
    "aims": 0,
    "places": 0,
}


def records(knowledge: Knowledge) -> dict[str, dict[str, object]]:
    return {kind: dict(getattr(knowledge, kind)) for kind in SIZES}


class TestLoading:
    def test_every_record_of_every_kind_is_read(self, knowledge: Knowledge) -> None:
        assert {kind: len(getattr(knowledge, kind)) for kind in SIZES} == SIZES
        assert set(SIZES) == set(KINDS) - {"tables"}

    def test_each_record_has_the_type_of_its_kind(self, knowledge: Knowledge) -> None:
        for kind in set(KINDS) - OPTIONAL:
            assert {type(record) for record in getattr(knowledge, kind).values()} == {KINDS[kind]}

    def test_records_are_kept_by_id_in_the_order_of_the_file(self, knowledge: Knowledge) -> None:
        assert list(knowledge.careers) == ["tone-warden", "lamp-singer", "tone-warder", "all-occupations"]
        assert all(record.id == id for id, record in knowledge.careers.items())

    def test_what_is_not_written_is_none_or_empty_and_never_nought(self, knowledge: Knowledge) -> None:
        warder = knowledge.careers["tone-warder"]
        assert (warder.covers, warder.entry, warder.tasks, warder.page) == (None, None, None, None)
        assert (warder.wages, warder.employment, warder.projections, warder.titles) == ((), (), (), ())
        assert knowledge.careers["lamp-singer"].projections[0].jobs_start is None

    def test_a_growth_of_nought_stays_nought(self, knowledge: Knowledge) -> None:
        projection = knowledge.careers["tone-warden"].projection()
        assert projection is not None and projection.change_pct == 0 and projection.change_pct is not None

    def test_numbers_lists_and_dates_arrive_as_written(self, knowledge: Knowledge) -> None:
        wage = knowledge.careers["tone-warden"].wages[0]
        assert (wage.median, wage.mean_rse_pct, wage.at_least, wage.as_of) == (55555, 1.5, ("p90",), "2025-05")
        assert knowledge.degrees["mm"].points[0].figures[0].value == 7

    def test_a_date_of_digits_only_may_stand_without_quotes(self, world: World) -> None:
        world.append("glossary.yaml", "\n- {id: gull, name: gull, group: birds, definition: It brings letters.}\n")
        world.replace("sources.yaml", 'as_of: "2024-09-01"', "as_of: 2024-09-01")
        world.replace("sources.yaml", 'as_of: "2023"', "as_of: 2023")
        world.replace("sources.yaml", 'released: "2026-01-11"', "released: 2026-01-11")
        sources = world.load().sources
        assert (sources["harbor-college"].as_of, sources["lamp-guild"].as_of) == ("2024-09-01", "2023")
        assert sources["lirra-bureau-2025"].released == "2026-01-11"

    @pytest.mark.parametrize(
        "date",
        [
            "2019",
            "2019-02",
            "2020-02-29",
            "2019-12-31",
            "2024-34",
            "2023-24",
            "2019-20 to 2023-24",
            "2016 to 2026",
            "undated",
        ],
    )
    def test_these_are_dates(self, date: str) -> None:
        assert model.Dated(source="x", as_of=date).as_of == date

    def test_a_record_cannot_be_changed(self, knowledge: Knowledge) -> None:
        with pytest.raises(TypeError, match="immutable"):
            knowledge.careers["lamp-singer"].plural = "lamps"

    def test_loading_twice_gives_the_same_knowledge(self, knowledge: Knowledge, fixture_knowledge: Path) -> None:
        assert records(load(fixture_knowledge)) == records(knowledge)

    def test_a_kind_may_be_a_folder_of_files(self, world: World, knowledge: Knowledge) -> None:
        first, second = world.text("guidance.yaml").split("\n\n", 1)
        (world.folder / "guidance.yaml").unlink()
        world.write("guidance/b-more.yaml", second)
        world.write("guidance/a-first.yaml", first + "\n")
        assert records(world.load()) == records(knowledge)

    def test_a_file_and_a_folder_of_one_kind_add_up(self, world: World) -> None:
        world.write("glossary/birds.yaml", "- {id: gull, name: gull, group: birds, definition: It brings letters.}\n")
        assert list(world.load().glossary)[-2:] == ["shell", "gull"]

    def test_a_byte_order_mark_and_line_ends_of_windows_do_no_harm(self, world: World, knowledge: Knowledge) -> None:
        for path in world.folder.glob("*.yaml"):
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
        assert records(world.load()) == records(knowledge)

    def test_all_files_that_are_read_are_watched(self, world: World) -> None:
        world.write("glossary/birds.yaml", "- {id: gull, name: gull, group: birds, definition: It brings letters.}\n")
        world.write("notes.txt", "not knowledge")
        watched = {path.relative_to(world.folder).as_posix() for path in files(world.folder)}
        expected = {f"{kind}.yaml" for kind in set(KINDS) - OPTIONAL} | {"glossary/birds.yaml"}
        assert watched == expected

    def test_the_made_up_world_has_every_topic_that_an_answer_leads_with(self, knowledge: Knowledge) -> None:
        wanted = {id for ids in TOPICS.values() for id in ids}
        assert wanted <= set(knowledge.topics)
        for topic in knowledge.topics.values():
            assert topic.points and all(point.asks for point in topic.points)


class TestFinding:
    def test_a_name_an_alias_a_plural_and_a_title_lead_to_the_same_job(self, knowledge: Knowledge) -> None:
        names = ("tone warden", "Tone Wardens", "bell engineer", "A&R", "tower tuner", "gong producer")
        assert {knowledge.by_name[fold(name)] for name in names} == {Subject("career", "tone-warden")}

    def test_names_one_letter_apart_lead_to_different_jobs(self, knowledge: Knowledge) -> None:
        assert knowledge.by_name["tone warden"] != knowledge.by_name["tone warder"]

    def test_every_name_of_every_thing_leads_back_to_it(self, knowledge: Knowledge) -> None:
        for subject, thing in knowledge.things():
            assert {knowledge.by_name[fold(surface)] for surface in thing.surfaces()} == {subject}
            assert knowledge.get(subject) is thing

    def test_things_are_all_records_with_a_name(self, knowledge: Knowledge) -> None:
        kinds = ["degree", "level", "concentration", "course", "requirement", "topic", "term", "career"]
        assert list(dict.fromkeys(subject.kind for subject, _ in knowledge.things())) == kinds
        counted = sum(SIZES[kind] for kind in SIZES if kind not in ("sources", "guidance"))
        assert len(list(knowledge.things())) == counted

    @pytest.mark.parametrize("subject", [Subject("career", "gone"), Subject("ship", "tone-warden"), Subject("", "")])
    def test_what_an_editor_has_taken_out_is_none(self, knowledge: Knowledge, subject: Subject) -> None:
        assert knowledge.get(subject) is None

    def test_a_name_in_the_list_of_titles_keeps_its_wording(self, knowledge: Knowledge) -> None:
        surfaces = knowledge.careers["tone-warden"].surfaces()
        assert surfaces == ("tone warden", "tone wardens", "bell engineer", "A&R", "tower tuner", "gong producer")

    def test_a_name_given_twice_is_listed_once(self, knowledge: Knowledge) -> None:
        record = knowledge.careers["lamp-singer"].copy(update={"plural": "lamp singer", "aliases": ("lamp singer",)})
        assert record.surfaces() == ("lamp singer", "lantern soloist")


class TestPassages:
    def test_a_passage_is_keyed_by_kind_id_field_and_number(self, knowledge: Knowledge) -> None:
        passage = knowledge.passages["concentration/cave/points/0"]
        statement = knowledge.concentrations["cave"].points[0]
        assert passage == Passage("concentration/cave/points/0", Subject("concentration", "cave"), statement)

    @pytest.mark.parametrize(
        "key",
        [
            "topic/online/lead/0",
            "topic/online/points/0",
            "degree/mm/summary/0",
            "requirement/portfolio/points/0",
            "career/tone-warden/title_notes/0",
            "career/tone-warden/entry_points/0",
            "career/tone-warden/outlook_points/0",
            "career/tone-warden/older_claims/0",
        ],
    )
    def test_every_statement_of_a_thing_is_a_passage(self, knowledge: Knowledge, key: str) -> None:
        kind, id, field, number = key.split("/")
        value = getattr(knowledge.get(Subject(kind, id)), field)
        assert knowledge.passages[key].statement == (value[int(number)] if isinstance(value, tuple) else value)

    def test_guidance_belongs_to_its_topic(self, knowledge: Knowledge) -> None:
        passage = knowledge.passages["guidance/visa-driftwood"]
        assert passage.subject == Subject("topic", "international")
        assert passage.statement.confidence == "medium"

    def test_definitions_and_figures_are_no_passages(self, knowledge: Knowledge) -> None:
        assert not any(key.startswith("term/") for key in knowledge.passages)
        assert all(isinstance(passage.statement, model.Statement) for passage in knowledge.passages.values())


class TestNewestFigures:
    def test_the_newest_wage_of_the_unit_is_taken(self, knowledge: Knowledge) -> None:
        warden = knowledge.careers["tone-warden"]
        yearly, hourly = warden.wage(), warden.wage("USD an hour")
        assert yearly is not None and (yearly.as_of, yearly.median) == ("2025-05", 55555)
        assert hourly is not None and hourly.median == 26.71

    def test_a_wage_of_one_year_is_found_by_that_year(self, knowledge: Knowledge) -> None:
        wage = knowledge.careers["tone-warden"].wage(as_of="2018")
        assert wage is not None and wage.median == 44444

    @pytest.mark.parametrize(("unit", "year"), [("USD a year", "2020"), ("USD an hour", "2018")])
    def test_a_year_without_figures_has_no_wage(self, knowledge: Knowledge, unit: str, year: str) -> None:
        assert knowledge.careers["tone-warden"].wage(unit, year) is None

    def test_a_job_with_hourly_pay_has_no_yearly_wage(self, knowledge: Knowledge) -> None:
        singer = knowledge.careers["lamp-singer"]
        assert singer.wage() is None
        assert singer.wage("USD an hour") is not None

    def test_a_job_that_nobody_counts_has_no_wage_and_no_projection(self, knowledge: Knowledge) -> None:
        warder = knowledge.careers["tone-warder"]
        assert (warder.wage(), warder.wage("USD an hour"), warder.projection()) == (None, None, None)

    def test_the_newest_projection_is_taken_unless_a_period_is_named(self, knowledge: Knowledge) -> None:
        warden = knowledge.careers["tone-warden"]
        newest, older = warden.projection(), warden.projection("2016-26")
        assert newest is not None and newest.period == "2024-34"
        assert older is not None and older.change_pct == 12.3
        assert warden.projection("1999-09") is None

    @given(st.permutations(range(3)))
    def test_the_order_of_the_blocks_does_not_matter(self, order: list[int]) -> None:
        dates = ("2018-05", "2024-05", "2025-05")
        wages = tuple(model.Wage(source="s", as_of=dates[i], unit="USD a year", median=i) for i in order)
        summary = model.Statement(source="s", as_of="2025", text="A job.")
        career = model.Career(
            id="j", name="j", plural="js", soc="1", scope="core", summary=summary, wages=wages, page=None
        )
        found = career.wage()
        assert found is not None and found.median == 2
