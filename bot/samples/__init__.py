"""Sample minutes for the demo: two councils of 星ヶ浦市, a city of our own invention."""

from pathlib import Path


def files() -> list[Path]:
    """Every sample, in the order the meetings were held."""
    return sorted(Path(__file__).parent.glob("*.txt"))
