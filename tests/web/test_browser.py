"""The chat page in a real browser, at desktop and phone width; screenshots are kept in artefacts/."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from gradio_client import Client
from playwright.sync_api import Browser, Locator, Page, Route, expect

from bot.web.pages import NAVIGATION
from tests.web.browsing import ARTEFACTS, SIZES

pytestmark = pytest.mark.browser
HOSTILE = (
    "国家机关拖欠货款 <img src=http://evil.example/a.png onerror=alert(1)> ![x](http://evil.example/b.png) <b>粗</b>"
)

# Texts whose colour and ground are nearer than 4.5 to 1, with the ratio.
FAINT = """() => {
  const read = (css) => (css.match(/[\\d.]+/g) || []).map(Number);
  const light = (c) => { const f = (v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
    return .2126 * f(c[0]) + .7152 * f(c[1]) + .0722 * f(c[2]); };
  const ground = (e) => { for (; e; e = e.parentElement) { const c = read(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] === 1) return c; } return [255, 255, 255]; };
  const faint = [];
  for (const e of document.querySelectorAll("main *")) {
    const words = [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.textContent.trim()).join("");
    if (!words || !e.offsetParent || e.closest(".heard")) continue;
    const [a, b] = [light(read(getComputedStyle(e).color)), light(ground(e))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) faint.push(words.slice(0, 20) + " " + ratio.toFixed(2));
  }
  return faint;
}"""


@pytest.fixture(params=SIZES)
def page(browser: Browser, url: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height = SIZES[request.param]
    name = f"{request.node.name.split('[')[0]}-{request.param}"
    page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN", base_url=url)
    yield from watched(page, url, width, name)


def watched(page: Page, url: str, width: int, name: str) -> Iterator[Page]:
    """A page that keeps a screenshot and complains of errors, foreign requests and sideways scrolling."""
    foreign: list[str] = []
    errors: list[str] = []
    page.on("request", lambda r: foreign.append(r.url) if not r.url.startswith((url, "data:", "blob:")) else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    yield page
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)
    assert foreign == [], "no request to another host"
    assert errors == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "no sideways scrolling"
    page.close()


def opened(page: Page) -> Page:
    """The chat page, ready to be typed into."""
    page.goto("/")
    expect(page.locator("#chat .example, #chat .exchange").first).to_be_visible(timeout=15_000)
    return page


def ask(page: Page, question: str) -> None:
    before = page.locator("#chat .answer").count()
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#chat .answer")).to_have_count(before + 1, timeout=15_000)
    expect(page.locator("#pending .waiting")).to_be_hidden()


def said(page: Page) -> list[str]:
    return page.locator("#chat .said").all_inner_texts()


def last_citation(page: Page) -> Locator:
    return page.locator("#chat .exchange").last.locator(".citation .label strong")


def hold(page: Page) -> list[Route]:
    """From now on questions are on their way until they are let go."""
    held: list[Route] = []
    page.route("**/gradio_api/queue/join*", lambda route: held.append(route))
    return held


def test_the_first_look_says_what_it_can_do(page: Page) -> None:
    opened(page)
    expect(page.locator("#head")).to_contain_text("重庆市中小企业促进条例")
    expect(page.locator("#strip")).to_contain_text("2024年7月1日起施行")
    expect(page.get_by_text("协会非要我们入会交钱，合法吗？")).to_be_visible()
    assert page.locator("#chat button.example").count() == 6
    expect(page.locator("#foot")).to_contain_text("不是法律意见")
    expect(page.locator("#chat button.example").last).to_be_in_viewport(ratio=1)
    expect(page.locator("#question textarea")).to_be_in_viewport(ratio=1)
    assert page.get_by_role("navigation").get_by_role("link").all_inner_texts()[:3] == ["对话", "查条文", "计算器"]
    assert page.evaluate("document.documentElement.lang") == "zh-CN"


def test_the_navigation_leads_to_every_page_and_back(page: Page) -> None:
    opened(page)
    public = [entry for entry in NAVIGATION if entry[0] != "/evaluation"]
    for address, name in (*public[1:], public[0]):
        page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()
        expect(page).to_have_url(re.compile(f"{address}$"))
        expect(page.locator("nav [aria-current]")).to_have_text(name)


def test_the_evaluation_asks_who_wants_it(page: Page) -> None:
    opened(page)
    page.get_by_role("navigation").get_by_role("link", name="评测", exact=True).click()
    expect(page).to_have_url(re.compile("/sign-in\\?next=%2Fevaluation$"))
    expect(page.get_by_label("密码")).to_be_visible()


def test_an_answer_cites_and_links_to_the_article(page: Page) -> None:
    opened(page)
    ask(page, "区里的单位欠我工程款，说换了领导就不认账")
    card = page.locator("#chat .citation").first
    expect(card).to_contain_text("第四十九条第一款")
    expect(card.locator("mark").first).to_be_visible()
    link = card.get_by_role("link")
    with page.context.expect_page() as popup:
        link.click()
    article = popup.value
    article.wait_for_load_state()
    assert article.url.endswith("/articles/49#1")
    expect(article.locator("h1")).to_have_text("第四十九条")
    article.close()


def test_an_example_can_be_clicked_and_copied(page: Page) -> None:
    opened(page)
    page.get_by_text("第五十四条第二款").click()
    expect(page.locator("#chat .answer")).to_contain_text("十五个工作日", timeout=15_000)
    page.locator("#chat .actions button.copy").click()
    expect(page.locator("#chat .actions button.copy")).to_have_text("已复制")


def test_what_was_typed_is_shown_and_not_run(page: Page) -> None:
    opened(page)
    ask(page, HOSTILE)
    page.reload()
    expect(page.locator("#chat .said")).to_have_text(HOSTILE)
    page.locator("#chat .edit").click()
    expect(page.locator("#question textarea")).to_have_value(HOSTILE)
    assert page.locator("#chat img[src*=evil]").count() == 0


def test_the_keyboard_is_enough(page: Page) -> None:
    opened(page)
    page.locator("#question textarea").focus()
    page.keyboard.type("第三十六条第三款")
    page.keyboard.press("Tab")
    expect(page.locator("button#send")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#chat .answer")).to_contain_text("百分之三十以上", timeout=15_000)
    page.locator("#chat .suggestion").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#chat .answer")).to_have_count(2)
    expect(page.locator("#chat .exchange").last).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#chat .exchange").last.locator("button.edit")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#editing .editing")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#editing .editing")).to_be_hidden()
    expect(page.locator("#question textarea")).to_have_value("")


def test_a_follow_up_is_understood(page: Page) -> None:
    opened(page)
    ask(page, "第三十六条第三款")
    ask(page, "下一款呢")
    expect(last_citation(page)).to_have_text("第三十六条第四款")
    expect(page.locator("#pending .heard")).to_contain_text("有回答了")
    expect(page.locator("#pending .heard")).to_contain_text("第三十六条第四款")


def test_a_choice_is_a_button_and_leads_to_its_article(page: Page) -> None:
    opened(page)
    ask(page, "补贴多少")
    choice = page.locator("#chat .choice").first
    label = choice.inner_text()
    choice.click()
    expect(page.locator("#chat .answer")).to_have_count(2, timeout=15_000)
    assert said(page)[-1] == label
    assert last_citation(page).inner_text() in label


def test_a_suggestion_is_a_button_that_asks(page: Page) -> None:
    opened(page)
    ask(page, "第三十六条第三款")
    suggestion = page.locator("#chat .suggestion").first
    label = suggestion.inner_text()
    suggestion.click()
    expect(page.locator("#chat .answer")).to_have_count(2, timeout=15_000)
    assert said(page)[-1] == label
    expect(last_citation(page).first).to_be_visible()


def test_the_talk_survives_a_reload_and_goes_on(page: Page) -> None:
    opened(page)
    ask(page, "第三十六条第三款")
    page.reload()
    expect(page.locator("#chat .said")).to_have_text("第三十六条第三款", timeout=15_000)
    ask(page, "下一款呢")
    expect(last_citation(page)).to_have_text("第三十六条第四款")


@pytest.mark.parametrize("stored", ["garbage", '{"exchanges": 7}', "AAAA:BBBB"])
def test_garbage_in_the_browsers_store_does_no_harm(page: Page, stored: str) -> None:
    opened(page)
    ask(page, "第三十六条第三款")
    page.evaluate("stored => Object.keys(localStorage).forEach(key => localStorage.setItem(key, stored))", stored)
    opened(page)
    expect(page.locator("#chat .example")).to_have_count(6)
    ask(page, "第三十六条第三款")


def test_clearing_forgets_the_talk_and_its_thread(page: Page) -> None:
    opened(page)
    ask(page, "第三十六条第三款")
    page.get_by_role("button", name="清空对话").click()
    expect(page.locator("#chat .example")).to_have_count(6)
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("#chat .said")).to_have_text("第三十六条第三款")
    page.get_by_role("button", name="清空对话").click()
    expect(page.locator("#chat .example")).to_have_count(6)
    page.reload()
    expect(page.locator("#chat .example")).to_have_count(6, timeout=15_000)
    ask(page, "下一款呢")
    expect(last_citation(page)).to_have_count(0)


def test_an_earlier_question_is_changed_and_asked_again(page: Page) -> None:
    opened(page)
    for question in ("第三十六条第一款", "下一款", "下一款"):
        ask(page, question)
    page.get_by_role("button", name="修改第1问").click()
    expect(page.locator("#editing")).to_contain_text("正在修改第1问")
    page.locator("#question textarea").fill("第四十九条第一款")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .answer")).to_have_count(1, timeout=15_000)
    assert said(page) == ["第四十九条第一款"]
    expect(page.locator("#editing .editing")).to_be_hidden()
    ask(page, "下一款")
    expect(last_citation(page)).to_have_text("第四十九条第二款")


def test_a_retry_asks_again_from_that_turn(page: Page) -> None:
    opened(page)
    for question in ("第三十六条第一款", "下一款", "下一款"):
        ask(page, question)
    page.get_by_role("button", name="重问第2问").click()
    expect(page.locator("#chat .answer")).to_have_count(2, timeout=15_000)
    expect(last_citation(page)).to_have_text("第三十六条第二款")
    page.get_by_role("button", name="重问第2问").click()  # the same once more
    expect(page.locator("#pending .waiting")).to_be_hidden()
    expect(last_citation(page)).to_have_text("第三十六条第二款")


def test_the_talk_is_exported_as_markdown(page: Page) -> None:
    opened(page)
    ask(page, "第三十六条第三款")
    ask(page, "下一款呢")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出对话").click()
    assert re.fullmatch(r"条例通对话-\d{4}-\d{2}-\d{2}\.md", download.value.suggested_filename)
    assert download.value.url.startswith("blob:"), "made in the browser"
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert "> 下一款呢" in text
    assert "**《重庆市中小企业促进条例》第三十六条第四款**" in text


def test_two_people_at_once_do_not_mix(browser: Browser, url: str, page: Page) -> None:
    other = browser.new_page(viewport={"width": 390, "height": 844}, locale="zh-CN", base_url=url)
    opened(page)
    opened(other)
    ask(page, "第三十六条第一款")
    ask(other, "第五十四条第一款")
    ask(page, "下一款")
    ask(other, "下一款")
    expect(last_citation(page)).to_have_text("第三十六条第二款")
    expect(last_citation(other)).to_have_text("第五十四条第二款")
    other.reload()
    expect(other.locator("#chat .said")).to_have_text(["第五十四条第一款", "下一款"], timeout=15_000)
    other.close()


def test_waiting_is_seen_and_can_be_stopped(page: Page) -> None:
    opened(page)
    ask(page, "第三十六条第一款")
    held = hold(page)
    page.locator("#question textarea").fill("下一款")
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#pending .waiting .said")).to_have_text("下一款")
    expect(page.locator("#pending .busy")).to_be_in_viewport()
    expect(page.locator("#pending .busy")).to_contain_text("正在查条例……")
    expect(page.locator("#send")).to_be_hidden()
    page.screenshot(path=ARTEFACTS / f"waiting-{page.viewport_size['width']}.png")  # type: ignore[index]
    page.get_by_role("button", name="停止").click()
    expect(page.locator("#pending .waiting")).to_be_hidden()
    expect(page.locator("#question textarea")).to_have_value("下一款")
    assert said(page) == ["第三十六条第一款"]
    for route in held:
        route.continue_()  # what comes late is not shown
    page.unroute("**/gradio_api/queue/join*")
    page.wait_for_load_state("networkidle")
    assert said(page) == ["第三十六条第一款"]
    ask(page, "下一款")
    expect(last_citation(page)).to_have_text("第三十六条第二款")


def test_a_lost_connection_is_said_and_nothing_is_lost(page: Page) -> None:
    """Gradio loads the page anew once the connection is back."""
    opened(page)
    ask(page, "第三十六条第一款")
    page.route("**/gradio_api/queue/join*", lambda route: route.abort())
    page.locator("#question textarea").fill("下一款")
    page.locator("#question textarea").press("Enter")
    # Whichever comes first: told to wait no longer, or loaded anew.
    expect(page.locator("#pending .late:visible, #editing .failure:visible")).to_contain_text("服务器", timeout=20_000)
    page.unroute_all(behavior="ignoreErrors")
    page.reload()
    expect(page.locator("#editing .failure")).to_contain_text("还在框里", timeout=20_000)
    expect(page.locator("#question textarea")).to_have_value("下一款")
    assert said(page) == ["第三十六条第一款"]
    page.locator("#question textarea").press("Enter")
    expect(last_citation(page)).to_have_text("第三十六条第二款", timeout=15_000)
    expect(page.locator("#editing .failure")).to_be_hidden()


def test_a_thumb_is_pressed(page: Page) -> None:
    opened(page)
    ask(page, "第六十条")
    expect(page.locator("#chat .answer").last).to_contain_text("59条")
    thumb = page.get_by_role("button", name="有用", exact=True)
    thumb.click()
    expect(thumb).to_have_attribute("aria-pressed", "true")


def test_long_and_empty_questions_are_refused_politely(page: Page) -> None:
    opened(page)
    long = "我们厂的事情说来话长，" * 60
    page.locator("#question textarea").fill(long)
    page.locator("#send").click()
    expect(page.locator("#hint")).to_contain_text("太长了", timeout=15_000)
    expect(page.locator("#question textarea")).to_have_value(long)
    page.locator("#question textarea").fill("   ")
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#hint")).to_contain_text("请输入您的问题", timeout=15_000)
    expect(page.locator("#chat .answer")).to_have_count(0)
    ask(page, "第三十六条")
    expect(page.locator("#hint")).to_be_hidden()


def test_a_long_answer_is_read_from_its_beginning(page: Page) -> None:
    opened(page)
    ask(page, "你好")
    ask(page, "第五章")
    expect(page.locator("#chat .exchange").last.locator(".said")).to_be_in_viewport()
    expect(page.locator("#chat .exchange").last.locator(".badge")).to_be_in_viewport()
    expect(page.locator("#question textarea")).to_be_in_viewport(ratio=1)


def test_what_can_be_touched_is_large_enough_and_as_wide_as_the_phone(page: Page) -> None:
    opened(page)
    ask(page, "应收账款确权，2026年1月4日提出的，最晚哪天答复？")
    ask(page, "罚款多少")
    low = page.evaluate(
        """() => [...document.querySelectorAll("#head a, #chat button, #chat .tools a, #chat .related a, #ask button")]
        .filter(e => e.offsetParent && e.getBoundingClientRect().height < 48).map(e => e.outerHTML)"""
    )
    assert low == []
    width = page.viewport_size["width"]  # type: ignore[index]
    answer = page.locator("#chat .answer").first.bounding_box()
    assert answer is not None
    assert answer["width"] >= min(width, 832) - 32


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(browser: Browser, url: str, scheme: Literal["light", "dark"]) -> None:
    """WCAG AA: 4.5 to 1 for every text on the page."""
    page = browser.new_page(viewport={"width": 390, "height": 844}, base_url=url, locale="zh-CN", color_scheme=scheme)
    for watched_page in watched(page, url, 390, f"contrast-{scheme}"):
        opened(watched_page)
        assert watched_page.evaluate(FAINT) == []
        ask(watched_page, "应收账款确权，2026年1月4日提出的，最晚哪天答复？")
        ask(watched_page, "区里的单位欠我工程款，说换了领导就不认账")
        watched_page.get_by_role("button", name="有用", exact=True).last.click()
        assert watched_page.evaluate(FAINT) == []


@pytest.mark.parametrize("width", [390, 600, 768, 1024, 1440, 1920])
def test_no_width_scrolls_sideways(browser: Browser, url: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, base_url=url, locale="zh-CN")
    for watched_page in watched(page, url, width, f"width-{width}"):
        opened(watched_page)
        ask(watched_page, "w" * 300)
        ask(watched_page, "第三十六条")


def test_a_print_has_only_the_talk(page: Page) -> None:
    opened(page)
    ask(page, "第五章")
    page.emulate_media(media="print")
    for gone in ("#ask", "#head nav", "#foot", "#chat .actions", "#chat .talk-tools"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator("#chat .said")).to_be_visible()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#chat .citation").last).to_be_visible()


def test_nothing_moves_for_those_who_want_no_motion(browser: Browser, url: str) -> None:
    page = browser.new_page(base_url=url, locale="zh-CN", reduced_motion="reduce")
    opened(page)
    assert page.evaluate("getComputedStyle(document.querySelector('#pending .dots')).animationName") == "none"
    page.close()


def test_the_endpoint_for_others_answers_question_by_question(url: str) -> None:
    client = Client(url, verbose=False, analytics_enabled=False)
    assert "百分之三十以上" in client.predict("第三十六条第三款", api_name="/ask")
    assert "第三十六条" not in client.predict("下一款呢", api_name="/ask")
    assert list(client.view_api(return_format="dict", print_info=False)["named_endpoints"]) == ["/ask"]
    client.close()


def test_an_article_page_is_plain_and_readable(page: Page) -> None:
    page.goto("/articles/36#3")
    expect(page.locator(".paragraph")).to_have_count(4)
    expect(page.locator("[id='3']")).to_contain_text("百分之三十以上")
    page.get_by_role("link", name="第三十七条").click()
    expect(page.locator("h1")).to_have_text("第三十七条")
