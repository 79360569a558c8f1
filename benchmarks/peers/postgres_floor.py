"""The least that PostgreSQL needs for it: one conditional UPDATE of a balance. Run in the peer's environment.

One transaction: `UPDATE … SET available = available - 1, seq = seq + 1 WHERE id = … AND available >= 1`, committed by
itself. No receipt, no entry, no enrollment, nobody to tell: what any ledger on PostgreSQL stands on.
"""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Callable
from typing import Any

import psycopg

from benchmarks.peers.crowd import DONE, serve

CREDITS = 1_000_000_000


class PostgresFloor:
    """One row a wallet."""

    def __init__(self, database: dict[str, Any]) -> None:
        self._at = {
            "host": database["HOST"],
            "port": database["PORT"],
            "user": database["USER"],
            "dbname": database["NAME"],
        }
        with self._connect() as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS floor (id text PRIMARY KEY, available bigint, seq bigint)")

    def _connect(self) -> Any:
        return psycopg.connect(**self._at, autocommit=True)

    def fresh(self, clients: int, options: dict[str, Any]) -> str:
        wallet = uuid.uuid4().hex
        with self._connect() as connection:
            connection.execute("INSERT INTO floor VALUES (%s, %s, 0)", (wallet, CREDITS))
        return wallet

    def client(self, wallet: str, number: int, clients: int) -> Callable[[int], str]:
        connection = self._connect()
        statement = "UPDATE floor SET available = available - 1, seq = seq + 1 WHERE id = %s AND available >= 1"

        def one(_: int) -> str:
            return DONE if connection.execute(statement, (wallet,)).rowcount == 1 else "refused"

        return one

    def check(self, wallet: str, done: int) -> str:
        with self._connect() as connection:
            available, seq = connection.execute("SELECT available, seq FROM floor WHERE id = %s", (wallet,)).fetchone()
        return "" if (available, seq) == (CREDITS - done, done) else f"{seq} spent, {done} told"


if __name__ == "__main__":
    serve(PostgresFloor(json.loads(sys.argv[1])["database"]))
