"""What every request passes: closed paths, forged, oversized and too many requests, and the headers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse
from fastapi.testclient import TestClient

from bot.web.doors import LARGEST_BYTES, Doors
from bot.web.rates import SIGN_INS_PER_MINUTE, Rates, RateSettings
from kb.settings import SettingError


def client_of(questions: int = 0, pages: int = 0) -> TestClient:
    app = FastAPI()
    app.add_middleware(Doors, rates=Rates(RateSettings(questions, pages)))

    @app.api_route("/{path:path}", methods=["GET", "POST"])
    async def echo(request: Request, path: str) -> PlainTextResponse:
        headers = {"Content-Security-Policy": "sandbox"} if path == "report" else {}
        return PlainTextResponse(str(len(await request.body())), headers=headers)

    return TestClient(app, base_url="http://tiaoli.example")


@pytest.fixture
def client() -> TestClient:
    return client_of()


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    "path", ["/gradio_api/upload", "/gradio_api/file=/etc/passwd", "/gradio_api/proxy=x", "/upload"]
)
def test_files_go_neither_in_nor_out(client: TestClient, prefix: str, path: str) -> None:
    assert client.get(prefix + path).status_code == 404
    assert client.post(prefix + path, files={"files": b"x"}).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://tiaoli.example:81"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://tiaoli.example"},
    ],
)
def test_what_another_site_sends_is_not_done(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/anything", headers=headers).status_code == 403
    assert client.get("/anything", headers=headers).status_code == 200, "a link from elsewhere may be followed"


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://tiaoli.example"}],
)
def test_our_own_pages_and_programs_are_let_in(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/anything", headers=headers).status_code == 200


@pytest.mark.parametrize(("length", "status"), [(LARGEST_BYTES, 200), (LARGEST_BYTES + 1, 413)])
def test_a_request_has_a_largest_size(client: TestClient, length: int, status: int) -> None:
    assert client.post("/anything", content=b"x" * length).status_code == status


def test_one_that_does_not_tell_its_length_is_cut_off(client: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(LARGEST_BYTES // 1000 + 1):
            yield b"x" * 1000

    assert client.post("/anything", content=endless()).status_code == 413


@pytest.mark.parametrize("length", ["-1", "many", "²"])
def test_a_length_that_is_no_number_is_not_read(client: TestClient, length: str) -> None:
    assert client.post("/anything", headers={"Content-Length": length.encode()}).status_code == 413


@pytest.mark.parametrize("path", ["/lookup", "/sign-in", "/feedback", "/evaluation/3", "/articles/1", "/calculators"])
def test_our_own_pages_run_no_script_that_stands_in_them(client: TestClient, path: str) -> None:
    policy = client.get(path).headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy


def test_the_chat_has_what_gradio_needs_and_no_foreign_host(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http:" not in policy
    assert "*" not in policy


def test_a_page_may_have_a_policy_of_its_own(client: TestClient) -> None:
    assert client.get("/report").headers["content-security-policy"] == "sandbox"


def test_even_a_refusal_has_the_headers(client: TestClient) -> None:
    refusal = client.post("/anything", headers={"Origin": "http://evil.example"})
    assert refusal.headers["x-content-type-options"] == "nosniff"
    assert refusal.headers["x-frame-options"] == "DENY"


def test_only_https_is_told_to_stay_https(client: TestClient) -> None:
    assert "strict-transport-security" not in client.get("/").headers
    assert "strict-transport-security" in client.get("https://tiaoli.example/").headers


def test_questions_are_counted_apart_from_pages() -> None:
    client = client_of(questions=2, pages=3)
    statuses = [client.post("/gradio_api/queue/join").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert [client.get("/lookup").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_the_page_in_english_shares_the_count() -> None:
    client = client_of(questions=1)
    assert client.post("/gradio_api/queue/join").status_code == 200
    assert client.post("/en/gradio_api/queue/join").status_code == 429


def test_a_refusal_says_how_long_to_wait() -> None:
    client = client_of(pages=1)
    client.get("/lookup")
    refusal = client.get("/lookup")
    assert 1 <= int(refusal.headers["retry-after"]) <= 60
    assert "请过" in refusal.text


def test_what_costs_nothing_is_not_counted() -> None:
    client = client_of(pages=1)
    assert [client.get(path).status_code for path in ("/healthz", "/site/a.css", "/assets/a.js", "/")] == [200] * 4


def test_signing_in_has_a_limit_of_its_own_and_the_form_has_not() -> None:
    client = client_of()
    statuses = [client.post("/sign-in").status_code for _ in range(SIGN_INS_PER_MINUTE + 1)]
    assert statuses == [200] * SIGN_INS_PER_MINUTE + [429]
    assert client.get("/sign-in").status_code == 200


def test_nothing_is_counted_where_there_is_no_limit() -> None:
    client = client_of(questions=0, pages=0)
    assert {client.get("/lookup").status_code for _ in range(50)} == {200}


@pytest.mark.parametrize("storage", ["nonsense", "nonsense://"])
def test_a_storage_that_cannot_be_used_is_a_wrong_setting(storage: str) -> None:
    with pytest.raises(SettingError, match="TIAOLI_RATE_STORAGE"):
        Rates(RateSettings(storage=storage))
