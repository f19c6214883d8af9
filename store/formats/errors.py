"""What a reader of files says when a file cannot be read."""

from store.errors import Refused


class Unreadable(Refused):
    """A file that is not read; `line` counts from 1 and is None where no one line is to blame."""

    def __init__(self, line: int | None, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line
