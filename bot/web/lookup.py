"""The look-up page 查条文: one box, filters, the provisions found and one opened; every state has an address."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from bot.filters import Speech, actors_of, read_filters
from bot.finder import Finder, State
from bot.look_up import DOWN, LookedUp, look_up
from bot.message import Message
from bot.provision import OpenedArticle, open_article
from bot.settings import LONGEST_QUESTION
from bot.web.language import CHINESE, language, told, translate_html
from bot.web.language import translate as _
from bot.web.pages import templates
from kb.errors import NoSuchProvisionError, ShelfError
from kb.handbook import reference_of
from kb.model import Reference, Regulation
from kb.subjects import SubjectKind

ROOT = "/lookup"
CLOSED = "none"  # nothing is opened, not even the one provision that was asked for
KEY = re.compile(r"[1-9][0-9]{0,3}(?:\.[1-9][0-9]{0,2}){0,2}")
EXAMPLES = ("36", "三十六条三款", "第五章", "应收账款 确权", "人社局 职责", "区里拖着工程款不给怎么办")
# What came of a look-up, for pages in other languages.
BRIEFLY = {
    State.WELCOME: "一共{chapters}章{articles}条。条号、关键词、来电人的原话都可以查。",
    State.NAMED: "按条号找到{count}处。",
    State.LISTED: "共{count}处。",
    State.FOUND: "找到{count}处。",
    State.NEAR: "没有完全吻合的，先列出最接近的{count}处。",
    State.NOTHING: "没有找到。",
    State.MISSING: "没有这一条：一共{chapters}章{articles}条。",
    State.FOREIGN: "这是别的法律或者别的地方的规定，这里只查本条例。",
    State.UNAVAILABLE: DOWN,
}
# Shown and typed by people who wait; no copy may be older than the published build.
FRESH = {"Cache-Control": "no-cache"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A state of the page, as its address says it."""

    q: str = ""
    chapter: str = ""
    who: str = ""
    speech: str = ""
    open: str = ""

    def address(self, **changes: str) -> str:
        """The address of this state with some of it changed; what is blank is left out."""
        changed = replace(self, **changes)
        given = {name: getattr(changed, name) for name in ("q", "chapter", "who", "speech", "open")}
        query = urlencode({name: value for name, value in given.items() if value})
        return f"{ROOT}?{query}" if query else ROOT


def lookup_pages(finder: Callable[[], AbstractContextManager[Finder]]) -> APIRouter:
    """/lookup, and /lookup/results with what the page fetches while somebody types."""
    router = APIRouter(prefix=ROOT, default_response_class=HTMLResponse)
    environment = templates()

    def answer(template: str, request: Request) -> HTMLResponse:
        wanted = read_wanted(request)
        try:
            with finder() as found:
                values = seen(found, wanted)
                html = environment.get_template(template).render(**values)
        except ShelfError:
            html = environment.get_template(f"down_{template}").render(wanted=wanted, title=_("查条文"))
            return HTMLResponse(html, 503, FRESH)
        down = values["looked"].state is State.UNAVAILABLE
        return HTMLResponse(html, 503 if down else 200, FRESH)

    @router.get("")
    def page(request: Request) -> HTMLResponse:
        return answer("lookup.html", request)

    @router.get("/results")
    def results(request: Request) -> HTMLResponse:
        return answer("lookup_found.html", request)

    return router


def read_wanted(request: Request) -> Wanted:
    """What stands twice in an address counts once."""
    given = {name: value.strip() for name, value in request.query_params.multi_items()}
    return Wanted(**{name: given.get(name, "") for name in ("q", "chapter", "who", "speech", "open")})


def seen(finder: Finder, wanted: Wanted) -> dict[str, Any]:
    """Everything the templates need of a state."""
    regulation, subjects = finder.regulation, finder.opened.subjects
    filters = read_filters(wanted.chapter, wanted.who, wanted.speech, regulation, subjects)
    looked = look_up(finder, wanted.q, filters)
    opened, problem = to_open(finder, wanted, looked)
    problems = [*filters.problems, *([problem] if problem else [])]
    if len(wanted.q) > LONGEST_QUESTION:
        pattern = "您输入了{count}个字，只按前面{longest}个字查。"
        problems.append(Message(pattern, count=len(wanted.q), longest=LONGEST_QUESTION))
    actors = actors_of(subjects)
    return {
        "title": f"{wanted.q[:20]} · {_('查条文')}" if wanted.q else _("查条文"),
        "regulation": regulation,
        "wanted": wanted,
        "filters": filters,
        "bodies": [actor for actor in actors if actor.kind is SubjectKind.BODY],
        "groups": [actor for actor in actors if actor.kind is SubjectKind.GROUP],
        "speeches": list(Speech),
        "State": State,
        "looked": looked,
        "sentence": found_sentence(looked, regulation),
        "problems": problems,
        "opened": opened,
        "marks": {shown.reference: shown.marks for shown in looked.shown},
        "close": wanted.address(open=CLOSED if looked.named else ""),
        "href": lambda reference: wanted.address(open=reference.key) + "#provision",
        "topic": lambda article: finder.opened.topic(Reference(article=article.number, paragraph=1)),
        "examples": EXAMPLES,
        "longest": LONGEST_QUESTION,
    }


def to_open(finder: Finder, wanted: Wanted, looked: LookedUp) -> tuple[OpenedArticle | None, str]:
    """The provision to be opened, None for none, and a sentence if what the address names does not exist."""
    if wanted.open == CLOSED:
        return None, ""
    try:
        if wanted.open:
            if not KEY.fullmatch(wanted.open):
                raise NoSuchProvisionError(wanted.open, "article", len(finder.regulation.articles))
            return open_article(finder.opened, reference_of(wanted.open)), ""
        return (open_article(finder.opened, looked.named) if looked.named else None), ""
    except NoSuchProvisionError:
        regulation = finder.regulation
        pattern = "没有您要打开的这一条：《{title}》一共{chapters}章{articles}条，请核对一下编号。"
        numbers = {"chapters": len(regulation.chapters), "articles": len(regulation.articles)}
        return None, Message(pattern, title=regulation.title, **numbers)


def found_sentence(looked: LookedUp, regulation: Regulation) -> Markup:
    """What was found. In another language only the state and the number are told: the sentence is the finder's."""
    if language() == CHINESE:
        return told(looked.sentence)
    numbers = {"chapters": len(regulation.chapters), "articles": len(regulation.articles)}
    return translate_html(BRIEFLY[looked.state], count=len(looked.shown), **numbers)
