"""The FastAPI application: chat, look-up, article pages, calculators, /healthz, and the headers of every response."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles

from bot.desk import Desk
from bot.feedback import Feedback
from bot.tools import Tools
from bot.web.articles import article_pages
from bot.web.calculators import calculator_links, calculator_pages
from bot.web.chat import Chat, chat_page, mount_options
from bot.web.language import ENGLISH, HOMES, LanguageMiddleware, language_pages
from bot.web.lookup import lookup_pages
from kb.errors import ShelfError
from kb.rules.catalogue import load_registry

STATIC = Path(__file__).parent / "static"
# The pages live on inline styles and on Gradio's own scripts; nothing comes from another host.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; "
        "frame-ancestors 'self'; base-uri 'self'; form-action 'self'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
# Gradio serves these on every page; nothing of ours uploads files or reads them back.
CLOSED = ("/gradio_api/upload", "/gradio_api/upload_progress", "/gradio_api/file", "/gradio_api/proxy", "/upload")


def make_app(desk: Desk, feedback: Feedback, concurrency: int, today: Callable[[], date]) -> FastAPI:
    """The whole site on one application.

    Raises ShelfError when nothing is published to begin with.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> Any:
        yield
        desk.close()

    app = FastAPI(title="条例通", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)

    # Inside the guard, so that what it sends by itself has the headers too.
    app.add_middleware(LanguageMiddleware)

    @app.middleware("http")
    async def guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        if is_closed(request.url.path):
            return JSONResponse({"error": "not found"}, status_code=404, headers=HEADERS)
        response = await call_next(request)
        response.headers.update(HEADERS)
        return response

    @app.get("/healthz")
    def healthz() -> JSONResponse:
        """200 with the versions when questions can be answered, 503 naming what is ill when not."""
        try:
            return JSONResponse({"status": "ok", "versions": desk.versions()})
        except ShelfError as error:
            return JSONResponse({"status": "ill", "knowledge": type(error).__name__}, status_code=503)

    app.mount("/site", StaticFiles(directory=STATIC), name="site")
    app.include_router(language_pages())
    app.include_router(article_pages(desk.finder))
    app.include_router(lookup_pages(desk.finder))
    tools = Tools(load_registry())
    app.include_router(calculator_pages(tools, desk.regulation, today))

    def keep(question: str, liked: bool) -> bool:
        try:
            return feedback.keep(question, liked, desk.versions())
        except ShelfError:  # a thumb is about what is published
            return False

    chat = Chat(
        reply=desk.reply,
        keep=keep,
        links=lambda calculation: calculator_links(tools, calculation),
        regulation=desk.regulation(),
        today=today,
    )
    # The root comes last: it takes every address that is left.
    for language in sorted(HOMES, key=lambda language: HOMES[language], reverse=True):
        page = chat_page(replace(chat, language=language), concurrency)
        gr.mount_gradio_app(app, page, path=HOMES[language].rstrip("/") or "/", **mount_options(language))
    return app


def is_closed(path: str) -> bool:
    """Whether a path is one of those that nobody may use, on either of the chat pages."""
    return path.removeprefix(HOMES[ENGLISH].rstrip("/")).startswith(CLOSED)
