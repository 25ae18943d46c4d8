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
FEEDBACK_DAYS = 365


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
    """`concurrency` is how many questions the chat page answers at the same time.

    `database` is the URL of the database for accounts and feedback, "" for a file in the data folder. `questions`
    and `pages` are the requests a minute that one address may make (0: any number), counted in `rate_storage`.
    `feedback_days` is how long feedback is kept (0: for ever).
    `proxies` are the addresses of proxies that are believed about whom they speak for, separated by commas.
    """

    knowledge: Settings = field(default_factory=Settings)
    host: str = "127.0.0.1"
    port: int = 7860
    concurrency: int = 16
    database: str = ""
    feedback_days: int = FEEDBACK_DAYS
    questions: int = 240
    pages: int = 1200
    rate_storage: str = "memory://"
    proxies: str = ""

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.knowledge.data.absolute() / 'journal.db'}"


def read_bot_settings(environment: Mapping[str, str]) -> BotSettings:
    """From TIAOLI_HOST, TIAOLI_PORT, TIAOLI_CONCURRENCY, TIAOLI_DATABASE, TIAOLI_FEEDBACK_DAYS, TIAOLI_RATE_QUESTIONS,
    TIAOLI_RATE_PAGES, TIAOLI_RATE_STORAGE, TIAOLI_PROXIES and the knowledge base's own variables.

    Raises SettingError.
    """
    return BotSettings(
        knowledge=read_settings(environment),
        host=environment.get("TIAOLI_HOST", "127.0.0.1"),
        port=_whole(environment, "TIAOLI_PORT", 7860, 65535),
        concurrency=_whole(environment, "TIAOLI_CONCURRENCY", 16, 1000),
        database=environment.get("TIAOLI_DATABASE", ""),
        feedback_days=_whole(environment, "TIAOLI_FEEDBACK_DAYS", FEEDBACK_DAYS, 36_500, least=0),
        questions=_whole(environment, "TIAOLI_RATE_QUESTIONS", 240, 1_000_000, least=0),
        pages=_whole(environment, "TIAOLI_RATE_PAGES", 1200, 1_000_000, least=0),
        rate_storage=environment.get("TIAOLI_RATE_STORAGE", "memory://"),
        proxies=environment.get("TIAOLI_PROXIES", ""),
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


def _whole(environment: Mapping[str, str], name: str, default: int, largest: int, least: int = 1) -> int:
    text = environment.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= largest:
        raise SettingError(f"{name} must be a whole number from {least} to {largest}, not {text!r}")
    return int(text)
