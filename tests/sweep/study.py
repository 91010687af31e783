"""Degrees, levels, concentrations, courses, requirements, words: what each of them is."""

from __future__ import annotations

from collections.abc import Iterator

from tests.sweep.case import Case, Wanted, phrased, wording
from tests.sweep.files import Files, Raw


def cases(files: Files) -> Iterator[Case]:
    """All questions on what things are."""
    for degree in files.records("degrees"):
        names = [degree["short"], degree["name"]]
        yield from _asked("study/degree", degree, names, (degree["summary"]["text"],))
    for kind in ("levels", "courses", "requirements"):
        for thing in files.records(kind):
            yield from _asked(f"study/{kind.removesuffix('s')}", thing, [thing["name"]], (thing["summary"]["text"],))
    for track in files.records("concentrations"):
        has = (track["summary"]["text"], *track.get("teaches", ()))
        yield from _asked("study/concentration", track, [track["name"]], has)
    for term in files.records("glossary"):
        names = [term["name"], *term.get("aliases", ())[:1]]
        yield from _asked("study/term", term, names, (term["definition"],))


def _asked(group: str, thing: Raw, names: list[str], has: tuple[Wanted, ...]) -> Iterator[Case]:
    for text in phrased(group, thing["id"], names, len(wording()[group])):
        yield Case(group, thing["id"], text, has=has)
