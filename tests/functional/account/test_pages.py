"""Pages that need no sign-in: they load nothing from elsewhere, speak the browser's language, and show no data."""

from __future__ import annotations

import gzip
import json
import re

import pytest

from functions.portal_api.web import static
from functions.portal_api.web.version import VERSION
from shared.problems import PROBLEMS
from tests.functional.account.portal import Portal
from tests.functional.front import Answer

PAGES = ("/", "/docs", "/password")


def test_health_tells_the_version_to_anybody(portal: Portal) -> None:
    assert portal.front.get("/health").json == {"status": "ok", "version": VERSION}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_only_what_is_ours(portal: Portal, path: str) -> None:
    page = portal.front.get(path)

    assert page.status == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    policy = dict(part.strip().split(" ", 1) for part in page.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert set(policy.values()) == {"'none'", "'self'"}
    assert not re.search(r"<script(?![^>]*\bsrc=)|\bon\w+=|\bstyle=|<style", page.text), "nothing inline"
    for address in re.findall(r'(?:href|src|action)="([^"]*)"', page.text):
        assert address.startswith(("/", "#")), address
        assert not address.startswith("//")
        if address.startswith("/static/"):
            assert portal.front.get(address).status == 200


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_in_the_browsers_language(portal: Portal, path: str) -> None:
    def asked(language: str) -> Answer:
        return portal.front.ask("GET", path, headers={"accept-language": language})

    assert '<html lang="it">' in asked("it-IT,it;q=0.9").text
    assert '<html lang="en">' in asked("fi").text
    assert asked("it").headers["vary"] == "Accept-Language, Accept-Encoding"


def test_static_files_stay_a_year_under_their_hash_and_are_only_ours(portal: Portal) -> None:
    address = static.address("portico.css")
    file = portal.front.get(address)
    assert file.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert file.headers["content-type"] == "text/css; charset=utf-8"
    for other in ("portico.css", "portico.0000000000.css", "..%2fpages.py", "pages.py"):
        assert portal.front.get(f"/static/{other}").code == "not-found"


def test_the_document_has_every_operation_with_its_token_and_problems(portal: Portal) -> None:
    document = portal.front.get("/openapi.json").json

    assert document["openapi"].startswith("3.1")
    operations = [one for methods in document["paths"].values() for one in methods.values()]
    assert len({one["operationId"] for one in operations}) == len(operations)
    for path in ("/v1/session", "/v1/partners/{partner_id}/wallet/top-ups", "/v1/partners/{partner_id}/enrollments"):
        assert "post" in document["paths"][path]
    assert "security" not in document["paths"]["/v1/session"]["post"]
    assert document["paths"]["/v1/session"]["delete"]["security"] == [{"bearer": []}]
    names = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document)))
    assert names <= document["components"]["schemas"].keys()


def test_the_reference_lists_every_operation_type_and_refusal(portal: Portal) -> None:
    document, page = portal.front.get("/openapi.json").json, portal.front.get("/docs").text
    plain = page.replace("<wbr>", "")
    for path in document["paths"]:
        assert f"<code>{path}</code>" in plain
    for code in PROBLEMS:
        assert f'id="problem-{code}"' in page
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets <= set(re.findall(r'id="([^"]+)"', page)), "every link of the page leads somewhere"
    assert "`" not in page


def test_english_in_an_italian_page_says_that_it_is(portal: Portal) -> None:
    page = portal.front.ask("GET", "/docs", headers={"accept-language": "it"}).text
    assert '<div class="guide" lang="en">' in page and '<tbody lang="en">' in page
    assert "Crediti insufficienti" in page
    assert ' lang="en"' not in portal.front.get("/docs").text.replace('<html lang="en">', "")


@pytest.mark.parametrize("path", [*PAGES, "/health", "/openapi.json"])
def test_head_is_get_without_the_body(portal: Portal, path: str) -> None:
    whole, head = portal.front.get(path), portal.front.ask("HEAD", path)
    assert (head.status, head.text) == (200, "")
    assert head.headers == {name: value for name, value in whole.headers.items() if name != "content-length"}


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nowhere", 404), ("DELETE", "/password", 405)])
def test_a_browser_is_refused_in_words(portal: Portal, method: str, path: str, status: int) -> None:
    browser = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8", "accept-language": "it"}
    page = portal.front.ask(method, path, headers=browser)
    assert page.status == status
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="it">' in page.text and 'href="/"' in page.text
    assert "content-security-policy" in page.headers


@pytest.mark.parametrize("headers", [{}, {"accept": "*/*"}, {"accept": "application/json"}])
def test_a_program_is_refused_with_a_problem(portal: Portal, headers: dict[str, str]) -> None:
    assert portal.front.ask("GET", "/nowhere", headers=headers).code == "not-found"
    assert portal.front.ask("DELETE", "/password", headers=headers).code == "method-not-allowed"


def test_under_v1_everybody_is_a_program(portal: Portal) -> None:
    assert portal.front.ask("GET", "/v1/nowhere", headers={"accept": "text/html"}).code == "not-found"


def test_the_password_page_asks_for_an_address_until_a_link_is_there(portal: Portal) -> None:
    page = portal.front.get("/password").text
    assert re.search(r'<form id="password-form"[^>]*? hidden', page)
    assert not re.search(r'<form id="link-form"[^>]*? hidden', page)
    script = portal.front.get(static.address("password.js")).text
    assert 'addEventListener("hashchange"' in script


def test_a_whole_page_is_small(portal: Portal) -> None:
    page = portal.front.get("/password")
    files = [portal.front.get(found).text for found in set(re.findall(r'"(/static/[^"]+)"', page.text))]
    assert sum(map(len, [page.text, *files])) < 60_000


def test_the_reference_is_small_once_it_is_compressed(portal: Portal) -> None:
    assert len(gzip.compress(portal.front.get("/docs").text.encode())) < 60_000
