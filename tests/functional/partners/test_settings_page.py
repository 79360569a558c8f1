"""A partner's settings: for its admins, read while suspended; a brand for whitelabel partners, worn at once."""

from __future__ import annotations

import base64
from io import BytesIO

import pytest
from PIL import Image

from shared import dynamo
from shared.partner import Partner
from tests.builders import a_partner, a_partner_admin, a_platform_admin
from tests.functional.credits.scene import staff
from tests.functional.front import Front
from tests.functional.web.browser import a_session, look
from tests.meter import Meter


def at(partner: Partner) -> str:
    return f"/partner/{partner.id}/settings"


def test_the_ladder(front: Front) -> None:
    partner = a_partner()
    assert look(front, at(partner)).headers["location"] == f"/sign-in?next={at(partner)}"
    assert look(front, at(partner), a_session(a_partner_admin(a_partner("Other")))).status == 404
    for role in ("partner_enrollment", "partner_finance", "partner_read_only"):
        assert look(front, at(partner), a_session(staff(partner, role))).status == 403
    for admin in (a_partner_admin(partner), a_platform_admin()):
        assert look(front, at(partner), a_session(admin)).status == 200


@pytest.mark.criterion("A-33")
def test_an_admin_sees_what_is_set_and_a_change_at_once(front: Front) -> None:
    partner = a_partner("Alfa", low_credit_threshold=40, contact_email="info@alfa.example")
    admin = a_partner_admin(partner)
    page = look(front, at(partner), a_session(admin)).text
    assert f"PATCH /v1/partners/{partner.id}" in page and 'value="info@alfa.example"' in page and 'value="40"' in page
    assert "At or below so many credits" in page and '<option value="Europe/Amsterdam">' in page
    change = {"low_credit_threshold": 55, "language": "it", "time_zone": "Europe/Amsterdam"}

    assert front.patch(f"/v1/partners/{partner.id}", admin, change).status == 200

    changed = look(front, at(partner), a_session(admin)).text
    assert 'value="55"' in changed and 'value="Europe/Amsterdam"' in changed
    assert '<option value="it" selected>' in changed


def test_whose_pages_are_the_platforms_is_told_so_and_offered_no_brand(front: Front) -> None:
    partner, house = a_partner(), a_partner("House", kind="house")
    page = look(front, at(partner), a_session(a_partner_admin(partner))).text
    assert "Your pages and mails look like the platform" in page
    assert f"/v1/partners/{partner.id}/brand" not in page and "brand." not in page
    direct = look(front, at(house), a_session(a_platform_admin()))
    assert direct.status == 200 and "Direct customers see the platform" in direct.text
    assert "low_credit_threshold" not in direct.text


def test_a_suspended_partners_admin_reads_them_and_is_told(front: Front) -> None:
    partner = a_partner(kind="whitelabel", status="suspended", low_credit_threshold=40)
    page = look(front, at(partner), a_session(a_partner_admin(partner)))
    assert page.status == 200 and "The platform has suspended this partner" in page.text and "40 credits" in page.text
    assert "PATCH /v1/partners" not in page.text and "PUT /v1/partners" not in page.text


@pytest.mark.criterion("A-34")
def test_a_brand_is_worn_by_the_page_that_comes_next(front: Front) -> None:
    partner = a_partner("Acme <b>", kind="whitelabel")
    admin = a_partner_admin(partner)
    page = look(front, at(partner), a_session(admin)).text
    assert f"PUT /v1/partners/{partner.id}/brand" in page and "Nothing is set yet" in page
    assert "Acme &lt;b&gt;" in page and "<b>" not in page
    brand = {"name": "Acme Learning", "accent": "#ffee00"}

    assert front.ask("PUT", f"/v1/partners/{partner.id}/brand", admin, body=brand).status == 200
    picture = BytesIO()
    Image.new("RGB", (300, 100), "#ffee00").save(picture, "PNG")
    image = {"image": base64.b64encode(picture.getvalue()).decode()}
    logo = front.ask("PUT", f"/v1/partners/{partner.id}/brand/logos/light", admin, body=image)
    assert logo.status == 200

    worn = look(front, at(partner), a_session(admin)).text
    assert 'href="/brand/accent-ffee00.css"' in worn and f'src="{logo.json["logo_light"]["href"]}"' in worn
    assert "Light pages use another shade than the one you chose" in worn and 'value="Acme Learning"' in worn
    assert "Nothing is set yet" not in worn and f"DELETE /v1/partners/{partner.id}/brand/logos/light" in worn


def test_it_waits_for_nothing_after_the_visit(front: Front) -> None:
    partner = a_partner(kind="whitelabel")
    browser = a_session(a_partner_admin(partner))
    with Meter(dynamo.client()) as meter:
        assert look(front, at(partner), browser).status == 200
    assert meter.calls == {"BatchGetItem": 1, "Query": 1}
