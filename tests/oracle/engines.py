"""The engine whose tables a test uses: ministack, or DynamoDB Local where `PORTICO_ORACLE` is set."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from infra.local.engine import Engine
from tests.capacity.dynamodb_local import dynamodb_local

ORACLE = bool(os.environ.get("PORTICO_ORACLE"))


@dataclass(frozen=True)
class Oracle:
    """DynamoDB Local as tests know an engine: its address, and a client of its one service."""

    url: str
    dynamodb: Any

    def client(self, service: str) -> Any:
        """The client of DynamoDB."""
        assert service == "dynamodb", f"DynamoDB Local is no {service}"
        return self.dynamodb


def scope(*_: Any, **__: Any) -> Literal["session", "module"]:
    """How long one is used: DynamoDB Local slows down as data grows, so each file of tests has a fresh one."""
    return "module" if ORACLE else "session"


@contextmanager
def tables_engine(place: Path, **more: Any) -> Iterator[Engine | Oracle]:
    """A fresh engine for tables alone, stopped at the end; its state, if it keeps any, stands at this place."""
    if ORACLE:
        with dynamodb_local() as client:
            yield Oracle(client.meta.endpoint_url, client)
        return
    engine = Engine.start(place, **more)
    try:
        yield engine
    finally:
        engine.stop()
