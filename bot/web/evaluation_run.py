"""One evaluation: how far it has come, its figures, its failures one by one, its files."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.runs.errors import NoSuchRunError
from bot.runs.folder import REPORT, RESULT
from bot.runs.questions import Choice, count_faults, select
from bot.runs.run import Run
from bot.runs.runs import Runs
from bot.store.accounts import Role
from bot.store.sessions import Session
from bot.web.evaluation import ROOT, figures_of
from bot.web.evaluation_form import SPLITS
from bot.web.evaluation_words import evaluation_templates, progress_of
from bot.web.guard import PRIVATE, Guard
from bot.web.language import translate

MOST = 100  # failures on one page
FIELDS = ("set", "tag", "fault", "passed")
# The report brings its own style, and a script that is not needed to read it.
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
FILES = {"report.html": (REPORT, "text/html; charset=utf-8"), "result.json": (RESULT, "application/json")}


def run_pages(runs: Runs, guard: Guard) -> APIRouter:
    """/evaluation/runs/RUN and what belongs to it."""
    router = APIRouter(prefix=f"{ROOT}/runs/{{id}}", default_response_class=HTMLResponse)
    evaluator = Depends(guard.need(Role.EVALUATOR))
    _show(router, runs, evaluator)
    _change(router, runs, Depends(guard.form(Role.EVALUATOR)))
    _show_questions(router, runs, evaluator)
    _hand_out(router, runs, evaluator)  # last: its address takes what the others leave
    return router


def _answer(template: str, **values: Any) -> Response:
    html = evaluation_templates().get_template(template).render(splits=SPLITS, **values)
    return HTMLResponse(html, 200, PRIVATE)


def _show(router: APIRouter, runs: Runs, evaluator: Any) -> None:
    @router.get("")
    def page(id: str, request: Request, session: Session = evaluator) -> Response:
        run = runs.get(id)
        figures = figures_of(runs, run)
        return _answer(
            "evaluation_run.html",
            title=f"{translate('评测')} {run.plan.note}".strip(),
            session=session,
            run=run,
            figures=figures,
            metrics=_measured(figures) if figures else [],
            **_so_far(runs, run),
            **(_failures(runs, run, request) if figures else {}),
        )

    @router.get("/progress")
    def progress(id: str, _: Session = evaluator) -> Response:
        run = runs.get(id)
        return _answer("evaluation_progress.html", run=run, **_so_far(runs, run))


def _change(router: APIRouter, runs: Runs, posting: Any) -> None:
    @router.post("/cancel")
    def cancel(id: str, session: Session = posting) -> Response:
        runs.cancel(id, session.account.name)
        return RedirectResponse(f"{ROOT}/runs/{id}", 303, PRIVATE)

    @router.post("/delete")
    def delete(id: str, _: Session = posting) -> Response:
        runs.delete(id)
        return RedirectResponse(ROOT, 303, PRIVATE)


def _show_questions(router: APIRouter, runs: Runs, evaluator: Any) -> None:
    @router.get("/questions/{question:path}")
    def question(id: str, question: str, request: Request, session: Session = evaluator) -> Response:
        run, figures = runs.get(id), runs.overview(id)
        every, choice = runs.questions(id), _choice(request)
        found = next((one for one in every if one["id"] == question), None)
        if found is None:
            raise NoSuchRunError(f"run {id!r} has no question {question!r}")
        return _answer(
            "evaluation_question.html",
            title=f"{translate('题目')} {question}",
            session=session,
            run=run,
            figures=figures,
            question=found,
            query=_query(choice),
            **_neighbours([one["id"] for one in select(every, choice)], question),
        )


def _hand_out(router: APIRouter, runs: Runs, evaluator: Any) -> None:
    @router.get("/{name}")
    def file(id: str, name: str, _: Session = evaluator) -> Response:
        if name not in FILES:
            raise NoSuchRunError(f"run {id!r} has no {name}")
        stored, kind = FILES[name]
        content = runs.file(id, stored)
        headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="tiaoli-{id}-{name}"',
                   "Content-Security-Policy": REPORT_POLICY}  # fmt: skip
        return Response(content, 200, headers, kind)


def _so_far(runs: Runs, run: Run) -> dict[str, Any]:
    return {
        "progress": progress_of(runs.progress(run.id)),
        "stopped_by": runs.asked_to_stop(run.id) if run.going else None,
    }


def _measured(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """The metrics that apply to any question of the run."""
    return [metric for metric in figures["metrics"] if metric["name"] in figures["sets"][0]["values"]]


def _failures(runs: Runs, run: Run, request: Request) -> dict[str, Any]:
    """The questions that are wanted, one page of them."""
    every, choice = runs.questions(run.id), _choice(request)
    found = select(every, choice)
    pages = max(1, -(-len(found) // MOST))
    given = request.query_params.get("page", "1")
    page = min(int(given), pages) if given.isascii() and given.isdigit() and len(given) < 6 and int(given) else 1
    return {
        "choice": choice,
        "query": _query(choice),
        "found": len(found),
        "questions": found[(page - 1) * MOST : page * MOST],
        "page": page,
        "pages": pages,
        "faults": count_faults(every),
    }


def _choice(request: Request) -> Choice:
    return Choice(**{name: request.query_params.get(name, "") for name in FIELDS})


def _query(choice: Choice) -> str:
    """The choice as part of an address: "" or ?…"""
    given = {name: value for name in FIELDS if (value := getattr(choice, name))}
    return f"?{urlencode(given)}" if given else ""


def _neighbours(ids: list[str], id: str) -> dict[str, Any]:
    """The ids before and after in the list somebody came from."""
    if id not in ids:
        return {"before": None, "after": None}
    place = ids.index(id)
    return {"before": ids[place - 1] if place else None, "after": ids[place + 1] if place + 1 < len(ids) else None}
