"""Names are found, and nothing else is: messages labelled by hand before the linker had seen them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from overture.knowledge import Knowledge, Subject, shared
from overture.nlu import vocabulary
from overture.nlu.linker import Linker
from tests.bench.messages import folded
from tests.linking import labelled

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(labelled.FOLDER.glob("*.yaml"))
ENOUGH = 0.95
# A kind of which only a handful are labelled says little about itself.
FEW = 15


@pytest.fixture(scope="module")
def real() -> Knowledge:
    return shared().current()


@pytest.fixture(scope="module")
def linker(real: Knowledge) -> Linker:
    return Linker(real, vocabulary.ordinary())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_names_are_found_and_nothing_else(file: Path, linker: Linker, real: Knowledge) -> None:
    score = labelled.score(labelled.messages(file, real), linker, real)
    assert score.precision() >= ENOUGH and score.recall() >= ENOUGH, f"\n{score}"


def test_no_kind_is_much_worse_than_the_others(linker: Linker, real: Knowledge) -> None:
    said = [message for file in FILES for message in labelled.messages(file, real)]
    score = labelled.score(said, linker, real)
    kinds = [kind for kind, right in score.right.items() if right >= FEW]
    assert len(kinds) >= 9
    weak = [kind for kind in kinds if min(score.precision(kind), score.recall(kind)) < ENOUGH - 0.03]
    assert weak == [], f"\n{score}"


def test_there_are_enough_labels_of_things_that_exist(real: Knowledge) -> None:
    said = [message for file in FILES for message in labelled.messages(file, real)]
    labels = [label for message in said for label in message.labels]
    assert len(said) >= 300 and len(labels) >= 520
    assert sum(not message.labels for message in said) >= 80
    unknown = {id for label in labels for id in label.ids if not _exists(id, real)}
    assert unknown == set()


def _exists(id: str, real: Knowledge) -> bool:
    kind, _, own = id.partition(":")
    if kind == "school":
        return own in real.institutions
    return real.get(Subject(kind, own)) is not None or (kind == "place" and real.catalog.area(own) is not None)


def test_no_labelled_message_is_a_training_example(real: Knowledge) -> None:
    trained = set()
    for path in (ROOT / "data" / "nlu").glob("*.yml"):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            trained |= {folded(line.removeprefix("- ")) for line in entry["examples"].splitlines()}
    # Words that are an example by themselves ("ok") are labelled all the same, to be no state.
    said = [m.text for file in FILES for m in labelled.messages(file, real) if len(m.text.split()) > 2]
    assert [text for text in said if folded(text) in trained] == []


class TestScores:
    """How the scores are counted."""

    def test_a_mark_is_a_label_with_its_place(self) -> None:
        message = labelled._message(
            "is [NYU](school:New York University) in [NY](place:new-york|place:nyc)?", {"New York University": "us-1"}
        )
        assert message.text == "is NYU in NY?"
        assert message.labels == (
            labelled.Label(3, 6, ("school:us-1",)),
            labelled.Label(10, 12, ("place:new-york", "place:nyc")),
        )

    def test_right_wrong_and_missed_are_told_apart(self) -> None:
        message = labelled._message("[a](term:a) [b](term:b) [c](?) d", {})
        total = labelled.Score()
        found = [labelled.Link(0, 1, ("term:a",)), labelled.Link(4, 5, ("term:x",)), labelled.Link(6, 7, ("term:y",))]
        labelled._judge(message, found, total)
        assert (dict(total.right), dict(total.missed), dict(total.wrong)) == ({"term": 1}, {"term": 1}, {"term": 1})
        assert total.precision() == total.recall() == 0.5
        assert [fault.split()[0] for fault in total.faults] == ["missed", "wrong"]
