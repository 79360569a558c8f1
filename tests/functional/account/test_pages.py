"""Pages that need no sign-in: they load nothing from elsewhere, speak the browser's language, and show no data."""

from __future__ import annotations

import json
import re

import pytest

from functions.portal_api.web import static
from functions.portal_api.web.version import VERSION
from tests.functional.account.portal import Portal
from tests.functional.front import Answer

PAGES = ("/", "/docs", "/password", "/platform", "/platform/partners/prt_x", "/partner/prt_x", "/partner/prt_x/wallet")


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


def test_pages_say_nothing_of_whom_an_address_names(portal: Portal) -> None:
    partner = portal.partner("Segreta srl")
    there = portal.front.get(f"/partner/{partner}/wallet")
    nowhere = portal.front.get("/partner/prt_x/wallet")
    assert there.text == nowhere.text


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_in_the_browsers_language(portal: Portal, path: str) -> None:
    def asked(language: str) -> Answer:
        return portal.front.ask("GET", path, headers={"accept-language": language})

    assert '<html lang="it">' in asked("it-IT,it;q=0.9").text
    assert '<html lang="en">' in asked("fi").text
    assert asked("it").headers["vary"] == "Accept-Language"


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


def test_the_reference_lists_every_operation(portal: Portal) -> None:
    document, page = portal.front.get("/openapi.json").json, portal.front.get("/docs").text
    for path in document["paths"]:
        assert f"<code>{path}</code>" in page


def test_a_whole_page_is_small(portal: Portal) -> None:
    page = portal.front.get("/password")
    files = [portal.front.get(found).text for found in set(re.findall(r'"(/static/[^"]+)"', page.text))]
    assert sum(map(len, [page.text, *files])) < 60_000
