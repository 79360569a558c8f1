"""Where the peers live: an environment of their own, a PostgreSQL and a memcached on loopback, all ended by id.

PostgreSQL and memcached are Debian's packages (`apt-get install postgresql memcached`); the data lies in a temporary
folder. PostgreSQL runs as installed, or not waiting for its disk, as the engine beside it has none.
"""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.local.engine import free_port
from infra.local.venvs import HOME

PEER = HOME / "peers"
LEDGER = "openedx-ledger==2.1.0"
# What it needs, less mysqlclient (a C library's headers, for a database not used here), and the drivers used instead.
NEEDS = (
    "Django==5.2.*", "djangoql", "django-extensions", "django-filter", "django-object-actions", "django-simple-history",
    "edx-django-utils", "edx-django-release-util", "edx-rbac", "jsonfield2", "openedx-events", "pytz", "redis", "rules",
    "psycopg[binary]", "pymemcache",
)  # fmt: skip


class Missing(Exception):
    """What a peer needs is not on this machine; the message is one line for a person."""


def peer_python() -> Path:
    """The Python of the peer's environment, made the first time; it needs 3.12 or newer."""
    python = PEER / "bin" / "python"
    if (PEER / ".installed").exists():
        return python
    newer = [sys.executable] if sys.version_info >= (3, 12) else []
    newer += [found for name in ("python3.13", "python3.12") if (found := _python(name))]
    if not newer:
        raise Missing("openedx-ledger 2.1 needs Python 3.12 or newer")
    shutil.rmtree(PEER, ignore_errors=True)
    subprocess.run([newer[0], "-m", "venv", str(PEER)], check=True)
    install = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    subprocess.run([*install, "--no-deps", LEDGER], check=True)
    subprocess.run([*install, *NEEDS], check=True)
    (PEER / ".installed").touch()
    return python


def _python(name: str) -> str | None:
    """A Python by this name that really starts (a version manager's shim may only pretend to be one)."""
    shims = glob.glob(os.path.expanduser(f"~/.pyenv/versions/{name.removeprefix('python')}*/bin/{name}"))
    for path in (shutil.which(name), *shims):
        if path and subprocess.run([path, "-c", ""], capture_output=True).returncode == 0:
            return path
    return None


@contextlib.contextmanager
def servers(*, durable: bool) -> Iterator[dict[str, Any]]:
    """A PostgreSQL and a memcached for as long as the context lasts; says where they are."""
    waits = "on" if durable else "off"
    memcached, postgres, initdb = shutil.which("memcached"), _postgres("postgres"), _postgres("initdb")
    if not memcached or not postgres or not initdb:
        raise Missing("needs Debian's packages postgresql and memcached")
    with contextlib.ExitStack() as stack:
        # not where other benchmarks look: the database's own user must be able to enter
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portico-peer-")))
        as_user: dict[str, Any] = {}
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
            as_user = {"user": "postgres", "group": "postgres", "extra_groups": []}
        port, cache = free_port(), free_port()
        data = folder / "data"
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
        subprocess.run([initdb, "-D", data, "-U", "portico", "-A", "trust"], check=True, **quiet, **as_user)
        stack.callback(
            _end,
            subprocess.Popen(
                [
                    postgres, "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", folder,
                    "-c", f"fsync={waits}", "-c", f"synchronous_commit={waits}", "-c", "max_connections=200",
                ],
                **quiet, **as_user,
            ),
        )  # fmt: skip
        stack.callback(
            _end,
            subprocess.Popen([memcached, "-l", "127.0.0.1", "-p", str(cache), "-U", "0"], **quiet, **as_user),
        )
        for waited in (port, cache):
            _await(waited)
        yield {
            "database": {"HOST": "127.0.0.1", "PORT": port, "USER": "portico", "NAME": "postgres"},
            "memcached": f"127.0.0.1:{cache}",
        }


def _postgres(program: str) -> str | None:
    found = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{program}"))
    return found[-1] if found else shutil.which(program)


def _await(port: int) -> None:
    end = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
