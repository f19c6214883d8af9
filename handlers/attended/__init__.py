"""What follows from attendance: `/attendance history`, `pay`, `terms` and `pack`."""

from handlers.attended.history import HISTORY
from handlers.attended.pack import PACK
from handlers.attended.pay import PAY
from handlers.attended.terms import TERMS

__all__ = ["HISTORY", "PACK", "PAY", "TERMS"]
