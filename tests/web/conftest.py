"""One server and one chromium for each file of browser tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.serving import serving
from tests.web.browsing import CHROMIUM, FLAGS


@pytest.fixture(scope="module")
def url(data: Path) -> Iterator[str]:
    with serving(data) as server:
        yield server.url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("TIAOLI_BROWSER_REQUIRED"):
            pytest.fail("chromium is required here and is not installed")
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()
