"""Mistakes a person can put right."""

from store.errors import Refused


class UserError(Refused):
    """A mistake in what somebody typed or pressed, with the sentence that helps them on."""


class NotDrawn(Exception):
    """Slack would not draw what it was told; nothing was shown."""


class FormError(UserError):
    """Mistakes in a form: a sentence for each field (block id) that has one."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("\n".join(errors.values()))
        self.errors = errors


class NotKept(UserError):
    """Words that were not recorded, with their text, which is offered back so that none is lost."""

    def __init__(self, sentence: str, text: str) -> None:
        super().__init__(sentence)
        self.text = text
