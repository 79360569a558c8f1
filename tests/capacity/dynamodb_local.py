"""DynamoDB Local as a child process: fetched by `make test-oracle`, for Amazon's licence wants each to do so.

Without it, or without Java, what needs it is skipped and says so.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import pytest

from infra.local.engine import REGION, free_port
from infra.local.venvs import ROOT

PLACES = ("*/DynamoDBLocal.jar", "*/*/DynamoDBLocal.jar", "*/package/lib/*/DynamoDBLocal.jar")


def _jar() -> Path | None:
    return next((jar for one in PLACES for jar in (ROOT / ".portico").glob(one)), None)


def why_not() -> str | None:
    """Why there is none on this machine; None when there is."""
    if shutil.which("java") is None:
        return "DynamoDB Local needs Java, which is not here"
    return None if _jar() else "DynamoDB Local is not here: make test-oracle fetches it"


@contextmanager
def dynamodb_local(wait: float = 180) -> Iterator[Any]:
    """A client of a fresh one, in memory, on a free loopback port; skips the test that asks where there is none."""
    if missing := why_not():
        pytest.skip(missing)
    java, jar, port = shutil.which("java"), _jar(), free_port()
    assert java and jar
    process = subprocess.Popen(_command(java, jar, port), cwd=jar.parent, stdout=-3, stderr=-3)
    try:
        _await(process, port, wait)
        secret = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}
        yield boto3.client("dynamodb", endpoint_url=f"http://127.0.0.1:{port}", region_name=REGION, **secret)
    finally:
        process.terminate()
        process.wait()


def _command(java: str, jar: Path, port: int) -> list[str]:
    libraries = f"-Djava.library.path={jar.parent / 'DynamoDBLocal_lib'}"
    return [java, libraries, "-jar", str(jar), "-inMemory", "-sharedDb", "-disableTelemetry", "-port", str(port)]


def _await(process: subprocess.Popen[bytes], port: int, wait: float) -> None:
    end = time.monotonic() + wait
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("DynamoDB Local did not start")
