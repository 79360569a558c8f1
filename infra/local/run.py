"""`make run`: Portico on this machine until Ctrl-C, with a line for each mail it sends."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from infra.local.bootstrap import SeedFailed
from infra.local.engine import EngineFailed, is_free
from infra.local.stack import Stack
from infra.local.venvs import HOME

STATE = HOME / "state"
SEEDS = ("demo", "none")


class CannotRun(Exception):
    """Why it cannot start, in one line."""


def main() -> int:
    ending = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        ending.set()

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    try:
        stack = _start(_port(os.environ.get("PORT") or "8000"), os.environ.get("SEED") or "demo")
    except (CannotRun, EngineFailed, SeedFailed, OSError, ValueError) as error:
        print(f"portico: {error}", file=sys.stderr)
        return 1
    try:
        _tell(stack)
        while not ending.wait(0.5):
            if stack.engine.process.poll() is not None:
                print(f"portico: the engine ended, see {stack.state / 'engine.log'}", file=sys.stderr)
                return 1
            _tell_mails(stack)
        print("stopping …", flush=True)
    finally:
        drained = stack.stop()
        (STATE / "pid").unlink(missing_ok=True)
    if not drained:
        print("portico: not everything could be delivered before stopping; some mails may be missing", file=sys.stderr)
    return 0


def _port(text: str) -> int:
    """The port to listen on. Raises: CannotRun."""
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= 65535):
        raise CannotRun(f"PORT={text} is no port; it is a number from 1 to 65535")
    return int(text)


def _start(port: int, seed: str) -> Stack:
    if seed not in SEEDS:
        raise CannotRun(f"SEED={seed} is not known; it is one of {', '.join(SEEDS)}")
    if not is_free(port):
        raise CannotRun(f"port {port} is taken; choose another: make run PORT={port + 1}")
    _only_one(STATE)
    fresh = not (STATE / "seeded.json").exists()
    print("starting …" if not fresh else f"starting on fresh state (seed: {seed}) …", flush=True)
    try:
        return Stack.start(STATE, port, seed)
    except BaseException:
        (STATE / "pid").unlink(missing_ok=True)
        raise


def _only_one(state: Path) -> None:
    """Two engines on one state would overwrite each other's."""
    note = state / "pid"
    state.mkdir(parents=True, exist_ok=True)
    if note.exists() and _lives(int(note.read_text() or 0)):
        raise CannotRun(f"it already runs in this clone (process {note.read_text()}); stop it first")
    note.write_text(str(os.getpid()))


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return process > 0


def _tell(stack: Stack) -> None:
    print(f"ready {stack.url}")
    print(f"mailbox {stack.url}/_mailbox")
    for who, email, password in stack.sign_ins:
        print(f"sign-in {email} {password}  ({who})")
    sys.stdout.flush()


def _tell_mails(stack: Stack) -> None:
    for mail in stack.mailbox.fresh():
        print(f"mail to {', '.join(mail['to'])}: {mail['subject']}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
