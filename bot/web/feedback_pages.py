"""/feedback: what people sent, for staff to take, dismiss or delete; every change leads back to the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.feedback_export import exported
from bot.message import Message
from bot.naming import EXAMPLES, LONGEST_NAME
from bot.settings import LONGEST_QUESTION
from bot.store.accounts import Role
from bot.store.entries import Purpose, State, read_id
from bot.store.errors import HandledError, NoSuchEntryError, TakenTextError
from bot.store.journal import Journal, Wanted
from bot.store.sessions import Session
from bot.web.feedback_list import (
    ALL,
    DONE,
    OUTCOMES,
    PURPOSES,
    ROOT,
    STATES,
    Draft,
    find,
    local_time,
    read_listed,
    shown,
)
from bot.web.guard import PRIVATE, Fields, Guard
from bot.web.language import translate as _
from bot.web.pages import templates
from bot.web.taking import read_taking, taken_draft
from kb.model import Regulation


class FeedbackPages:
    """What the routes share."""

    def __init__(self, journal: Journal, regulation: Callable[[], Regulation]) -> None:
        self.journal = journal
        self.regulation = regulation
        self._environment = templates()
        self._environment.filters["local_time"] = local_time
        self._environment.globals.update(
            STATES=STATES, PURPOSES=PURPOSES, OUTCOMES=OUTCOMES, ALL=ALL, State=State, Purpose=Purpose
        )
        self._environment.globals.update(
            examples=EXAMPLES, longest_name=LONGEST_NAME, longest_question=LONGEST_QUESTION, root=ROOT
        )

    def several(self, request: Request, session: Session) -> Response:
        listed = read_listed(request.query_params.multi_items())
        found = find(self.journal, listed, self.regulation())
        said = DONE.get(request.query_params.get("done", ""), "")
        return self._page("feedback.html", session, listed=listed, found=found, said=said, days=self.journal.days)

    def one(
        self,
        session: Session,
        id: str,
        back: str,
        status: int = 200,
        notice: str = "",
        purpose: Purpose | None = None,
        draft: Draft | None = None,
    ) -> Response:
        """One entry by itself, with the list's address to go back to."""
        listed = read_listed(parse_qsl(back))
        try:
            entry = self.journal.get(read_id(id))
        except NoSuchEntryError:
            status, notice = 404, Message("没有这一条反馈，可能已经删除了。")
            return self._page("feedback_entry.html", session, status, listed=listed, notice=notice, one=None)
        one = shown(entry, self.regulation(), purpose, draft)
        return self._page("feedback_entry.html", session, status, listed=listed, notice=notice, one=one)

    def change(
        self,
        session: Session,
        id: str,
        fields: dict[str, str],
        done: str,
        action: Callable[[], None],
        draft: Draft | None = None,
    ) -> Response:
        """Back to the list when it is done, else the entry with the reason why not, and with what was typed."""
        back = fields.get("back", "")
        try:
            action()
        except NoSuchEntryError:
            return self.one(session, id, back)
        except HandledError as error:
            notice = Message("这一条已经由{name}处理过，没有改动。要改的话，请先重新打开。", name=error.by)
            return self.one(session, id, back, 409, notice, Purpose(done) if draft else None, draft)
        listed = read_listed(parse_qsl(back))
        address = listed.address(page=listed.page)
        return RedirectResponse(address + ("&" if "?" in address else "?") + f"done={done}", 303, PRIVATE)

    def take(self, session: Session, id: str, fields: dict[str, str], purpose: Purpose) -> Response:
        draft, taking = read_taking(purpose, fields, self.regulation())
        back = fields.get("back", "")
        if draft.problems:
            return self.one(session, id, back, 422, purpose=purpose, draft=draft)

        def take() -> None:
            self.journal.take(read_id(id), taking, session.account.name)

        try:
            return self.change(session, id, fields, purpose.value, take, draft)
        except TakenTextError as error:
            refused = taken_draft(draft, purpose, error, self.regulation())
            return self.one(session, id, back, 422, purpose=purpose, draft=refused)

    def _page(self, name: str, session: Session, status: int = 200, **values: Any) -> Response:
        html = self._environment.get_template(name).render(title=_("反馈"), session=session, **values)
        return HTMLResponse(html, status, PRIVATE)


def feedback_pages(journal: Journal, regulation: Callable[[], Regulation], guard: Guard) -> APIRouter:
    """The list, one entry, the exports, and the forms that change an entry."""
    router = APIRouter(prefix=ROOT, default_response_class=HTMLResponse)
    pages = FeedbackPages(journal, regulation)
    # FastAPI does not see the names of this function in an annotation.
    reads, writes = Depends(guard.need(Role.STAFF)), Depends(guard.form(Role.STAFF))

    @router.get("")
    def several(request: Request, session: Session = reads) -> Response:
        return pages.several(request, session)

    @router.get("/export/{purpose}.toml")
    def export(purpose: Purpose, session: Session = reads) -> Response:
        text = exported(journal.find(Wanted(State.TAKEN)), purpose)
        headers = {"Content-Disposition": f'attachment; filename="tiaoli-{purpose.value}.toml"', **PRIVATE}
        return Response(text, 200, headers, "application/toml; charset=utf-8")

    @router.get("/{id}")
    def one(id: str, request: Request, session: Session = reads) -> Response:
        return pages.one(session, id, request.query_params.get("back", ""))

    @router.post("/{id}/similar")
    def take_as_similar(id: str, fields: Fields, session: Session = writes) -> Response:
        return pages.take(session, id, fields, Purpose.SIMILAR)

    @router.post("/{id}/regression")
    def take_as_regression(id: str, fields: Fields, session: Session = writes) -> Response:
        return pages.take(session, id, fields, Purpose.REGRESSION)

    @router.post("/{id}/dismiss")
    def dismiss(id: str, fields: Fields, session: Session = writes) -> Response:
        by = session.account.name
        return pages.change(session, id, fields, "dismiss", lambda: journal.dismiss(read_id(id), by))

    @router.post("/{id}/reopen")
    def reopen(id: str, fields: Fields, session: Session = writes) -> Response:
        return pages.change(session, id, fields, "reopen", lambda: journal.reopen(read_id(id)))

    @router.post("/{id}/delete")
    def delete(id: str, fields: Fields, session: Session = writes) -> Response:
        return pages.change(session, id, fields, "delete", lambda: journal.forget(read_id(id)))

    return router
