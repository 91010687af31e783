"""Lines counted from the programs, against the same files counted by other code; never a share of all programs."""

from __future__ import annotations

from typing import Any

from overture.answers.base import aggregates
from overture.knowledge import Knowledge


def masters(files: Any) -> list[dict[str, Any]]:
    return [raw for raw in files.programs() if raw["level"] == "master"]


def asking(files: Any) -> list[dict[str, Any]]:
    return [raw for raw in masters(files) if raw.get("requirements")]


def demands(raw: dict[str, Any], requirement: str) -> Any:
    return next((ask["demand"] for ask in raw.get("requirements", ()) if ask["requirement"] == requirement), None)


def test_portfolios(real: Knowledge, files: Any) -> None:
    line = aggregates.portfolio_asked(real)
    count = sum(demands(raw, "portfolio") == "required" for raw in asking(files))
    assert (line.count, line.of) == (count, len(asking(files)))
    of = f"At least {count} of the {line.of} whose admission pages I have"
    assert line.text == f"{of} ask for a portfolio or work samples, so prepare one"


def test_letters(real: Knowledge, files: Any) -> None:
    line = aggregates.letters_asked(real)
    assert line.count == sum(demands(raw, "letters") == "required" for raw in asking(files))
    assert line.text.endswith("where a number is given it is one to three") and line.text.startswith("At least ")


def test_other_requirements_are_least_counts(real: Knowledge, files: Any) -> None:
    for requirement in ("admission-interview", "resume", "audition", "entrance-exam", "statement-of-purpose"):
        line = aggregates.asked(requirement, real)
        count = sum(demands(raw, requirement) in ("required", "possible") for raw in asking(files))
        assert (line.count, line.of) == (count, len(asking(files)))
        assert line.text.startswith(f"At least {count} of the {line.of} whose admission pages I have ask for")
    assert "may ask some applicants for" in aggregates.asked("admission-interview", real).text


def test_grades(real: Knowledge) -> None:
    text = aggregates.grades_asked(real).text
    usual = "Where a lowest grade average is stated it is mostly 3.0"
    assert text == f"{usual} (3.6 on an old page of U of Michigan and 2.75 at UofL)"


def test_the_gre_is_never_a_share(real: Knowledge) -> None:
    text = aggregates.gre_spared(real).text
    assert "%" not in text and text.startswith("The GRE is mostly a thing of older pages, so check.")
    assert all(name in text for name in ("Temple", "McGill", "Dartmouth", "Syracuse", "Penn State"))


def test_lengths(real: Knowledge, files: Any) -> None:
    home, isles, mfa = aggregates.lengths(real)
    planned = [
        raw
        for raw in masters(files)
        if (raw.get("length") or {}).get("years_min") and raw["length"].get("basis", "planned") == "planned"
    ]
    us = [raw for raw in planned if raw["places"][0]["country"] == "US"]
    assert (home.count, home.of) == (sum(raw["length"]["years_min"] == 2 for raw in us), len(us))
    assert home.text.startswith("In the US most of the programs I have a length for are planned for two years")
    assert isles.text == f"In the UK and Ireland one year full time is usual ({isles.count} of {isles.of})"
    assert mfa.text.startswith("MFA degrees can take three years, as at Dartmouth")
    assert not any("average" in line.text for line in (home, isles, mfa))


def test_online_is_a_list_of_names(real: Knowledge, files: Any) -> None:
    line = aggregates.fully_online(real)
    assert line.count == sum("online" in (raw.get("delivery") or {}).get("modes", ()) for raw in masters(files))
    assert "At least six can be done online: " in line.text
    for name in ("Southern Utah", "Berklee Online", "IU Indianapolis", "Academy of Art", "Penn State (acoustics)"):
        assert name in line.text
    assert "rarely" not in line.text


def test_the_largest_online_is_counted_by_code(real: Knowledge, files: Any) -> None:
    line = aggregates.largest_online(real)
    assert line is not None
    rows = [r for r in files.rows("awards") if r["cip"] == "50.0913" and r["level"] == "7"]
    assert (line.count, line.of) == (max(int(r["2024"] or 0) for r in rows), sum(int(r["2024"] or 0) for r in rows))
    assert "had the largest number of master's degrees under the federal code Music Technology: 83 of 137" in line.text
    assert "biggest" not in line.text


def test_thesis(real: Knowledge, files: Any) -> None:
    line = aggregates.thesis_split(real)
    known = [raw for raw in masters(files) if (raw.get("ending") or {}).get("thesis")]
    found = [raw for raw in known if raw["ending"]["thesis"] != "not-named"]
    assert (line.count, line.of) == (len(found), len(known))
    assert line.text.startswith("About half end in something called a thesis")
    assert "it can be a score, a recording or a design" in line.text and "research thesis" not in line.text


def test_credits_are_semester_credits_of_us_degrees_only(real: Knowledge) -> None:
    line = aggregates.credits(real)
    assert line.text.startswith("US master's degrees here that are not MFAs ask for 30 to 51 semester credits at least")
    assert all(p.credits and p.credits.system == "semester" and "mfa" not in p.degrees for p in line.programs)


def test_who_takes_other_degrees(real: Knowledge) -> None:
    line = aggregates.open_to_others(real)
    assert "accept fields outside music; some insist on music (McGill and Five Towns)" in line.text


def test_the_picture_is_said_to_be_rough() -> None:
    assert aggregates.ROUGH.startswith("This is from the programs I have pages for, some of them years old")
