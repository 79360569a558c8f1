"""Whether a browser's change comes from a page of ours: what it says of the site, else its Origin."""

from __future__ import annotations

import pytest

from shared.hosts import Host
from shared.problems import Problem
from shared.session import from_our_own_page
from shared.settings import settings

HERE = "https://portico.example"


@pytest.fixture(autouse=True)
def _platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLATFORM_DOMAIN", "portico.example")
    settings.cache_clear()


@pytest.mark.parametrize(
    ("sent", "ours"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True),
        ({"origin": HERE}, True),
        ({"sec-fetch-site": "same-site", "origin": HERE}, False),
        ({"sec-fetch-site": "cross-site", "origin": HERE}, False),
        ({"sec-fetch-site": "none", "origin": HERE}, False),
        ({"sec-fetch-site": "", "origin": HERE}, False),
        ({"origin": "https://portico.example.evil.example"}, False),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": "portico.example"}, False),
        ({}, False),
    ],
)
def test_what_the_browser_says_of_the_site_comes_before_the_origin(sent: dict[str, str], ours: bool) -> None:
    host = Host("portico.example")
    if ours:
        from_our_own_page(sent, host)
    else:
        with pytest.raises(Problem, match="cross-site"):
            from_our_own_page(sent, host)
