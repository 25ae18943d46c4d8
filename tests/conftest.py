"""Fixtures that several packages' tests share: the bundled regulation, published once a run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.assistant import Assistant, open_assistant
from ingest.build import ingest
from ingest.parser import parse
from ingest.readers import read_source
from ingest.shelf import bundled
from kb.library import DEFAULT_ID
from kb.model import Regulation
from kb.settings import Settings


@pytest.fixture(scope="session")
def regulation() -> Regulation:
    """The bundled regulation, parsed from its source."""
    entry = bundled(DEFAULT_ID)
    return entry.described(parse(read_source(entry.source), id=entry.id))


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the bundled regulation is published; read only."""
    folder = tmp_path_factory.mktemp("knowledge") / "data"
    ingest(bundled(DEFAULT_ID), Settings(data=folder), lambda stage, done, total: None)
    return folder


@pytest.fixture(scope="session")
def assistant(data: Path) -> Iterator[Assistant]:
    opened = open_assistant(data)
    yield opened
    opened.close()
