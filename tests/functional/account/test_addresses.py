"""A whitelabel partner's address: its people are its own, and nobody brings there what they are elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from functions.portal_api.domains.domain import Domain
from shared import keys
from shared.dynamo import read_one
from tests.builders import token_for, write
from tests.functional.account.browser import Browser
from tests.functional.account.portal import ADMIN, OTHER, Portal, person
from tests.functional.front import DOMAIN, Answer

LAURA = "laura@alfa.example"
FOREIGN = (
    "evil.example",
    "evil.example:8000",
    "portico.localhost",
    "portico.localhost:80",
    "portico.localhost:8000:8000",
    "nobody.portico.localhost:8000",
    "a.alfa.portico.localhost:8000",
    "alfa.portico.localhost",
    ".portico.localhost:8000",
    "alfa.portico.localhost..:8000",
    "alfa.portico.localhost:8000.",
    "alfa.portico.localhost:08000",
    "127.0.0.1:8000",
    "[::1]:8000",
    "alfa_x.portico.localhost:8000",
    "аlfa.portico.localhost:8000",
    "alfa.portico.localhost:8000@evil.example",
    "alfa.portico.localhost:8000, evil.example",
    "evil.example#alfa.portico.localhost:8000",
    "",
    "-",
    f"{'a' * 300}:8000",
)


def whitelabel(portal: Portal, name: str = "Alfa", **more: Any) -> tuple[str, str]:
    """A whitelabel partner as the platform makes it, and its address as a Host header says it."""
    partner_id = portal.partner(name, kind="whitelabel", **more)
    home: str = portal.front.get(f"/v1/partners/{partner_id}", portal.admin).json["home"]
    return partner_id, home.removeprefix("http://")


def take_up(portal: Portal, partner_id: str, host: str, email: str = LAURA) -> str:
    """Somebody made its admin, who has set a password at its address."""
    who = portal.invited(email, partner_id)
    body = {"token": portal.mailed_link(who), "new_password": OTHER}
    assert portal.front.post("/v1/passwords", body=body, headers={"host": host}).status == 204
    write(keys.person(who), person(who) | {"tokens_from": 0, "password_set_at": ""})
    return who


def at(portal: Portal, host: str, method: str, path: str, who: str | None = None, **more: Any) -> Answer:
    return portal.front.ask(method, path, who, headers={"host": host}, **more)


@pytest.mark.criterion("C-04")
@pytest.mark.criterion("C-32")
def test_a_whitelabel_partners_people_sign_in_at_its_address_and_nowhere_else(portal: Portal) -> None:
    alfa, home = whitelabel(portal)
    _, elsewhere = whitelabel(portal, "Beta")
    assert home == f"alfa.{DOMAIN}"
    take_up(portal, alfa, home)

    browser = Browser.signed_in(LAURA, OTHER, host=home)
    assert [view["id"] for view in browser.get("/v1/me").json["views"]] == [alfa]
    assert browser.get(f"/v1/partners/{alfa}").status == browser.get(f"/partner/{alfa}").status == 200
    strangers = [
        at(portal, place, "POST", "/v1/session", body={"email": LAURA, "password": OTHER})
        for place in (DOMAIN, elsewhere)
    ]
    assert [answer.code for answer in strangers] == ["invalid-credentials"] * 2
    assert (
        at(portal, home, "POST", "/v1/session", body={"email": ADMIN, "password": OTHER}).code == "invalid-credentials"
    )


@pytest.mark.criterion("C-32")
def test_one_address_is_another_person_in_each_sign_in_domain(portal: Portal) -> None:
    alfa, at_alfa = whitelabel(portal)
    beta, at_beta = whitelabel(portal, "Beta")
    default = portal.partner("Gamma")

    people = [take_up(portal, alfa, at_alfa), take_up(portal, beta, at_beta), portal.accepted(LAURA, default)]

    assert len(set(people)) == 3
    assert [person(who)["sign_in_domain"] for who in people] == [alfa, beta, "platform"]
    for who, host, view in zip(people, (at_alfa, at_beta, DOMAIN), (alfa, beta, default), strict=True):
        shown = Browser.signed_in(LAURA, OTHER, host=host).get("/v1/me").json
        assert (shown["id"], [one["id"] for one in shown["views"]]) == (who, [view])


@pytest.mark.criterion("X-09")
def test_a_session_of_one_domain_is_refused_on_every_other(portal: Portal) -> None:
    alfa, home = whitelabel(portal)
    _, elsewhere = whitelabel(portal, "Beta")
    take_up(portal, alfa, home)
    theirs, platforms = Browser.signed_in(LAURA, OTHER, host=home), Browser.signed_in()

    for browser, places in ((theirs, (DOMAIN, elsewhere)), (platforms, (home, elsewhere))):
        assert browser.get("/v1/me").status == 200
        for place in places:
            carried = replace(browser, host=place)
            assert carried.get("/v1/me").code == "not-signed-in"
            assert carried.get("/views").status == 303
            assert carried.get(f"/v1/partners/{alfa}").code == "not-signed-in"
        assert browser.get("/v1/me").status == 200


@pytest.mark.criterion("X-09")
def test_a_whitelabel_partners_people_are_nobody_elsewhere_by_token_too(portal: Portal) -> None:
    alfa, home = whitelabel(portal)
    _, elsewhere = whitelabel(portal, "Beta")
    who = take_up(portal, alfa, home)

    assert at(portal, home, "GET", "/v1/me", who).status == 200
    for place in (DOMAIN, elsewhere):
        for path in ("/v1/me", f"/v1/partners/{alfa}", f"/v1/partners/{alfa}/contacts", "/v1/courses", "/v1/partners"):
            assert at(portal, place, "GET", path, who).code == "not-signed-in"


@pytest.mark.criterion("C-04")
def test_on_a_partners_domain_a_platform_admin_may_what_concerns_that_partner_and_no_more(portal: Portal) -> None:
    alfa, home = whitelabel(portal)
    beta = portal.partner("Beta")

    def get(path: str) -> Answer:
        return at(portal, home, "GET", path, portal.admin)

    assert get(f"/v1/partners/{alfa}").status == get(f"/v1/partners/{alfa}/contacts").status == 200
    assert get(f"/v1/partners/{beta}").code == get(f"/v1/partners/{beta}/contacts").code == "not-found"
    for path in ("/v1/platform/admins", "/v1/platform/trainers", "/v1/courses", "/platform", "/platform/partners"):
        assert get(path).status in (403, 404), path
    assert get("/v1/partners").json["items"] == []
    assert get("/v1/me").json["views"] == []
    made = at(portal, home, "POST", "/v1/partners", portal.admin, body={
        "name": "Gamma", "kind": "default", "contact_email": "info@gamma.example",
    })  # fmt: skip
    assert made.code == "not-allowed"
    assert at(portal, DOMAIN, "GET", f"/v1/partners/{beta}", portal.admin).status == 200


@pytest.mark.criterion("C-30")
def test_what_somebody_is_at_another_partner_does_not_count_on_a_partners_domain(portal: Portal) -> None:
    alfa, home = whitelabel(portal)
    beta = portal.partner("Beta")
    laura = portal.accepted(LAURA, beta)

    assert [one["id"] for one in portal.front.get("/v1/partners", laura).json["items"]] == [beta]
    assert at(portal, home, "GET", "/v1/partners", laura).json["items"] == []
    assert at(portal, home, "GET", "/v1/me", laura).json["views"] == []
    for partner in (alfa, beta):
        for path in ("", "/contacts", "/wallet-entries", "/courses"):
            assert at(portal, home, "GET", f"/v1/partners/{partner}{path}", laura).code == "not-found"


@pytest.mark.criterion("X-08")
@pytest.mark.parametrize("host", FOREIGN)
def test_a_name_that_is_nobodys_is_answered_421_and_appears_nowhere(portal: Portal, host: str) -> None:
    whitelabel(portal)

    for method, path in (("GET", "/"), ("GET", "/sign-in"), ("POST", "/v1/session"), ("GET", "/v1/me")):
        answer = at(portal, host, method, path, portal.admin if path == "/v1/me" else None)
        assert (answer.status, answer.cookies) == (421, ())
        assert "evil" not in answer.text + str(answer.headers)


def test_a_name_counts_in_any_case_and_with_its_last_dot(portal: Portal) -> None:
    alfa, home = whitelabel(portal)
    who = take_up(portal, alfa, home)

    for host in (home.upper(), home.replace(":8000", ".:8000"), home.title()):
        assert at(portal, host, "GET", f"/v1/partners/{alfa}", who).status == 200


def test_a_default_partner_has_no_address_until_it_becomes_a_whitelabel_one(portal: Portal) -> None:
    partner = portal.partner("Gamma")
    home = f"gamma.{DOMAIN}"
    laura = portal.accepted(LAURA, partner)
    assert at(portal, home, "GET", "/sign-in").status == 421

    assert (
        portal.front.patch(f"/v1/partners/{partner}", portal.admin, {"kind": "whitelabel"}).json["home"]
        == f"http://{home}"
    )

    at_both = [Browser.signed_in(LAURA, OTHER, host=host) for host in (home, DOMAIN)]
    assert [[view["id"] for view in one.get("/v1/me").json["views"]] for one in at_both] == [[partner], [partner]]
    assert person(laura)["sign_in_domain"] == "platform"
    assert portal.front.patch(f"/v1/partners/{partner}", portal.admin, {"kind": "default"}).status == 200
    assert at(portal, home, "GET", "/sign-in").status == 421
    assert at_both[0].get("/v1/me").status == 421 and at_both[1].get("/v1/me").status == 200


def test_a_whitelabel_partner_with_people_of_its_own_stays_one(portal: Portal) -> None:
    alfa, home = whitelabel(portal)

    refused = portal.front.patch(f"/v1/partners/{alfa}", portal.admin, {"kind": "default"})

    assert (refused.status, refused.code) == (409, "own-people")
    assert at(portal, home, "GET", "/sign-in").status == 200


def test_a_partner_served_under_its_own_domain_stays_a_whitelabel_one(portal: Portal) -> None:
    partner = portal.partner("Gamma")
    path = f"/v1/partners/{partner}"
    assert portal.front.patch(path, portal.admin, {"kind": "whitelabel"}).status == 200
    write(keys.partner(partner), (read_one(keys.partner(partner)) or {}) | {"domain": "learn.gamma.example"})

    refused = portal.front.patch(path, portal.admin, {"kind": "default"})

    assert (refused.status, refused.code) == (409, "domain-in-use")
    assert portal.front.get(path, portal.admin).json["kind"] == "whitelabel"


def test_a_partner_with_a_domain_that_fails_and_is_answered_stays_a_whitelabel_one(portal: Portal) -> None:
    partner = portal.partner("Gamma")
    path, name = f"/v1/partners/{partner}", "learn.gamma.example"
    assert portal.front.patch(path, portal.admin, {"kind": "whitelabel"}).status == 200
    failing = Domain("dom_1", partner, name, "token", "2026-11-22T10:00:00.000Z", status="failing")
    write(keys.own_domain(partner, name), failing.stored())

    assert portal.front.patch(path, portal.admin, {"kind": "default"}).code == "domain-in-use"
    write(keys.own_domain(partner, name), replace(failing, status="pending_dns").stored())
    assert portal.front.patch(path, portal.admin, {"kind": "default"}).status == 200


@pytest.mark.criterion("C-04")
def test_naming_the_partner_in_a_query_opens_nothing_of_the_platform_on_its_domain(portal: Portal) -> None:
    alfa, home = whitelabel(portal)
    whitelabel(portal, "Beta")

    for path in ("/v1/platform/search", "/v1/platform/brand", "/v1/platform/overview"):
        query = {"partner_id": alfa} | ({"q": "beta"} if path.endswith("search") else {})
        assert at(portal, DOMAIN, "GET", path, portal.admin, query=query).status == 200
        assert at(portal, home, "GET", path, portal.admin, query=query).code == "not-allowed", path
    assert at(portal, home, "GET", f"/v1/partners/{alfa}", portal.admin).status == 200


@pytest.mark.criterion("C-04")
def test_what_was_answered_on_one_domain_is_not_repeated_on_another(portal: Portal) -> None:
    _, home = whitelabel(portal)
    change, key = {"language": "it"}, "the-same-key"

    first = at(portal, DOMAIN, "PATCH", "/v1/me", portal.admin, body=change, key=key)
    carried = at(portal, home, "PATCH", "/v1/me", portal.admin, body=change, key=key)
    own = [at(portal, home, "PATCH", "/v1/me", portal.admin, body=change, key="another") for _ in range(2)]

    assert [view["kind"] for view in first.json["views"]] == ["platform"]
    assert (carried.status, carried.code) == (409, "idempotency-key-reused")
    assert own[0].json == own[1].json and own[0].json["views"] == []


@pytest.mark.criterion("C-04")
def test_a_partners_logo_is_served_under_its_own_name_and_the_platforms_only(portal: Portal) -> None:
    alfa, at_alfa = whitelabel(portal)
    _, at_beta = whitelabel(portal, "Beta")
    logo, platforms = "a" * 32, "b" * 32
    write(keys.logo(f"PARTNER#{alfa}", logo), {"png": b"alfa"})
    write(keys.logo("PLATFORM", platforms), {"png": b"platform"})

    def served(host: str, place: str, name: str) -> int:
        return at(portal, host, "GET", f"/brand/{place}/{name}.png").status

    assert [served(host, alfa, logo) for host in (at_alfa, DOMAIN, at_beta)] == [200, 200, 404]
    assert [served(host, "platform", platforms) for host in (DOMAIN, at_alfa)] == [200, 404]


def test_a_link_of_the_platforms_people_sets_no_password_on_a_partners_domain(portal: Portal) -> None:
    _, home = whitelabel(portal)
    token = portal.mailed_link(portal.invited("gino@gamma.example", portal.partner("Gamma")))
    body = {"token": token, "new_password": OTHER}

    assert at(portal, home, "POST", "/v1/passwords", body=body).code == "link-invalid"
    assert at(portal, DOMAIN, "POST", "/v1/passwords", body=body).status == 204


def test_a_link_sets_a_password_at_the_persons_own_domain_only(portal: Portal) -> None:
    alfa, home = whitelabel(portal)
    laura = portal.invited(LAURA, alfa)
    token = portal.mailed_link(laura)
    body = {"token": token, "new_password": OTHER}

    assert portal.front.post("/v1/passwords", body=body).code == "link-invalid"
    assert portal.front.post("/v1/passwords", body=body, headers={"host": home}).status == 204


def test_a_link_is_asked_for_whoever_has_the_address_there(portal: Portal) -> None:
    alfa, home = whitelabel(portal)
    theirs, platforms = take_up(portal, alfa, home), portal.accepted(LAURA, portal.partner("Gamma"))
    before = {who: person(who).get("facts") for who in (theirs, platforms)}

    assert at(portal, home, "POST", "/v1/password-links", body={"email": LAURA}).status == 202

    assert person(theirs)["facts"] != before[theirs] and person(platforms).get("facts") == before[platforms]


def test_wrong_passwords_at_one_domain_lock_nobody_out_of_another(portal: Portal) -> None:
    alfa, home = whitelabel(portal)
    take_up(portal, alfa, home)
    portal.accepted(LAURA, portal.partner("Gamma"))

    wrong = {"email": LAURA, "password": "not the right one"}
    tries = [at(portal, home, "POST", "/v1/session", body=wrong).code for _ in range(11)]

    assert tries[-1] == "too-many-attempts"
    assert portal.sign_in(LAURA, OTHER).status == 200


def test_a_change_by_cookie_must_come_from_the_very_domain(portal: Portal) -> None:
    alfa, home = whitelabel(portal)
    take_up(portal, alfa, home)
    browser = Browser.signed_in(LAURA, OTHER, host=home)
    path, body = f"/v1/partners/{alfa}/contacts", {"first_name": "Ada"}

    for origin in (f"http://{DOMAIN}", "http://evil.example", f"http://{home}.evil.example"):
        sent = {"sec-fetch-site": "", "origin": origin}
        answer = portal.front.ask("POST", path, body=body, headers={"host": home, "cookie": browser.cookie} | sent)
        assert answer.code == "cross-site"
    own = {"host": home, "cookie": browser.cookie, "origin": f"http://{home}"}
    assert portal.front.ask("POST", path, body=body, headers=own).status == 201


def test_refusals_on_a_partners_domain_say_nothing_of_the_platform(portal: Portal) -> None:
    alfa, home = whitelabel(portal)
    who = take_up(portal, alfa, home)
    headers = {"host": home, "accept": "text/html", "authorization": f"Bearer {token_for(who)}"}

    page = portal.front.ask("GET", "/platform/partners", headers=headers)

    assert page.status == 403 and "Portico" not in page.text
