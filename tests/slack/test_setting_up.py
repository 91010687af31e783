"""Tokens and scopes: what is missing or wrong is said before anything starts, and what to do about it."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest

from overture import cli, commands
from overture.channels.slack import check, logs
from overture.channels.slack import settings as settings_module
from overture.channels.slack.channel import SlackInput
from overture.channels.slack.settings import HTTP, SOCKET, Settings, SlackSetupError, from_environment
from tests.slack import harness, loopback
from tests.slack.harness import StubBot
from tests.slack.loopback import Slack

BOT, APP, SECRET = "xoxb-1-2-abc", "xapp-1-A1-2-def", "0123456789abcdef"


def environment(**values: str) -> dict[str, str]:
    return {"PATH": "/bin", **values}


class TestTheEnvironment:
    def test_without_anything_leaves_the_channel_off(self) -> None:
        assert from_environment(environment()) is None
        assert from_environment(environment(SLACK_BOT_TOKEN="  ", SLACK_APP_TOKEN="")) is None

    def test_of_two_tokens_is_socket_mode(self) -> None:
        found = from_environment(environment(SLACK_BOT_TOKEN=f" {BOT}\n", SLACK_APP_TOKEN=APP))
        assert found == Settings(BOT, SOCKET, APP)

    def test_of_a_signing_secret_is_http(self) -> None:
        found = from_environment(environment(SLACK_BOT_TOKEN=BOT, SLACK_SIGNING_SECRET=SECRET))
        assert found and (found.mode, found.signing_secret) == (HTTP, SECRET)

    def test_of_all_three_is_socket_mode_unless_it_says_otherwise(self) -> None:
        all_three = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, "SLACK_SIGNING_SECRET": SECRET}
        modes = [
            from_environment(environment(**all_three, OVERTURE_SLACK_MODE=mode)) for mode in ("", "HTTP", "socket")
        ]
        assert [found and found.mode for found in modes] == [SOCKET, HTTP, SOCKET]

    def test_may_name_the_places(self, tmp_path: Path) -> None:
        found = from_environment(
            environment(
                SLACK_BOT_TOKEN=f"xoxe.{BOT}", SLACK_APP_TOKEN=APP, OVERTURE_SLACK_API="https://slack-gov.com/api/",
                OVERTURE_SLACK_DB=str(tmp_path / "s.db"), OVERTURE_REDIS_URL="redis://:secret@r/0",
            )
        )  # fmt: skip
        assert found and found.api == "https://slack-gov.com/api/" and found.store == tmp_path / "s.db"
        assert found.redis == "redis://:secret@r/0"

    def test_may_name_the_staff(self) -> None:
        tokens = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}
        found = from_environment(environment(**tokens, OVERTURE_SLACK_STAFF="C0123456789", OVERTURE_SLACK_WAIT="60"))
        assert found and (found.staff, found.wait) == ("C0123456789", 60.0)
        found = from_environment(environment(**tokens))
        assert found and (found.staff, found.wait) == ("", 300.0)

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"SLACK_APP_TOKEN": APP}, "SLACK_BOT_TOKEN is not set, the bot token that begins with xoxb-"),
            ({"SLACK_SIGNING_SECRET": SECRET}, "SLACK_BOT_TOKEN is not set"),
            ({"SLACK_BOT_TOKEN": BOT}, "SLACK_APP_TOKEN is not set, the app-level token for Socket Mode"),
            ({"SLACK_BOT_TOKEN": APP, "SLACK_APP_TOKEN": BOT}, "SLACK_BOT_TOKEN has to be the bot token"),
            ({"SLACK_BOT_TOKEN": "xoxp-1", "SLACK_APP_TOKEN": APP}, "holds one that begins with xoxp-"),
            ({"SLACK_BOT_TOKEN": "Bearer x", "SLACK_APP_TOKEN": APP}, "holds something else"),
            ({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": BOT}, "SLACK_APP_TOKEN has to be the app-level token"),
            ({"SLACK_BOT_TOKEN": BOT, "OVERTURE_SLACK_MODE": "http"}, "SLACK_SIGNING_SECRET is not set"),
            (
                {"SLACK_BOT_TOKEN": BOT, "OVERTURE_SLACK_MODE": "x"},
                "OVERTURE_SLACK_MODE is 'x', expected",
            ),
            (
                {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, "OVERTURE_SLACK_STAFF": "#advisors"},
                "OVERTURE_SLACK_STAFF is '#advisors', expected a channel's id such as C0123456789",
            ),
            *(
                (
                    {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, "OVERTURE_SLACK_WAIT": wait},
                    f"OVERTURE_SLACK_WAIT is '{wait}', expected whole seconds",
                )
                for wait in ("soon", "0", "-5", "1.5", "\u0661")
            ),
        ],
    )
    def test_that_is_wrong_is_told_without_the_token(self, given: dict[str, str], said: str) -> None:
        with pytest.raises(SlackSetupError) as raised:
            from_environment(environment(**given))
        assert said in str(raised.value)
        assert not any(secret in str(raised.value) for secret in (BOT, APP, SECRET, "Bearer x"))

    def test_is_not_shown_by_the_settings(self) -> None:
        shown = repr(Settings(BOT, SOCKET, APP, SECRET, redis="redis://:secret@r/0"))
        assert not any(secret in shown for secret in (BOT, APP, SECRET, ":secret@"))

    def test_makes_a_seal_that_lasts_as_long_as_the_token(self) -> None:
        assert Settings(BOT).seal_key == Settings(BOT, HTTP).seal_key != Settings(BOT + "x").seal_key


class TestCredentials:
    def test_without_tokens_in_the_environment_it_is_off(self, stub: StubBot) -> None:
        channel = SlackInput.from_credentials({})
        assert channel.settings is None and channel._status() == "off"
        assert SlackInput.from_credentials(None).settings is None
        assert channel.name() == "slack" == channel.url_prefix()
        channel.blueprint(stub)

    def test_tokens_in_the_file_are_refused(self) -> None:
        with pytest.raises(SlackSetupError, match="don't belong in credentials"):
            SlackInput.from_credentials({"slack_token": BOT})

    def test_the_projects_own_file_has_none(self) -> None:
        text = (settings_module.ROOT / "credentials.yml").read_text(encoding="utf-8")
        assert "overture.channels.slack.SlackInput: {}" in text and "xox" not in text


@pytest.fixture
def tokens(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("SLACK_BOT_TOKEN", loopback.BOT_TOKEN)
    monkeypatch.setenv("SLACK_APP_TOKEN", loopback.APP_TOKEN)
    monkeypatch.setenv("OVERTURE_SLACK_API", slack.api)
    return monkeypatch


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs `overture slack check` beside the loopback; gives status, output and errors."""
    monkeypatch.setattr(commands, "_quiet", lambda log_format=None: None)

    async def run() -> tuple[int, str, str]:
        status = await asyncio.to_thread(cli.main, ["slack", "check"])
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return run


@pytest.mark.usefixtures("tokens")
class TestTheCommand:
    async def test_says_that_all_is_well(self, shell: Any) -> None:
        status, out, err = await shell()
        assert (status, err) == (0, "")
        assert out.splitlines() == [
            "ok       SLACK_BOT_TOKEN: @overture in the workspace Acme",
            "ok       Scopes: all 10 that are used",
            "ok       SLACK_APP_TOKEN: Slack opens a connection for Socket Mode",
        ]

    async def test_names_what_is_missing_and_what_for(self, shell: Any, slack: Slack) -> None:
        slack.scopes = "chat:write, im:history ,app_mentions:read,commands"
        status, out, _ = await shell()
        assert status == 0 and out.count("warning  The bot token lacks the scope") == 6
        assert "lacks the scope files:write; missing are charts, as pictures. Add it under OAuth & Permissions" in out

    async def test_fails_without_a_scope_that_is_needed(self, shell: Any, slack: Slack) -> None:
        slack.scopes = "im:history,app_mentions:read"
        status, out, _ = await shell()
        assert status == 1 and "fault    The bot token lacks the scope chat:write, which posts the answers" in out

    async def test_says_when_scopes_are_not_told(self, shell: Any, slack: Slack) -> None:
        slack.scopes = ""
        status, out, _ = await shell()
        assert status == 0 and "Slack did not say which scopes the bot token has" in out

    @pytest.mark.parametrize(
        ("method", "error", "said"),
        [
            ("auth.test", "invalid_auth", "SLACK_BOT_TOKEN is not valid: copy it anew"),
            ("auth.test", "account_inactive", "SLACK_BOT_TOKEN belongs to an app that was removed"),
            ("auth.test", "token_revoked", "SLACK_BOT_TOKEN was withdrawn"),
            ("auth.test", "something_new", "Slack refuses SLACK_BOT_TOKEN: something_new"),
            ("apps.connections.open", "invalid_auth", "SLACK_APP_TOKEN is not valid"),
            (
                "apps.connections.open",
                "not_allowed_token_type",
                "SLACK_APP_TOKEN is a token of another",
            ),
            ("apps.connections.open", "missing_scope", "SLACK_APP_TOKEN lacks the scope that it needs"),
        ],
    )
    async def test_says_what_to_do_about_a_refusal(
        self, shell: Any, slack: Slack, method: str, error: str, said: str
    ) -> None:
        slack.fail(method, error)
        status, out, err = await shell()
        assert status == 1 and f"fault    {said}" in out and err == ""

    @pytest.mark.parametrize("fault", ["500", "429", "drop", "proxy"])
    async def test_says_when_it_cannot_be_told(self, shell: Any, slack: Slack, fault: str) -> None:
        slack.fail("auth.test", fault)
        status, out, err = await shell()
        assert status == 1 and out.startswith("unknown  ") and err == "" and "xoxb" not in out

    async def test_says_that_the_staffs_channel_can_be_read(
        self, shell: Any, slack: Slack, tokens: pytest.MonkeyPatch
    ) -> None:
        tokens.setenv("OVERTURE_SLACK_STAFF", "C777")
        status, out, _ = await shell()
        assert status == 0 and "ok       OVERTURE_SLACK_STAFF: the bot is in the staff's channel" in out
        assert slack.of("conversations.history")[-1].args["channel"] == "C777"

    @pytest.mark.parametrize(
        ("error", "said"),
        [
            ("not_in_channel", "fault    OVERTURE_SLACK_STAFF: the bot is not in that channel: write /invite"),
            ("channel_not_found", "fault    OVERTURE_SLACK_STAFF: no channel has that id, or it is a private one"),
            ("is_archived", "fault    OVERTURE_SLACK_STAFF: that channel is archived"),
            ("missing_scope", "fault    OVERTURE_SLACK_STAFF: the bot token lacks the scope that it needs"),
            ("500", "unknown  OVERTURE_SLACK_STAFF: Slack can't be asked now"),
        ],
    )
    async def test_says_why_the_staffs_channel_cannot(
        self, shell: Any, slack: Slack, tokens: pytest.MonkeyPatch, error: str, said: str
    ) -> None:
        tokens.setenv("OVERTURE_SLACK_STAFF", "C777")
        slack.fail("conversations.history", error)
        status, out, err = await shell()
        assert status == 1 and said in out and err == ""

    async def test_checks_no_app_token_over_http(self, shell: Any, slack: Slack, tokens: pytest.MonkeyPatch) -> None:
        tokens.setenv("OVERTURE_SLACK_MODE", "http")
        tokens.setenv("SLACK_SIGNING_SECRET", SECRET)
        status, out, _ = await shell()
        assert status == 0 and "Slack has to reach /webhooks/slack/events" in out
        assert slack.of("apps.connections.open") == []


async def test_the_command_says_that_slack_is_off(shell: Any) -> None:
    status, out, err = await shell()
    assert (status, out) == (1, "")
    assert err == (
        "overture slack: Slack is off: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN in the environment (docs/slack.md).\n"
    )


class TestTheStart:
    async def start(self) -> SlackInput:
        return await asyncio.to_thread(SlackInput.from_credentials, {})

    async def test_goes_on_when_all_is_well(self, tokens: pytest.MonkeyPatch) -> None:
        channel = await self.start()
        assert channel.settings and channel._status() == "starting"

    @pytest.mark.parametrize(
        ("method", "error", "said"),
        [
            ("auth.test", "invalid_auth", "Slack: SLACK_BOT_TOKEN is not valid"),
            ("apps.connections.open", "invalid_auth", "Slack: SLACK_APP_TOKEN is not valid"),
        ],
    )
    async def test_ends_at_a_token_that_is_refused(
        self, tokens: pytest.MonkeyPatch, slack: Slack, method: str, error: str, said: str
    ) -> None:
        slack.fail(method, error)
        with pytest.raises(SlackSetupError, match=said):
            await self.start()

    async def test_ends_without_a_scope_that_is_needed(self, tokens: pytest.MonkeyPatch, slack: Slack) -> None:
        slack.scopes = "chat:write,app_mentions:read"
        with pytest.raises(SlackSetupError, match="lacks the scope im:history"):
            await self.start()

    async def test_ends_where_the_bot_is_not_among_the_staff(self, tokens: pytest.MonkeyPatch, slack: Slack) -> None:
        tokens.setenv("OVERTURE_SLACK_STAFF", "C777")
        slack.fail("conversations.history", "not_in_channel")
        with pytest.raises(SlackSetupError, match="OVERTURE_SLACK_STAFF: the bot is not in that channel"):
            await self.start()

    async def test_goes_on_with_a_warning_when_slack_is_away(
        self, tokens: pytest.MonkeyPatch, slack: Slack, overture_log: pytest.LogCaptureFixture
    ) -> None:
        slack.fail("auth.test", "500")
        slack.scopes = "chat:write,im:history,app_mentions:read"
        assert (await self.start()).settings
        assert "Slack can't be asked now" in overture_log.text

    async def test_a_server_with_a_wrong_token_ends_with_one_line(
        self, tokens: pytest.MonkeyPatch, slack: Slack, monkeypatch: pytest.MonkeyPatch, capsys: Any
    ) -> None:
        from overture import server

        def serve(*arguments: Any, **more: Any) -> None:
            SlackInput.from_credentials({})

        monkeypatch.setattr(commands, "_quiet", lambda log_format=None: None)
        monkeypatch.setattr(server, "serve", serve)
        slack.fail("auth.test", "invalid_auth")
        assert await asyncio.to_thread(cli.main, ["serve"]) == 1
        assert capsys.readouterr().err.startswith("overture serve: Slack: SLACK_BOT_TOKEN is not valid: copy it anew")


async def test_a_second_start_of_bolt_leaves_the_levels_of_our_logs(
    slack: Slack, stub: StubBot, tmp_path: Path, in_the_world: Path
) -> None:
    before = logging.getLogger("overture").level
    async with harness.over_socket(slack, tmp_path, stub):
        pass
    assert logging.getLogger("overture").level == before


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("token xoxb-12-34-AbC is bad", "12-34"),
        ("xapp-1-A0-99-ff", "A0-99"),
        ("xoxe.xoxb-1-abc and xoxp-9", "abc"),
        ("wss://x/link/?ticket=abc-123&app_id=1", "abc-123"),
        ("Authorization: Bearer sometoken", "sometoken"),
        ("redis://:pass@host/0", "pass"),
    ],
)
def test_a_log_blackens_tokens(text: str, secret: str, caplog: pytest.LogCaptureFixture) -> None:
    logger = logs.wire()
    logger.error("%s", text)
    try:
        raise ValueError(text)
    except ValueError:
        logger.exception("failed: %s", text)
    assert secret not in caplog.text and "…" in caplog.text and "failed" in caplog.text


def test_every_scope_of_the_manifest_is_used_and_every_one_used_is_in_it() -> None:
    import yaml

    manifest = yaml.safe_load((settings_module.ROOT / "deploy" / "slack-manifest.yml").read_text(encoding="utf-8"))
    scopes = manifest["oauth_config"]["scopes"]["bot"]
    assert sorted(scopes) == sorted(check.NEEDED.keys() | check.USEFUL.keys())


def test_the_guide_has_every_setting_and_every_scope() -> None:
    guide = (settings_module.ROOT / "docs" / "slack.md").read_text(encoding="utf-8")
    named = ("MODE", "API", "STORE", "REDIS", "STAFF", "WAIT")
    settings = [*settings_module.SECRETS, *(getattr(settings_module, name) for name in named)]
    rows = [line for line in guide.splitlines() if line.startswith("|")]
    assert [name for name in settings if not any(row.startswith(f"| `{name}` |") for row in rows)] == []
    assert [scope for scope in (*check.NEEDED, *check.USEFUL) if f"`{scope}`" not in guide] == []
    assert f"| `OVERTURE_SLACK_WAIT` | {settings_module.WAIT_SECONDS:.0f} |" in guide
