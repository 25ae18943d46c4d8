"""Signing in and out."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.message import Message
from bot.store.accounts import LOCKED, Role
from bot.store.errors import LockedError, SignInError
from bot.store.sessions import Session
from bot.store.store import Store
from bot.web.addresses import local
from bot.web.guard import COOKIE, PRIVATE, Fields, ForgedFormError, Guard
from bot.web.language import translate as _
from bot.web.pages import templates

HOMES = {Role.STAFF: "/feedback", Role.EVALUATOR: "/evaluation", Role.ADMIN: "/evaluation"}


def sign_in_pages(store: Store, guard: Guard) -> APIRouter:
    """/sign-in and /sign-out."""
    router = APIRouter(default_response_class=HTMLResponse)
    somebody = Depends(guard.signed_in)
    environment = templates()

    def page(
        next: str, status: int = 200, name: str = "", problem: str = "", session: Session | None = None
    ) -> Response:
        html = environment.get_template("sign_in.html").render(
            title=_("登录"), next=next, name=name, problem=problem, session=session
        )
        return HTMLResponse(html, status, PRIVATE)

    @router.get("/sign-in")
    def form(request: Request) -> Response:
        return page(local(request.query_params.get("next", ""), ""), session=guard.signed_in(request))

    @router.post("/sign-in")
    def sign_in(request: Request, fields: Fields) -> Response:
        next, name = local(fields.get("next", ""), ""), fields.get("name", "")
        if not name.strip() or not fields.get("password"):
            return page(next, 422, name, Message("请填写账号和密码。"))
        try:
            account = store.accounts.sign_in(name, fields["password"])
        except LockedError as error:
            until = clock(error.until)
            sentence = Message("连续输错的次数太多，这个账号{until}以前不能登录。", until=until)
            return page(next, 429, name, sentence)
        except SignInError:
            pattern = "账号或者密码不对。连续输错会锁住{minutes}分钟；忘了密码请找管理员。"
            return page(next, 401, name, Message(pattern, minutes=LOCKED.seconds // 60))
        response = RedirectResponse(next or HOMES[account.role], 303, PRIVATE)
        secure = request.url.scheme == "https"
        response.set_cookie(COOKIE, store.sessions.open(account), httponly=True, samesite="lax", secure=secure)
        return response

    @router.post("/sign-out")
    def sign_out(request: Request, fields: Fields, session: Session | None = somebody) -> Response:
        if session is not None and not session.matches(fields.get("csrf", "")):
            raise ForgedFormError
        store.sessions.close(request.cookies.get(COOKIE, ""))
        response = RedirectResponse("/", 303, PRIVATE)
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")
        return response

    return router


def clock(moment: datetime) -> str:
    """15:04, here."""
    return moment.astimezone().strftime("%H:%M")
