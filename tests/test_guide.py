"""The example of docs/knowledge.md, from `overture add program` to the bot's answers, is real."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from overture import cli
from overture.engine import Bot
from overture.knowledge import default_folder

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "knowledge.md"
LEFT_OUT = "[...]"


def blocks() -> list[tuple[str, str]]:
    """The blocks of the example in their order: language, text."""
    text = GUIDE.read_text(encoding="utf-8")
    example = re.search(r"^## Example: .*?\n(.*?)^## ", text, flags=re.DOTALL | re.MULTILINE)
    assert example, "the guide has no example"
    return re.findall(r"^```(\w+)\n(.*?)^```", example[1], flags=re.DOTALL | re.MULTILINE)


def counted(text: str) -> str:
    """Lines and counts change with the facts."""
    return re.sub(r"\d+(?= [a-z]+(, | in tables))|(?<=yaml:)\d+", "N", text)


def test_the_example_of_the_guide_is_real(
    bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data" / "knowledge"
    shutil.copytree(default_folder(), folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OVERTURE_KNOWLEDGE", str(folder))
    added, stub, unknown, filled, faulty, good, known = blocks()

    def types(block: tuple[str, str]) -> None:
        """Runs what the block shows and compares what comes out."""
        command, _, expected = block[1].replace("\\\n", "").removeprefix("$ overture ").partition("\n")
        capsys.readouterr()  # what Rasa says before
        cli.main(shlex.split(command))
        assert counted(capsys.readouterr().out) == counted(expected)

    types(added)
    file = folder / "programs" / "us-midwest.yaml"
    assert file.read_text(encoding="utf-8").endswith(f"\n\n{stub[1]}")
    hears(bot, unknown[1])
    before = file.read_text(encoding="utf-8").removesuffix(stub[1])
    slip = filled[1].replace("demand: required", "demand: needed").replace("unit: works", "units: works")
    file.write_text(before + slip, encoding="utf-8")
    types(faulty)
    file.write_text(before + filled[1], encoding="utf-8")
    types(good)
    later(monkeypatch)
    hears(bot, known[1])


def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The store looks at its files at once."""
    from overture.knowledge import store

    monkeypatch.setattr(store, "LOOK_EVERY_SECONDS", 0.0)


def hears(bot: Bot, block: str) -> None:
    for index, turn in enumerate(re.split(r"^> ", block, flags=re.MULTILINE)[1:]):
        question, _, answer = turn.partition("\n")
        text = " ".join("\n".join(reply.text for reply in bot.ask(question, f"reader {index} {len(block)}")).split())
        shown = re.sub(r"^  1\).*$", "", answer, flags=re.MULTILINE)
        pieces = [" ".join(piece.split()) for piece in shown.split(LEFT_OUT)]
        assert [piece for piece in pieces if piece not in text] == []
