"""The sentence encoder: the same network as an independent calculation, built once, and only from the right weights."""

from __future__ import annotations

import importlib.util
import logging
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
import pytest
from safetensors.numpy import load_file
from scipy.special import erf
from tokenizers import Tokenizer

from overture.nlu import encoder_files, sentence_vectors, vocabulary
from overture.nlu.encoder_files import EncoderError, EncoderFiles
from overture.nlu.sentence_vectors import SentenceVectors

Array = npt.NDArray[np.float32]

TEXTS = (
    "bells",
    "how much does a tone warden earn in the towers of lirra",
    "MM vs MS?",
    "",
    "é 👍 音楽",
    "my daughter rings bells and would like to tune towers later, what would she have to study for it and how long",
)


class PlainBert:
    """BERT with mean pooling as the paper has it, one text at a time, without masks, padding or ONNX."""

    def __init__(self, folder: Path) -> None:
        self.weights = load_file(folder / "model.safetensors")
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()

    def vector(self, text: str) -> Array:
        ids = self.tokenizer.encode(text).ids
        state = self.get("embeddings.word_embeddings.weight")[ids]
        state = state + self.get("embeddings.position_embeddings.weight")[: len(ids)]
        state = state + self.get("embeddings.token_type_embeddings.weight")[[0] * len(ids)]
        state = self.norm("embeddings.LayerNorm", state)
        for number in range(6):
            state = self.layer(f"encoder.layer.{number}", state)
        mean = state.mean(axis=0)
        found: Array = mean / np.sqrt(np.sum(mean**2))
        return found

    def layer(self, name: str, state: Array) -> Array:
        query, key, value = (self.dense(f"{name}.attention.self.{part}", state) for part in ("query", "key", "value"))
        mixed = np.empty_like(state)
        for head in range(12):
            columns = slice(head * 32, (head + 1) * 32)
            scores = query[:, columns] @ key[:, columns].T / np.sqrt(32)
            odds = np.exp(scores - scores.max(axis=1, keepdims=True))
            mixed[:, columns] = odds / odds.sum(axis=1, keepdims=True) @ value[:, columns]
        attended = self.dense(f"{name}.attention.output.dense", mixed)
        state = self.norm(f"{name}.attention.output.LayerNorm", attended + state)
        wide = self.dense(f"{name}.intermediate.dense", state)
        narrow = self.dense(f"{name}.output.dense", wide * (1 + erf(wide / np.sqrt(2))) / 2)
        return self.norm(f"{name}.output.LayerNorm", narrow + state)

    def get(self, name: str) -> Array:
        found: Array = self.weights[name].astype(np.float64)
        return found

    def dense(self, name: str, state: Array) -> Array:
        found: Array = state @ self.get(f"{name}.weight").T + self.get(f"{name}.bias")
        return found

    def norm(self, name: str, state: Array) -> Array:
        centred = state - state.mean(axis=-1, keepdims=True)
        spread = np.sqrt(np.mean(centred**2, axis=-1, keepdims=True) + 1e-12)
        found: Array = centred / spread * self.get(f"{name}.weight") + self.get(f"{name}.bias")
        return found


@pytest.fixture(scope="module")
def plain() -> PlainBert:
    spec = importlib.util.find_spec(encoder_files.PACKAGE)
    assert spec is not None and spec.origin is not None
    return PlainBert(Path(spec.origin).parent / "model")


@dataclass(frozen=True)
class Built:
    """What a build came to: the fp32 encoder that was kept, and the cosine of int8 to it."""

    files: EncoderFiles
    cosine: float


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The encoder built as on a processor where int8 says something else; it is measured all the same."""
    measured: list[float] = []
    parity = encoder_files.parity

    def too_low(full: Path, small: Path, tokenizer: Path) -> float:
        measured.append(parity(full, small, tokenizer))
        return encoder_files.PARITY - 0.01

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OVERTURE_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setattr(encoder_files, "parity", too_low)
        files = encoder_files.ensure()
    (cosine,) = measured
    return Built(files, cosine)


@pytest.fixture(scope="module")
def full_files(built: Built) -> EncoderFiles:
    return built.files


@pytest.fixture(scope="module")
def full(full_files: EncoderFiles) -> SentenceVectors:
    return SentenceVectors(full_files)


class TestTheNetwork:
    @pytest.mark.parametrize("text", TEXTS)
    def test_the_fp32_graph_agrees_with_plain_arithmetic(
        self, plain: PlainBert, full: SentenceVectors, text: str
    ) -> None:
        assert np.abs(full.encode_one(text) - plain.vector(text)).max() < 1e-4

    def test_what_the_bot_uses_means_the_same_as_plain_arithmetic(
        self, plain: PlainBert, encoder: SentenceVectors
    ) -> None:
        cosines = [float(encoder.encode_one(text) @ plain.vector(text)) for text in (*TEXTS, *encoder_files.PROBES)]
        assert np.mean(cosines) >= 0.98 and min(cosines) >= 0.95

    def test_padding_does_not_change_a_vector(self, full: SentenceVectors) -> None:
        together = full.encode(TEXTS)
        for text, vector in zip(TEXTS, together):
            assert np.abs(full.encode_one(text) - vector).max() < 1e-5

    def test_what_stands_in_the_padding_does_not_matter(self, full_files: EncoderFiles) -> None:
        session = onnxruntime.InferenceSession(str(full_files.graph), providers=["CPUExecutionProvider"])
        ids = np.array([[101, 10602, 102, 0, 0], [101, 10602, 102, 2054, 9999]], np.int64)
        mask = np.array([[1, 1, 1, 0, 0]] * 2, np.int64)
        (padded,) = session.run(["embedding"], {"input_ids": ids, "attention_mask": mask})
        (alone,) = session.run(["embedding"], {"input_ids": ids[:1, :3], "attention_mask": mask[:1, :3]})
        assert np.abs(padded - alone).max() < 1e-5

    def test_near_meanings_are_near_and_far_ones_far(self, full: SentenceVectors) -> None:
        asked, same, other = full.encode(["how much does it cost", "what is the price", "who conducts the choir"])
        assert asked @ same > 0.5 > 0.2 > asked @ other


class TestVectors:
    @pytest.mark.parametrize("text", TEXTS)
    def test_every_text_has_384_numbers_of_length_one(self, encoder: SentenceVectors, text: str) -> None:
        vector = encoder.encode_one(text)
        assert vector.shape == (384,) and vector.dtype == np.float32
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)

    def test_vectors_come_in_the_order_of_the_texts_over_several_batches(self, full: SentenceVectors) -> None:
        texts = [f"{'bell ' * (number % 7)}{number}" for number in range(sentence_vectors.BATCH + 6)]
        found = full.encode(texts)
        assert found.shape == (len(texts), 384)
        for number in (0, 1, 33, len(texts) - 1):
            assert np.abs(found[number] - full.encode_one(texts[number])).max() < 1e-5

    def test_no_texts_have_no_vectors(self, encoder: SentenceVectors) -> None:
        assert encoder.encode([]).shape == (0, 384)

    def test_a_long_text_is_read_up_to_the_limit(self, full: SentenceVectors) -> None:
        words = sentence_vectors.MAX_PIECES - 2
        read = full.encode_one("bell " * words)
        assert np.abs(full.encode_one("bell " * words + "tower " * 2000) - read).max() < 1e-6
        assert np.abs(full.encode_one("bell " * (words - 1) + "tower") - read).max() > 1e-4

    def test_the_vector_of_a_repeated_text_is_kept_and_cannot_be_spoilt(self, encoder: SentenceVectors) -> None:
        vector = encoder.encode_one("bells again")
        assert encoder.encode_one("bells again") is vector
        with pytest.raises(ValueError, match="read-only"):
            vector[0] = 1

    def test_a_process_has_one_encoder(self, encoder: SentenceVectors) -> None:
        assert sentence_vectors.shared() is encoder


class TestBuilding:
    def test_where_int8_says_something_else_fp32_is_kept(self, full_files: EncoderFiles) -> None:
        assert full_files.precision == "fp32"
        assert sorted(path.name for path in full_files.graph.parent.iterdir()) == ["fp32.onnx", "tokenizer.json"]

    def test_the_build_leaves_nothing_beside_its_folder(self, full_files: EncoderFiles) -> None:
        folder = full_files.graph.parent
        assert list(folder.parent.iterdir()) == [folder]

    def test_the_build_is_reused(self, full_files: EncoderFiles, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OVERTURE_CACHE", str(full_files.graph.parent.parent))
        monkeypatch.setattr(encoder_files, "PACKAGE", "weights_that_are_not_there")
        made = full_files.graph.stat().st_mtime_ns
        assert encoder_files.ready()
        assert encoder_files.ensure() == full_files
        assert full_files.graph.stat().st_mtime_ns == made

    def test_two_graphs_that_are_the_same_are_on_a_par(self, full_files: EncoderFiles) -> None:
        graph, tokenizer = full_files.graph, full_files.tokenizer
        assert encoder_files.parity(graph, graph, tokenizer) == pytest.approx(1, abs=1e-5)

    def test_int8_is_used_where_it_says_the_same_and_only_there(self, built: Built, encoder: SentenceVectors) -> None:
        # On some processors int8 saturates; there the bot has to use fp32.
        assert (built.cosine >= encoder_files.PARITY) == (encoder_files.ensure().precision == "int8")

    def test_the_int8_graph_is_used_where_both_are_there(self, cache: Path) -> None:
        folder = cache / f"encoder-{encoder_files.WEIGHTS_SHA256[:12]}-{encoder_files.BUILD}"
        folder.mkdir(parents=True)
        for name in ("fp32.onnx", "int8.onnx", "tokenizer.json"):
            (folder / name).touch()
        assert encoder_files.ensure() == EncoderFiles(folder / "int8.onnx", folder / "tokenizer.json", "int8")

    def test_the_precision_is_told_to_whoever_reads_the_log(
        self, package: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, overture_log: pytest.LogCaptureFixture
    ) -> None:
        def build(target: Path) -> None:
            assert target.parent.parent == cache
            (target / "int8.onnx").touch()
            shutil.copyfile(package / "model" / "tokenizer.json", target / "tokenizer.json")

        monkeypatch.setattr(encoder_files, "_build", build)
        assert encoder_files.ensure().precision == "int8"
        assert [record.levelno for record in overture_log.records] == [logging.INFO]
        assert str(cache) in overture_log.messages[0]

    def test_an_incomplete_folder_is_replaced(
        self, package: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = cache / f"encoder-{encoder_files.WEIGHTS_SHA256[:12]}-{encoder_files.BUILD}"
        folder.mkdir(parents=True)
        (folder / "int8.onnx").write_text("torn", encoding="utf-8")

        def build(target: Path) -> None:
            (target / "int8.onnx").write_text("whole", encoding="utf-8")
            shutil.copyfile(package / "model" / "tokenizer.json", target / "tokenizer.json")

        monkeypatch.setattr(encoder_files, "_build", build)
        assert not encoder_files.ready()
        assert encoder_files.ensure().graph.read_text(encoding="utf-8") == "whole"

    def test_another_process_that_was_faster_is_no_problem(self, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        folder = cache / f"encoder-{encoder_files.WEIGHTS_SHA256[:12]}-{encoder_files.BUILD}"

        def build(target: Path) -> None:
            for place, said in ((folder, "theirs"), (target, "ours")):
                place.mkdir(parents=True, exist_ok=True)
                (place / "tokenizer.json").touch()
                (place / "int8.onnx").write_text(said, encoding="utf-8")

        monkeypatch.setattr(encoder_files, "_build", build)
        assert encoder_files.ensure().graph.read_text(encoding="utf-8") == "theirs"
        assert list(cache.iterdir()) == [folder]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    monkeypatch.setenv("OVERTURE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of weights, but not the published ones."""
    folder = tmp_path / "site" / "other_weights"
    (folder / "model").mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "model" / "model.safetensors").write_bytes(b"not the weights")
    (folder / "model" / "tokenizer.json").write_text("{}", encoding="utf-8")
    monkeypatch.syspath_prepend(folder.parent)
    monkeypatch.setattr(encoder_files, "PACKAGE", folder.name)
    return folder


class TestWrongWeights:
    def test_a_damaged_weights_file_is_refused_by_its_checksum(self, package: Path, cache: Path) -> None:
        with pytest.raises(EncoderError) as caught:
            encoder_files.ensure()
        weights = package / "model" / "model.safetensors"
        assert str(caught.value) == f"{weights} is damaged: its checksum is not the published one"

    @pytest.mark.usefixtures("package")
    def test_nothing_is_kept_of_a_build_that_failed(self, cache: Path) -> None:
        with pytest.raises(EncoderError):
            encoder_files.ensure()
        assert list(cache.iterdir()) == [] and not encoder_files.ready()

    @pytest.mark.usefixtures("cache")
    def test_a_missing_file_is_named(self, package: Path) -> None:
        (package / "model" / "model.safetensors").unlink()
        with pytest.raises(EncoderError, match=r"^model\.safetensors is missing from the package"):
            encoder_files.ensure()

    @pytest.mark.usefixtures("cache")
    def test_a_missing_package_says_what_to_do(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(encoder_files, "PACKAGE", "weights_that_are_not_there")
        with pytest.raises(EncoderError, match="not installed; run `make install`"):
            encoder_files.ensure()


class TestWhere:
    def test_the_cache_can_be_chosen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OVERTURE_CACHE", "/some/place")
        monkeypatch.setenv("XDG_CACHE_HOME", "/elsewhere")
        assert encoder_files.cache_folder() == Path("/some/place")

    def test_else_it_is_in_the_user_s_cache(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("OVERTURE_CACHE", raising=False)
        monkeypatch.setenv("XDG_CACHE_HOME", "/elsewhere")
        assert encoder_files.cache_folder() == Path("/elsewhere/overture")
        monkeypatch.delenv("XDG_CACHE_HOME")
        monkeypatch.setenv("HOME", "/home/keeper")
        assert encoder_files.cache_folder() == Path("/home/keeper/.cache/overture")


class TestVocabulary:
    def test_it_holds_common_english_words_and_no_pieces_or_signs(self) -> None:
        words = vocabulary.ordinary()
        assert 15_000 < len(words) < 30_000
        assert {"music", "degree", "cost", "bell"} <= set(words)
        assert all(word.isalpha() for word in words)
        assert not {"salery", "bachelros", "##ing", "[CLS]", "2019"} & set(words)

    def test_the_commonest_words_come_first(self) -> None:
        words = vocabulary.ordinary()
        assert words["the"] < words["music"] < words["clarinet"]
        assert sorted(words.values()) == list(range(1, len(words) + 1))
