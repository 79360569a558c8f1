"""Makes the virtual environments of a clone, with nothing but the standard library.

Everything lives in `.portico/` of the clone and is git-ignored. A stamp beside each environment says which lock it
carries, so a second call costs milliseconds. `uv` is used when the machine has it (seconds instead of a minute);
pip, which every Python brings, does the same from the same hashes. Run as `python3 infra/local/venvs.py local dev`.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".portico"
LOCKS = ROOT / "infra" / "requirements"

# The lock that each name installs, and where. `dev` holds all of `local` at the same versions, so they share one place.
PLACES = {"local": HOME / "venv", "dev": HOME / "venv", "sam": HOME / "sam"}
CONTAINED_IN = {"local": "dev"}


_NO_NETWORK = ("from versions: none", "ConnectionError", "connection broken", "name resolution")


class CannotInstall(Exception):
    """An environment could not be made; the message is one line for a person."""


def ensure(name: str) -> Path:
    """Make the environment `name` hold exactly its lock; returns its Python. Raises CannotInstall."""
    place, wanted = PLACES[name], _fingerprint(name)
    with _alone(name):
        if _installed(name, wanted):
            return place / "bin" / "python"
        print(f"installing {name} requirements into {place.relative_to(ROOT)} …", flush=True)
        _make(place)
        _install(place, LOCKS / f"{name}.txt")
        _stamp(name).write_text(wanted)
    return place / "bin" / "python"


def _installed(name: str, wanted: str) -> bool:
    if not (PLACES[name] / "bin" / "python").exists():
        return False
    wider = CONTAINED_IN.get(name)
    if wider and _installed(wider, _fingerprint(wider)):
        return True
    stamp = _stamp(name)
    return stamp.exists() and stamp.read_text() == wanted


def _fingerprint(name: str) -> str:
    running = f"{sys.version_info.major}.{sys.version_info.minor}".encode()
    return hashlib.sha256(running + (LOCKS / f"{name}.txt").read_bytes()).hexdigest()


def _stamp(name: str) -> Path:
    return PLACES[name] / f".installed-{name}"


@contextlib.contextmanager
def _alone(name: str) -> Iterator[None]:
    """Two `make` at once must not install into one place at the same time."""
    HOME.mkdir(exist_ok=True)
    with open(HOME / f".{PLACES[name].name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(place: Path) -> None:
    if (place / "bin" / "python").exists() and _same_python(place):
        return
    shutil.rmtree(place, ignore_errors=True)
    try:
        venv.create(place, with_pip=True, symlinks=True)
    except (subprocess.CalledProcessError, OSError) as error:
        shutil.rmtree(place, ignore_errors=True)
        hint = "on Debian and Ubuntu: apt-get install python3-venv"
        raise CannotInstall(f"this Python cannot make a virtual environment ({hint})") from error


def _same_python(place: Path) -> bool:
    config = (place / "pyvenv.cfg").read_text() if (place / "pyvenv.cfg").exists() else ""
    return f"version = {sys.version_info.major}.{sys.version_info.minor}." in config


def _install(place: Path, lock: Path) -> None:
    python = str(place / "bin" / "python")
    pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-input"]
    # A lock names everything; left to look for more, the pip of Debian 12 takes `a[extra]` for unpinned beside `a`.
    attempts = [[*pip, "--no-deps", "--require-hashes", "--requirement", str(lock)]]
    if uv := shutil.which("uv"):
        fast = [uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", "--requirement", str(lock)]
        attempts.insert(0, fast)
    for command in attempts:
        done = subprocess.run(command, capture_output=True, text=True, env=_environment())
        if done.returncode == 0:
            return
    log = HOME / f"install-{lock.stem}.log"
    log.write_text(done.stdout + done.stderr)
    told = [line.removeprefix("ERROR: ") for line in done.stderr.splitlines() if line.startswith("ERROR")]
    why = told[-1] if told else "no reason was given"
    if any(sign in done.stderr for sign in _NO_NETWORK):
        why = "no package index could be reached; a network is needed the first time"
    raise CannotInstall(f"the packages of {lock.name} could not be installed: {why} ({log.relative_to(ROOT)})")


def _environment() -> dict[str, str]:
    """The caller's environment less an activated virtual environment, which would mislead uv and pip."""
    return {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONHOME"}}


def main(names: list[str]) -> int:
    try:
        for name in names:
            ensure(name)
    except CannotInstall as error:
        print(f"portico: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
