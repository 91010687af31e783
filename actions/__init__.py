"""What Rasa calls: tracker in, question, answer, dispatcher out.  Nothing is decided here."""

from actions import guarded
from actions.advice import ActionHearBackground, AdviceForm
from actions.affirming import ActionAffirm
from actions.answering import (
    ActionAnswer,
    ActionCancel,
    ActionGoBack,
    ActionMore,
    ActionNotUnderstood,
    ActionRepeat,
    ActionShorter,
)
from actions.care import ActionForget, ActionSupport
from actions.doubting import ActionOutOfScope
from actions.handover import ValidateHandoverForm

guarded.install()

__all__ = [
    "ActionAffirm",
    "ActionAnswer",
    "ActionCancel",
    "ActionForget",
    "ActionGoBack",
    "ActionHearBackground",
    "ActionMore",
    "ActionNotUnderstood",
    "ActionOutOfScope",
    "ActionRepeat",
    "ActionShorter",
    "ActionSupport",
    "AdviceForm",
    "ValidateHandoverForm",
]
