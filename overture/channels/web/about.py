"""What the bot says of itself to a client."""

from __future__ import annotations

from overture import __version__
from overture.channels.page.facts import newest
from overture.knowledge import shared

BOT = "Overture"


def about() -> dict[str, str]:
    """Name, version, and the date of the newest source."""
    return {"name": BOT, "version": __version__, "data_as_of": newest(shared().current())}
