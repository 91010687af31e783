"""Which replies in a channel's thread are for the bot, though they don't mention it."""

from __future__ import annotations

from overture.channels.slack.asked import CHANNEL, Asked
from overture.channels.slack.ledger import Ledger
from overture.channels.slack.reading import Reply

# A thread that nobody has written in for so long begins anew with a mention.
FOLLOWED_SECONDS = 7 * 86400.0
_SEVERAL = "several"


class Threads:
    """Follows the threads that somebody opened by a mention.

    Who mentioned the bot need not do so again there, as long as nobody else joins in:
    then people may be talking to each other, and only a mention is for the bot.

    Args:
        ledger: remembers who opened which thread; nothing of what was said.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def follow(self, question: Asked) -> None:
        """Remembers a thread in which the bot was mentioned."""
        if question.via == CHANNEL:
            await self._ledger.note(_key(question), question.place.user, FOLLOWED_SECONDS, only_new=True)

    async def is_for_us(self, reply: Reply) -> bool:
        """Whether a reply continues what its writer asked the bot."""
        opened_by = await self._ledger.noted(_key(reply.asked))
        if opened_by is None or opened_by == _SEVERAL:
            return False
        if opened_by != reply.asked.place.user:
            await self._ledger.note(_key(reply.asked), _SEVERAL, FOLLOWED_SECONDS)
            return False
        return not reply.names_others


def _key(question: Asked) -> str:
    return f"thread:{question.place.channel}:{question.place.thread}"
