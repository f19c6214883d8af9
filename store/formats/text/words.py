"""The words minutes are made of: posts (職), header labels, and what people call their records."""

import re

from store.formats.document import FieldKind

# What a member of a body is called; the longest stand first, for 副委員長 ends like 委員長.
BODY_POSTS = (
    "職務代理者", "副委員長", "副部会長", "副分科会長", "副会長", "副座長", "副議長", "分科会長", "部会長",
    "委員長", "会長", "座長", "議長", "教育委員", "監査委員", "農業委員", "委員", "議員", "理事", "監事",
    "准教授", "教授", "先生", "アドバイザー", "オブザーバー", "ファシリテーター", "コーディネーター",
)  # fmt: skip
HEAD_POSTS = (
    "副市長",
    "副町長",
    "副村長",
    "副区長",
    "副知事",
    "教育長",
    "市長",
    "町長",
    "村長",
    "区長",
    "知事",
)
# What a member of staff is called.
STAFF_POSTS = (
    "事務局次長", "事務局長", "センター長", "主任主事", "主任技師", "副主幹", "副参事", "副部長", "副所長",
    "課長補佐", "室長補佐", "部長", "局長", "次長", "課長", "室長", "係長", "班長", "館長", "所長", "校長", "園長",
    "院長", "主幹", "主査", "主任", "主事", "参事", "技師", "補佐", "専門官", "企画官", "専門員", "調整監", "企画監",
    "審議官", "統括官", "政策官", "書記", "幹事", "係員", "担当者", "担当官", "管理監", "危機管理監",
    "会計年度任用職員", "保健師", "支援員", "社会福祉士", "事務員",
)  # fmt: skip
POSTS = tuple(sorted({*BODY_POSTS, *HEAD_POSTS, *STAFF_POSTS}, key=len, reverse=True))

# Who speaks but is no post.
_OTHER_SPEAKERS = (
    "代理", "大臣", "総裁", "総理", "長官", "代表", "顧問", "参考人", "政府参考人", "副大臣", "政務官", "さん", "氏", "様",
    "ワーキンググループ", "グループ", "記者", "内閣広報官", "広報官", "担当", "担当課", "司会者",
    "事業者", "関係者", "関係団体", "利用者", "社会福祉協議会", "社協", "商工会", "商工会議所", "協議会", "警察署",
)  # fmt: skip
_WHOLE_SPEAKERS = (
    "事務局.{0,10}", "参加者", "出席者", "傍聴者", "質問者", "回答者", "説明者", "司会", "進行", "全員", "一同", "各委員",
    "市", "町", "村", "県", "区", "市側", "当局", "執行部", "職員", "住民", "市民", "説明員", "記者", "回答", "質問",
    "内閣総理大臣", "保護者", "学生", "[0-9０-９]{1,3}番.{0,6}", "[一二三四五六七八九十]{1,5}番.{0,6}",
)  # fmt: skip
_TITLED = "|".join(sorted({*POSTS, *_OTHER_SPEAKERS}, key=len, reverse=True))
_WHOLE = "|".join(_WHOLE_SPEAKERS)
_NTH = "[0-9０-９]{0,3}[A-ZＡ-Ｚ]?"
ROLE = re.compile(
    rf"(?:[A-ZＡ-Ｚ]?[^「」『』。、，！？!?]{{0,24}}?(?:{_TITLED}){_NTH}|(?:{_WHOLE}){_NTH})"
)

LABELS: dict[str, tuple[FieldKind, str]] = {}
"""Each header label: what it says, and how it is read (`weak` ones only where they stand out)."""


def _know(kind: FieldKind, manner: str, labels: str) -> None:
    LABELS.update(dict.fromkeys(labels.split(), (kind, manner)))


_know(
    "when",
    "line",
    "日時 開催日時 会議日時 会議の日時 開催日 期日 招集日時 開催年月日 開催期日 年月日 開催日時等",
)
_know("time", "line", "開催時間 会議時間")
_know("venue", "line", "場所 開催場所 会場 会議場所 会議の場所 招集場所 招集の場所")
_know("roll", "people", "出席者 出席者氏名 出席者等 参加者氏名 出席した者の氏名 出席者名簿")
_know("members", "people", "出席委員 出席議員 出席構成員 出席委員氏名 委員出席者")
_know("members", "weak people", "委員 構成員 参加者")
_know(
    "officers",
    "people",
    "事務局職員 出席職員 事務局出席職員 説明員 出席説明員 出席理事者 関係職員 事務局出席者 出席事務局",
)
_know("officers", "weak people", "事務局 説明者")
_know("absentees", "people", "欠席者 欠席委員 欠席議員 欠席者氏名 欠席構成員 欠席委員氏名")
_know(
    "disclosure",
    "line",
    "会議の公開・非公開 会議の公開又は非公開の別 会議の公開・非公開の別 公開・非公開の別 公開・非公開",
)
_know(
    "disclosure",
    "line",
    "公開又は非公開の別 会議の公開 会議の公開の可否 会議公開の可否 公開の可否 公開区分 公開の別",
)
_know("observers", "line", "傍聴者 傍聴者数 傍聴者の数 傍聴人 傍聴人数 傍聴人の数 傍聴 傍聴の状況")
_know("materials", "list", "会議資料 会議資料等 配布資料 配付資料 提出資料 会議資料名")
_know("materials", "weak list", "資料")
_know("title", "line", "会議名 会議の名称 会議名称 附属機関等の名称 審議会等の名称")
_know(
    "other",
    "agenda",
    "次第 会議次第 議事日程 会議事項 審議事項 協議事項 付議事件 付議事項 本日の会議に付した事件",
)
_know("other", "weak agenda", "議題 議事")
_know(
    "other",
    "body",
    "会議内容 会議概要 会議の内容 会議の概要 会議の経過 会議経過 会議結果 議事内容 議事概要",
)
_know(
    "other",
    "body",
    "議事要旨 議事の経過 議事の概要 議事経過 審議内容 審議経過 発言内容 発言要旨 会議の要旨",
)
_know("other", "weak body", "内容 概要 会議録 議事録 審議")
_know(
    "other",
    "line",
    "情報発信元 最終更新日 更新日 ページID ページ番号 問い合わせ先 お問い合わせ 所管課 担当課",
)
_know("other", "weak line", "印刷 担当 作成者 記録者 主催 備考 その他の出席者")

RECORD = "本会議録|会議録|議事録|会議の記録|会議記録|議事要旨|議事概要|会議概要|会議要旨|会議結果|議事の要旨|要点記録|速記録"
BODY_NOUN = "会|会議|議会|審議会|懇話会|協議会|分科会|部会|チーム|グループ|懇談会|検討会|本会議"
