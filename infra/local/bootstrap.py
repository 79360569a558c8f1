"""What a fresh state is given once: the first platform admin, then the seed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from infra.local.venvs import ROOT

if TYPE_CHECKING:
    from infra.local.stack import Stack

NOTE = "seeded.json"
SignIns = list[tuple[str, str, str]]


class SeedFailed(Exception):
    """The first admin or the seed could not be made; the message is one line for a person."""


def once(stack: Stack, kind: str) -> SignIns:
    """Make the first admin and seed, if this state was not given it yet; returns who can sign in."""
    note = stack.state / NOTE
    if note.exists():
        return [(who, email, password) for who, email, password in json.loads(note.read_text())]
    sign_ins = first_admin(stack)
    if kind != "none":
        with stack.http() as http:
            sign_ins += import_module("infra.local.seed").seed(http, kind)
        _check_the_books(stack)
    note.write_text(json.dumps(sign_ins))
    return sign_ins


def _check_the_books(stack: Stack) -> None:
    """Run the hourly reconciliation once, so that the platform's dashboard has its sums at once."""
    stack.settle()
    stack.aws("lambda").invoke(FunctionName=stack.function("Reconcile"), Payload=b"{}")


def clear_half_made(state: Path) -> None:
    """Forget a state whose first start was interrupted; the note is written last, so without it nothing is whole."""
    if (state / NOTE).exists():
        return
    for name in ("engine", "s3", "deployed", "mailbox.jsonl"):
        place = state / name
        shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)


def first_admin(stack: Stack) -> SignIns:
    """Run `python -m infra.first_admin` against this stack, as an operator does against a stage."""
    from infra.local.stack import FIRST_ADMIN, FIRST_PASSWORD

    name = ["--first-name", "Paola", "--last-name", "Riva"]
    command = [sys.executable, "-m", "infra.first_admin", "--email", FIRST_ADMIN, *name]
    environment = {"PATH": os.environ.get("PATH", ""), "FIRST_ADMIN_PASSWORD": FIRST_PASSWORD} | stack.environment()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, start_new_session=True)
    if done.returncode != 0:
        told = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise SeedFailed(f"the first platform admin could not be made: {told[-1] if told else done.returncode}")
    return [("platform admin", FIRST_ADMIN, FIRST_PASSWORD)]
