"""Packages one function as Lambda wants it: `python -m infra.package WalletFunction DIRECTORY`.

`sam build` calls this through the Makefile for each function of the template. A package is the source (`functions`,
`shared`) and the function's own locked requirements, as wheels for Lambda's Python 3.13 on arm64, or with
PORTICO_BUILD_FOR=host for this machine, which is how the tests boot it. Only the standard library is used here.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".portico" / "packages"
LOCKS = ROOT / "infra" / "requirements"
REQUIREMENTS = {
    "WalletFunction": "light",
    "ReconcileFunction": "light",
    "EnrollFunction": "light",
    "PortalApiFunction": "portal",
    "DomainsFunction": "domains",
    "PublishFunction": "notify",
    "ComposeFunction": "notify",
    "SendFunction": "notify",
    "FeedbackFunction": "notify",
}
# Lambda's Python 3.13 runs on Amazon Linux 2023, glibc 2.34; pip takes each name by itself, not older with newer.
PLATFORMS = ("manylinux2014_aarch64", *(f"manylinux_2_{minor}_aarch64" for minor in range(34, 16, -1)))
LAMBDA_PYTHON = "3.13"
LANGUAGES = ("en", "it")
"""What pages and mails are written in (`shared/language.py`); Babel brings a thousand more."""


def package(function: str, target: Path, *, for_host: bool = False) -> None:
    """Fill `target` with what the function ships."""
    wheels = dependencies(REQUIREMENTS[function], for_host=for_host)
    shutil.copytree(wheels, target, dirs_exist_ok=True, copy_function=_link, ignore=_unused(wheels))
    source = shutil.ignore_patterns("__pycache__", "*.pyc")
    for part in ("functions", "shared"):
        shutil.copytree(ROOT / part, target / part, dirs_exist_ok=True, ignore=source)
        _compile(target / part, part, for_host)


def services() -> set[str]:
    """The services of AWS that the source makes clients of (`aws.client("…")`)."""
    sources = [file.read_text() for part in ("functions", "shared") for file in (ROOT / part).rglob("*.py")]
    return {name for source in sources for name in re.findall(r'aws\.client\(\s*"([a-z0-9-]+)"', source)}


def _unused(wheels: Path) -> Callable[[str, list[str]], set[str]]:
    """What of the wheels stays here: descriptions of services that nobody calls, languages that nobody reads.

    That is half of a package. Files beside the services (regions, endpoints, retries) are for all of them.
    """
    known, spoken = services(), re.compile(rf"(root|({'|'.join(LANGUAGES)})(_\w+)?)\.dat")

    def left_out(folder: str, names: list[str]) -> set[str]:
        place = Path(folder).relative_to(wheels).as_posix()
        if place == "botocore/data":
            return {name for name in names if Path(folder, name).is_dir() and name not in known}
        if place == "babel/locale-data":
            return {name for name in names if not spoken.fullmatch(name)}
        return set()

    return left_out


def _link(origin: str, copy: str) -> None:
    """One file's bytes under a second name, for speed; a copy where the file system cannot."""
    try:
        os.link(origin, copy)
    except OSError:
        shutil.copy2(origin, copy)


def dependencies(name: str, *, for_host: bool = False) -> Path:
    """The installed wheels of a lock, made once for each lock and kind of machine."""
    lock = LOCKS / f"{name}.txt"
    kind = f"host{sys.version_info.major}{sys.version_info.minor}" if for_host else "arm64"
    made = hashlib.sha256(lock.read_bytes() + Path(__file__).read_bytes()).hexdigest()[:16]
    place = CACHE / f"{name}-{kind}-{made}"
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(CACHE / f".{name}-{kind}.lock", "w") as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)
        if not place.exists():
            for old in CACHE.glob(f"{name}-{kind}-*"):
                shutil.rmtree(old)
            half = place.with_name(place.name + ".half")
            _install(lock, half, for_host)
            _compile(half, "", for_host)
            half.rename(place)
    return place


def _install(lock: Path, target: Path, for_host: bool) -> None:
    shutil.rmtree(target, ignore_errors=True)
    common = ["--quiet", "--require-hashes", "--no-deps", "--only-binary", ":all:", "--target", str(target)]
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--no-input", "--no-compile", *common]
    if not for_host:
        pip += ["--python-version", LAMBDA_PYTHON, "--implementation", "cp"]
        pip += [word for platform in PLATFORMS for word in ("--platform", platform)]
    done = subprocess.run([*pip, "--requirement", str(lock)], env=_environment(), capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"portico: {lock.name} could not be installed for packaging:\n{done.stderr}")
    shutil.rmtree(target / "bin", ignore_errors=True)


def _environment() -> dict[str, str]:
    """What pip is told of this machine stays (an index, a certificate); a path to other packages does not."""
    return {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}


def _compile(place: Path, inside: str, for_host: bool) -> None:
    """Ship bytecode, so that a cold start need not compile; left out where Lambda's Python is missing."""
    if not for_host and (python := _lambda_python()):
        bytecode(python, place, inside)


@cache
def _lambda_python() -> str | None:
    """The Python that Lambda runs, when this machine has it; a version manager may name one that it has not."""
    python = shutil.which(f"python{LAMBDA_PYTHON}")
    if python and subprocess.run([python, "-c", ""], capture_output=True).returncode == 0:
        return python
    told = f"portico: no python{LAMBDA_PYTHON} here, so no bytecode is shipped: cold starts will compile their imports"
    print(told, file=sys.stderr)
    return None


def bytecode(python: str, place: Path, inside: str = "") -> None:
    """Compile what stands at a place with this Python, as it will stand in a function."""
    at = ["-s", str(place), "-p", str(Path("/var/task", inside))]
    quiet = ["-q", "--invalidation-mode", "unchecked-hash"]
    subprocess.run([python, "-m", "compileall", *quiet, *at, str(place)], check=False, capture_output=True)


def main(arguments: list[str]) -> int:
    function, target = arguments
    package(function, Path(target), for_host=os.environ.get("PORTICO_BUILD_FOR") == "host")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
