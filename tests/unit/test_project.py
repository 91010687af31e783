"""The parts of the project agree: documentation, commands, imports, dialogue data, lock and changelog."""

from __future__ import annotations

import ast
import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from rasa_sdk.executor import ActionExecutor

import overture
from overture import cli
from tests.bench.messages import folded

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ["README.md", "CONTRIBUTING.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]

# Each may import those before it; what answers as a whole stands above them.
PACKAGES_OF_ANSWERS = ["base", "conditions", "work", "study", "advice", "reading"]
# What a package may import of this project and of Rasa; the longest prefix of a module's name counts.
MAY_IMPORT = {
    "actions": {
        "actions",
        "overture.answers",
        "overture.handover",
        "overture.knowledge",
        "overture.review",
        "rasa_sdk",
    },
    "overture.knowledge": {"overture.knowledge"},
    "overture.answers": {"overture.answers", "overture.knowledge"},
    **{
        f"overture.answers.{package}": {"overture.knowledge", *(f"overture.answers.{each}" for each in allowed)}
        for package, allowed in ((p, PACKAGES_OF_ANSWERS[: n + 1]) for n, p in enumerate(PACKAGES_OF_ANSWERS))
    },
    "overture.handover": {"overture.__version__", "overture.handover", "overture.answers", "overture.knowledge"},
    "overture.review": {"overture.review", "overture.answers", "overture.knowledge"},
    "overture.review.scoring": {"overture"},
    "overture.nlu": {"overture.nlu", "overture.knowledge", "rasa"},
    "overture.conversations": {"overture.conversations", "rasa"},
    "overture.channels": {
        "overture.__version__",
        "overture.answers",
        "overture.channels",
        "overture.conversations",
        "overture.handover",
        "overture.knowledge",
        "overture.nlu",
        "overture.review",
        "overture.serving",
        "rasa",
    },
    "overture.serving": {"overture.knowledge", "overture.serving", "rasa"},
    "overture": {"overture"},
    "overture.commands": {"overture", "rasa"},
    "overture.commands_forget": {"overture", "rasa"},
    "overture.engine": {"overture", "rasa", "rasa_sdk"},
    "overture.lean": {"overture", "rasa"},
    "overture.server": {"overture", "rasa"},
    "overture.training": {"overture", "rasa"},
}
WATCHED = {"actions", "overture", "rasa", "rasa_sdk"}


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def read_yaml(path: str | Path) -> Any:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


DOMAIN = read_yaml("domain.yml")
RULES = read_yaml("data/rules.yml")["rules"]
STORIES = [story for path in sorted((ROOT / "data" / "stories").glob("*.yml")) for story in read_yaml(path)["stories"]]


# Documentation


def code(path: str) -> list[str]:
    """What a guide shows as code: each line of its blocks, each span."""
    text = read(path)
    blocks = re.findall(r"^```[a-z]*\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))
    return [line.strip() for block in blocks for line in block.splitlines()] + spans


def targets() -> set[str]:
    phony = re.findall(r"^\.PHONY: (.*)$", read("Makefile"), flags=re.MULTILINE)
    return {name for names in phony for name in names.split() if not name.startswith(".")}


@pytest.mark.parametrize("guide", GUIDES)
def test_make_targets_that_a_guide_names_exist(guide: str) -> None:
    named = {name for line in code(guide) for name in re.findall(r"(?:^|[&;] ?)make ([a-z]+)", line)}
    assert named <= targets()


def test_make_alone_lists_every_target() -> None:
    # Without the variables of a `make` that runs these tests: they would change what this one prints.
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    shown = subprocess.run(["make"], cwd=ROOT, env=plain, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^  make ([a-z]+) +\w", shown, flags=re.MULTILINE)) == targets()


@pytest.mark.parametrize("guide", GUIDES)
def test_commands_of_overture_that_a_guide_names_exist(guide: str, capsys: pytest.CaptureFixture[str]) -> None:
    for name in {name for line in code(guide) for name in re.findall(r"(?:^|/|[&;] ?)overture ([a-z]+)", line)}:
        with pytest.raises(SystemExit) as ended:
            cli.main([name, "--help"])
        assert ended.value.code == 0, f"{guide} names `overture {name}`: {capsys.readouterr().err}"


def test_the_readme_names_every_command_of_overture(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    commands = re.findall(r"^    ([a-z]+) +\w", capsys.readouterr().out, flags=re.MULTILINE)
    assert commands
    assert [name for name in commands if f"overture {name}" not in read("README.md")] == []


@pytest.mark.parametrize("guide", GUIDES)
def test_files_that_a_guide_names_exist(guide: str) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", read(guide))
    missing = [link for link in links if not (ROOT / guide).parent.joinpath(link).exists()]
    named = [line for line in code(guide) if re.fullmatch(r"(data|docs|tests|overture|actions|\.ci)/[\w./-]*", line)]
    assert missing + [path for path in named if not (ROOT / path).exists()] == []


def test_ci_runs_the_script_that_people_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    steps = read_yaml(".github/workflows/ci.yml")["jobs"]["test"]["steps"]
    assert ".ci/run" in [step.get("run") for step in steps]


def test_one_version_everywhere() -> None:
    assert f'version = "{overture.__version__}"' in read("pyproject.toml").splitlines()
    assert re.search(rf"^## \[?{re.escape(overture.__version__)}\]?", read("CHANGELOG.md"), flags=re.MULTILINE)


# Imports


def modules() -> Iterator[tuple[str, Path]]:
    for top in ("actions", "overture"):
        for path in sorted((ROOT / top).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield name.removesuffix(".__init__"), path


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides its direction"
            # `from overture import nlu` imports overture.nlu.
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, packages: set[str]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def test_imports_go_one_way() -> None:
    wrong = []
    for module, path in modules():
        package = max((p for p in MAY_IMPORT if within(module, {p})), key=len)
        allowed = MAY_IMPORT[package]
        wrong += [f"{module}: {n}" for n in imported(path) if within(n, WATCHED) and not within(n, allowed)]
    assert wrong == []


# Dialogue


def intents() -> list[str]:
    return [name if isinstance(name, str) else next(iter(name)) for name in DOMAIN["intents"]]


def steps_of(key: str) -> list[str]:
    return [step[key] for told in [*RULES, *STORIES] for step in told["steps"] if key in step]


def said_in_python() -> set[str]:
    texts = [path.read_text(encoding="utf-8") for _, path in modules()]
    return {name for text in texts for name in re.findall(r"[\"'](utter_\w+)[\"']", text)}


def test_every_intent_has_one_rule() -> None:
    first = Counter(rule["steps"][0].get("intent") for rule in RULES)
    assert {name: first[name] for name in intents() if first[name] != 1} == {}


def test_every_intent_has_examples() -> None:
    taught = {entry["intent"] for path in (ROOT / "data" / "nlu").glob("*.yml") for entry in read_yaml(path)["nlu"]}
    assert taught == set(intents()) - {"nlu_fallback"}


def test_the_actions_of_the_domain_are_those_of_the_package() -> None:
    executor = ActionExecutor()
    executor.register_package("actions")
    registered = {name for name in executor.actions if name}
    assert registered == set(DOMAIN["actions"])
    named = {name for name in steps_of("action") if not name.startswith("utter_")}
    assert named <= registered | set(DOMAIN["forms"]) | {"action_listen"}


def test_every_response_that_is_used_can_be_said_in_all_channels() -> None:
    used = {name for name in steps_of("action") if name.startswith("utter_")} | said_in_python()
    general = {
        name
        for name, variations in DOMAIN["responses"].items()
        if any(v.get("text", "").strip() and not v.keys() & {"channel", "condition"} for v in variations)
    }
    assert used - general == set()


def test_every_response_is_used() -> None:
    # Rasa itself says utter_default, in its default fallback.
    used = {*steps_of("action"), *said_in_python(), "utter_default"}
    assert set(DOMAIN["responses"]) - used == set()


# Test sentences


def training_sentences() -> set[str]:
    found = set()
    for path in (ROOT / "data" / "nlu").glob("*.yml"):
        for entry in read_yaml(path)["nlu"]:
            found |= {folded(line.removeprefix("- ")) for line in entry["examples"].splitlines()}
    return found


def asked_in_tests() -> Iterator[tuple[str, str, str | None]]:
    """Where it stands, what is said, and the intent wanted if it is named."""
    tests = ROOT / "tests"
    for path in sorted((tests / "questions").glob("*.yaml")):
        if path.stem != "known_failures":
            for group in read_yaml(path):
                yield from ((f"questions/{path.name}", str(says), group["intent"]) for says in group["says"])
    for path in sorted((tests / "stories").glob("*.yml")):
        for step in (step for story in read_yaml(path)["stories"] for step in story["steps"] if "user" in step):
            bare = re.sub(r"\[([^]]+)\](\{[^}]*\}|\([^)]*\))", r"\1", step["user"])
            yield f"stories/{path.name}", bare, step["intent"]
    for path in sorted((tests / "conversations").rglob("*.yaml")):
        typed = (turn["user"] for turn in read_yaml(path) if "user" in turn)  # the others press a button
        yield from ((str(path.relative_to(tests)), says, None) for says in typed)


def test_no_test_sentence_is_a_training_sentence() -> None:
    trained = training_sentences()
    assert [(place, says) for place, says, _ in asked_in_tests() if folded(says) in trained] == []


def test_no_test_sentence_stands_twice() -> None:
    seen = Counter(folded(says) for place, says, _ in asked_in_tests() if place.startswith("questions/"))
    assert [says for says, times in seen.items() if times > 1] == []


def test_every_wanted_intent_exists() -> None:
    assert {intent for _, _, intent in asked_in_tests() if intent} - set(intents()) == set()


# Files


def tracked() -> list[Path]:
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        shown = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a checkout")
    return [path for name in shown.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_file_names_a_package_registry_or_a_place_on_one_machine() -> None:
    registries = ["py" + "pi.org", "python" + "hosted.org", "registry" + ".npmjs.org", "registry" + ".yarnpkg.com"]
    here = [re.escape(str(ROOT))] if len(ROOT.parts) > 2 else []
    homes = r"(?<![\w.:/-])/(?:home|Users|root)/[\w.-]+/\w"
    unwanted = re.compile("|".join([*map(re.escape, registries), *here, homes]).encode())
    assert [(str(p.relative_to(ROOT)), m.group()) for p in tracked() if (m := unwanted.search(p.read_bytes()))] == []


def test_the_lock_is_up_to_date() -> None:
    """Every direct requirement, and no other, is locked, at a version that it allows."""
    asked = [
        entry
        for entry in re.split(r"\n(?=[a-z0-9])", read("requirements.lock"))
        if "overture (pyproject.toml)" in entry
    ]
    locked = locked_versions("\n".join(asked))
    wanted = {canonicalize_name(wish.name): wish for wish in direct_requirements("")}
    assert set(locked) == set(wanted), "run `make lock`"
    assert not_allowed(locked, wanted) == [], "run `make lock`"


def test_the_lock_of_the_extra_is_up_to_date() -> None:
    locked = locked_versions(read("requirements-tensorflow.lock"))
    wanted = {canonicalize_name(wish.name): wish for wish in direct_requirements("tensorflow")}
    assert set(wanted) <= set(locked), "run `make lock`"
    assert not_allowed(locked, wanted) == [], "run `make lock`"


def locked_versions(lock: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", lock, flags=re.MULTILINE):
        found.setdefault(canonicalize_name(name), []).append(version)
    return found


def not_allowed(locked: dict[str, list[str]], wanted: dict[Any, Requirement]) -> list[str]:
    return [f"{name}: {v}" for name, wish in wanted.items() for v in locked[name] if v not in wish.specifier]


def test_the_locks_agree_and_only_the_one_of_the_extra_has_tensorflow() -> None:
    first, second = (locked_versions(read(file)) for file in ("requirements.lock", "requirements-tensorflow.lock"))
    assert [name for name in first if name.startswith(("tensor", "keras", "jax"))] == []
    assert {"tensorflow", "keras"} <= set(second)
    assert {name: first[name] for name in second if name in first} == {
        name: versions for name, versions in second.items() if name in first
    }, "run `make lock`"


PLACES = [("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "x86_64"), ("darwin", "arm64")]


def test_the_extra_is_what_rasa_asks_for() -> None:
    """Fails once Rasa asks for others: then the extra, and what is left out in [tool.uv], have to follow."""
    import tomli

    places = [{"sys_platform": system, "platform_machine": kind} for system, kind in PLACES]
    for place in places:
        asked, ours = (
            {
                (canonicalize_name(wish.name), str(wish.specifier))
                for wish in map(Requirement, lines)
                if wish.name.startswith("tensor")
                and (wish.marker is None or wish.marker.evaluate({**place, "extra": ""}))
            }
            for lines in (requires("rasa") or (), map(str, direct_requirements("tensorflow")))
        )
        assert {name for name, _ in ours} == {name for name, _ in asked}, place
    overridden = map(Requirement, tomli.loads(read("pyproject.toml"))["tool"]["uv"]["override-dependencies"])
    names = {
        canonicalize_name(wish.name) for wish in overridden if wish.marker
    }  # without one it is lifted, not left out
    assert names == {canonicalize_name(wish.name) for wish in direct_requirements("tensorflow")} | {
        "sentence-transformers"
    }


def direct_requirements(extra: str) -> list[Requirement]:
    """What an extra asks for; without a name, all but the extras that are locked apart."""
    import tomli

    project = tomli.loads(read("pyproject.toml"))["project"]
    optional = project["optional-dependencies"]
    return [Requirement(wish) for wish in (optional[extra] if extra else [*project["dependencies"], *optional["dev"]])]
