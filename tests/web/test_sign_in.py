"""Signing in and out, and what stands behind a role; requests made by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi import Depends, FastAPI
from fastapi.testclient import TestClient

from bot.store.accounts import FAILURES, Accounts, Role
from bot.store.database import Database
from bot.store.passwords import Passwords
from bot.store.sessions import IDLE, Session, Sessions
from bot.store.store import open_store
from bot.web.addresses import local
from bot.web.guard import COOKIE, Guard, handle_refusals
from bot.web.sign_in import sign_in_pages

RIGHT = "correct horse"


class Clock:
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(tmp_path: Path, clock: Clock) -> Iterator[TestClient]:
    """A site with a page and a form for staff, and one account of each role."""
    database = Database(f"sqlite:///{tmp_path / 'journal.db'}")
    cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    store = replace(
        open_store(f"sqlite:///{tmp_path / 'journal.db'}", lambda: clock.now),
        accounts=Accounts(database, cheap, lambda: clock.now),
        sessions=Sessions(database, lambda: clock.now),
    )
    for role in Role:
        store.accounts.add(role.value, role, RIGHT)
    guard = Guard(store.sessions)
    staff, staffs_form = Depends(guard.need(Role.STAFF)), Depends(guard.form(Role.STAFF))
    app = FastAPI()
    handle_refusals(app)
    app.include_router(sign_in_pages(store, guard))

    @app.get("/desk")
    def desk(session: Session = staff) -> str:
        return session.csrf

    @app.post("/desk")
    def change(session: Session = staffs_form) -> str:
        return f"changed by {session.account.name}"

    with TestClient(app, follow_redirects=False) as client:
        yield client


def sign_in(client: TestClient, name: str, password: str = RIGHT, next: str = "") -> int:
    return client.post("/sign-in", data={"name": name, "password": password, "next": next}).status_code


def test_nobody_is_led_to_the_form_and_back_to_the_page_that_was_wanted(client: TestClient) -> None:
    led = client.get("/desk?state=new&q=a b")
    assert led.status_code == 303
    form = client.get(led.headers["location"]).text
    (next,) = re.findall(r'name="next" value="([^"]*)"', form)
    answer = client.post("/sign-in", data={"name": "staff", "password": RIGHT, "next": next.replace("&amp;", "&")})
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk?state=new&q=a%20b")


@pytest.mark.parametrize(("role", "status"), [(Role.STAFF, 200), (Role.ADMIN, 200), (Role.EVALUATOR, 403)])
def test_only_the_right_role_sees_the_page(client: TestClient, role: Role, status: int) -> None:
    assert sign_in(client, role.value) == 303
    assert client.get("/desk").status_code == status


def test_a_form_needs_the_sessions_own_token(client: TestClient) -> None:
    assert client.post("/desk", data={"csrf": ""}).status_code == 401
    sign_in(client, "staff")
    token = client.get("/desk").json()
    assert client.post("/desk", data={"csrf": token}).json() == "changed by staff"
    for wrong in ("", "x", token[:-1], token.upper()):
        assert client.post("/desk", data={"csrf": wrong}).status_code == 403
    assert client.post("/desk", json={"csrf": token}).status_code == 403, "a form is not JSON"
    assert client.post("/desk?csrf=" + token).status_code == 403, "nor an address"


def test_another_sessions_token_does_not_do(client: TestClient) -> None:
    sign_in(client, "admin")
    token = client.get("/desk").json()
    sign_in(client, "staff")
    assert client.post("/desk", data={"csrf": token}).status_code == 403


def test_a_role_that_does_not_reach_changes_nothing_even_with_its_token(client: TestClient) -> None:
    sign_in(client, "evaluator")
    (token,) = re.findall(r'name="csrf" value="([^"]+)"', client.get("/sign-in").text)
    assert client.post("/desk", data={"csrf": token}).status_code == 403


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: TestClient) -> None:
    cookie = client.post("/sign-in", data={"name": "staff", "password": RIGHT}).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    client.base_url = client.base_url.copy_with(scheme="https")
    assert "Secure" in client.post("/sign-in", data={"name": "staff", "password": RIGHT}).headers["set-cookie"]


def test_each_sign_in_has_a_token_of_its_own(client: TestClient) -> None:
    tokens = set()
    for _ in range(2):
        sign_in(client, "staff")
        tokens.add(client.cookies[COOKIE])
    assert len(tokens) == 2


def test_a_cookie_from_before_signing_in_is_worth_nothing(client: TestClient) -> None:
    client.cookies.set(COOKIE, "chosen by somebody else")
    sign_in(client, "staff")
    client.cookies.delete(COOKIE)
    client.cookies.set(COOKIE, "chosen by somebody else")
    assert client.get("/desk").status_code == 303


def test_signing_out_ends_the_session_on_the_server(client: TestClient) -> None:
    sign_in(client, "staff")
    token, cookie = client.get("/desk").json(), client.cookies[COOKIE]
    assert client.post("/sign-out", data={"csrf": "x"}).status_code == 403
    assert client.post("/sign-out", data={"csrf": token}).headers["location"] == "/"
    client.cookies.set(COOKIE, cookie)
    assert client.get("/desk").status_code == 303


def test_a_session_ends_by_itself(client: TestClient, clock: Clock) -> None:
    sign_in(client, "staff")
    clock.now += IDLE + timedelta(seconds=1)
    assert client.get("/desk").status_code == 303
    expired = client.post("/desk", data={"csrf": "x"})
    assert expired.status_code == 401
    assert "没有提交" in expired.text


@pytest.mark.parametrize("name", ["staff", "nobody"])
def test_a_failure_does_not_say_which_was_wrong_and_keeps_the_name(client: TestClient, name: str) -> None:
    answer = client.post("/sign-in", data={"name": name, "password": "wrong horse"})
    assert answer.status_code == 401
    assert "账号或者密码不对" in answer.text
    assert f'value="{name}"' in answer.text
    assert "wrong horse" not in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("data", [{}, {"name": "staff"}, {"name": " ", "password": RIGHT}])
def test_what_is_not_filled_in_is_asked_for(client: TestClient, data: dict[str, str]) -> None:
    answer = client.post("/sign-in", data=data)
    assert answer.status_code == 422
    assert "请填写账号和密码。" in answer.text


def test_repeated_failures_lock_the_name_and_the_page_says_until_when(client: TestClient) -> None:
    assert {sign_in(client, "staff", "wrong horse") for _ in range(FAILURES)} == {401}
    locked = client.post("/sign-in", data={"name": "staff", "password": RIGHT})
    assert locked.status_code == 429
    assert re.search(r"这个账号\d\d:\d\d以前不能登录", locked.text)
    assert sign_in(client, "admin") == 303, "others may go on"


def test_what_was_typed_is_escaped(client: TestClient) -> None:
    hostile = '"><script>alert(1)</script>'
    for page in (
        client.post("/sign-in", data={"name": hostile, "password": "wrong horse", "next": "/" + hostile}).text,
        client.get("/sign-in", params={"next": "/" + hostile}).text,
    ):
        assert "<script>alert" not in page


@pytest.mark.parametrize(
    "address",
    [
        "//a.example",
        "http://a.example",
        "/\\a.example",
        "\\\\a.example",
        "a.example",
        "javascript:alert(1)",
        "/\t/a.example",
        "",
    ],
)
def test_nobody_is_sent_elsewhere_after_signing_in(client: TestClient, address: str) -> None:
    assert local(address) == "/"
    answer = client.post("/sign-in", data={"name": "staff", "password": RIGHT, "next": address})
    assert answer.headers["location"] == "/feedback"


def test_without_the_database_the_page_says_so(client: TestClient, tmp_path: Path) -> None:
    client.cookies.set(COOKIE, "anything")
    (tmp_path / "journal.db").unlink()
    for answer in (client.get("/desk"), client.post("/sign-in", data={"name": "staff", "password": RIGHT})):
        assert answer.status_code == 503
        assert "数据库暂时打不开" in answer.text


def test_a_form_that_is_none_and_a_file_as_a_field_do_no_harm(client: TestClient) -> None:
    broken = client.post("/sign-in", content=b"\xff\x00", headers={"Content-Type": "multipart/form-data"})
    assert broken.status_code == 422
    assert client.post("/sign-in", files={"name": b"x", "password": b"y"}).status_code == 422
