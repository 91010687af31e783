"""Words that are names elsewhere are left alone; the ones that are meant are kept."""

from __future__ import annotations

import pytest

from overture.knowledge import shared
from overture.nlu import vocabulary
from overture.nlu.linker import Linker
from overture.nlu.school_sense import comes_first, means_school
from overture.nlu.sense import Use, means_it

ORDINARY = frozenset("rice liberty temple columbia first central".split())


def use(kind: str, text: str, name: str, known: str | None = None) -> Use:
    start = text.index(name)
    return Use(kind, known or name, text, start, start + len(name))


@pytest.mark.parametrize(
    ("text", "name", "meant"),
    [
        ("an MA in audio", "MA", True),
        ("an ma in audio", "ma", True),
        ("mm or ms", "ms", True),
        ("mm?", "mm", True),
        ("does the ms need a thesis", "ms", True),
        ("i want an online ms", "ms", True),
        ("5 ms of delay", "ms", False),
        ("8 mm film", "mm", False),
        ("mm ok", "mm", False),
        ("ma always said so", "ma", False),
        ("that is bs", "bs", False),
        ("schools in MA", "MA", False),
        ("schools in MA programs", "MA", True),
        ("Cambridge, MA", "MA", False),
        ("AA batteries", "AA", False),
    ],
)
def test_two_letters_are_a_title_only_where_they_stand_for_one(text: str, name: str, meant: bool) -> None:
    assert means_it(use("degree", text, name)) is meant


@pytest.mark.parametrize(
    ("kind", "text", "name", "meant"),
    [
        ("place", "detroit techno", "detroit", False),
        ("place", "techno in detroit", "detroit", True),
        ("place", "new orleans jazz", "new orleans", False),
        ("place", "boston jazz programs", "boston", True),
        ("place", "paris sound programs", "paris", True),
        ("place", "my name is austin", "austin", False),
        ("place", "is kansas a good band", "kansas", False),
        ("place", "a boston terrier", "boston", False),
        ("place", "a texas school", "texas", True),
        ("place", "Georgia State audio", "Georgia", False),
        ("place", "dc offset", "dc", False),
        ("place", "turkey sandwich", "turkey", False),
        ("place", "schools in turkey", "turkey", True),
        ("term", "can i opt out", "opt", False),
        ("term", "explain OPT to me", "OPT", True),
        ("term", "stem cells", "stem", False),
        ("term", "STEM OPT for engineers", "STEM OPT", True),
        ("level", "my masters are too quiet", "masters", False),
        ("level", "my masters in audio", "masters", True),
        ("level", "associate producer", "associate", False),
        ("degree", "a high school diploma", "diploma", False),
        ("course", "mastering the piano", "mastering", False),
        ("course", "mixing and mastering", "mastering", True),
        ("career", "train conductor", "conductor", False),
        ("career", "orchestra conductor", "conductor", True),
        ("requirement", "programming drums", "programming", False),
        ("program", "the art of sound", "art of sound", False),
        ("program", "is Art of Sound free", "Art of Sound", True),
        ("program", "the art of sound program", "art of sound", True),
    ],
)
def test_a_name_is_left_alone_where_it_means_something_else(kind: str, text: str, name: str, meant: bool) -> None:
    assert means_it(use(kind, text, name)) is meant


@pytest.mark.parametrize(
    ("text", "name", "meant"),
    [
        ("how much is rice", "rice", True),
        ("tuition at rice", "rice", True),
        ("does rice want a portfolio", "rice", True),
        ("rice tuition", "rice", True),
        ("rice?", "rice", True),
        ("rice and beans", "rice", False),
        ("i like rice", "rice", False),
        ("Rice and beans", "Rice", False),
        ("I got into Rice", "Rice", True),
        ("we saw a temple", "temple", False),
        ("near the temple", "temple", False),
        ("at first", "first", True),
        ("willamette has a good choir", "willamette", True),
        ("in willamette", "willamette", False),
    ],
)
def test_a_word_is_a_school_where_one_is_spoken_of(text: str, name: str, meant: bool) -> None:
    assert means_school(use("school", text, name, name.title()), ORDINARY, several=False) is meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("how much is UC", True),
        ("which UC schools", True),
        ("uc tuition", True),
        ("UC Berkeley", False),
        ("at UC please", True),
    ],
)
def test_the_beginning_of_many_names_is_no_part_of_another_name(text: str, meant: bool) -> None:
    name = "UC" if "UC" in text else "uc"
    assert means_school(use("school", text, name, "UC"), ORDINARY, several=True) is meant


def test_after_some_words_the_school_comes_before_the_place() -> None:
    assert comes_first(use("place", "how do i get into Maynooth", "Maynooth"))
    assert not comes_first(use("place", "schools in Maynooth", "Maynooth"))
    assert not comes_first(use("place", "we went to Maynooth", "Maynooth"))


@pytest.mark.parametrize(
    ("text", "school"),
    [
        ("what city is Maynooth in", True),
        ("does Maynooth ask for a portfolio", True),
        ("the length of Maynooth", True),
        ("which courses are taught at Maynooth", True),
        ("what do you know about Maynooth", True),
        ("does Maynooth lie by the sea", False),
        ("the weather of Maynooth", False),
    ],
)
def test_what_only_schools_have_or_do_tells_the_school_from_the_place(text: str, school: bool) -> None:
    assert comes_first(use("place", text, "Maynooth")) is school


class TestTogether:
    """The linker over the real names."""

    @pytest.fixture(scope="class")
    def linker(self) -> Linker:
        return Linker(shared().current(), vocabulary.ordinary())

    @pytest.mark.parametrize(
        ("text", "schools"),
        [
            ("Carnegie Melon audio", ["Carnegie Mellon University"]),
            ("is full sale university ok", ["Full Sail University"]),
            ("berkeley college of music", ["Berklee College of Music"]),
            ("IU's deadline", ["Indiana University Indianapolis"]),
            ("compare columbia and NYU", ["Columbia College Chicago", "New York University"]),
            ("CSU Fullerton", []),
            ("UC Berkeley", []),
            ("any new schools", []),
            ("melon juice", []),
            ("sound recording", []),
        ],
    )
    def test_schools_are_found(self, linker: Linker, text: str, schools: list[str]) -> None:
        known = shared().current().institutions
        assert [known[m.subject.id].name for m in linker.find(text) if m.subject.kind == "school"] == schools

    def test_two_words_that_are_words_are_no_slip_of_a_job(self, linker: Linker) -> None:
        assert linker.find("a class in sound recording") == []
        assert [m.subject.id for m in linker.find("sound recodrist pay")] == ["sound-engineering-technician"]

    def test_a_program_is_found_by_its_school_s_other_names(self, linker: Linker) -> None:
        (mention,) = linker.find("the MM in Music Technology at NYU")
        assert (mention.subject.kind, mention.subject.id) == ("program", "nyu-mm-music-technology")
