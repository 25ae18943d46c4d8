"""The plain pages: the contents and one page an article, rendered on the server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from bot.web.pages import templates
from kb.errors import NoSuchProvisionError
from kb.model import Regulation


def article_pages(regulation: Callable[[], Regulation]) -> APIRouter:
    """/articles and /articles/{number}; `regulation` gives the one published now."""
    router = APIRouter(default_response_class=HTMLResponse)
    environment = templates()

    def page(name: str, title: str, status: int = 200, **values: Any) -> HTMLResponse:
        html = environment.get_template(name).render(title=title, regulation=regulation(), **values)
        return HTMLResponse(html, status_code=status)

    @router.get("/articles")
    def contents() -> HTMLResponse:
        return page("contents.html", "全部条文")

    @router.get("/articles/{number}")
    def article(number: str) -> HTMLResponse:
        tree = regulation()
        try:
            found = tree.article(int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 0)
        except NoSuchProvisionError:
            sentence = f"《{tree.title}》一共{len(tree.articles)}条，没有您要找的这一条。"
            return page("missing.html", "没有这一条", 404, sentence=sentence)
        by_number = {other.number: other for other in tree.articles}
        return page(
            "article.html",
            f"{found.label} · {tree.title}",
            article=found,
            chapter=tree.chapter(found.chapter),
            previous=by_number.get(found.number - 1),
            next=by_number.get(found.number + 1),
        )

    return router
