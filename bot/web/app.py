"""The FastAPI application: chat, look-up, article pages, calculators, sign-in, feedback, evaluation, /healthz."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from bot.desk import Desk
from bot.feedback import Feedback
from bot.runs.runs import Runs
from bot.store.errors import StoreUnavailableError
from bot.store.store import Store
from bot.tools import Tools
from bot.web.articles import article_pages
from bot.web.calculators import calculator_links, calculator_pages
from bot.web.chat import Chat
from bot.web.chat_page import chat_page, mount_options
from bot.web.doors import Doors
from bot.web.evaluation import evaluation_pages, handle_run_refusals
from bot.web.evaluation_run import run_pages
from bot.web.feedback_pages import feedback_pages
from bot.web.guard import Guard, handle_refusals
from bot.web.health import health_pages
from bot.web.language import HOMES, LanguageMiddleware, language_pages
from bot.web.lookup import lookup_pages
from bot.web.rates import Rates, RateSettings
from bot.web.sign_in import sign_in_pages
from kb.rules.catalogue import load_registry

log = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"


def make_app(
    desk: Desk,
    store: Store,
    runs: Runs,
    concurrency: int,
    today: Callable[[], date],
    rates: RateSettings | None = None,
) -> FastAPI:
    """The whole site on one application.

    Raises ShelfError when nothing is published to begin with.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> Any:
        try:
            store.journal.purge()
        except StoreUnavailableError as error:
            log.warning("old feedback could not be removed: %s", error)
        yield
        runs.close()
        desk.close()
        store.database.close()

    app = FastAPI(title="条例通", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)

    # Inside the doors, so that what it sends by itself has the headers too.
    app.add_middleware(LanguageMiddleware)
    app.add_middleware(Doors, rates=Rates(rates or RateSettings()))
    handle_refusals(app)
    handle_run_refusals(app)
    app.include_router(health_pages(desk, store))
    app.mount("/site", StaticFiles(directory=STATIC), name="site")
    app.include_router(language_pages())
    app.include_router(article_pages(desk.finder))
    app.include_router(lookup_pages(desk.finder))
    guard = Guard(store.sessions)
    app.include_router(sign_in_pages(store, guard))
    app.include_router(evaluation_pages(runs, guard))
    app.include_router(run_pages(runs, guard))
    app.include_router(feedback_pages(store.journal, desk.regulation, guard))
    tools = Tools(load_registry())
    app.include_router(calculator_pages(tools, desk.regulation, today))

    chat = Chat(
        reply=desk.reply,
        feedback=Feedback(store.journal, desk.versions),
        links=lambda calculation: calculator_links(tools, calculation),
        regulation=desk.regulation(),
        today=today,
    )
    # The root comes last: it takes every address that is left.
    for language in sorted(HOMES, key=lambda language: HOMES[language], reverse=True):
        page = chat_page(replace(chat, language=language), concurrency)
        gr.mount_gradio_app(app, page, path=HOMES[language].rstrip("/") or "/", **mount_options(language))
    return app
