"""handover.yml: what it may hold, and what is said of every fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from overture.handover import Config, ConfigError, read_config
from overture.handover.config import FileSettings, WebhookSettings

ROOT = Path(__file__).resolve().parents[3]
KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "handover.yml"


def told(file: Path, text: str) -> list[str]:
    """The faults of a file."""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        read_config(file)
    assert str(raised.value) == "\n".join(map(str, raised.value.faults))
    return [str(fault) for fault in raised.value.faults]


def read(file: Path, text: str) -> Config:
    file.write_text(text, encoding="utf-8")
    return read_config(file)


def test_the_file_of_the_project_says_what_holds_without_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shipped = read_config(ROOT / "handover.yml")
    monkeypatch.delenv("OVERTURE_HANDOVER")
    monkeypatch.setattr("overture.handover.config.ROOT", tmp_path)
    without = read_config()
    assert shipped.copy(exclude={"folder"}) == without.copy(exclude={"folder"})
    assert shipped.folder == ROOT / "handovers"
    assert shipped.office == "the team that runs this page"
    assert shipped.targets == (FileSettings(kind="file"),)


def test_a_file_that_is_named_has_to_be_there(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    monkeypatch.setenv("OVERTURE_HANDOVER", str(file))
    with pytest.raises(ConfigError, match=r"handover\.yml:1: the file can't be read"):
        read_config()


def test_everything_can_be_set(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    monkeypatch.setenv("KEY", KEY)
    config = read(
        file,
        "office: the admissions office\npage: https://example.edu/x\nwhen: Soon.\nphone_region: GB\ntranscript: 5\n"
        "keep_days: 30\nfolder: kept\ntargets:\n  - kind: file\n    folder: inner\n"
        "  - {kind: webhook, name: crm, url: 'https://example.edu/hook', secret_env: KEY, timeout: 3}\n",
    )
    assert (config.office, config.page, config.when) == ("the admissions office", "https://example.edu/x", "Soon.")
    assert (config.phone_region, config.transcript, config.keep_days) == ("GB", 5, 30)
    assert config.folder == file.parent / "kept"
    webhook = config.targets[1]
    assert isinstance(webhook, WebhookSettings)
    assert (webhook.name, webhook.timeout, webhook.secret) == ("crm", 3.0, KEY)


def test_an_absolute_folder_is_taken_as_it_is(file: Path, tmp_path: Path) -> None:
    assert read(file, f"folder: {tmp_path / 'there'}\n").folder == tmp_path / "there"


def test_no_target_at_all_can_be_wanted(file: Path) -> None:
    assert read(file, "targets: []\n").targets == ()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("office: ''", "1: office: is empty, expected text"),
        ("office:", "1: office: is empty, expected a value"),
        ("page: example.edu", "1: page: 'example.edu' is not a web address, expected one that begins with https://"),
        ("\nphone_region: usa", "2: phone_region: 'usa' is not a country, expected two capital letters such as US"),
        ("transcript: many", "1: transcript: expected a whole number"),
        ("transcript: 501", "1: transcript: is too large, expected at most 500"),
        ("office: x\nkeep_days: 0", "2: keep_days: is too small, expected at least 1"),
        ("ofice: x", "1: ofice: is not a known key here"),
        ("targets: file", "1: targets: expected a list"),
        ("targets:\n  - file", "2: the target has no kind, expected file or webhook"),
        ("targets:\n  - name: a\n    kind: pigeon", "3: 'pigeon' is not a kind of target, expected file or webhook"),
        ("targets:\n  - kind: file\n    foldr: x", "3: targets.0.foldr: is not a known key here"),
        (
            "targets:\n  - kind: file\n  - kind: file",
            "1: targets: two targets are called 'file', give them a name each",
        ),
        ("- office: x", "1: expected keys with values, such as 'office: the admissions office'"),
        ("", "1: expected keys with values, such as 'office: the admissions office'"),
        ("office: x\noffice: y", "2: the key 'office' stands here twice"),
        ("office: [x", "2: bad YAML: while parsing a flow sequence, did not find expected ',' or ']'"),
    ],
)
def test_a_fault_is_told_with_its_line(file: Path, text: str, fault: str) -> None:
    assert told(file, text) == [f"handover.yml:{fault}"]


def test_all_faults_are_told_at_once(file: Path) -> None:
    faults = told(file, "colour: red\nkeep_days: x\ntargets:\n  - kind: owl\n  - kind: file\n    size: 3\n")
    assert [fault.split(":")[1] for fault in faults] == ["1", "2", "4", "6"]


class TestWebhook:
    def fault(self, file: Path, rest: str) -> list[str]:
        return told(file, f"targets:\n  - kind: webhook\n    {rest}\n")

    @pytest.mark.parametrize(
        ("value", "said"),
        [
            (None, "is not set"),
            ("", "is not set"),
            ("not base64!", "does not hold a key, expected whsec_ with random bytes in base64"),
            ("whsec_c2hvcnQ=", "holds too short a key, expected at least 24 bytes"),
        ],
    )
    def test_the_key_is_checked_and_never_shown(
        self, file: Path, monkeypatch: pytest.MonkeyPatch, value: str | None, said: str
    ) -> None:
        monkeypatch.delenv("KEY", raising=False) if value is None else monkeypatch.setenv("KEY", value)
        faults = self.fault(file, "url: https://example.edu/x\n    secret_env: KEY")
        assert faults == [f"handover.yml:4: targets.0.secret_env: the environment variable KEY {said}"]

    @pytest.mark.parametrize("host", ["example.edu", "10.0.0.7:8000", "localhost.example.edu"])
    def test_what_people_write_does_not_go_over_an_open_line(
        self, file: Path, monkeypatch: pytest.MonkeyPatch, host: str
    ) -> None:
        monkeypatch.setenv("KEY", KEY)
        (fault,) = self.fault(file, f"url: http://{host}/x\n    secret_env: KEY")
        assert "everybody on the way could read" in fault and "allow_http: true" in fault
        allowed = read(
            file, f"targets:\n  - {{kind: webhook, url: 'http://{host}/x', secret_env: KEY, allow_http: true}}\n"
        )
        assert len(allowed.targets) == 1

    @pytest.mark.parametrize("url", ["http://localhost:9/x", "http://127.0.0.1/x", "http://[::1]:8000/x"])
    def test_unless_it_stays_on_the_machine(self, file: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
        monkeypatch.setenv("KEY", KEY)
        assert read(file, f"targets:\n  - {{kind: webhook, url: '{url}', secret_env: KEY}}\n").targets

    @pytest.mark.parametrize("url", ["example.edu/x", "ftp://example.edu", "https://", "mailto:a@example.edu"])
    def test_the_url_is_one(self, file: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
        monkeypatch.setenv("KEY", KEY)
        (fault,) = self.fault(file, f"url: {url}\n    secret_env: KEY")
        assert fault.endswith("is not a web address, expected one that begins with https://")

    def test_url_and_key_are_needed(self, file: Path) -> None:
        faults = self.fault(file, "timeout: 100")
        assert faults == [
            "handover.yml:2: targets.0.secret_env: is missing, expected a value",
            "handover.yml:2: targets.0.url: is missing, expected a value",
            "handover.yml:3: targets.0.timeout: is too large, expected at most 60",
        ]
