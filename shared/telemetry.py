"""Logs and metrics by Powertools: JSON lines with request id and partner id; never a body, token or address.

Metrics of the namespace `Portico`: Enrollments, Refusals (by code), CreditsMoved (by kind), ContentionRetries,
ContentionTurns, LedgerDifferences, MailsSent, MailsFailed, MailsSuppressed, AddressesSuppressed (by reason),
SendersRefused.
"""

from __future__ import annotations

from functools import cache
from threading import Lock

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

_alone = Lock()
"""On Lambda one request is served at a time; on a laptop several are, and Powertools is not made for that."""
_metrics: dict[tuple[tuple[str, str], ...], EphemeralMetrics] = {}
"""By their dimensions: each set of them is a line of its own."""


@cache
def logger() -> Logger:
    """The logger of this process; its service name comes from POWERTOOLS_SERVICE_NAME."""
    with _alone:
        return Logger(log_uncaught_exceptions=False, utc=True)


def metrics(**dimensions: str) -> EphemeralMetrics:
    """The metrics of this process with these dimensions."""
    wanted = tuple(dimensions.items())
    if wanted not in _metrics:
        _metrics[wanted] = EphemeralMetrics()
        _metrics[wanted].set_default_dimensions(**dimensions)
    return _metrics[wanted]


def count(name: str, value: float = 1, **dimensions: str) -> None:
    """Add to a metric; it is written by `flush`."""
    with _alone:
        metrics(**dimensions).add_metric(name=name, unit=MetricUnit.Count, value=value)


def flush() -> None:
    """Write the metrics of this invocation, at its end; Powertools warns of every invocation that has none."""
    with _alone:
        for some in _metrics.values():
            if some.metric_set:
                some.flush_metrics()
