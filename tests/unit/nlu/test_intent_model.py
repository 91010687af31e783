"""The classifier by itself: it learns, forgets nothing on disk, and knows when it knows nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from overture.nlu.intent_model import Guess, IntentModel, _squash
from overture.nlu.sentence_vectors import SentenceVectors

EXAMPLES = {
    "ask_cost": [
        "how much is the tuition",
        "what does it cost",
        "is it expensive",
        "price of the degree",
        "what are the fees",
    ],
    "ask_length": ["how long does it take", "how many years is it", "duration of the program", "when will i be done"],
    "greet": ["hello", "hi there", "good morning", "hey"],
    "thank": ["thanks a lot", "thank you", "cheers for that", "many thanks"],
}
UNKNOWN = ["zebras graze near the waterfall", "qwrt zxcv plmk", "schedule a dentist for my hamster"]


def fitted(encoder: SentenceVectors, examples: dict[str, list[str]], seed: int = 42) -> IntentModel:
    texts = [text for group in examples.values() for text in group]
    labels = [label for label, group in examples.items() for _ in group]
    return IntentModel.fit(texts, labels, encoder.encode(texts), 20.0, seed)


def ask(model: IntentModel, encoder: SentenceVectors, text: str) -> list[Guess]:
    return model.rank(text, encoder.encode_one(text))


@pytest.fixture(scope="module")
def model(encoder: SentenceVectors) -> IntentModel:
    return fitted(encoder, EXAMPLES)


class TestRanking:
    @pytest.mark.parametrize(
        ("text", "intent"),
        [
            ("what would i have to pay for it", "ask_cost"),
            ("how expensive is the tuition", "ask_cost"),
            ("how much time does the program take", "ask_length"),
            ("number of years until i finish", "ask_length"),
            ("hey good evening", "greet"),
            ("thx thank you so much", "thank"),
        ],
    )
    def test_a_new_wording_gets_the_intent_of_its_meaning(
        self, model: IntentModel, encoder: SentenceVectors, text: str, intent: str
    ) -> None:
        assert ask(model, encoder, text)[0].intent == intent

    def test_a_training_example_is_recognised_with_high_confidence(
        self, model: IntentModel, encoder: SentenceVectors
    ) -> None:
        for intent, examples in EXAMPLES.items():
            for text in examples:
                best = ask(model, encoder, text)[0]
                assert best.intent == intent and best.confidence > 0.9

    @pytest.mark.parametrize("text", UNKNOWN)
    def test_a_text_about_nothing_known_has_low_confidence(
        self, model: IntentModel, encoder: SentenceVectors, text: str
    ) -> None:
        assert ask(model, encoder, text)[0].confidence < 0.5

    @pytest.mark.parametrize("text", ["", "?", "👍", "é" * 500, *UNKNOWN, "hello"])
    def test_every_intent_is_ranked_once_by_falling_confidence_within_bounds(
        self, model: IntentModel, encoder: SentenceVectors, text: str
    ) -> None:
        guesses = ask(model, encoder, text)
        assert sorted(guess.intent for guess in guesses) == sorted(EXAMPLES)
        confidences = [guess.confidence for guess in guesses]
        assert confidences == sorted(confidences, reverse=True)
        assert all(0 <= confidence <= 1 for confidence in confidences)

    def test_a_vector_that_points_away_from_all_examples_has_no_confidence(
        self, model: IntentModel, encoder: SentenceVectors
    ) -> None:
        centre = np.mean(encoder.encode([text for group in EXAMPLES.values() for text in group]), axis=0)
        away = (-centre / np.linalg.norm(centre)).astype(np.float32)
        for vector in (away, np.zeros(384, np.float32)):
            assert max(guess.confidence for guess in model.rank("hello", vector)) == pytest.approx(0, abs=0.3)


class TestTwoClasses:
    @pytest.mark.parametrize("labels", [("greet", "thank"), ("thank", "greet")])
    def test_two_intents_are_told_apart_whatever_their_order(
        self, encoder: SentenceVectors, labels: Sequence[str]
    ) -> None:
        model = fitted(encoder, {label: EXAMPLES[label] for label in labels})
        assert ask(model, encoder, "hello you")[0].intent == "greet"
        assert ask(model, encoder, "thanks for all")[0].intent == "thank"
        assert len(ask(model, encoder, "hello you")) == 2

    @pytest.mark.parametrize("examples", [{}, {"greet": EXAMPLES["greet"]}])
    def test_fewer_than_two_intents_cannot_be_told_apart(
        self, encoder: SentenceVectors, examples: dict[str, list[str]]
    ) -> None:
        with pytest.raises(ValueError, match="at least two intents"):
            fitted(encoder, examples)

    def test_an_intent_with_a_single_example_can_be_recognised(self, encoder: SentenceVectors) -> None:
        model = fitted(encoder, {**EXAMPLES, "insult": ["you stupid machine"]})
        assert ask(model, encoder, "stupid machine you are")[0].intent == "insult"


class TestRepeating:
    def test_the_same_seed_gives_the_same_confidences(self, encoder: SentenceVectors, model: IntentModel) -> None:
        again = fitted(encoder, EXAMPLES)
        for text in ("what would i pay", *UNKNOWN):
            assert ask(again, encoder, text) == ask(model, encoder, text)

    def test_the_order_of_the_examples_does_not_change_what_is_recognised(
        self, encoder: SentenceVectors, model: IntentModel
    ) -> None:
        other = fitted(encoder, {label: EXAMPLES[label][::-1] for label in reversed(EXAMPLES)})
        for text in ("what would i have to pay", "how many years", "hey", "thx"):
            one, two = ask(model, encoder, text)[0], ask(other, encoder, text)[0]
            assert one.intent == two.intent and one.confidence == pytest.approx(two.confidence, abs=0.05)


class TestProducts:
    """What is worked out for one text at a time says what the plain definition says."""

    @pytest.mark.parametrize("text", ["what would i have to pay", "hello hello", "", "👍", "q", *UNKNOWN])
    def test_counts_weigh_as_in_training(self, model: IntentModel, text: str) -> None:
        plain = _squash(model._counter.transform([text])) @ model._counted
        assert model._counts_say(text) == pytest.approx(np.asarray(plain)[0], abs=1e-5)

    @given(st.lists(st.lists(st.sampled_from([-0.5, 0.0, 0.25, 0.5, 1.0]), min_size=1, max_size=5), min_size=2))
    def test_neighbours_are_the_two_nearest_of_each_label(self, groups: list[list[float]]) -> None:
        sizes = [len(group) for group in groups]
        vectors = np.ones((sum(sizes), 1), np.float32)
        starts = np.cumsum([0, *sizes[:-1]])
        none = np.zeros((1, len(groups)), np.float32)
        counter = CountVectorizer(vocabulary={"a": 0})
        model = IntentModel([str(i) for i in range(len(groups))], counter, none, none, none[0], vectors, starts)
        expected = [np.sort(group)[-2:].mean() for group in groups]
        assert model._neighbours(np.concatenate(groups).astype(np.float32)) == pytest.approx(expected)


class TestOnDisk:
    @pytest.fixture
    def folder(self, model: IntentModel, tmp_path: Path) -> Path:
        model.save(tmp_path)
        return tmp_path

    def test_a_loaded_model_ranks_as_the_fitted_one(
        self, model: IntentModel, encoder: SentenceVectors, folder: Path
    ) -> None:
        loaded = IntentModel.load(folder)
        for text in ("what would i have to pay", "hello", "", *UNKNOWN):
            one, two = ask(model, encoder, text), ask(loaded, encoder, text)
            assert [guess.intent for guess in one] == [guess.intent for guess in two]
            assert [g.confidence for g in one] == pytest.approx([g.confidence for g in two], abs=5e-3)

    def test_the_files_are_plain_arrays_and_json(self, folder: Path) -> None:
        assert sorted(path.name for path in folder.iterdir()) == ["names.json", "weights.npz"]
        assert json.loads((folder / "names.json").read_text(encoding="utf-8"))["labels"] == sorted(EXAMPLES)
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            assert {array.dtype.kind for array in arrays.values()} <= {"f", "i"}

    def test_a_model_that_is_not_there_or_damaged_is_an_error(self, folder: Path) -> None:
        (folder / "names.json").write_text("{}", encoding="utf-8")
        with pytest.raises(KeyError):
            IntentModel.load(folder)
        (folder / "names.json").write_text("{", encoding="utf-8")
        with pytest.raises(ValueError, match="Expecting"):
            IntentModel.load(folder)
        (folder / "names.json").unlink()
        with pytest.raises(OSError, match=r"names\.json"):
            IntentModel.load(folder)


def test_a_loaded_model_is_not_saved_again(model: IntentModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    with pytest.raises(ValueError, match="where it was loaded from"):
        IntentModel.load(tmp_path).save(tmp_path)
