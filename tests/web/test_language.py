"""The interface in English: nothing Chinese is left in it but what is marked as Chinese, and the choice is kept."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from gradio_client import Client

from bot.assistant import Assistant
from bot.feedback import Feedback
from bot.message import Message
from bot.store.journal import Journal
from bot.store.store import open_store
from bot.web.chat import Chat
from bot.web.doors import CLOSED
from bot.web.language import COOKIE, catalogue, speaking, told, translate, translate_html
from kb.errors import NothingPublishedError
from tests.web.catalogue_keys import held, written
from tests.web.chinese import chinese_of
from tests.web.test_app import client_of

ENGLISH = {"cookie": f"{COOKIE}=en"}
RESERVE, SIZE = "/calculators/procurement_reserve", "/calculators/enterprise_size"
PAGES = [
    "/sign-in",
    "/articles",
    "/articles/36",
    "/articles/58",
    "/articles/99",
    "/lookup",
    "/lookup?q=应收账款 确权",
    "/lookup?q=36条3款",
    "/lookup?q=第99条",
    "/lookup?q=劳动合同法",
    "/lookup?q=火星移民&chapter=77&who=x&speech=x",
    "/lookup?chapter=5&who=税务部门",
    "/lookup?open=58.1.6&q=36",
    "/lookup?open=99",
    "/lookup/results?q=" + "拖欠" * 300,
    "/calculators",
    "/calculators/nothing",
    "/calculators/complaint_decision",
    "/calculators/complaint_decision?received=2025-09-26",
    "/calculators/receivable_confirmation?requested=2028-01-16",
    "/calculators/receivable_confirmation?requested=2020-01-16",
    "/calculators/consortium?members_small=x",
    "/calculators/consortium?members_small=1&members_micro=1",
    f"{RESERVE}?budget_yuan=8000万",
    f"{RESERVE}?budget_yuan=两百万出头&sme_share=120%25&on=2025-02-30",
    f"{SIZE}?employees=很多&industry_words=贸易公司",
    f"{SIZE}?industry_words=龙卷风&employees=5",
    f"{SIZE}?industry=catering&industry_words=火锅店&employees=5&revenue_yuan=20万",
]


@pytest.fixture(scope="module")
def site(data: Path) -> Iterator[TestClient]:
    with client_of(data) as client:
        yield client


@pytest.fixture
def client(site: TestClient) -> TestClient:
    """Without the choice of an earlier visit."""
    site.cookies.clear()
    return site


def test_every_text_of_the_interface_has_an_english_one_and_no_other_has() -> None:
    wanted, there = written() | held(), set(catalogue("en"))
    assert wanted - there == set(), "these have no English text"
    assert there - wanted == set(), "these are said nowhere"


def test_a_translation_has_the_same_places_to_fill_in() -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for text, english in catalogue("en").items():
        assert places(english) <= places(text), text
        assert english, text


@pytest.mark.parametrize("path", PAGES)
def test_an_english_page_marks_what_is_chinese(client: TestClient, path: str) -> None:
    page = client.get(path, headers=ENGLISH).text
    assert chinese_of(page) == []
    if "<html" in page:
        assert '<html lang="en">' in page


@pytest.mark.parametrize("path", ["/articles/36", "/lookup", "/calculators", "/calculators/consortium", "/articles/99"])
def test_without_a_choice_a_page_is_chinese_and_leads_to_its_english_self(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert '<html lang="zh-CN">' in answer.text
    assert 'lang="zh-CN"' not in answer.text.split("<body")[1]
    assert f'<a class="language" lang="en" hreflang="en" href="/language/en?next={path}">English</a>' in answer.text
    assert answer.headers["vary"] == "Cookie"
    assert answer.headers["content-language"] == "zh-CN"


def test_the_choice_is_kept_and_one_is_back_where_one_was(client: TestClient) -> None:
    answer = client.get("/language/en", params={"next": "/lookup?q=36#provision"}, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/lookup?q=36#provision"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=en;")
    assert "SameSite=lax" in cookie
    assert "Max-Age=31536000" in cookie


@pytest.mark.parametrize(
    "next", ["//evil.example", "https://evil.example/", "/\\evil.example", "/\t/evil.example", "evil", "/a\r\nX: y", ""]
)
def test_no_other_host_is_gone_to(client: TestClient, next: str) -> None:
    answer = client.get("/language/zh", params={"next": next}, follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_another_language_does_not_exist(client: TestClient) -> None:
    assert client.get("/language/fr").status_code == 404


def test_the_chat_has_an_address_in_each_language(client: TestClient) -> None:
    assert client.get("/en", follow_redirects=False).headers["location"] == "/en/"
    assert client.get("/", headers=ENGLISH, follow_redirects=False).headers["location"] == "/en/"
    assert client.get("/", headers={"cookie": f"{COOKIE}=zh"}, follow_redirects=False).status_code == 200
    for language, there in (("zh", "/"), ("en", "/en/")):
        for here in ("/", "/en/", "/en"):
            answer = client.get(f"/language/{language}", params={"next": here}, follow_redirects=False)
            assert answer.headers["location"] == there


def test_who_comes_to_the_english_chat_finds_the_other_pages_english(client: TestClient) -> None:
    assert f"{COOKIE}=en" in client.get("/en/").headers["set-cookie"]
    assert "set-cookie" not in client.get("/en/", headers=ENGLISH).headers


@pytest.mark.parametrize("path", CLOSED)
def test_the_english_chat_has_the_same_closed_doors(client: TestClient, path: str) -> None:
    for method in ("GET", "POST"):
        answer = client.request(method, f"/en{path}")
        assert answer.status_code == 404
    assert "default-src 'self'" in client.get("/en/").headers["content-security-policy"]


def test_both_chats_answer_programs(url: str) -> None:
    for address in (url, f"{url}/en/"):
        program = Client(address, verbose=False)
        assert "第五十四条第二款" in program.predict("第五十四条第二款", api_name="/ask")
        program.close()


def test_a_text_without_translation_stays_chinese_and_is_marked() -> None:
    with speaking("en"):
        assert translate("没有译文{count}", count=1) == "没有译文1"
        assert told("<没有译文>") == '<span lang="zh-CN">&lt;没有译文&gt;</span>'
    assert told("<没有译文>") == "&lt;没有译文&gt;"


def test_a_sentence_keeps_its_pattern_and_its_values() -> None:
    sentence = Message("“{label}”要是一个整数。", label="行业")
    assert sentence == "“行业”要是一个整数。"
    with speaking("en"):
        assert translate(sentence) == "“Industry” must be a whole number."
        hostile = Message("“{label}”要是一个整数。", label="<img>{x}")
        assert "<img>" not in translate_html(hostile)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return open_store(f"sqlite:///{tmp_path / 'journal.db'}", lambda: datetime(2026, 1, 5, tzinfo=UTC)).journal


@pytest.fixture
def chat(assistant: Assistant, journal: Journal) -> Chat:
    """The English one."""
    return Chat(
        reply=assistant.reply,
        feedback=Feedback(journal, lambda: assistant.versions),
        links=lambda calculation: [],
        regulation=assistant.regulation,
        today=lambda: date(2026, 1, 5),
        language="en",
    )


def test_the_english_chat_is_english_around_a_chinese_talk(chat: Chat) -> None:
    assert chinese_of(chat.restore(None)) == []
    log, talk, _ = chat.say("第五章", -1, None)
    log, talk, _ = chat.say("应收账款确权，1月4日提出的，哪天到期？", -1, talk)
    assert chinese_of(log) == []
    assert 'aria-label="Question 1"' in log
    assert "Computed" in log
    liked = chat.thumb(0, True, talk)[0]
    assert chinese_of(liked) == []
    assert "Thank you, it is noted." in liked
    assert chat.say(" ", -1, talk)[2].startswith("Please type a question")
    assert "600 characters" in chat.say("字" * 600, -1, talk)[2]
    assert chat.forget()[2].startswith("The conversation was cleared.")
    assert "## Question 2 (5 January 2026)" in chat.export(talk)
    assert replace(chat, language="zh").restore(talk).count("lang=") == 0


def test_the_form_under_an_answer_is_english(chat: Chat) -> None:
    log, talk, _ = chat.say("第三十六条第三款", -1, None)
    log, talk, _ = chat.thumb(0, False, talk)
    assert chinese_of(log) == []
    assert 'aria-label="What is wrong with answer 1"' in log
    assert "Which provision would be right?" in log
    for comment, right, problem in [
        ("", "", "Nothing is written yet."),
        ("字" * 501, "", "At most 500 characters, and you wrote 501."),
        ("", "99", "has only 59."),
        ("", "第五章", "is a whole chapter"),
        ("", "什么", "is not clear which provision"),
        ("", "1、2", "You named 第一条、第二条; please"),
        ("", "字" * 201, "That is too long"),
    ]:
        log = chat.tell(0, comment, right, talk)[0]
        assert problem in log
        assert chinese_of(re.sub("<textarea.*?</textarea>", "", log, flags=re.DOTALL)) == []
    assert "Number" in chat.tell(0, "不对", "36", talk)[0]


def test_what_cannot_be_kept_is_said_in_english(chat: Chat, journal: Journal) -> None:
    def nothing() -> dict[str, str]:
        raise NothingPublishedError("nothing is published")

    chat = replace(chat, feedback=Feedback(journal, nothing))
    talk = chat.say("第三十六条第三款", -1, None)[1]
    assert chat.thumb(0, True, talk)[2].startswith("Your opinion could not be kept")
