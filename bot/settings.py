"""Settings of the faces: read once at the edge, then passed down."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.wants import WantThresholds
from kb.settings import SettingError, Settings, read_settings

THRESHOLDS = Path(__file__).parent / "thresholds.toml"
LONGEST_QUESTION = 500  # characters


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Margins at which a question is surely outside and from which it is surely ours.

    `also` is the share of the best score from which a second provision is cited.
    """

    outside: float
    sure: float
    also: float
    wants: WantThresholds


@dataclass(frozen=True, slots=True)
class BotSettings:
    """`concurrency` is how many questions the chat page answers at the same time."""

    knowledge: Settings = field(default_factory=Settings)
    host: str = "127.0.0.1"
    port: int = 7860
    concurrency: int = 16


def read_bot_settings(environment: Mapping[str, str]) -> BotSettings:
    """From TIAOLI_HOST, TIAOLI_PORT, TIAOLI_CONCURRENCY and the knowledge base's own variables.

    Raises SettingError.
    """
    return BotSettings(
        knowledge=read_settings(environment),
        host=environment.get("TIAOLI_HOST", "127.0.0.1"),
        port=_whole(environment, "TIAOLI_PORT", 7860, 65535),
        concurrency=_whole(environment, "TIAOLI_CONCURRENCY", 16, 1000),
    )


def read_thresholds(path: Path = THRESHOLDS) -> Thresholds:
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    scope, wants = tables["scope"], tables["wants"]
    return Thresholds(
        outside=float(scope["outside"]),
        sure=float(scope["sure"]),
        also=float(tables["citations"]["also"]),
        wants=WantThresholds(float(wants["likeness"]), float(wants["silent"]), float(wants["premise"])),
    )


def _whole(environment: Mapping[str, str], name: str, default: int, largest: int) -> int:
    text = environment.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= largest:
        raise SettingError(f"{name} must be a whole number from 1 to {largest}, not {text!r}")
    return int(text)
