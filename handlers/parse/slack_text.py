"""What Slack makes of people's words (<@U…>, <https://…|資料>, &amp;), made words again."""

import re

# Noncharacters, which text.clean() takes out of all that is typed: a mention stands between them
# until it is known whether a line says anything else.
_BEGIN, _END = "\ufdd0", "\ufdd1"


def plain(typed: str) -> str:
    """The words with mentions and links as words; a mention never calls anybody again."""
    return _TOKEN.sub(_words, typed)


def plain_of_message(typed: str) -> str:
    """The same of a message, in which & < > are escaped."""
    words = plain(typed)
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def unmarked(words: str) -> str:
    """The words as they are to be kept."""
    return words.replace(_BEGIN, "").replace(_END, "")


def says_something(words: str) -> bool:
    """Whether there is more to it than emoji, mentions and punctuation."""
    return any(character.isalnum() for character in _NO_WORDS.sub("", words))


def _words(token: re.Match[str]) -> str:
    if token["link"]:
        return _link(token["link"], token["label"] or "")
    elif token["date"] is not None:
        return token["label"] or ""
    label = (token["label"] or "").lstrip("@#")
    if token["channel"]:
        return f"{_BEGIN}#{label or 'チャンネル'}{_END}"
    elif token["everybody"]:
        return f"{_BEGIN}@{token['everybody']}{_END}"
    else:
        return f"{_BEGIN}@{label or '利用者'}{_END}"


def _link(address: str, label: str) -> str:
    shown = address.removeprefix("mailto:").removeprefix("tel:")
    if not label or label in address:
        return label or shown
    return f"{label}（{shown}）"


_TOKEN = re.compile(
    r"<(?:@(?P<user>[UW][A-Z0-9_]+)|#(?P<channel>[CGD][A-Z0-9_]+)|!(?P<everybody>channel|here|everyone)"
    r"|!(?P<group>subteam\^[A-Z0-9_]+)|!(?P<date>date\^[^<>|]*)|(?P<link>(?:https?://|mailto:|tel:)[^<>|\s]+))"
    r"(?:\|(?P<label>[^<>\n]*))?>"
)
_NO_WORDS = re.compile(
    f"{_BEGIN}[^{_END}]*{_END}" r"|:[a-z0-9_+'-]{1,64}:(?::skin-tone-\d:)?|[0-9#*]\ufe0f?\u20e3"
)
