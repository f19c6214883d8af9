"""How usage and misunderstandings look."""

from collections.abc import Iterable

from handlers.views import parts
from handlers.views.parts import Block, Message

Examples = Iterable[tuple[str, str]]  # what is typed, and what it does


def usage(title: str, examples: Examples) -> Message:
    """What a command can do, with examples that can be copied."""
    return parts.message(title, [parts.heading(title), _examples(examples)])


def not_understood(word: str, nearest: str | None, examples: Examples) -> Message:
    """The word was none of ours: the nearest one that is, and the usage."""
    told = f"「{parts.cut(word, 50)}」という使い方はありません。"
    if nearest:
        told += f"「{nearest}」のことでしょうか。"
    return parts.message(told, [parts.plain(told), _examples(examples)])


def mistake(sentence: str) -> Message:
    """What the person can put right."""
    return parts.sentence(sentence)


def fault(reference: str) -> Message:
    """An apology for what only we can put right; the log knows more under the reference."""
    return parts.sentence(apology(reference))


def apology(reference: str) -> str:
    """The sentence of the apology."""
    return (
        "申し訳ありません。処理の途中で問題が起きました。もう一度お試しください。"
        f"繰り返すときは、受付番号 {reference} を情報システムの担当にお知らせください。"
    )


def _examples(examples: Examples) -> Block:
    return parts.mrkdwn(
        "\n".join(f"`{parts.escape(typed)}`\n{parts.escape(does)}" for typed, does in examples)
    )
