"""The cast and the stage: a real SQLite file, a moment, and a council with its people."""

import sqlite3
from pathlib import Path

import pytest

from store import councils
from store.db import Store, open_store
from store.history import By
from tests.cast import BY

pytest_plugins = ["tests.office", "tests.chromium"]

SHARED = Path(__file__).parents[2] / "shared"


def pytest_report_header() -> list[str]:
    return [
        f"sqlite {sqlite3.sqlite_version}",
        f"shared: {SHARED if SHARED.exists() else 'absent (its tests are skipped)'}",
    ]


@pytest.fixture
def by() -> By:
    return BY


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "kaigiroku.db")
    yield opened
    opened.close()


@pytest.fixture
def fukushi(store: Store, by: By) -> councils.Council:
    with store.writing() as db:
        return councils.add(db, "霧浜市地域福祉懇話会", by)


@pytest.fixture
def shared() -> Path:
    """The real minutes, which lie beside the checkout and are never copied into it."""
    if not SHARED.exists():
        pytest.skip("../shared is absent: the real minutes are read from there")
    return SHARED
