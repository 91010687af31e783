"""Each answer module on the made-up world: text, table, chart, notes, sources, next questions, outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from overture.answers import Answer, Context, Facet, Mentioned, Near, Outcome, Question, answer, as_text
from overture.answers.base import topics as topic_answers
from overture.answers.base.shorter import shorter
from overture.answers.base.support import support
from overture.answers.book import ANSWERING
from overture.answers.doubt import CHOICES, ON_A_JOB, not_understood
from overture.answers.further import more
from overture.knowledge import Knowledge, Subject
from tests.world import World

WARDEN = Mentioned(Subject("career", "tone-warden"), "tone warden")
ENGINEER = Mentioned(Subject("career", "tone-warden"), "bell engineer")
TUNER = Mentioned(Subject("career", "tone-warden"), "tower tuner")
GONG = Mentioned(Subject("career", "tone-warden"), "gong producer")
SINGER = Mentioned(Subject("career", "lamp-singer"), "lamp singer")
WARDER = Mentioned(Subject("career", "tone-warder"), "tone warder")
MM, MS = Mentioned(Subject("degree", "mm"), "MM"), Mentioned(Subject("degree", "ms"), "MS")
BMUS = Mentioned(Subject("degree", "bmus"), "BMus")
BACHELOR = Mentioned(Subject("level", "bachelor"), "bachelor's degree")
MASTER = Mentioned(Subject("level", "master"), "master's degree")
HARBOR = Mentioned(Subject("concentration", "harbor"), "harbor track")
CAVE = Mentioned(Subject("concentration", "cave"), "cave acoustics track")
CASTING = Mentioned(Subject("course", "bell-casting"), "bell casting")
MAPPING = Mentioned(Subject("course", "echo-mapping"), "echo mapping")
CLAPPER = Mentioned(Subject("term", "clapper"), "clapper")
LADDER = Mentioned(Subject("term", "echo-ladder"), "echo ladder")
PORTFOLIO = Mentioned(Subject("requirement", "portfolio"), "portfolio")
ONLINE = Mentioned(Subject("topic", "online"), "online study")

WASHED_OUT = "The handbook is washed out in places."


class _Asked:
    """Asks questions of the made-up world."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def __call__(self, facet: Facet, *about: Mentioned, near: Sequence[tuple[str, float]] = (), **rest: Any) -> Answer:
        question = Question(facet, about, near=tuple(Near(key, score) for key, score in near), **rest)
        return answer(question, self.knowledge)


@pytest.fixture
def ask(knowledge: Knowledge) -> _Asked:
    return _Asked(knowledge)


def _sources(given: Answer) -> list[str]:
    return [source.id for source in given.sources]


def _messages(given: Answer) -> list[str]:
    return [follow_up.message for follow_up in given.follow_ups]


class TestASideOfStudying:
    FACETS = tuple(
        facet
        for facet in topic_answers.TOPICS
        if ANSWERING[facet] is topic_answers.answer and facet is not Facet.SOURCES
    )

    @pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.value)
    def test_begins_with_its_plain_answer_and_names_the_source(
        self, ask: _Asked, knowledge: Knowledge, facet: Facet
    ) -> None:
        topic = knowledge.topics[topic_answers.TOPICS[facet][0]]
        given = ask(facet)
        assert given.text.startswith(topic.lead.text)
        assert _sources(given)[0] == topic.lead.source
        assert given.outcome is Outcome.ANSWERED
        assert given.table is None and given.chart is None and given.cards == ()

    @pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.value)
    def test_offers_its_next_questions(self, ask: _Asked, facet: Facet) -> None:
        given = ask(facet)
        assert _messages(given) == [message for _, message in topic_answers.NEXT[facet]]

    def test_the_overview_goes_on_with_the_next_statement(self, ask: _Asked) -> None:
        given = ask(Facet.OVERVIEW)
        assert given.text == (
            "Tower tuning is the study of how bells, lamps and caves sound together. "
            "A day of study on Lirra is half bells and half boats."
        )
        assert given.notes == (WASHED_OUT,) and _sources(given) == ["harbor-college"]

    def test_a_statement_that_answers_the_message_leads(self, ask: _Asked) -> None:
        given = ask(Facet.LENGTH, near=[("topic/length/points/0", 0.9)])
        assert given.text == "Part-time students take 14 tides. A master's takes 7 tides."

    def test_one_that_is_only_near_comes_after(self, ask: _Asked) -> None:
        given = ask(Facet.LENGTH, near=[("topic/length/points/0", 0.6)])
        assert given.text == "A master's takes 7 tides. Part-time students take 14 tides."

    def test_one_on_another_matter_does_not_come_in_by_being_near(self, ask: _Asked) -> None:
        given = ask(Facet.LENGTH, near=[("topic/thesis/points/0", 0.65), ("topic/length/points/0", 0.3)])
        assert given.text == "A master's takes 7 tides."

    def test_a_job_never_leads_an_answer_on_studying(self, ask: _Asked) -> None:
        given = ask(Facet.WORTH, near=[("career/tone-warden/older_claims/0", 0.95)])
        assert "22,222" not in given.text

    def test_of_two_sides_the_nearer_one_leads(self, ask: _Asked) -> None:
        assert ask(Facet.STUDIO_ENSEMBLE).text.startswith("Students spend 88 hours")
        band = ask(Facet.STUDIO_ENSEMBLE, near=[("topic/ensemble/points/0", 0.5)])
        assert band.text.startswith("Every student rings in the fog band.")

    def test_cautions_of_statement_and_source_are_noted(self, ask: _Asked) -> None:
        assert ask(Facet.COST).notes == (WASHED_OUT, "Shells lose their worth in winter.")

    def test_an_attribution_comes_along(self, ask: _Asked) -> None:
        given = ask(Facet.FIT)
        assert [source.attribution for source in given.sources] == ["From the Guild of Lamp Singers, by permission."]
        assert as_text(given).endswith("From the Guild of Lamp Singers, by permission.")

    def test_a_topic_that_an_editor_took_out_is_a_gap(self) -> None:
        given = answer(Question(Facet.THESIS), Knowledge())
        assert given.outcome is Outcome.GAP and given.text == "I have nothing on that yet."


class TestDegreeTitles:
    def test_all_of_a_masters_by_default(self, ask: _Asked) -> None:
        given = ask(Facet.DEGREE_TITLES)
        assert given.text == "Harbor College gives an MM, an MS and a BMus."
        assert given.table is not None
        assert given.table.head == ("Title", "In full", "What sets it apart")
        assert [row[:2] for row in given.table.rows] == [("MM", "Master of Music"), ("MS", "Master of Science")]
        assert _messages(given)[0] == "Compare MM and MS"

    def test_those_of_the_level_asked_for(self, ask: _Asked) -> None:
        given = ask(Facet.DEGREE_TITLES, BACHELOR)
        assert given.table is not None and [row[0] for row in given.table.rows] == ["BMus"]
        assert _sources(given) == ["harbor-college", "old-pamphlet"]

    def test_what_one_stands_for(self, ask: _Asked) -> None:
        given = ask(Facet.DEGREE_TITLES, MM)
        assert given.text == (
            "On Lirra an MM stands for Master of Music and is spent among the bells. "
            "An MM takes 7 tides at Harbor College."
        )
        assert given.table is None and given.notes == (WASHED_OUT,)
        assert _messages(given) == ["Which degree titles are there?", "What do I need to get in?"]

    def test_several_one_after_the_other(self, ask: _Asked) -> None:
        given = ask(Facet.DEGREE_TITLES, BMUS, MM)
        assert given.text.index("first degree in bells") < given.text.index("among the bells")
        assert _sources(given) == ["old-pamphlet", "harbor-college"]


class TestLevels:
    def test_all_from_the_lowest(self, ask: _Asked) -> None:
        given = ask(Facet.LEVELS)
        assert given.text == (
            "On Lirra one studies at bachelor's and at master's level. Harbor College gives an MM, an MS and a BMus."
        )
        assert given.table is not None
        assert [row[0] for row in given.table.rows] == ["bachelor's degree", "master's degree"]

    def test_one_with_its_titles(self, ask: _Asked) -> None:
        given = ask(Facet.LEVELS, MASTER)
        assert given.text.startswith("A master's degree follows a bachelor's")
        assert "Half of those who begin a master's on Lirra are over 44." in given.text
        assert given.table is not None and [row[0] for row in given.table.rows] == ["MM", "MS"]

    def test_two_without_a_table_of_titles(self, ask: _Asked) -> None:
        given = ask(Facet.LEVELS, BACHELOR, MASTER)
        assert given.text.startswith("A bachelor's degree is the first that Harbor College gives. A master's degree")
        assert given.table is None

    def test_of_a_degree_what_it_stands_for(self, ask: _Asked) -> None:
        assert ask(Facet.LEVELS, BMUS).text.startswith("On Lirra a BMus stands for Bachelor of Music")


class TestConcentrations:
    def test_all_with_what_is_taught(self, ask: _Asked) -> None:
        given = ask(Facet.CONCENTRATIONS)
        assert given.text == "There are 2 tracks, harbor production and cave acoustics."
        assert given.table is not None and given.table.rows == (
            ("harbor production track", "pier microphones, fog mixing"),
            ("cave acoustics track", "echo ladders"),
        )

    def test_one_with_its_points(self, ask: _Asked) -> None:
        given = ask(Facet.CONCENTRATIONS, CAVE)
        assert given.text == (
            "The cave acoustics track teaches measuring echoes under ground. Taught in it: echo ladders. "
            "Those who take the cave acoustics track need a lantern of their own."
        )
        assert _messages(given) == ["Which concentrations are there?", "What classes are taught?"]

    def test_a_near_point_stands_before_what_is_taught(self, ask: _Asked) -> None:
        given = ask(Facet.CONCENTRATIONS, CAVE, near=[("concentration/cave/points/0", 0.8)])
        assert given.text.index("lantern") < given.text.index("Taught in it")
        assert given.text.count("lantern") == 1


class TestCourses:
    def test_all_with_where_they_are_taught(self, ask: _Asked) -> None:
        given = ask(Facet.COURSES)
        assert given.table is not None and given.table.rows == (
            ("Bell casting", "every track"),
            ("Echo mapping", "cave acoustics track"),
            ("Fog mixing", "harbor production track"),
        )

    def test_one_is_told_what_it_covers(self, ask: _Asked) -> None:
        given = ask(Facet.COURSE_DETAIL, MAPPING)
        assert given.text == "Echo mapping is drawing a cave by ear. The map of a cave is handed in on sailcloth."
        assert ask(Facet.COURSES, MAPPING).text == given.text

    def test_a_near_point_leads(self, ask: _Asked) -> None:
        given = ask(Facet.COURSE_DETAIL, MAPPING, near=[("course/echo-mapping/points/0", 0.8)])
        assert given.text == "The map of a cave is handed in on sailcloth. Echo mapping is drawing a cave by ear."

    def test_of_a_track_what_is_taught_in_it(self, ask: _Asked) -> None:
        assert "Taught in it: pier microphones, fog mixing." in ask(Facet.COURSE_DETAIL, HARBOR).text
        assert "Taught in it: pier microphones, fog mixing." in ask(Facet.COURSES, HARBOR).text

    def test_without_a_name_the_nearest_statement_answers(self, ask: _Asked) -> None:
        given = ask(Facet.COURSE_DETAIL, near=[("topic/courses/points/0", 0.7)])
        assert given.text == "Classes begin when the tide is out."

    def test_without_any_all_are_listed(self, ask: _Asked) -> None:
        given = ask(Facet.COURSE_DETAIL)
        assert given.table is not None and given.text.startswith("Everyone takes bell casting")


class TestTerm:
    def test_a_word_is_defined(self, ask: _Asked) -> None:
        given = ask(Facet.TERM, CLAPPER)
        assert given.text == "**Clapper**: The part that hangs in a bell and strikes it."
        assert given.sources == () and given.outcome is Outcome.ANSWERED

    def test_with_its_source_where_there_is_one(self, ask: _Asked) -> None:
        given = ask(Facet.TERM, LADDER)
        assert _sources(given) == ["harbor-college"] and given.notes == (WASHED_OUT,)

    def test_two_words(self, ask: _Asked) -> None:
        text = ask(Facet.TERM, CLAPPER, LADDER).text
        assert "**Clapper**" in text and "**Echo ladder**" in text

    @pytest.mark.parametrize(
        ("thing", "said"), [(MM, "spent among the bells"), (PORTFOLIO, "portfolio of 3 bells"), (CASTING, "bronze")]
    )
    def test_other_things_are_explained_by_their_summary(self, ask: _Asked, thing: Mentioned, said: str) -> None:
        assert said in ask(Facet.TERM, thing).text

    def test_a_word_that_is_not_there_is_a_gap(self, ask: _Asked) -> None:
        given = ask(Facet.TERM, text="what is a wobblestone")
        assert given.outcome is Outcome.GAP and given.text.startswith("I don't have that word in my glossary.")
        assert given.sources == ()

    def test_unless_a_statement_answers(self, ask: _Asked) -> None:
        given = ask(Facet.TERM, near=[("topic/online/points/0", 0.75)])
        assert given.text == "Letters by gull count as attendance in the last tide."


class TestCareers:
    def test_the_jobs_side_by_side(self, ask: _Asked) -> None:
        given = ask(Facet.CAREERS)
        assert given.text == "Graduates become tone wardens, lamp singers or tone warders."
        assert given.table is not None
        assert given.table.head == ("Job", "Median pay, May 2025", "Jobs, ten years")
        assert given.table.rows == (
            ("Tone warden", "$55,555 a year", "0 %"),
            ("Lamp singer", "$33.33 an hour", "−4.4 %"),
        )
        assert _sources(given) == ["lirra-bureau-2025", "lirra-foresight"]

    def test_one_job_with_tasks_tools_and_a_card(self, ask: _Asked) -> None:
        given = ask(Facet.CAREER_DETAIL, WARDEN)
        assert given.text == (
            "Tone wardens keep the towers of Lirra in tune. Among the tasks: strike each bell; listen; file the rim. "
            "Software named for the job: Tidebook. Skills rated highest: listening and climbing."
        )
        (card,) = given.cards
        assert (card.title, card.subtitle) == ("Tone warden", "Includes those who oil the ropes.")
        assert dict(card.facts) == {
            "Median pay, May 2025": "$55,555 a year",
            "Jobs 2024-34": "0 %",
            "Usual schooling": "Bachelor's degree",
        }
        assert card.url == "https://bureau.lirra.invalid/tone-wardens"
        assert _messages(given) == [
            "What do tone wardens earn?",
            "Will there be more jobs for tone wardens in ten years?",
            "What education do tone wardens need to get the job?",
        ]

    def test_a_title_of_its_own_is_kept_and_placed(self, ask: _Asked) -> None:
        given = ask(Facet.CAREER_DETAIL, TUNER)
        assert given.text.startswith("Tower tuners are counted among tone wardens. Tone wardens keep")
        assert "What do tower tuners earn?" in _messages(given)

    def test_an_alias_is_the_job_itself(self, ask: _Asked) -> None:
        assert ask(Facet.CAREER_DETAIL, ENGINEER).text == ask(Facet.CAREER_DETAIL, WARDEN).text

    def test_one_of_which_little_is_known(self, ask: _Asked) -> None:
        given = ask(Facet.CAREER_DETAIL, WARDER)
        assert given.text == "Tone warders guard the towers at night and are no tone wardens."
        assert given.cards[0].facts == () and given.outcome is Outcome.ANSWERED

    def test_two_one_after_the_other(self, ask: _Asked) -> None:
        given = ask(Facet.CAREER_DETAIL, SINGER, WARDEN)
        assert given.text.index("sing the lamps") < given.text.index("towers of Lirra")
        assert [card.title for card in given.cards] == ["Lamp singer", "Tone warden"]

    def test_without_a_job_all_are_listed(self, ask: _Asked) -> None:
        given = ask(Facet.CAREER_DETAIL)
        assert given.text == "Graduates become tone wardens, lamp singers or tone warders."
        assert given.outcome is Outcome.ANSWERED


class TestSalary:
    def test_one_job_in_full(self, ask: _Asked) -> None:
        given = ask(Facet.SALARY, WARDEN)
        assert given.text == (
            "Tone wardens in the US earned a median of **$55,555** a year in May 2025; the lowest tenth under $11,111, "
            "the highest tenth at least $99,999. "
            "In May 2018 it was $44,444 a year: +25 % since then, before inflation."
        )
        assert given.notes == ("The figures jump from year to year.",)
        assert _sources(given) == ["lirra-bureau-2025", "lirra-bureau-2018"]
        assert given.outcome is Outcome.ANSWERED

    def test_table_and_chart_hold_the_same_figures(self, ask: _Asked) -> None:
        given = ask(Facet.SALARY, WARDEN)
        assert given.table is not None and given.chart is not None
        assert given.table.head == ("", "A year", "An hour")
        assert [row[1] for row in given.table.rows] == ["$11,111", "$33,333", "$55,555", "$77,777", "at least $99,999"]
        assert [row[2] for row in given.table.rows] == ["$5.34", "not known", "$26.71", "not known", "$48.08"]
        assert given.chart.kind == "range" and given.chart.unit == "USD a year"
        assert [value for _, value in given.chart.series[0].values] == [11111, 33333, 55555, 77777, 99999]
        assert "median $55,555" in given.chart.alternative

    def test_one_paid_by_the_hour_only(self, ask: _Asked) -> None:
        given = ask(Facet.SALARY, SINGER)
        assert given.text.startswith("Lamp singers in the US earned a median of **$33.33** an hour in May 2025")
        assert given.notes == ("Lamp singers are paid by the hour; no yearly figure is published.",)
        assert given.table is not None and given.table.head == ("", "An hour")
        assert given.chart is None, "a picture of a range needs all its figures"

    def test_one_of_unknown_pay_is_a_gap(self, ask: _Asked) -> None:
        given = ask(Facet.SALARY, WARDER)
        assert given.text == "I have no pay figures for tone warders."
        assert given.outcome is Outcome.GAP and given.table is None and given.sources == ()
        assert given.notes == ("Nobody publishes what tone warders earn.",)

    def test_by_the_hour_where_that_is_asked(self, ask: _Asked) -> None:
        given = ask(Facet.SALARY, WARDEN, text="what do they get per hour")
        assert "a median of **$26.71** an hour" in given.text
        assert given.table is not None and given.table.head == ("", "An hour", "A year")

    def test_the_mean_where_an_average_is_asked_for(self, ask: _Asked) -> None:
        given = ask(Facet.SALARY, WARDEN, text="average pay")
        assert given.text.endswith("the mean, pulled up by a few high earners, was $56,789 a year.")

    def test_of_the_year_asked_for(self, ask: _Asked) -> None:
        given = ask(Facet.SALARY, WARDEN, year="2018")
        assert "a median of **$44,444** a year in May 2018" in given.text and "55,555" not in given.text
        assert _sources(given)[0] == "lirra-bureau-2018"

    def test_a_year_without_a_figure_is_said_and_the_newest_given(self, ask: _Asked) -> None:
        given = ask(Facet.SALARY, WARDEN, year="2019")
        assert given.text.startswith(
            "I have no figure of 2019 for tone wardens. Tone wardens in the US earned a median"
        )
        assert "$55,555" in given.text

    @pytest.mark.parametrize("text", ["i read 22,222 somewhere", "an article said so"])
    def test_an_old_claim_comes_where_one_asks_for_it(self, ask: _Asked, text: str) -> None:
        assert "22,222" not in ask(Facet.SALARY, WARDEN).text
        given = ask(Facet.SALARY, WARDEN, text=text)
        assert "An old pamphlet speaks of $22,222 a year" in given.text and "old-pamphlet" in _sources(given)

    def test_a_title_counted_elsewhere(self, ask: _Asked) -> None:
        given = ask(Facet.SALARY, TUNER)
        assert given.text.startswith("Tower tuners are counted among tone wardens, who in the US earned a median")

    def test_a_title_with_a_note_of_its_own(self, ask: _Asked) -> None:
        assert ask(Facet.SALARY, GONG).notes[0] == "Nobody counts gong producers by themselves."

    def test_without_a_job_the_field(self, ask: _Asked) -> None:
        given = ask(Facet.SALARY)
        assert given.text.endswith("Other jobs in the field pay differently; the table shows them.")
        assert given.table is not None and given.table.rows == (
            ("Tone warden", "$55,555 a year", "$11,111", "at least $99,999", "May 2025"),
            ("Lamp singer", "$33.33 an hour", "$11.11", "$99.99", "May 2025"),
        )

    def test_two_where_one_is_paid_by_the_hour(self, ask: _Asked) -> None:
        given = ask(Facet.SALARY, SINGER, WARDEN)
        assert (
            "For lamp singers only hourly pay is published: a median of $33.33 an hour in May 2025, "
            "which can't be turned into a yearly figure." in given.text
        )
        assert "a median of **$55,555** a year" in given.text
        assert given.chart is None and given.outcome is Outcome.ANSWERED

    def test_two_where_one_is_unknown(self, ask: _Asked) -> None:
        given = ask(Facet.SALARY, WARDEN, WARDER)
        assert "I have no pay figures for tone warders." in given.text and given.outcome is Outcome.GAP
        assert given.table is not None and given.table.rows[1][1:] == ("not known",) * 4

    def test_two_yearly_ones_the_higher_first_and_in_bars(self, world: World) -> None:
        given = _Asked(_with_pay_of_warders(world))(Facet.SALARY, WARDEN, WARDER)
        assert given.text.startswith(
            "Tone warders earned a median of **$66,666** a year in May 2025, the most of these; tone wardens $55,555."
        )
        assert given.chart is not None and given.chart.kind == "bars"
        assert given.chart.series[0].values == (("tone warders", 66666.0), ("tone wardens", 55555.0))


def _with_pay_of_warders(world: World) -> Knowledge:
    caution = "  cautions: [Nobody publishes what tone warders earn.]\n"
    wage = '  wages: [{source: lirra-bureau-2025, as_of: "2025-05", unit: USD a year, median: 66666}]\n'
    projection = '  projections: [{source: lirra-foresight, as_of: "2024", period: 2024-34, change_pct: 5.5}]\n'
    world.replace("careers.yaml", caution, wage + projection)
    return world.load()


class TestOutlook:
    def test_no_growth_is_zero_without_a_sign(self, ask: _Asked) -> None:
        given = ask(Facet.OUTLOOK, WARDEN)
        assert given.text.startswith("Little change for tone wardens:")
        assert "**0 %** over 2024-34 (all jobs: +1.1 %)" in given.text
        assert "about 111 openings a year are expected" in given.text
        assert given.text.endswith("No new towers are planned.")
        assert _sources(given) == ["lirra-foresight"] and given.table is None

    def test_a_decline_has_a_true_minus(self, ask: _Asked) -> None:
        given = ask(Facet.OUTLOOK, SINGER)
        assert given.text.startswith("Down for lamp singers:") and "**−4.4 %**" in given.text

    def test_a_job_without_a_projection_is_a_gap(self, ask: _Asked) -> None:
        given = ask(Facet.OUTLOOK, WARDER)
        assert given.text == "I have no projection for tone warders."
        assert given.outcome is Outcome.GAP and given.sources == ()
        assert "What do tone warders earn?" in _messages(given)

    def test_a_title_counted_elsewhere(self, ask: _Asked) -> None:
        assert "for tower tuners (counted among tone wardens)" in ask(Facet.OUTLOOK, TUNER).text

    def test_without_a_job_the_field_beside_all_jobs(self, ask: _Asked) -> None:
        given = ask(Facet.OUTLOOK)
        assert given.table is not None and given.table.rows == (
            ("Tone warden", "0 %", "111", "2024-34"),
            ("Lamp singer", "−4.4 %", "22", "2024-34"),
            ("All island jobs", "+1.1 %", "not known", "2024-34"),
        )

    def test_two_jobs_the_better_first(self, ask: _Asked) -> None:
        given = ask(Facet.OUTLOOK, SINGER, WARDEN)
        assert given.text == (
            "Jobs for tone wardens are expected to change by **0 %** over 2024-34, for lamp singers by **−4.4 %**."
        )
        assert _messages(given) == ["Compare the pay of lamp singers and tone wardens"]

    def test_two_where_one_is_unknown(self, ask: _Asked) -> None:
        given = ask(Facet.OUTLOOK, SINGER, WARDER)
        assert given.text.endswith("I have no projection for tone warders.") and "−4.4 %" in given.text

    def test_a_title_among_several_is_placed_in_a_note(self, ask: _Asked) -> None:
        assert "Tower tuners are counted among tone wardens." in ask(Facet.OUTLOOK, SINGER, TUNER).notes


class TestSchooling:
    def test_what_a_job_needs(self, ask: _Asked) -> None:
        given = ask(Facet.JOB_EDUCATION, WARDEN)
        assert given.text == "The bureau's assignment for tone wardens is a bachelor's degree."
        assert _sources(given) == ["lirra-foresight"]

    def test_a_title_counted_elsewhere(self, ask: _Asked) -> None:
        assert ask(Facet.JOB_EDUCATION, TUNER).text.startswith(
            "Tower tuners are counted among tone wardens. The bureau"
        )

    def test_where_nothing_is_known_it_says_so(self, ask: _Asked) -> None:
        given = ask(Facet.JOB_EDUCATION, SINGER)
        assert given.text == "I have no figures on the schooling of lamp singers."
        assert given.outcome is Outcome.GAP

    def test_two_jobs_in_a_table(self, ask: _Asked) -> None:
        given = ask(Facet.JOB_EDUCATION, WARDEN, SINGER)
        assert given.table is not None and given.table.rows == (
            ("Tone warden", "Bachelor's degree", "none", "one winter"),
            ("Lamp singer", "not known", "not known", "not known"),
        )

    def test_teaching_goes_by_its_topic(self, ask: _Asked) -> None:
        given = ask(Facet.TEACHING)
        assert given.text == "Those with an MM may teach bells on land."
        assert "What do college music teachers earn?" in _messages(given)


class TestCompare:
    def test_two_jobs_in_a_table(self, ask: _Asked) -> None:
        given = ask(Facet.COMPARE, WARDEN, SINGER)
        assert given.text.startswith(
            "Jobs for tone wardens are expected to change by 0 % over 2024-34, for lamp singers"
        )
        assert given.table is not None
        assert given.table.head == ("", "Tone warden", "Lamp singer")
        assert given.table.rows == (
            ("Median pay", "$55,555 a year", "$33.33 an hour"),
            ("Jobs", "0 % (2024-34)", "−4.4 % (2024-34)"),
            ("Usual schooling", "Bachelor's degree", "not known"),
            ("Self-employed", "not known", "88.8 %"),
        )
        assert "earn" not in given.text, "pay by the year and by the hour can't be set against each other"

    def test_two_yearly_wages_are_set_against_each_other(self, world: World) -> None:
        given = _Asked(_with_pay_of_warders(world))(Facet.COMPARE, WARDEN, WARDER)
        assert given.text.startswith(
            "Tone warders earn more: a median of **$66,666** a year in May 2025, tone wardens **$55,555**. Jobs for"
        )

    def test_of_three_one_earns_the_most(self, world: World) -> None:
        given = _Asked(_with_pay_of_warders(world))(Facet.COMPARE, WARDEN, WARDER, SINGER)
        assert given.text.startswith("Tone warders earn the most:")

    def test_two_jobs_of_which_too_little_is_known(self, ask: _Asked) -> None:
        given = ask(Facet.COMPARE, SINGER, WARDER)
        assert given.text.startswith("Too little is published on lamp singers and tone warders")
        assert given.table is not None and given.table.rows[0] == ("Median pay", "$33.33 an hour", "not known")

    def test_two_titles_that_are_counted_as_one(self, ask: _Asked) -> None:
        given = ask(Facet.COMPARE, WARDEN, TUNER)
        assert given.text.startswith(
            "Tone wardens and tower tuners are counted together as tone wardens, so no figures tell them apart."
        )
        assert given.outcome is Outcome.GAP and given.table is None

    def test_two_degrees(self, ask: _Asked) -> None:
        given = ask(Facet.COMPARE, MM, MS)
        assert given.text == (
            "Harbor College gives an MM, an MS and a BMus. "
            "**MM**: On Lirra an MM stands for Master of Music and is spent among the bells. "
            "**MS**: On Lirra an MS stands for Master of Science and is spent in caves with instruments."
        )

    def test_two_tracks_with_what_is_taught(self, ask: _Asked) -> None:
        given = ask(Facet.COMPARE, CAVE, HARBOR)
        assert given.text.startswith("The **cave acoustics track** teaches measuring echoes under ground.")
        assert given.table is not None and given.table.rows == (
            ("cave acoustics track", "echo ladders"),
            ("harbor production track", "pier microphones, fog mixing"),
        )

    def test_two_levels_two_courses(self, ask: _Asked) -> None:
        levels = ask(Facet.COMPARE, BACHELOR, MASTER)
        assert levels.text.startswith("A **bachelor's degree** is the first that Harbor College gives.")
        assert "**Bell casting** is pouring bronze" in ask(Facet.COMPARE, CASTING, MAPPING).text

    def test_things_of_two_kinds(self, ask: _Asked) -> None:
        text = ask(Facet.COMPARE, MM, BACHELOR).text
        assert "Master of Music" in text and "**bachelor's degree**" in text

    @pytest.mark.parametrize(
        ("thing", "named"),
        [
            (WARDEN, "tone wardens"),
            (TUNER, "tower tuners"),
            (MM, "the MM"),
            (MASTER, "a master's degree"),
            (CAVE, "the cave acoustics track"),
            (CASTING, "bell casting"),
        ],
        ids=lambda value: value if isinstance(value, str) else value.name,
    )
    def test_with_one_thing_it_asks_for_another(self, ask: _Asked, thing: Mentioned, named: str) -> None:
        given = ask(Facet.COMPARE, thing)
        assert given.text.startswith(f"What do you want {named} compared with?")
        assert given.outcome is Outcome.ASKED_BACK and len(given.follow_ups) == 3

    def test_with_nothing_it_asks_for_two(self, ask: _Asked) -> None:
        given = ask(Facet.COMPARE)
        assert given.text.startswith("Which two do you want side by side?") and given.outcome is Outcome.ASKED_BACK

    def test_with_a_side_of_studying_it_tells_of_that(self, ask: _Asked) -> None:
        assert ask(Facet.COMPARE, ONLINE).text.startswith("Nothing on Lirra can be studied online")


class TestSources:
    def test_of_the_last_answer(self, knowledge: Knowledge) -> None:
        question = Question(Facet.SOURCES)
        given = answer(question, knowledge, ["lirra-bureau-2025", "lamp-guild", "gone-since"])
        assert given.text == (
            "The last answer rests on: Bureau of Towers and Lamps, Count of Towers and Lamps, May 2025 (May 2025); "
            "Guild of Lamp Singers, What Guild Members Do (2023). "
            "Nothing is made up: what no source gives, I say I don't know."
        )
        assert _sources(given) == ["lirra-bureau-2025", "lamp-guild"]
        assert given.notes == ("Lirra Bureau, May 2025: Counts employees of all ages and no wanderers.",)
        assert given.table is None

    def test_of_everything_where_there_was_none(self, ask: _Asked, knowledge: Knowledge) -> None:
        given = ask(Facet.SOURCES)
        assert given.text.startswith("What is said here comes from the Bureau of Towers and Lamps")
        assert given.table is not None and len(given.table.rows) == min(12, len(knowledge.sources))
        assert given.table.rows[0] == (
            "Bureau of Towers and Lamps",
            "Count of Towers and Lamps, May 2025",
            "May 2025",
        )
        assert given.table.caption == f"{len(given.table.rows)} of {len(knowledge.sources)} sources"

    def test_a_near_statement_on_sources_leads(self, knowledge: Knowledge) -> None:
        question = Question(Facet.SOURCES, near=(Near("topic/sources/points/0", 0.8),))
        given = answer(question, knowledge, ["lamp-guild"])
        assert given.text.startswith("The bureau counts once a year, in May. The last answer rests on")


def _ranking(*facets: Facet) -> list[dict[str, Any]]:
    return [{"name": f"ask_{facet.value}", "confidence": 0.4} for facet in facets]


def _entity(mentioned: Mentioned) -> dict[str, Any]:
    named = {"entity": mentioned.subject.kind, "value": mentioned.subject.id, "name": mentioned.name}
    return {**named, "start": 0, "end": len(mentioned.name), "others": [], "extractor": "SubjectLinker"}


class TestDoubt:
    def test_offers_the_likeliest_readings(self, knowledge: Knowledge) -> None:
        parse = {"text": "mumble", "intent_ranking": _ranking(Facet.COST, Facet.LENGTH, Facet.FIT, Facet.WORTH)}
        given = not_understood(parse, Context(), knowledge)
        assert given.outcome is Outcome.NOT_UNDERSTOOD and "not sure that I understood" in given.text
        assert _messages(given) == [CHOICES[facet][1] for facet in (Facet.COST, Facet.LENGTH, Facet.FIT)]

    def test_readings_that_are_no_question_are_passed_over(self, knowledge: Knowledge) -> None:
        ranking = [{"name": "nlu_fallback"}, {"name": "oos_gear"}, {"name": "ask_person"}, *_ranking(Facet.COST)]
        given = not_understood({"text": "x", "intent_ranking": ranking}, Context(), knowledge)
        assert _messages(given) == ["How much does it cost?"]

    def test_without_readings_it_says_what_it_knows(self, knowledge: Knowledge) -> None:
        given = not_understood({}, Context(), knowledge)
        assert given.text.startswith("I didn't understand that. I answer about studying music production")
        assert len(given.follow_ups) == 3 and given.outcome is Outcome.NOT_UNDERSTOOD

    @pytest.mark.parametrize(
        ("thing", "named"),
        [(WARDER, "tone warders"), (MM, "the MM"), (MASTER, "a master's degree"), (CLAPPER, "clapper")],
    )
    def test_names_what_the_message_names(self, knowledge: Knowledge, thing: Mentioned, named: str) -> None:
        parse = {"text": thing.name, "entities": [_entity(thing)], "intent_ranking": _ranking(Facet.COST)}
        given = not_understood(parse, Context(), knowledge)
        assert given.text == f"I'm not sure what you want to know about {named}. Did you mean one of these?"

    def test_readings_on_a_job_are_about_the_job_named(self, knowledge: Knowledge) -> None:
        ranking = _ranking(Facet.OUTLOOK, Facet.SALARY, Facet.COST)
        parse = {"text": TUNER.name, "entities": [_entity(TUNER)], "intent_ranking": ranking}
        assert _messages(not_understood(parse, Context(), knowledge)) == [
            "Will there be more jobs for tower tuners in ten years?",
            "What do tower tuners earn?",
            "How much does it cost?",
        ]

    def test_a_statement_near_enough_answers_all_the_same(self, knowledge: Knowledge) -> None:
        parse = {"text": "x", "passages": [{"key": "topic/studio/points/0", "score": 0.8}]}
        given = not_understood(parse, Context(), knowledge)
        assert given.text == "The tower is open at night to those who bring oil."
        assert given.outcome is Outcome.ANSWERED

    def test_one_on_what_is_named_need_not_be_as_near(self, knowledge: Knowledge) -> None:
        near = {"key": "career/tone-warden/points/0", "score": 0.6}
        parse: dict[str, Any] = {"text": WARDEN.name, "passages": [near]}
        ranking = _ranking(Facet.COST)
        assert (
            not_understood({**parse, "intent_ranking": ranking}, Context(), knowledge).outcome is not Outcome.ANSWERED
        )
        given = not_understood(
            {**parse, "intent_ranking": ranking, "entities": [_entity(WARDEN)]}, Context(), knowledge
        )
        assert given.text == "Tone wardens work when the wind is down."

    def test_every_facet_can_be_chosen(self) -> None:
        assert set(CHOICES) == set(Facet) and set(ON_A_JOB) <= set(CHOICES)

    def test_a_word_named_is_the_one_whose_meaning_is_offered(self, knowledge: Knowledge) -> None:
        parse = {"text": CLAPPER.name, "entities": [_entity(CLAPPER)], "intent_ranking": _ranking(Facet.TERM)}
        assert _messages(not_understood(parse, Context(), knowledge)) == ["What does clapper mean?"]

    def test_a_side_of_studying_is_not_named_in_the_sentence(self, knowledge: Knowledge) -> None:
        parse = {"text": ONLINE.name, "entities": [_entity(ONLINE)], "intent_ranking": _ranking(Facet.COST)}
        assert "not sure that I understood that" in not_understood(parse, Context(), knowledge).text


class TestMore:
    def test_the_next_statements_on_a_subject(self, knowledge: Knowledge) -> None:
        question = Question(Facet.LEVELS, (MASTER,))
        given, shown = more(question, knowledge, 0)
        assert given.text == "That is all I have on it." and shown == 0

    def test_a_topics_points_one_after_the_other(self, knowledge: Knowledge) -> None:
        question = Question(Facet.STUDIO_ENSEMBLE)
        first, shown = more(question, knowledge, 0)
        assert first.text == (
            "The tower is open at night to those who bring oil. Every student rings in the fog band. "
            "The fog band plays on days when no ship can be seen."
        )
        assert shown == 3 and first.follow_ups == ()
        last, still = more(question, knowledge, shown)
        assert last.text == "That is all I have on it." and still == shown
        assert _messages(last) == ["Can I study online?", "What classes are taught?"]

    def test_more_is_offered_while_there_is_more(self, knowledge: Knowledge) -> None:
        question = Question(Facet.CAREER_DETAIL, (WARDEN,))
        given, shown = more(question, knowledge, 0)
        assert shown == 3 and _messages(given) == ["Tell me more"]

    def test_nothing_of_the_first_answer_comes_again(self, knowledge: Knowledge) -> None:
        question = Question(Facet.CAREER_DETAIL, (WARDEN,))
        first = answer(question, knowledge).text
        shown, told = 0, []
        for _ in range(5):
            given, shown = more(question, knowledge, shown)
            told.append(given.text)
        assert not [text for text in told if text in first]
        assert "Tone wardens keep the towers" not in " ".join(told)


class TestShorter:
    def test_the_first_sentence_and_the_sources(self, ask: _Asked) -> None:
        full = ask(Facet.SALARY, WARDEN)
        given = shorter(full)
        assert given.text == (
            "Tone wardens in the US earned a median of **$55,555** a year in May 2025; the lowest tenth under $11,111, "
            "the highest tenth at least $99,999."
        )
        assert given.table is None and given.chart is None and given.cards == () and given.notes == ()
        assert given.sources == full.sources

    @pytest.mark.parametrize(
        ("text", "first"),
        [
            ("It costs $1.50. That is little.", "It costs $1.50."),
            ("Ask the U.S. Bureau of Towers. It knows.", "Ask the U.S. Bureau of Towers."),
            ("They earn **$5**. **Others** earn more.", "They earn **$5**."),
            ("It grew by 3 %. Then it fell.", "It grew by 3 %."),
            ("Is it worth it? Nobody knows.", "Is it worth it?"),
            ("One sentence only", "One sentence only"),
            ("The bells:\n- large\n- small", "The bells:"),
            ("Compare MM vs. MS. They differ.", "Compare MM vs. MS."),
            ("St. Elmo and Dr. Fog teach there. Come.", "St. Elmo and Dr. Fog teach there."),
        ],
    )
    def test_where_a_sentence_ends(self, text: str, first: str) -> None:
        assert shorter(Answer(text)).text == first


class TestSupport:
    def test_help_first_and_nothing_else(self, knowledge: Knowledge) -> None:
        given = support(knowledge)
        assert given.text == (
            "I'm sorry that you are carrying this. I'm only a program, and you deserve a person now. "
            "On Lirra one calls the lighthouse, which always answers. The lighthouse answers at night as well."
        )
        assert given.follow_ups == () and given.table is None
        assert _sources(given) == ["lamp-guild"]

    def test_without_a_topic_it_still_helps(self) -> None:
        assert "emergency number" in support(Knowledge()).text


ALL = [
    WARDEN,
    ENGINEER,
    TUNER,
    GONG,
    SINGER,
    WARDER,
    MM,
    BMUS,
    MASTER,
    CAVE,
    CASTING,
    MAPPING,
    CLAPPER,
    PORTFOLIO,
    ONLINE,
]


@pytest.mark.parametrize("facet", Facet, ids=lambda facet: facet.value)
def test_every_facet_of_every_thing_has_an_answer(ask: _Asked, facet: Facet) -> None:
    """Whatever is asked of whatever, there are words, whole sentences, no part twice, and no crash."""
    for about in [
        (),
        *((thing,) for thing in ALL),
        (WARDEN, SINGER),
        (SINGER, WARDER),
        (MM, MS),
        (MM, WARDEN),
        (CAVE, HARBOR),
    ]:
        given = ask(facet, *about)
        names = [thing.name for thing in about]
        assert given.text[0].isupper() or given.text.startswith("**"), (names, given.text)
        assert given.text.endswith((".", "?", "!", "**")), (names, given.text)
        assert ".." not in given.text and "  " not in given.text and " ." not in given.text, (names, given.text)
        assert len(set(given.notes)) == len(given.notes) and len(set(given.sources)) == len(given.sources)
        assert "None" not in as_text(given), (names, as_text(given))
