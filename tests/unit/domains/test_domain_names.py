"""Which names may be a partner's domain, and what each look-alike, suffix, address and trick hears."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from functions.portal_api.domains.name import own_name, shown
from shared.problems import Problem
from shared.settings import settings


@pytest.fixture(autouse=True)
def _platform(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    monkeypatch.setenv("PLATFORM_DOMAIN", getattr(request, "param", "portal.provider.it"))
    settings.cache_clear()
    yield
    settings.cache_clear()


def refused(text: str) -> str:
    """Why a name is refused."""
    with pytest.raises(Problem) as raised:
        own_name(text)
    assert raised.value.code == "invalid-request"
    [error] = raised.value.members["errors"]
    assert error["path"] == "/name"
    return str(error["detail"])


@pytest.mark.parametrize(
    ("typed", "name", "apex"),
    [
        ("training.acme.it", "training.acme.it", False),
        (" Training.ACME.it ", "training.acme.it", False),
        ("acme.it", "acme.it", True),
        ("acme.co.uk", "acme.co.uk", True),
        ("www.acme.co.uk", "www.acme.co.uk", False),
        ("acme.github.io", "acme.github.io", True),
        ("caffè.it", "xn--caff-8oa.it", True),
        ("corsi.münchen.de", "corsi.xn--mnchen-3ya.de", False),
        ("xn--mnchen-3ya.de", "xn--mnchen-3ya.de", True),
        ("日本語テスト.jp", "xn--zckzah9945czlbtz6h.jp", True),
        ("привет.рф", "xn--b1agh1afp.xn--p1ai", True),
    ],
)
def test_a_domain_is_kept_as_dns_has_it(typed: str, name: str, apex: bool) -> None:
    assert own_name(typed) == (name, apex)


@pytest.mark.parametrize(
    "typed",
    [
        "192.0.2.1", "2001:db8::1", "[2001:db8::1]", "127.0.0.1", "0x7f.0.0.1", "10.0.0",
        "https://acme.it", "acme.it:443", "acme.it/", "user@acme.it", "acme.it?x", "acme .it", "acme.it\r\nHost: x",
        "acme.it.", ".acme.it", "acme..it", "acme", "*.acme.it", "", " ",
        "-acme.it", "acme-.it", "ac_me.it", f"{'a' * 64}.it", f"{'a.' * 40}it", "acme。it", "ａcme.it", "acme\u200b.it",
    ],
)  # fmt: skip
def test_what_is_no_domain_name_is_refused(typed: str) -> None:
    assert refused(typed)


@pytest.mark.criterion("C-32")
@pytest.mark.parametrize("typed", ["co.uk", "github.io", "acme.internal", "acme.test", "acme.invalid", "acme.onion"])
def test_a_public_suffix_and_a_name_below_none_are_nobodys(typed: str) -> None:
    assert "suffix" in refused(typed)


@pytest.mark.parametrize("typed", ["it", "com", "рф", "localhost"])
def test_one_label_is_no_domain(typed: str) -> None:
    assert refused(typed).startswith("is no domain name")


@pytest.mark.parametrize(
    "typed", ["portal.provider.it", "PORTAL.provider.it", "acme.portal.provider.it", "a.b.portal.provider.it"]
)
def test_the_platforms_own_zone_is_refused(typed: str) -> None:
    assert refused(typed) == "belongs to the platform"


def test_a_neighbour_of_the_platform_is_not_the_platforms() -> None:
    assert own_name("corsi.provider.it").name == "corsi.provider.it"
    assert own_name("notportal.provider.it").name == "notportal.provider.it"


@pytest.mark.parametrize(
    "typed",
    [
        "раураl.com",  # Cyrillic, with a Latin l
        "xn--pypal-4ve.com",  # the same trick, written as DNS has it
        "gοοgle.com",  # Greek o
        "あa.jp",
    ],
)
def test_a_label_of_mixed_scripts_is_refused(typed: str) -> None:
    assert "several scripts" in refused(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "аррӏе.com",  # Cyrillic as a whole, read as apple
        "xn--80ak6aa92e.com",
        "ѕсоре.org",
        "ɡoogle.com",  # Latin, but not the letter g
        "paypaı.com",  # without the dot
    ],
)
def test_a_label_that_reads_as_another_is_refused(typed: str) -> None:
    assert "taken for others" in refused(typed)


@pytest.mark.parametrize(
    "typed", ["xn--a.com", "xn--zz--.com", "xn--.com", "xn--abc.com", "ab--c.com", "xn--mnchen-3YA-.de"]
)
def test_punycode_that_is_not_the_spelling_of_its_letters_is_refused(typed: str) -> None:
    assert refused(typed) == "has a part that is no valid domain label"


def test_a_name_longer_than_a_certificate_takes_is_refused() -> None:
    longest = f"{'a' * 30}.{'b' * 30}.it"
    assert own_name(longest).name == longest
    assert "64" in refused(f"a{longest}")


def test_localhost_is_no_domain_where_the_platform_is_on_the_internet() -> None:
    assert "suffix" in refused("acme.localhost")


@pytest.mark.parametrize("_platform", ["portico.localhost:8000"], indirect=True)
def test_localhost_names_serve_where_the_platform_is_on_this_machine_too() -> None:
    assert own_name("training.acme.localhost") == ("training.acme.localhost", False)
    assert refused("portico.localhost") == refused("x.portico.localhost") == "belongs to the platform"
    assert refused("localhost")


def test_a_name_is_shown_in_the_letters_it_was_meant_in() -> None:
    assert shown("xn--caff-8oa.it") == "caffè.it"
    assert shown("acme.it") == "acme.it"
