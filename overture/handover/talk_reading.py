"""What a message tells in the talk about a question for a person."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Optional

from overture.handover import talk_words as words
from overture.handover.contact import ContactError, holds_contact, read_contact
from overture.handover.talk import CHANGE, CONFIRM, CONTACT, NAME, NO_QUESTION, QUESTION, Wish

_REACH = re.compile(r"\S*@\S*|\+?\(?\d[\d\s()./-]{5,}\d")


def begun(text: str, before: str, region: str) -> Wish:
    """What is known at the start.

    Args:
        text: the message that asks for a person; it may say what about, and tell contact and name.
        before: the last question that was put to the bot; empty where there was none.
        region: country of telephone numbers without country code.
    """
    wish = _with_contact(Wish(question=words.subject(_without_contact(text)) or before), text, region)
    return replace(wish, fault="", name=words.name_in(_without_contact(text)))


def take(wish: Wish, question: str, text: str, region: str) -> Optional[Wish]:
    """The wish with what a message says to the open question; None where it says nothing to it."""
    wish = replace(wish, fault="")
    if words.backs_out(text):
        return replace(wish, dropped=True)
    if question == CONFIRM and words.leaves_name_out(text):
        return replace(wish, name="", nameless=True)
    if question != QUESTION and words.asks_about_data(text):
        return replace(wish, asides=wish.asides + 1)
    if question in {CONTACT, NAME} and words.refuses(text):
        return passed_over(wish, question)
    change = words.changed(text) if question != QUESTION else None
    if change:
        thing, value = change
        return _change(wish, thing, text if thing == CONTACT else value, region)
    return _TAKING[question](wish, text, region)


def passed_over(wish: Wish, question: str) -> Wish:
    """The wish with a question left open."""
    wish = replace(wish, fault="")
    if question == QUESTION:
        return replace(wish, question=NO_QUESTION)
    if question == CONTACT:
        return replace(wish, refused=wish.refused + 1)
    if question == NAME:
        return replace(wish, nameless=True)
    return replace(wish, changing=False) if question == CHANGE else replace(wish, dropped=True)


def _change(wish: Wish, thing: str, value: str, region: str) -> Wish:
    wish = replace(wish, changing=False)
    if thing == QUESTION:
        return replace(wish, question=value)
    if thing == NAME:
        return replace(wish, name=words.name_in(value, asked=True), nameless=False)
    return _with_contact(_no_contact(wish), value, region)


def _no_contact(wish: Wish) -> Wish:
    return replace(wish, kind="", contact="", refused=0)


def _question(wish: Wish, text: str, region: str) -> Optional[Wish]:
    asked = words.question_in(text)
    return replace(wish, question=asked) if len(asked) > 3 else None


def _contact(wish: Wish, text: str, region: str) -> Optional[Wish]:
    if holds_contact(text):
        wish = _with_contact(wish, text, region)
        name = words.name_in(_without_contact(text), beside=True)
        return replace(wish, name=name) if name else wish
    return None


def _name(wish: Wish, text: str, region: str) -> Optional[Wish]:
    if words.agrees(text):
        return passed_over(wish, NAME)
    if holds_contact(text):
        wish = _with_contact(wish, text, region)
    name = words.name_in(_without_contact(text), asked=True)
    return replace(wish, name=name) if name else wish if holds_contact(text) else None


def _which(wish: Wish, text: str, region: str) -> Optional[Wish]:
    if holds_contact(text):
        return replace(_with_contact(_no_contact(wish), text, region), changing=False)
    return replace(wish, changing=False) if words.says_no(text) else None


def _confirm(wish: Wish, text: str, region: str) -> Optional[Wish]:
    if words.calls_off(text):
        return replace(wish, dropped=True)
    if holds_contact(text):
        return _with_contact(_no_contact(wish), text, region)
    if words.says_no(text) or words.wants_change(text):
        return replace(wish, changing=True)
    name = words.name_in(text)
    if name:
        return replace(wish, name=name)
    return replace(wish, agreed=True) if words.agrees(text) else None


_TAKING = {QUESTION: _question, CONTACT: _contact, NAME: _name, CHANGE: _which, CONFIRM: _confirm}


def _with_contact(wish: Wish, text: str, region: str) -> Wish:
    if not holds_contact(text):
        return wish
    try:
        contact = read_contact(text, region)
    except ContactError as error:
        return replace(wish, fault=str(error))
    return replace(wish, kind=contact.kind, contact=contact.value, refused=0)


def _without_contact(text: str) -> str:
    return _REACH.sub(" ", text)
