"""A school's own page, for somebody whom nobody here can help."""

from __future__ import annotations

from collections.abc import Iterable

from overture.answers import Mentioned
from overture.answers.base.pages import address
from overture.knowledge import Knowledge


def own_page(about: Iterable[Mentioned], knowledge: Knowledge) -> str:
    """Where the first school or program of some subjects is reached, as a sentence; empty where none is known."""
    for mentioned in about:
        id = mentioned.subject.id
        if mentioned.subject.kind == "program" and id in knowledge.programs:
            program = knowledge.programs[id]
            url, name = address(program), program.full_name
        elif mentioned.subject.kind == "school" and id in knowledge.institutions:
            school = knowledge.institutions[id]
            pages = [school.row.admissions_page or school.row.website] if school.row else []
            url = next(filter(None, [*pages, *map(address, school.programs)]), None)
            name = school.name
        else:
            continue
        if url:
            # Some addresses of the federal tables hold spaces.
            return f"For {name} itself, [its own page]({url.replace(' ', '%20')}) is the place to ask."
    return ""
