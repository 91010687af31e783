"""Small parts, one at a time: charts, lanes, verdicts, what is read from a payload."""

from __future__ import annotations

import asyncio
import contextlib
import io
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from slack_sdk.errors import SlackApiError

from overture.channels.slack import charts, verdict
from overture.channels.slack.asked import Asked, Place, direct, in_channel, place_of, unseen
from overture.channels.slack.check import Identity
from overture.channels.slack.heard import mentions, readable, spoken
from overture.channels.slack.lanes import Lanes
from overture.channels.slack.reading import Malformed, Reply, message, pressed, team_of
from tests.slack import payloads
from tests.slack.loopback import ME, TEAM

IDENTITY = Identity(TEAM, ME, "B111")


class TestCharts:
    KINDS = {
        "range": {"kind": "range", "unit": "USD an hour", "series": [
            {"name": "a", "values": [["p10", 17.5], ["p25", 20], ["median", 25.25], ["p75", 30], ["p90", 45]]}]},
        "range of two": {"kind": "range", "unit": "USD a year", "series": [
            {"name": "a", "values": [["p10", 1], ["p90", 2]]}, {"name": "b", "values": [["median", 3]]}]},
        "bars": {"kind": "bars", "unit": "USD a year", "series": [
            {"name": "m", "values": [["a name " * 20, 7.0], ["b", 0.0]]}]},
        "bars of two series with a gap": {"kind": "bars", "unit": "", "series": [
            {"name": "m", "values": [["a", 7.0], ["b", 3.0]]}, {"name": "n", "values": [["b", 1.0]]}]},
        "line": {"kind": "line", "unit": "%", "series": [{"name": "a", "values": [["2018", -1.7], ["2025", 3.1]]}]},
        "line without years": {"kind": "line", "unit": "", "series": [
            {"name": "a", "values": [["first", 1], ["then", 2]]}, {"name": "b", "values": [["first", 2]]}]},
        "fifty bars": {"kind": "bars", "unit": "", "series": [
            {"name": "m", "values": [[str(n), n] for n in range(50)]}]},
    }  # fmt: skip

    @pytest.mark.parametrize("kind", KINDS)
    def test_are_pictures_of_a_sensible_size(self, kind: str) -> None:
        picture = charts.png({"title": "T & <b> $x$", **self.KINDS[kind]})
        with Image.open(io.BytesIO(picture)) as image:
            assert image.format == "PNG" and image.width == 1200 and 400 <= image.height <= 1800
            colors = image.convert("RGB").getcolors(1 << 24)
            assert colors and len(colors) > 20  # something was drawn
        assert len(picture) < 500_000

    @pytest.mark.parametrize(
        "chart",
        [
            {},
            {"kind": "pie", "series": [{"name": "a", "values": [["b", 1]]}]},
            {"kind": "bars", "series": []},
            {"kind": "bars", "series": [{"name": "a", "values": []}]},
            {"kind": "bars", "series": [{"name": "a", "values": [["b", "x"]]}]},
        ],
    )
    def test_that_say_nothing_are_refused(self, chart: dict[str, Any]) -> None:
        with pytest.raises(ValueError):  # noqa: PT011
            charts.png(chart)

    @pytest.mark.parametrize(
        ("unit", "value", "said"),
        [
            ("USD a year", 73130.0, "$73,130"),
            ("USD an hour", 35.16, "$35.16"),
            ("USD an hour", 35.0, "$35.00"),
            ("%", -1.7, "−1.7%"),
            ("percent", 3.0, "3%"),
            ("openings a year", 1200.0, "1,200"),
            ("USD a year", -5.0, "−$5"),
        ],
    )
    def test_write_figures_as_answers_do(self, unit: str, value: float, said: str) -> None:
        assert charts._Unit(unit).said(value).replace("\\$", "$") == said

    def test_a_dollar_is_no_formula(self) -> None:
        charts.png({"kind": "bars", "title": "$1 to $2_x^{", "unit": "USD a year", "series": [
            {"name": "$m$", "values": [["$a_$ \\frac{", 1.0]]}]})  # fmt: skip


class TestLanes:
    async def test_an_item_that_fails_does_not_end_its_lane(self, overture_log: pytest.LogCaptureFixture) -> None:
        done: list[str] = []

        async def work(item: str) -> None:
            if item == "bad":
                raise ValueError("my secret")
            done.append(item)

        lanes = Lanes(work)
        for item in ("one", "bad", "two"):
            lanes.put("a", "", item)
        await lanes.drain(1)
        assert done == ["one", "two"] and lanes.idle and not lanes.is_full("a")
        assert "Work was left undone: ValueError" in overture_log.text and "my secret" not in overture_log.text

    async def test_they_are_full_by_lane_and_in_all(self) -> None:
        async def work(item: int) -> None:
            await asyncio.sleep(60)

        lanes = Lanes(work, most=4, most_in_a_lane=2)
        for number in range(3):
            lanes.put("a", "", number)
        await asyncio.sleep(0)  # one has begun, two wait
        assert lanes.is_full("a") and not lanes.is_full("b")
        lanes.put("b", "", 9)
        assert lanes.is_full("c")
        await lanes.drain(0)
        assert lanes.idle and not lanes.is_full("a") and not lanes.is_full()

    @given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 99)), max_size=40))
    def test_every_item_is_done_once_in_its_lanes_order(self, items: list[tuple[str, int]]) -> None:
        done: list[tuple[str, int]] = []

        async def work(item: tuple[str, int]) -> None:
            done.append(item)

        async def run() -> None:
            lanes = Lanes(work)
            for lane, order in items:
                lanes.put(lane, f"{order:06d}", (lane, order))
            await lanes.drain(5)

        asyncio.run(run())
        assert sorted(done) == sorted(items)
        for lane in "abc":
            orders = [order for name, order in done if name == lane]
            assert orders == sorted(orders)


class TestVerdicts:
    @pytest.mark.parametrize(
        ("status", "code", "step"),
        [
            (429, "ratelimited", verdict.WAIT),
            (200, "ratelimited", verdict.WAIT),
            (200, "rate_limited", verdict.WAIT),
            (500, "", verdict.UNSURE),
            (504, "", verdict.UNSURE),
            (200, "internal_error", verdict.UNSURE),
            (200, "", verdict.UNSURE),
            (200, "invalid_blocks", verdict.SIMPLER),
            (200, "channel_not_found", verdict.NEVER),
            (404, "used_url", verdict.NEVER),
            (403, "", verdict.NEVER),
        ],
    )
    def test_of_slacks_answers(self, status: int, code: str, step: str) -> None:
        assert verdict.of_status(status, {}, code).step == step

    @pytest.mark.parametrize(
        ("error", "step"),
        [
            (ConnectionRefusedError(), verdict.WAIT),
            (ConnectionResetError(), verdict.UNSURE),
            (asyncio.TimeoutError(), verdict.UNSURE),
            (aiohttp.ServerDisconnectedError(), verdict.UNSURE),
            (AttributeError("'str' object has no attribute 'get'"), verdict.UNSURE),
            (SlackApiError("x", None), verdict.UNSURE),
        ],
    )
    def test_of_the_networks_errors(self, error: Exception, step: str) -> None:
        assert verdict.judged(error).step == step

    def test_pauses_grow_up_to_a_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(verdict, "_FIRST_PAUSE", 0.5)
        monkeypatch.setattr(verdict, "_LONGEST_PAUSE", 30.0)
        for attempt, most in ((0, 0.5), (1, 1.0), (5, 16.0), (20, 30.0), (10_000, 30.0)):
            assert most / 2 <= verdict.pause(attempt) <= most


class TestReading:
    def test_a_shared_channel_belongs_to_the_workspace_that_has_the_app(self) -> None:
        body = payloads.mention("how long?")
        body |= {"team_id": "T-other", "is_ext_shared_channel": True}
        body["event"]["team"] = "T999"
        heard = message(body, IDENTITY)
        assert isinstance(heard, Asked) and heard.conversation.startswith(f"slack-{TEAM}-")

    def test_two_workspaces_of_an_organization_never_share(self) -> None:
        me = Identity(TEAM, ME, enterprise="E1")
        bodies = [{**payloads.action({"action_id": "x"}), "team": {"id": team}} for team in ("T111", "T222")]
        assert len({pressed(body, me).conversation for body in bodies}) == 2
        assert team_of({"team_id": "T7"}, me) == "T7" and team_of({"team_id": ["x"]}, me) == TEAM

    def test_conversations_of_people_channels_threads_and_commands_never_meet(self) -> None:
        made = [
            message(payloads.message("a"), IDENTITY),
            message(payloads.message("a", thread_ts="1.1"), IDENTITY),
            message(payloads.mention("a"), IDENTITY),
            message(payloads.mention("a", thread_ts="1.1"), IDENTITY),
            pressed(payloads.action({"action_id": "x"}, channel="C111", ephemeral=True), IDENTITY),
        ]
        conversations = [one.conversation for one in made if isinstance(one, Asked)]
        assert len(set(conversations)) == 5 and all(len(name) <= 128 and name.isprintable() for name in conversations)

    def test_a_reply_that_mentions_nobody_is_told_as_such(self) -> None:
        reply = message(payloads.message("and?", "C111", "channel", thread_ts="1.1"), IDENTITY)
        assert isinstance(reply, Reply) and not reply.names_others

    def test_an_asked_question_can_be_written_down(self) -> None:
        asked = Asked("a", "slack-T-W", Place("C1", "W1", "1.1", "https://x"), "t", "command", "1", True, "Ev1")
        assert Asked.from_dict(asked.as_dict()) == asked and asked.place.private and not asked.place.shared

    @given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(
        inner, max_size=3) | st.dictionaries(st.sampled_from(["event", "user", "channel", "ts", "text", "type",
        "thread_ts", "subtype", "bot_id", "files"]), inner, max_size=6), max_leaves=12))  # fmt: skip
    def test_nothing_but_malformed_comes_of_nonsense(self, nonsense: Any) -> None:
        body = nonsense if isinstance(nonsense, dict) else {"event": nonsense}
        with contextlib.suppress(Malformed):
            message(body, IDENTITY)

    @given(st.text(max_size=300))
    def test_any_text_can_be_read(self, text: str) -> None:
        said = spoken(text, ME)
        assert (len(said) <= len(text) and f"<@{ME}>" not in said) or "&lt;" in text

    @pytest.mark.parametrize(
        ("text", "is_one"),
        [
            (f"<@{ME}> hi", True),
            (f"hi <@{ME}|bot>", True),
            (f"<@{ME}X>", False),
            (ME, False),
            (f"&lt;@{ME}&gt;", False),
        ],
    )
    def test_a_mention_is_one_of_the_bot_itself(self, text: str, is_one: bool) -> None:
        assert mentions(text, ME) is is_one


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Yes, it *does*.", "Yes, it **does**."),
        ("see <https://va.gov/a?b=1&amp;c|the VA>", "see [the VA](https://va.gov/a?b=1&c)"),
        ("see <https://va.gov/_b_/*c*>", "see https://va.gov/_b_/*c*"),
        ("<https://va.gov|https://va.gov>", "https://va.gov"),
        ("<https://va.gov|a [b] c>", "[a (b) c](https://va.gov)"),
        ("*see <https://va.gov|it>*", "**see [it](https://va.gov)**"),
        ("<mailto:a@b.co|a@b.co> or <tel:+12125550123|+1 212 555 0123>", "a@b.co or +1 212 555 0123"),
        ("_so_ ~not~ `this` ```that```", "so not this that"),
        ("&gt; quoted\nA&amp;R &lt; B", "quoted\nA&R < B"),
        (":wave: Hi :+1: :overture: at 10:30:15", "👋 Hi 👍 :overture: at 10:30:15"),
        ("<@W1|ann> in <#C1|general> <!here>", "@ann in #general"),
        ("2 * 3 * 4 and a_b_c", "2 * 3 * 4 and a_b_c"),
        ("\ue0000\ue001 <https://va.gov|x>", "0 [x](https://va.gov)"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
    ],
)
def test_what_the_staff_writes_is_written_as_answers_are(typed: str, read: str) -> None:
    assert readable(typed) == read


@given(st.text())
def test_anything_that_the_staff_writes_can_be_read(text: str) -> None:
    said = readable(text)
    assert "\ue000" not in said and "\ue001" not in said


@pytest.mark.parametrize(
    ("conversation", "place"),
    [
        (direct("T1", "W1", None), Place("W1", "W1")),
        (direct("T1", "W1", "1.000001"), Place("W1", "W1")),
        (in_channel("T1", "C1", "1.000001"), Place("C1", "", "1.000001")),
        (in_channel("T1", "G1", "1.000001"), Place("G1", "", "1.000001")),
        (unseen("T1", "W1", "C1"), Place("W1", "W1")),
        ("slack-T1", None),
        ("web-abc-def-g", None),
        ("", None),
    ],
)
def test_a_conversations_name_tells_where_it_can_be_reached(conversation: str, place: Place | None) -> None:
    assert place_of(conversation) == place
