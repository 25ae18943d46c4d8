"""The calculators: every rule as a form whose every state has an address, rendered on the server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from markupsafe import Markup

from bot.answer import Calculation
from bot.figures import Figure, argument_text, figures_of
from bot.tools import Refusal, Tool, ToolResult, Tools
from bot.typed_arguments import INDUSTRY
from bot.web.calendar_file import calendar_file
from bot.web.form import WORDS, Filled, example_query, form_slots, query_of, read_form
from bot.web.language import translate as _
from bot.web.markup import citation_html
from bot.web.pages import templates
from bot.web.strip import draw_strip, legend
from kb.model import Regulation
from kb.rules.catalogue import TODAY
from kb.rules.slots import Kind

ROOT = "/calculators"
UNITS = {"workday": "个工作日", "day": "日"}


def calculator_pages(tools: Tools, regulation: Callable[[], Regulation], today: Callable[[], date]) -> APIRouter:
    """/calculators, /calculators/{rule} and, for deadlines, /calculators/{rule}.ics."""
    router = APIRouter(prefix=ROOT, default_response_class=HTMLResponse)
    environment = templates()

    def page(name: str, title: str, status: int = 200, **values: Any) -> HTMLResponse:
        html = environment.get_template(name).render(title=title, regulation=regulation(), **values)
        return HTMLResponse(html, status_code=status)

    def missing() -> HTMLResponse:
        return page("calculator_missing.html", _("没有这个计算器"), 404)

    @router.get("")
    def contents() -> HTMLResponse:
        return page("calculators.html", _("计算器"), tools=tools.all)

    @router.get("/{name}.ics")
    def deadline_file(name: str, request: Request) -> Response:
        tool = tools.get(name)
        if tool is None or TODAY not in tool.slots:
            return missing()
        outcome = compute(read_form(tool, request.query_params.multi_items()), regulation(), today(), standing=False)
        if isinstance(outcome, Refusal):
            return PlainTextResponse("\n".join(outcome.sentences.values()), 422)
        headers = {"Content-Disposition": f'attachment; filename="{tool.name}.ics"'}
        return Response(calendar_file(tool.label, outcome, today()), 200, headers, "text/calendar; charset=utf-8")

    @router.get("/{name}")
    def calculator(name: str, request: Request) -> Response:
        tool = tools.get(name)
        if tool is None:
            return missing()
        filled = read_form(tool, request.query_params.multi_items())
        outcome = compute(filled, regulation(), today()) if filled.sent else None
        errors: Mapping[str, str] = outcome.sentences if isinstance(outcome, Refusal) else {}
        result = None
        if isinstance(outcome, ToolResult):
            if filled.given != filled.typed:  # an address without the blank fields is easier to send on
                return RedirectResponse(f"{ROOT}/{tool.name}?{urlencode(filled.given)}", 303)
            result = shown_result(tool, filled, outcome, today())
        return page(
            "calculator.html",
            _(tool.label),
            422 if errors else 200,
            tool=tool,
            fields=filled.fields(errors),
            kinds={slot.kind for slot in form_slots(tool)},
            Kind=Kind,
            errors=errors,
            result=result,
            example=urlencode(example_query(tool)),
        )

    return router


def calculator_links(tools: Tools, calculation: Calculation) -> list[tuple[str, str]]:
    """Text and address of what else there is to a calculation: its form, filled in, and a deadline's calendar file."""
    tool = tools.get(calculation.rule)
    if tool is None:
        return []
    query = urlencode(query_of(tool, calculation.arguments))
    links = [(_("换个数再算"), f"{ROOT}/{tool.name}?{query}")]
    if TODAY in tool.slots:
        links.append((_("加到日历"), f"{ROOT}/{tool.name}.ics?{query}"))
    return links


def compute(filled: Filled, regulation: Regulation, today: date, standing: bool = True) -> ToolResult | Refusal:
    """`standing`: whether the result also says how a deadline stands today."""
    arguments, refused = filled.arguments()
    if standing and TODAY in filled.tool.slots:
        arguments[TODAY.name] = today
    outcome = filled.tool.run(arguments, today, regulation)
    if not refused:
        return outcome
    found = outcome.sentences if isinstance(outcome, Refusal) else {}
    sentences = {**found, **refused}
    return Refusal({slot.name: sentences[slot.name] for slot in filled.tool.slots if slot.name in sentences})


def shown_result(tool: Tool, filled: Filled, result: ToolResult, today: date) -> dict[str, Any]:
    """What the template needs of a result."""
    calculation = result.calculation
    unit = tool.registry.book.parameters[tool.rule.parameters[0]].values[:1]
    strip = draw_strip(calculation.result, UNITS.get(unit[0].unit, "") if unit else "", today)
    figures = figures_of(calculation.result)
    return {
        "verdict": result.verdict,
        "figures": figures,
        "arguments": _arguments(tool, filled, calculation.arguments),
        "steps": calculation.steps,
        "assumptions": result.assumptions,
        "provisional": result.provisional,
        "citations": [Markup(citation_html(citation, result.marks)) for citation in calculation.citations],
        "copied": copied_text(tool.label, result, figures),
        "strip": strip,
        "legend": legend(strip.weeks) if strip else [],
        "file": f"{ROOT}/{tool.name}.ics?{urlencode(filled.given)}" if strip else "",
    }


def copied_text(label: str, result: ToolResult, figures: tuple[Figure, ...]) -> str:
    """The result for the clipboard, its provision quoted."""
    steps = [f"{n}. {step}" for n, step in enumerate(result.calculation.steps, start=1)]
    cited = [f"《{c.title}》{c.reference.label}：“{c.quote}”" for c in result.calculation.citations]
    parts = [f"{label}：{result.verdict}", *(f"{figure.label}：{figure.text}" for figure in figures)]
    return "\n".join([*parts, "怎么算的：", *steps, "依据：", *cited, "前提：", *result.assumptions])


def _arguments(tool: Tool, filled: Filled, arguments: Mapping[str, object]) -> list[Figure]:
    """How what was typed was understood."""
    shown = []
    for slot in form_slots(tool):
        if slot.name in arguments:
            text = argument_text(slot, arguments[slot.name])
            words = filled.typed.get(INDUSTRY + WORDS, "").strip()
            if slot.name == INDUSTRY and words:
                text += f"（您写的是“{words}”）"
            shown.append(Figure(_(slot.label).removesuffix("（元）").removesuffix(" (yuan)"), text))
    return shown
