"""The evaluation page in a real browser, with the real command: started, watched, stopped, read and compared.

One run of a small set is finished before; screenshots are kept in artefacts/.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.runs.command import Command
from bot.runs.folder import Folder
from bot.runs.run import Plan, Run
from bot.runs.runs import Runs
from bot.store.accounts import Role
from bot.store.store import open_store
from tests.web.browsing import ARTEFACTS, SIZES
from tests.web.test_calculators_browser import opened

pytestmark = pytest.mark.browser
NAME, PASSWORD = "eva", "longenough12"
SECOND = "20250101-000000-abcd"


@pytest.fixture(scope="module")
def finished(data: Path) -> Run:
    """A real run of the development questions of one set, kept twice so that there are two to compare."""
    store = open_store(f"sqlite:///{data / 'journal.db'}", lambda: datetime.now(UTC))
    store.accounts.add(NAME, Role.EVALUATOR, PASSWORD)
    store.database.close()
    runs = Runs(Folder(data / "evaluations"), Command(data), lambda: datetime.now(UTC))
    run = runs.start(Plan(("grievances",), ("长篇投诉",), False, "dev", "改指南以前"), NAME)
    runs.wait()
    assert runs.get(run.id).finished, runs.get(run.id).tail
    shutil.copytree(data / "evaluations" / run.id, data / "evaluations" / SECOND)
    return runs.get(run.id)


@pytest.fixture(params=SIZES)
def page(browser: Browser, finished: Run, url: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    for page in opened(browser, url, request.node.name.split("[")[0], request.param):
        page.goto("/evaluation")
        page.get_by_label("账号").fill(NAME)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        yield page


def size_of(page: Page) -> str:
    assert page.viewport_size is not None
    widths = {width: size for size, (width, _) in SIZES.items()}
    return widths[page.viewport_size["width"]]


def check(page: Page, name: str) -> None:
    """Keeps a screenshot, and finds nothing that shuts people out."""
    page.screenshot(path=ARTEFACTS / f"evaluation-{name}-{size_of(page)}.png", full_page=True)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "no sideways scrolling"


def test_evaluation_started_watched_and_stopped(page: Page) -> None:
    expect(page.get_by_role("heading", name="开始一次评测")).to_be_visible()
    check(page, "start")
    page.get_by_label("全部题目").check()
    page.get_by_label("备注").fill("<b>试一试</b>")
    page.get_by_role("button", name="开始").click()
    expect(page.get_by_text("<b>试一试</b>")).to_be_visible()
    expect(page.locator("#progress .count")).to_contain_text("正在装载知识库")
    with page.context.expect_page() as other:
        page.evaluate("open('/evaluation')")
    expect(other.value.get_by_role("status")).to_contain_text("eva在")
    other.value.close()
    if size_of(page) == "phone":  # once is enough: the knowledge base has to be loaded before
        expect(page.locator("#progress .count")).to_contain_text(re.compile("做完[1-9]"), timeout=60_000)
        expect(page.locator("progress[value]")).to_be_visible()
    check(page, "progress")
    page.reload()
    page.get_by_role("button", name="停掉").click()
    # It is polite to others, so on a busy machine it takes a while to notice.
    expect(page.locator(".verdict")).to_contain_text("eva停掉了这次评测，没有结果。", timeout=30_000)
    page.get_by_text("删除这次评测").click()
    page.get_by_role("button", name="确认删除").click()
    expect(page).to_have_url(re.compile("/evaluation$"))


def test_evaluation_read_question_by_question(page: Page, finished: Run) -> None:
    page.locator(".runs .finished a").first.click()
    expect(page.locator(".verdict")).to_contain_text(re.compile(r"37题中通过\d+题"))
    expect(page.locator("svg.bars .bar")).to_have_count(2)
    expect(page.locator(".figures")).to_contain_text("首引条")
    check(page, "result")
    page.get_by_label("错在哪里").select_option("citations")
    page.get_by_role("button", name="筛选").click()
    expect(page).to_have_url(re.compile("fault=citations"))
    page.locator(".questions a").first.click()
    expect(page.locator(".verdict")).to_have_text("没通过")
    expect(page.locator("ul.why").first).to_be_visible()
    check(page, "question")
    page.get_by_role("link", name="下一道").click()
    page.get_by_role("link", name="回到这次评测").click()
    expect(page.get_by_label("错在哪里")).to_have_value("citations")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载报告（HTML）").click()
    assert download.value.suggested_filename == f"tiaoli-{finished.id}-report.html"


def test_evaluation_compared(page: Page) -> None:
    page.get_by_role("button", name="比较").click()
    expect(page.locator(".verdict")).to_contain_text("同样的37道题")
    expect(page.get_by_role("cell", name="没有变").first).to_be_visible()
    page.get_by_text("各项指标：长篇投诉").click()
    check(page, "compare")
