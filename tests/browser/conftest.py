"""The workspace's page in the system's own chromium."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.office import Office


@pytest.fixture
def page(chromium: Browser, office: Office) -> Iterator[Page]:
    office.slack.reset()
    opened = chromium.new_page(viewport={"width": 1280, "height": 900}, locale="ja-JP")
    opened.set_default_timeout(8_000)
    opened.goto(office.slack.url)
    yield opened
    opened.close()
