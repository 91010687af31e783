"""TensorFlow is needed neither loaded nor installed where nothing uses it; where something does, that is said."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from overture import lean

ROOT = Path(__file__).parents[2]
OWN = (
    "pipeline:\n- name: overture.nlu.components.reader.MessageReader\n- name: FallbackClassifier\n"
    "policies:\n- name: RulePolicy\n"
)
DIET = (
    "recipe: default.v1\nassistant_id: test\nlanguage: en\n"
    "pipeline:\n- name: WhitespaceTokenizer\n- name: CountVectorsFeaturizer\n- name: DIETClassifier\n  epochs: 1\n"
    "policies:\n- name: RulePolicy\n"
)
LIGHT = DIET.replace("DIETClassifier\n  epochs: 1", "LogisticRegressionClassifier")
TED = LIGHT + "- name: TEDPolicy\n"
DATA = {
    "domain.yml": "version: '3.1'\nintents: [greet, bye]\nresponses:\n  utter_greet:\n  - text: Hello\n",
    "data/nlu.yml": "nlu:\n- intent: greet\n  examples: |\n    - hi\n    - hello\n    - hey there\n"
    "- intent: bye\n  examples: |\n    - bye\n    - goodbye\n    - see you\n",
    "data/rules.yml": "rules:\n- rule: greet\n  steps:\n  - intent: greet\n  - action: utter_greet\n",
}
NOT_INSTALLED = "needs TensorFlow, which is not installed: run `make install EXTRAS=tensorflow`"
NOT_LOADED = "needs TensorFlow, which is not loaded: set OVERTURE_TENSORFLOW=1"

without_tensorflow = pytest.mark.skipif(lean.installed(), reason="TensorFlow is installed here")
with_tensorflow = pytest.mark.skipif(not lean.installed(), reason="make install EXTRAS=tensorflow installs TensorFlow")


def _environment(**more: str) -> dict[str, str]:
    fixed = {"PATH": "/usr/bin:/bin", "HOME": str(Path.home()), "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}
    return {**fixed, "RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1", **more}


def _run(code: str, config: Path, installed: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs Python in a process of its own: what is imported can't be taken back in this one.

    Args:
        code: to run, with ``lean``, and ``here`` for the configuration.
        config: path of the configuration.
        installed: whether TensorFlow passes for installed.
        environment: variables beyond the usual ones.
    """
    start = (
        "import sys; from pathlib import Path; from overture import lean\n"
        f"here = Path({str(config)!r}); lean.installed = lambda: {installed}\n"
    )
    return subprocess.run(
        [sys.executable, "-c", start + code],
        capture_output=True,
        text=True,
        env=_environment(PYTHONPATH=str(ROOT), **environment),
        timeout=120,
    )


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.yml"
    path.write_text(OWN)
    return path


@pytest.fixture
def project(config: Path) -> Path:
    """A project of a few lines, whose configuration is still to be written."""
    for name, content in DATA.items():
        path = config.parent / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
    return config.parent


def _rasa(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Rasa's own command, as it is typed: nothing of this project is called."""
    command = [str(Path(sys.executable).parent / "rasa"), *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, env=_environment(), timeout=300)


class TestTheStandin:
    @pytest.mark.parametrize("installed", [True, False])
    def test_rasa_is_imported_without_tensorflow_for_our_pipeline(self, config: Path, installed: bool) -> None:
        ran = _run(
            "print(lean.install(here))\nimport rasa.core.agent\n"
            "print(type(sys.modules['tensorflow']).__module__, 'tensorflow.python' in sys.modules)",
            config,
            installed,
        )
        assert ran.stdout.split() == ["True", "overture.lean", "False"], ran.stderr

    @pytest.mark.parametrize(("installed", "said"), [(True, NOT_LOADED), (False, NOT_INSTALLED)])
    def test_calling_what_needs_tensorflow_says_what_to_do(self, config: Path, installed: bool, said: str) -> None:
        code = "lean.install(here)\nfrom rasa.utils.tensorflow.models import RasaModel\nRasaModel(random_seed=1)"
        ran = _run(code, config, installed)
        assert ran.returncode != 0
        assert ran.stderr.splitlines()[-1].endswith(f"InvalidConfigException: RasaModel {said}")

    @pytest.mark.parametrize("text", [TED, "pipeline: [", DIET], ids=["ted", "broken", "diet"])
    def test_the_real_one_stays_where_something_may_need_it(self, config: Path, text: str) -> None:
        config.write_text(text)
        ran = _run("print(lean.install(here), type(sys.meta_path[0]).__name__)", config)
        assert ran.stdout.split()[0] == "False", ran.stderr
        assert "_Finder" not in ran.stdout

    def test_the_real_one_stays_when_asked_for(self, config: Path) -> None:
        ran = _run("print(lean.install(here))", config, OVERTURE_TENSORFLOW="1")
        assert ran.stdout.split() == ["False"], ran.stderr

    def test_what_is_not_installed_is_stood_in_for_whatever_is_configured(self, config: Path) -> None:
        config.write_text(DIET)
        ran = _run("print(lean.install(here), lean.install(here))", config, installed=False, OVERTURE_TENSORFLOW="1")
        assert ran.stdout.split() == ["True", "True"], ran.stderr

    def test_nothing_is_replaced_once_it_is_loaded(self, config: Path) -> None:
        code = "import types\nsys.modules['tensorflow'] = types.ModuleType('tensorflow')\nprint(lean.install(here))"
        for installed in (True, False):
            assert _run(code, config, installed).stdout.split() == ["False"]

    def test_every_component_of_rasa_that_needs_tensorflow_says_so(self, config: Path) -> None:
        """By the imports of its module, and nothing else does."""
        code = """
import inspect, re
lean.install(here)
from rasa.engine.recipes.default_components import DEFAULT_COMPONENTS
from rasa.shared.exceptions import InvalidConfigException
for kind in DEFAULT_COMPONENTS:
    source = inspect.getsource(inspect.getmodule(kind))
    needs = bool(re.search(r"^ *(import|from) (tensorflow|rasa.utils.tensorflow.models)", source, re.M))
    for asked in (kind.required_packages, lambda: kind.load({}, None, None, None)):
        try:
            asked()
            refused = False
        except InvalidConfigException as error:
            refused = str(error).startswith(kind.__name__ + " needs TensorFlow")
        except Exception:
            refused = False
        print("wrong" if refused != needs else "needs" if needs else "light", kind.__name__)
"""
        ran = _run(code, config, installed=False)
        found = ran.stdout.split("\n")
        assert [line for line in found if line.startswith("wrong")] == [], ran.stderr
        assert {"needs DIETClassifier", "needs ResponseSelector", "needs UnexpecTEDIntentPolicy"} <= set(found)

    def test_it_is_still_needed(self, config: Path) -> None:
        """Fails once Rasa imports TensorFlow only where it is used: then the stand-in can go."""
        unwatched = "sys.meta_path[:] = [f for f in sys.meta_path if not type(f).__module__.startswith('overture')]\n"
        ran = _run(unwatched + "import rasa.core.agent; print('tensorflow' in sys.modules)", config)
        if lean.installed():
            assert ran.stdout.split() == ["True"], ran.stderr
        else:
            assert "No module named 'tensorflow'" in ran.stderr

    def test_rasa_itself_still_does_not_name_tensorflow_as_required(self) -> None:
        """Fails once its own check before training finds it missing: then ours can go."""
        package = importlib.util.find_spec("rasa")
        assert package and package.origin
        for module in ("nlu/classifiers/diet_classifier.py", "core/policies/ted_policy.py"):
            assert "def required_packages" not in (Path(package.origin).parent / module).read_text(encoding="utf-8")


class TestAtTheStartOfPython:
    """What overture.pth does in the environment that `make install` makes."""

    def _python(self, code: str) -> str:
        command = [sys.executable, "-c", "import sys\n" + code]
        ran = subprocess.run(command, capture_output=True, text=True, env=_environment(), timeout=120)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.strip()

    def test_rasa_is_watched_for_and_nothing_more_is_loaded(self) -> None:
        seen = self._python("print([type(f).__name__ for f in sys.meta_path], 'overture.lean' in sys.modules)")
        assert "_Watcher" in seen and seen.endswith("False")

    def test_other_programs_do_not_see_a_standin(self) -> None:
        found = self._python(
            "import importlib.util, json, yaml\nprint(importlib.util.find_spec('tensorflow') is not None)"
        )
        assert found == str(lean.installed())

    @without_tensorflow
    def test_whoever_imports_rasa_gets_the_standin(self) -> None:
        assert (
            self._python("import rasa.core.agent\nprint(type(sys.modules['tensorflow']).__module__)") == "overture.lean"
        )

    @with_tensorflow
    def test_the_real_one_is_left_to_plain_rasa(self) -> None:
        assert self._python("import rasa\nfrom overture import lean\nprint(lean.stand_in_where_missing())") == "False"


@without_tensorflow
class TestWhereItIsNotInstalled:
    @pytest.mark.parametrize(("text", "component"), [(DIET, "DIETClassifier"), (TED, "TEDPolicy")], ids=["diet", "ted"])
    def test_rasa_train_names_what_needs_it(self, project: Path, text: str, component: str) -> None:
        (project / "config.yml").write_text(text)
        ran = _rasa(project, "train")
        assert ran.returncode == 1
        assert "Traceback" not in ran.stdout + ran.stderr
        last = re.sub(r"\x1b\[\d*m", "", ran.stdout.strip()).splitlines()[-1]
        assert last == f"InvalidConfigException: {component} {NOT_INSTALLED}"
        assert not list(project.glob("models/*"))

    def test_overture_train_names_what_needs_it(self, project: Path) -> None:
        (project / "config.yml").write_text(TED)
        (project / "data" / "rules.yml").rename(project / "rules.yml")
        for folder in ("nlu", "stories"):
            (project / "data" / folder).mkdir()
        (project / "data" / "nlu.yml").rename(project / "data" / "nlu" / "nlu.yml")
        (project / "rules.yml").rename(project / "data" / "rules.yml")
        code = (
            "from overture import cli, commands, training\n"
            "commands.ROOT = training.ROOT = here.parent\ntraining.MODELS = here.parent / 'models'\n"
            "training._STAMP = training.MODELS / 'trained-on.json'\nsys.exit(cli.main(['train']))"
        )
        ran = _run(code, project / "config.yml", installed=False)
        assert ran.returncode == 1, ran.stderr
        assert ran.stderr.splitlines()[-1] == f"overture train: Rasa could not train: TEDPolicy {NOT_INSTALLED}"
        assert "Traceback" not in ran.stderr

    def test_plain_rasa_trains_and_validates_what_does_not_need_it(self, project: Path) -> None:
        (project / "config.yml").write_text(LIGHT)
        for command in (["data", "validate"], ["train", "--fixed-model-name", "light"]):
            ran = _rasa(project, *command)
            assert ran.returncode == 0, ran.stderr
        assert (project / "models" / "light.tar.gz").is_file()


@with_tensorflow
def test_with_it_diet_is_trained(project: Path) -> None:
    (project / "config.yml").write_text(DIET)
    ran = _rasa(project, "train", "nlu", "--fixed-model-name", "diet")
    assert ran.returncode == 0, ran.stderr
    assert (project / "models" / "diet.tar.gz").is_file()
