"""The name a request came under, where it came from, whose cookie it brings, and where it wants to go on to."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.portal_api.account.landing import is_own_page, landing
from shared import hosts
from shared.hosts import Host, trusted_host
from shared.ids import is_id
from shared.keys import Key
from shared.problems import Problem
from shared.session import COOKIE, cookie, from_our_own_page
from shared.settings import settings
from tests.fuzz.examples import fuzzed
from tests.fuzz.odd import around, odd

PERSON, SECRET = "per_01ARZ3NDEKTSV4RRFFQ69G5FAV", "s" * 43
OURS = ("portico.example:8000", "alfa.portico.example:8000", "corsi.alfa.example:8000")
STRANGE = ("portico.example", "beta.portico.example:8000", "evil.example:8000", "portico.example:8000.evil.example")


@pytest.fixture(autouse=True)
def _names(monkeypatch: pytest.MonkeyPatch) -> None:
    """The platform's domain, a partner's address below it, and a domain of the partner's own."""
    monkeypatch.setenv("PLATFORM_DOMAIN", "portico.example:8000")
    settings.cache_clear()
    served = {"served": True, "partner_id": "prt_1", "sign_in_domain": "prt_1"}
    known = {hosts._key(name.partition(":")[0]): served for name in OURS[1:]}

    def read_one(key: Key) -> dict[str, Any] | None:
        return known.get(key)

    monkeypatch.setattr(hosts, "read_one", read_one)


@pytest.mark.criterion("X-08")
@fuzzed(600)
@given(around(*OURS, *STRANGE))
def test_a_host_is_one_of_ours_in_its_one_spelling_or_is_refused(sent: str) -> None:
    try:
        host = trusted_host({"host": sent})
    except Problem as problem:
        assert problem.code == "unknown-host"
        assert sent not in OURS
    else:
        assert host.authority in OURS and trusted_host({"host": host.authority}) == host
        assert sent.lower().replace(".:", ":") == host.authority, "only case and a last dot make no difference"
        assert host.name.isascii() and host.name == host.name.lower()


@pytest.mark.criterion("X-09")
@fuzzed(400)
@given(
    st.sampled_from([Host("portico.example"), Host("alfa.portico.example", "prt_1")]),
    st.none() | around("same-origin", "same-site", "cross-site", "none"),
    st.none() | around(*(f"https://{name}" for name in (*OURS, *STRANGE)), "null"),
)
def test_a_change_comes_from_the_very_host_or_is_refused(host: Host, site: str | None, origin: str | None) -> None:
    sent = {"sec-fetch-site": site, "origin": origin}
    try:
        from_our_own_page({name: value for name, value in sent.items() if value is not None}, host)
    except Problem as problem:
        assert problem.code == "cross-site"
    else:
        assert site == "same-origin" or (site is None and origin)
        if site is None and re.fullmatch(r"[a-z][a-z0-9+.-]*://[^/?#@]+", origin or ""):  # as browsers write one
            assert urlsplit(origin or "").netloc == host.authority


@fuzzed(600)
@given(st.lists(around(f"{COOKIE}={PERSON}.{SECRET}", f"{COOKIE}=", "theme=dark", f"{COOKIE}={PERSON}"), max_size=5))
def test_a_cookie_is_one_of_ours_or_none(parts: list[str]) -> None:
    found = cookie({"cookie": "; ".join(parts)})

    if found is not None:
        assert is_id("per", found.person_id)
        assert found.token_hash and found.token_hash not in "".join(parts)
    if parts[:1] == [f"{COOKIE}={PERSON}.{SECRET}"]:
        assert found and found.person_id == PERSON


@pytest.mark.criterion("X-08")
@fuzzed(1500)
@given(
    around("/partner/prt_1", "/", "/sign-in", "/account?next=//evil.example", "//evil.example", "https://evil.example")
)
def test_one_lands_on_this_very_site(asked: str) -> None:
    went = landing(asked, [])

    assert went.startswith("/")
    # What a browser makes of it (WHATWG URL): tabs and line feeds are dropped, backslashes are slashes.
    seen = urlsplit(urljoin("https://portico.example/sign-in", went.translate({9: None, 10: None, 13: None, 92: "/"})))
    assert (seen.scheme, seen.netloc) == ("https", "portico.example")
    assert went == "/" or is_own_page(went)


@fuzzed(300)
@given(odd)
def test_a_host_of_any_text_is_never_a_failure_of_ours(sent: str) -> None:
    with pytest.raises(Problem, match="unknown-host"):
        trusted_host({"host": sent + ".evil.example"})
