"""The site without a browser: pages, headers, doors that are closed, and what happens when the index is gone."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.assistant import open_assistant
from bot.desk import Desk
from bot.runs.command import Command
from bot.runs.folder import Folder
from bot.runs.runs import Runs
from bot.store.entries import Opinion
from bot.store.journal import Wanted
from bot.store.store import Store, open_store
from bot.web.app import make_app
from kb.library import Library


def client_of(data: Path, store: Store | None = None, runs: Runs | None = None) -> TestClient:
    desk = Desk(Library(data), lambda: open_assistant(data))
    opened = store or open_store(f"sqlite:///{data / 'journal.db'}", lambda: datetime.now(UTC))
    started = runs or Runs(Folder(data / "evaluations"), Command(data), lambda: datetime.now(UTC))

    async def build() -> FastAPI:
        return make_app(desk, opened, started, 4, lambda: date(2026, 1, 5))

    # Outside a running loop Gradio opens four of its own and never closes them (gradio.utils.safe_get_lock).
    return TestClient(asyncio.run(build()))


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[TestClient]:
    with client_of(data) as client:
        yield client


def test_an_article_page_has_chapter_paragraphs_and_neighbours(client: TestClient) -> None:
    page = client.get("/articles/36").text
    assert "第五章 市场开拓" in page
    assert page.count('class="paragraph"') == 4
    assert 'id="3"' in page
    assert 'href="/articles/35"' in page
    assert 'href="/articles/37"' in page
    assert "百分之六十" in page


def test_items_have_anchors_and_the_ends_have_one_neighbour(client: TestClient) -> None:
    assert 'id="1-6"' in client.get("/articles/58").text
    assert 'rel="prev"' not in client.get("/articles/1").text
    assert 'rel="next"' not in client.get("/articles/59").text


def test_the_contents_list_every_article(client: TestClient) -> None:
    page = client.get("/articles").text
    assert all(f'href="/articles/{number}"' in page for number in range(1, 60))


@pytest.mark.parametrize("number", ["0", "60", "999999999999", "abc", "%3Cscript%3E", "三十六"])
def test_an_article_that_does_not_exist_is_404_in_chinese(client: TestClient, number: str) -> None:
    answer = client.get(f"/articles/{number}")
    assert answer.status_code == 404
    assert "一共59条" in answer.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize("path", ["/", "/articles/36", "/healthz"])
def test_every_response_forbids_foreign_hosts(client: TestClient, path: str) -> None:
    policy = client.get(path).headers["content-security-policy"]
    assert re.search(r"default-src '(self|none)'", policy)
    assert "http:" not in policy
    assert "*" not in policy


@pytest.mark.parametrize("path", ["/gradio_api/upload", "/gradio_api/file=/etc/passwd", "/gradio_api/proxy=http://a/"])
def test_files_go_neither_in_nor_out(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path, files={"files": b"x"}).status_code == 404


def test_health_names_the_versions(client: TestClient, data: Path) -> None:
    body = client.get("/healthz").json()
    assert body["status"] == "ok"
    assert body["versions"]["build"] in Library(data).published().values()


def test_a_lost_index_is_our_own_fault_and_health_says_so(data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(data, copy)
    desk = Desk(Library(copy), lambda: open_assistant(copy))
    assert desk.ask("第五条", date(2026, 1, 5)).outcome == "article"
    (copy / "published.json").unlink()
    answer = desk.ask("拖欠货款怎么办", date(2026, 1, 5))
    assert answer.outcome == "unavailable"
    assert "故障" in answer.text
    assert not answer.citations
    desk.close()


def test_old_feedback_is_removed_when_the_server_starts(data: Path, tmp_path: Path) -> None:
    now = datetime(2026, 1, 5, tzinfo=UTC)
    url = f"sqlite:///{tmp_path / 'journal.db'}"
    before = open_store(url, lambda: now - timedelta(days=366)).journal
    before.add(Opinion("旧的", "answered", (), {}, True))
    store = open_store(url, lambda: now)
    with client_of(data, store):
        assert store.journal.find(Wanted()) == []


def test_a_locked_journal_does_not_keep_the_server_from_starting(data: Path, tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'journal.db'}", lambda: datetime(2026, 1, 5, tzinfo=UTC))
    store.database.migrate()
    other = sqlite3.connect(tmp_path / "journal.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with client_of(data, store) as client:
        assert client.get("/articles/36").status_code == 200
        other.execute("ROLLBACK")
    other.close()
