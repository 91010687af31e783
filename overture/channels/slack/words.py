"""All that the Slack channel itself says; what the bot knows is said by the bot."""

from __future__ import annotations

CHOOSE = "Choose a question"
ASK_NEXT = "You can ask next:"
ASKED_BY_YOU = "You asked:"
ASKED = "{user} asked:"

GREETING = (
    "Hello! I answer questions about studying music production: degrees, courses, getting in, schools, cost, and the "
    "work it leads to with its pay. Every figure comes with its year and source. What would you like to know?"
)
# Title and message of what the assistant pane and the home tab suggest.
PROMPTS = (
    ("What it takes to get in", "What do I need to get in?"),
    ("Jobs and pay", "What do sound engineers earn?"),
    ("What it costs", "How much does it cost?"),
    ("What is taught", "What classes are taught?"),
)
PROMPTS_TITLE = "For example:"
STATUS = "is looking it up…"

FILES_ONLY = "I can read text but no files. Type your question and I'll answer it."
NO_TEXT = "There is no text in that message that I could read. Type your question and I'll answer it."
NOTHING_TYPED = (
    "Type a question after the command, for example `{command} what do I need to get in?` Only you will see the "
    "answer. In a channel I'm in you can also mention me, or send me a direct message."
)
OLD_BUTTON = "That suggestion is from before I was set up anew. Please type the question."
BUSY = "I have more questions than I can answer just now. Please ask again in a minute."
TOO_MANY = "You have several questions waiting already. I'll answer those first; please ask this one again after that."

THANKS = "Thank you, noted."
WHAT_WAS_WRONG = "What was wrong?"
TELL_US = "Thank you for telling us"
COMMENT = "In a few words (optional)"
SEND, CANCEL = "Send", "Cancel"

HOME_TITLE = "Overture: studying music production"
HOME_WHAT = (
    "Ask me in your own words about degrees in music production, above all at master's level: what is taught, what it "
    "takes to get in, which schools offer it where and at what price, and what work it leads to at what pay. I answer "
    "from a collection of sourced facts, say how old each figure is, and say so when I don't know."
)
HOME_HOW = (
    "*How to ask*\n"
    "• Write me a direct message in the Messages tab.\n"
    "• Mention me in a channel that I'm in. I answer in a thread, and each thread is a conversation of its own.\n"
    "• Type `/overture` and a question anywhere; only you see the answer.\n"
    "• Point at a message, open its menu and choose *Ask about this*; only you see the answer."
)
HOME_TRY = "*Try one of these.* The answer comes as a direct message."
HOME_DATA = "The newest figures are of {newest}."
HOME_PRIVACY = (
    "*Your words.* What you ask me is kept with the conversation on the server of the organization that runs me, and "
    "is passed on to no one, unless you ask for a person and agree to what is sent. Of a channel I read what mentions "
    "me and your replies in the thread that follows; the "
    "rest is neither answered nor kept. No outside language service is used. Write “start over” and I no longer use "
    "what we talked about."
)

# What a visitor types to be answered by the bot again.
BACK_TO_BOT = "bot"
SOMEBODY = "A member of the team"
PERSON_SAYS = "*{name}*, a person:"
PERSON_HERE = "{name} is here and answers you from now on. Write “bot” when you want me back."
PERSON_GONE = "{name} has left. I answer again."
NOBODY_CAME = (
    "Nobody could join us just now. Your question is with them all the same: somebody may still write here, or get "
    "back to you. I go on answering."
)
NOT_CARRIED = "This could not be passed on to {name}: “{text}”. Write it again, or write “bot” to have me answer."
