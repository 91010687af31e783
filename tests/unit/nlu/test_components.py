"""Each Rasa component through Rasa's own interfaces: created, trained, kept, loaded again, and run over messages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.validation import validate
from rasa.shared.data import TrainingType
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT, TEXT_TOKENS
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from threadpoolctl import threadpool_info, threadpool_limits  # type: ignore[import-untyped]

from overture.knowledge import Knowledge
from overture.knowledge import store as store_module
from overture.nlu.components.base import code
from overture.nlu.components.classifier import PARTS, REFER, NearestExampleClassifier
from overture.nlu.components.encoder import ORIGIN, SentenceEncoder, vector_of
from overture.nlu.components.linker import SubjectLinker
from overture.nlu.components.passages import PASSAGES, PassageRanker
from overture.nlu.components.reader import CLAUSES, READING, MessageReader
from overture.nlu.sentence_vectors import SentenceVectors
from tests.world import FIXTURE, World

ROOT = Path(__file__).resolve().parents[3]
CONTEXT = ExecutionContext(GraphSchema({}), "test")
PIPELINE = (MessageReader, SubjectLinker, SentenceEncoder, NearestExampleClassifier, PassageRanker)
EXAMPLES = {
    "ask_salary": [
        "what does a tone warden earn",
        "salary?",
        "how much is the salary of a lamp singer",
        "pay and salary",
    ],
    "ask_length": ["how long does it take", "how many tides is it", "duration of the degree", "when will i be done"],
    "ask_cost": ["what does a tide cost", "tuition please", "how expensive is the college", "price of the degree"],
    "greet": ["hello", "hi there", "good morning", "hey"],
    "refer": ["what about lamp singers", "and the tone warden?", "and for tone warders"],
}


def training_data() -> TrainingData:
    examples = [Message.build(text, intent) for intent, texts in EXAMPLES.items() for text in texts]
    return TrainingData([*examples, Message(data={"intent": "no_text"})])


@dataclass
class Pipeline:
    """The components in the order of config.yml, as Rasa runs them."""

    reader: MessageReader
    linker: SubjectLinker
    encoder: SentenceEncoder
    classifier: NearestExampleClassifier
    ranker: PassageRanker

    def parse(self, text: str) -> Message:
        messages = [Message(data={TEXT: text})]
        for component in (self.reader, self.linker, self.encoder, self.classifier, self.ranker):
            messages = component.process(messages)
        return messages[0]

    def said(self, text: str) -> dict[str, Any]:
        """What Rasa hands on to dialogue and channels."""
        found: dict[str, Any] = self.parse(text).as_dict(only_output_properties=True)
        return found


def resource(component: type) -> Resource:
    return Resource(component.__name__)


def config(component: Any) -> dict[str, Any]:
    found: dict[str, Any] = component.get_default_config()
    return found


@pytest.mark.parametrize("component", PIPELINE)
def test_what_rasa_kept_of_an_earlier_training_is_not_used_after_a_change_of_the_code(component: Any) -> None:
    assert component.fingerprint_addon(config(component)) == code()


@pytest.fixture(scope="module")
def _world() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OVERTURE_KNOWLEDGE", str(FIXTURE))
        yield


@pytest.fixture(autouse=True)
def _world_each_time(in_the_world: Path) -> None:
    """The made-up world, for tests as well as for what is trained once for all."""


@pytest.fixture(scope="module")
def storage(_world: None, tmp_path_factory: pytest.TempPathFactory) -> LocalModelStorage:
    """A model storage with everything trained, as Rasa trains it: a component sees what those before made."""
    storage = LocalModelStorage.create(tmp_path_factory.mktemp("model"))
    data = training_data()
    for component in PIPELINE:
        made = component.create(config(component), storage, resource(component), CONTEXT)
        if hasattr(made, "train"):
            assert made.train(data) == resource(component)
        if hasattr(made, "process_training_data"):
            data = made.process_training_data(data)
    return storage


def load(component: Any, storage: LocalModelStorage, **settings: Any) -> Any:
    return component.load({**config(component), **settings}, storage, resource(component), CONTEXT)


@pytest.fixture(scope="module")
def pipeline(storage: LocalModelStorage) -> Pipeline:
    return Pipeline(*(load(component, storage) for component in PIPELINE))


def test_answering_takes_one_thread_a_product(storage: LocalModelStorage) -> None:
    """Where numpy has no more than one anyway, it holds by itself."""
    with threadpool_limits(2, user_api="blas"):
        load(NearestExampleClassifier, storage)
        assert {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"} == {1}


def processed(component: Any, data: dict[str, Any]) -> Message:
    (message,) = component.process([Message(data=data)])
    assert isinstance(message, Message)
    return message


class TestTheConfiguration:
    """config.yml as Rasa reads it."""

    @pytest.fixture(scope="class")
    def configuration(self) -> Any:
        raw = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
        return DefaultV1Recipe().graph_config_for_recipe(raw, {}, TrainingType.BOTH)

    def test_rasa_finds_nothing_wrong_with_the_graph(self, configuration: Any) -> None:
        assert validate(configuration) is None

    @pytest.mark.parametrize("component", PIPELINE)
    def test_every_component_is_in_the_graph_that_reads_messages(self, configuration: Any, component: type) -> None:
        assert component in [node.uses for node in configuration.predict_schema.nodes.values()]

    @pytest.mark.parametrize("component", [MessageReader, NearestExampleClassifier, PassageRanker])
    def test_what_learns_is_trained(self, configuration: Any, component: type) -> None:
        nodes = configuration.train_schema.nodes.values()
        assert [node.fn for node in nodes if node.uses is component and node.fn == "train"] == ["train"]


class TestMessageReader:
    def test_tokens_are_folded_words_with_their_places(self, pipeline: Pipeline) -> None:
        message = processed(pipeline.reader, {TEXT: "B.Mus., or the Tone-Warden's?"})
        tokens = [(token.text, token.start, token.end) for token in message.get(TEXT_TOKENS)]
        assert tokens == [("bmus", 0, 6), ("or", 8, 10), ("the", 11, 14), ("tone", 15, 19), ("wardens", 20, 28)]

    @pytest.mark.parametrize("text", ["👍", "?!", "...", "👍 👍"])
    def test_a_message_without_words_has_one_token(self, pipeline: Pipeline, text: str) -> None:
        (token,) = processed(pipeline.reader, {TEXT: text}).get(TEXT_TOKENS)
        assert (token.text, token.start) == (text, 0)

    @pytest.mark.parametrize(
        ("text", "reading"),
        [
            ("What is the SALERY?", "what is the salary?"),
            ("how loooong does it tak", "how long does it take"),
            ("wat does a tone wardne earn", "what does a tone warden earn"),
            ("Lirra warden", "lirra warden"),
            ("", ""),
        ],
    )
    def test_the_reading_is_clean_and_spelt_right_towards_the_examples(
        self, pipeline: Pipeline, text: str, reading: str
    ) -> None:
        assert processed(pipeline.reader, {TEXT: text}).get(READING) == reading

    def test_the_text_itself_stays_as_it_was_typed(self, pipeline: Pipeline) -> None:
        assert processed(pipeline.reader, {TEXT: "What is the SALERY?"}).get(TEXT) == "What is the SALERY?"

    def test_examples_are_read_as_they_are_written(self, storage: LocalModelStorage) -> None:
        data = TrainingData([Message.build("The SALERY", "ask_salary"), Message(data={"intent": "x"})])
        one, other = load(MessageReader, storage).process_training_data(data).training_examples
        assert one.get(READING) == "the salery" and other.get(READING) is None

    def test_an_untrained_reader_corrects_nothing(self, storage: LocalModelStorage) -> None:
        reader = MessageReader.create(config(MessageReader), storage, Resource("new"), CONTEXT)
        assert processed(reader, {TEXT: "The salery"}).get(READING) == "the salery"

    def test_what_is_kept_are_the_words_of_the_examples_and_how_often_they_stand(
        self, storage: LocalModelStorage
    ) -> None:
        with storage.read_from(resource(MessageReader)) as folder:
            words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        kept = words["words"]
        assert kept["salary"] == 3 and kept["tides"] == 1 and list(kept) == sorted(kept)
        assert sum(words["pairs"]["salary"].values()) <= kept["salary"]

    def test_a_message_with_two_questions_has_its_clauses(self, pipeline: Pipeline) -> None:
        message = processed(pipeline.reader, {TEXT: "What is the salery? And how long does it take?"})
        first, second = message.get(CLAUSES)
        assert (first["text"], first["start"], first["end"]) == ("What is the salery?", 0, 19)
        assert (second["start"], second["end"]) == (20, 46) and first[READING] == "what is the salary?"

    def test_a_message_with_one_question_has_no_clauses(self, pipeline: Pipeline) -> None:
        assert processed(pipeline.reader, {TEXT: "What is the salary?"}).get(CLAUSES) is None

    def test_names_added_to_the_knowledge_are_no_misspellings(
        self, storage: LocalModelStorage, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reader = load(MessageReader, storage)
        assert processed(reader, {TEXT: "the salarry"}).get(READING) == "the salary"
        world.append("glossary.yaml", "\n- {id: s, name: salarry, group: x, definition: A ship.}\n")
        monkeypatch.setenv("OVERTURE_KNOWLEDGE", str(world.folder))
        assert processed(reader, {TEXT: "the salarry"}).get(READING) == "the salarry"


class TestSubjectLinker:
    def test_an_entity_says_kind_id_place_and_wording(self, pipeline: Pipeline) -> None:
        (entity,) = processed(pipeline.linker, {TEXT: "pay of Tone Wardens"}).get("entities")
        assert entity == {
            "entity": "career",
            "value": "tone-warden",
            "start": 7,
            "end": 19,
            "name": "tone warden",
            "surface": "Tone Wardens",
            "exact": True,
            "others": [],
            "extractor": "SubjectLinker",
        }

    def test_a_misspelt_name_is_an_entity_that_is_not_exact(self, pipeline: Pipeline) -> None:
        (entity,) = processed(pipeline.linker, {TEXT: "pay of lamp sngers"}).get("entities")
        assert (entity["value"], entity["surface"], entity["exact"]) == ("lamp-singer", "lamp sngers", False)

    @pytest.mark.parametrize("text", ["how long does it take", "", "👍"])
    def test_without_names_there_are_no_entities(self, pipeline: Pipeline, text: str) -> None:
        assert processed(pipeline.linker, {TEXT: text}).get("entities") == []

    @pytest.mark.parametrize(
        ("text", "only"),
        [
            ("tone wardens?", True),
            ("and what about MM and MS", True),
            ("portfolio?", False),
            ("tone warden pay", False),
            ("what about", False),
        ],
    )
    def test_a_message_that_only_names_things_is_marked(self, pipeline: Pipeline, text: str, only: bool) -> None:
        assert processed(pipeline.linker, {TEXT: text}).get("only_subjects") is only

    def test_examples_are_left_alone(self, pipeline: Pipeline) -> None:
        data = training_data()
        assert pipeline.linker.process_training_data(data) is data

    def test_a_thing_added_by_an_editor_is_found_by_the_running_linker(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("OVERTURE_KNOWLEDGE", str(world.folder))
        monkeypatch.setattr(store_module, "LOOK_EVERY_SECONDS", 0.0)
        linker = SubjectLinker.create({}, LocalModelStorage(world.folder), Resource("x"), CONTEXT)
        assert processed(linker, {TEXT: "a gull lantern"}).get("entities") == []
        world.append("glossary.yaml", "\n- {id: gull, name: gull lantern, group: x, definition: A lamp.}\n")
        (entity,) = processed(linker, {TEXT: "a gull lantern"}).get("entities")
        assert (entity["entity"], entity["value"]) == ("term", "gull")


class TestSentenceEncoder:
    def test_a_message_gets_one_dense_sentence_feature(self, pipeline: Pipeline, encoder: SentenceVectors) -> None:
        message = processed(pipeline.encoder, {TEXT: "Bells!", READING: "bells!"})
        (feature,) = message.features
        assert (feature.type, feature.attribute, feature.origin) == (FEATURE_TYPE_SENTENCE, TEXT, ORIGIN)
        assert feature.is_dense() and feature.features.shape == (1, 384)
        assert np.array_equal(vector_of(message), encoder.encode_one("bells!"))

    def test_a_message_that_was_not_read_is_encoded_as_empty(
        self, pipeline: Pipeline, encoder: SentenceVectors
    ) -> None:
        assert np.array_equal(vector_of(processed(pipeline.encoder, {TEXT: "x"})), encoder.encode_one(""))

    def test_clauses_get_vectors_of_their_own(self, pipeline: Pipeline, encoder: SentenceVectors) -> None:
        message = processed(pipeline.encoder, {READING: "a b", CLAUSES: [{READING: "a"}, {READING: "b"}]})
        for clause in message.get(CLAUSES):
            assert np.array_equal(clause["vector"], encoder.encode_one(clause[READING]))

    def test_all_examples_with_a_text_are_encoded(self, storage: LocalModelStorage, pipeline: Pipeline) -> None:
        data = pipeline.encoder.process_training_data(
            load(MessageReader, storage).process_training_data(training_data())
        )
        for message in data.training_examples:
            assert len(message.features) == (1 if message.get(TEXT) else 0)

    def test_a_message_that_was_not_encoded_says_what_is_missing(self) -> None:
        with pytest.raises(ValueError, match=r"SentenceEncoder must come before in config\.yml"):
            vector_of(Message(data={TEXT: "bells"}))


class TestNearestExampleClassifier:
    @pytest.mark.parametrize(
        ("text", "intent"),
        [
            ("how much salery does a warden get", "ask_salary"),
            ("how many years does it take", "ask_length"),
            ("what is the price", "ask_cost"),
            ("hello good day", "greet"),
        ],
    )
    def test_a_message_gets_the_intent_of_the_nearest_examples(
        self, pipeline: Pipeline, text: str, intent: str
    ) -> None:
        found = pipeline.said(text)
        assert found["intent"]["name"] == intent
        assert found["intent_ranking"][0] == found["intent"]

    def test_the_ranking_falls_and_can_be_written_as_json(self, pipeline: Pipeline) -> None:
        ranking = pipeline.said("what is the price")["intent_ranking"]
        confidences = [guess["confidence"] for guess in ranking]
        assert confidences == sorted(confidences, reverse=True) and len(ranking) == len(EXAMPLES)
        assert json.loads(json.dumps(ranking)) == ranking

    @pytest.mark.parametrize("text", ["tone wardens?", "and MM", "what about Lamp Singers"])
    def test_a_message_that_only_names_things_takes_the_question_from_before(
        self, pipeline: Pipeline, text: str
    ) -> None:
        found = pipeline.said(text)
        assert found["intent"] == {"name": REFER, "confidence": 1.0}
        assert [guess["name"] for guess in found["intent_ranking"]].count(REFER) == 1

    def test_an_unknown_text_has_low_confidence(self, pipeline: Pipeline) -> None:
        assert pipeline.said("zebras graze near the waterfall")["intent"]["confidence"] < 0.5

    def test_two_questions_in_one_message_are_told_apart(self, storage: LocalModelStorage, pipeline: Pipeline) -> None:
        keen = Pipeline(
            pipeline.reader,
            pipeline.linker,
            pipeline.encoder,
            load(NearestExampleClassifier, storage, sure=0.3),
            pipeline.ranker,
        )
        parts = keen.said("What does a tide cost? And how long does it take?")[PARTS]
        assert [(part["intent"]["name"], part["text"]) for part in parts] == [
            ("ask_cost", "What does a tide cost?"),
            ("ask_length", "And how long does it take?"),
        ]
        assert all(part[PASSAGES] for part in parts)
        assert json.loads(json.dumps(parts)) == parts

    def test_two_sentences_that_ask_one_thing_are_one_question(self, pipeline: Pipeline) -> None:
        assert PARTS not in pipeline.said("What does a tide cost? Is it expensive, the price?")

    def test_it_needs_the_encoder_before_it(self) -> None:
        assert NearestExampleClassifier.required_components() == [SentenceEncoder]

    def test_without_training_it_says_so(self, storage: LocalModelStorage, pipeline: Pipeline) -> None:
        untrained = NearestExampleClassifier.create(config(NearestExampleClassifier), storage, Resource("new"), CONTEXT)
        message = processed(pipeline.encoder, {TEXT: "hello", READING: "hello"})
        with pytest.raises(ValueError, match="has not been trained"):
            untrained.process([message])

    def test_training_again_gives_the_same_model(
        self, pipeline: Pipeline, storage: LocalModelStorage, tmp_path: Path
    ) -> None:
        data = pipeline.encoder.process_training_data(
            load(MessageReader, storage).process_training_data(training_data())
        )
        again = LocalModelStorage.create(tmp_path)
        made = NearestExampleClassifier.create(
            config(NearestExampleClassifier), again, resource(NearestExampleClassifier), CONTEXT
        )
        made.train(data)
        with (
            again.read_from(resource(NearestExampleClassifier)) as new,
            storage.read_from(resource(NearestExampleClassifier)) as old,
        ):
            assert (new / "names.json").read_bytes() == (old / "names.json").read_bytes()
            with np.load(new / "weights.npz") as one, np.load(old / "weights.npz") as two:
                assert all(np.allclose(one[name], two[name], atol=1e-3) for name in two)


class TestPassageRanker:
    def test_the_nearest_statements_are_in_the_result(self, pipeline: Pipeline, knowledge: Knowledge) -> None:
        found = pipeline.said("how long may a stranger stay")[PASSAGES]
        assert found[0]["key"] == "guidance/visa-driftwood" and found[0]["score"] > 0.9
        assert len(found) == 10 and all(item["key"] in knowledge.passages for item in found)
        assert json.loads(json.dumps(found)) == found

    def test_a_loaded_ranker_encodes_nothing_that_was_there_in_training(
        self, storage: LocalModelStorage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[str] = []
        monkeypatch.setattr(SentenceVectors, "_run", lambda _, texts: asked.extend(texts))
        load(PassageRanker, storage)
        assert asked == []

    def test_a_statement_changed_since_training_is_found_by_its_new_words(
        self, storage: LocalModelStorage, pipeline: Pipeline, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ranker = load(PassageRanker, storage)
        world.replace("guidance.yaml", "- driftwood permit", "- may I keep a goat")
        monkeypatch.setenv("OVERTURE_KNOWLEDGE", str(world.folder))
        message = processed(pipeline.encoder, {READING: "may i keep a goat"})
        (found,) = ranker.process([message])
        assert found.get(PASSAGES)[0]["key"] == "guidance/visa-driftwood"

    def test_a_new_ranker_works_before_it_is_trained(self, storage: LocalModelStorage, pipeline: Pipeline) -> None:
        ranker = PassageRanker.create({}, storage, Resource("new"), CONTEXT)
        message = processed(pipeline.encoder, {READING: "driftwood permit"})
        assert ranker.process([message])[0].get(PASSAGES)[0]["key"] == "guidance/visa-driftwood"

    def test_examples_are_left_alone(self, pipeline: Pipeline) -> None:
        data = training_data()
        assert pipeline.ranker.process_training_data(data) is data


@pytest.mark.parametrize(
    "text", ["", " ", "👍", "\u202e\u0000", "é" * 3000, "/restart", "?" * 50, "a\nb\n\nc", "\ud83d"]
)
def test_no_message_is_too_odd_for_the_pipeline(pipeline: Pipeline, text: str) -> None:
    found = pipeline.said(text)
    assert found["text"] == text and 0 <= found["intent"]["confidence"] <= 1


def test_the_parse_result_holds_nothing_but_plain_data(pipeline: Pipeline) -> None:
    found = pipeline.said("What does a tone warden earn? And how long does the MM take?")
    assert {"text", "intent", "intent_ranking", "entities", PASSAGES} <= set(found)
    assert json.loads(json.dumps(found)) == found


def test_messages_of_one_batch_do_not_touch_each_other(pipeline: Pipeline) -> None:
    texts = ["pay of a tone warden", "hello", "MM?"]
    run: Callable[[list[Message]], list[Message]]
    messages = [Message(data={TEXT: text}) for text in texts]
    for run in (
        pipeline.reader.process,
        pipeline.linker.process,
        pipeline.encoder.process,
        pipeline.classifier.process,
        pipeline.ranker.process,
    ):
        messages = run(messages)
    together = [message.as_dict(only_output_properties=True) for message in messages]
    assert together == [pipeline.said(text) for text in texts]
