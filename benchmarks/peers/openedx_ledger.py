"""openedx-ledger 2.1 on PostgreSQL and memcached. Run in its own environment (`places.peer_python`).

One transaction: `api.create_transaction` of -1 with an idempotency key, a learner and a content key, as
openedx's subsidy service calls it: the ledger's lock in memcached, the balance as the sum of all its transactions, one
row written. What that service does around it (the enrollment itself, committing the row) is not counted. A failed lock
is tried again after a short random pause (`pause`): at once would keep both cores busy with failing.
"""

from __future__ import annotations

import json
import random
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

from benchmarks.peers.crowd import AGAIN, DONE, serve

CREDITS = 1_000_000_000


def set_up(database: dict[str, Any], memcached: str) -> None:
    """Django with what the ledger needs of it, its tables made."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": None} | database},
        CACHES={"default": {"BACKEND": "django.core.cache.backends.memcached.PyMemcacheCache", "LOCATION": memcached}},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "simple_history",
            "openedx_ledger",
        ],
        USE_TZ=True,
        SECRET_KEY=uuid.uuid4().hex,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()
    call_command("migrate", verbosity=0)
    _close()


def _close() -> None:
    from django.core.cache import caches
    from django.db import connections

    connections.close_all()
    caches.close_all()


class OpenedxLedger:
    """The peer, beginning with as many rows in its ledger as `rows` says."""

    def __init__(self, pause: float) -> None:
        self._pause, self._old = pause, 0

    def fresh(self, clients: int, options: dict[str, Any]) -> str:
        from openedx_ledger import api, models

        ledger = api.create_ledger(unit="seats", idempotency_key=uuid.uuid4().hex)
        api.create_transaction(ledger, CREDITS, "first", state="committed")
        models.Transaction.objects.bulk_create(
            (
                models.Transaction(
                    ledger=ledger, quantity=-1, idempotency_key=f"old-{n}", state="committed", lms_user_id=n
                )
                for n in range(options.get("rows", 0))
            ),
            batch_size=1000,
        )
        self._old = options.get("rows", 0)
        if self._old:
            from django.db import connection

            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        _close()
        return str(ledger.uuid)

    def client(self, wallet: str, number: int, clients: int) -> Callable[[int], str]:
        from openedx_ledger import api, models

        ledger = models.Ledger.objects.get(uuid=wallet)

        def one(n: int) -> str:
            try:
                api.create_transaction(
                    ledger,
                    -1,
                    f"{number}-{n}",
                    lms_user_id=number * 1_000_000 + n,
                    content_key="course-v1:Portico+Sicurezza+2026",
                    state="committed",
                )
            except models.LedgerLockAttemptFailed:
                time.sleep(random.uniform(0, self._pause))
                return AGAIN
            except api.LedgerBalanceExceeded:
                return "refused"
            return DONE

        return one

    def check(self, wallet: str, done: int) -> str:
        from openedx_ledger import models

        balance = models.Ledger.objects.get(uuid=wallet).balance()
        _close()
        return "" if balance == CREDITS - self._old - done else f"{CREDITS - self._old - balance} spent, {done} told"


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    set_up(given["database"], given["memcached"])
    serve(OpenedxLedger(given["pause"]))
