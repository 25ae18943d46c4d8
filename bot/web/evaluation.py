"""The evaluation page 评测: start a run of the regression questions, see the earlier ones, compare two."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.message import Message
from bot.runs.errors import BusyError, CommandError, NoSuchRunError, RunsUnavailableError, StillRunningError
from bot.runs.run import Run
from bot.runs.runs import Runs
from bot.store.accounts import Role
from bot.store.sessions import Session
from bot.web.evaluation_form import (
    LONGEST_NOTE,
    SPLITS,
    Filled,
    plan_of,
    problems_with,
    read_filled,
    untouched,
)
from bot.web.evaluation_words import evaluation_templates
from bot.web.guard import PRIVATE, Fields, Guard
from bot.web.language import translate as _

ROOT = "/evaluation"


def evaluation_pages(runs: Runs, guard: Guard) -> APIRouter:
    """/evaluation, the start of a run, and /evaluation/compare."""
    router = APIRouter(prefix=ROOT, default_response_class=HTMLResponse)
    environment = evaluation_templates()
    evaluator = Depends(guard.need(Role.EVALUATOR))
    posting = Depends(guard.form(Role.EVALUATOR))

    def page(session: Session, status: int = 200, filled: Filled | None = None, **told: Any) -> Response:
        html = environment.get_template("evaluation.html").render(
            title=_("评测"),
            session=session,
            splits=SPLITS,
            longest=LONGEST_NOTE,
            **{"problems": (), "busy": None, **told},
            **_start(runs, filled),
            **_earlier(runs),
        )
        return HTMLResponse(html, status, PRIVATE)

    @router.get("")
    def overview(session: Session = evaluator) -> Response:
        return page(session)

    @router.post("/runs")
    def start(fields: Fields, session: Session = posting) -> Response:
        filled = read_filled(fields)
        try:
            known = runs.sets()
            problems = problems_with(filled, known)
            if problems:
                return page(session, 422, filled, problems=problems)
            run = runs.start(plan_of(filled, known), session.account.name)
        except CommandError:
            return page(session, 503, filled)
        except BusyError as error:
            return page(session, 409, filled, busy=error)
        return RedirectResponse(f"{ROOT}/runs/{run.id}", 303, PRIVATE)

    @router.get("/compare")
    def compare(request: Request, session: Session = evaluator) -> Response:
        before, after = (request.query_params.get(name, "") for name in ("before", "after"))
        if before == after:
            return page(session, 422, problems=[Message("请选两次不同的评测来比较。")])
        first, second = runs.get(before), runs.get(after)
        html = environment.get_template("evaluation_compare.html").render(
            title=_("比较两次评测"),
            session=session,
            splits=SPLITS,
            first=first,
            second=second,
            found=runs.compare(before, after),
        )
        return HTMLResponse(html, 200, PRIVATE)

    return router


def _start(runs: Runs, filled: Filled | None) -> dict[str, Any]:
    """What the form shows; `broken` is why there are no sets to choose from."""
    try:
        known = runs.sets()
    except CommandError as error:
        return {"sets": (), "filled": filled or Filled(()), "broken": error}
    return {"sets": known, "filled": filled or untouched(known), "broken": None}


def _earlier(runs: Runs) -> dict[str, Any]:
    every = runs.all()
    return {
        "current": next((run for run in every if run.going), None),
        "runs": [(run, figures_of(runs, run)) for run in every],
        "finished": [run for run in every if run.finished],
    }


def figures_of(runs: Runs, run: Run) -> dict[str, Any] | None:
    """The figures of a run, None where it has none that can be read."""
    try:
        return runs.overview(run.id) if run.finished else None
    except NoSuchRunError:
        return None


def handle_run_refusals(app: FastAPI) -> None:
    """What an evaluator sees instead of a run that is not there or cannot be read."""
    environment = evaluation_templates()

    def page(title: str, sentence: str, status: int, tail: str = "") -> HTMLResponse:
        html = environment.get_template("evaluation_refused.html").render(title=_(title), sentence=sentence, tail=tail)
        return HTMLResponse(html, status, PRIVATE)

    def missing(_: Request, __: Any) -> Response:
        return page(Message("没有这次评测"), Message("没有这次评测的结果，可能已经删除，或者没有跑完。"), 404)

    def going(_: Request, __: Any) -> Response:
        return page(Message("还没有跑完"), Message("这次评测还在跑，等它跑完或者先停掉它。"), 409)

    def away(_: Request, error: Any) -> Response:
        pattern = "存放评测结果的文件夹读不了或者写不了，多半是磁盘满了或者没有权限，请找管理员。别的页面不受影响。"
        return page(Message("评测暂时不能用"), Message(pattern), 503, str(error))

    def failed(_: Request, error: Any) -> Response:
        pattern = "评测程序出了错，没有给出结果。请稍后再试；还是不行，请把下面的话告诉管理员。"
        return page(Message("没有算出来"), Message(pattern), 500, error.tail or str(error))

    app.add_exception_handler(NoSuchRunError, missing)
    app.add_exception_handler(StillRunningError, going)
    app.add_exception_handler(RunsUnavailableError, away)
    app.add_exception_handler(CommandError, failed)
