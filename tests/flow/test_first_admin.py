"""The command an operator runs once on a new stage: the stack tells it where, and whom."""

from __future__ import annotations

import os
import subprocess
import sys

from infra.local.deploy import STACK
from infra.local.stack import Stack
from infra.local.venvs import ROOT


def _run(stack: Stack, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command with AWS access and nothing else of this stack in its environment."""
    given = {name: value for name, value in stack.environment().items() if name.startswith("AWS_")}
    command = [sys.executable, "-m", "infra.first_admin", *arguments]
    environment = {"PATH": os.environ["PATH"]} | given
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


def test_without_an_email_the_stacks_own_first_admin_is_made_and_again_changes_nothing(stack: Stack) -> None:
    first, again = _run(stack, "--stack", STACK), _run(stack, "--stack", STACK)

    assert first.returncode == again.returncode == 0, first.stderr
    assert first.stdout == again.stdout and first.stdout.startswith("per_")


def test_without_a_stack_it_must_be_told_whom(stack: Stack) -> None:
    done = _run(stack)

    assert done.returncode == 2 and "--email" in done.stderr
