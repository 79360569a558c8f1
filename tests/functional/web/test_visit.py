"""Who is on a page: led to sign in, refused in words, shown what their role may use, with one wait for all of it."""

from __future__ import annotations

import re

import pytest

from shared import dynamo, keys
from shared.ids import new_id
from tests.builders import a_partner, a_partner_admin, a_person, a_platform_admin, write
from tests.functional.front import Front
from tests.functional.web.browser import a_session, look
from tests.meter import Meter


def _staff(role: str, partner_id: str) -> str:
    person = a_person()
    write(keys.partner_membership(person, partner_id), {"role": role, "partner_id": partner_id})
    return person


def _page(partner_id: str) -> str:
    return f"/partner/{partner_id}/of-the-tests"


def test_a_stranger_is_led_to_sign_in_and_back(pages: Front) -> None:
    partner = a_partner()

    answer = pages.ask("GET", _page(partner.id), query={"q": "ada rossi", "sort": "-name"})

    assert answer.status == 303
    assert (
        answer.headers["location"]
        == f"/sign-in?next=/partner/{partner.id}/of-the-tests%3Fq%3Dada%2Brossi%26sort%3D-name"
    )
    assert answer.headers["cache-control"] == "no-store"


def test_a_session_that_is_over_leads_to_sign_in(pages: Front) -> None:
    partner = a_partner()
    browser = a_session(a_partner_admin(partner), expires_at=1)
    assert look(pages, _page(partner.id), browser).status == 303


def test_a_part_of_a_page_has_the_whole_page_go_to_sign_in(pages: Front) -> None:
    part = {"hx-request": "true", "hx-current-url": "http://portico.localhost:8000/partner/prt_x/contacts?q=a"}
    answer = pages.ask("GET", "/views", headers=part)
    assert answer.status == 204
    assert answer.headers["hx-redirect"] == "/sign-in?next=/partner/prt_x/contacts%3Fq%3Da"


@pytest.mark.parametrize("current", ["https://evil.example//evil.example/", "javascript:alert(1)", "", "//[", "/v1/me"])
def test_only_a_page_of_ours_is_gone_back_to(pages: Front, current: str) -> None:
    answer = pages.ask("GET", "/views", headers={"hx-request": "true", "hx-current-url": current})
    assert answer.headers["hx-redirect"] == "/sign-in"


def test_everything_a_page_stands_in_is_known_after_one_wait(pages: Front) -> None:
    partner = a_partner(kind="whitelabel")
    browser = a_session(a_partner_admin(partner, a_partner("Beta")))

    with Meter(dynamo.client()) as meter:
        assert look(pages, _page(partner.id), browser).status == 200

    assert meter.calls == {"BatchGetItem": 1, "Query": 1}, "the two go side by side"


def test_that_a_session_is_in_use_is_noted_by_one_write(pages: Front) -> None:
    browser = a_session(a_partner_admin(a_partner()), last_seen_at=1)
    with Meter(dynamo.client()) as meter:
        assert look(pages, "/account/of-the-tests/busy", browser).status == 503
    assert meter.calls["TransactWriteItems"] == 1


@pytest.mark.parametrize("path", ["//evil.example/x", "///evil.example", "//evil.example//", "/\\evil.example"])
def test_a_page_that_does_not_exist_links_to_no_other_host(pages: Front, path: str) -> None:
    page = look(pages, path)
    assert page.status == 404
    assert not re.findall(r'"(?:[a-z]+:)?[/\\]{2}[^"]*"', page.text), "a path with two slashes is another host"


def test_another_partners_page_is_not_found_and_an_unknown_one_the_same(pages: Front) -> None:
    other, unknown, browser = a_partner("Segreta srl"), new_id("prt"), a_session(a_partner_admin(a_partner()))

    there = look(pages, _page(other.id), browser)
    nowhere = look(pages, _page(unknown), browser)

    assert there.status == nowhere.status == 404
    assert there.text.replace(other.id, "") == nowhere.text.replace(unknown, "") and "Segreta" not in there.text


def test_a_closed_partner_is_refused_in_words_and_a_program_with_a_problem(pages: Front) -> None:
    partner = a_partner(status="closed")
    admin = a_partner_admin(partner)
    page = look(pages, _page(partner.id), a_session(admin))
    assert page.status == 403 and "This partner is closed" in page.text and 'href="/"' in page.text
    assert pages.get(_page(partner.id), admin).code == "partner-closed"


@pytest.mark.parametrize(
    ("code", "status", "said"),
    [
        ("not-allowed", 403, "You may not see this page"),
        ("second-factor-required", 403, 'href="/account/security"'),
        ("cursor-invalid", 422, "Start from the beginning"),
        ("busy", 503, "Try again"),
        ("already-enrolled", 409, "Already enrolled"),
    ],
)
def test_a_page_that_cannot_be_shown_says_why_and_leads_on(pages: Front, code: str, status: int, said: str) -> None:
    page = look(pages, f"/account/of-the-tests/{code}", a_session(a_partner_admin(a_partner())))
    assert page.status == status and said in page.text
    assert "content-security-policy" in page.headers


def test_an_unforeseen_error_is_a_page_that_tells_nothing_of_it(pages: Front) -> None:
    page = look(pages, "/account/of-the-tests/no-such-code", a_session(a_partner_admin(a_partner())))
    assert page.status == 500 and "Something went wrong on our side" in page.text
    assert "no-such-code" not in page.text.replace("/account/of-the-tests/no-such-code", "")


def test_the_menu_has_what_the_role_may_use_and_nothing_else(pages: Front) -> None:
    partner = a_partner()

    def menu(person: str) -> set[str]:
        text = look(pages, _page(partner.id), a_session(person)).text
        return {found or "dashboard" for found in re.findall(rf'href="/partner/{partner.id}/?([a-z-]*)"', text)}

    everything = {"dashboard", "enrol", "contacts", "organizations", "catalogue", "enrollments", "wallet", "team"}
    assert menu(a_partner_admin(partner)) == everything | {"profiles", "settings", "audit"}
    assert menu(_staff("partner_read_only", partner.id)) == everything - {"enrol", "team"}


def test_direct_customers_have_no_wallet_in_their_menu(pages: Front) -> None:
    house = a_partner(kind="house")
    assert f'href="/partner/{house.id}/wallet"' not in look(pages, _page(house.id), a_session(a_platform_admin())).text


def test_a_persons_own_language_counts_before_the_browsers(pages: Front) -> None:
    partner = a_partner()
    person = a_person(language="it")
    write(keys.partner_membership(person, partner.id), {"role": "partner_admin", "partner_id": partner.id})
    assert '<html lang="it">' in look(pages, _page(partner.id), a_session(person), **{"accept-language": "en"}).text
    browser = a_session(a_partner_admin(partner))
    assert '<html lang="it">' in look(pages, _page(partner.id), browser, **{"accept-language": "it"}).text


def test_names_are_shown_as_text(pages: Front) -> None:
    partner = a_partner('<script>"Alfa"')
    page = look(pages, _page(partner.id), a_session(a_partner_admin(partner)))
    assert "<script>&#34;" not in page.text and "&lt;script&gt;" in page.text


def test_a_banner_says_whom_one_acts_as_and_that_a_partner_is_suspended(pages: Front) -> None:
    partner, suspended = a_partner("Alfa"), a_partner("Beta", status="suspended")
    admin = a_platform_admin()
    acting = look(pages, _page(partner.id), a_session(admin, acting=partner.id)).text
    assert "You are acting as Alfa" in acting and 'data-view="partner"' in acting
    assert "You are acting as" not in look(pages, _page(partner.id), a_session(admin, acting=suspended.id)).text
    assert "is suspended" in look(pages, _page(suspended.id), a_session(a_partner_admin(suspended))).text


def test_a_page_of_an_organization_finds_its_partner_in_one_more_wait(pages: Front) -> None:
    partner, organization, person = a_partner("Alfa"), new_id("org"), a_person()
    write(keys.organization(partner.id, organization), {"id": organization, "name": "Acme srl"})
    member = {"role": "key_contact", "partner_id": partner.id, "organization_id": organization}
    write(keys.organization_membership(person, organization), member)
    browser = a_session(person)

    with Meter(dynamo.client()) as meter:
        page = look(pages, f"/business/{organization}/of-the-tests", browser)

    assert page.status == 200 and "Acme srl" in page.text and 'data-view="business"' in page.text
    assert meter.calls == {"BatchGetItem": 2, "Query": 1}
    assert look(pages, f"/business/{new_id('org')}/of-the-tests", browser).status == 404
    assert look(pages, f"/business/{organization}/of-the-tests", a_session(a_partner_admin(partner))).status == 404
