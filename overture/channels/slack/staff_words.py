"""All that the Slack channel says to the staff who answer in place of the bot."""

from __future__ import annotations

TITLE = "Somebody asks for a person"
QUESTION, NAME, CONTACT, FROM = "Question", "Name", "Contact", "From"
NO_CONTACT, NO_NAME = "only here", "not given"
TRIED = "Asked before:"
VISITOR, BOT, PERSON = "Visitor", "Bot", "Person"
HOW = (
    "What you write in this thread goes to them under your name; what begins with // stays here. The bot is silent "
    "towards them until somebody closes this or nobody has written for half an hour."
)
NOT_LIVE = "They can't be answered here, only by the contact above."

TAKE, ANSWER, CLOSE = "Take", "Answer", "Close"
YOUR_ANSWER = "What they get to read under your name"
WAITING = "Waiting for somebody."
TAKEN = "{name} answers."
LATE = "Nobody came in time, and they were told so. It can still be taken."
CLOSED = "Closed: the bot answers them."

VISITOR_LEFT = "They went back to the bot."
BEGAN_ANEW = "They have begun a new conversation: nothing reaches them here any more."
ASKED_AGAIN = "They have asked again: it goes on in a new thread."
ERASED = "They have deleted their conversation: nothing reaches them here any more."
CLOSED_BY = "{name} has closed this. The bot answers again."
ASLEEP = "Nobody has written for half an hour. The bot answers again."
ANSWERED = "{name} answered: {text}"

IS_CLOSED = "This is closed, so they didn't get that. Press “Take” above to open it again."
MOVED = "They have asked again since, so they didn't get that: see the newer thread."
NO_FILES = "I can pass on text but no files."
NOT_REACHED = "That could not be passed on yet: they can't be reached from here now. I try again for an hour."
GIVEN_UP = "That could not be passed on: {text}"
