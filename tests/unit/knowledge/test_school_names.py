"""How the names of schools are shortened."""

from __future__ import annotations

import pytest

from overture.knowledge import Knowledge, fold, shared
from overture.knowledge.institutions import Institution
from overture.knowledge.school_names import Called, bare_names, rewritten, school_names


def school(id: str, name: str, *names: str) -> Institution:
    return Institution(id, name, names=names)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("The University of Texas at Austin", "U of Texas Austin"),
        ("University of Miami", "Univ of Miami"),
        ("Boston University", "Boston U"),
        ("Glendale Community College", "Glendale CC"),
        ("Mount Saint Mary's University", "Mt St Mary's Uni"),
        ("University of St Thomas", "University of Saint Thomas"),
        ("University of Akron Main Campus", "University of Akron"),
    ],
)
def test_a_full_name_can_be_written_in_other_ways(name: str, written: str) -> None:
    assert fold(written) in map(fold, rewritten(name))


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Oberlin College", ["Oberlin"]),
        ("The New School", []),
        ("Stevens Institute of Technology", ["Stevens"]),
        ("Ball State University", ["Ball State"]),
        ("Loyola University New Orleans", ["Loyola"]),
        ("Concordia College at Moorhead", ["Concordia"]),
        ("University of Dayton", ["Dayton"]),
        ("University of the Arts", []),
        ("SUNY Oneonta", ["Oneonta"]),
        ("F.I.R.S.T. Institute", []),
    ],
)
def test_the_bare_name_is_what_is_left_without_the_kind_of_school(name: str, bare: list[str]) -> None:
    assert bare_names(name) == bare


class TestSharedNames:
    SCHOOLS = (
        school("a", "Lark College North"),
        school("b", "Lark University"),
        school("c", "Crane University"),
        school("d", "Crane University Bay"),
        school("e", "QX Bay", "Queen Xenia University-Bay"),
        school("f", "QX Hill"),
        school("g", "Swan College"),
    )

    def named(self, name: str, taken: frozenset[str] = frozenset()) -> Called | None:
        return school_names(self.SCHOOLS, taken).get(fold(name))

    def ids(self, name: str) -> list[str]:
        called = self.named(name)
        return [s.id for s in called.schools] if called else []

    def test_a_bare_name_of_two_schools_stands_for_both(self) -> None:
        assert sorted(self.ids("Lark")) == ["a", "b"]

    def test_a_branch_is_no_second_school(self) -> None:
        assert self.ids("Crane") == ["c"]
        assert self.ids("Crane University") == ["c"]
        assert self.ids("Crane University Bay") == ["d"]

    def test_capitals_that_begin_several_names_stand_for_all(self) -> None:
        assert sorted(self.ids("QX")) == ["e", "f"]

    def test_the_place_behind_may_be_left_out(self) -> None:
        assert self.ids("Lark College") == ["a"]

    def test_a_shortened_name_gives_way_to_other_things_and_a_full_one_does_not(self) -> None:
        taken = frozenset({"swan", "swan college"})
        assert self.named("Swan", taken) is None
        assert self.named("Swan College", taken) is not None

    def test_only_shortened_names_are_bare(self) -> None:
        assert self.named("Swan College") == Called("Swan College", (self.SCHOOLS[6],), bare=False)
        swan = self.named("Swan")
        assert swan is not None and swan.bare

    def test_a_city_at_the_beginning_may_be_shortened(self) -> None:
        bay = (school("x", "San Salto Conservatory of Music"),)
        assert fold("SS Conservatory") in school_names(bay, (), {"San Salto": "SS"})


class TestTheRealNames:
    @pytest.fixture(scope="class")
    def real(self) -> Knowledge:
        return shared().current()

    def test_every_school_can_be_named_in_full(self, real: Knowledge) -> None:
        for id, school in real.institutions.items():
            assert id in [s.id for s in real.schools_called[fold(school.name)].schools]

    def test_no_shortened_name_is_that_of_a_place_or_a_job(self, real: Knowledge) -> None:
        exact = set(real.institutions_by_name)
        assert [key for key in real.schools_called if key in real.by_name and key not in exact] == []

    def test_what_an_editor_writes_comes_before_what_is_worked_out(self, real: Knowledge) -> None:
        for key, schools in real.institutions_by_name.items():
            assert real.schools_called[key].schools == schools and not real.schools_called[key].bare
