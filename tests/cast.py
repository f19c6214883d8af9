"""The cast: always the same people, one council, and its minutes, all invented."""

from datetime import UTC, datetime
from pathlib import Path

from store import exchange
from store.db import Store
from store.history import By

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
BY = By("cli:suzuki", NOW)

CLERK, CHIEF, OUTSIDER = "U_SUZUKI", "U_TAKAHASHI", "U_YAMAMOTO"
CHANNEL = "C_FUKUSHI"

MINUTES = """霧浜市地域福祉懇話会 会議録（令和7年度第2回）

日時\t令和7年8月6日（水） 18:30～20:00
場所\t霧浜市民会館 第1会議室
出席者\t浅野 和子, 井上 翔, 廣岡 実 (敬称略) 福祉部次長 山根 進 福祉部福祉課主査 鈴木 学
会議の公開・非公開\t公開
傍聴者\t2名
会議資料\t資料1 見守りの手引き(案)

1 開会

- ・配布資料の確認

2 議題

- (1) 見守り活動について
(事務局)

福祉課主査から資料1に基づき説明。

(参加者)

- ・担い手が足りない。人手不足が課題である。
- ・若い世代に声を掛けたい。

(事務局)

- ・人材の育成は大きな課題であり、講座を秋に開く。

(参加者)

- ・講座は夜に開いてほしい。人材バンクも考えられる。

3 その他

(事務局)

- ・次回は11月に開催する。

4 閉会"""

CLOSED = (
    MINUTES.replace("第2回", "第3回")
    .replace("8月6日", "11月5日")
    .replace("公開\t公開", "公開\t非公開（霧浜市情報公開条例第7条第4号に該当するため）")
)


def keep(store: Store, folder: Path, text: str) -> int:
    """Import a text as a clerk would."""
    path = folder / "minutes.txt"
    path.write_text(text)
    meeting_id = exchange.import_file(store, path, BY).meeting_id
    assert meeting_id
    return meeting_id
