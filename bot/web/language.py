"""In which language the interface speaks: 中文, or English. The regulation and the answers are Chinese in both."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlsplit

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, RedirectResponse, Response
from markupsafe import Markup, escape
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.message import Message as Sentence
from bot.web.addresses import local

CHINESE, ENGLISH = "zh", "en"
TAGS = {CHINESE: "zh-CN", ENGLISH: "en"}
NAMES = {CHINESE: "中文", ENGLISH: "English"}
# The chat page is built once a language, as what Gradio does later knows nothing of a request.
HOMES = {CHINESE: "/", ENGLISH: "/en/"}
COOKIE = "tiaoli-language"
YEAR = 365 * 24 * 3600  # seconds
CATALOGUE = Path(__file__).parent / "catalogue"

_language: ContextVar[str] = ContextVar("language", default=CHINESE)
_address: ContextVar[str] = ContextVar("address", default="/")


@contextmanager
def speaking(language: str, address: str = "/") -> Iterator[None]:
    """Until it is left, everything is said in that language; `address` is that of the page."""
    spoken, there = _language.set(language), _address.set(address)
    try:
        yield
    finally:
        _language.reset(spoken)
        _address.reset(there)


def language() -> str:
    return _language.get()


def translate(text: str, /, **values: object) -> str:
    """The Chinese text in the language of the page, its {names} filled in; what has no translation stays Chinese."""
    if isinstance(text, Sentence):
        return translate(text.pattern, **text.values)
    if language() == CHINESE:
        return text.format(**values) if values else text
    words = catalogue(language())
    told = {name: words.get(value, value) if isinstance(value, str) else value for name, value in values.items()}
    found = words.get(text, text)
    return found.format(**told) if values else found


def translate_html(text: str, /, **values: object) -> Markup:
    """The same for a page: text and values are escaped, values that are markup already stay so."""
    if isinstance(text, Sentence):
        return escape(translate(text))
    found = escape(catalogue(language()).get(text, text))
    return found.format(**values) if values else found


def told(sentence: str, label: str = "") -> Markup:
    """A sentence of the bot's; marked as Chinese where it can be said in Chinese alone. `label`: what it is about."""
    pattern = sentence.pattern if isinstance(sentence, Sentence) else sentence
    if language() == CHINESE or pattern in catalogue(language()):
        return translate_html(sentence)
    about = translate("“{label}”没有看明白，请改一改：", label=label) if label else ""
    return escape(about) + chinese_html(sentence)


def chinese_html(text: str) -> Markup:
    """Words that are Chinese in every language, marked where the page is not."""
    return escape(text) if language() == CHINESE else Markup("<span{}>{}</span>").format(zh(), text)


def zh() -> Markup:
    """The attribute of what is Chinese on a page in another language."""
    return Markup("") if language() == CHINESE else Markup(' lang="zh-CN"')


def own() -> Markup:
    """The attribute of what is in the page's language again, within something Chinese."""
    return Markup("") if language() == CHINESE else Markup(' lang="{}"').format(TAGS[language()])


def switch_html() -> Markup:
    """The link to the same page in the other language. page.js corrects its address where the page's has changed."""
    other = ENGLISH if language() == CHINESE else CHINESE
    link = f"/language/{other}?next={quote(_address.get(), safe='/')}"
    return Markup('<a class="language" lang="{0}" hreflang="{0}" href="{1}">{2}</a>').format(
        TAGS[other], link, NAMES[other]
    )


@cache
def catalogue(language: str) -> dict[str, str]:
    """Chinese text → text; empty for Chinese."""
    if language == CHINESE:
        return {}
    return tomllib.loads((CATALOGUE / f"{language}.toml").read_text(encoding="utf-8"))


def language_pages() -> APIRouter:
    """/language/zh and /language/en: the choice is kept for a year, and one is back where one was."""
    router = APIRouter()

    @router.get("/language/{language}")
    def choose(language: str, next: str = "/") -> Response:
        if language not in TAGS:
            return PlainTextResponse("not found", 404)
        there = local(next)
        if urlsplit(there).path.rstrip("/") in ("", "/en"):
            there = HOMES[language]
        answer = RedirectResponse(there, 303)
        answer.set_cookie(COOKIE, language, max_age=YEAR, samesite="lax")
        return answer

    return router


class LanguageMiddleware:
    """Sets the language of each request: the address says it of the chat page, the cookie of all others.

    It is plain ASGI, as what it sets must hold in the task that answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        path = connection.url.path
        chosen = connection.cookies.get(COOKIE)
        if path == "/en" or (path == HOMES[CHINESE] and chosen == ENGLISH):
            await RedirectResponse(HOMES[ENGLISH], 307, {"Vary": "Cookie"})(scope, receive, send)
            return
        spoken = ENGLISH if path.startswith(HOMES[ENGLISH]) or chosen == ENGLISH else CHINESE

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                _mark(MutableHeaders(scope=message), spoken, path == HOMES[ENGLISH] and chosen != ENGLISH)
            await send(message)

        address = path + (f"?{connection.url.query}" if connection.url.query else "")
        with speaking(spoken, address):
            await self._app(scope, receive, told)


def _mark(headers: MutableHeaders, spoken: str, came_by_address: bool) -> None:
    """What caches must know of a page; who came to the English chat by its address finds the other pages English."""
    if not headers.get("content-type", "").startswith("text/html"):
        return
    headers.add_vary_header("Cookie")
    headers["Content-Language"] = TAGS[spoken]
    if came_by_address:
        answer = Response()
        answer.set_cookie(COOKIE, spoken, max_age=YEAR, samesite="lax")
        headers.append("set-cookie", answer.headers["set-cookie"])
