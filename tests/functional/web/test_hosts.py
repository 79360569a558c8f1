"""A host that is not ours reaches no page, and no header makes one of it: not in a link, a redirect or a cookie."""

from __future__ import annotations

import pytest

from tests.builders import a_platform_admin
from tests.functional.front import Front

FORGED = {"x-forwarded-host": "evil.example", "forwarded": "host=evil.example", "x-host": "evil.example"}
PAGES = ("/", "/sign-in", "/password", "/platform", "/platform/partners", "/no-such-page", "/docs")


@pytest.mark.criterion("X-08")
@pytest.mark.parametrize("path", PAGES)
def test_an_unverified_host_never_reaches_a_link(front: Front, path: str) -> None:
    who, html = a_platform_admin(), {"accept": "text/html"}

    for asked in (None, who):
        shown = front.ask("GET", path, asked, headers=html | FORGED)
        assert "evil.example" not in shown.text
        assert "evil.example" not in str(shown.headers) + str(shown.cookies)
        elsewhere = front.ask("GET", path, asked, headers=html | {"host": "evil.example"})
        assert elsewhere.status == 421 and "evil.example" not in elsewhere.text + str(elsewhere.headers)


@pytest.mark.criterion("X-08")
@pytest.mark.parametrize(
    "host", ["x:80.", "x:", ":", "::", "[::1]:80", "x:80:80", "x:\u0663", "x:-1", "", " ", "a" * 9000]
)
def test_a_host_that_is_no_host_is_misdirected(front: Front, host: str) -> None:
    for path in ("/", "/v1/me", "/health"):
        assert front.ask("GET", path, headers={"host": host}).code == "unknown-host"


@pytest.mark.parametrize("odd", [{"x-forwarded-port": "none"}, {"x-forwarded-proto": ""}, {"x-forwarded-proto": "ftp"}])
def test_an_odd_port_or_scheme_is_not_looked_at(front: Front, odd: dict[str, str]) -> None:
    for path in ("/health", "/sign-in"):
        assert front.ask("GET", path, headers=odd).status == 200
    assert front.ask("GET", "/sign-in", headers=odd | {"host": ":"}).code == "unknown-host"
