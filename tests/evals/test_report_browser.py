"""The report in a real browser: filters, hostile strings, phone and desktop, light and dark."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from evals.compare import compare
from evals.evaluation import Evaluation
from evals.record import crashed
from evals.report import Findings, write_report
from tests.evals.fakes import ask, cite, dialogue, evaluation, failing, passing, record, reply
from tests.evals.fakes import expect as expected
from tests.serving import ROOT

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
VIEWS = {"desktop": (1200, 900, "light"), "phone": (390, 844, "dark")}
HOSTILE = (
    "<img src=http://evil.example/a.png onerror=alert(1)></script><script>alert(2)</script>![x](http://evil.example/b)"
)
LONG = "长" * 200 + "w" * 400


def run() -> Evaluation:
    wrong = ask("rul-9", expected("answered", {"2.1": 2}, facts=(HOSTILE,)), HOSTILE, tags=("typo", HOSTILE))
    talk = dialogue("dlg-1", ("甲", expected("clarify")), (LONG, expected("answered")))
    return evaluation(
        passing("rul-1", tags=("staff",)),
        failing("rul-2", tags=("staff",)),
        record(wrong, reply("answered", cite("3", HOSTILE), text=f"**粗** {HOSTILE}\n\n> 引")),
        record(talk, reply("clarify"), reply("out_of_scope", text=LONG)),
        crashed(ask("hot-1", expected(), set="hotline"), ValueError(HOSTILE)),
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("TIAOLI_BROWSER_REQUIRED"):
            pytest.fail("chromium is required here and is not installed")
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(params=VIEWS)
def page(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height, scheme = VIEWS[request.param]
    write_report(tmp_path / "run.html", run(), Findings([HOSTILE], compare(run(), run())))
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="zh-CN",
    )
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if not r.url.startswith("data:") else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    page.on("console", lambda message: errors.append(message.text))
    page.goto((tmp_path / "run.html").as_uri())
    yield page
    (ROOT / "artefacts").mkdir(exist_ok=True)
    name = request.node.name.split("[")[0]
    page.screenshot(path=ROOT / "artefacts" / f"report-{name}-{request.param}.png", full_page=True)
    assert asked == [(tmp_path / "run.html").as_uri()]
    assert errors == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "no sideways scrolling"
    page.close()


def shown(page: Page) -> list[str]:
    return page.locator(".question:not([hidden]) summary code").all_inner_texts()


def choice(page: Page, name: str) -> Locator:
    return page.locator(f"#filters select[name={name}]")


def test_failures_are_shown_first_and_every_filter_narrows_the_list(page: Page) -> None:
    assert shown(page) == ["rul-2", "rul-9", "dlg-1", "hot-1"]
    expect(page.locator("#count")).to_have_text("显示 4 题，共 5 题")
    choice(page, "state").select_option("")
    assert len(shown(page)) == 5
    for name, value, ids in [
        ("state", "crash", ["hot-1"]),
        ("state", "passed", ["rul-1"]),
        ("set", "hotline", ["hot-1"]),
        ("tags", "staff", ["rul-1", "rul-2"]),
        ("tags", HOSTILE, ["rul-9"]),
        ("expected", "clarify", ["dlg-1"]),
        ("got", "out_of_scope", ["dlg-1"]),
        ("got", "crash", ["hot-1"]),
    ]:
        choice(page, name).select_option(value)
        assert shown(page) == ids, (name, value)
        choice(page, name).select_option("")
    page.get_by_label("含有").fill("RUL-9")
    assert shown(page) == ["rul-9"]
    page.get_by_label("含有").fill("没有这样的题")
    expect(page.locator("#none")).to_be_visible()


def test_a_failure_opens_to_the_answer_as_the_user_saw_it(page: Page) -> None:
    opened = page.locator(".question", has=page.get_by_text("rul-9", exact=True))
    opened.locator("summary").click()
    expect(opened.locator(".answer strong")).to_have_text("粗")
    expect(opened.locator(".answer")).to_contain_text(HOSTILE.split("![")[0])
    expect(opened.locator(".answer .citation")).to_contain_text("第三条")
    expect(opened.locator(".why")).to_contain_text("没有引用第二条第一款。")
    assert opened.locator("img").count() == 0


def test_a_long_dialogue_fits_the_page(page: Page) -> None:
    opened = page.locator(".question", has=page.get_by_text("dlg-1", exact=True))
    opened.locator("summary").click()
    expect(opened.locator("article")).to_have_count(2)
