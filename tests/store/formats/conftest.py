from collections.abc import Callable
from pathlib import Path

import pytest

MINUTES = Path(__file__).parents[4] / "shared" / "minutes"


@pytest.fixture
def given() -> Callable[[str], str]:
    """Gives the text of minutes that may be read here but never copied into the project."""

    def read(name: str) -> str:
        file = MINUTES / name
        if not file.exists():
            pytest.skip(f"{file} is not there: real minutes stay outside the project")
        return file.read_bytes().decode()

    return read
