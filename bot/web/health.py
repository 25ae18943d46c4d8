"""/healthz: whether questions can be answered, and which part is ill."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from bot.desk import Desk
from bot.store.errors import StoreUnavailableError
from bot.store.store import Store
from kb.errors import ShelfError


def health_pages(desk: Desk, store: Store) -> APIRouter:
    """200 while questions can be answered ("degraded" if accounts and feedback cannot be reached), else 503."""
    router = APIRouter()

    @router.get("/healthz")
    def healthz() -> JSONResponse:
        parts, versions = {"knowledge": "ok", "database": "ok"}, {}
        try:
            versions = desk.versions()
        except ShelfError as error:
            parts["knowledge"] = type(error).__name__
        try:
            store.database.check()
        except StoreUnavailableError as error:
            parts["database"] = type(error).__name__
        body: dict[str, Any] = {"status": _status(parts), "parts": parts, "versions": versions}
        return JSONResponse(body, 200 if parts["knowledge"] == "ok" else 503)

    return router


def _status(parts: dict[str, str]) -> str:
    if parts["knowledge"] != "ok":
        return "ill"
    return "ok" if set(parts.values()) == {"ok"} else "degraded"
