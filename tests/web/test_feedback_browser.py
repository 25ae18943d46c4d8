"""From a thumb to the export in a real browser, at desktop and phone width; screenshots are kept in artefacts/."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.feedback_export import exported
from bot.store.accounts import Role
from bot.store.entries import Purpose, State
from bot.store.journal import Wanted
from bot.store.store import Store, open_store
from tests.serving import serving
from tests.web.browsing import ARTEFACTS, SIZES
from tests.web.test_browser import FAINT, ask
from tests.web.test_browser import opened as opened_chat
from tests.web.test_calculators_browser import opened

pytestmark = pytest.mark.browser
NAME, PASSWORD = "staff1", "longenough12"
HOSTILE = "引错了 <img src=http://evil.example/a.png onerror=alert(1)>，电话13812345678"


@pytest.fixture(scope="module")
def folder(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a database of its own."""
    copy = tmp_path_factory.mktemp("feedback") / "data"
    copy.mkdir()
    for part in data.iterdir():
        if not part.name.startswith("journal.db"):
            (copy / part.name).symlink_to(part)
    return copy


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[Store]:
    """The server's database, with one account of staff."""
    store = open_store(f"sqlite:///{folder / 'journal.db'}", lambda: datetime.now(UTC))
    store.accounts.add(NAME, Role.STAFF, PASSWORD)
    yield store
    store.database.close()


@pytest.fixture(scope="module")
def url(folder: Path, store: Store) -> Iterator[str]:
    with serving(folder) as server:
        yield server.url


@pytest.fixture(params=SIZES)
def page(browser: Browser, url: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    yield from opened(browser, url, request.node.name.split("[")[0], request.param)


def shot(page: Page, name: str) -> None:
    width = page.viewport_size["width"]  # type: ignore[index]
    page.screenshot(path=ARTEFACTS / f"feedback-{name}-{width}.png", full_page=True)


def test_feedback_from_the_thumb_to_the_export(page: Page, store: Store) -> None:
    """Form, mistake, thanks; sign-in, list, taken; the download."""
    wording = f"换了领导就不认账的款怎么要{page.viewport_size['width']}"  # type: ignore[index]
    opened_chat(page)
    ask(page, "区里的单位欠我工程款，说换了领导就不认账")
    page.get_by_role("button", name="没用", exact=True).click()
    expect(page.get_by_label("哪里不对？")).to_be_focused()
    expect(page.locator("#pending .heard")).to_contain_text("可以说说哪里不对")
    page.get_by_label("哪里不对？").fill(HOSTILE)
    expect(page.locator(".objection .count")).to_have_text(f"{len(HOSTILE)}/500字")
    page.get_by_label("应该是哪一条？").fill("第九十条")
    page.keyboard.press("Enter")
    expect(page.get_by_label("应该是哪一条？")).to_be_focused()
    expect(page.locator(".objection .error")).to_contain_text("一共只有59条")
    expect(page.locator("#pending .heard")).to_contain_text("一共只有59条")
    expect(page.get_by_label("哪里不对？")).to_have_value(HOSTILE)
    shot(page, "form")
    assert page.evaluate(FAINT) == []
    page.get_by_label("应该是哪一条？").fill("49条1款")
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator(".noted")).to_be_focused()
    expect(page.locator("#pending .heard")).to_contain_text("谢谢，已经记下。编号")
    number = page.locator(".noted strong").inner_text()
    shot(page, "thanks")

    page.goto("/feedback")
    page.get_by_label("账号").fill(NAME)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(re.compile("/feedback$"))
    page.get_by_label("问题、意见里的字，或者编号").fill(number)
    page.get_by_role("button", name="筛选").click()
    entry = page.locator(".entry")
    expect(entry).to_have_count(1)
    expect(entry).to_contain_text("引错了 <img src=http://evil.example/a.png onerror=alert(1)>，电话［手机号］")
    entry.get_by_text("作为相似问").click()
    expect(entry.get_by_label("由哪一款回答")).to_have_value("第四十九条第一款")
    entry.get_by_label("由哪一款回答").fill("三十六条")
    entry.get_by_label("问题（可以改成更通用的说法）").first.fill(wording)
    entry.get_by_role("button", name="收下").first.click()
    expect(page.locator(".error")).to_contain_text("第三十六条有4款")
    expect(page.get_by_label("由哪一款回答")).to_be_focused()
    expect(page.get_by_label("问题（可以改成更通用的说法）").first).to_have_value(wording)
    shot(page, "mistake")
    page.get_by_label("由哪一款回答").fill("49.1")
    page.get_by_role("button", name="收下").first.click()
    expect(page.get_by_role("status")).to_contain_text("已经作为相似问收下")
    assert f"q={number}" in page.url, "the list as it was"
    page.get_by_role("navigation", name="按处理情况看").get_by_role("link", name="已采用").click()
    expect(page.locator(".entry")).to_contain_text(wording)
    shot(page, "taken")
    with page.expect_download() as download:
        page.get_by_role("link", name="相似问（TOML）").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert wording in text
    assert text == exported(store.journal.find(Wanted(State.TAKEN)), Purpose.SIMILAR)


def test_feedback_list_at_first_sight(page: Page) -> None:
    opened_chat(page)
    for question in ("第三十六条第三款", "罚款多少"):
        ask(page, question)
        page.get_by_role("button", name="有用", exact=True).last.click()
        expect(page.locator(".exchange").last.locator(".noted")).to_be_visible()
    page.goto("/sign-in?next=/feedback%3Fstate=all")
    page.get_by_label("账号").fill(NAME)
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".entry").first).to_contain_text("罚款多少")
    assert page.evaluate(FAINT) == []
    low = page.evaluate(
        """() => [...document.querySelectorAll(".states a, .narrow input, .narrow select, .acts button, .acts summary")]
        .filter(e => e.offsetParent && e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"""
    )
    assert low == []


def test_opinion_by_keyboard_and_over_a_reload(page: Page, store: Store) -> None:
    opened_chat(page)
    ask(page, "第三十六条第三款")
    page.get_by_role("button", name="没用", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("哪里不对？")).to_be_focused()
    page.keyboard.type("没写清楚")
    ask(page, "下一款")  # the log is drawn anew
    expect(page.get_by_label("哪里不对？")).to_have_value("没写清楚")
    page.reload()
    expect(page.get_by_label("哪里不对？")).to_have_value("没写清楚", timeout=15_000)
    page.get_by_label("哪里不对？").press("Escape")
    expect(page.locator(".objection")).to_be_hidden()
    expect(page.get_by_role("button", name="说说哪里不对")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("哪里不对？")).to_have_value("")
    page.keyboard.type("还是说一句")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".noted")).to_be_focused()
    page.get_by_role("button", name="没用", exact=True).first.click()
    expect(page.locator(".noted")).to_have_count(0)
    expect(page.locator("#pending .heard")).to_have_text("已经撤回")
    assert store.journal.find(Wanted(text="还是说一句")) == []


def test_opinion_over_a_lost_connection(browser: Browser, url: str) -> None:
    for page in opened(browser, url, "test_opinion_over_a_lost_connection", "phone"):
        opened_chat(page)
        ask(page, "第三十六条第三款")
        page.get_by_role("button", name="没用", exact=True).click()
        page.get_by_label("哪里不对？").fill("没写清楚")
        page.route("**/gradio_api/queue/join*", lambda route: route.abort())
        page.get_by_role("button", name="提交", exact=True).click()
        expect(page.locator("#editing .failure")).to_contain_text("没有存下来", timeout=20_000)
        page.unroute_all(behavior="ignoreErrors")
        expect(page.get_by_label("哪里不对？")).to_have_value("没写清楚")
