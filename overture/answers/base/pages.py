"""A program's own pages as sources: what is said of a program names the page and its date."""

from __future__ import annotations

from typing import Optional

from overture.answers.base.draft import Draft
from overture.answers.base.model import Citation
from overture.answers.base.words import date
from overture.knowledge import Knowledge
from overture.knowledge.programs import Cited, Page, Program
from overture.knowledge.table_set import DatedRow

_ID = "program/"


def cite(draft: Draft, program: Program, *facts: Optional[Cited]) -> Draft:
    """Lists the pages and sources behind facts of a program; their cautions become notes."""
    for fact in facts:
        if fact is None:
            continue
        for key in filter(None, (fact.page, *fact.also)):
            draft.refer(citation(program, key))
        if fact.source:
            draft.cite_ids([fact.source])
        if fact.caution:
            draft.note(fact.caution)
    return draft


def cite_main(draft: Draft, program: Program) -> Draft:
    """Lists the page that shows that the program exists."""
    return draft.refer(citation(program, program.status.page)) if program.status.page else draft


def cite_row(draft: Draft, *rows: Optional[DatedRow]) -> Draft:
    """Lists the sources of table rows, with what has to be said with them."""
    for row in rows:
        if row is not None:
            draft.cite_ids([draft.knowledge.tables.about[row.table].source])
            draft.note(*draft.knowledge.tables.cautions(row))
    return draft


def citation(program: Program, key: str) -> Citation:
    """One of a program's pages as a source."""
    page = program.find_page(key)
    publisher = page.publisher or program.school
    title = _title(page)
    return Citation(f"{_ID}{program.id}/{key}", f"{publisher}: {title}", publisher, title, page.as_of, page.url)


def by_id(id: str, knowledge: Knowledge) -> Optional[Citation]:
    """The page that an id of :func:`citation` stands for; None when it is gone since."""
    name, _, key = id.removeprefix(_ID).partition("/")
    program = knowledge.programs.get(name) if id.startswith(_ID) else None
    known = program is not None and key in {page.key for page in program.pages}
    return citation(program, key) if program and known else None


def _title(page: Page) -> str:
    words = page.key.replace("-", " ")
    edition = f", {page.edition}" if page.edition else ""
    return f"{words} page{edition}" if page.kind == "school" else f"{words}{edition}"


def dated(program: Program, fact: Cited) -> str:
    """Which page says it, in brackets: "(undated page)", "(2023-24)"; empty without a page."""
    if fact.page is None:
        return ""
    page = program.find_page(fact.page)
    when = page.edition or ("undated page" if page.as_of == "undated" else date(page.as_of))
    return f" ({'older text, ' if page.older else ''}{when})"


def school_of(program: Program) -> str:
    """The school with its article, campus and partners, as it reads after "at"."""
    return program.full_name.removeprefix(f"{program.name} at ")


def address(program: Program) -> Optional[str]:
    """Where to look for more: the program's own page, else the first known of its school."""
    own = [page.url for page in program.pages if page.kind == "school" and not page.older]
    return program.url or next(iter(own), None)


def link(program: Program, words: str = "its page") -> str:
    """The program's page as a link, or only the words where no page is known."""
    url = address(program)
    return f"[{words}]({url})" if url else words
