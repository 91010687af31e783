"""The questions of advice as answers with buttons; the first one after some useful facts."""

from __future__ import annotations

from overture.answers.advice import advice_words
from overture.answers.advice.advice_questions import WORDINGS, choices, drop_words, short_drop
from overture.answers.advice.advice_state import DROP, AdviceState, Purpose
from overture.answers.advice.background_fit import DEGREE
from overture.answers.base import aggregates
from overture.answers.base.draft import Draft
from overture.answers.base.model import Answer, Facet, Question
from overture.answers.base.words import date, money
from overture.knowledge import Knowledge

_RULES = "A few short questions; skip any, change your mind as you like, or say stop"


def first(state: AdviceState, question: str, knowledge: Knowledge) -> Answer:
    """What is known in short, what was understood already, and the first question."""
    draft = Draft(Question(Facet.FIT), knowledge)
    if state.purpose is Purpose.ADMISSION:
        _on_getting_in(draft)
    else:
        _on_programs(draft)
    told = advice_words.told(state, knowledge)
    if told:
        draft.say(f"I go by what you told me: {told}")
    draft.say(_RULES)
    return _with(draft, _words(state, question, knowledge), question)


def following(state: AdviceState, question: str, knowledge: Knowledge) -> Answer:
    """The next question in full."""
    return _with(Draft(Question(Facet.FIT), knowledge), _words(state, question, knowledge), question)


def again(state: AdviceState, question: str, knowledge: Knowledge, unclear: bool) -> Answer:
    """The open question once more, in one short sentence."""
    draft = Draft(Question(Facet.FIT), knowledge)
    if unclear:
        draft.say("I can't make an answer of that")
        short = _short(state, question, knowledge)
    else:
        short = f"Back to my question: {_lower(_short(state, question, knowledge))}"
    return _with(draft, short, question)


def _words(state: AdviceState, question: str, knowledge: Knowledge) -> str:
    return drop_words(state, knowledge) if question == DROP else WORDINGS[question].full


def _short(state: AdviceState, question: str, knowledge: Knowledge) -> str:
    return short_drop(state, knowledge) if question == DROP else WORDINGS[question].short


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _with(draft: Draft, words: str, question: str) -> Answer:
    draft.say(words)
    for choice in choices(question):
        draft.follow(choice.label, choice.message)
    return draft.answer()


def _on_programs(draft: Draft) -> None:
    """How many there are to choose from, how many online, and what they cost."""
    knowledge = draft.knowledge
    masters = aggregates.masters(knowledge)
    countries = {place.country for program in masters for place in program.places}
    online = aggregates.fully_online(knowledge)
    draft.say(
        f"I know **{len(masters)}** master's programs in {len(countries)} countries; at least {online.count} can be "
        "done online"
    )
    draft.cite_ids([aggregates.SOURCE])
    prices = [price for p in masters if (price := knowledge.catalog.price(p)) and price.wide]
    if prices:
        lowest, highest = min(p.other for p in prices), max(p.other for p in prices)
        about = knowledge.tables.about[prices[0].wide.table] if prices[0].wide else None
        year = f" in {date(about.as_of)}" if about else ""
        draft.say(f"Their schools' average tuition ran from {money(lowest)} to {money(highest)} a year{year}")
        draft.cite_ids([about.source] if about else [])


def _on_getting_in(draft: Draft) -> None:
    """What programs state, taken together."""
    knowledge = draft.knowledge
    masters = aggregates.masters(knowledge)
    stated = sum(program.ask(DEGREE) is not None for program in masters)
    portfolio, grades = aggregates.portfolio_asked(knowledge), aggregates.grades_asked(knowledge)
    draft.say(
        f"I can hold what you bring against what programs state: {stated} of {len(masters)} say which degree they ask "
        f"for, {portfolio.count} want a portfolio, {grades.of} name a lowest grade average"
    )
    draft.say("I don't reckon odds")
    draft.cite_ids([aggregates.SOURCE])
