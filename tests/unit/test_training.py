"""A model is trained only when something that it is made of has changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from overture import training
from overture.knowledge import KnowledgeError
from overture.nlu import encoder_files
from overture.training import TrainingError
from tests.world import World


class Checkout:
    """A checkout with the files that training reads, and a stand-in for Rasa's training."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.trained = 0
        self.said: list[str] = []
        for name in ("data/nlu/ask.yml", "data/stories/s.yml", "data/rules.yml", "domain.yml", "config.yml"):
            self.write(name, name)
        self.write("overture/nlu/text.py", "x = 1")
        (root / "models").mkdir()

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def rasa_train(self) -> Path:
        self.trained += 1
        path = self.root / "models" / f"{self.trained}.tar.gz"
        path.touch()
        return path

    def train(self, *, force: bool = False) -> str:
        return training.train(force=force, say=self.said.append).name


@pytest.fixture
def checkout(tmp_path: Path, in_the_world: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    made = Checkout(tmp_path / "checkout")
    monkeypatch.setattr(training, "ROOT", made.root)
    monkeypatch.setattr(training, "MODELS", made.root / "models")
    monkeypatch.setattr(training, "_STAMP", made.root / "models" / "trained-on.json")
    monkeypatch.setattr(training, "_rasa_train", made.rasa_train)
    monkeypatch.setattr(encoder_files, "ready", lambda: True)
    return made


def test_the_first_time_a_model_is_trained(checkout: Checkout) -> None:
    assert checkout.train() == "1.tar.gz"
    assert checkout.said[0] == "Training (about half a minute) ..." and checkout.said[1].startswith("Trained in ")


def test_nothing_new_means_no_training(checkout: Checkout) -> None:
    checkout.train()
    assert checkout.train() == "1.tar.gz"
    assert checkout.trained == 1 and checkout.said[-1] == "Nothing has changed since the last training."


def test_it_can_be_forced(checkout: Checkout) -> None:
    checkout.train()
    assert checkout.train(force=True) == "2.tar.gz"


@pytest.mark.parametrize(
    "name",
    [
        "data/nlu/ask.yml",
        "data/nlu/new.yml",
        "data/stories/s.yml",
        "data/rules.yml",
        "domain.yml",
        "config.yml",
        "overture/nlu/text.py",
        "overture/nlu/components/new.py",
    ],
)
def test_a_change_in_what_the_model_is_made_of_means_training(checkout: Checkout, name: str) -> None:
    checkout.train()
    checkout.write(name, "changed")
    assert checkout.train() == "2.tar.gz"


@pytest.mark.parametrize(
    "name", ["README.md", "data/nlu/notes.txt", "overture/answers/work/salary.py", "endpoints.yml"]
)
def test_a_change_elsewhere_means_none(checkout: Checkout, name: str) -> None:
    checkout.train()
    checkout.write(name, "changed")
    assert checkout.train() == "1.tar.gz"


def test_a_renamed_file_means_training(checkout: Checkout) -> None:
    checkout.train()
    (checkout.root / "data/nlu/ask.yml").rename(checkout.root / "data/nlu/ask_all.yml")
    assert checkout.train() == "2.tar.gz"


def test_a_model_that_was_deleted_is_trained_again(checkout: Checkout) -> None:
    checkout.train()
    (checkout.root / "models/1.tar.gz").unlink()
    assert checkout.train() == "2.tar.gz"


@pytest.mark.parametrize(
    "stamp", ["", "{", "[]", "7", "{}", '{"fingerprint": "x", "model": 7}', '{"model": "1.tar.gz"}']
)
def test_a_stamp_that_cannot_be_read_means_training(checkout: Checkout, stamp: str) -> None:
    checkout.train()
    checkout.write("models/trained-on.json", stamp)
    assert checkout.train() == "2.tar.gz"
    assert json.loads((checkout.root / "models/trained-on.json").read_text(encoding="utf-8"))["model"] == "2.tar.gz"


def test_faulty_knowledge_is_told_before_training(
    checkout: Checkout, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.write("glossary.yaml", "- [\n")
    monkeypatch.setenv("OVERTURE_KNOWLEDGE", str(world.folder))
    with pytest.raises(KnowledgeError, match=r"^glossary\.yaml:2: "):
        checkout.train()
    assert checkout.trained == 0


def test_the_encoder_is_built_first_where_it_is_not_there(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[int] = []
    monkeypatch.setattr(encoder_files, "ready", lambda: False)
    monkeypatch.setattr(encoder_files, "ensure", lambda: built.append(checkout.trained))
    checkout.train()
    assert built == [0] and checkout.said[0].startswith("Building the sentence encoder")


def test_a_training_that_failed_leaves_the_old_stamp(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Path:
        raise TrainingError("Rasa could not train: why")

    checkout.train()
    stamp = (checkout.root / "models/trained-on.json").read_text(encoding="utf-8")
    checkout.write("domain.yml", "changed")
    monkeypatch.setattr(training, "_rasa_train", fail)
    with pytest.raises(TrainingError, match="why"):
        checkout.train()
    assert (checkout.root / "models/trained-on.json").read_text(encoding="utf-8") == stamp
