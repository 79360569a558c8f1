"""The start page and the switch of views; the style guide; files and their compression."""

from __future__ import annotations

import base64
import gzip
import json
import re
from typing import Any

import pytest

from functions.portal_api.handler import handler
from functions.portal_api.web import static
from shared import keys
from shared.settings import settings
from tests.builders import a_partner, a_partner_admin, a_person, write
from tests.functional.front import _CONTEXT, DOMAIN, Front
from tests.functional.web.browser import a_session, look


def _raw(path: str, **headers: str) -> tuple[dict[str, str], bytes]:
    http = {"method": "GET", "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "tests"}
    context = {"requestId": "req-1", "http": http, "stage": "$default", "domainName": DOMAIN}
    event: dict[str, Any] = {"version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": ""}
    event |= {"headers": {"host": DOMAIN, **headers}, "requestContext": context, "isBase64Encoded": False}
    answer = handler(event, _CONTEXT)  # type: ignore[arg-type]
    body = base64.b64decode(answer["body"]) if answer["isBase64Encoded"] else answer["body"].encode()
    return answer["headers"], body


def test_a_stranger_reads_what_this_is_and_may_sign_in(front: Front) -> None:
    page = look(front, "/")
    assert page.status == 200 and 'href="/sign-in"' in page.text
    broken = look(front, "/", {"cookie": f"__Host-portico={a_person()}.{'x' * 40}", "accept": "text/html"})
    assert broken.status == 200 and 'href="/sign-in"' in broken.text


def test_who_has_one_view_goes_there_at_once(front: Front) -> None:
    partner = a_partner()
    answer = look(front, "/", a_session(a_partner_admin(partner)))
    assert (answer.status, answer.headers["location"]) == (303, f"/partner/{partner.id}")


def test_who_has_several_views_chooses(front: Front) -> None:
    alfa, beta, closed = a_partner("Alfa"), a_partner("Beta"), a_partner("Chiusa", status="closed")
    browser = a_session(a_partner_admin(alfa, beta, closed))
    for path in ("/", "/views"):
        page = look(front, path, browser)
        assert page.status == 200
        there = re.findall(r'href="(/partner/[^"]+)"', page.text)
        assert there == [f"/partner/{alfa.id}", f"/partner/{beta.id}"]
        assert "Chiusa" not in page.text


def test_a_platform_admin_who_is_partner_admin_too_sees_both(front: Front) -> None:
    person = a_partner_admin(a_partner("Alfa"))
    write(keys.platform_membership(person), {"role": "platform_admin"})
    assert 'href="/platform"' in look(front, "/views", a_session(person)).text


def test_the_style_guide_shows_every_part_in_any_colour(front: Front) -> None:
    page = front.get("/styleguide", brand="ff00aa", theme="dark")
    assert page.status == 200 and 'data-theme="dark"' in page.text and "/brand/accent-ff00aa.css" in page.text
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|<style", page.text), "nothing inline"
    odd = front.get("/styleguide", brand='"><b>', theme='"').text
    assert "/brand/" not in odd and "data-theme" not in odd


def test_the_style_guide_is_nowhere_where_the_platform_is_used(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    for stage, status in (("laptop", 200), ("dev", 404), ("production", 404)):
        monkeypatch.setenv("STAGE", stage)
        settings.cache_clear()
        assert front.get("/styleguide").status == status
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.parametrize("coding", ["gzip, deflate, br", "br;q=1.0, gzip;q=0.5"])
def test_pages_and_files_are_compressed_for_whoever_takes_it(front: Front, coding: str) -> None:
    for path in ("/styleguide", static.address("portico.css"), static.address("htmx.min.js")):
        headers, body = _raw(path, **{"accept-encoding": coding})
        assert headers["content-encoding"] == "gzip" and "Accept-Encoding" in headers["vary"]
        assert gzip.decompress(body) == _raw(path)[1]


@pytest.mark.parametrize("coding", ["", "identity", "gzip;q=0", "br"])
def test_nobody_gets_what_they_do_not_take(front: Front, coding: str) -> None:
    headers, body = _raw("/styleguide", **{"accept-encoding": coding})
    assert "content-encoding" not in headers and body.startswith(b"<!doctype html>")


@pytest.mark.criterion("B-38")
def test_a_page_with_every_part_is_below_60_kB_and_its_script_below_25(front: Front) -> None:
    taken = {"accept-encoding": "gzip"}
    page = gzip.decompress(_raw("/styleguide", **taken)[1]).decode()
    sizes = {found: len(_raw(found, **taken)[1]) for found in set(re.findall(r'"(/static/[^"]+)"', page))}
    assert sum(size for name, size in sizes.items() if name.endswith(".js")) < 25_000
    assert sum(sizes.values()) + len(_raw("/styleguide", **taken)[1]) < 60_000


def test_the_script_is_one_module_without_imports(front: Front) -> None:
    text = front.get(static.address("portico.js")).text
    assert "import " not in text and "export " not in text
    names = re.findall(r"^(?:async )?(?:const|let|function) (\w+)", text, re.MULTILINE)
    assert "send" in names and "fillSlots" in names


def test_the_words_of_the_script_are_in_the_page(front: Front) -> None:
    script, page = front.get(static.address("portico.js")).text, front.get("/styleguide").text
    said = {
        re.sub(r"([A-Z])", lambda one: "-" + one[0].lower(), name) for name in re.findall(r'word\("(\w+)"\)', script)
    }
    assert said and all(f"data-{name}=" in page for name in said), said


def test_htmx_is_told_to_evaluate_nothing_and_keep_no_pages(front: Front) -> None:
    told = re.search(r"name=\"htmx-config\" content='([^']*)'", front.get("/styleguide").text)
    assert told
    config = json.loads(told[1])
    assert config["allowEval"] is config["includeIndicatorStyles"] is config["allowScriptTags"] is False
    assert config["historyCacheSize"] == 0 and config["selfRequestsOnly"] is True
