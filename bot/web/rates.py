"""How often one client may come. The only module that imports limits."""

from __future__ import annotations

from dataclasses import dataclass
from time import time

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import ConfigurationError
from limits.storage import storage_from_string

from kb.settings import SettingError

# What Gradio starts a question with; /en is the page in English.
QUESTIONS = ("/gradio_api/queue/join", "/gradio_api/call", "/gradio_api/run", "/gradio_api/api")
FREE = ("/site/", "/assets/", "/static/", "/healthz")
SIGN_IN = "/sign-in"
SIGN_INS_PER_MINUTE = 20


@dataclass(frozen=True, slots=True)
class RateSettings:
    """Requests a minute from one address, 0 for no limit. `storage` is memory:// or what `limits` knows for workers
    that share a count, such as redis://host:6379."""

    questions: int = 240
    pages: int = 1200
    storage: str = "memory://"


class Rates:
    """Counts requests by client and by what they cost."""

    def __init__(self, settings: RateSettings) -> None:
        """Raises SettingError for a storage that cannot be used."""
        try:
            self._limiter = MovingWindowRateLimiter(storage_from_string(f"async+{settings.storage}"))
        except (ConfigurationError, ImportError) as error:
            raise SettingError(f"TIAOLI_RATE_STORAGE={settings.storage!r} cannot be used: {error}") from error
        self._questions = _a_minute(settings.questions)
        self._pages = _a_minute(settings.pages)
        self._sign_ins = _a_minute(SIGN_INS_PER_MINUTE)

    async def wait_seconds(self, method: str, path: str, client: str) -> int:
        """0 if the client may come now, else how long it has to wait."""
        kind, limit = self._limit_of(method, path)
        if limit is None or await self._limiter.hit(limit, kind, client):
            return 0
        stats = await self._limiter.get_window_stats(limit, kind, client)
        return max(1, round(stats.reset_time - time()))

    def _limit_of(self, method: str, path: str) -> tuple[str, RateLimitItem | None]:
        if path.startswith(FREE):
            return "free", None
        if path.removeprefix("/en").startswith(QUESTIONS):
            return "questions", self._questions
        if path == SIGN_IN and method == "POST":
            return "sign-ins", self._sign_ins
        return "pages", self._pages


def _a_minute(count: int) -> RateLimitItem | None:
    return RateLimitItemPerMinute(count) if count else None
