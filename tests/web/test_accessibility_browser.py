"""Every page checked with axe-core, at phone and desktop width, light and dark, some of them in English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.web.browsing import SIZES
from tests.web.test_browser import ask

pytestmark = pytest.mark.browser
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (390, 768, 1280, 1920)
# What is checked in each scheme: in the dark only what can differ there.
SCHEMES: dict[Literal["light", "dark"], dict[str, Any]] = {
    "light": {"type": "tag", "values": TAGS},
    "dark": {"type": "rule", "values": ["color-contrast"]},
}
CALCULATED = "/calculators/complaint_decision?received=2025-09-26"
PAGES = {
    "lookup": "/lookup",
    "lookup-results": "/lookup?q=应收账款 确权",
    "lookup-opened": "/lookup?q=拖欠&open=49.1",
    "lookup-nothing": "/lookup?q=火星移民",
    "calculators": "/calculators",
    "form": "/calculators/procurement_reserve",
    "form-errors": "/calculators/enterprise_size?employees=很多&industry_words=贸易公司",
    "form-counts": "/calculators/consortium?members_small=x",
    "result": CALCULATED,
    "article": "/articles/58",
    "contents": "/articles",
    "sign-in": "/sign-in",
    "missing": "/articles/99",
    "missing-calculator": "/calculators/nothing",
}
ENGLISH = ("lookup-opened", "form-errors", "result", "contents", "sign-in")
# What still moves: running animations, and transitions that would take time.
MOVING = """() => [...document.querySelectorAll("*")].filter((one) => {
  const style = getComputedStyle(one);
  return style.animationName !== "none" && style.animationDuration !== "0s"
    || style.transitionDuration.split(", ").some((time) => time !== "0s") || style.scrollBehavior === "smooth";
}).map((one) => one.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def page(browser: Browser, url: str) -> Iterator[Page]:
    """One page for all, with still pictures: a colour on its way to another is no contrast to be measured."""
    context = browser.new_context(base_url=url, locale="zh-CN", bypass_csp=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def violations(page: Page, scheme: Literal["light", "dark"]) -> list[str]:
    """The serious and critical ones, each with the element and what is wrong with it."""
    found: dict[str, Any] = (
        Axe().run(page, options={"runOnly": SCHEMES[scheme], "resultTypes": ["violations"]}).response
    )
    return [
        f"{one['id']} ({one['impact']}) {node['target']}: {node['html'][:160]} {node['failureSummary'][:300]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def check(page: Page, name: str) -> None:
    """In both schemes and widths; between them, nothing is wider than the window."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width, height in SIZES.values():
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate("scrollTo(0, 0)")  # what lies half under a bar that stays is no small target
            assert violations(page, scheme) == [], f"{name}, {scheme}, {width} px"


def narrow(page: Page) -> list[int]:
    """The widths at which a page is wider than its window."""
    wider = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wider.append(width)
    return wider


def test_the_check_finds_what_is_wrong(page: Page) -> None:
    page.goto("/articles/1")
    page.evaluate("document.querySelector('h1').style.cssText = 'color: #777; background: #888'")
    page.evaluate("document.querySelector('nav a').style.cssText = 'animation: x 1s; padding-right: 3000px'")
    assert [one.split()[0] for one in violations(page, "dark")] == ["color-contrast"]
    assert narrow(page) == list(WIDTHS)
    assert len(page.evaluate(MOVING)) == 1


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_fits_and_keeps_still(page: Page, name: str) -> None:
    page.context.clear_cookies()
    page.goto(PAGES[name])
    check(page, name)
    assert narrow(page) == []
    assert page.evaluate(MOVING) == []
    page.emulate_media(media="print")
    expect(page.locator("header")).to_be_hidden()
    page.emulate_media(media="screen")


@pytest.mark.parametrize("name", ENGLISH)
def test_an_english_page_is_accessible_and_fits(page: Page, name: str) -> None:
    page.goto(f"/language/en?next={quote(PAGES[name])}")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    check(page, name)
    assert narrow(page) == []


@pytest.mark.parametrize("address", ["/", "/en/"])
def test_the_chat_is_accessible_fits_and_keeps_still(page: Page, address: str) -> None:
    page.context.clear_cookies()
    page.goto(address)
    expect(page.locator("#chat .example").first).to_be_visible(timeout=30_000)
    check(page, f"chat at {address}")
    assert narrow(page) == []
    ask(page, "投诉处理，2025年9月26日收到的，最晚哪天答复？")
    expect(page.locator("#chat .citation").first).to_be_visible()
    expect(page.locator("#chat .suggestion").first).to_be_visible()
    check(page, f"an answer at {address}")
    assert narrow(page) == []
    assert page.evaluate(MOVING) == []
    page.evaluate("localStorage.clear()")
