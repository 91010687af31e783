"""What sides of studying at one place are called, and which question leads on from which."""

from __future__ import annotations

from collections.abc import Mapping

from overture.answers.base import subjects
from overture.answers.base.draft import Draft
from overture.answers.base.model import Facet
from overture.answers.base.subjects import Asked

# What is asked, as it follows "my records don't say".
FACETS: Mapping[Facet, str] = {
    Facet.COST: "what it costs",
    Facet.FUNDING: "whether there is funding",
    Facet.LENGTH: "how long it is planned to take",
    Facet.ONLINE: "whether it is taught online or on campus",
    Facet.THESIS: "what it ends with",
    Facet.PREREQUISITES: "what it builds on",
    Facet.APPLICATION: "how to apply to it",
    Facet.ENTRANCE_EXAM: "whether there is an exam, an audition or the GRE",
    Facet.PORTFOLIO: "whether it asks for a portfolio",
    Facet.INTERNATIONAL: "what it asks of international applicants",
    Facet.ACCREDITATION: "who accredits it",
    Facet.COURSES: "which courses it has",
    Facet.COURSE_DETAIL: "whether that subject is among its courses",
    Facet.CONCENTRATIONS: "whether it has concentrations",
    Facet.STUDIO_ENSEMBLE: "how much studio or ensemble work there is",
    Facet.CAREERS: "what its graduates go on to do",
}
# Next questions by facet: label and message about a school.
_NEXT: Mapping[Facet, tuple[Facet, ...]] = {
    Facet.COST: (Facet.FUNDING, Facet.LENGTH),
    Facet.FUNDING: (Facet.COST, Facet.APPLICATION),
    Facet.LENGTH: (Facet.ONLINE, Facet.COST),
    Facet.ONLINE: (Facet.LENGTH, Facet.COST),
    Facet.THESIS: (Facet.COURSES, Facet.LENGTH),
    Facet.PREREQUISITES: (Facet.PORTFOLIO, Facet.APPLICATION),
    Facet.APPLICATION: (Facet.PREREQUISITES, Facet.PORTFOLIO),
    Facet.ENTRANCE_EXAM: (Facet.PORTFOLIO, Facet.PREREQUISITES),
    Facet.PORTFOLIO: (Facet.APPLICATION, Facet.PREREQUISITES),
    Facet.INTERNATIONAL: (Facet.APPLICATION, Facet.COST),
    Facet.ACCREDITATION: (Facet.COST, Facet.COURSES),
    Facet.COURSES: (Facet.THESIS, Facet.LENGTH),
    Facet.COURSE_DETAIL: (Facet.COURSES, Facet.LENGTH),
    Facet.CONCENTRATIONS: (Facet.COURSES, Facet.LENGTH),
    Facet.STUDIO_ENSEMBLE: (Facet.COURSES, Facet.THESIS),
    Facet.CAREERS: (Facet.COURSES, Facet.COST),
}
MESSAGES: Mapping[Facet, tuple[str, str]] = {
    Facet.COST: ("Cost", "How much does it cost at {}?"),
    Facet.FUNDING: ("Funding", "What funding is there at {}?"),
    Facet.LENGTH: ("How long it takes", "How long does it take at {}?"),
    Facet.ONLINE: ("Online or on campus", "Is {} online?"),
    Facet.THESIS: ("How it ends", "Is there a thesis at {}?"),
    Facet.PREREQUISITES: ("What it takes to get in", "What do I need to get in at {}?"),
    Facet.APPLICATION: ("How to apply", "How do I apply to {}?"),
    Facet.PORTFOLIO: ("Portfolio", "Does {} want a portfolio?"),
    Facet.COURSES: ("What is taught", "What classes are taught at {}?"),
}


def follow(draft: Draft, asked: Asked) -> None:
    """Offers next questions on the same school."""
    name = subjects.short_name(asked.schools[0]) if asked.schools else subjects.school_alias(asked.programs[0])
    if asked.programs:
        for facet in _NEXT[draft.question.facet]:
            label, message = MESSAGES[facet]
            draft.follow(label, message.format(name))
    if draft.question.facet is Facet.CAREERS:
        draft.follow("Jobs with this degree", "What jobs can I get with it?")
    draft.follow(f"More on {name}", f"Tell me about {name}")
