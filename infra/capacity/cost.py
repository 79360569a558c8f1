"""The price of a million enrollments, at list prices: from what one takes (measured) and what is assumed beside it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MILLION = 1_000_000
REGION = "us-east-1"
"""The region whose prices were looked up."""
AT_MOST, AT_MOST_WITH_ALL = 8.0, 12.0
"""US$ a million: for DynamoDB, API and Lambda; with indexes, streams, bus and logs. Mail is apart."""


@dataclass(frozen=True)
class Price:
    """US$ of a million enrollments in a region, line by line."""

    region: str
    direct: dict[str, float]
    further: dict[str, float]
    a_month: float

    @property
    def total(self) -> float:
        return sum(self.direct.values())

    @property
    def with_all(self) -> float:
        return self.total + sum(self.further.values())


def listed() -> dict[str, Any]:
    """List prices by region, and their date."""
    return tomllib.loads((HERE / "prices.toml").read_text())


def assumed() -> dict[str, Any]:
    """What is taken for granted."""
    return tomllib.loads((HERE / "assumed.toml").read_text())


def price(row: dict[str, Any], region: str, ms: float | None = None) -> Price:
    """Of a million enrollments that each take what this measured row says.

    Args: `ms`, how long the function works on one, if not as assumed.
    """
    at, given = listed()[region], assumed()
    enroll, publish, facts = given["enroll"], given["publish"], given["facts"]
    second = at["lambda_arm64_gb_second"] * MILLION / 1000
    direct = {
        "writes of tables": row["writes"] * at["million_write_units"],
        "reads": row["reads"] * at["million_read_units"],
        "HTTP API": at["million_http_api_requests"],
        "Lambda, requests": at["million_lambda_requests"],
        "Lambda, time": enroll["memory_gb"] * (ms or enroll["ms"]) * second,
    }
    published = at["million_lambda_requests"] + publish["memory_gb"] * publish["ms"] * second
    composed = at["million_bus_events"] + at["million_queue_requests"] * 3 + at["million_lambda_requests"]
    composed += facts["memory_gb"] * facts["ms"] * second
    logged = (enroll["log_bytes"] + publish["invocations"] * publish["log_bytes"]) * MILLION / 1e9
    further = {
        "writes of indexes": row["index_writes"] * at["million_write_units"],
        "publish": publish["invocations"] * published,
        "bus, queue, compose": facts["each_enrollment"] * composed,
        "logs": logged * at["gb_logs"],
    }
    kept = given["kept"]["bytes"] * MILLION / 1e9 * (at["gb_stored_month"] + at["gb_recoverable_month"])
    return Price(region, direct, further, kept)
