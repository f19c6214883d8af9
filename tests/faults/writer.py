"""A process that keeps remarks and says so, until it is killed.

Each line on stdout is the id of a remark whose transaction is committed: what is said here
was promised to somebody.
"""

import os
import sys
from datetime import UTC, datetime

from store import remarks
from store.db import open_store
from store.history import By
from store.remarks import NewRemark

BY = By("test:writer", datetime(2026, 11, 23, 4, 0, tzinfo=UTC))


def main(database: str, block_id: int, first: int) -> None:
    store = open_store(database)
    position = first
    while True:
        with store.writing() as db:
            [remark_id] = remarks.add(
                db,
                [
                    NewRemark(
                        block_id=block_id,
                        position=position,
                        body=f"人材についての{position}番目の発言",
                    )
                ],
                BY,
            )
        os.write(1, f"{remark_id}\n".encode())
        position += 1


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
