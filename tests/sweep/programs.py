"""Each program, and each side of studying there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.sweep.case import Case, Said, Wanted, phrased
from tests.sweep.files import MONTHS, Files, Raw, money

# Groups on one requirement, by its id.
REQUIREMENTS = {
    "portfolio": "portfolio",
    "letters": "letters",
    "gre": "gre",
    "audition": "audition",
    "interview": "admission-interview",
    "resume": "resume",
    "transcripts": "transcripts",
    "statement": "statement-of-purpose",
    "fee": "application-fee",
    "english": "english-test",
    "gpa": "gpa",
    "exam": "entrance-exam",
    "bachelor": "bachelors-degree",
    "background": "prior-audio-work",
}
# How it is said that something is asked for, or not; silence of a page is neither.
_BEGINS = {"required": "yes", "not-required": "no", "optional": "no"}
_YES_OR_NO = frozenset({"portfolio", "letters", "gre", "audition", "interview", "resume", "exam"})


@dataclass(frozen=True)
class Expected:
    """What the files say on one side of a program; ``unknown`` where they say nothing."""

    has: tuple[Wanted, ...] = ()
    unknown: bool = False
    begins: str = ""


def cases(files: Files) -> Iterator[Case]:
    """All questions on programs."""
    for program in files.programs:
        for group, expected in _sides(program, files):
            yield from _asked(program, group, expected, files)


def _asked(program: Raw, group: str, expected: Expected, files: Files) -> Iterator[Case]:
    names = names_of(program, files)
    for text in phrased(f"program/{group}", program["id"], names):
        yield Case(
            f"program/{group}",
            program["id"],
            text,
            has=expected.has,
            unknown=expected.unknown,
            cites=frozenset({program["id"]}),
            check=_begins(expected.begins) if expected.begins else None,
        )


def _begins(word: str):  # type: ignore[no-untyped-def]
    def check(said: Said) -> Iterator[str]:
        if not said.text.casefold().startswith((word + " ", word + ",")):
            yield f"does not begin with {word!r}"

    return check


def names_of(program: Raw, files: Files) -> list[str]:
    """Ways to write this program and no other."""
    school = f"{'the ' if program.get('the') else ''}{program['school']}"
    at = ", ".join(filter(None, (school, program.get("campus"))))
    short = next(iter([*program.get("part_aliases", ()), *program.get("school_aliases", ())]), school)
    if not program.get("campus"):
        short = next(iter(program.get("school_aliases", ())), short)
    found = [f"the {program['name']} at {at}", f"the {program['name']} at {short}", *program.get("aliases", ())]
    if len(files.programs_by_school[program["school"]]) == 1:
        found += [school, *program.get("school_aliases", ())[:2]]
    elif program.get("campus") is None:
        found.append(f"{short}'s {program['name']}")
    return found


def _sides(program: Raw, files: Files) -> Iterator[tuple[str, Expected]]:
    yield "length", _length(program)
    yield "cost", _cost(program, files)
    yield "credits", _text(program, "credits")
    yield "delivery", _text(program, "delivery")
    yield "ending", _text(program, "ending")
    yield "deadline", _deadline(program)
    yield "courses", _courses(program)
    yield "software", _software(program)
    yield "accreditation", _texts(program, "accreditation")
    yield "funding", _texts(program, "funding")
    yield "part-time", _text(program, "part_time")
    yield "start", _text(program, "starts")
    yield "stem", _text(program, "stem")
    yield "concentrations", _items(program, "concentrations")
    yield "about", Expected(has=(program["name"], *_place(program)))
    online = program.get("delivery", {}).get("modes") == ["online"]
    yield "where", Expected(has=(*((city, "online") for city in _place(program)),) if online else _place(program))
    for group, requirement in REQUIREMENTS.items():
        yield group, _ask(program, group, requirement)


def _text(program: Raw, key: str) -> Expected:
    return Expected(has=(program[key]["text"],)) if key in program else Expected(unknown=True)


def _texts(program: Raw, key: str) -> Expected:
    texts = tuple(said["text"] for said in program.get(key, ()))
    return Expected(has=texts, unknown=not texts)


def _items(program: Raw, key: str) -> Expected:
    return Expected(has=tuple(program[key]["items"])) if key in program else Expected(unknown=True)


def _length(program: Raw) -> Expected:
    has = tuple(program[key]["text"] for key in ("length", "credits") if key in program)
    return Expected(has=has, unknown="length" not in program)


def _place(program: Raw) -> tuple[str, ...]:
    return tuple(place["city"] for place in program["places"] if place.get("city"))


def _ask(program: Raw, group: str, requirement: str) -> Expected:
    ask = next((ask for ask in program.get("requirements", ()) if ask["requirement"] == requirement), None)
    if ask is None:
        return Expected(unknown=True)
    begins = _BEGINS.get(ask["demand"], "") if group in _YES_OR_NO else ""
    # A bullet whose text is its label is not said twice: "Bachelor's degree" for "A bachelor's degree."
    return Expected(has=((ask["text"], ask["text"].removeprefix("A ")),), begins=begins)


def _deadline(program: Raw) -> Expected:
    dated = [d for d in program.get("deadlines", ()) if d.get("month") or d.get("rolling")]
    if not dated:
        return Expected(unknown=not program.get("deadlines"))
    return Expected(has=tuple(_day(d) for d in dated))


def _day(known: Raw) -> str:
    if "month" not in known:
        return "at any time"
    return f"{known['day']} {MONTHS[known['month'] - 1]}" if "day" in known else MONTHS[known["month"] - 1]


def _courses(program: Raw) -> Expected:
    lists = [program[key]["items"] for key in ("courses", "electives", "topics") if key in program]
    return Expected(has=tuple(item for items in lists for item in items), unknown=not lists)


def _software(program: Raw) -> Expected:
    items = tuple(item for listed in program.get("software", ()) for item in listed["items"])
    return Expected(has=items, unknown=not items)


def _cost(program: Raw, files: Files) -> Expected:
    own = program.get("tuition", ())
    if own:
        return Expected(has=(max(own, key=lambda price: price.get("year") or "")["text"],))
    wide = files.tuition.get(str(program.get("unitid")))
    if not wide or not wide["tuition_out_of_state"]:
        return Expected(unknown=True)
    amounts = [wide[key] for key in ("tuition_in_state", "tuition_out_of_state") if wide[key]]
    year = files.about["tuition"]["as_of"]
    return Expected(has=(*map(money, amounts), year, "institution-wide"), unknown=True)
