"""The look-up page in a real browser, at phone and desktop width; screenshots are kept in artefacts/."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browsing import SIZES
from tests.web.test_calculators_browser import opened

pytestmark = pytest.mark.browser
HOSTILE = "拖欠 <img src=http://evil.example/a.png onerror=alert(1)>"
CITED = "《重庆市中小企业促进条例》第四十九条第一款：“国家机关、事业单位、大型企业不得违约拖欠"


@pytest.fixture(params=SIZES)
def page(browser: Browser, url: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    for page in opened(browser, url, request.node.name.split("[")[0], request.param):
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield page


def given(page: Page) -> dict[str, str]:
    """The state that the address tells."""
    return {name: values[0] for name, values in parse_qs(urlparse(page.url).query).items()}


def start(page: Page) -> None:
    page.goto("/lookup")
    expect(page.locator("#q")).to_be_focused()


def look_up(page: Page, text: str) -> None:
    start(page)
    page.keyboard.type(text)
    expect(page).to_have_url(re.compile(r"q="))


def clipboard(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_lookup_first_look(page: Page) -> None:
    start(page)
    expect(page.locator("#count")).to_contain_text("一共9章59条")
    page.get_by_role("link", name="应收账款 确权").click()
    expect(page.locator(".hit").first).to_contain_text("第二十条第二款")
    expect(page.locator("#q")).to_have_value("应收账款 确权")


def test_lookup_results_while_typing(page: Page) -> None:
    look_up(page, "应收账款 确权")
    first = page.locator(".hit").first
    expect(first).to_contain_text("第二十条第二款")
    expect(first.locator("mark").first).to_have_text("应收账款")
    expect(first.locator(".aloud")).to_contain_text("三十日")
    expect(page.locator(".hit").nth(1).locator(".aloud")).to_be_hidden()
    expect(page.locator("#live")).to_have_text("找到相关条文，共3处。")
    assert given(page) == {"q": "应收账款 确权"}


def test_lookup_by_keyboard_alone(page: Page) -> None:
    look_up(page, "拖欠")
    expect(page.locator(".hit")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".hit").nth(1).locator(".name")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("c")
    expect(page.locator("#live")).to_contain_text("已复制")
    assert clipboard(page).startswith(CITED)
    assert clipboard(page).endswith("款项。”")
    page.keyboard.press("Enter")
    expect(page.locator("#provision .wanted")).to_contain_text("念给来电人听")
    assert given(page) == {"q": "拖欠", "open": "49.1"}
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#q")).to_have_value("")
    expect(page).to_have_url(re.compile(r"/lookup$"))


def test_lookup_enter_opens_the_first(page: Page) -> None:
    start(page)
    page.keyboard.type("展会")
    page.keyboard.press("Enter")  # before anything was shown
    expect(page.locator("#provision .wanted")).to_contain_text("展会")
    expect(page.locator("#provision .wanted .asked li").first).to_be_visible()
    page.keyboard.press("c")
    expect(page.locator("#live")).to_contain_text("已复制")
    assert clipboard(page).startswith("《重庆市中小企业促进条例》第三十九条第一款：“")


def test_lookup_a_named_provision(page: Page) -> None:
    look_up(page, "三十六条三款")
    expect(page.locator(".hit")).to_have_count(1)
    expect(page.get_by_text("念给来电人听").locator("visible=true").first).to_be_visible()
    page.locator(".hit .name").click()
    wanted = page.locator("#provision .wanted")
    expect(wanted).to_be_in_viewport()
    expect(wanted).to_contain_text("百分之三十以上")


def test_lookup_filters_and_the_address(page: Page) -> None:
    page.goto("/lookup")
    page.get_by_label("怎么规定").select_option("ban")
    expect(page.locator(".hit")).to_have_count(7)
    page.get_by_label("章", exact=True).select_option("5")
    expect(page.locator(".hit")).to_have_count(2)
    assert given(page) == {"chapter": "5", "speech": "ban"}
    page.reload()
    expect(page.locator(".hit")).to_have_count(2)
    page.go_back()
    expect(page.locator(".hit")).to_have_count(7)
    expect(page.get_by_label("章", exact=True)).to_have_value("")
    page.get_by_label("写到谁").select_option("行业协会、商会")
    expect(page.locator(".hit")).to_have_count(1)
    expect(page.locator(".hit")).to_contain_text("第五十二条")


def test_lookup_neighbours_related_and_back(page: Page) -> None:
    page.goto("/lookup?q=拖欠&open=49.1")
    page.locator("#provision .related a").first.click()
    expect(page.locator("#provision")).to_have_attribute("aria-label", "第四十九条第二款")
    page.locator("#provision a[rel=next]").click()
    expect(page.locator("#provision .title")).to_have_text("第五十条")
    page.go_back()
    page.go_back()
    expect(page.locator("#provision")).to_have_attribute("aria-label", "第四十九条第一款")
    page.locator("#provision .close").click()
    expect(page.locator(".hit").first.locator(".name")).to_be_focused()
    assert given(page) == {"q": "拖欠"}


def test_lookup_tree(page: Page) -> None:
    page.goto("/lookup")
    tree = page.locator(".tree")
    if not tree.evaluate("tree => tree.open"):
        tree.locator("> summary").click()
    tree.get_by_text("第五章 市场开拓").click()
    tree.locator("details[data-chapter='5']").get_by_text("本章全部条文").click()
    expect(page.locator(".hit")).to_have_count(13)
    expect(page.get_by_label("章", exact=True)).to_have_value("5")


def test_lookup_recent_ones_stay_in_the_browser(page: Page) -> None:
    look_up(page, "展会")
    page.keyboard.press("Enter")
    expect(page.locator("#provision .wanted")).to_be_visible()
    page.keyboard.press("Escape")
    recent = page.locator(".recent")
    expect(recent.get_by_role("link", name="展会")).to_be_visible()
    page.reload()
    recent.get_by_role("link", name="展会").click()
    expect(page.locator(".hit").first).to_contain_text("第三十九条第一款")
    page.keyboard.press("Escape")
    recent.get_by_role("button", name="清除").click()
    expect(recent).to_be_hidden()


def test_lookup_nothing_and_no_such_article(page: Page) -> None:
    look_up(page, "第六十条")
    expect(page.locator("#count")).to_contain_text("一共只有59条")
    page.locator("#q").fill("离婚财产怎么分")
    expect(page.locator("#count")).to_contain_text("没有找到")
    expect(page.locator(".hit")).to_have_count(0)


def test_lookup_what_was_typed_is_not_run(page: Page) -> None:
    look_up(page, HOSTILE)
    expect(page.locator("#q")).to_have_value(HOSTILE)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator(".recent a").first).to_contain_text("<img")
    assert page.locator("img").count() == 0


def test_lookup_a_lost_connection_is_not_nothing_found(page: Page) -> None:
    start(page)
    page.route("**/lookup/results**", lambda route: route.abort())
    page.keyboard.type("拖欠")
    expect(page.locator("#count")).to_contain_text("不是条例里没有")
    page.unroute("**/lookup/results**")
    page.keyboard.press("Enter")
    expect(page.locator("#provision .wanted")).to_contain_text("不得违约")


@pytest.mark.parametrize("size", SIZES)
def test_lookup_without_scripts(browser: Browser, url: str, size: str) -> None:
    for page in opened(browser, url, "test_lookup_without_scripts", size, scripts=False):
        page.goto("/lookup")
        page.locator("#q").fill("拖欠")
        page.locator("button.go").click()
        page.locator(".hit .name").first.click()
        expect(page.locator("#provision .wanted")).to_contain_text("不得违约")
        expect(page.locator("#provision button.copy").first).to_be_hidden()


@pytest.mark.parametrize(("width", "dark"), [(390, True), (768, False), (1920, True)])
def test_lookup_fits_every_width(browser: Browser, url: str, width: int, dark: bool) -> None:
    page = browser.new_page(
        viewport={"width": width, "height": 1000}, base_url=url, color_scheme="dark" if dark else "light"
    )
    for address in ("/lookup", "/lookup?q=贷款", "/lookup?q=乱收费&open=58.1.3", "/lookup?speech=duty", "/articles/58"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_lookup_prints_the_opened_provision_alone(browser: Browser, url: str) -> None:
    for page in opened(browser, url, "test_lookup_prints_the_opened_provision_alone", "desktop"):
        page.goto("/lookup?q=拖欠&open=49.1")
        page.emulate_media(media="print")
        for gone in ("form.lookup", ".tree", ".results", "header", "#provision .bar"):
            expect(page.locator(gone)).to_be_hidden()
        expect(page.locator("#provision .wanted")).to_contain_text("念给来电人听")
