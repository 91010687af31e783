"""Parts of the web channel one at a time: settings, rates, addresses, output, the journal."""

from __future__ import annotations

import os
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
import socketio
import sqlalchemy as sa
from rasa.core.run import create_http_input_channels
from rasa.shared.exceptions import RasaException

from overture.channels import turns
from overture.channels.web import WebInput, desk, settings, tables, transport
from overture.channels.web.journal import Journal
from overture.channels.web.kept import Erased, Heard, Judgement, Offer, Said
from overture.channels.web.output import WebOutput, said
from overture.channels.web.settings import SettingsError
from overture.channels.web.tokens import secret_of
from overture.serving.limits import MOST_KEYS, Rate, network

ROOT = Path(__file__).resolve().parents[2]


class TestSettings:
    def test_of_the_checkout_can_be_read_by_rasa(self) -> None:
        channels = {channel.name() for channel in create_http_input_channels(None, str(ROOT / "credentials.yml"))}
        assert {"rest", "web"} <= channels

    def test_have_defaults(self) -> None:
        for given in (None, {}):
            read = settings.read(given)
            assert (read.origins, read.keep_days, read.per_minute, read.in_flight) == ((), 30, 20, 3)

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"orgins": []}, "orgins"),
            ({"origins": "https://www.example.edu"}, "origins"),
            ({"origins": ["www.example.edu"]}, '"www.example.edu" is no origin, expected one such as'),
            ({"origins": ["https://www.example.edu/page"]}, "is no origin"),
            ({"origins": ["ftp://example.edu"]}, "is no origin"),
            ({"keep_days": 0}, "keep_days"),
            ({"per_minute": "many"}, "per_minute"),
            ({"in_flight": -1}, "in_flight"),
            ({"secret": "s" * 40}, "set OVERTURE_SECRET"),
            ({"journal": "no address"}, "journal"),
            ({"journal": "nosuchdatabase://x/y"}, "journal"),
            ({"journal": "sqlite://"}, "needs a file"),
        ],
    )
    def test_that_are_wrong_are_told_before_anything_starts(self, given: dict[str, Any], words: str) -> None:
        with pytest.raises(RasaException) as wrong:
            WebInput.from_credentials(given)
        assert words in str(wrong.value) and str(wrong.value).startswith("Web channel: ")

    def test_of_the_environment_go_first(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OVERTURE_JOURNAL_URL", "postgres://u:p@localhost/journal")
        monkeypatch.setenv("OVERTURE_SECRET", "s" * 32)
        read = settings.read({"journal": "sqlite:///elsewhere.db"})
        assert read.journal == "postgres://u:p@localhost/journal" and read.secret == "s" * 32
        assert WebInput(read).journal is not None

    def test_a_short_secret_is_refused_without_being_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OVERTURE_SECRET", "hunter2")
        with pytest.raises(SettingsError, match="at least 32 characters") as wrong:
            settings.read({})
        assert "hunter2" not in str(wrong.value)

    def test_a_database_password_is_not_said(self) -> None:
        with pytest.raises(SettingsError) as wrong:
            Journal("nosuchdatabase://user:hunter2@localhost/x")
        assert "hunter2" not in str(wrong.value)

    def test_a_secret_that_was_cut_short_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "overture.secret").write_text("short\n")
        with pytest.raises(SettingsError, match="delete it"):
            secret_of(tmp_path)

    def test_origins_are_compared_without_case_and_slash(self) -> None:
        read = settings.read({"origins": ["https://WWW.Example.edu/", "http://localhost:3000"]})
        assert read.origins == ("https://www.example.edu", "http://localhost:3000")


def test_the_guide_has_every_setting_with_its_default() -> None:
    text = (ROOT / "docs" / "web-channel.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", text, re.MULTILINE))
    fields = {name: field.default for name, field in settings.Settings.__fields__.items() if name != "secret"}
    assert set(told) == set(fields)
    assert {name: told[name] for name, default in fields.items() if isinstance(default, int)} == {
        name: str(default) for name, default in fields.items() if isinstance(default, int)
    }
    assert f"at least {settings.SHORTEST_SECRET} characters" in text
    assert f"after {turns.ANSWER_SECONDS + desk.MARGIN_SECONDS:.0f} s" in text


def test_several_processes_are_joined_by_redis() -> None:
    sio = transport.server(settings.read({"redis_url": "redis://localhost:6379/1"}))
    assert isinstance(sio.manager, socketio.AsyncRedisManager)
    assert sio.manager.redis_url == "redis://localhost:6379/1"
    assert not isinstance(transport.server(settings.read({})).manager, socketio.AsyncRedisManager)


class TestRates:
    def test_so_many_in_so_many_seconds(self) -> None:
        now = 0.0
        rate = Rate(2, 10.0, clock=lambda: now)
        assert [rate.wait("a"), rate.wait("a"), rate.wait("b")] == [0.0, 0.0, 0.0]
        now = 4.0
        assert rate.wait("a") == 6.0  # which doesn't count
        now = 10.0
        assert [rate.wait("a"), rate.wait("a"), rate.wait("a")] == [0.0, 0.0, 10.0]

    def test_what_is_over_is_forgotten(self) -> None:
        now = 0.0
        rate = Rate(2, 10.0, clock=lambda: now)
        for key in range(1000):
            rate.wait(str(key))
        now = 11.0
        rate.wait("new")
        assert len(rate._times) == 1

    def test_a_flood_of_keys_is_bounded(self) -> None:
        rate = Rate(1, clock=lambda: 0.0)
        for key in range(MOST_KEYS + 10):
            rate.wait(str(key))
        assert len(rate._times) == MOST_KEYS

    @pytest.mark.parametrize(
        ("address", "counted_as"),
        [
            ("203.0.113.7", "203.0.113.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
            ("unix socket", "unix socket"),
            ("", ""),
        ],
    )
    def test_one_customer_is_one_address(self, address: str, counted_as: str) -> None:
        assert network(address) == counted_as


class TestOutput:
    def test_a_plain_response_is_a_message(self) -> None:
        message = said({"text": " Hello. ", "buttons": [{"title": "A", "payload": "a?"}, {"title": "B"}]}, "m1")
        assert message is not None
        assert (message.text, message.reply_to, message.answer) == ("Hello.", "m1", None)
        assert [(offer.title, offer.message) for offer in message.choices] == [("A", "a?"), ("B", "B")]

    def test_quick_replies_are_choices_too(self) -> None:
        message = said({"text": "Hello.", "quick_replies": [{"title": "A", "payload": "a?"}]})
        assert message is not None and message.choices[0].title == "A"

    def test_pictures_and_attachments_become_links(self) -> None:
        message = said({"text": "See:", "image": "https://example.edu/a.png", "attachment": "javascript:alert(1)"})
        assert message is not None and message.text == "See:\n\n[Image](https://example.edu/a.png)"

    @pytest.mark.parametrize("empty", [{}, {"text": " "}, {"custom": {"x": 1}}, {"buttons": [{"title": "A"}]}])
    async def test_what_shows_nothing_is_none(self, empty: dict[str, Any]) -> None:
        output = WebOutput()
        await output.send_response("web-x", empty)
        assert said(empty) is None and output.messages == [] and output.said("m1") == []

    def test_a_message_says_only_what_it_has(self) -> None:
        assert set(Said("a", "Hello.").as_dict()) == {"id", "text", "at"}


def databases() -> list[str]:
    """Kinds of database; one of PostgreSQL to be written into if OVERTURE_TEST_POSTGRES names it."""
    return ["sqlite", *(["postgresql"] if os.environ.get("OVERTURE_TEST_POSTGRES") else [])]


@pytest.fixture(params=databases())
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    if request.param == "sqlite":
        kept = Journal(f"sqlite:///{tmp_path / 'web-journal.db'}")
    else:
        kept = Journal(os.environ["OVERTURE_TEST_POSTGRES"])
        tables.metadata.drop_all(kept._engine)
    yield kept
    kept.close()


def heard(id: str = "message-1", text: str = "hello") -> Heard:
    return Heard(id, text, text)


def answered(reply_to: str = "message-1") -> Said:
    offer = Offer(uuid.uuid4().hex, "Pay", "and the pay?")
    return Said(uuid.uuid4().hex, "Yes, 🎛️.", reply_to=reply_to, answer={"outcome": "gap"}, choices=(offer,))


class TestTheJournal:
    def test_takes_a_message_once(self, journal: Journal) -> None:
        first = heard()
        assert journal.take("c", first) is None
        assert journal.take("c", heard(text="another")) == first
        assert journal.take("d", heard(text="another")) is None
        assert journal.waiting("c") == [first]

    def test_takes_the_answer_once(self, journal: Journal) -> None:
        journal.take("c", heard())
        one, two = answered(), answered()
        assert journal.finish("c", "message-1", [one])
        assert not journal.finish("c", "message-1", [two])
        assert [said.id for said in journal.answers("c", "message-1")] == [one.id]
        assert journal.waiting("c") == []
        known = journal.take("c", heard())
        assert known is not None and known.answered

    def test_gives_back_what_it_got(self, journal: Journal) -> None:
        journal.take("c", Heard("message-1", "Start over", "/restart"))
        said = answered()
        assert [kept.heard for kept in journal.waiting("c")] == ["/restart"]
        journal.finish("c", "message-1", [said])
        user, bot = journal.history("c")
        assert (user["from"], user["text"]) == ("user", "Start over")
        assert bot == {"from": "bot", **said.as_dict()}
        assert journal.offer("c", said.choices[0].id) == said.choices[0]
        assert journal.offer("d", said.choices[0].id) is None

    def test_keeps_what_a_person_says_once_and_with_their_name(self, journal: Journal) -> None:
        said = Said("said-1", "Yes.", person="Ann")
        for again in (said, Said("said-1", "No.", person="Ben")):
            journal.say("c", again)
        journal.say("d", said)
        assert journal.history("c") == [{"from": "bot", **said.as_dict()}]
        assert said.as_dict()["person"] == {"name": "Ann"} and len(journal.history("d")) == 1

    def test_of_an_earlier_version_goes_on(self, journal: Journal) -> None:
        journal.take("c", heard())
        with journal._engine.begin() as connection:
            connection.execute(sa.text("ALTER TABLE web_entries DROP COLUMN person"))
        later = Journal(str(journal._engine.url.render_as_string(hide_password=False)))
        later.say("c", Said("said-1", "Yes.", person="Ann"))
        assert [entry["text"] for entry in later.history("c")] == ["hello", "Yes."]
        assert later.history("c")[1]["person"] == {"name": "Ann"}
        later.close()

    def test_hands_a_waiting_message_to_one(self, journal: Journal) -> None:
        journal.take("c", heard())
        assert not journal.claim("c", "message-1", 60.0)
        assert journal.claim("c", "message-1", 0.0)
        journal.finish("c", "message-1", [])
        assert not journal.claim("c", "message-1", 0.0)

    def test_keeps_feedback_with_what_it_is_about(self, journal: Journal) -> None:
        journal.take("c", heard(text="how much?"))
        said = answered()
        journal.finish("c", "message-1", [said])
        assert journal.judge("c", Judgement(said.id, "down", "wrong year"))
        assert not journal.judge("d", Judgement(said.id, "down"))
        assert not journal.judge("c", Judgement("message-1", "down"))
        with journal._begin() as connection:
            (row,) = connection.execute(tables.feedback.select()).all()
        assert (row.message, row.verdict, row.comment) == (said.id, "down", "wrong year")
        assert (row.question, row.outcome) == ("how much?", "gap")
        journal.judge("c", Judgement(said.id, None))
        assert "feedback" not in journal.history("c")[1]

    def test_what_is_erased_takes_nothing_any_more(self, journal: Journal) -> None:
        journal.take("c", heard())
        said = answered()
        journal.finish("c", "message-1", [said])
        journal.take("c", heard("message-2"))
        journal.judge("c", Judgement(said.id, "up"))
        journal.erase("c")
        for work in (
            lambda: journal.take("c", heard("message-3")),
            lambda: journal.finish("c", "message-2", [answered("message-2")]),
            lambda: journal.say("c", Said("b", "By the way.")),
            lambda: journal.history("c"),
        ):
            with pytest.raises(Erased):
                work()
        with journal._begin() as connection:
            for table in (tables.entries, tables.choices, tables.feedback):
                assert connection.execute(table.select()).all() == [], table.name
        journal.erase("never said anything")
        with pytest.raises(Erased):
            journal.take("never said anything", heard())

    def test_removes_what_is_old(self, journal: Journal) -> None:
        journal.take("old", heard())
        journal.erase("erased")
        with journal._begin() as connection:
            connection.execute(tables.conversations.update().values(used_at="2020-01-01T00:00:00.000Z"))
        journal.take("new", heard())
        assert sorted(journal.idle(30)) == ["erased", "old"]
        for conversation in journal.idle(30):
            journal.remove(conversation)
        assert journal.idle(30) == [] and len(journal.history("new")) == 1 and journal.history("old") == []

    def test_several_may_begin_at_once(self, journal: Journal, tmp_path: Path) -> None:
        from concurrent.futures import ThreadPoolExecutor

        others = [Journal(str(journal._engine.url.render_as_string(hide_password=False))) for _ in range(4)]
        with ThreadPoolExecutor(4) as pool:
            taken = list(pool.map(lambda other: other.take("c", heard()), others))
        for other in others:
            other.close()
        assert taken.count(None) == 1 and len(journal.waiting("c")) == 1

    def test_words_do_not_stand_in_errors(self, tmp_path: Path) -> None:
        kept = Journal(f"sqlite:///{tmp_path / 'web-journal.db'}")
        with pytest.raises(Exception) as failed:  # noqa: PT011
            kept.take("c", Heard("message-1", "my secret", "my secret", at=None))  # type: ignore[arg-type]
        assert "my secret" not in str(failed.value)
        kept.close()
