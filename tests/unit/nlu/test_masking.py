"""Names of schools and programs are masked in what the classifier reads, and nowhere else."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from overture.knowledge import Subject
from overture.nlu.components import masker
from overture.nlu.components.encoder import ASKING_VECTOR, SentenceEncoder, asking_of, asking_vector_of, vector_of
from overture.nlu.components.masker import ASKING, NameMasker
from overture.nlu.components.reader import CLAUSES, CORRECTIONS, READING
from overture.nlu.linker import Mention
from overture.nlu.masking import Named, inside, masked


def named(text: str, **names: str) -> list[Named]:
    """Names in a text by kind."""
    found = [Named(kind, text.index(name), text.index(name) + len(name)) for kind, name in names.items()]
    return sorted(found, key=lambda name: name.start)


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("how long is the MM at NYU", {"school": "NYU"}, "how long is the MM at this school"),
        ("is the Bell MA at Harbor online", {"program": "Bell MA at Harbor"}, "is this program online"),
        ("what do bell engineers earn in Ohio", {"career": "bell engineers", "place": "Ohio"}, None),
        ("NYU or Temple?", {"school": "NYU", "program": "Temple"}, "this school or this program?"),
        ("I like an NYU degree", {"school": "NYU"}, "I like this school degree"),
        ("bathe NYU", {"school": "NYU"}, "bathe this school"),
        ("nothing here", {}, None),
    ],
)
def test_names_of_schools_and_programs_are_replaced(text: str, names: dict[str, str], expected: str | None) -> None:
    assert masked(text, named(text, **names)) == (text if expected is None else expected)


def test_names_inside_a_clause_count_from_its_beginning() -> None:
    text = "hello, how is NYU"
    assert inside(named(text, school="NYU"), 7, len(text)) == [Named("school", 7, 10)]
    assert inside(named(text, school="NYU"), 0, 6) == []


def test_a_message_keeps_its_reading_and_gets_what_it_asks() -> None:
    text = "How mch is Harbor College?"
    entity = {"entity": "school", "start": 11, "end": 25}
    message = Message(data={TEXT: text, READING: "how much is harbor college?", ENTITIES: [entity]})
    message.set(CORRECTIONS, {"mch": "much"})
    NameMasker().process([message])
    assert message.get(ASKING) == "how much is this school?"
    assert message.get(READING) == "how much is harbor college?" and asking_of(message) == "how much is this school?"


def test_a_message_without_such_names_is_left_alone() -> None:
    message = Message(data={TEXT: "hello", READING: "hello", ENTITIES: [{"entity": "career", "start": 0, "end": 5}]})
    NameMasker().process([message])
    assert message.get(ASKING) is None and asking_of(message) == "hello"


def test_clauses_are_masked_each_for_itself() -> None:
    text = "Tell me of Harbor. And what is the pay?"
    clauses = [
        {"text": "Tell me of Harbor.", "start": 0, "end": 18, READING: "tell me of harbor."},
        {"text": "And what is the pay?", "start": 18, "end": len(text), READING: "and what is the pay?"},
    ]
    entities = [{"entity": "school", "start": 11, "end": 17}]
    message = Message(data={TEXT: text, READING: text.lower(), ENTITIES: entities, CLAUSES: clauses})
    NameMasker().process([message])
    assert clauses[0][ASKING] == "tell me of this school." and ASKING not in clauses[1]


class _Linker:
    """Finds one school."""

    def find(self, text: str) -> list[Mention]:
        at = text.find("Harbor College")
        return [Mention(Subject("school", "harbor"), "Harbor College", at, at + 14)] if at >= 0 else []


def test_examples_are_masked_as_messages_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masker, "current_linker", _Linker)
    text = "how long is it at the Harbor College"
    example = Message.build(text, "ask_length")
    example.set(READING, text.lower())
    data = NameMasker().process_training_data(TrainingData([example, Message(data={"intent": "no_text"})]))
    assert [m.get(ASKING) for m in data.training_examples] == ["how long is it at this school", None]


def test_only_what_is_asked_gets_a_vector_of_its_own() -> None:
    plain = Message(data={TEXT: "hello", READING: "hello"})
    asking = Message(data={TEXT: "how is NYU", READING: "how is nyu", ASKING: "how is this school"})
    SentenceEncoder().process([plain, asking])
    assert plain.get(ASKING_VECTOR) is None and (asking_vector_of(plain) == vector_of(plain)).all()
    assert not (asking_vector_of(asking) == vector_of(asking)).all()
