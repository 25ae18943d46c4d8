"""What every request passes on its way in, and every response on its way out."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.rates import Rates

LARGEST_BYTES = 2_000_000  # of a request: the talk that a browser keeps is sent with each question
READING = ("GET", "HEAD", "OPTIONS")
# Gradio serves these on every page; nothing of ours uploads files or reads them back.
CLOSED = ("/gradio_api/upload", "/gradio_api/upload_progress", "/gradio_api/file", "/gradio_api/proxy", "/upload")
# Our own pages have no script and no style but those of /site.
OWN = ("/articles", "/lookup", "/calculators", "/sign-in", "/sign-out", "/feedback", "/evaluation", "/language")
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
# The chat lives on inline styles and on Gradio's own scripts; nothing comes from another host.
GRADIO = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


class Doors:
    """ASGI middleware: closed paths, forged and oversized requests, too many of them, and the security headers."""

    def __init__(self, app: ASGIApp, rates: Rates) -> None:
        self._app = app
        self._rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        going_out = _with_headers(scope, send)
        refusal = await self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, going_out)
            return
        try:
            await self._app(scope, _measured(receive), going_out)
        except _TooLargeError:
            await _too_large()(scope, receive, going_out)

    async def _refusal(self, scope: Scope) -> Response | None:
        headers, path, method = Headers(scope=scope), scope["path"], scope["method"]
        if path.removeprefix("/en").startswith(CLOSED):
            return PlainTextResponse("没有这个地址。", 404)
        if method not in READING and _from_elsewhere(headers):
            return PlainTextResponse("这个请求来自别的网站，没有执行。", 403)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST_BYTES:
            return _too_large()
        client = scope["client"][0] if scope.get("client") else ""
        wait = await self._rates.wait_seconds(method, path, client)
        if wait:
            text = f"来得太频繁了，请过{wait}秒再试。"
            return PlainTextResponse(text, 429, {"Retry-After": str(wait)})
        return None


class _TooLargeError(Exception):
    """A request without a length that went on for too long."""


def _too_large() -> Response:
    return PlainTextResponse("内容太多，没有收下。", 413, {"Connection": "close"})


def _from_elsewhere(headers: Headers) -> bool:
    """Whether a browser says that another site's page sends this; programs say nothing and are let in."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site not in ("same-origin", "none")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")


def _measured(receive: Receive) -> Receive:
    count = 0

    async def measured() -> Message:
        nonlocal count
        message = await receive()
        count += len(message.get("body", b""))
        if count > LARGEST_BYTES:
            raise _TooLargeError
        return message

    return measured


def _with_headers(scope: Scope, send: Send) -> Send:
    """A page that sets a header by itself keeps it."""
    policy = STRICT if scope["path"].startswith(OWN) else GRADIO
    added = {**HEADERS, "Content-Security-Policy": policy}
    if scope["scheme"] == "https":
        added["Strict-Transport-Security"] = "max-age=31536000"

    async def going_out(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in added.items():
                headers.setdefault(name, value)
        await send(message)

    return going_out
