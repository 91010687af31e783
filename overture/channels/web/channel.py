"""The web channel of docs/web-protocol.md as a Rasa channel."""

from __future__ import annotations

from typing import Any, Optional

from rasa.core.channels.channel import InputChannel, OutputChannel
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from overture.channels.page import site
from overture.channels.turns import OnMessage
from overture.channels.web import settings, transport
from overture.channels.web.journal import Journal
from overture.channels.web.output import NAME, OutputOutOfTurn
from overture.channels.web.running import Running
from overture.channels.web.settings import Settings


class WebInput(InputChannel):  # type: ignore[misc]
    """The web channel: socket.io, the page at / and the widget's script.

    Args:
        settings: how it is set up.

    Raises:
        SettingsError: the journal's address can't be used.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        # Nothing is connected yet; a wrong address is told before anything starts.
        self.journal = Journal(settings.journal) if settings.journal else None
        self.running: Optional[Running] = None

    @classmethod
    def name(cls) -> str:
        """The channel's name; /webhooks/web/ says whether it runs."""
        return NAME

    @classmethod
    def from_credentials(cls, credentials: Optional[dict[str, Any]]) -> WebInput:
        """The channel from its entry in credentials.yml.

        Raises:
            SettingsError: an unknown setting, or a value that can't be used.
        """
        return cls(settings.read(credentials))

    def get_output_channel(self) -> Optional[OutputChannel]:
        """Says what no message asked for, such as a reminder; None before the server runs."""
        return OutputOutOfTurn(self.running.answering.say) if self.running else None

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """The channel's endpoints."""
        return _WebBlueprint(self, on_new_message)


class _WebBlueprint(Blueprint):
    """Beside what lies under the channel's own prefix, it serves socket.io and the page on the app itself."""

    def __init__(self, channel: WebInput, on_new_message: OnMessage) -> None:
        super().__init__("overture_web")
        self.ctx.channel = channel
        self.ctx.on_new_message = on_new_message
        self.add_route(_health, "/", methods=["GET"], name="health")

    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        channel: WebInput = self.ctx.channel
        on_new_message: OnMessage = self.ctx.on_new_message
        sio = transport.server(channel.settings)
        transport.attach(app, sio, channel.settings.origins)
        site.attach(app, channel.settings.origins)

        async def start(app: Sanic, loop: Any) -> None:
            # Not before: where conversations are kept is only known once Rasa has loaded the bot.
            channel.running = Running(app, sio, channel.journal, channel.settings, on_new_message)
            channel.running.start()

        async def stop(app: Sanic, loop: Any) -> None:
            if channel.running:
                await channel.running.stop()

        app.register_listener(start, "after_server_start")
        app.register_listener(stop, "before_server_stop")
        super().register(app, options)  # type: ignore[no-untyped-call]


async def _health(request: Request) -> HTTPResponse:
    return response.json({"status": "ok"})
