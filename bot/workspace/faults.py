"""Faults on demand: what Slack or the network does on its bad days."""

from dataclasses import dataclass, field
from typing import Literal

Reset = Literal["before", "after"]


@dataclass(slots=True)
class Fault:
    """One kind of trouble for the next calls of one method; `hits` counts them."""

    method: str
    status: int | None = None
    retry_after: int = 1
    error: str | None = None
    hang: float | None = None
    reset: Reset | None = None
    times: int = 1
    skip: int = 0
    hits: int = 0

    @property
    def spent(self) -> bool:
        """Whether it has happened as often as it was asked to."""
        return self.hits >= self.times


@dataclass(slots=True)
class Faults:
    """The troubles waiting to happen."""

    waiting: list[Fault] = field(default_factory=list)

    def next(
        self,
        method: str,
        *,
        status: int | None = None,
        retry_after: int = 1,
        error: str | None = None,
        hang: float | None = None,
        reset: Reset | None = None,
        times: int = 1,
        skip: int = 0,
    ) -> Fault:
        """Let the next calls of a method fail, after `skip` good ones.

        `method` is a Web API method, `response_url`, `upload`, or `*` for any. One of:
        `status` (429 comes with Retry-After), `error` (200 with ok false), `hang` (seconds
        without an answer), `reset` (the connection dies before or after the effect).
        """
        fault = Fault(method, status, retry_after, error, hang, reset, times, skip)
        self.waiting.append(fault)
        return fault

    def take(self, method: str) -> Fault | None:
        """Use up one trouble for this call, if one waits."""
        for fault in self.waiting:
            if fault.method not in (method, "*") or fault.spent:
                continue
            if fault.skip:
                fault.skip -= 1
                return None
            fault.hits += 1
            return fault
        return None

    def clear(self) -> None:
        """Let nothing more go wrong."""
        self.waiting.clear()
