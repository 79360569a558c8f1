"""A warm process that runs tests in a copy of the tree, each time in a fork: what takes long is done once.

Run with the copy as working directory; a line of JSON comes in (`{"tests": […], "seconds": …}`), a line goes out
(`{"status": …, "said": …}`, status None when it hung). Libraries are imported before the fork, our own code after it,
so that a mutant is what is imported. The engines that tests start are started once, and emptied for the next one.
"""

from __future__ import annotations

import http.client
import importlib
import json
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LIBRARIES = (
    "aws_lambda_powertools.event_handler", "aws_lambda_powertools.logging", "aws_lambda_powertools.metrics",
    "aws_lambda_powertools.utilities.batch", "aws_lambda_powertools.utilities.idempotency", "boto3.dynamodb.types",
    "botocore.config", "cryptography.fernet", "cryptography.hazmat.primitives.asymmetric.rsa", "css_inline", "fastapi",
    "httpx", "hypothesis.strategies", "jinja2", "jwt", "mangum", "moto", "PIL.Image", "pydantic",
    "pytest", "ulid",
)  # fmt: skip
GRACE = 20
"""Seconds for fixtures to clean up after themselves."""


class Engines:
    """The engines of this process: one that enforces policies, one that does not, each started when first needed."""

    def __init__(self, place: Path) -> None:
        from infra.local.engine import Engine

        self._start, self._place, self._running = Engine.start, place, {False: None, True: None}
        self._in_use: set[bool] = set()

    def lend(self, _: Any, state: Path, *, auth: bool = False, wait: float = 30) -> Any:
        """An empty engine, instead of starting one; a second one at the same time is started as ever."""
        engine = self._running[auth]
        if engine is None or auth in self._in_use:
            return self._start(state, auth=auth, wait=wait)
        self._in_use.add(auth)
        connection = http.client.HTTPConnection("127.0.0.1", engine.port, timeout=60)
        connection.request("POST", "/_ministack/reset")
        connection.getresponse().read()
        connection.close()
        return engine

    def warm(self, auth: bool) -> None:
        """Start one; who borrows it does not stop it."""
        if self._running[auth] is None:
            self._running[auth] = self._start(self._place / f"engine-{auth}", auth=auth, wait=300)

    def stop(self) -> None:
        """End those that were started."""
        for engine in self._running.values():
            if engine:
                engine.stop()

    def lent(self) -> None:
        """In the fork: whoever starts an engine borrows one, and stopping it does nothing."""
        from infra.local.engine import Engine

        ours, stop = [id(engine) for engine in self._running.values()], Engine.stop
        Engine.start = classmethod(self.lend)  # type: ignore[method-assign,assignment]
        Engine.stop = lambda engine, *more: None if id(engine) in ours else stop(engine, *more)  # type: ignore[method-assign]


def run(tests: list[str], seconds: float, engines: Engines, said: Path) -> int | None:
    """pytest's exit status in a fork; None when it hung."""
    child = os.fork()
    if not child:
        _in_the_fork(tests, engines, said)
    end = time.monotonic() + seconds
    for sign in (signal.SIGINT, signal.SIGKILL):
        while time.monotonic() < end:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status) if sign is signal.SIGINT else None
            time.sleep(0.02)
        os.kill(child, sign)
        end = time.monotonic() + GRACE
    os.waitpid(child, 0)
    return None


def _in_the_fork(tests: list[str], engines: Engines, said: Path) -> None:
    import pytest

    with open(said, "wb") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    engines.lent()
    options = ["-x", "-q", "--tb=line", "-p", "no:cacheprovider", "--hypothesis-profile=ci"]
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # plugins were imported before pytest looked
    status = 3
    try:
        status = int(pytest.main([*options, *tests]))
    except BaseException:  # whatever it is, the fork must end here
        traceback.print_exc()
    sys.stdout.flush()
    os._exit(status)


def _orders() -> Iterator[dict[str, Any]]:
    for line in sys.stdin:
        yield json.loads(line)


def main() -> None:
    sys.path[0] = os.getcwd()
    for name in LIBRARIES:
        importlib.import_module(name)
    with tempfile.TemporaryDirectory(prefix="portico-warm-") as folder:
        engines = Engines(Path(folder))
        said = Path(folder) / "said"
        answers = os.fdopen(os.dup(1), "w")
        try:
            for order in _orders():
                for auth in order["engines"]:
                    engines.warm(auth)
                status = run(order["tests"], order["seconds"], engines, said)
                answers.write(json.dumps({"status": status, "said": said.read_text("utf-8", "replace")}) + "\n")
                answers.flush()
        finally:
            engines.stop()


if __name__ == "__main__":
    main()
