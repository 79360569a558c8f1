"""C-03: a default partner is served on the platform's domain with the platform's style; its users see no difference."""

from __future__ import annotations

import base64
import re
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from functions.notify.compose import compose
from functions.notify.fact import Stated
from shared import keys
from shared.dynamo import read_one
from shared.events import CreditsLow
from shared.partner import Partner
from shared.settings import settings
from tests.functional.account.browser import Browser
from tests.functional.account.portal import OTHER, Portal
from tests.functional.business.scene import Firm
from tests.functional.front import DOMAIN
from tests.functional.web.browser import a_session, look
from tests.unit.notify.builders import detail_of

LAURA = "laura@alfa.example"
HEAD = r'<title>.*? · (.*?)</title>|<link rel="(?:icon|stylesheet)" href="(.*?)"|<footer class="foot">(.*?)</footer>'
MARK = r'<a class="brand" href="(.*?)">(.*?)</a>'


def style(html: str) -> list[str]:
    """All of a page that says whose it is: its name, icon and style sheets, the mark at its top, its last lines."""
    found = ["".join(groups) for groups in re.findall(f"{HEAD}|{MARK}", html, re.S)]
    assert len(found) >= 5, html
    return [" ".join(one.split()) for one in found]


def brand(portal: Portal, path: str, name: str, colour: str) -> None:
    """A brand with everything."""
    out = BytesIO()
    Image.new("RGB", (300, 100), colour).save(out, "PNG")
    logo = {"image": base64.b64encode(out.getvalue()).decode()}
    body = {"name": name, "accent": colour, "footer": f"{name}, Milano"}
    for at, said in ((path, body), (f"{path}/logos/light", logo)):
        answer = portal.front.ask("PUT", at, portal.admin, body=said)
        assert answer.status == 200, answer


def scene(portal: Portal) -> tuple[Partner, dict[str, tuple[str, str]]]:
    """A default partner, and the pages its people see: each with the headers of a browser."""
    partner = portal.partner("Alfa")
    admin = portal.accepted(LAURA, partner)
    record = Partner.of(read_one(keys.partner(partner)) or {})
    firm = Firm.of(portal.front, record)
    ada = firm.contact("Ada")
    key_contact = firm.user("key_contact", contact_id=ada)
    seen = {"admin": (admin, f"/partner/{partner}"), "account": (admin, "/account")}
    seen |= {"key contact": (key_contact, f"/business/{firm.id}"), "learner": (key_contact, f"/me/{partner}")}
    return record, seen


@pytest.mark.criterion("C-03")
def test_a_default_partners_users_see_the_platforms_style_whatever_it_is(portal: Portal) -> None:
    partner, seen = scene(portal)

    for branded in (False, True):
        if branded:
            brand(portal, "/v1/platform/brand", "Corsi Sicuri", "#7a1f4f")
        of_the_platform = style(look(portal.front, "/platform", a_session(portal.admin)).text)
        assert any("Corsi Sicuri, Milano" in one for one in of_the_platform) == branded
        for who, (person, path) in seen.items():
            page = look(portal.front, path, a_session(person))
            assert page.status == 200, (who, page)
            assert style(page.text) == of_the_platform, who

    label = portal.partner("Beta", kind="whitelabel")
    brand(portal, f"/v1/partners/{label}/brand", "Beta Academy", "#1f4f8f")
    own = look(portal.front, f"/partner/{label}", a_session(portal.admin)).text
    assert style(own) != of_the_platform, "a brand of its own would be seen"
    refused = portal.front.ask("PUT", f"/v1/partners/{partner.id}/brand", portal.admin, body={"name": "A"})
    assert refused.code in ("not-whitelabel", "invalid-request")


@pytest.mark.criterion("C-03")
def test_a_default_partner_is_served_on_the_platforms_domain_and_under_no_other_name(portal: Portal) -> None:
    partner, _ = scene(portal)
    told: dict[str, Any] = portal.front.get(f"/v1/partners/{partner.id}", portal.admin).json
    assert (told["kind"], told["home"]) == ("default", settings().platform_url)

    browser = Browser.signed_in(LAURA, OTHER, host=DOMAIN)
    assert [view["id"] for view in browser.get("/v1/me").json["views"]] == [partner.id]
    assert browser.get(f"/partner/{partner.id}").status == 200
    own = portal.front.ask("GET", "/sign-in", headers={"host": f"{told['slug']}.{DOMAIN}"})
    assert own.status == 421
    domain = portal.front.post(f"/v1/partners/{partner.id}/domains", portal.admin, {"name": "corsi.alfa.it"})
    assert domain.code == "not-whitelabel"


@pytest.mark.criterion("C-03")
def test_mails_to_a_default_partners_people_are_the_platforms(portal: Portal) -> None:
    partner, _ = scene(portal)
    brand(portal, "/v1/platform/brand", "Corsi Sicuri", "#7a1f4f")
    fact = CreditsLow(partner_id=partner.id, available=3, threshold=20)

    mails = {mail.to: mail for mail in compose(Stated.of(detail_of(fact)))}

    theirs = mails[LAURA]
    assert (theirs.from_name, theirs.from_address) == ("Corsi Sicuri", None)
    assert "Corsi Sicuri, Milano" in theirs.html and "#7a1f4f" in theirs.html
    links = set(re.findall(r"https?://[^/\s\"<]+", theirs.text + theirs.html))
    assert links == {settings().platform_url}
