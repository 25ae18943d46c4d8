"""The evaluation pages without a browser: who may do what, every state of a run, and texts that would be HTML."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from bot.runs.command import Command
from bot.runs.folder import Folder
from bot.runs.run import Plan, Run, RunState
from bot.runs.runs import Runs
from bot.store.accounts import Role
from bot.store.store import Store, open_store
from bot.web.doors import Doors
from bot.web.evaluation import evaluation_pages, handle_run_refusals
from bot.web.evaluation_run import run_pages
from bot.web.guard import COOKIE, Guard, handle_refusals
from bot.web.language import COOKIE as LANGUAGE
from bot.web.language import LanguageMiddleware
from bot.web.rates import Rates, RateSettings
from tests.bot.test_runs import FAKE, NOW, held, mode
from tests.web.chinese import chinese_of

HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'{{7*7}}**"
PLAN = Plan(("rules", "hotline"), ("精确计算", "热线座席"), True, "dev", HOSTILE[:80])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    mode(tmp_path, "finish")
    (tmp_path / "say").write_text(HOSTILE, encoding="utf-8")
    os.mkfifo(tmp_path / "fifo")
    return tmp_path


@pytest.fixture
def runs(home: Path) -> Iterator[Runs]:
    command = Command(home / "data", [sys.executable, str(FAKE), str(home)])
    opened = Runs(Folder(home / "data" / "evaluations"), command, lambda: NOW)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """With an account for each role, named after it."""
    file = tmp_path_factory.mktemp("store") / "journal.db"
    opened = open_store(f"sqlite:///{file}", lambda: datetime.now(UTC))
    for role in Role:
        opened.accounts.add(role.value, role, "longenough12")
    yield opened
    opened.database.close()


@pytest.fixture
def app(runs: Runs, store: Store) -> FastAPI:
    app = FastAPI()
    app.add_middleware(Doors, rates=Rates(RateSettings()))
    app.add_middleware(LanguageMiddleware)
    handle_refusals(app)
    handle_run_refusals(app)
    guard = Guard(store.sessions)
    app.include_router(evaluation_pages(runs, guard))
    app.include_router(run_pages(runs, guard))
    return app


def signed_in(app: FastAPI, store: Store, role: Role) -> TestClient:
    token = store.sessions.open(store.accounts.get(role.value))
    return TestClient(app, cookies={COOKIE: token}, follow_redirects=False)


@pytest.fixture
def client(app: FastAPI, store: Store) -> TestClient:
    return signed_in(app, store, Role.EVALUATOR)


def csrf(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/evaluation").text)
    assert found is not None
    return found[1]


def start(client: TestClient, **fields: str) -> Response:
    given = {"csrf": csrf(client), "set-rules": "on", "split": "dev", "note": HOSTILE[:80], **fields}
    return client.post("/evaluation/runs", data=given)


def finished(runs: Runs) -> Run:
    run = runs.start(PLAN, "<b>甲</b>")
    runs.wait()
    return runs.get(run.id)


def text(page: Response) -> str:
    """What a person reads, without tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def addresses(runs: Runs) -> dict[str, list[str]]:
    id = finished(runs).id
    other = finished(runs).id
    run = f"/evaluation/runs/{id}"
    return {
        "get": ["/evaluation", run, f"{run}/progress", f"{run}/questions/r-1", f"{run}/report.html",
                f"{run}/result.json", f"/evaluation/compare?before={id}&after={other}"],
        "post": ["/evaluation/runs", f"{run}/cancel", f"{run}/delete"],
    }  # fmt: skip


def test_nobody_gets_in_without_signing_in(app: FastAPI, runs: Runs) -> None:
    client = TestClient(app, follow_redirects=False)
    for method, paths in addresses(runs).items():
        for path in paths:
            page = client.request(method, path)
            assert page.status_code == (303 if method == "get" else 401), path
            assert "精确计算" not in page.text
    assert len(runs.all()) == 2


def test_hotline_staff_are_told_that_it_is_not_theirs(app: FastAPI, runs: Runs, store: Store) -> None:
    client = signed_in(app, store, Role.STAFF)
    for method, paths in addresses(runs).items():
        for path in paths:
            assert client.request(method, path).status_code == 403, path
    assert len(runs.all()) == 2


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.ADMIN])
def test_evaluators_and_administrators_see_everything(app: FastAPI, runs: Runs, store: Store, role: Role) -> None:
    client = signed_in(app, store, role)
    for path in addresses(runs)["get"]:
        page = client.get(path)
        assert page.status_code == 200, path
        assert page.headers["cache-control"] == "no-store"


def test_a_form_from_elsewhere_changes_nothing(client: TestClient, runs: Runs) -> None:
    for path in addresses(runs)["post"]:
        for fields in ({}, {"csrf": "x"}):
            assert client.post(path, data={"set-rules": "on", "split": "dev", **fields}).status_code == 403
    assert [run.state for run in runs.all()] == [RunState.FINISHED, RunState.FINISHED]


def test_a_run_is_started_from_the_form(client: TestClient, runs: Runs) -> None:
    page = client.get("/evaluation")
    assert "5题：开发题2，测试题3" in page.text
    assert page.text.count("checked") == 3, "both sets, and the development questions"
    answer = start(client)
    assert answer.status_code == 303
    runs.wait()
    (run,) = runs.all()
    assert answer.headers["location"] == f"/evaluation/runs/{run.id}"
    assert (run.by, run.plan.sets, run.plan.labels, run.plan.whole) == ("evaluator", ("rules",), ("精确计算",), False)
    assert start(client, **{"set-hotline": "on"}).status_code == 303
    runs.wait()
    assert runs.all()[0].plan.whole or runs.all()[1].plan.whole


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"set-rules": "on", "split": "train"}, "请选择跑哪一部分题目。"),
        ({"split": "dev"}, "请至少选一个题集。"),
        ({"set-<b>": "on", "split": "dev"}, "没有这个题集：<b>。"),
        ({"set-rules": "on", "split": "dev", "note": "长" * 81}, "备注最多80个字，现在有81个字。"),
    ],
)
def test_what_will_not_do_is_said_and_nothing_is_lost(
    client: TestClient, runs: Runs, fields: dict[str, str], sentence: str
) -> None:
    page = client.post("/evaluation/runs", data={"csrf": csrf(client), "note": "我的备注", **fields})
    assert page.status_code == 422
    assert sentence in text(page)
    assert fields.get("note", "我的备注") in page.text
    assert ('name="set-rules" value="on" checked' in page.text) == ("set-rules" in fields)
    assert runs.all() == []


def test_a_second_start_says_who_runs_what_and_keeps_the_form(client: TestClient, runs: Runs, home: Path) -> None:
    run = held(runs, home)
    page = start(client, note="第二个")
    assert page.status_code == 409
    assert "甲在2026年1月5日" in text(page)
    assert "还没跑完，一次只能跑一个" in text(page)
    assert f'href="/evaluation/runs/{run.id}"' in page.text
    assert "第二个" in page.text


def test_a_run_that_goes_on_shows_its_progress_and_can_be_stopped(client: TestClient, runs: Runs, home: Path) -> None:
    run = held(runs, home)
    path = f"/evaluation/runs/{run.id}"
    page = client.get(path)
    assert "做完1题，一共4题，通过1题。 每秒0.5题，大约还要6秒。" in text(page)
    assert '<meta http-equiv="refresh"' in page.text, "for browsers without scripts"
    assert '<progress value="1" max="4"' in page.text
    assert 'data-state="running"' in client.get(f"{path}/progress").text
    assert "正在跑" in text(client.get("/evaluation"))
    assert client.post(f"{path}/delete", data={"csrf": csrf(client)}).status_code == 409
    assert client.get(f"{path}/result.json").status_code == 409
    assert client.post(f"{path}/cancel", data={"csrf": csrf(client)}).status_code == 303
    runs.wait()
    page = client.get(path)
    assert "evaluator停掉了这次评测，没有结果。" in text(page)
    assert "停下来的时候做完了1题，一共4题。" in text(page)
    assert "refresh" not in page.text


def test_before_its_first_question_a_run_says_that_it_loads(client: TestClient, runs: Runs, home: Path) -> None:
    run = held(runs, home)
    (home / "data" / "evaluations" / run.id / "progress.json").unlink()
    assert "正在装载知识库" in client.get(f"/evaluation/runs/{run.id}/progress").text


def test_a_run_that_fails_shows_what_it_said_last(client: TestClient, runs: Runs, home: Path) -> None:
    mode(home, "fail")
    run = finished(runs)
    page = client.get(f"/evaluation/runs/{run.id}")
    assert "评测程序出了错，没有结果。退出码1。" in text(page)
    assert "error: 磁盘 &lt;b&gt;满了&lt;/b&gt;" in page.text
    assert "出错了" in text(client.get("/evaluation"))


def test_a_run_of_a_server_that_is_gone_is_shown_as_interrupted(client: TestClient, runs: Runs, home: Path) -> None:
    run = held(runs, home)
    runs.close()
    assert "服务器停了或者重新启动过" in text(client.get(f"/evaluation/runs/{run.id}"))


def test_a_result_has_its_figures_floors_chart_and_failures(client: TestClient, runs: Runs) -> None:
    page = client.get(f"/evaluation/runs/{finished(runs).id}")
    said = text(page)
    assert "2题中通过1题，50.0%。1项没达到下限： 精确计算：“通过”0.500，低于下限 0.81。" in said
    assert "c0ffee0123456789" in said
    assert '<rect class="bar" x="100" y="4" width="85.0" height="20"/>' in page.text
    assert 'class="floor below" x1="237.7"' in page.text, "at 100 + 0.81 · 170"
    assert '<th scope="col">通过</th>' in page.text
    assert '<th scope="col">算准</th>' not in page.text, "it applies to none of these questions"
    assert "不低于 81.0%" in said
    assert "共2道" in said
    assert "style=" not in page.text


def test_somebody_who_looks_at_test_questions_is_reminded_what_they_are_for(client: TestClient, runs: Runs) -> None:
    reminder = "照着它改，成绩就不可信了。"
    assert reminder not in client.get(f"/evaluation/runs/{finished(runs).id}").text
    run = runs.start(replace(PLAN, split="test"), "甲")
    runs.wait()
    assert reminder in client.get(f"/evaluation/runs/{run.id}").text


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", ["r-1", "h-1"]),
        ("?set=rules", ["r-1"]),
        ("?tag=typo", ["r-1", "h-1"]),
        ("?fault=crash", ["h-1"]),
        ("?fault=words&set=hotline", []),
        ("?passed=yes", ["r-1", "r-2", "h-1"]),
        ("?set=nowhere", []),
        ("?page=99999999999999&set=rules", ["r-1"]),
        ("?page=0", ["r-1", "h-1"]),
    ],
)
def test_failures_are_filtered(client: TestClient, runs: Runs, query: str, ids: list[str]) -> None:
    page = client.get(f"/evaluation/runs/{finished(runs).id}{query}").text
    assert re.findall(r"<code>([rh]-\d)</code>", page) == ids


def test_one_failure_shows_what_was_expected_what_came_and_why(client: TestClient, runs: Runs) -> None:
    path = f"/evaluation/runs/{finished(runs).id}/questions"
    page = client.get(f"{path}/r-1?tag=typo")
    said = text(page)
    assert "第2轮" in said
    assert "回答类型应为“依条文作答”，实际是“反问”。" in said
    assert "应引 第二十条第二款" in said
    assert "实为 反问" in said
    assert f'{path}/h-1?tag=typo">下一道' in page.text
    assert "程序出错：KeyError" in text(client.get(f"{path}/h-1"))
    assert client.get(f"{path}/none").status_code == 404


def test_two_runs_are_compared_with_their_significance(client: TestClient, runs: Runs) -> None:
    first, second = finished(runs), finished(runs)
    page = client.get(f"/evaluation/compare?before={first.id}&after={second.id}")
    said = text(page)
    assert "同样的2道题，通过率由90.0%变为50.0%，明显变差。" in said
    assert "-40.0" in said
    assert "0.0100" in said
    assert "只在后一次的1道" in said
    assert "指南换了版本" in said
    assert "新做错1道" in said
    assert f"/evaluation/runs/{second.id}/questions/r-1" in page.text
    same = client.get(f"/evaluation/compare?before={first.id}&after={first.id}")
    assert same.status_code == 422
    assert "请选两次不同的评测来比较。" in text(same)
    assert client.get(f"/evaluation/compare?before={first.id}&after=../../etc").status_code == 404


def test_files_are_downloaded_and_not_shown(client: TestClient, runs: Runs) -> None:
    run = finished(runs)
    report = client.get(f"/evaluation/runs/{run.id}/report.html")
    assert report.headers["content-disposition"] == f'attachment; filename="tiaoli-{run.id}-report.html"'
    assert "sandbox" in report.headers["content-security-policy"]
    assert "script" not in report.headers["content-security-policy"]
    assert report.text == "<h1>报告</h1>"
    assert client.get(f"/evaluation/runs/{run.id}/result.json").json()["questions"][0]["id"] == "r-1"
    assert client.get(f"/evaluation/runs/{run.id}/run.json").status_code == 404


def test_a_run_is_deleted(client: TestClient, runs: Runs) -> None:
    run = finished(runs)
    assert client.post(f"/evaluation/runs/{run.id}/delete", data={"csrf": csrf(client)}).status_code == 303
    assert runs.all() == []
    page = client.get(f"/evaluation/runs/{run.id}")
    assert page.status_code == 404
    assert "可能已经删除" in text(page)


def test_hostile_texts_are_shown_and_not_run(client: TestClient, runs: Runs) -> None:
    first, second = finished(runs), finished(runs)
    run = f"/evaluation/runs/{second.id}"
    for path in (
        "/evaluation", run, f"{run}?passed=yes", f"{run}/questions/r-1", f"{run}/questions/h-1",
        f"/evaluation/compare?before={first.id}&after={second.id}",
    ):  # fmt: skip
        page = client.get(path)
        assert page.status_code == 200
        assert "alert(1)" in page.text, path
        assert "<script>alert" not in page.text, path
        assert "<img" not in page.text, path
        assert "<b>甲" not in page.text, path
        assert "{{7*7}}" in unescape(page.text), path


def test_sets_that_cannot_be_read_leave_the_history(client: TestClient, runs: Runs, home: Path) -> None:
    finished(runs)
    mode(home, "broken")
    page = client.get("/evaluation")
    assert page.status_code == 200
    assert "题集读不出来" in text(page)
    assert "own.toml:3: is not TOML" in text(page)
    assert "跑完了" in text(page)


def test_a_folder_that_cannot_be_used_is_said_and_nothing_falls_over(client: TestClient, home: Path) -> None:
    (home / "data").mkdir(exist_ok=True)
    (home / "data" / "evaluations").touch()
    page = client.get("/evaluation")
    assert page.status_code == 503
    assert "存放评测结果的文件夹读不了或者写不了" in text(page)


def test_results_that_are_gone_leave_the_run_in_the_list(client: TestClient, runs: Runs, home: Path) -> None:
    run = finished(runs)
    folder = home / "data" / "evaluations" / run.id
    (folder / "overview.json").write_text("{", encoding="utf-8")
    assert client.get("/evaluation").status_code == 200
    assert "存放结果的文件坏了" in text(client.get(f"/evaluation/runs/{run.id}"))
    (folder / "run.json").unlink()
    assert "读不出来" in text(client.get("/evaluation"))
    assert client.get(f"/evaluation/runs/{run.id}").status_code == 200
    shutil.rmtree(folder)
    assert client.get(f"/evaluation/runs/{run.id}").status_code == 404


def test_in_english_only_what_is_marked_stays_chinese(client: TestClient, runs: Runs) -> None:
    paths = addresses(runs)["get"]
    client.cookies.set(LANGUAGE, "en")
    pages = [client.get(path) for path in [*paths, "/evaluation/compare", "/evaluation/runs/nothing"]]
    pages += [client.post("/evaluation/runs"), start(client, **{"set-no": "on", "split": "no", "note": "字" * 81})]
    for page in pages:
        if "content-disposition" not in page.headers:
            assert chinese_of(page.text) == [], page.url
    assert "There is no such question set: no." in text(pages[-1])
    assert "5 January 2026, " in text(pages[0])
    assert "This form has expired" in text(pages[-2])
