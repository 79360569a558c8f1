"""Metrics: a line for each set of dimensions, written once at the end, with the same dimensions the next time."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared import telemetry


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setattr(telemetry, "_metrics", {})
    for name, value in {"NAMESPACE": "Portico", "DISABLED": "false"}.items():
        monkeypatch.setenv(f"POWERTOOLS_METRICS_{name}", value)
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "enroll")

    def written() -> list[dict[str, Any]]:
        telemetry.flush()
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return written


def test_each_set_of_dimensions_is_a_line_of_its_own_every_time(lines: Any) -> None:
    for _ in range(2):
        telemetry.count("Enrollments")
        telemetry.count("Enrollments", 2)
        telemetry.count("CreditsMoved", 30, kind="enrollment")

        plain, moved = lines()

        assert (plain["Enrollments"], plain["service"]) == ([1.0, 2.0], "enroll")
        assert "kind" not in plain
        assert (moved["CreditsMoved"], moved["kind"], moved["service"]) == ([30.0], "enrollment", "enroll")


def test_an_invocation_without_metrics_writes_nothing(lines: Any) -> None:
    assert lines() == []
