"""Names of known things are found in a message, however they are written, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overture.knowledge import Knowledge, Subject, model
from overture.nlu import vocabulary
from overture.nlu.linker import Linker, Mention
from tests.world import World

WARDEN, WARDER = Subject("career", "tone-warden"), Subject("career", "tone-warder")
SINGER = Subject("career", "lamp-singer")
MM, MS, BMUS = Subject("degree", "mm"), Subject("degree", "ms"), Subject("degree", "bmus")
CASTING, FOG = Subject("course", "bell-casting"), Subject("course", "fog-mixing")
HARBOR, CAVE = Subject("concentration", "harbor"), Subject("concentration", "cave")
MASTER = Subject("level", "master")
FILLER = frozenset("what about and or the a of".split())


@pytest.fixture(scope="module")
def linker(knowledge: Knowledge) -> Linker:
    return Linker(knowledge, vocabulary.ordinary())


def found(linker: Linker, text: str) -> list[Subject]:
    return [mention.subject for mention in linker.find(text)]


class TestSpellings:
    @pytest.mark.parametrize(
        ("text", "subjects"),
        [
            ("what does a tone warden earn", [WARDEN]),
            ("what do tone wardens earn", [WARDEN]),
            ("a TONE  WARDEN", [WARDEN]),
            ("tone-warden", [WARDEN]),
            ("tone_warden", [WARDEN]),
            ("the tone warden's pay", [WARDEN]),
            ("the tone warden’s pay", [WARDEN]),
            ("all tone wardens' pay", [WARDEN]),
            ("(tone warden)", [WARDEN]),
            ("tone\nwarden", [WARDEN]),
            ("tone warden.", [WARDEN]),
            ("bell engineers", [WARDEN]),
            ("A&R", [WARDEN]),
            ("a & r", [WARDEN]),
            ("A and R?", [WARDEN]),
            ("tower tuner", [WARDEN]),
            ("gong producers", [WARDEN]),
            ("MM", [MM]),
            ("M.M.", [MM]),
            ("mm?", [MM]),
            ("M.Mus.", [MM]),
            ("mmus", [MM]),
            ("MM/MS", [MM, MS]),
            ("MM,MS", [MM, MS]),
            ("MM vs. MS", [MM, MS]),
            ("M.Sc.", [MS]),
            ("B.Mus.", [BMUS]),
            ("B.Mus", [BMUS]),
            ("b.mus.?", [BMUS]),
            ("BMus", [BMUS]),
            ("a bachelors of music", [BMUS]),
            ("masters degree", [MASTER]),
            ("master's degree", [MASTER]),
            ("casting bells", [CASTING]),
            ("cast a bell", []),
        ],
    )
    def test_a_name_is_found_in_every_way_of_writing_it(
        self, linker: Linker, text: str, subjects: list[Subject]
    ) -> None:
        assert found(linker, text) == subjects
        assert all(mention.exact for mention in linker.find(text))

    def test_a_mention_says_where_it_stands_and_how_the_knowledge_writes_it(self, linker: Linker) -> None:
        assert linker.find("pay of A&R, of B.Mus. and tower-tuners") == [
            Mention(WARDEN, "A&R", 7, 10),
            Mention(BMUS, "B.Mus.", 15, 21),
            Mention(WARDEN, "tower tuner", 26, 38),
        ]

    def test_the_name_comes_back_in_the_first_of_its_spellings(self, linker: Linker) -> None:
        assert [mention.name for mention in linker.find("TONE WARDENS and m.m.")] == ["tone warden", "MM"]

    @pytest.mark.parametrize("text", ["", " ", "?!", "👍", "a", "&"])
    def test_a_message_without_names_has_no_mentions(self, linker: Linker, text: str) -> None:
        assert linker.find(text) == []


class TestLongestFirst:
    def test_a_long_name_hides_the_shorter_one_inside_it(self, linker: Linker) -> None:
        assert found(linker, "the entrance exam") == [Subject("requirement", "entrance-exam")]
        assert found(linker, "exams and auditions") == [Subject("topic", "entrance-exam")]
        assert found(linker, "auditions") == [Subject("requirement", "audition")]

    def test_names_side_by_side_are_all_found_in_order(self, linker: Linker) -> None:
        text = "lamp singer tone warden MM lamp singers"
        assert found(linker, text) == [SINGER, WARDEN, MM, SINGER]

    def test_one_word_is_used_once(self, linker: Linker) -> None:
        assert found(linker, "bell casting bells") == [CASTING]

    def test_a_misspelt_long_name_hides_the_shorter_one_inside_it(self, world: World) -> None:
        gull = "\n- {id: warden, name: warden, group: x, definition: Someone who guards.}\n"
        world.append("glossary.yaml", gull)
        mentions = Linker(world.load(), ()).find("the tonne warden of a warden")
        assert [(m.subject, m.exact) for m in mentions] == [(WARDEN, False), (Subject("term", "warden"), True)]


class TestMisspellings:
    @pytest.mark.parametrize(
        ("text", "subject"),
        [
            ("lamp snger", SINGER),
            ("lamp sinegr", SINGER),
            ("lamp singger", SINGER),
            ("lamp singeer pay", SINGER),
            ("lamp singrs", SINGER),
            ("lantern solloist", SINGER),
            ("lantern soloost", SINGER),
            ("bell castng", CASTING),
            ("audittion", Subject("requirement", "audition")),
            ("entrance exm", Subject("requirement", "entrance-exam")),
            ("portfollio", Subject("requirement", "portfolio")),
            ("portfolo", Subject("requirement", "portfolio")),
            ("bell engeneer", WARDEN),
            ("bell enginner", WARDEN),
            ("ensembels and performng", Subject("topic", "ensemble")),
        ],
    )
    def test_a_slip_in_a_name_is_read_through(self, linker: Linker, text: str, subject: Subject | None) -> None:
        mentions = linker.find(text)
        assert [m.subject for m in mentions] == ([subject] if subject else [])
        assert not any(mention.exact for mention in mentions)

    @pytest.mark.parametrize(
        ("text", "subject"), [("tone wardem", None), ("tone wardenn", WARDEN), ("tone warderr", WARDER)]
    )
    def test_of_two_names_that_are_nearly_one_the_nearer_is_meant(
        self, linker: Linker, text: str, subject: Subject | None
    ) -> None:
        (mention,) = linker.find(text)
        assert mention.subject in ((subject,) if subject else (WARDEN, WARDER))
        assert not mention.exact

    def test_the_place_of_a_misspelt_name_is_as_typed(self, linker: Linker) -> None:
        (mention,) = linker.find("so, lantern solloists?")
        assert (mention.start, mention.end, mention.name) == (4, 21, "lantern soloist")

    def test_names_that_are_spelt_right_stay_exact_beside_one_that_is_not(self, linker: Linker) -> None:
        mentions = linker.find("MM, lamp snger or tone warden")
        assert [(m.subject, m.exact) for m in mentions] == [(MM, True), (SINGER, False), (WARDEN, True)]

    @pytest.mark.parametrize(
        "text",
        [
            "MN",
            "NM",
            "MSS",
            "BMuz",
            "A&P",
            "cast",
            "tome warmer",
            "clapped",
            "first degrees f",
        ],
    )
    def test_short_names_and_ordinary_words_are_no_misspellings(self, linker: Linker, text: str) -> None:
        assert [m for m in linker.find(text) if not m.exact] == []

    def test_without_ordinary_words_everything_unknown_may_be_a_slip(self, knowledge: Knowledge) -> None:
        assert found(Linker(knowledge, ("clapped",)), "clapped bells") == []
        assert found(Linker(knowledge), "clapped bells") == [Subject("term", "clapper")]

    @pytest.mark.parametrize("text", ["l4mp s1nger", "portf0lio", "auditi0n"])
    def test_a_word_with_digits_is_no_misspelling(self, linker: Linker, text: str) -> None:
        assert linker.find(text) == []


class TestOrdinaryWords:
    @pytest.mark.parametrize(
        "text",
        [
            "how much do I earn with it",
            "what is the tone of the text",
            "the warden of a lamp",
            "I want to be a singer",
            "do you like music or science",
            "bells and boats",
            "production of harbors",
            "is acoustics hard",
            "masterful bachelors party",
            "I am in the fog on the floor",
        ],
    )
    def test_words_of_names_by_themselves_are_no_names(self, linker: Linker, text: str) -> None:
        assert linker.find(text) == []

    @pytest.mark.parametrize(
        ("text", "subjects"),
        [
            ("the production track", [HARBOR]),
            ("production or acoustics track", [HARBOR, CAVE]),
            ("which concentration is better, acoustics?", [CAVE]),
            ("is production better", []),
            ("acoustics specialization", [CAVE]),
        ],
    )
    def test_a_bare_word_is_a_track_only_beside_a_word_for_tracks(
        self, linker: Linker, text: str, subjects: list[Subject]
    ) -> None:
        assert found(linker, text) == subjects


class TestTheKnowledgeDecides:
    def test_a_record_added_to_the_yaml_is_found_without_training(self, world: World) -> None:
        assert found(Linker(world.load()), "what is a gull lantern") == []
        world.append(
            "glossary.yaml",
            "\n- {id: gull-lantern, name: gull lantern, aliases: [G.L.], group: x, definition: A lamp for birds.}\n",
        )
        linker = Linker(world.load(), vocabulary.ordinary())
        gull = Subject("term", "gull-lantern")
        assert found(linker, "what is a gull lantern") == [gull]
        assert found(linker, "G.L.?") == [gull]
        assert found(linker, "gull lanternn") == [gull]

    def test_a_record_taken_out_is_no_longer_found(self, world: World) -> None:
        text = world.text("glossary.yaml")
        world.write("glossary.yaml", text[: text.index("- id: shell")])
        assert found(Linker(world.load()), "how many isle shells") == []

    def test_a_name_of_several_things_leads_to_the_first_and_tells_the_others(self, knowledge: Knowledge) -> None:
        other = model.Term(id="mm", name="M.M.", group="x", definition="Sweets.")
        both = Knowledge(degrees=knowledge.degrees, glossary={"mm": other})
        (mention,) = Linker(both).find("MM")
        assert (mention.subject, mention.others) == (MM, (Subject("term", "mm"),))

    def test_empty_knowledge_finds_nothing(self) -> None:
        assert Linker(Knowledge()).find("tone warden") == []

    def test_every_name_in_the_knowledge_is_found_as_it_is_written(self, linker: Linker, knowledge: Knowledge) -> None:
        for subject, thing in knowledge.things():
            for surface in thing.surfaces():
                mentions = linker.find(f"tell me of {surface}, please")
                assert subject in [m.subject for m in mentions], surface

    def test_the_words_of_all_names_are_known(self, linker: Linker) -> None:
        assert {"tone", "warden", "wardens", "bmus", "casting", "and"} <= linker.name_words
        assert "earn" not in linker.name_words


class TestNothingButNames:
    @pytest.mark.parametrize(
        ("text", "covered"),
        [
            ("tone warden?", True),
            ("and the tone warden", True),
            ("what about tone wardens or MM?!", True),
            ("pay of a tone warden", False),
            ("tone warden tone", False),
            ("what about the", False),
            ("", False),
        ],
    )
    def test_a_message_of_names_and_filler_words_only_is_covered(
        self, linker: Linker, text: str, covered: bool
    ) -> None:
        assert linker.covers(text, linker.find(text), FILLER) is covered


WORDY = st.lists(
    st.sampled_from(
        "tone warden wardens wardne lamp snger MM MS B.Mus. A&R bell casting the of a 50k ? track acoustics é".split()
    ),
    max_size=8,
).map(" ".join)


@given(WORDY | st.text())
def test_mentions_are_in_order_apart_and_point_into_the_text(linker: Linker, text: str) -> None:
    mentions = linker.find(text)
    ends = [0, *(mention.end for mention in mentions)]
    for mention, before in zip(mentions, ends):
        assert before <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end].strip() == text[mention.start : mention.end]


@given(WORDY)
def test_finding_twice_gives_the_same(linker: Linker, text: str) -> None:
    assert linker.find(text) == linker.find(text)
