"""The files of deploy/ agree with each other and with the project."""

from __future__ import annotations

import re
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.local import cluster, nginx
from overture.conversations.locks import RedisLocks
from overture.conversations.store import ConversationStore

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
IN_IMAGE = "/srv/overture/"


def read(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


COMPOSE = yaml.safe_load(read("docker-compose.yml"))
SERVICES = COMPOSE["services"]
BOTS = [name for name, service in SERVICES.items() if service["image"] == "overture"]
OBJECTS = {document["kind"]: document for document in yaml.safe_load_all(read("kubernetes.yml"))}
CONTAINER = OBJECTS["StatefulSet"]["spec"]["template"]["spec"]["containers"][0]


def variables(text: str) -> set[str]:
    """Variables of the environment that a text asks for."""
    return set(re.findall(r"\$\{(OVERTURE_[A-Z_]+)", text))


# What a bot of several has to be told.
NEEDED = set(cluster.settings("", "", "")) - {"PYTHONPATH"}


class TestCompose:
    def test_bots_are_told_all_that_they_need(self) -> None:
        assert len(BOTS) >= 2
        for name in BOTS:
            assert set(SERVICES[name]["environment"]) >= NEEDED

    def test_the_proxy_knows_all_bots(self) -> None:
        proxy = SERVICES["proxy"]
        named = re.findall(r"server ([\w-]+):5005 ", proxy["environment"]["OVERTURE_SERVERS"])
        assert sorted(named) == sorted(BOTS) == sorted(proxy["depends_on"])
        assert variables(read("nginx.conf.template")) <= set(proxy["environment"])

    def test_every_volume_is_named(self) -> None:
        used = {
            v.split(":")[0] for s in SERVICES.values() for v in s.get("volumes", ()) if not v.startswith((".", "/"))
        }
        assert used == set(COMPOSE["volumes"])
        assert all(
            (DEPLOY / v.split(":")[0]).exists() for s in SERVICES.values() for v in s.get("volumes", ()) if v[0] == "."
        )

    def test_what_is_waited_for_says_that_it_is_healthy(self) -> None:
        for service in SERVICES.values():
            waits = service["depends_on"] if isinstance(service.get("depends_on"), dict) else {}
            assert all("healthcheck" in SERVICES[name] for name in waits)

    def test_its_passwords_are_made(self, tmp_path: Path) -> None:
        shutil.copy(DEPLOY / "make-env", tmp_path)
        for _ in range(2):  # again, it changes nothing
            subprocess.run([tmp_path / "make-env"], check=True, capture_output=True)
            made = dict(line.split("=") for line in (tmp_path / ".env").read_text(encoding="ascii").splitlines())
        asked = set(re.findall(r"\$\{(\w+):\?", read("docker-compose.yml")))
        assert set(made) == asked and all(len(value) >= 32 for value in made.values())
        assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600


class TestKubernetes:
    def test_bots_are_told_all_that_they_need(self) -> None:
        told = set(OBJECTS["ConfigMap"]["data"])
        secret = set(re.findall(r"--from-literal=(\w+)=", read("kubernetes.yml")))
        assert told | secret >= NEEDED
        assert {next(iter(source.values()))["name"] for source in CONTAINER["envFrom"]} == {"overture"}

    def test_it_is_asked_how_it_is(self) -> None:
        probes = {
            name: CONTAINER[name]["httpGet"]["path"] for name in ("startupProbe", "livenessProbe", "readinessProbe")
        }
        assert set(probes.values()) == {"/health/live", "/health/ready"} and probes["readinessProbe"] == "/health/ready"

    def test_everything_selects_the_bots(self) -> None:
        labels = OBJECTS["StatefulSet"]["spec"]["template"]["metadata"]["labels"]
        assert OBJECTS["StatefulSet"]["spec"]["selector"]["matchLabels"] == labels
        assert OBJECTS["Service"]["spec"]["selector"] == labels
        assert OBJECTS["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == labels
        assert OBJECTS["StatefulSet"]["spec"]["serviceName"] == OBJECTS["Service"]["metadata"]["name"]
        for path in OBJECTS["Ingress"]["spec"]["rules"][0]["http"]["paths"]:
            assert path["backend"]["service"]["name"] == OBJECTS["Service"]["metadata"]["name"]

    def test_every_disk_is_claimed(self) -> None:
        claimed = {claim["metadata"]["name"] for claim in OBJECTS["StatefulSet"]["spec"]["volumeClaimTemplates"]}
        assert {mount["name"] for mount in CONTAINER["volumeMounts"]} == claimed


class TestTheImage:
    def test_what_is_copied_is_there_and_not_left_out(self) -> None:
        kept = {
            line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[0] == "!"
        }
        copied = re.findall(r"^COPY (?!--from)(.+) \S+$", read("Dockerfile"), flags=re.MULTILINE)
        names = {name for line in copied for name in line.split() if name != "."}
        assert names <= kept and all((ROOT / name).exists() for name in kept)

    def test_has_what_training_reads(self) -> None:
        kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        assert {"!config.yml", "!domain.yml", "!data", "!actions", "!overture", "!handover.yml"} <= set(kept)

    @pytest.mark.parametrize("name", ["OVERTURE_ENDPOINTS", "OVERTURE_CREDENTIALS"])
    def test_has_the_files_that_are_named(self, name: str) -> None:
        for value in (SERVICES[BOTS[0]]["environment"][name], OBJECTS["ConfigMap"]["data"][name]):
            assert value.startswith(IN_IMAGE) and (ROOT / value.removeprefix(IN_IMAGE)).is_file()


class TestSettings:
    def test_name_what_there_is(self) -> None:
        endpoints = yaml.safe_load(read("endpoints.yml"))
        assert endpoints["tracker_store"]["type"] == f"{ConversationStore.__module__}.ConversationStore"
        assert endpoints["lock_store"]["type"] == f"{RedisLocks.__module__}.RedisLocks"

    def test_ask_for_what_is_told(self) -> None:
        assert variables(read("endpoints.yml")) | variables(read("credentials.yml")) <= NEEDED

    def test_have_the_channels_of_one_process(self) -> None:
        own: dict[str, Any] = yaml.safe_load((ROOT / "credentials.yml").read_text(encoding="utf-8"))
        assert set(yaml.safe_load(read("credentials.yml"))) == set(own)

    def test_keep_conversations_as_long_as_the_web_channel(self) -> None:
        for folder in (ROOT, DEPLOY):
            endpoints, credentials = (
                yaml.safe_load((folder / name).read_text(encoding="utf-8"))
                for name in ("endpoints.yml", "credentials.yml")
            )
            web = credentials["overture.channels.web.WebInput"]
            assert endpoints["tracker_store"]["keep_days"] == web["keep_days"]

    def test_of_nginx_are_all_filled_in(self) -> None:
        values = {"OVERTURE_LISTEN": "80", "OVERTURE_SERVERS": nginx.servers([1]), "OVERTURE_RATE": "1r/s"}
        assert "${" not in nginx.filled(values)


def test_the_faults_of_the_guide_have_the_tests_that_it_names() -> None:
    guide = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+\.py)`", guide))
    assert named and [name for name in named if not list((ROOT / "tests").rglob(name))] == []


def test_the_guide_names_all_that_a_bot_is_told() -> None:
    guide = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")
    assert [name for name in NEEDED if f"`{name}`" not in guide] == []
