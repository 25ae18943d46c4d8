"""Running the site."""

from __future__ import annotations

from datetime import date, datetime

import uvicorn

from bot.assistant import open_assistant
from bot.desk import Desk
from bot.feedback import Feedback
from bot.settings import BotSettings
from bot.web.app import make_app
from kb.library import Library


def run(settings: BotSettings) -> None:
    """Serves until it is stopped; prints the address once it can be opened.

    Raises ShelfError when nothing is published.
    """
    knowledge = settings.knowledge
    desk = Desk(Library(knowledge.data), lambda: open_assistant(knowledge.data, knowledge))
    feedback = Feedback(knowledge.data / "feedback.jsonl", lambda: datetime.now().astimezone())
    app = make_app(desk, feedback, settings.concurrency, date.today)
    print(f"条例通：http://{settings.host}:{settings.port}/", flush=True)
    uvicorn.run(app, host=settings.host, port=settings.port, log_level="warning")
