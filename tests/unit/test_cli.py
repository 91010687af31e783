"""The command `overture`: bad arguments get one clear line, and each command its exit status."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from overture import __version__, cli, commands, engine, server, training
from overture.engine import EngineError, Reply
from overture.knowledge import Fault, KnowledgeError
from tests.world import World

ROOT = Path(__file__).resolve().parents[2]


def _listed() -> list[str]:
    """The commands that the help lists."""
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
        cli.main(["--help"])
    return re.findall(r"^    (\w+) ", out.getvalue(), re.MULTILINE)


COMMANDS = _listed()


@pytest.fixture(autouse=True)
def _not_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests keep the filters and log levels that they have."""
    monkeypatch.setattr(commands, "_quiet", lambda log_format=None: None)


class Shell:
    """Runs the command in this process and keeps what it wrote."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.out = self.err = ""

    def run(self, *arguments: str) -> int:
        try:
            status = cli.main(arguments)
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        self.out, self.err = self._capsys.readouterr()
        return status


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)


class ScriptedBot:
    """Answers with what was laid down for a text; else it says the text back."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Reply]] = {}
        self.asked: list[tuple[str, str]] = []
        self.model: Path | None = None

    def ask(self, text: str, sender: str = "default") -> list[Reply]:
        self.asked.append((text, sender))
        return self.answers.get(text, [Reply(f"You said {text}.", {}, ())])

    def intent(self, sender: str) -> str:
        return "ask_cost"


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> ScriptedBot:
    bot = ScriptedBot()

    def load(model: Path | None = None) -> ScriptedBot:
        bot.model = model
        return bot

    monkeypatch.setattr(engine.Bot, "load", load)
    return bot


def typing(monkeypatch: pytest.MonkeyPatch, lines: Iterable[str]) -> None:
    """Stands for a person at the keyboard who ends with Ctrl-D."""
    waiting = iter(lines)

    def read(prompt: str = "") -> str:
        try:
            return next(waiting)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", read)


class TestBadArguments:
    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ("", "overture: the following arguments are required: COMMAND; see `overture --help`"),
            ("--loud", "overture: the following arguments are required: COMMAND; see `overture --help`"),
            ("serve --port", "overture serve: argument --port: expected one argument; see `overture serve --help`"),
            ("ask", "overture ask: the following arguments are required: question; see `overture ask --help`"),
            ("ask a b", "overture: unrecognized arguments: b; see `overture --help`"),
            ("check a b", "overture: unrecognized arguments: b; see `overture --help`"),
            ("train --hard", "overture: unrecognized arguments: --hard; see `overture --help`"),
            ("score", "overture score: the following arguments are required: FILE.jsonl; see `overture score --help`"),
        ],
    )
    def test_they_get_one_line_and_status_2(self, shell: Shell, arguments: str, said: str) -> None:
        assert shell.run(*arguments.split()) == 2
        assert (shell.out, shell.err) == ("", said + "\n")

    def test_an_unknown_command_is_told_which_there_are(self, shell: Shell) -> None:
        assert shell.run("sing") == 2
        assert shell.err.startswith("overture: argument COMMAND: invalid choice: 'sing' (choose from ")
        assert all(f"'{name}'" in shell.err for name in COMMANDS) and shell.err.count("\n") == 1

    @pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "80.5", "", "²"])
    def test_a_port_that_is_none(self, shell: Shell, port: str) -> None:
        assert shell.run("serve", f"--port={port}") == 2
        assert shell.err == (
            f"overture serve: argument --port: '{port}' is not a port, expected a number from 1 to 65535; "
            "see `overture serve --help`\n"
        )

    @pytest.mark.parametrize("share", ["1.1", "-0.1", "most", "nan", "inf", ""])
    def test_a_share_that_is_none(self, shell: Shell, share: str) -> None:
        assert shell.run("score", "x.jsonl", f"--at-least={share}") == 2
        assert shell.err == (
            f"overture score: argument --at-least: '{share}' is not a share, expected a number from 0 to 1; "
            "see `overture score --help`\n"
        )

    def test_a_way_of_showing_that_is_none(self, shell: Shell) -> None:
        assert shell.run("score", "x.jsonl", "--show", "some") == 2
        assert "invalid choice: 'some' (choose from 'fail', 'read', 'all')" in shell.err


class TestHelp:
    def test_the_help_names_every_command_with_what_it_does(self, shell: Shell) -> None:
        assert shell.run("--help") == 0
        assert {"serve", "chat", "ask", "check", "train", "score"} <= set(COMMANDS)
        for name in COMMANDS:
            assert re.search(rf"^    {name} +\w+ \w+", shell.out, re.MULTILINE)
        assert shell.err == ""

    def test_every_command_that_the_help_names_can_be_run(self) -> None:
        assert [name for name in COMMANDS if not callable(getattr(commands, name, None))] == []

    @pytest.mark.parametrize("name", COMMANDS)
    def test_every_command_has_help_with_an_example(self, shell: Shell, name: str) -> None:
        assert shell.run(name, "--help") == 0
        assert f"usage: overture {name}" in shell.out and f"example:\n  overture {name}" in shell.out

    @pytest.mark.parametrize("name", ["", *COMMANDS])
    def test_every_example_can_be_typed_as_it_stands(
        self, shell: Shell, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shell.run(*([name] if name else []), "--help")
        examples = re.findall(r"^  (overture .*?)(?:   .*)?$", shell.out, re.MULTILINE)
        assert examples and (name == "" or {shlex.split(example)[1] for example in examples} == {name})
        ran: list[str] = []

        def note(command: str) -> Callable[[object], int]:
            return lambda options: ran.append(command) or 0  # type: ignore[func-returns-value]

        for command in COMMANDS:
            monkeypatch.setattr(commands, command, note(command), raising=False)
        assert [shell.run(*shlex.split(example)[1:]) for example in examples] == [0] * len(examples)
        assert ran == [shlex.split(example)[1] for example in examples]

    def test_the_version_is_told(self, shell: Shell) -> None:
        assert shell.run("--version") == 0
        assert shell.out == f"overture {__version__}\n"


class TestCheck:
    def test_good_knowledge_is_counted_and_status_0(self, shell: Shell, fixture_knowledge: Path) -> None:
        assert shell.run("check", str(fixture_knowledge)) == 0
        assert shell.out.startswith("No faults: 6 sources, 3 degrees, 2 levels, 2 concentrations, 3 courses, ")
        assert "4 careers" in shell.out and shell.out.endswith(".\n") and shell.err == ""

    def test_every_fault_is_a_line_and_status_1(self, shell: Shell, world: World) -> None:
        world.replace("careers.yaml", "median: 55555", "median: lots")
        world.replace("requirements.yaml", "demand: rare", "demand: seldom")
        assert shell.run("check", str(world.folder)) == 1
        assert shell.out.splitlines() == world.faults() and len(world.faults()) == 2
        assert shell.err == "2 faults\n"

    def test_one_fault_is_called_one_fault(self, shell: Shell, world: World) -> None:
        world.replace("careers.yaml", "median: 55555", "median: lots")
        assert shell.run("check", str(world.folder)) == 1
        line = world.line("careers.yaml", "lots")
        assert shell.out == f"careers.yaml:{line}: tone-warden: wages.0.median: expected a number, found 'lots'\n"
        assert shell.err == "1 fault\n"

    @pytest.mark.usefixtures("in_the_world")
    def test_without_a_folder_it_checks_the_one_that_is_used(self, shell: Shell) -> None:
        assert shell.run("check") == 0
        assert "4 careers" in shell.out

    @pytest.mark.parametrize("name", ["none", "a-file"])
    def test_what_is_no_folder_gets_one_line(self, shell: Shell, tmp_path: Path, name: str) -> None:
        (tmp_path / "a-file").touch()
        assert shell.run("check", str(tmp_path / name)) == 1
        said = f"{tmp_path / name} is not a folder, expected one with sources.yaml, careers.yaml and so on"
        assert (shell.out, shell.err) == ("", f"overture check: {said}\n")

    def test_it_needs_neither_rasa_nor_the_encoder(self, fixture_knowledge: Path) -> None:
        program = (
            "import sys; from overture.cli import main; status = main(sys.argv[1:]);"
            "print(sorted({'rasa', 'onnxruntime', 'spacy'} & set(sys.modules))); sys.exit(status)"
        )
        ran = subprocess.run(
            [sys.executable, "-c", program, "check", str(fixture_knowledge)],
            cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert (ran.returncode, ran.stdout.splitlines()[-1], ran.stderr) == (0, "[]", "")


class TestAsk:
    def test_the_answer_is_printed_with_its_suggestions(self, shell: Shell, scripted: ScriptedBot) -> None:
        buttons = ({"title": "Cost", "payload": "what does it cost"}, {"title": "Length", "payload": "how long"})
        scripted.answers["mm or ms"] = [Reply("Both.", {}, ()), Reply("Or none.", {}, buttons)]
        assert shell.run("ask", "mm or ms") == 0
        assert shell.out == "Both.\nOr none.\n  1) Cost   2) Length\n"

    def test_its_parts_are_json_when_asked_for(self, shell: Shell, scripted: ScriptedBot) -> None:
        button = {"title": "Länge", "payload": "how long"}
        scripted.answers["mm"] = [Reply("An MM.", {"outcome": "answered"}, (button,))]
        assert shell.run("ask", "--json", "mm") == 0
        assert json.loads(shell.out) == [{"text": "An MM.", "answer": {"outcome": "answered"}, "buttons": [button]}]
        assert "Länge" in shell.out

    def test_a_leading_slash_is_no_command_to_rasa(self, shell: Shell, scripted: ScriptedBot) -> None:
        assert shell.run("ask", "/restart") == 0
        assert [text for text, _ in scripted.asked] == ["restart"]

    @pytest.mark.parametrize(
        ("question", "said"),
        [
            ("  ", "The message is empty. Please type a question."),
            ("b" * 2001, "That message has 2,001 characters; up to 2,000 can be read. Please send a shorter one."),
        ],
    )
    def test_what_is_no_question_gets_one_line(
        self, shell: Shell, scripted: ScriptedBot, question: str, said: str
    ) -> None:
        assert shell.run("ask", question) == 1
        assert (shell.err, scripted.asked) == (f"overture ask: {said}\n", [])

    def test_the_model_can_be_named(self, shell: Shell, scripted: ScriptedBot) -> None:
        shell.run("ask", "--model", "old.tar.gz", "mm")
        assert scripted.model == Path("old.tar.gz")

    @pytest.mark.parametrize(
        ("error", "said"),
        [
            (
                EngineError("There is no trained model in models: run `overture train` (or `make train`)."),
                "There is no",
            ),
            (KnowledgeError([Fault("careers.yaml", 7, "is wrong")]), "careers.yaml:7: is wrong"),
        ],
    )
    def test_a_bot_that_cannot_start_gets_one_line(
        self, shell: Shell, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
    ) -> None:
        def load(model: Path | None = None) -> None:
            raise error

        monkeypatch.setattr(engine.Bot, "load", load)
        assert shell.run("ask", "mm") == 1
        assert shell.err.startswith(f"overture ask: {said}") and shell.err.count("\n") == 1


class TestChat:
    def talk(self, shell: Shell, monkeypatch: pytest.MonkeyPatch, *lines: str) -> int:
        typing(monkeypatch, lines)
        return shell.run("chat")

    def test_a_conversation_has_one_sender(
        self, shell: Shell, scripted: ScriptedBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert self.talk(shell, monkeypatch, "hello", "", "  mm ") == 0
        assert [text for text, _ in scripted.asked] == ["hello", "mm"]
        assert len({sender for _, sender in scripted.asked}) == 1
        assert "You said hello." in shell.out

    def test_stop_ends_it(self, shell: Shell, scripted: ScriptedBot, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self.talk(shell, monkeypatch, "/stop", "hello") == 0
        assert scripted.asked == []

    def test_a_number_picks_a_suggestion_of_the_last_answer(
        self, shell: Shell, scripted: ScriptedBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        buttons = ({"title": "Cost", "payload": "what does it cost"}, {"title": "Length", "payload": "how long"})
        scripted.answers["mm"] = [Reply("An MM.", {}, buttons)]
        self.talk(shell, monkeypatch, "1", "mm", "2", "2", "mm", "3", "mm", "0", "mm", "²")
        asked = [text for text, _ in scripted.asked]
        assert asked == ["1", "mm", "how long", "2", "mm", "3", "mm", "0", "mm", "²"]
        assert "> how long\n" in shell.out

    def test_a_message_that_is_refused_ends_nothing(
        self, shell: Shell, scripted: ScriptedBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert self.talk(shell, monkeypatch, "b" * 3000, "mm") == 0
        assert "That message has 3,000 characters" in shell.out
        assert [text for text, _ in scripted.asked] == ["mm"]

    def test_control_c_leaves_with_status_130(
        self, shell: Shell, scripted: ScriptedBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupted(prompt: str = "") -> str:
            raise KeyboardInterrupt

        monkeypatch.setattr("builtins.input", interrupted)
        assert shell.run("chat") == 130


class TestScore:
    @pytest.fixture
    def questions(self, tmp_path: Path) -> Path:
        lines: Sequence[dict[str, Any]] = [
            {"id": "a", "text": "price", "expect": "answer", "answer_must": [{"any_of": ["You said price"]}]},
            {
                "id": "b",
                "text": "length",
                "expect": "answer",
                "answer_must": [{"any_of": ["7 tides"], "says": "tides"}],
            },
        ]
        file = tmp_path / "questions.jsonl"
        file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
        return file

    @pytest.mark.parametrize(("at_least", "status"), [("0", 0), ("0.5", 0), ("0.51", 1), ("1", 1)])
    @pytest.mark.usefixtures("scripted")
    def test_the_status_says_whether_enough_was_right(
        self, shell: Shell, questions: Path, at_least: str, status: int
    ) -> None:
        assert shell.run("score", str(questions), "--at-least", at_least) == status
        assert shell.out.endswith("fail b: 'length' (ask_cost): tides\nright: 50.0% of 2 that can be judged\n")

    @pytest.mark.usefixtures("scripted")
    def test_answers_can_be_shown(self, shell: Shell, questions: Path) -> None:
        shell.run("score", str(questions), "--show", "fail")
        assert shell.out.startswith("--- b fail (ask_cost; tides)\n> length\nYou said length.\n")

    def test_a_file_that_cannot_be_read_gets_one_line_before_any_bot_is_loaded(
        self, shell: Shell, tmp_path: Path, scripted: ScriptedBot
    ) -> None:
        bad = tmp_path / "bad.jsonl"
        bad.write_text('{"id": "a"}\n', encoding="utf-8")
        assert shell.run("score", str(bad)) == 1
        assert shell.err == f"overture score: {bad}: line 1: KeyError('text')\n"
        assert shell.run("score", str(tmp_path / "none.jsonl")) == 1
        assert shell.err.startswith("overture score: ") and "No such file" in shell.err
        assert scripted.asked == []


class TestTrain:
    @pytest.mark.parametrize(("arguments", "force"), [((), False), (("--force",), True)])
    def test_the_model_is_named(
        self, shell: Shell, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], force: bool
    ) -> None:
        asked: list[bool] = []

        def train(*, force: bool) -> Path:
            asked.append(force)
            return Path("models/new.tar.gz")

        monkeypatch.setattr(training, "train", train)
        assert shell.run("train", *arguments) == 0
        assert (shell.out, asked) == ("Model: models/new.tar.gz\n", [force])

    @pytest.mark.parametrize(
        "error", [training.TrainingError("Rasa could not train: why"), KnowledgeError([Fault("a.yaml", 1, "x")])]
    )
    def test_why_it_failed_is_told(self, shell: Shell, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
        def train(*, force: bool) -> Path:
            raise error

        monkeypatch.setattr(training, "train", train)
        assert shell.run("train") == 1
        assert (shell.out, shell.err) == ("", f"overture train: {error}\n")


@pytest.mark.usefixtures("in_the_world")
class TestServe:
    def test_host_port_model_and_actions_are_handed_on(self, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
        served: list[tuple[Any, ...]] = []

        def serve(host: str, port: int, model: Path | None, *, in_process: bool) -> None:
            served.append((host, port, model, in_process))

        monkeypatch.setattr(server, "serve", serve)
        assert shell.run("serve") == 0
        assert shell.run("serve", "--host=0.0.0.0", "--port=8080", "--model=m.tar.gz", "--http-actions") == 0
        assert served == [("localhost", 5005, None, True), ("0.0.0.0", 8080, Path("m.tar.gz"), False)]

    def test_a_port_that_is_taken_gets_one_line(self, shell: Shell, tmp_path: Path) -> None:
        (tmp_path / "m.tar.gz").touch()
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            arguments = ("--host=127.0.0.1", f"--port={port}", f"--model={tmp_path / 'm.tar.gz'}")
            assert shell.run("serve", *arguments) == 1
        said = f"Port {port} on 127.0.0.1 can't be used (Address already in use); choose another with --port."
        assert (shell.out, shell.err) == ("", f"overture serve: {said}\n")

    def test_a_model_that_is_not_there_gets_one_line(self, shell: Shell, tmp_path: Path) -> None:
        assert shell.run("serve", f"--model={tmp_path / 'none.tar.gz'}") == 1
        assert shell.err == f"overture serve: There is no model {tmp_path / 'none.tar.gz'}.\n"

    def test_faults_of_the_knowledge_are_told_before_anything_starts(
        self, shell: Shell, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (world.folder / "m.tar.gz").touch()
        world.replace("careers.yaml", "median: 55555", "median: lots")
        monkeypatch.setenv("OVERTURE_KNOWLEDGE", str(world.folder))
        assert shell.run("serve", f"--model={world.folder / 'm.tar.gz'}") == 1
        assert shell.err == f"overture serve: {world.faults()[0]}\n"
