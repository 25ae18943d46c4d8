"""Nothing that is not public is reached without its role: every route of the site, asked by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from bot.store.accounts import Role
from bot.store.store import open_store
from bot.web.guard import COOKIE
from tests.web.test_app import client_of

# What everybody may see and do. A new route is either added here on purpose or asks for a role.
PUBLIC = {
    ("GET", "/healthz"),
    ("GET", "/articles"),
    ("GET", "/articles/{number}"),
    ("GET", "/lookup"),
    ("GET", "/lookup/results"),
    ("GET", "/calculators"),
    ("GET", "/calculators/{name}"),
    ("GET", "/calculators/{name}.ics"),
    ("GET", "/language/{language}"),
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("POST", "/sign-out"),
}
NEEDED = {"/feedback": Role.STAFF, "/evaluation": Role.EVALUATOR}
PASSWORD = "correct horse"
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def client(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path = tmp_path_factory.mktemp("roles") / "journal.db"
    store = open_store(f"sqlite:///{path}", lambda: datetime.now(UTC))
    for role in Role:
        store.accounts.add(role.value, role, PASSWORD)
    with client_of(data, store) as client:
        client.follow_redirects = False
        yield client


def routes(client: TestClient) -> list[tuple[str, str]]:
    """Method and path of every route of ours; Gradio's stand in applications of their own."""
    contexts = iter_route_contexts(client.app.routes)  # type: ignore[attr-defined]
    found = [(method, context.path) for context in contexts for method in sorted(context.methods or ())]
    assert found
    return found


def guarded(client: TestClient) -> list[tuple[str, str]]:
    return [route for route in routes(client) if route not in PUBLIC]


def signed_in(client: TestClient, role: Role | None) -> None:
    client.cookies.clear()
    if role is not None:
        answer = client.post("/sign-in", data={"name": role.value, "password": PASSWORD})
        assert answer.status_code == 303


def status(client: TestClient, method: str, path: str) -> int:
    return client.request(method, re.sub(r"\{[^}]*\}", "20260101-000000-abcd", path)).status_code


def test_every_public_route_is_there(client: TestClient) -> None:
    assert set(routes(client)) >= PUBLIC


def test_every_other_route_is_of_the_feedback_or_the_evaluation(client: TestClient) -> None:
    others = guarded(client)
    assert len(others) >= 15
    assert [path for _, path in others if not path.startswith(tuple(NEEDED))] == []


def test_without_signing_in_no_guarded_route_answers(client: TestClient) -> None:
    signed_in(client, None)
    for method, path in guarded(client):
        assert status(client, method, path) == (303 if method == "GET" else 401), (method, path)


@pytest.mark.parametrize("role", [Role.STAFF, Role.EVALUATOR])
def test_with_another_role_no_guarded_route_answers(client: TestClient, role: Role) -> None:
    signed_in(client, role)
    for method, path in guarded(client):
        needed = next(own for start, own in NEEDED.items() if path.startswith(start))
        if needed is not role:
            assert status(client, method, path) == 403, (method, path)


@pytest.mark.parametrize("role", Role)
def test_with_the_right_role_nothing_changes_without_the_forms_token(client: TestClient, role: Role) -> None:
    signed_in(client, role)
    for method, path in guarded(client):
        if method != "GET":
            assert status(client, method, path) == 403, (method, path)


def test_a_forged_cookie_is_nobody(client: TestClient) -> None:
    for forged in ("x", "0" * 64, "../../etc/passwd", HOSTILE.replace('"', "").replace("'", "")):
        client.cookies.clear()
        client.cookies.set(COOKIE, forged)
        assert client.get("/feedback").status_code == 303


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_gradio_offers_one_endpoint_and_that_asks(client: TestClient, prefix: str) -> None:
    client.cookies.clear()
    info = client.get(f"{prefix}/gradio_api/info").json()
    assert list(info["named_endpoints"]) == ["/ask"]
    assert info["unnamed_endpoints"] == {}


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_gradios_queue_knows_nothing_of_staff_and_runs(client: TestClient, prefix: str) -> None:
    """Its events are those of the chat page: none has a name or a field of the guarded pages."""
    client.cookies.clear()
    config = client.get(f"{prefix}/config").text
    assert not re.search(r"/feedback/|/evaluation/|csrf|password", config)
    names = {event["api_name"] for event in client.get(f"{prefix}/config").json()["dependencies"]}
    for name in ("forget_entry", "take", "dismiss", "purge", "start", "cancel", "users", "sign_in"):
        assert name not in names


@pytest.mark.parametrize("role", [None, Role.ADMIN])
def test_whatever_stands_in_an_address_is_escaped_on_every_page(client: TestClient, role: Role | None) -> None:
    signed_in(client, role)
    names = ("q", "open", "chapter", "who", "speech", "next", "state", "liked", "article", "text", "page", "set", "tag")
    names += ("fault", "before", "after", "received", "requested", "budget_yuan", "industry_words", "employees", "name")
    for method, path in routes(client):
        if method == "GET":
            address = re.sub(r"\{[^}]*\}", "consortium", path)
            page = client.get(address, params=dict.fromkeys(names, HOSTILE)).text
            assert "<script>alert" not in page, address
            assert "<img src=x" not in page, address
            page = client.get(re.sub(r"\{[^}]*\}", "%3Cscript%3Ealert(1)%3C%2Fscript%3E", path)).text
            assert "<script>alert" not in page, path
