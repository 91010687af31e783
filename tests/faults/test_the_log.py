"""Nothing that somebody writes gets into the log: not over REST, not on the web, not when it goes wrong."""

from __future__ import annotations

import json
import logging
import uuid
from pathlib import Path

import pytest

from overture.serving.logs import Lines
from overture.serving.templates import WITHHELD
from tests.faults import unlucky
from tests.faults.served import Served
from tests.web.harness import Client

pytestmark = pytest.mark.filterwarnings("ignore:The explicit passing of coroutine objects:DeprecationWarning")

# In no training example, so that no component knows it.
MARK = "zwiebelfisch"
WORDS = [
    f"my name is {MARK}",
    f"how much does {MARK} cost",
    f"/{MARK}{{",
    f'/ask_salary{{"career": "{MARK}"}}',
    f"tone warden salary {MARK} {unlucky.RAISE}",
    f"tone warden salary {MARK} {unlucky.HANG}",
    MARK * 300,
]
NAME = "a-library"


async def test_of_a_server_has_no_words_of_its_users(served: Served) -> None:
    for said in WORDS:
        served.client.ask(said, uuid.uuid4().hex)
    served.client.post(f'{{"sender": "{MARK}", "message": 7}}'.encode())
    served.client.send({"sender": MARK, "message": "hello", "metadata": {MARK: MARK}})
    served.client.get(f"/{MARK}?{MARK}={MARK}")
    client = Client()
    await client.sio.connect(f"http://localhost:{served.port}", transports=["websocket"])
    await client.open()
    for said in WORDS[:-1]:
        assert await client.ask(said)
    await client.sio.emit(MARK, MARK)
    await client.call("user_uttered", {"id": MARK, "text": 7, MARK: MARK})
    await client.end()
    log = served.said()
    assert MARK not in log and log.count("ValueError at") >= 2
    assert "Traceback" not in log


def test_in_json_each_line_is_an_object(served: Served) -> None:
    served.client.ask(f"tone warden salary {unlucky.RAISE}", uuid.uuid4().hex)
    lines = [line for line in served.said().splitlines() if not line.startswith("Overture on ")]
    events = [json.loads(line) for line in lines]
    assert events
    assert all({"time", "level", "logger", "event"} <= event.keys() for event in events)


class TestLines:
    """Records of other code, whose values may be anybody's words."""

    @pytest.fixture
    def lines(self, caplog: pytest.LogCaptureFixture) -> Lines:
        return Lines("text", guarded=True)

    @pytest.fixture
    def logger(self) -> logging.Logger:
        return logging.getLogger(NAME)

    def _line(self, caplog: pytest.LogCaptureFixture, lines: Lines) -> str:
        return lines.format(caplog.records[-1]).split(" ", 2)[2]

    def test_values_are_left_out(self, lines: Lines, logger: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
        logger.error(f"Could not read {MARK!r}: {len(MARK)}")
        assert self._line(caplog, lines) == f"ERROR {NAME}: Could not read {{…}}: {{…}}"
        logger.error("Could not read %s" % MARK)  # noqa: UP031
        assert self._line(caplog, lines) == f"ERROR {NAME}: Could not read %s"
        logger.error("Could not read {}".format(MARK))  # noqa: UP032
        assert self._line(caplog, lines) == f"ERROR {NAME}: Could not read {{}}"
        logger.error("Could not read %s", MARK)
        assert self._line(caplog, lines) == f"ERROR {NAME}: Could not read %s"
        logger.error("Could not " + "read " + MARK)
        assert self._line(caplog, lines) == f"ERROR {NAME}: Could not read {{…}}"
        logger.log(
            logging.ERROR,
            f"Over {MARK} several "
            f"lines {MARK}",
        )  # fmt: skip
        assert self._line(caplog, lines) == f"ERROR {NAME}: Over {{…}} several lines {{…}}"

    def test_what_is_made_elsewhere_is_withheld(
        self, lines: Lines, logger: logging.Logger, caplog: pytest.LogCaptureFixture
    ) -> None:
        text = MARK
        logger.error(text)
        assert self._line(caplog, lines).endswith(WITHHELD)
        logger.error(f"{MARK} {MARK}")
        assert MARK not in self._line(caplog, lines)

    def test_an_error_is_its_kind_and_place(
        self, lines: Lines, logger: logging.Logger, caplog: pytest.LogCaptureFixture
    ) -> None:
        try:
            raise ValueError(MARK)
        except ValueError:
            logger.exception("It failed")
        line = self._line(caplog, lines)
        assert "It failed (ValueError at test_the_log.py:" in line and MARK not in line and "\n" not in line

    def test_a_call_that_is_wrong_is_a_line_all_the_same(
        self, lines: Lines, logger: logging.Logger, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.ERROR):
            record = logging.LogRecord(NAME, logging.ERROR, str(Path(__file__)), 1, "%d %d", (MARK,), None)
        assert MARK not in lines.format(record)

    def test_our_own_code_is_trusted(self, lines: Lines) -> None:
        from overture.channels import turns

        record = logging.LogRecord("overture", logging.ERROR, str(turns.__file__), 1, "Number %d", (7,), None)
        assert lines.format(record).endswith("ERROR overture: Number 7")

    def test_before_there_are_users_everything_is_told(self) -> None:
        record = logging.LogRecord(NAME, logging.ERROR, str(Path(__file__)), 1, "No setting %s", ("x",), None)
        assert Lines("text").format(record).endswith("No setting x")
