"""Slack as a Rasa channel; off until its tokens are in the environment."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Optional

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from overture.channels.slack import settings as settings_module
from overture.channels.slack.settings import HTTP, Settings
from overture.channels.turns import OnMessage

if TYPE_CHECKING:
    from overture.channels.slack.running import Running

logger = logging.getLogger(__name__)

NAME = "slack"


class SlackInput(InputChannel):  # type: ignore[misc]
    """The Slack channel.

    Args:
        settings: tokens and the like; None leaves the channel off.
    """

    def __init__(self, settings: Optional[Settings]) -> None:
        self.settings = settings
        self.running: Optional[Running] = None

    @classmethod
    def name(cls) -> str:
        """The channel's name and address: /webhooks/slack."""
        return NAME

    @classmethod
    def from_credentials(cls, credentials: Optional[dict[str, Any]]) -> SlackInput:
        """The channel as the environment sets it up; tokens never stand in credentials.yml.

        Raises:
            SlackSetupError: a token is missing or wrong, or a scope is missing.
        """
        if credentials:
            raise settings_module.SlackSetupError(
                "Slack: tokens don't belong in credentials.yml; set them in the environment (docs/slack.md)."
            )
        settings = settings_module.from_environment()
        if settings is not None:
            # Imported here: who doesn't use Slack doesn't load its libraries.
            from overture.channels.slack.running import tell

            tell(settings)
        return cls(settings)

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """The channel's endpoints; without any work where the channel is off."""
        endpoints = Blueprint("overture_slack")

        @endpoints.route("/", methods=["GET"])  # type: ignore[untyped-decorator]
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": self._status()})

        if self.settings is not None:
            self._begin_with(endpoints, self.settings, on_new_message)
        return endpoints

    def _status(self) -> str:
        if self.settings is None:
            return "off"
        return "ok" if self.running and self.running.app else "starting"

    def _begin_with(self, endpoints: Blueprint, settings: Settings, on_new_message: OnMessage) -> None:
        @endpoints.listener("after_server_start")  # type: ignore[untyped-decorator]
        async def start(app: Sanic, loop: Any) -> None:
            from overture.channels.slack.running import Running

            self.running = Running(settings, on_new_message)
            self.running.start()

        @endpoints.listener("before_server_stop")  # type: ignore[untyped-decorator]
        async def stop(app: Sanic, loop: Any) -> None:
            if self.running:
                await self.running.stop()

        if settings.mode == HTTP:
            self._listen(endpoints, settings)

    def _listen(self, endpoints: Blueprint, settings: Settings) -> None:
        from overture.channels.slack.http import Door

        door = Door(settings.signing_secret)

        @endpoints.route("/events", methods=["POST"])  # type: ignore[untyped-decorator]
        async def events(request: Request) -> HTTPResponse:
            return await door.handle(request, self.running.app if self.running else None)
