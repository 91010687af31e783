"""TensorFlow stays unloaded where nothing uses it, and the real one is there where something does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OWN = (
    "pipeline:\n- name: overture.nlu.components.reader.MessageReader\n- name: FallbackClassifier\n"
    "policies:\n- name: RulePolicy\n"
)


def _run(code: str, config: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs Python in a process of its own: what is imported can't be taken back in this one."""
    start = (
        "import warnings; warnings.simplefilter('ignore')\nfrom pathlib import Path\nfrom overture import lean\n"
        f"here = Path({str(config)!r})\n"
    )
    settings = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "3", "HOME": str(Path.home())}
    return subprocess.run(
        [sys.executable, "-c", start + code],
        capture_output=True,
        text=True,
        env={**settings, **environment},
        timeout=120,
    )


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.yml"
    path.write_text(OWN)
    return path


def test_rasa_is_imported_without_tensorflow_for_our_pipeline(config: Path) -> None:
    ran = _run(
        "print(lean.install(here))\nimport rasa.core.agent, sys\n"
        "print(type(sys.modules['tensorflow']).__module__, 'tensorflow.python' in sys.modules)",
        config,
    )
    assert ran.stdout.split() == ["True", "overture.lean", "False"], ran.stderr


def test_calling_what_needs_tensorflow_says_what_to_do(config: Path) -> None:
    ran = _run(
        "lean.install(here)\nfrom rasa.utils.tensorflow.models import RasaModel\nRasaModel(random_seed=1)",
        config,
    )
    assert ran.returncode != 0
    assert "RasaModel needs TensorFlow, which is not loaded: set OVERTURE_TENSORFLOW=1" in ran.stderr


@pytest.mark.parametrize(
    "text",
    [OWN + "- name: TEDPolicy\n", "pipeline: [", "pipeline:\n- name: DIETClassifier\n"],
    ids=["ted", "broken", "diet"],
)
def test_the_real_one_stays_where_something_may_need_it(config: Path, text: str) -> None:
    config.write_text(text)
    ran = _run(
        "print(lean.install(here))\nimport sys\nprint(len(sys.meta_path) and type(sys.meta_path[0]).__name__)", config
    )
    assert ran.stdout.split()[0] == "False", ran.stderr
    assert "_Finder" not in ran.stdout


def test_the_real_one_stays_when_asked_for(config: Path) -> None:
    ran = _run("print(lean.install(here))", config, OVERTURE_TENSORFLOW="1")
    assert ran.stdout.split() == ["False"], ran.stderr


def test_nothing_is_replaced_once_it_is_loaded(config: Path) -> None:
    ran = _run(
        "import sys, types\nsys.modules['tensorflow'] = types.ModuleType('tensorflow')\nprint(lean.install(here))",
        config,
    )
    assert ran.stdout.split() == ["False"], ran.stderr
