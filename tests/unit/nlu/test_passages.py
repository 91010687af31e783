"""A narrow question finds the statement that answers it, by meaning; only changed statements are encoded anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from overture.knowledge import Knowledge
from overture.nlu.passages import Found, PassageFinder, Vector, VectorCache
from overture.nlu.sentence_vectors import SentenceVectors
from overture.nlu.text import for_reading
from tests.world import World


class CountingEncoder:
    """Gives each text a direction of its own and notes what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vector:
        self.asked.extend(texts)
        return np.stack([self.vector(text) for text in texts]) if texts else np.zeros((0, 384), np.float32)

    def vector(self, text: str) -> Vector:
        seed = int.from_bytes(text.encode()[-8:], "big") + len(text)
        raw = np.random.default_rng(seed).standard_normal(384).astype(np.float32)
        found: Vector = raw / np.linalg.norm(raw)
        return found


@pytest.fixture
def counting() -> CountingEncoder:
    return CountingEncoder()


@pytest.fixture(scope="module")
def finder(knowledge: Knowledge, encoder: SentenceVectors) -> PassageFinder:
    return PassageFinder(knowledge, encoder, VectorCache())


class TestFinding:
    @pytest.mark.parametrize(
        ("question", "key"),
        [
            ("how long may a stranger stay", "guidance/visa-driftwood"),
            ("for what time can strangers remain on the isle?", "guidance/visa-driftwood"),
            ("Do I need to bring a LANTERN?", "concentration/cave/points/0"),
            ("what if one of my bells has a crack", "requirement/portfolio/points/0"),
            ("is the tower open in the night", "topic/studio/points/0"),
            ("must i know how to swim", "topic/prerequisites/points/0"),
            ("how much money does lamp duty bring", "topic/funding/points/0"),
            ("will more towers be built", "career/tone-warden/outlook_points/0"),
        ],
    )
    def test_the_statement_that_answers_is_the_nearest(
        self, finder: PassageFinder, encoder: SentenceVectors, question: str, key: str
    ) -> None:
        best = finder.find(encoder.encode_one(for_reading(question)))[0]
        assert best.key == key and best.score > 0.5

    def test_a_question_in_the_very_words_of_an_ask_is_all_but_the_same(
        self, finder: PassageFinder, encoder: SentenceVectors
    ) -> None:
        best = finder.find(encoder.encode_one("driftwood permit"))[0]
        assert best.key == "guidance/visa-driftwood" and best.score > 0.95

    def test_the_text_of_a_statement_without_asks_is_found_too(
        self, finder: PassageFinder, encoder: SentenceVectors
    ) -> None:
        assert finder.find(encoder.encode_one("one calls the lighthouse"))[0].key == "topic/crisis/lead/0"

    def test_what_is_about_something_else_is_near_to_nothing(
        self, finder: PassageFinder, encoder: SentenceVectors
    ) -> None:
        assert finder.find(encoder.encode_one("who won the chess tournament in argentina"))[0].score < 0.5

    def test_found_passages_fall_in_score_and_none_comes_twice(
        self, finder: PassageFinder, encoder: SentenceVectors, knowledge: Knowledge
    ) -> None:
        found = finder.find(encoder.encode_one("bells"))
        assert len(found) == 10 and len({item.key for item in found}) == 10
        assert [item.score for item in found] == sorted((item.score for item in found), reverse=True)
        assert all(item.key in knowledge.passages for item in found)

    @pytest.mark.parametrize("limit", [1, 2, 10])
    def test_no_more_are_found_than_are_wanted(
        self, finder: PassageFinder, encoder: SentenceVectors, limit: int
    ) -> None:
        assert len(finder.find(encoder.encode_one("bells"), limit)) == limit

    def test_knowledge_without_statements_finds_nothing(self, encoder: SentenceVectors) -> None:
        assert PassageFinder(Knowledge(), encoder, VectorCache()).find(encoder.encode_one("bells")) == []

    def test_a_passage_is_as_near_as_the_nearest_of_its_asks(
        self, knowledge: Knowledge, counting: CountingEncoder
    ) -> None:
        finder = PassageFinder(knowledge, counting, VectorCache())  # type: ignore[arg-type]
        asks = knowledge.passages["guidance/pay-lighthouse-loan"].statement.asks
        for ask in asks:
            (best,) = finder.find(counting.vector(ask), 1)
            assert best == Found("guidance/pay-lighthouse-loan", best.score) and best.score == pytest.approx(
                1, abs=0.01
            )


class TestTheCache:
    def test_each_text_is_encoded_once(self, counting: CountingEncoder) -> None:
        cache = VectorCache()
        first = cache.get(["bells", "boats", "bells"], counting)  # type: ignore[arg-type]
        again = cache.get(["boats", "gulls"], counting)  # type: ignore[arg-type]
        assert counting.asked == ["bells", "boats", "gulls"]
        assert np.array_equal(first[0], first[2]) and np.array_equal(first[1], again[0])

    def test_rows_stand_in_the_order_of_the_texts(self, counting: CountingEncoder) -> None:
        found = VectorCache().get(["tides", "bells"], counting)  # type: ignore[arg-type]
        assert np.array_equal(found, np.stack([counting.vector("tides"), counting.vector("bells")]))

    def test_after_saving_and_loading_nothing_is_encoded_anew(self, counting: CountingEncoder, tmp_path: Path) -> None:
        cache = VectorCache()
        before = cache.get(["bells", "boats"], counting)  # type: ignore[arg-type]
        cache.save(tmp_path)
        counting.asked.clear()
        after = VectorCache.load(tmp_path).get(["bells", "boats"], counting)  # type: ignore[arg-type]
        assert counting.asked == []
        assert after.dtype == np.float32 and np.allclose(before, after, atol=1e-3)

    def test_no_texts_have_no_vectors(self, counting: CountingEncoder, tmp_path: Path) -> None:
        cache = VectorCache()
        assert cache.get([], counting).shape == (0, 384)  # type: ignore[arg-type]
        cache.save(tmp_path)
        assert VectorCache.load(tmp_path).get([], counting).shape == (0, 384)  # type: ignore[arg-type]

    def test_only_a_changed_statement_is_encoded_after_an_edit(self, world: World, counting: CountingEncoder) -> None:
        cache = VectorCache()
        PassageFinder(world.load(), counting, cache)  # type: ignore[arg-type]
        counting.asked.clear()
        world.replace("guidance.yaml", "- driftwood permit", "- permit of driftwood")
        PassageFinder(world.load(), counting, cache)  # type: ignore[arg-type]
        assert counting.asked == ["permit of driftwood"]
