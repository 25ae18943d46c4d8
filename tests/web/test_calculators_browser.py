"""The calculators in a real browser, at phone and desktop width; screenshots are kept in artefacts/."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browsing import ARTEFACTS, SIZES

pytestmark = pytest.mark.browser


@pytest.fixture(params=SIZES)
def page(browser: Browser, url: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    yield from opened(browser, url, request.node.name.split("[")[0], request.param)


def opened(browser: Browser, url: str, name: str, size: str, scripts: bool = True) -> Iterator[Page]:
    """A page that keeps a screenshot and complains of errors, foreign requests and sideways scrolling."""
    width, height = SIZES[size]
    page = browser.new_page(
        viewport={"width": width, "height": height}, locale="zh-CN", base_url=url, java_script_enabled=scripts
    )
    complaints: list[str] = []
    page.on("request", lambda r: complaints.append(r.url) if not r.url.startswith((url, "data:", "blob:")) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    yield page
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}-{size}.png", full_page=True)
    assert complaints == []
    if scripts:
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "no sideways scrolling"
    page.close()


def test_a_deadline_from_the_list_to_the_calendar_strip(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="计算器").click()
    page.get_by_role("link", name="投诉、举报处理期限").click()
    page.get_by_label("收到投诉、举报的日期").fill("2025-09-26")
    page.get_by_role("button", name="算一算").click()
    expect(page.locator(".verdict")).to_contain_text("2025年10月23日")  # 28 September is made up
    assert page.url.endswith("/calculators/complaint_decision?received=2025-09-26")
    expect(page.locator(".strip td.makeup")).to_have_count(2)
    expect(page.locator(".strip td.due")).to_contain_text("最后一天")
    page.get_by_role("button", name="复制结果").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="加到日历").click()
    assert download.value.suggested_filename == "complaint_decision.ics"


def test_calendar_days_over_new_year(page: Page) -> None:
    page.goto("/calculators/receivable_confirmation?requested=2026-01-16")
    expect(page.locator(".verdict")).to_be_visible()
    expect(page.locator(".strip td.rest").first).to_be_visible()


def test_the_list_of_calculators(page: Page) -> None:
    page.goto("/calculators")
    expect(page.locator(".calculators li")).to_have_count(8)


def test_a_plan_is_judged(page: Page) -> None:
    page.goto("/calculators/procurement_reserve")
    page.get_by_label("年度政府采购项目预算总额").fill("8000万")
    page.get_by_label("方案预留给中小企业的比例").fill("两成五")
    page.get_by_role("button", name="算一算").click()
    expect(page.locator(".verdict")).to_contain_text("没有达到规定的比例")


def test_a_mistake_is_told_beside_its_field(page: Page) -> None:
    page.goto("/calculators/enterprise_size")
    page.get_by_label("或者写您是做什么的").fill("贸易公司")
    page.get_by_label("从业人员").fill("很多")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("批发业还是零售业")
    expect(page.get_by_label("从业人员")).to_have_value("很多")
    expect(page.locator("#employees-error")).to_be_visible()
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.locator("#industry")).to_be_in_viewport()


def test_a_consortium_form(page: Page) -> None:
    page.goto("/calculators/consortium")
    page.get_by_label("小型企业").fill("2")
    page.get_by_label("大型企业").fill("1")
    page.get_by_role("button", name="算一算").click()
    expect(page.locator(".verdict")).to_contain_text("不视同中小企业")


@pytest.mark.parametrize("size", SIZES)
def test_it_works_without_scripts(browser: Browser, url: str, size: str) -> None:
    for page in opened(browser, url, "test_it_works_without_scripts", size, scripts=False):
        page.goto("/calculators/complaint_acceptance")
        page.locator("#received").fill("2025-12-30")
        page.locator("button.go").click()
        expect(page.locator(".verdict")).to_contain_text("2026年1月5日")
        expect(page.locator("button.copy").first).to_be_hidden()


def test_a_printed_result_has_no_form(browser: Browser, url: str) -> None:
    for page in opened(browser, url, "test_a_printed_result_has_no_form", "desktop"):
        page.goto("/calculators/complaint_decision?received=2025-09-26")
        page.emulate_media(media="print")
        expect(page.locator("form")).to_be_hidden()
        expect(page.locator(".strip")).to_be_visible()
