"""A question is a query: from ``Question`` to ``Answer``, without Rasa and without a channel."""

from overture.answers.base.context import Context
from overture.answers.base.model import Answer, Facet, Mentioned, Near, Outcome, Question, Shape
from overture.answers.base.plain import as_text
from overture.answers.book import answer
from overture.answers.reading.reading import read, read_all

__all__ = [
    "Answer",
    "Context",
    "Facet",
    "Mentioned",
    "Near",
    "Outcome",
    "Question",
    "Shape",
    "answer",
    "as_text",
    "read",
    "read_all",
]
