"""What is known of a person on the roster, as people type it; each check says what is wrong.

No sentence repeats what was typed: a telephone number may stand in the wrong field.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from store import eras, readings, text

LONGEST = 60


def name(typed: str) -> str:
    """A registered name: its characters as typed, one blank between surname and given name."""
    found = _line(typed)
    if not found:
        raise ValueError("氏名を入力してください。例: 廣岡 実")
    if _NO_NAME.search(unicodedata.normalize("NFKC", found)):
        raise ValueError("氏名に数字や記号は使えません。例: 廣岡 実")
    return _short(found)


def reading(typed: str) -> str:
    """A reading in kana, surname and given name apart."""
    found = _line(typed)
    if found and not readings.is_reading(found):
        raise ValueError("ふりがなは、かなで入力してください。例: ひろおか みのる")
    return _short(found)


def words(typed: str) -> str:
    """A role, a category, an affiliation, a section, a post: a few words on one line."""
    return _short(_line(typed))


def day(typed: str) -> date | None:
    """A day in the Japanese or the western calendar; nothing where nothing is typed."""
    found = _line(typed)
    if not found:
        return None
    try:
        read = eras.find_date(found)
    except ValueError as error:
        raise ValueError("その日付はありません。月と日を確かめてください。") from error
    if not read or (read.start, read.end) != (0, len(found)):
        raise ValueError("日付として読めません。例: 令和8年4月1日")
    return read.day


def yes(typed: str) -> bool:
    """○, 可, はい … or nothing, ×, 不可."""
    found = unicodedata.normalize("NFKC", _line(typed)).casefold()
    if found in _YES:
        return True
    if found in _NO:
        return False
    raise ValueError("○か空欄にしてください。")


def reached_by(typed: str) -> str | None:
    """How somebody is reached: 電話, FAX, メール, Slack."""
    found = unicodedata.normalize("NFKC", _line(typed)).casefold()
    if found and found not in _REACHED:
        raise ValueError("電話・FAX・メール・Slackのどれかにしてください。")
    return _REACHED.get(found)


def slack_user(typed: str) -> str | None:
    """A Slack user's id."""
    found = _line(typed)
    if found and not re.fullmatch(r"[UW][A-Z0-9_]{2,20}", found):
        raise ValueError("SlackのメンバーID（Uで始まる文字列）にしてください。")
    return found or None


def phone(typed: str) -> str:
    """A telephone or fax number."""
    found = unicodedata.normalize("NFKC", _line(typed))
    found = _DASHES.sub("-", found)
    if found and not _PHONE.fullmatch(found):
        raise ValueError("電話番号の形ではありません。例: 0123-45-6789")
    return found


def mail(typed: str) -> str:
    """A mail address."""
    found = unicodedata.normalize("NFKC", _line(typed))
    if found and not _MAIL.fullmatch(found):
        raise ValueError("メールアドレスの形ではありません。")
    return found


CHECKS: dict[str, Callable[[str], Any]] = {
    "name": name,
    "reading": reading,
    "mark": words,
    "role": words,
    "category": words,
    "affiliation": words,
    "term_from": day,
    "term_to": day,
    "proxy_allowed": yes,
    "slack_user": slack_user,
    "reached_by": reached_by,
    "phone": phone,
    "fax": phone,
    "mail": mail,
    "department": words,
    "section": words,
    "unit": words,
    "post": words,
    "since": day,
}


def _line(typed: str) -> str:
    return " ".join(text.clean(typed).split())


def _short(found: str) -> str:
    if len(found) > LONGEST:
        raise ValueError(f"{LONGEST}字までにしてください。")
    return found


_NO_NAME = re.compile(r"[0-9@=+<>/\\|]")
_YES = ("○", "◯", "〇", "o", "可", "はい", "あり", "有", "true", "1", "yes")
_NO = ("", "×", "x", "不可", "いいえ", "なし", "無", "-", "false", "0", "no")
_REACHED = {
    "電話": "phone",
    "phone": "phone",
    "tel": "phone",
    "fax": "fax",
    "ファックス": "fax",
    "メール": "mail",
    "mail": "mail",
    "slack": "slack",
}
_DASHES = re.compile("[‐-―−ー－]")
_PHONE = re.compile(r"(?=(?:\D*\d){6})[0-9+()\- ]{6,20}(?: ?内線 ?\d{1,6})?")
_MAIL = re.compile(r"[^@\s<>]{1,64}@[^@\s<>]+\.[^@\s<>]+")
