"""Asks the bot: the trained pipeline reads the message, the answers are those that people get."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

import structlog

from overture.answers import answer, as_text, read_all
from overture.answers.base.model import Answer, Outcome
from overture.engine import Bot
from overture.knowledge import shared
from tests.sweep.case import Case, Said


def ask_all(bot: Bot, cases: Sequence[Case]) -> list[Said]:
    """What the bot says to each question, asked at the beginning of a conversation."""

    async def go() -> list[Said]:
        return [await ask(bot, case.text) for case in cases]

    # Writing down what each message was read as would take longer than reading it.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    return asyncio.run(go())


async def ask(bot: Bot, text: str) -> Said:
    """What the bot says to one message."""
    parse = await bot.agent.parse_message(text)
    knowledge = shared().current()
    answers = [answer(question, knowledge) for question in read_all(parse, knowledge=knowledge)]
    if not answers:
        return Said(f"(not understood as a question: {parse['intent']['name']})", "", answered=False)
    return said(answers)


def said(answers: Sequence[Answer]) -> Said:
    """Answers as a terminal shows them, one after the other."""
    sources = frozenset(source.id for answer in answers for source in answer.sources)
    programs = frozenset(id.split("/")[1] for id in sources if id.startswith("program/"))
    return Said(
        "\n".join(map(as_text, answers)),
        "\n".join(answer.text.replace("**", "") for answer in answers),
        programs,
        sources,
        any(answer.outcome is Outcome.ANSWERED for answer in answers),
    )
