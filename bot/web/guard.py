"""Who may see and do what: roles are checked on the server, for every route that is not public."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from bot.message import Message
from bot.store.accounts import Role
from bot.store.errors import StoreUnavailableError
from bot.store.sessions import Session, Sessions
from bot.web.addresses import with_query
from bot.web.language import translate
from bot.web.pages import templates
from kb.errors import ShelfError

COOKIE = "tiaoli-session"
PRIVATE = {"Cache-Control": "no-store"}


class NotSignedInError(Exception):
    """The page is for people who are signed in."""


class NotAllowedError(Exception):
    """The account's role does not reach that far."""


class ForgedFormError(Exception):
    """A form that did not come from a page of the session."""


async def read_fields(request: Request) -> dict[str, str]:
    """A form's fields, of one given twice the last; none of a form with files, or that cannot be read as one."""
    try:
        async with request.form(max_files=0) as form:
            return {name: value for name, value in form.multi_items() if isinstance(value, str)}
    except HTTPException:
        return {}


Fields = Annotated[dict[str, str], Depends(read_fields)]


class Guard:
    """Makes the dependencies that a router's routes stand behind."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def signed_in(self, request: Request) -> Session | None:
        """Raises StoreUnavailableError."""
        token = request.cookies.get(COOKIE, "")
        return self._sessions.find(token) if token else None

    def need(self, role: Role) -> Callable[[Request], Session]:
        """A dependency: the session of somebody with that role.

        Raises NotSignedInError, NotAllowedError, StoreUnavailableError.
        """

        def needed(request: Request) -> Session:
            session = self.signed_in(request)
            if session is None:
                raise NotSignedInError
            if not session.account.role.covers(role):
                raise NotAllowedError
            return session

        return needed

    def form(self, role: Role) -> Callable[..., Session]:
        """As `need`, for a form that changes something: it must carry the session's token in its field csrf.

        Raises ForgedFormError besides.
        """
        needed = self.need(role)

        def checked(request: Request, fields: Fields) -> Session:
            session = needed(request)
            if not session.matches(fields.get("csrf", "")):
                raise ForgedFormError
            return session

        return checked


def handle_refusals(app: FastAPI) -> None:
    """What a person sees who may not go on."""
    environment = templates()

    def page(title: str, sentence: str, status: int) -> HTMLResponse:
        html = environment.get_template("refused.html").render(title=translate(title), sentence=sentence)
        return HTMLResponse(html, status, PRIVATE)

    def sign_in(request: Request, _: Any) -> Response:
        if request.method == "GET":
            wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(with_query("/sign-in", next=wanted), 303, PRIVATE)
        return page(
            Message("请先登录"), Message("您还没有登录，或者登录已经到期。刚才填的没有提交，请登录后再试。"), 401
        )

    def not_allowed(_: Request, __: Any) -> Response:
        return page(Message("没有权限"), Message("您的账号没有做这件事的权限。需要的话，请找管理员。"), 403)

    def forged(_: Request, __: Any) -> Response:
        return page(
            Message("没有提交"), Message("这张表单已经过期，什么也没有改动。请回到原来的页面，刷新后再试。"), 403
        )

    def away(_: Request, __: Any) -> Response:
        return page(
            Message("暂时不能用"),
            Message("存放账号和反馈的数据库暂时打不开，请稍后再试。对话、查条文和计算器不受影响。"),
            503,
        )

    def unpublished(_: Request, __: Any) -> Response:
        return page(Message("条文库打不开"), Message("这是我们这边的故障，不是条例里没有。请稍后刷新再试。"), 503)

    app.add_exception_handler(NotSignedInError, sign_in)
    app.add_exception_handler(NotAllowedError, not_allowed)
    app.add_exception_handler(ForgedFormError, forged)
    app.add_exception_handler(StoreUnavailableError, away)
    app.add_exception_handler(ShelfError, unpublished)
