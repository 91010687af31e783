"""Charts as pictures in Slack; where the bot may upload no files, they are left out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from overture.channels.slack import charts, limits
from overture.channels.slack.asked import Place
from overture.channels.turns import place as place_of

logger = logging.getLogger(__name__)

UPLOAD_SECONDS = 60.0
_SCOPE = "files:write"


class Pictures:
    """Draws and uploads charts.

    A picture adds to the table that has the same figures, so a failure is logged and
    nobody waits for it: nothing is told twice, and nothing is missing without it.

    Args:
        client: a client that waits and repeats by itself where that is harmless.
        scopes: of the bot token; empty where they are not known.
    """

    def __init__(self, client: AsyncWebClient, scopes: frozenset[str]) -> None:
        self._client = client
        self._allowed = not scopes or _SCOPE in scopes

    async def send(self, place: Place, channel: str, chart: Mapping[str, Any]) -> bool:
        """Shows a chart in a channel; tells whether it did.

        Args:
            place: whose thread it belongs to.
            channel: the channel's id, where ``place`` may have a user's.
            chart: its parts as in an answer.
        """
        if not self._allowed or place.private:
            return False
        try:
            picture = await asyncio.get_running_loop().run_in_executor(None, charts.png, chart)
            await asyncio.wait_for(self._upload(place, channel, chart, picture), UPLOAD_SECONDS)
            return True
        except SlackApiError as error:
            self._note(error)
        except Exception as error:
            logger.warning("A chart was left out: %s", place_of(error))
        return False

    async def _upload(self, place: Place, channel: str, chart: Mapping[str, Any], picture: bytes) -> None:
        await self._client.files_upload_v2(
            channel=channel,
            thread_ts=place.thread,
            filename="chart.png",
            file=picture,
            title=str(chart.get("title") or "Chart"),
            alt_txt=limits.cut(str(chart.get("alternative") or chart.get("title") or ""), limits.ALT_TEXT),
        )

    def _note(self, error: SlackApiError) -> None:
        data = getattr(error.response, "data", None)
        code = str(data.get("error") or "") if isinstance(data, dict) else ""
        if code in ("missing_scope", "no_permission"):
            self._allowed = False
            logger.warning("Charts are left out from now on: the bot token lacks the scope %s", _SCOPE)
        else:
            logger.warning("A chart was left out: Slack says %s", code or "nothing that can be read")
