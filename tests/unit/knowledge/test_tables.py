"""Tables on a world of four schools; the real tables are only asked whether they hold together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from overture.knowledge.errors import Fault
from overture.knowledge.names import fold
from overture.knowledge.store import default_folder
from overture.knowledge.tables import Tables, files, load_tables

SCHOOL_HEADER = (
    "unitid,name,aliases,city,state,zip,county,latitude,longitude,locale,control,size,hbcu,tribal,offers_graduate,metro,"
    "website,admissions_page,aid_page,apply_page,net_price_page,veterans_page,disability_page,directory_year"
)
TUITION_HEADER = (
    "unitid,tuition_in_state,fees_in_state,tuition_out_of_state,fees_out_of_state,"
    "per_credit_in_state,per_credit_out_of_state"
)
URLS = "https://a.edu/,https://a.edu/in,,,,,"
WORLD = {
    "sources.yaml": """
- id: survey
  short: Survey
  publisher: An office
  title: A survey
  as_of: "2024"
""",
    "places.yaml": """
- {id: alpha, name: Alphaland, kind: state, code: AL}
- {id: beta, name: Betaland, kind: state, code: BE}
- {id: coast, name: The Coast, kind: region, basis: everyday, states: [AL, BE], note: No fixed border.}
- {id: big-town, name: Bigtown, aliases: [BT], kind: city, city: Bigtown, state: AL, metros: ["10001"]}
""",
    "tables/fields.csv": (
        "cip,title,relevance,fields_of_study\n50.0913,Music Technology,core,music-technology\n"
        '50.0999,"Music, Other",broad,\n'
    ),
    "tables/award_levels.csv": """level,name,study_level,graduate
5,bachelor's degree,bachelor,no
7,master's degree,master,yes
""",
    "tables/occupations.csv": "soc,title\n27-4014,Sound Engineering Technicians\n27-2042,Musicians and Singers\n",
    "tables/sectors.csv": "sector,title\n31-33,Manufacturing\n51,Information\n",
    "tables/metros.csv": 'metro,name,states\n10001,"Bigtown-Port Echo, AL-BE",AL|BE\n',
    "tables/schools.csv": f"""{SCHOOL_HEADER}
100001,The Echo School,Echo|Old Echo,Bigtown,AL,,,40.5,-75.25,"city, big",public,"20,000",no,no,yes,10001,{URLS},2024
100002,Reverb College,,Bigtown,AL,12345-6789,,40.0,-75.0,"city, large",private nonprofit,,yes,no,no,10001,{URLS},2024
100003,Reverb College,,Port Echo,BE,,,39.0,-75.0,"city, small",private for-profit,,no,yes,no,,{URLS},2022
""",
    "tables/awards.csv": """unitid,cip,level,2023,2024
100001,50.0913,7,12,15
100001,50.0999,7,,0
100003,50.0913,5,3,
""",
    "tables/tuition.csv": f"""{TUITION_HEADER}
100001,10000,0,20000,0,,
""",
    "tables/wages_by_state.csv": """soc,state,employment,p10,p25,median,p75,p90,location_quotient
27-4014,AL,1200,30000,40000,50000,60000,70000,1.25
27-4014,BE,40,30000,40000,40000,60000,70000,0.3
""",
    "tables/wages_by_metro.csv": """soc,metro,employment,p10,p25,median,p75,p90,location_quotient
27-4014,10001,,31000,41000,51000,61000,71000,
""",
    "tables/price_levels.csv": "area,price_level\n10001,101.5\nAL,98.25\n",
    "tables/wages_by_industry.csv": """soc,sector,employment,p10_annual,median_annual,p90_annual,median_hourly,at_least
27-2042,51,210,,,,30.5,
27-4014,51,3000,40000,60000,239200,28.9,p90_annual
""",
    "tables/state_means.csv": "soc,state,mean_annual,mean_hourly\n27-2042,AL,,41.09\n",
}
KINDS = {
    "field": ("fields", ""),
    "award-level": ("award_levels", ""),
    "occupation": ("occupations", ""),
    "sector": ("sectors", ""),
    "metro": ("metros", ""),
    "school": ("schools", "latitude: degrees, longitude: degrees"),
    "award": ("awards", "count: awards"),
    "tuition": (
        "tuition",
        "tuition_in_state: USD, fees_in_state: USD, tuition_out_of_state: USD, fees_out_of_state: USD,"
        " per_credit_in_state: USD, per_credit_out_of_state: USD",
    ),
    "state-wage": (
        "wages_by_state",
        "employment: jobs, p10: USD, p25: USD, median: USD, p75: USD, p90: USD, location_quotient: times",
    ),
    "metro-wage": (
        "wages_by_metro",
        "employment: jobs, p10: USD, p25: USD, median: USD, p75: USD, p90: USD, location_quotient: times",
    ),
    "price-level": ("price_levels", "price_level: US = 100"),
    "industry-wage": (
        "wages_by_industry",
        "employment: jobs, p10_annual: USD, median_annual: USD, p90_annual: USD, median_hourly: USD",
    ),
    "state-mean": ("state_means", "mean_annual: USD, mean_hourly: USD"),
}
CAUTIONS = {
    "school": ["unlisted: It may have closed."],
    "award": ["always: Under a code.", "few: Jumps.", "zero: None that year."],
    "state-wage": ["always: All ages.", "few: Few people.", "flat: One employer."],
    "industry-wage": ["few: Rough.", "lower-bound: At least."],
}


def record(kind: str, source: str = "survey") -> str:
    name, units = KINDS[kind]
    pairs = (caution.split(": ") for caution in CAUTIONS.get(kind, []))
    cautions = ", ".join(f"{{id: {when}, when: {when}, text: {text}}}" for when, text in pairs)
    return f"""
- id: {name.replace("_", "-")}
  file: tables/{name}.csv
  kind: {kind}
  source: {source}
  as_of: "2024"
  row: a row
  units: {{{units}}}
  blank: not reported
  cautions: [{cautions}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tables").mkdir()
    for name, text in WORLD.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "tables.yaml").write_text("".join(map(record, KINDS)), encoding="utf-8")
    return tmp_path


@pytest.fixture
def tables(folder: Path) -> Tables:
    return load_tables(folder)[0]


def change(folder: Path, file: str, old: str, new: str) -> list[Fault]:
    """Loads the world again with one piece of one file replaced."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return load_tables(folder)[1]


def test_a_good_folder_has_no_faults(folder: Path) -> None:
    assert load_tables(folder)[1] == []


def test_schools_are_typed(tables: Tables) -> None:
    school = tables.schools[100001]
    assert (school.name, school.city, school.state) == ("The Echo School", "Bigtown", "AL")
    assert (school.latitude, school.longitude) == (40.5, -75.25)
    assert school.offers_graduate and not school.hbcu
    assert school.aliases == ("Echo", "Old Echo")
    assert school.size == "20,000"
    assert school.admissions_page == "https://a.edu/in"
    assert school.directory_year == 2024


def test_an_empty_cell_is_not_known_and_a_zero_is_a_zero(tables: Tables) -> None:
    assert tables.schools[100002].size is None
    assert tables.schools[100002].aliases == ()
    tuition = tables.tuition[100001]
    assert (tuition.tuition_in_state, tuition.fees_in_state, tuition.per_credit_in_state) == (10000, 0, None)
    by_field = {award.cip: award for award in tables.awards_by_school[100001]}
    assert by_field["50.0999"].counts == {2023: None, 2024: 0}
    assert by_field["50.0999"].reported == {2024: 0}
    assert by_field["50.0913"].reported == {2023: 12, 2024: 15}
    assert 100002 not in tables.tuition and 100002 not in tables.awards_by_school


def test_pay_is_found_by_occupation_and_area(tables: Tables) -> None:
    assert tables.area_wages["27-4014", "AL"].median == 50000
    assert tables.area_wages["27-4014", "10001"].p90 == 71000
    assert tables.area_wages["27-4014", "10001"].employment is None
    assert {wage.area for wage in tables.wages_by_occupation["27-4014"]} == {"AL", "BE", "10001"}
    assert tables.state_means["27-2042", "AL"].mean_hourly == 41.09
    assert tables.state_means["27-2042", "AL"].mean_annual is None
    assert [wage.sector for wage in tables.industries_by_occupation["27-4014"]] == ["51"]
    assert tables.price_levels["AL"].price_level == 98.25


def test_codes_have_their_titles(tables: Tables) -> None:
    assert tables.fields["50.0913"].relevance == "core"
    assert tables.award_levels["7"].study_level == "master" and tables.award_levels["7"].graduate
    assert tables.occupations["27-4014"].title == "Sound Engineering Technicians"
    assert tables.sectors["31-33"].title == "Manufacturing"


def test_a_metro_is_found_by_each_city_in_its_name(tables: Tables) -> None:
    assert tables.metros["10001"].states == ("AL", "BE")
    assert [metro.metro for metro in tables.metros_by_city["port echo"]] == ["10001"]


def test_schools_are_found_by_any_spelling_of_their_name(tables: Tables) -> None:
    for name in ("the echo school", "echo school", "old echo"):
        assert [school.unitid for school in tables.schools_by_name[name]] == [100001]


def test_schools_that_share_a_name_are_all_found(tables: Tables) -> None:
    assert [school.unitid for school in tables.schools_by_name["reverb college"]] == [100002, 100003]


def test_a_row_leads_to_source_and_date(tables: Tables) -> None:
    about = tables.about[tables.tuition[100001].table]
    assert (about.id, about.source, about.as_of, about.units["fees_in_state"]) == ("tuition", "survey", "2024", "USD")


def test_cautions_fit_the_row(tables: Tables) -> None:
    assert tables.cautions(tables.area_wages["27-4014", "AL"]) == ("All ages.",)
    assert tables.cautions(tables.area_wages["27-4014", "BE"]) == ("All ages.", "Few people.", "One employer.")
    masters, other = tables.awards_by_school[100001]
    assert tables.cautions(masters) == ("Under a code.",)
    assert tables.cautions(other) == ("Under a code.", "None that year.")
    assert tables.cautions(tables.awards_by_school[100003][0]) == ("Under a code.", "Jumps.")


def test_a_school_missing_from_the_newest_directory_is_said_to_be(tables: Tables) -> None:
    assert tables.newest_directory == 2024
    assert tables.cautions(tables.schools[100001]) == ()
    assert tables.cautions(tables.schools[100003]) == ("It may have closed.",)


def test_a_figure_that_is_only_a_lower_bound_says_so(tables: Tables) -> None:
    (wage,) = tables.industries_by_occupation["27-4014"]
    assert (wage.p90_annual, wage.at_least) == (239200, ("p90_annual",))
    assert tables.cautions(wage) == ("At least.",)
    assert tables.cautions(tables.industries_by_occupation["27-2042"][0]) == ("Rough.",)


def test_a_new_year_is_a_new_column(folder: Path) -> None:
    assert (
        change(folder, "tables/awards.csv", "2023,2024\n100001,50.0913,7,12,15", "2024,2025\n100001,50.0913,7,15,9")
        == []
    )
    assert load_tables(folder)[0].awards_by_school[100001][0].counts == {2024: 15, 2025: 9}


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "message"),
    [
        ("tables/fields.csv", "cip,title", "cip,heading", 1, "the column 'title' is missing"),
        ("tables/fields.csv", "cip,title", "cip,heading", 1, "'heading' is not a known column here"),
        ("tables/fields.csv", "title,relevance", "title,relevance,title", 1, "the column 'title' stands here twice"),
        (
            "tables/awards.csv",
            "2023,2024",
            "first,second",
            1,
            "a column for a year is missing, expected one like '2024'",
        ),
        ("tables/awards.csv", "12,15", "a dozen,15", 2, "2023: expected a whole number, found 'a dozen'"),
        ("tables/awards.csv", "12,15", "-1,15", 2, "2023: expected a number of at least 0, found '-1'"),
        ("tables/awards.csv", "12,15", "12", 2, "expected 5 cells, found 4"),
        (
            "tables/awards.csv",
            "100003,",
            "100009,",
            4,
            "'100009' is not the number of a school in the table of schools",
        ),
        (
            "tables/awards.csv",
            "100003,50.0913",
            "100003,50.0914",
            4,
            "'50.0914' is not a field code in the table of fields",
        ),
        ("tables/awards.csv", "50.0913,5", "50.0913,6", 4, "'6' is not a code in the table of award levels"),
        ("tables/awards.csv", "50.0999,7", "50.0913,7", 3, "award 100001 50.0913 7 stands in this table already"),
        ("tables/schools.csv", "100003,", "100002,", 4, "school 100002 stands in this table already"),
        ("tables/schools.csv", "40.5,", "140.5,", 2, "latitude: expected a number from -90 to 90, found '140.5'"),
        ("tables/schools.csv", "40.5,", "north,", 2, "latitude: expected a number from -90 to 90, found 'north'"),
        ("tables/schools.csv", "40.5,", "nan,", 2, "latitude: expected a number from -90 to 90, found 'nan'"),
        ("tables/schools.csv", "40.5,", ",", 2, "latitude: is empty, expected a value"),
        ("tables/schools.csv", ",BE,", ",ZZ,", 4, "state: 'ZZ' is not the code of a state in places.yaml"),
        ("tables/schools.csv", ",yes,no,no,", ",maybe,no,no,", 3, "hbcu: expected yes or no, found 'maybe'"),
        (
            "tables/schools.csv",
            "https://a.edu/in",
            "a.edu/in",
            2,
            "expected an address that begins with https://",
        ),
        ("tables/schools.csv", "Reverb College", " Reverb College", 3, "expected text without spaces around it"),
        ("tables/tuition.csv", "10000,", "$10k,", 2, "tuition_in_state: expected a whole number, found '$10k'"),
        ("tables/wages_by_state.csv", "27-4014,BE", "27-9999,BE", 3, "'27-9999' is not an occupation code"),
        ("tables/wages_by_state.csv", "50000", "inf", 2, "median: expected a whole number, found 'inf'"),
        (
            "tables/wages_by_state.csv",
            "1.25",
            "inf",
            2,
            "location_quotient: expected a number of at least 0, found 'inf'",
        ),
        ("tables/wages_by_metro.csv", "10001", "10002", 2, "'10002' is not a code in the table of metropolitan areas"),
        ("tables/price_levels.csv", "10001", "99999", 2, "'99999' is not the code of a state or metropolitan area"),
        ("tables/wages_by_industry.csv", "27-2042,51", "27-2042,52", 2, "'52' is not a code in the table of sectors"),
        ("tables/wages_by_industry.csv", "28.9,p90_annual", "28.9,p99", 3, "at_least: 'p99' is not one of"),
        ("tables/metros.csv", "AL|BE", "AL|XX", 2, "states: 'XX' is not the code of a state"),
        ("tables/sectors.csv", "51,Information", '51,"Information', 3, "bad CSV"),
        ("tables.yaml", "source: survey", "source: rumor", 5, "'rumor' is not the id of any record in sources"),
        ("tables.yaml", "kind: field", "kind: fields", 4, "fields: kind:"),
        ("tables.yaml", "kind: award-level", "kind: field", 14, "a second table of the kind 'field', expected one"),
        ("tables.yaml", "kind: award-level", "kind: field", 1, "no table of the kind 'award-level', expected one"),
        ("tables.yaml", "count: awards", "", 68, "no unit for 'count'"),
        ("tables.yaml", "count: awards", "count: awards, cip: codes", 68, "'cip' is no column with figures"),
        ("tables.yaml", "tables/fields.csv", "../fields.csv", 3, "expected tables/<name>.csv"),
        ("places.yaml", "states: [AL, BE]", "states: [AL, BB]", 4, "'BB' is not the code of a state here"),
        ("places.yaml", '"10001"', '"10009"', 5, "'10009' is not a code in the table of metropolitan areas"),
    ],
)
def test_a_fault_names_file_line_and_reason(
    folder: Path, file: str, old: str, new: str, line: int, message: str
) -> None:
    faults = change(folder, file, old, new)
    assert [fault for fault in faults if (fault.file, fault.line) == (file, line) and message in fault.message], faults


def test_a_missing_file_is_one_fault(folder: Path) -> None:
    (folder / "tables/schools.csv").unlink()
    tables, faults = load_tables(folder)
    assert faults == [Fault("tables/schools.csv", 1, "the file is missing, expected a table of schools")]
    assert not tables.schools and len(tables.awards) == 3


def test_a_bad_cell_costs_its_row_but_not_what_refers_to_it(folder: Path) -> None:
    faults = change(folder, "tables/schools.csv", "40.5,", "north,")
    assert len(faults) == 1
    tables = load_tables(folder)[0]
    assert set(tables.schools) == {100002, 100003} and len(tables.awards) == 3


def test_a_file_in_another_encoding_is_one_fault(folder: Path) -> None:
    (folder / "tables/sectors.csv").write_bytes("sector,title\n51,Café\n".encode("latin-1"))
    (fault,) = load_tables(folder)[1]
    assert (fault.file, fault.line) == ("tables/sectors.csv", 1) and "not UTF-8" in fault.message


def test_a_spreadsheet_s_byte_order_mark_and_line_ends_do_no_harm(folder: Path) -> None:
    text = (folder / "tables/fields.csv").read_text(encoding="utf-8")
    (folder / "tables/fields.csv").write_bytes(("\ufeff" + text.replace("\n", "\r\n")).encode())
    tables, faults = load_tables(folder)
    assert faults == [] and tables.fields["50.0999"].title == "Music, Other"


def test_without_places_the_states_are_one_fault(folder: Path) -> None:
    (folder / "places.yaml").unlink()
    assert [fault.file for fault in load_tables(folder)[1]] == ["places.yaml"]


def test_all_files_that_are_read_are_watched(folder: Path) -> None:
    watched = {path.relative_to(folder).as_posix() for path in files(folder)}
    assert watched == {"tables.yaml", *WORLD} - {"sources.yaml"}


class TestTheRealTables:
    """What must hold of data/knowledge, whatever its figures are."""

    @pytest.fixture(scope="class")
    def loaded(self) -> tuple[Tables, list[Fault]]:
        return load_tables(default_folder())

    def test_they_have_no_faults(self, loaded: tuple[Tables, list[Fault]]) -> None:
        own = re.compile(r"^(tables/.*|tables\.yaml|places\.yaml|sources/tables\.yaml)$")
        assert [fault for fault in loaded[1] if own.match(fault.file)] == []

    def test_files_are_sorted_and_have_plain_line_ends(self) -> None:
        for path in sorted((default_folder() / "tables").glob("*.csv")):
            text = path.read_bytes().decode("utf-8")
            assert text.endswith("\n") and "\r" not in text, path.name
            first = [line.split(",")[0] for line in text.splitlines()[1:]]
            assert first == sorted(first, key=int if all(map(str.isdigit, first)) else str), path.name

    def test_every_school_has_awards_and_every_state_wage_a_price_level(
        self, loaded: tuple[Tables, list[Fault]]
    ) -> None:
        tables, _ = loaded
        assert set(tables.awards_by_school) == set(tables.schools)
        wages = {wage.area for wage in tables.area_wages.values()}
        # The Bureau of Economic Analysis has no price levels for Puerto Rico.
        puerto_rico = {"PR", *(metro.metro for metro in tables.metros.values() if "PR" in metro.states)}
        assert wages - set(tables.price_levels) == puerto_rico

    def test_percentiles_rise(self, loaded: tuple[Tables, list[Fault]]) -> None:
        for wage in loaded[0].area_wages.values():
            steps = [step for step in (wage.p10, wage.p25, wage.median, wage.p75, wage.p90) if step is not None]
            assert steps == sorted(steps), wage

    def test_no_alias_is_shared_or_a_place(self, loaded: tuple[Tables, list[Fault]]) -> None:
        tables, _ = loaded
        aliases = [(school, alias) for school in tables.schools.values() for alias in school.aliases]
        shared = [alias for school, alias in aliases if len(tables.schools_by_name[fold(alias)]) > 1]
        assert [alias for alias in shared if fold(alias) != "pennsylvania state university"] == []
        assert [alias for _, alias in aliases if tables.places.find(alias)] == []
