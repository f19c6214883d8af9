"""The workspace's page in the system's own chromium."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import CHROMIUM
from tests.office import Office

# Without these, chromium asks Google's hosts for things nobody here wants.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        reason = "no chromium here: apt-get install chromium fonts-noto-cjk"
        if os.environ.get("KAIGIROKU_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, office: Office) -> Iterator[Page]:
    office.slack.reset()
    opened = chromium.new_page(viewport={"width": 1280, "height": 900}, locale="ja-JP")
    opened.set_default_timeout(8_000)
    opened.goto(office.slack.url)
    yield opened
    opened.close()
