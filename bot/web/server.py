"""Running the site."""

from __future__ import annotations

from datetime import UTC, date, datetime

import uvicorn

from bot.assistant import open_assistant
from bot.desk import Desk
from bot.runs.command import Command
from bot.runs.folder import Folder
from bot.runs.runs import Runs
from bot.settings import BotSettings
from bot.store.store import open_store
from bot.web.app import make_app
from bot.web.rates import RateSettings
from kb.library import Library


def run(settings: BotSettings) -> None:
    """Serves until it is stopped; prints the address once it can be opened.

    Raises ShelfError when nothing is published.
    """
    knowledge = settings.knowledge
    desk = Desk(Library(knowledge.data), lambda: open_assistant(knowledge.data, knowledge).warmed())
    store = open_store(settings.database_url, lambda: datetime.now(UTC), settings.feedback_days)
    rates = RateSettings(settings.questions, settings.pages, settings.rate_storage)
    runs = Runs(Folder(knowledge.data / "evaluations"), Command(knowledge.data), lambda: datetime.now(UTC))
    app = make_app(desk, store, runs, settings.concurrency, date.today, rates)
    print(f"条例通：http://{settings.host}:{settings.port}/", flush=True)
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies or None,
    )
