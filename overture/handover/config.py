"""Reads ``handover.yml`` and says everything that is wrong with it, each with file and line."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Optional, Union
from urllib.parse import urlsplit

from pydantic import BaseModel, Extra, Field, ValidationError, validator

from overture.handover.errors import ConfigError
from overture.handover.signing import secret_fault
from overture.knowledge import Fault, yaml_lines
from overture.knowledge.errors import plain
from overture.knowledge.yaml_lines import Document, Place, Step

ROOT = Path(__file__).resolve().parents[2]
# Where the file is, if not in the checkout.
SETTING = "OVERTURE_HANDOVER"

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class _Settings(BaseModel):
    class Config:
        extra = Extra.forbid
        frozen = True
        min_anystr_length = 1


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"'{value}' is not a web address, expected one that begins with https://")
    return value


class FileSettings(_Settings):
    """Records as lines of JSON, in a file a month."""

    kind: Literal["file"]
    name: str = "file"
    # Within the folder of the whole; that one itself if not given.
    folder: str = "."


class WebhookSettings(_Settings):
    """Records sent to a web address, signed."""

    kind: Literal["webhook"]
    name: str = "webhook"
    url: str
    secret_env: str
    timeout: float = Field(10.0, ge=1, le=60)
    allow_http: bool = False

    _is_address = validator("url", allow_reuse=True)(_web_address)

    @validator("secret_env")
    def _is_set(cls, name: str) -> str:
        fault = secret_fault(os.environ.get(name, ""))
        if fault:
            raise ValueError(f"the environment variable {name} {fault}")
        return name

    @validator("allow_http", always=True)
    def _is_private(cls, allowed: bool, values: Mapping[str, Any]) -> bool:
        parts = urlsplit(values.get("url", ""))
        if parts.scheme == "http" and parts.hostname not in _LOCAL and not allowed:
            raise ValueError(
                "the url begins with http://, so that everybody on the way could read what people write: "
                "use https://, or set allow_http: true where the network is your own"
            )
        return allowed

    @property
    def secret(self) -> str:
        """The key of the signature."""
        return os.environ[self.secret_env]


TargetSettings = Union[FileSettings, WebhookSettings]
KINDS: Mapping[str, type[_Settings]] = {"file": FileSettings, "webhook": WebhookSettings}


class Config(_Settings):
    """The whole file; every key has a default, so that it may be missing.

    ``folder`` is where things are kept, ``keep_days`` after how many days they are
    removed, ``transcript`` how many of the last messages go along at most.
    """

    office: str = "the team that runs this page"
    page: Optional[str] = None
    when: Optional[str] = None
    phone_region: str = "US"
    transcript: int = Field(40, ge=0, le=500)
    keep_days: int = Field(180, ge=1, le=3650)
    folder: Path = ROOT / "handovers"
    targets: tuple[TargetSettings, ...] = (FileSettings(kind="file"),)

    _is_address = validator("page", allow_reuse=True)(_web_address)

    @validator("phone_region")
    def _is_region(cls, region: str) -> str:
        from phonenumbers import SUPPORTED_REGIONS

        if region not in SUPPORTED_REGIONS:
            raise ValueError(f"'{region}' is not a country, expected two capital letters such as US")
        return region

    @validator("targets")
    def _are_told_apart(cls, targets: tuple[TargetSettings, ...]) -> tuple[TargetSettings, ...]:
        names = [target.name for target in targets]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"two targets are called '{min(twice)}', give them a name each")
        return targets


def default_file() -> Path:
    """``OVERTURE_HANDOVER`` if set, else ``handover.yml`` of the checkout."""
    chosen = os.environ.get(SETTING)
    return Path(chosen) if chosen else ROOT / "handover.yml"


def read_config(file: Optional[Path] = None) -> Config:
    """The settings of a file; the defaults where there is none.

    Args:
        file: the one of :func:`default_file` if not given.  Folders in it are relative to where it lies.

    Raises:
        ConfigError: with every fault found.
    """
    path = file or default_file()
    if not path.exists() and not os.environ.get(SETTING):
        return Config.parse_obj({})
    document = yaml_lines.read(path, path.name)
    if document.faults:
        raise ConfigError(document.faults)
    if not isinstance(document.data, dict):
        raise ConfigError([Fault(path.name, 1, "expected keys with values, such as 'office: the admissions office'")])
    return _parse(document, path.parent)


def _parse(document: Document, home: Path) -> Config:
    faults: list[Fault] = []
    raw = {"folder": "handovers", **document.data}
    if isinstance(raw.get("targets"), list):
        listed = [_target(item, ("targets", n), document, faults) for n, item in enumerate(raw["targets"])]
        raw["targets"] = [target for target in listed if target]
    try:
        config = Config.parse_obj(raw)
    except ValidationError as error:
        faults.extend(_explained(error, (), document))
    if faults:
        raise ConfigError(faults)
    return config.copy(update={"folder": home / config.folder})


def _target(raw: object, place: Place, document: Document, faults: list[Fault]) -> Optional[_Settings]:
    kind = raw.get("kind") if isinstance(raw, dict) else None
    settings = KINDS.get(kind) if isinstance(kind, str) else None
    if settings is None:
        said = f"'{kind}' is not a kind of target" if kind else "the target has no kind"
        faults.append(Fault(document.file, document.line((*place, "kind")), f"{said}, expected {' or '.join(KINDS)}"))
        return None
    try:
        return settings.parse_obj(raw)
    except ValidationError as error:
        faults.extend(_explained(error, place, document))
        return None


def _explained(error: ValidationError, place: Sequence[Step], document: Document) -> list[Fault]:
    faults = []
    for item in error.errors():
        where = (*place, *item["loc"])
        said = plain(item)
        named = ".".join(str(step) for step in where)
        faults.append(Fault(document.file, document.line(where), f"{named}: {said}"))
    return faults
