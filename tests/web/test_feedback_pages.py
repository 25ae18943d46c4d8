"""The staff's list of feedback: who may see it, what it shows, and what becomes of an entry."""

from __future__ import annotations

import html
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from bot.store.accounts import Account, Accounts, Role
from bot.store.entries import Entry, Opinion, Purpose, State, Taking
from bot.store.journal import Journal, Wanted
from bot.store.passwords import Passwords
from bot.store.sessions import Session, Sessions
from bot.store.store import Store, open_store
from bot.web.feedback_list import PAGE, ROOT
from bot.web.feedback_pages import feedback_pages
from bot.web.guard import COOKIE, Guard, handle_refusals
from bot.web.language import COOKIE as LANGUAGE
from bot.web.language import LanguageMiddleware
from bot.web.pages import templates
from evals.load import load_questions
from kb.errors import NothingPublishedError
from kb.guide_files import load_guide
from kb.model import Regulation
from tests.web.chinese import chinese_of

HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'{{7*7}}</textarea>"


@dataclass
class Office:
    """The pages on an application of their own, with an account of each role."""

    store: Store
    client: TestClient
    tokens: dict[str, str] = field(default_factory=dict)
    now: datetime = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)

    @property
    def journal(self) -> Journal:
        return self.store.journal

    def add(self, question: str = "欠款找谁", liked: bool = False, citations: tuple[str, ...] = ("20.2",)) -> str:
        self.now += timedelta(minutes=1)
        return self.journal.add(Opinion(question, "answered", citations, {}, liked))

    def as_(self, name: str) -> None:
        self.client.cookies.clear()
        if name:
            self.client.cookies.set(COOKIE, self.tokens[name])

    def get(self, path: str = ROOT) -> Response:
        return self.client.get(path, follow_redirects=False)

    def page(self, path: str = ROOT) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def post(self, id: str, action: str, csrf: str | None = None, **fields: str) -> Response:
        token = self.client.cookies.get(COOKIE) or ""
        session = self.store.sessions.find(token)
        given = {"csrf": csrf if csrf is not None else session.csrf if session else "", **fields}
        return self.client.post(f"{ROOT}/{id}/{action}", data=given, follow_redirects=False)

    def entry(self, id: str) -> Entry:
        return self.journal.get(id)


@pytest.fixture
def office(tmp_path: Path, regulation: Regulation) -> Iterator[Office]:
    hall: list[Office] = []
    store = open_store(f"sqlite:///{tmp_path / 'journal.db'}", lambda: hall[0].now)
    app = FastAPI()
    app.add_middleware(LanguageMiddleware)
    handle_refusals(app)
    app.include_router(feedback_pages(store.journal, lambda: regulation, Guard(store.sessions)))
    with TestClient(app) as client:
        hall.append(Office(store, client))
        quick = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        accounts = Accounts(store.database, quick, lambda: hall[0].now)
        sessions = Sessions(store.database, lambda: hall[0].now)
        for role in Role:
            hall[0].tokens[role.value] = sessions.open(accounts.add(role.value, role, "longenough12"))
        hall[0].as_("staff")
        yield hall[0]
    store.database.close()


def words(page: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page)))


def ids(page: str) -> list[str]:
    return re.findall(r'<article class="entry" id="e-([a-z0-9]+)"', page)


def similar(wording: str = "欠款找谁", provisions: str = "20.2") -> dict[str, str]:
    return {"wording": wording, "provisions": provisions}


def regression(wording: str = "欠款找谁", provisions: str = "20.2", expected: str = "answered") -> dict[str, str]:
    return {"wording": wording, "provisions": provisions, "expected": expected}


PATHS = [ROOT, f"{ROOT}/export/similar.toml", f"{ROOT}/export/regression.toml", f"{ROOT}/aaaabbbbcccc"]
ACTIONS = ["similar", "regression", "dismiss", "reopen", "delete"]


@pytest.mark.parametrize("path", PATHS)
def test_reading_is_for_staff(office: Office, path: str) -> None:
    office.add("秘密的问题")
    office.as_("")
    answer = office.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=%2Ffeedback")
    office.as_("evaluator")
    answer = office.get(path)
    assert answer.status_code == 403
    assert "秘密" not in answer.text
    for name in ("staff", "admin"):
        office.as_(name)
        assert office.get(path).status_code in (200, 404)
        assert office.get(path).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("action", ACTIONS)
def test_changing_is_for_staff_with_a_form_of_their_own(office: Office, action: str) -> None:
    id = office.add()
    before = office.entry(id)
    for name, csrf, status in (("", "", 401), ("evaluator", None, 403), ("staff", "", 403), ("staff", "forged", 403)):
        office.as_(name)
        assert office.post(id, action, csrf, **regression()).status_code == status
    assert office.entry(id) == before
    assert office.client.get(f"{ROOT}/{id}/{action}").status_code in (404, 405), "a link changes nothing"


def test_an_entry_shows_what_was_asked_answered_and_said(office: Office) -> None:
    id = office.add("欠款找谁", citations=("20.2", "58.1.6"))
    office.journal.tell(id, "应该引\n四十九条", "49")
    page = office.page()
    shown = words(page)
    assert "没用" in shown
    assert "欠款找谁" in shown
    assert "条例有规定，引用第二十条第二款、第五十八条第一款第（六）项" in shown
    assert "应该引 四十九条" in shown
    assert 'href="/articles/20#2"' in page
    assert 'href="/articles/58#1-6"' in page
    assert '<a href="/articles/49">第四十九条</a>' in page
    moment = office.now.astimezone()
    assert f"2026年1月5日 {moment:%H:%M}" in shown
    assert office.entry(id).number in shown


def test_the_newest_comes_first_twenty_to_a_page(office: Office) -> None:
    added = [office.add(f"问题{n}") for n in range(PAGE + 1)]
    first = office.page()
    assert ids(first) == added[:0:-1]
    assert 'href="/feedback?page=2"' in first
    assert "第1页，共2页" in words(first)
    second = office.page(f"{ROOT}?page=2")
    assert ids(second) == [added[0]]
    assert 'rel="next"' not in second
    assert ids(office.page(f"{ROOT}?page=99")) == [added[0]], "the last page there is"


def test_filters_narrow_the_list_and_its_counts(office: Office) -> None:
    up = office.add("贷款", liked=True, citations=("25.1",))
    down = office.add("欠款")
    gone = office.add("欠款和贷款", citations=())
    office.post(gone, "dismiss")
    assert ids(office.page()) == [down, up]
    assert ids(office.page(f"{ROOT}?state=all")) == [gone, down, up]
    assert ids(office.page(f"{ROOT}?state=dismissed")) == [gone]
    assert ids(office.page(f"{ROOT}?thumb=up")) == [up]
    assert ids(office.page(f"{ROOT}?state=all&q=贷款")) == [gone, up]
    assert ids(office.page(f"{ROOT}?article=第二十条")) == [down]
    assert ids(office.page(f"{ROOT}?state=all&q={office.entry(up).number}")) == [up]
    narrowed = office.page(f"{ROOT}?thumb=down&q=欠款")
    assert "待处理 1已采用 0不处理 1全部 2" in words(narrowed)
    assert 'href="/feedback?state=dismissed&amp;thumb=down&amp;q=%E6%AC%A0%E6%AC%BE"' in narrowed


@pytest.mark.parametrize("query", ["state=x&thumb=y&page=-1", "state[]=1", "page=999999999999", "q=%00%ff", "article="])
def test_an_address_that_is_none_is_the_whole_list(office: Office, query: str) -> None:
    id = office.add("\x00")
    assert ids(office.page(f"{ROOT}?{query}")) in ([id], []) if "q=" in query else [id]


def test_an_article_that_does_not_exist_is_told_beside_its_field(office: Office) -> None:
    id = office.add()
    page = office.page(f"{ROOT}?article=第九十条")
    assert ids(page) == [id]
    assert "一共只有59条" in words(page)
    assert 'value="第九十条"' in page
    assert 'aria-describedby="article-error"' in page


def test_empty_lists_say_why(office: Office) -> None:
    assert "还没有收到反馈" in words(office.page())
    id = office.add()
    assert "没有符合条件的反馈" in words(office.page(f"{ROOT}?q=别的"))
    assert "这里还没有反馈" in words(office.page(f"{ROOT}?state=taken"))
    office.post(id, "dismiss")
    assert "都处理完了" in words(office.page())


def test_the_forms_suggest_the_right_provision_or_the_first_cited(office: Office) -> None:
    def suggested(page: str) -> list[str]:
        return re.findall(r'name="provisions" value="([^"]*)"', page)

    id = office.add(citations=("20.2", "36.3"))
    assert suggested(office.page()) == ["第二十条第二款", "第二十条第二款、第三十六条第三款"]
    assert not re.search(r'<option value="answered" selected', office.page()), "a wrong answer suggests no outcome"
    office.journal.tell(id, "", "49.1")
    assert suggested(office.page()) == ["第四十九条第一款"] * 2
    office.post(id, "delete")
    office.add(liked=True)
    assert re.search(r'<option value="answered" selected', office.page())


def test_taken_as_a_similar_question_it_leads_back_to_the_list(office: Office) -> None:
    id = office.add()
    answer = office.post(id, "similar", back="thumb=down&page=2", **similar("欠款，找哪个部门？", "20条2款"))
    assert answer.status_code == 303
    assert answer.headers["location"] == "/feedback?thumb=down&page=2&done=similar"
    assert "已经作为相似问收下" in words(office.page(answer.headers["location"]))
    entry = office.entry(id)
    assert entry.taking == Taking(Purpose.SIMILAR, "欠款，找哪个部门？", ("20.2",))
    assert (entry.state, entry.handled_by, entry.handled_at) == (State.TAKEN, "staff", office.now)
    page = office.page(f"{ROOT}?state=taken")
    assert "作为相似问收下欠款，找哪个部门？ → 第二十条第二款" in words(page)
    assert "staff，2026年1月5日" in words(page)
    assert f"{ROOT}/{id}/similar" not in page, "it is taken once"


@pytest.mark.parametrize(
    ("fields", "name", "said"),
    [
        (similar(" ，"), "wording", "请写出问题"),
        (similar("字" * 501), "wording", "最多500字，您写了501字"),
        (similar(provisions=""), "provisions", "由哪一款回答"),
        (similar(provisions="36"), "provisions", "第三十六条有4款，请写明是哪一款"),
        (similar(provisions="20.2、36.3"), "provisions", "请只写最合适的一条"),
        (similar(provisions="99"), "provisions", "一共只有59条"),
        (similar(HOSTILE, HOSTILE), "provisions", "没有看懂"),
        (regression(expected=""), "expected", "请选择"),
        (regression(expected="unavailable"), "expected", "请选择"),
        (regression(provisions=""), "provisions", "“条例有规定”的回答要引用条款"),
        (regression(provisions="第五章"), "provisions", "是一整章"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(
    office: Office, fields: dict[str, str], name: str, said: str
) -> None:
    id = office.add()
    purpose = "regression" if "expected" in fields else "similar"
    answer = office.post(id, purpose, back="thumb=down", **fields)
    assert answer.status_code == 422
    problem = re.search(rf'<p class="error" id="{name}-{purpose}-{id}-error">(.*?)</p>', answer.text)
    assert problem is not None
    assert said in words(problem[1])
    assert f'aria-describedby="{name}-{purpose}-{id}-error" autofocus' in answer.text
    form = answer.text.partition(f'action="/feedback/{id}/{purpose}"')[2].partition("</form>")[0]
    assert (
        html.unescape(re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", form, re.DOTALL)[0]) == fields["wording"].strip()
    )
    assert html.unescape(re.findall(r'name="provisions" value="([^"]*)"', form)[0]) == fields["provisions"]
    assert "<script>" not in answer.text
    assert "<img" not in answer.text
    assert 'href="/feedback?thumb=down"' in answer.text
    assert office.entry(id).state is State.NEW


def test_an_answer_that_cites_nothing_needs_no_provision(office: Office) -> None:
    id = office.add("天气怎么样")
    assert office.post(id, "regression", **regression("天气怎么样", "", "out_of_scope")).status_code == 303
    assert office.entry(id).taking == Taking(Purpose.REGRESSION, "天气怎么样", (), "out_of_scope")


def test_a_question_taken_one_way_is_refused_the_other_way(office: Office) -> None:
    first, second = office.add(), office.add()
    office.post(first, "similar", **similar("欠款找谁？"))
    answer = office.post(second, "regression", **regression("欠款，找谁"))
    assert answer.status_code == 422
    assert "已经作为相似问收下了。学的和考的要分开，不能再作为回归题。" in words(answer.text)
    answer = office.post(second, "similar", **similar("欠款找谁", "49.1"))
    assert "写的是第二十条第二款，和这次填的不一样" in words(answer.text)
    assert office.post(second, "similar", **similar()).status_code == 303


def test_what_a_colleague_has_handled_is_left_alone(office: Office) -> None:
    id = office.add()
    office.journal.dismiss(id, "colleague")
    for action in ("similar", "dismiss"):
        answer = office.post(id, action, **similar("我改过的问法"))
        assert answer.status_code == 409
        assert "已经由colleague处理过" in words(answer.text)
        assert ("我改过的问法" in answer.text) == (action == "similar"), "what was typed is still there"
    assert office.post(id, "reopen").status_code == 303
    assert office.post(id, "similar", **similar()).status_code == 303


@pytest.mark.parametrize("action", ACTIONS)
def test_what_is_gone_is_said_to_be_gone(office: Office, action: str) -> None:
    id = office.add()
    office.journal.forget(id)
    answer = office.post(id, action, **regression())
    assert answer.status_code == 404
    assert "可能已经删除" in words(answer.text)


def test_deleting_asks_once_more_and_leaves_nothing(office: Office) -> None:
    id = office.add()
    assert "删除以后找不回来" in words(office.page())
    answer = office.post(id, "delete", back="state=all")
    assert answer.headers["location"] == "/feedback?state=all&done=delete"
    assert office.journal.find(Wanted()) == []


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example/?state=all", "state=all&next=//evil", "\r\nx: y"]
)
def test_no_form_leads_anywhere_but_to_the_list(office: Office, back: str) -> None:
    answer = office.post(office.add(), "dismiss", back=back)
    assert re.fullmatch(r"/feedback\?(state=all&)?done=dismiss", answer.headers["location"])


def test_what_people_wrote_is_shown_and_not_run(office: Office) -> None:
    id = office.add(HOSTILE)
    office.journal.tell(id, HOSTILE, "")
    for path in (
        ROOT,
        f"{ROOT}/{id}",
        f"{ROOT}?q={HOSTILE}&article={HOSTILE}&state={HOSTILE}",
        f"{ROOT}?done={HOSTILE}",
    ):
        page = office.page(path)
        assert "<script>" not in page
        assert "<img" not in page
    assert HOSTILE in html.unescape(office.page()), "all of it is shown"


def test_the_pages_have_neither_inline_styles_nor_scripts(office: Office) -> None:
    id = office.add()
    for page in (office.page(), office.page(f"{ROOT}/{id}")):
        assert not re.search(r'<script(?! src=| type="application/json")|<style| style=| on[a-z]+=', page)


def test_provisions_that_no_longer_exist_are_no_links(office: Office) -> None:
    office.add(citations=("99", "20.9", "20.2"))
    assert re.findall(r'href="/articles/(.*?)"', office.page()) == ["20#2"]


@pytest.mark.parametrize("role", Role)
def test_the_navigation_names_the_list_for_staff_alone(role: Role) -> None:
    session = Session(Account(1, "somebody", role, True, datetime(2026, 1, 5, tzinfo=UTC)), "token")
    page = templates().get_template("refused.html")
    assert ("反馈</a>" in page.render(session=session)) == (role is not Role.EVALUATOR)
    assert "反馈</a>" not in page.render()


def test_downloads_are_what_the_loaders_read(office: Office, regulation: Regulation, tmp_path: Path) -> None:
    office.post(office.add(), "similar", **similar("确权要几天", "20.2"))
    office.post(office.add(), "regression", **regression("天气怎么样", "", "out_of_scope"))
    folder = tmp_path / "guide"
    folder.mkdir()
    for purpose in Purpose:
        answer = office.get(f"{ROOT}/export/{purpose.value}.toml")
        assert answer.headers["content-disposition"] == f'attachment; filename="tiaoli-{purpose.value}.toml"'
        assert answer.text.startswith("# 从反馈中采用的")
        (folder / f"{purpose.value}.toml").write_text(answer.text, encoding="utf-8")
    (question,) = load_questions([folder / "regression.toml"], regulation, [])
    assert question.turns[0].say == "天气怎么样"
    (folder / "regression.toml").unlink()
    assert [one.text for one in load_guide(folder, regulation).questions] == ["确权要几天"]


def test_a_locked_database_is_a_page_that_says_so(office: Office, tmp_path: Path) -> None:
    id = office.add()
    other = sqlite3.connect(tmp_path / "journal.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer = office.get()
    assert answer.status_code == 503
    assert "数据库暂时打不开" in words(answer.text)
    assert office.client.post(f"{ROOT}/{id}/dismiss", data={"csrf": "x"}).status_code == 503
    other.close()
    assert ids(office.page()) == [id]


def test_a_lost_database_is_a_page_that_says_so(office: Office, tmp_path: Path) -> None:
    office.add()
    (tmp_path / "journal.db").unlink()
    assert office.get().status_code == 503


def test_a_shelf_that_is_away_is_a_page_that_says_so(tmp_path: Path, office: Office) -> None:
    def regulation() -> Regulation:
        raise NothingPublishedError("nothing")

    app = FastAPI()
    handle_refusals(app)
    app.include_router(feedback_pages(office.journal, regulation, Guard(office.store.sessions)))
    client = TestClient(app, cookies={COOKIE: office.tokens["staff"]})
    assert client.get(ROOT).status_code == 503


def test_in_english_only_what_is_marked_stays_chinese(office: Office) -> None:
    id, other = office.add("欠款找谁", citations=("20.2", "58.1.6")), office.add()
    office.journal.tell(id, "应该引\n四十九条", "49")
    office.client.cookies.set(LANGUAGE, "en")
    pages = [office.page(), office.page(f"{ROOT}/{id}"), office.page(f"{ROOT}?article=第九十条")]
    assert "has only 59. It was not filtered by provision." in words(pages[-1])
    for action, fields, problem in [
        ("similar", similar(" "), "Please write the question."),
        ("similar", similar("字" * 501), "at most 500 characters, and you wrote 501"),
        ("similar", similar(provisions=""), "which paragraph answers"),
        ("similar", similar(provisions="36"), "第三十六条 has 4 paragraphs"),
        ("regression", regression(expected=""), "Please choose the kind"),
        ("regression", regression(provisions=""), "An answer of the kind “In the regulation” cites provisions"),
    ]:
        pages.append(office.post(id, action, **fields).text)
        assert problem in words(pages[-1])
    pages.append(office.page(office.post(id, "similar", **similar()).headers["location"]))
    assert "Taken as a similar question; it reaches the guide" in words(pages[-1])
    pages.append(office.post(other, "regression", **regression()).text)
    assert "already taken as a similar question. What is taught" in words(pages[-1])
    pages.append(office.post(other, "similar", **similar(provisions="49.1")).text)
    assert "as a similar question with 第二十条第二款, unlike this time" in words(pages[-1])
    pages.append(office.post(id, "dismiss").text)
    assert "staff has dealt with this already" in words(pages[-1])
    pages += [office.page(f"{ROOT}?state=all"), office.get(f"{ROOT}/nothing").text]
    for page in pages:
        assert chinese_of(re.sub("<textarea.*?</textarea>", "", page, flags=re.DOTALL)) == []
