"""The chat page in a real browser, at desktop and phone width; screenshots are kept in artefacts/."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.serving import ROOT, serving

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARTEFACTS = ROOT / "artefacts"
SIZES = {"desktop": (1200, 900), "phone": (390, 844)}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOSTILE = (
    "国家机关拖欠货款 <img src=http://evil.example/a.png onerror=alert(1)> ![x](http://evil.example/b.png) <b>粗</b>"
)


@pytest.fixture(scope="module")
def url(data: Path) -> Iterator[str]:
    with serving(data) as server:
        yield server.url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("TIAOLI_BROWSER_REQUIRED"):
            pytest.fail("chromium is required here and is not installed")
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(params=SIZES)
def page(browser: Browser, url: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height = SIZES[request.param]
    page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN", base_url=url)
    foreign: list[str] = []
    errors: list[str] = []
    page.on("request", lambda r: foreign.append(r.url) if not r.url.startswith((url, "data:", "blob:")) else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    yield page
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{request.node.name.split('[')[0]}-{request.param}.png", full_page=True)
    assert foreign == [], "no request to another host"
    assert errors == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "no sideways scrolling"
    page.close()


def ask(page: Page, question: str) -> None:
    before = page.locator("#chat .answer").count()
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#chat .answer")).to_have_count(before + 1, timeout=15_000)


def test_the_first_look_says_what_it_can_do(page: Page) -> None:
    page.goto("/")
    expect(page.locator("#head")).to_contain_text("重庆市中小企业促进条例")
    expect(page.locator("#strip")).to_contain_text("2024年7月1日起施行")
    expect(page.get_by_text("协会非要我们入会交钱，合法吗？")).to_be_visible()
    assert page.locator("#chat button.example").count() == 6
    expect(page.locator("#foot")).to_contain_text("不是法律意见")


def test_an_answer_cites_and_links_to_the_article(page: Page) -> None:
    page.goto("/")
    ask(page, "区里的单位欠我工程款，说换了领导就不认账")
    card = page.locator("#chat .citation").first
    expect(card).to_contain_text("第四十九条第一款")
    expect(card.locator("mark").first).to_be_visible()
    link = card.get_by_role("link")
    with page.context.expect_page() as opened:
        link.click()
    article = opened.value
    article.wait_for_load_state()
    assert article.url.endswith("/articles/49#1")
    expect(article.locator("h1")).to_have_text("第四十九条")
    article.close()


def test_an_example_can_be_clicked_and_copied(page: Page) -> None:
    page.goto("/")
    page.get_by_text("第五十四条第二款").click()
    expect(page.locator("#chat .answer")).to_contain_text("十五个工作日", timeout=15_000)
    page.locator("#chat .answer > .tools button.copy").click()
    expect(page.locator("#chat .answer > .tools button.copy")).to_have_text("已复制")


def test_what_was_typed_is_shown_and_not_run(page: Page) -> None:
    page.goto("/")
    ask(page, HOSTILE)
    expect(page.locator("#chat .said")).to_have_text(HOSTILE)
    assert page.locator("#chat img[src*=evil]").count() == 0


def test_the_keyboard_is_enough(page: Page) -> None:
    page.goto("/")
    page.locator("#question textarea").focus()
    page.keyboard.type("第三十六条第三款")
    page.keyboard.press("Tab")
    expect(page.locator("button#send")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#chat .answer")).to_contain_text("百分之三十以上", timeout=15_000)


def test_a_choice_is_a_button_and_leads_to_its_article(page: Page) -> None:
    page.goto("/")
    ask(page, "第六十条")
    expect(page.locator("#chat .answer").last).to_contain_text("59条")
    thumbs = page.locator("#chat").get_by_role("button", name=re.compile("like|赞", re.IGNORECASE))
    expect(thumbs.first).to_be_visible()


def test_long_and_empty_questions_are_refused_politely(page: Page) -> None:
    page.goto("/")
    ask(page, "我们厂的事情说来话长，" * 60)
    expect(page.locator("#chat .answer").last).to_contain_text("太长了")
    ask(page, "   ")
    expect(page.locator("#chat .answer").last).to_contain_text("请输入您的问题")


def test_an_article_page_is_plain_and_readable(page: Page) -> None:
    page.goto("/articles/36#3")
    expect(page.locator(".paragraph")).to_have_count(4)
    expect(page.locator("[id='3']")).to_contain_text("百分之三十以上")
    page.get_by_role("link", name="第三十七条").click()
    expect(page.locator("h1")).to_have_text("第三十七条")
