"""Logs and metrics by Powertools: JSON lines with request id and partner id; never a body, token or address.

Metrics of the namespace `Portico`: Enrollments, Refusals (by code), CreditsMoved (by kind), ContentionRetries,
ContentionTurns, LedgerDifferences, MailsSent, MailsFailed, MailsSuppressed, AddressesSuppressed (by reason),
SendersRefused.
"""

from __future__ import annotations

from functools import cache

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit


@cache
def logger() -> Logger:
    """The logger of this process; its service name comes from POWERTOOLS_SERVICE_NAME."""
    return Logger(log_uncaught_exceptions=False, utc=True)


@cache
def metrics() -> Metrics:
    """The metrics of this process; flushed by the door at the end of each invocation."""
    return Metrics()


def count(name: str, value: float = 1, **dimensions: str) -> None:
    """Add to a metric; one with dimensions of its own is written at once, on its own line."""
    if not dimensions:
        metrics().add_metric(name=name, unit=MetricUnit.Count, value=value)
        return
    from aws_lambda_powertools.metrics import single_metric

    with single_metric(name=name, unit=MetricUnit.Count, value=value) as metric:
        for dimension, meaning in dimensions.items():
            metric.add_dimension(name=dimension, value=meaning)


def flush() -> None:
    """Write the metrics of this invocation; Powertools warns of every invocation that has none."""
    if metrics().provider.metric_set:
        metrics().flush_metrics()
