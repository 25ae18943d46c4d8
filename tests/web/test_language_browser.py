"""Changing the language in a real browser: by the link at the top, and the talk stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browsing import SIZES
from tests.web.test_browser import ask
from tests.web.test_calculators_browser import opened

pytestmark = pytest.mark.browser


@pytest.fixture(params=SIZES)
def page(browser: Browser, url: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    yield from opened(browser, url, request.node.name.split("[")[0], request.param)


def test_the_chat_and_its_talk_in_english_and_back(page: Page) -> None:
    page.goto("/")
    expect(page.locator("#chat .example").first).to_be_visible(timeout=30_000)
    ask(page, "第五十四条第二款")
    link = page.get_by_role("link", name="English")
    assert (link.bounding_box() or {})["height"] >= 44
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/en/$"))
    expect(page.locator("#chat .answer")).to_contain_text("十五个工作日", timeout=30_000)
    expect(page.locator("#chat .badge")).to_have_text("Text of the provision")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    ask(page, "下一款")
    page.locator("#chat .actions button.copy").last.click()
    expect(page.locator("#chat .actions button.copy").last).to_have_text("Copied")
    page.get_by_role("button", name="Change question 1").click()
    expect(page.locator("#editing")).to_contain_text("Changing question 1")
    page.get_by_role("link", name="Look up").click()
    expect(page.get_by_role("button", name="Find")).to_be_visible()
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("button", name="查", exact=True)).to_be_visible()
    page.get_by_role("link", name="对话").click()
    expect(page.locator("#chat .exchange")).to_have_count(2, timeout=30_000)
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_the_look_up_is_where_it_was(page: Page) -> None:
    page.goto("/lookup")
    page.keyboard.type("三十六条三款")
    expect(page.locator("#count")).to_contain_text("第三十六条第三款")
    page.get_by_role("link", name="English").click()
    expect(page.locator("#q")).to_have_value("三十六条三款")
    expect(page.locator("#count")).to_have_text("Found by number: 1.")
    page.locator("#q").fill("拖欠")
    expect(page.locator("#count")).to_contain_text("Found: ")
