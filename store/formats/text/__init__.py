"""Minutes as text: bytes <-> text <-> document, to the letter."""

from store.formats.errors import Unreadable
from store.formats.text.encoding import Newline, decode, encode
from store.formats.text.house import house_header
from store.formats.text.read import read
from store.formats.text.render import render
from store.formats.text.values import reads_the_same

__all__ = [
    "Newline",
    "Unreadable",
    "decode",
    "encode",
    "house_header",
    "read",
    "reads_the_same",
    "render",
]
