"""The plain pages: the contents and one page an article, rendered on the server."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from bot.finder import Finder
from bot.message import Message
from bot.provision import open_article
from bot.web.language import translate as _
from bot.web.pages import templates
from kb.errors import NoSuchProvisionError, ShelfError
from kb.model import Reference


def article_pages(finder: Callable[[], AbstractContextManager[Finder]]) -> APIRouter:
    """/articles and /articles/{number} of what is published now."""
    router = APIRouter(default_response_class=HTMLResponse)
    environment = templates()

    def page(name: str, title: str, status: int = 200, **values: Any) -> HTMLResponse:
        return HTMLResponse(environment.get_template(name).render(title=title, **values), status)

    @router.get("/articles")
    def contents() -> HTMLResponse:
        try:
            with finder() as found:
                return page("contents.html", _("全部条文"), regulation=found.regulation)
        except ShelfError:
            return page("down.html", _("条文库打不开"), 503)

    @router.get("/articles/{number}")
    def article(number: str) -> HTMLResponse:
        wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 0
        try:
            with finder() as found:
                tree = found.regulation
                opened = open_article(found.opened, Reference(article=wanted))
                return page(
                    "article.html", f"{opened.label} · {tree.title}", regulation=tree, opened=opened, href=address
                )
        except NoSuchProvisionError:
            sentence = Message(
                "《{title}》一共{count}条，没有您要找的这一条。", title=tree.title, count=len(tree.articles)
            )
            return page("missing.html", _("没有这一条"), 404, sentence=sentence, regulation=tree)
        except ShelfError:
            return page("down.html", _("条文库打不开"), 503)

    return router


def address(reference: Reference) -> str:
    """/articles/36#3, of an item /articles/58#1-6."""
    place = "-".join(str(number) for number in (reference.paragraph, reference.item) if number is not None)
    return f"/articles/{reference.article}" + (f"#{place}" if place else "")
