"""Real remarks to measure with: speeches of the Diet and of 東京都議会, which are not ours to ship."""

import json
import lzma
import random
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SPEECHES = Path(__file__).parents[2] / "shared" / "corpus" / "speeches.jsonl.xz"
_SENTENCE = re.compile("[^。]+。?")


@dataclass(frozen=True, slots=True)
class Speech:
    """A remark with all that is known of it."""

    council: str
    held_on: str
    speaker: str
    body: str


def speeches(size: int) -> list[Speech]:
    """So many remarks, by meeting: real ones if there are enough, else put together from them."""
    if size <= len(real := _real()):
        found = random.Random(1).sample(real, size)
    else:
        found = put_together(size)
    return sorted(found, key=lambda speech: (speech.held_on, speech.council))


def put_together(size: int) -> list[Speech]:
    """Remarks of one or two real sentences, as summary minutes have them."""
    real, chance = _real(), random.Random(1)
    sentences = [s for speech in real for s in _SENTENCE.findall(speech.body) if s.strip()]
    made = []
    for _ in range(size):
        like = chance.choice(real)
        body = "".join(chance.choices(sentences, k=chance.choice((1, 1, 1, 2)))).strip()
        made.append(Speech(like.council, like.held_on, like.speaker, body))
    return made


@cache
def _real() -> list[Speech]:
    if not SPEECHES.exists():
        sys.exit(f"The speeches are not here: {SPEECHES.name}. Nothing was measured.")
    found = []
    with lzma.open(SPEECHES, "rt", encoding="utf-8") as lines:
        for line in lines:
            speech = json.loads(line)
            if body := speech["text"].strip():
                found.append(
                    Speech(speech["meeting"], speech["date"], speech["speaker"] or "", body)
                )
    return found
