"""Brands over HTTP: set by the admins of what they belong to, worn from the next request on, safe to load."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from functions.notify.dress import PLAIN_SHADES, PLATFORM_SHADES
from functions.portal_api.brand import change_brand
from functions.portal_api.brand.brand import PLAIN, Brand, brand_keys, brand_of
from functions.portal_api.brand.colours import colours_of
from functions.portal_api.brand.oklch import contrast
from functions.portal_api.handler import handler
from shared import keys
from shared.dynamo import read, read_one
from shared.ids import new_id
from shared.partner import Partner
from tests.builders import a_partner, a_partner_admin, a_person, a_platform_admin, everything, write
from tests.functional import front as asked
from tests.functional.front import DOMAIN, Front, meanwhile

PLATFORM = "/v1/platform/brand"
ALFA = {"name": "Alfa Academy", "accent": "#1F4F8F"}


def at(partner: Partner) -> str:
    return f"/v1/partners/{partner.id}/brand"


def image(colour: str = "red", size: tuple[int, int] = (300, 100), form: str = "PNG") -> dict[str, str]:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, form)
    return {"image": base64.b64encode(out.getvalue()).decode()}


def put(front: Front, path: str, who: str | None, body: Any, key: str | None = None) -> asked.Answer:
    return front.ask("PUT", path, who, body=body, key=key)


def loaded(path: str, method: str = "GET") -> dict[str, Any]:
    """What a browser is given, as it is: a picture is no text."""
    http = {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "tests"}
    event = {
        "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": "",
        "headers": {"host": asked.DOMAIN}, "isBase64Encoded": False,
        "requestContext": {"requestId": "r", "http": http, "stage": "$default", "domainName": asked.DOMAIN},
    }  # fmt: skip
    answer: dict[str, Any] = handler(event, asked._CONTEXT)  # type: ignore[arg-type]
    return answer


def worn(partner: Partner | None) -> Brand:
    return brand_of(read(brand_keys(partner.id if partner else None)), partner)


@pytest.mark.criterion("A-33", "A-34")
def test_a_brand_is_worn_from_the_next_request_on(front: Front) -> None:
    partner, platform = a_partner("Alfa", kind="whitelabel"), a_platform_admin()
    admin = a_partner_admin(partner)
    mark, sheet = "/brand/mark-3d4a5c-41.svg", "/brand/accent-3d4a5c.css"
    plain = Brand("Alfa", sheet, mark_href=mark, of_partner=True)
    assert worn(partner) == plain
    assert front.get(at(partner), admin).json["worn"] == "own"

    said = put(front, at(partner), admin, ALFA)

    assert said.status == 200
    assert (said.json["name"], said.json["accent"], said.json["worn"]) == ("Alfa Academy", "#1f4f8f", "own")
    assert said.json["colours"]["light"]["accent"] == "#1f4f8f" and not said.json["colours"]["adapted"]
    assert front.get(at(partner), admin).json == front.get(at(partner), platform).json == said.json
    assert worn(partner) == Brand(
        "Alfa Academy", "/brand/accent-1f4f8f.css", mark_href="/brand/mark-1f4f8f-41.svg", of_partner=True
    )
    assert worn(None) == Brand("Portico")

    put(front, at(partner), admin, {"name": None, "accent": "#1f4f8f"})
    assert worn(partner).name == "Alfa"
    put(front, at(partner), admin, {"name": None, "accent": None})
    assert worn(partner) == plain


def test_the_platforms_brand_is_worn_by_all_who_have_none_and_its_name_stands_in_mails(front: Front) -> None:
    platform, default = a_platform_admin(), a_partner("Beta")
    write(keys.PLATFORM, {"name": "Portico", "language": "it"})

    said = put(front, PLATFORM, platform, {"name": "Corsi Sicuri", "accent": "#ffdd00"})

    assert (said.status, said.json["worn"]) == (200, "own")
    assert said.json["colours"]["adapted"] is True
    for partner in (None, default):
        own_mark = "/brand/mark-ffdd00-43.svg"
        assert worn(partner) == Brand("Corsi Sicuri", "/brand/accent-ffdd00.css", mark_href=own_mark)
    assert worn(a_partner("Alfa", kind="whitelabel")).name == "Alfa"
    record = read_one(keys.PLATFORM) or {}
    assert (record["name"], record["language"]) == ("Corsi Sicuri", "it")
    put(front, PLATFORM, platform, {"name": None, "accent": None})
    assert "name" not in (read_one(keys.PLATFORM) or {})


def test_a_default_partners_pages_are_the_platforms(front: Front) -> None:
    for partner in (a_partner("Beta"), a_partner("House", kind="house")):
        admin = a_platform_admin()
        assert front.get(at(partner), admin).json["worn"] == "platform"
        assert put(front, at(partner), admin, ALFA).code == "not-whitelabel"
        assert put(front, f"{at(partner)}/logos/light", admin, image()).code == "not-whitelabel"
        assert front.ask("DELETE", f"{at(partner)}/logos/light", admin).code == "not-whitelabel"


def test_what_was_whitelabel_and_is_no_more_wears_the_platforms(front: Front) -> None:
    partner, platform = a_partner("Alfa", kind="whitelabel"), a_platform_admin()
    put(front, at(partner), platform, ALFA)
    front.patch(f"/v1/partners/{partner.id}", platform, {"kind": "default"})

    assert front.get(at(partner), platform).json["worn"] == "platform"
    now = Partner.of(read_one(keys.partner(partner.id)) or {})
    assert worn(now) == Brand("Portico")


@pytest.mark.criterion("A-33", "A-34")
def test_a_logo_is_ours_small_and_served_for_ever_under_its_content(front: Front) -> None:
    partner = a_partner("Alfa", kind="whitelabel")
    admin = a_partner_admin(partner)

    said = put(front, f"{at(partner)}/logos/light", admin, image(size=(1200, 400), form="JPEG"))

    logo = said.json["logo_light"]
    assert (said.status, logo["width"], logo["height"], said.json["logo_dark"]) == (200, 480, 160, None)
    assert (worn(partner).name, worn(partner).logo_href, worn(partner).logo_dark_href) == ("Alfa", logo["href"], None)
    served = loaded(logo["href"])
    assert (served["statusCode"], served["headers"]["content-type"]) == (200, "image/png")
    assert served["headers"]["cache-control"] == "public, max-age=31536000, immutable"
    assert served["headers"]["content-security-policy"] == "default-src 'none'; sandbox"
    assert served["headers"]["x-content-type-options"] == "nosniff"
    png = base64.b64decode(served["body"])
    assert Image.open(BytesIO(png), formats=("PNG",)).size == (480, 160) and len(png) <= 30_000
    assert loaded(logo["href"], "HEAD")["statusCode"] == 200
    assert worn(None).logo_href is None


def test_another_logo_takes_its_place_and_the_former_is_still_served_a_while(front: Front) -> None:
    platform = a_platform_admin()
    first = put(front, f"{PLATFORM}/logos/light", platform, image("red")).json["logo_light"]["href"]
    dark = put(front, f"{PLATFORM}/logos/dark", platform, image("red")).json["logo_dark"]["href"]
    second = put(front, f"{PLATFORM}/logos/light", platform, image("blue")).json["logo_light"]["href"]

    assert first == dark != second
    assert worn(None) == Brand("Portico", None, second, first)
    assert not [item for item in everything() if "expires_at" in item and "png" in item]  # the dark one still uses it

    gone = front.ask("DELETE", f"{PLATFORM}/logos/dark", platform)

    assert (gone.status, gone.json["logo_dark"]) == (200, None)
    assert [item["sk"]["S"][5:] for item in everything() if "expires_at" in item and "png" in item] == [first[16:-4]]
    assert loaded(first)["statusCode"] == 200
    put(front, f"{PLATFORM}/logos/light", platform, image("red"))
    held = read_one(keys.logo("PLATFORM", first[16:-4])) or {}
    assert "expires_at" not in held


def test_the_ladder(front: Front) -> None:
    partner, other = a_partner("Alfa", kind="whitelabel"), a_partner("Beta", kind="whitelabel")
    admin, stranger = a_partner_admin(partner), a_partner_admin(other)
    finance = a_person()
    write(keys.partner_membership(finance, partner.id), {"role": "partner_finance", "partner_id": partner.id})
    for path, body in ((at(partner), ALFA), (f"{at(partner)}/logos/light", image())):
        assert put(front, path, None, body).code == "not-signed-in"
        assert put(front, path, stranger, body).code == "not-found"
        assert put(front, path, finance, body).code == "not-allowed"
        assert put(front, path.replace(partner.id, new_id("prt")), a_platform_admin(), body).code == "not-found"
    for path, body in ((PLATFORM, ALFA), (f"{PLATFORM}/logos/light", image())):
        assert put(front, path, None, body).code == "not-signed-in"
        assert put(front, path, admin, body).code == "not-allowed"
    assert front.get(at(partner), stranger).code == "not-found"
    assert front.get(PLATFORM, admin).code == "not-allowed"

    made = put(front, at(partner), admin, ALFA, key="k")
    before = everything()
    again = put(front, at(partner), admin, ALFA, key="k")
    assert (again.json, again.headers["idempotency-replayed"]) == (made.json, "true")
    assert put(front, at(partner), admin, ALFA | {"name": "B"}, key="k").code == "idempotency-key-reused"
    assert put(front, at(partner), admin, ALFA).json == made.json  # the same again is no change
    assert everything() == before
    [row] = front.get(f"/v1/partners/{partner.id}/audit", admin).json["items"]
    assert (row["action"], row["subject"], row["changed"]) == ("brand.change", partner.id, ["accent", "name"])


def test_who_changes_it_at_the_same_time_loses_nothing(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = a_partner("Alfa", kind="whitelabel")
    admin, raced, written = a_partner_admin(partner), [], change_brand.store.changed
    calls: list[int] = []

    def changed(*given: Any) -> Any:
        write = written(*given)
        calls.append(1)
        if len(calls) == 1:
            raced.append(meanwhile(lambda: put(front, f"{at(partner)}/logos/light", admin, image())))
        return write

    monkeypatch.setattr(change_brand.store, "changed", changed)
    said = put(front, at(partner), admin, ALFA)

    assert said.json["logo_light"] == raced[0].json["logo_light"] is not None
    assert said.json["name"] == "Alfa Academy"


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ({}, ["/accent", "/name"]),
        (ALFA | {"accent": "red"}, ["/accent"]),
        (ALFA | {"accent": "#12345"}, ["/accent"]),
        (ALFA | {"accent": "#1f4f8f;}body{x:url(//evil)"}, ["/accent"]),
        (ALFA | {"accent": 5}, ["/accent"]),
        (ALFA | {"name": ""}, ["/name"]),
        (ALFA | {"name": "<script>"}, ["/name"]),
        (ALFA | {"name": "www.evil.example"}, ["/name"]),
        (ALFA | {"logo": "x"}, ["/logo"]),
    ],
)
def test_a_malformed_brand_is_refused_where_it_is_malformed(front: Front, body: Any, places: list[str]) -> None:
    refused = put(front, PLATFORM, a_platform_admin(), body)
    assert (refused.status, sorted(refused.at)) == (422, places)


@pytest.mark.parametrize("text", ["", "%", "AAAA", base64.b64encode(b"<svg onload='x'/>").decode(), "A" * 990_001])
def test_what_is_no_logo_is_refused(front: Front, text: str) -> None:
    admin = a_platform_admin()
    before = everything()
    assert put(front, f"{PLATFORM}/logos/light", admin, {"image": text}).at == ["/image"]
    assert everything() == before


def test_only_two_variants_are_there(front: Front) -> None:
    admin = a_platform_admin()
    assert put(front, f"{PLATFORM}/logos/green", admin, image()).at == ["/variant"]
    assert front.ask("DELETE", f"{PLATFORM}/logos/green", admin).at == ["/variant"]


def test_taking_away_what_is_not_there_changes_nothing(front: Front) -> None:
    admin = a_platform_admin()
    before = everything()
    assert front.ask("DELETE", f"{PLATFORM}/logos/dark", admin).status == 200
    assert everything() == before


def test_the_style_sheet_of_an_accent_is_public(front: Front) -> None:
    served = front.get("/brand/accent-1f4f8f.css")
    assert (served.status, served.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert "--accent:#1f4f8f" in served.text
    assert "max-age" in served.headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    ["/brand/accent-1F4F8F.css", "/brand/accent-12345.css", "/brand/accent-xxxxxx.css", "/brand/platform/x.png",
     f"/brand/platform/{'0' * 32}.png", f"/brand/PLATFORM/{'0' * 32}.png", f"/brand/prt_x/{'0' * 32}.png",
     f"/brand/prt_01ARZ3NDEKTSV4RRFFQ69G5FAV/{'0' * 32}.png", "/brand/platform/BRAND.png"],
)  # fmt: skip
def test_nothing_else_is_served(front: Front, path: str) -> None:
    assert front.get(path).status == 404


WORDS = {
    "sender_name": "Alfa Academy",
    "reply_to": "Help@Alfa.example",
    "footer": "Alfa srl · P. IVA 01234567890",
    "terms_url": "https://alfa.example/terms",
    "privacy_url": "HTTPS://Alfa.example/Privacy?v=2#top",
    "legal_notice_url": "https://alfa.example",
}


@pytest.mark.criterion("A-34")
def test_the_words_at_the_end_of_pages_and_mails_are_the_brands(front: Front) -> None:
    partner = a_partner("Alfa", kind="whitelabel")
    admin = a_partner_admin(partner)

    said = put(front, at(partner), admin, ALFA | WORDS)

    assert (said.status, said.json["reply_to"]) == (200, "help@alfa.example")
    assert worn(partner).footer == WORDS["footer"]
    assert dict(worn(partner).links)["privacy_url"] == "https://alfa.example/Privacy?v=2#top"
    page = front.get(f"/partner/{partner.id}", admin)
    assert WORDS["footer"] in page.text and '<a href="https://alfa.example/terms" rel="noopener">Terms</a>' in page.text
    assert put(front, at(partner), admin, ALFA).json["footer"] is None


INJECTED: dict[str, tuple[str, ...]] = {
    "name": ("Alfa\r\nBcc: eve@evil.example", "Alfa\u202egnp", "Alfa\x00", "</style><script>", "http://evil.example"),
    "sender_name": ("Alfa\nBcc: eve@evil.example", "Alfa <eve@evil.example>", "Alfa\x1b[0m", "Al\u2028fa",
                    "service@bank.example"),
    "reply_to": (
        "a@alfa.example, eve@evil.example", "a@alfa.example\r\nBcc: e@evil.example", "Alfa <a@alfa.example>", "a@",
    ),
    "accent": ("red", "#12345", "#1234567", "#12345g", "#123456;}body{display:none", "url(https://evil.example)"),
    "footer": ("Alfa\nsrl", "Alfa\u2066srl", "x" * 301),
    "terms_url": (
        "javascript:alert(1)", "data:text/html,x", "http://alfa.example", "//evil.example",
        "https://alfa.example@evil.example",
        "https://alfa", "https://alfa.example:8443/", "https://alfa.example/\" onclick=\"x", "https://alfa.example/ x",
        "https://alfa.example\r\nSet-Cookie: x=1", "https://аlfa.example/", "https://alfa.example/<script>",
        "https://" + "a" * 400,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("field", "bad"), [(field, bad) for field, several in INJECTED.items() for bad in several])
def test_nothing_is_injected_through_a_brand(front: Front, field: str, bad: str) -> None:
    partner = a_partner("Alfa", kind="whitelabel")
    before = worn(partner)

    refused = put(front, at(partner), a_partner_admin(partner), ALFA | {field: bad})

    assert (refused.code, refused.at) == ("invalid-request", [f"/{field}"])
    assert worn(partner) == before


def test_what_looks_like_markup_is_text_where_it_is_allowed(front: Front) -> None:
    partner = a_partner("Alfa", kind="whitelabel")
    admin = a_partner_admin(partner)

    put(front, at(partner), admin, ALFA | {"footer": "<script>alert(1)</script> {{ 7*7 }} & Co"})

    page = front.get(f"/partner/{partner.id}", admin).text
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }} &amp; Co" in page


def test_the_mark_of_who_has_no_picture_is_the_first_letter_on_the_colour() -> None:
    drawn = loaded("/brand/mark-1f4f8f-41.svg")

    assert (drawn["statusCode"], drawn["headers"]["content-type"]) == (200, "image/svg+xml")
    svg = base64.b64decode(drawn["body"]).decode()
    assert 'fill="#1f4f8f"' in svg and ">A</text>" in svg
    assert drawn["headers"]["content-security-policy"] == "default-src 'none'; sandbox"
    assert b">&lt;</text>" in base64.b64decode(loaded("/brand/mark-ffffff-3c.svg")["body"])
    for odd in (
        "mark-1f4f8f-0",
        "mark-1f4f8f-110000",
        "mark-1f4f8f-d800",
        "mark-1F4F8F-41",
        "mark-1f4f8f-1b",
        "mark-x-41",
    ):
        assert loaded(f"/brand/{odd}.svg")["statusCode"] == 404


def test_an_icon_is_square_small_and_what_the_tab_shows(front: Front) -> None:
    partner = a_partner("Alfa", kind="whitelabel")
    admin = a_partner_admin(partner)

    said = put(front, f"{at(partner)}/logos/icon", admin, image(size=(900, 900)))

    icon = said.json["icon"]
    assert (said.status, icon["width"], icon["height"]) == (200, 180, 180)
    page = front.get(f"/partner/{partner.id}", admin).text
    assert f'<link rel="icon" href="{icon["href"]}" type="image/png">' in page


def test_every_name_has_its_icon_and_its_word_to_crawlers(front: Front) -> None:
    partner = a_partner("Alfa", kind="whitelabel", slug="alfa")
    write(keys.slug("alfa"), {"partner_id": partner.id, "served": True})
    put(front, at(partner), a_partner_admin(partner), ALFA)

    places = {"alfa.portico.localhost:8000": "/brand/mark-1f4f8f-41.svg", DOMAIN: "/static/mark."}
    for host, mark in places.items():
        icon = front.ask("GET", "/favicon.ico", headers={"host": host})
        assert icon.status == 302 and icon.headers["location"].startswith(mark)
        robots = front.ask("GET", "/robots.txt", headers={"host": host})
        assert robots.status == 200 and robots.text.startswith("User-agent: *") and "Disallow: /\n" in robots.text


def test_the_shades_of_a_mail_are_those_of_the_pages() -> None:
    made = colours_of(PLAIN)

    for scheme, shades in PLAIN_SHADES.items():
        assert shades.items() <= getattr(made, scheme).model_dump().items()
    assert all(contrast(one["accent"], one["accent_text"]) >= 4.5 for one in PLATFORM_SHADES.values())
