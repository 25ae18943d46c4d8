"""Settings of the knowledge base: read once at the edge from a mapping such as os.environ, then passed down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.errors import TiaoliError

FITTED = "fitted"


class SettingError(TiaoliError):
    """A setting has a value that cannot be used; names the variable."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the knowledge base is kept and with what it is searched.

    `embedding` is "fitted" or the import path of a LlamaIndex embedding class, made with
    `embedding_arguments`. `chroma_url` is "" for the embedded Chroma or http://host:port of a server.
    """

    data: Path = Path("data")
    chroma_url: str = ""
    embedding: str = FITTED
    embedding_arguments: dict[str, Any] = field(default_factory=dict)


def read_settings(environment: Mapping[str, str]) -> Settings:
    """From TIAOLI_DATA, TIAOLI_CHROMA_URL, TIAOLI_EMBEDDING and TIAOLI_EMBEDDING_ARGUMENTS (JSON).

    Raises SettingError.
    """
    arguments = environment.get("TIAOLI_EMBEDDING_ARGUMENTS", "{}")
    try:
        parsed = json.loads(arguments)
    except json.JSONDecodeError as error:
        raise SettingError(f"TIAOLI_EMBEDDING_ARGUMENTS is not JSON: {error}") from error
    if not isinstance(parsed, dict):
        raise SettingError(f"TIAOLI_EMBEDDING_ARGUMENTS must be a JSON object, not {arguments!r}")
    url = environment.get("TIAOLI_CHROMA_URL", "")
    if url and not url.startswith(("http://", "https://")):
        raise SettingError(f"TIAOLI_CHROMA_URL must begin with http:// or https://, not {url!r}")
    return Settings(
        data=Path(environment.get("TIAOLI_DATA", "data")),
        chroma_url=url,
        embedding=environment.get("TIAOLI_EMBEDDING", FITTED),
        embedding_arguments=parsed,
    )
