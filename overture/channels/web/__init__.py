"""The web channel: the bot on web pages, over socket.io."""

from overture.channels.web.channel import WebInput

__all__ = ["WebInput"]
