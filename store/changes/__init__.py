"""Changes (履歴、新旧対照): what was changed in the minutes, by whom and when."""

from store.changes.comparing import Baseline, Comparison, Facts, Note, Row, Version, compare
from store.changes.past import Event, Past, of_remark

__all__ = [
    "Baseline",
    "Comparison",
    "Event",
    "Facts",
    "Note",
    "Past",
    "Row",
    "Version",
    "compare",
    "of_remark",
]
