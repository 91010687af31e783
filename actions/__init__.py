"""What Rasa calls: tracker in, question, answer, dispatcher out.  Nothing is decided here."""

from actions.answering import ActionAnswer, ActionGoBack, ActionMore, ActionNotUnderstood, ActionRepeat, ActionShorter
from actions.care import ActionForget, ActionSupport

__all__ = [
    "ActionAnswer",
    "ActionForget",
    "ActionGoBack",
    "ActionMore",
    "ActionNotUnderstood",
    "ActionRepeat",
    "ActionShorter",
    "ActionSupport",
]
