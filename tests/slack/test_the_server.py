"""`overture serve` with Slack: it connects, answers, outlives a kill, and says in one line what is wrong."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from tests.rest.conftest import ENDPOINTS, free_port
from tests.slack import loopback, payloads
from tests.slack.loopback import Slack

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120.0


def environment(slack: Slack, folder: Path, knowledge: Path, **more: str) -> dict[str, str]:
    endpoints = folder / "endpoints.yml"
    endpoints.write_text(ENDPOINTS.format(db=folder / "conversations.db"), encoding="utf-8")
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "OVERTURE_KNOWLEDGE": str(knowledge),
        "OVERTURE_ENDPOINTS": str(endpoints),
        "OVERTURE_SLACK_API": slack.api,
        "OVERTURE_SLACK_DB": str(folder / "slack.db"),
        "SLACK_BOT_TOKEN": loopback.BOT_TOKEN,
        "SLACK_APP_TOKEN": loopback.APP_TOKEN,
        **more,
    }


@asynccontextmanager
async def serving(
    slack: Slack, model: Path, log: Path, variables: dict[str, str]
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The server in a process of its own, connected to the loopback."""
    port = free_port()
    command = ["-m", "overture.cli", "serve", "--port", str(port), "--model", str(model)]
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, cwd=ROOT, env=variables, stdout=output, stderr=output
        )
    try:
        connecting = asyncio.ensure_future(slack.connected.wait())
        ended = asyncio.ensure_future(process.wait())
        await asyncio.wait({connecting, ended}, timeout=START_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        assert slack.connected.is_set(), log.read_text(encoding="utf-8")
        async with aiohttp.ClientSession() as session, session.get(f"http://localhost:{port}/webhooks/slack/") as got:
            assert await got.json() == {"status": "ok"}
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGINT)
        try:
            await asyncio.wait_for(process.wait(), 20)
        except asyncio.TimeoutError:
            process.kill()
            await process.wait()


async def until(condition: object, seconds: float = 60.0) -> None:
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        await asyncio.sleep(0.05)


async def test_it_answers_and_goes_on_after_a_kill(
    slack: Slack, model: Path, fixture_knowledge: Path, tmp_path: Path
) -> None:
    log = tmp_path / "server.log"
    variables = environment(slack, tmp_path, fixture_knowledge)
    async with serving(slack, model, log, variables) as process:
        await slack.push(payloads.message("how much does a lamp singer earn"))
        await until(lambda: len(slack.posted["D222"]) == 1)
        assert "$33.33" in slack.posted["D222"][0]["text"]
        slack.fail("chat.postMessage", "hang", done=True)
        slack.fail("chat.postMessage", "hang", 5)
        for channel, user in (("D222", loopback.USER), ("D333", loopback.OTHER)):
            delivered = await slack.push(payloads.message("tone warden salary", channel, user=user))
            await asyncio.wait_for(asyncio.shield(delivered.acknowledged), 10)
        await until(lambda: len([call for call in slack.calls if call.method == "chat.postMessage"]) == 3)
        process.kill()
        await process.wait()
    slack.faults.clear()
    await until(lambda: not slack.connected.is_set())
    async with serving(slack, model, log, variables):
        await until(lambda: len(slack.posted["D333"]) == 1)
        await asyncio.sleep(2.0)
    assert len(slack.posted["D222"]) == 2 and "$55,555" in slack.posted["D222"][1]["text"]
    assert "$55,555" in slack.posted["D333"][0]["text"]
    text = log.read_text(encoding="utf-8")
    assert "xoxb" not in text and "xapp" not in text and "lamp singer" not in text and "Traceback" not in text


async def test_a_wrong_token_ends_it_with_one_line(
    slack: Slack, model: Path, fixture_knowledge: Path, tmp_path: Path
) -> None:
    variables = environment(slack, tmp_path, fixture_knowledge, SLACK_BOT_TOKEN="xoxb-wrong")
    command = ["-m", "overture.cli", "serve", "--port", str(free_port()), "--model", str(model)]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        cwd=ROOT,
        env=variables,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    _, errors = await asyncio.wait_for(process.communicate(), START_SECONDS)
    (line,) = errors.decode().splitlines()
    assert process.returncode == 1
    assert line == "overture serve: Slack: SLACK_BOT_TOKEN is not valid: copy it anew from the app's page"
