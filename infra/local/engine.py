"""Starts and stops the engine (ministack) as a child process on a private loopback port.

State lies in a directory of its own and is written on a graceful stop only; the process is ended by its own id.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local.venvs import ROOT

ACCOUNT = "000000000000"
REGION = "eu-south-1"


class EngineFailed(Exception):
    """The engine did not do what it should; the message is one line for a person."""


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether this loopback port could be bound."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@dataclass
class Engine:
    """One running engine: `url`, `client(service)`, `settle()`, `stop()`."""

    state: Path
    port: int
    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls, state: Path, *, auth: bool = False, wait: float = 30) -> Engine:
        """Start on the port of last time, so that what was deployed still points here; else on a free one."""
        state.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(state / "tmp", ignore_errors=True)
        remembered = state / "engine-port"
        port = int(remembered.read_text()) if remembered.exists() else 0
        if not port or not is_free(port):
            port = free_port()
        remembered.write_text(str(port))
        with open(state / "engine.log", "ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "infra.local.engine_process"],
                cwd=ROOT,
                env=_environment(state, port, auth),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches us alone: we stop the engine when it is drained.
            )
        engine = cls(state, port, process)
        engine._await_ready(wait)
        return engine

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self, service: str) -> Any:
        """A boto3 client for the engine, as the account's root."""
        import boto3

        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id=ACCOUNT,
            aws_secret_access_key="local",
        )

    def get(self, path: str) -> Any:
        """The JSON that the engine answers at this path."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return json.loads(answer.read())
        finally:
            connection.close()

    def settle(self, timeout: float = 30) -> bool:
        """Wait until nothing is under way: streams read, queues empty, no function running; False if time ran out."""
        end = time.monotonic() + timeout
        quiet = 0
        while time.monotonic() < end:
            quiet = 0 if any(self.get("/_portico/pending").values()) else quiet + 1
            if quiet == 3:
                return True
            time.sleep(0.05)
        return False

    def stop(self, timeout: float = 30) -> None:
        """End the process gracefully, which writes its state; by force only when it hangs."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _await_ready(self, wait: float) -> None:
        end = time.monotonic() + wait
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise EngineFailed(f"the engine ended at once, see {self.state / 'engine.log'}")
            try:
                if self.get("/_portico/pending") is not None:
                    return
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(0.03)
        self.stop()
        raise EngineFailed(f"the engine did not start in {wait:.0f} seconds, see {self.state / 'engine.log'}")


def _environment(state: Path, port: int, auth: bool) -> dict[str, str]:
    """The engine's environment, and so the functions': little of the caller's may leak into it, nothing of AWS."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "localhost",
        "MINISTACK_REGION": REGION,
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "PERSIST_STATE": "1",
        "S3_PERSIST": "1",
        "STATE_DIR": str(state / "engine"),
        "S3_DATA_DIR": str(state / "s3"),
        "TMPDIR": _made(state / "tmp"),
        "AUTH": "true" if auth else "false",
        "LOG_LEVEL": "INFO",
        "PYTHONDONTWRITEBYTECODE": "1",
        "TZ": "UTC",
        "AWS_SECRET_ACCESS_KEY": "local",
        "DOCKER_HOST": "unix:///nowhere",
    }


def _made(place: Path) -> str:
    place.mkdir(parents=True, exist_ok=True)
    return str(place)
