"""What the store says when it will not do as asked."""


class Refused(Exception):
    """A refusal whose sentence is shown, as it stands, to the person who asked."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Busy(Refused):
    """The record is in other hands for the moment; the same will be possible a little later."""
