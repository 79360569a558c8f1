"""Packages leave out what nobody reads of botocore and Babel: all that the source does read is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from infra.package import LANGUAGES, REQUIREMENTS, ROOT, package, services
from shared import language

pytestmark = pytest.mark.build


@pytest.fixture(scope="module", params=sorted(set(REQUIREMENTS.values())))
def shipped(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    function = next(name for name, lock in REQUIREMENTS.items() if lock == request.param)
    place = tmp_path_factory.mktemp(str(request.param))
    package(function, place, for_host=True)
    return place


def test_every_client_is_made_by_the_one_function_that_packaging_looks_for() -> None:
    makers = re.compile(r"boto3\.client\(|boto3\.resource\(|create_client\(|boto3\.Session\(|boto3\.session\.")
    sources = [file for part in ("functions", "shared") for file in (ROOT / part).rglob("*.py")]

    assert [file.name for file in sources if makers.search(file.read_text())] == ["aws.py"]
    named = re.compile(r"aws\.client\(")
    assert sum(len(named.findall(file.read_text())) for file in sources) >= len(services()) >= 6


def test_a_package_describes_the_services_that_are_called_and_no_others(shipped: Path) -> None:
    data = shipped / "botocore" / "data"

    assert {place.name for place in data.iterdir() if place.is_dir()} == services()
    assert {"endpoints.json", "partitions.json", "_retry.json", "sdk-default-configuration.json"} <= {
        place.name for place in data.iterdir() if place.is_file()
    }


def test_a_package_knows_the_languages_of_pages_and_mails(shipped: Path) -> None:
    assert LANGUAGES == language.LANGUAGES
    known = {place.stem.partition("_")[0] for place in shipped.glob("babel/locale-data/*")}
    assert known == ({"root", *LANGUAGES} if (shipped / "babel").exists() else set())
