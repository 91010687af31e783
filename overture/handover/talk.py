"""The talk about a question for a person: what is asked, and in which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Optional

from overture.answers.base.model import Answer, FollowUp

# The questions of the talk, by name.
QUESTION, CONTACT, NAME, CHANGE, CONFIRM = "question", "contact", "name", "change", "confirm"
# Written in place of a question by who only wants to be reached.
NO_QUESTION = "(no question given: would like to be contacted)"
# Somebody who has passed over the contact twice doesn't want to give one.
_REFUSALS = 2
_LONGEST_SHOWN = 300


@dataclass(frozen=True)
class Office:
    """Who gets the question, as configured.

    ``name`` as it stands in a sentence, ``page`` where else they are reached, ``when``
    what may be expected, ``live`` whether they can answer in the conversation itself,
    ``days`` after which what is kept here is removed.
    """

    name: str
    page: Optional[str] = None
    when: Optional[str] = None
    live: bool = False
    days: int = 180


@dataclass(frozen=True)
class Wish:
    """What was told by now.

    ``fault`` says why the last contact could not be read; ``asides`` counts the
    questions about what is sent that were answered on the way.  ``earlier`` is how many
    messages go along, ``page`` a sentence on the own page of a school that was named.
    """

    question: str = ""
    kind: str = ""
    contact: str = ""
    name: str = ""
    nameless: bool = False
    refused: int = 0
    fault: str = ""
    asides: int = 0
    changing: bool = False
    agreed: bool = False
    dropped: bool = False
    closed: bool = False
    earlier: int = 0
    page: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values, for a slot."""
        return asdict(self)

    @classmethod
    def from_dict(cls, value: object) -> Wish:
        """Reads a slot's value; anything unreadable is as if nothing had been told."""
        plain = value if isinstance(value, Mapping) else {}
        empty = cls()
        known = {f.name: plain[f.name] for f in fields(cls) if f.name in plain}
        return replace(empty, **{n: v for n, v in known.items() if type(v) is type(getattr(empty, n))})

    def missing(self, live: bool) -> Optional[str]:
        """The name of the question to put next; None when all is told, or nothing is to be sent."""
        if self.agreed or self.dropped or self.closed:
            return None
        if self.changing:
            return CHANGE
        if not self.question:
            return QUESTION
        if not self.contact and not (live and self.refused):
            return CONTACT if self.refused < _REFUSALS else None
        return CONFIRM if self.name or self.nameless else NAME


def opening(wish: Wish, question: str, office: Office) -> Answer:
    """The first question, with what is going to happen."""
    if office.live:
        passes = f"Somebody from {office.name} may be able to join us here."
    elif wish.page:
        passes = f"I can also pass a question on to {office.name}."
    else:
        passes = f"I can pass a question on to {office.name}; I can't bring anybody into this chat."
    if question == CONFIRM:
        asks = _summary(wish, office)
    else:
        known = wish.question and wish.question != NO_QUESTION and question != QUESTION
        asks = (f"I would send them this: “{shown(wish.question)}”. " if known else "") + _ask(wish, question, office)
    return _answer(" ".join(filter(None, (wish.page, passes, asks))), *_buttons(question))


def asking(wish: Wish, question: str, office: Office, *, again: bool, unclear: bool) -> Answer:
    """A later question; ``again`` after something else came between, ``unclear`` after it was not understood."""
    if question == CONFIRM and not again and not unclear:
        return _answer(_summary(wish, office), *_buttons(question))
    asked = _unclear(wish, question, office) if unclear else _ask(wish, question, office)
    back = f"Back to your question for {office.name}." if again and question != CONFIRM else ""
    return _answer(f"{back} {asked}".strip(), *_buttons(question))


def _ask(wish: Wish, question: str, office: Office) -> str:
    if question == CONTACT and wish.fault:
        return f"{wish.fault} Please write it once more, or give me another way to reach you."
    if question == CONTACT and wish.refused:
        return (
            "Without an e-mail address or a telephone number nobody can answer you. Which would you like to give? "
            "“Stop” ends this, and nothing is sent."
        )
    return {
        QUESTION: "What would you like to ask them?",
        CONTACT: "How can they reach you, by e-mail or by telephone?"
        + (" You can skip that, but if nobody joins here they can't get back to you." if office.live else ""),
        NAME: "What name may I give them? You can skip that.",
        CHANGE: "What shall I change: the question, how they reach you, or the name?",
        CONFIRM: f"Shall I send it to {office.name}?",
    }[question]


def _unclear(wish: Wish, question: str, office: Office) -> str:
    return {
        CONTACT: "I need an e-mail address or a telephone number for that, with the area code. Or say “stop”.",
        NAME: "I didn't get a name from that. What may I call you to them? Or say “skip”.",
        CHANGE: "Shall I change the question, how they reach you, or the name? Or say “stop”.",
        CONFIRM: f"Say “yes” and I send it to {office.name}, “change” to change something, or “stop”.",
    }.get(question, _ask(wish, question, office))


def _summary(wish: Wish, office: Office) -> str:
    goes_along = "\n- What was said here before" if wish.earlier else ""
    return (
        f"This is what I would send to {office.name}:\n- Your question: {shown(wish.question)}\n"
        f"- How to reach you: {wish.contact or 'only here'}\n- Your name: {wish.name or 'not given'}{goes_along}\n\n"
        "Shall I send it?"
    )


def _buttons(question: str) -> tuple[tuple[str, str], ...]:
    return {
        QUESTION: (("Never mind", "Never mind"),),
        CONTACT: (("Another question", "I have another question for them"), ("Never mind", "Never mind")),
        NAME: (("Skip", "Skip"), ("Never mind", "Never mind")),
        CHANGE: (("The question", "The question"), ("How to reach me", "How to reach me"), ("My name", "My name")),
        CONFIRM: (("Yes, send it", "Yes, send it"), ("Change it", "Change something"), ("No", "Don't send it")),
    }[question]


def privacy(office: Office) -> str:
    """Who gets to see it, what for, and for how long."""
    when = f" {office.when}" if office.when else ""
    return (
        f"Only {office.name} gets it, so that they can get back to you, and nothing else is sent than what I show you "
        f"first.{when} What is kept of it here is removed after {office.days} days."
    )


def sent(wish: Wish, office: Office, *, arrived: bool, kept: bool, live: bool) -> Answer:
    """What became of it, and what happens next.

    Args:
        wish: what was sent.
        office: to whom.
        arrived: they have it.
        kept: it is kept for a further try.
        live: they may answer in this conversation.
    """
    if live:
        text = (
            f"Sent: {office.name} can see your question now and what you write from here on, and somebody may join you "
            "here. They then answer in my place until they leave, or until you write “bot”."
        )
    elif arrived and not wish.contact:
        text = f"Sent: {office.name} has your question. You gave no way to reach you, so they can only answer here."
    elif arrived:
        text = f"Sent: {office.name} has your question and can reach you at {wish.contact}."
    elif kept:
        text = (
            f"I couldn't reach {office.name} just now. I have kept your question, and it goes to them by itself as "
            "soon as they can be reached; you needn't do anything."
        )
    else:
        text = f"That didn't work: I could neither reach {office.name} nor keep your question, so nothing was sent."
    when = (office.when or "How soon they answer I don't know.") if arrived else ""
    elsewhere = "" if arrived else _elsewhere(office, wish.page)
    goes_on = "Meanwhile I go on answering: what else would you like to know?"
    return _answer(" ".join(filter(None, (text, when, elsewhere, goes_on))))


def not_sent(wish: Wish, office: Office) -> Answer:
    """Nothing is sent: nobody is there to send it to, no contact was given, or it was called off."""
    if wish.closed:
        reason = "I can't pass questions on to a person here."
    elif wish.dropped:
        reason = "All right, nothing was sent, and I keep nothing of it."
    else:
        reason = "Then I send nothing: without a way to reach you nobody could answer."
    elsewhere = "" if wish.dropped else _elsewhere(office, wish.page)
    return _answer(" ".join(filter(None, (reason, elsewhere, "Ask me on whenever you like."))))


def _elsewhere(office: Office, page: str) -> str:
    own = f"You can also reach {office.name} [here]({office.page})." if office.page else ""
    if own or page:
        return " ".join(filter(None, (own, page)))
    return "For a question about one school its admissions office is the right place: name it, and I look for its page."


def shown(text: str) -> str:
    """A text as it is shown again: in one line, and not too long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else f"{line[: _LONGEST_SHOWN - 3]}..."


def _answer(text: str, *buttons: tuple[str, str]) -> Answer:
    return Answer(text, follow_ups=tuple(FollowUp(label, message) for label, message in buttons))
