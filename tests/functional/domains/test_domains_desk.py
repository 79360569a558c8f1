"""The API and pages of domains: who may, what is answered, what is refused, what is written."""

from __future__ import annotations

import pytest

from functions.portal_api.domains import store
from shared import keys
from tests.builders import a_partner, a_partner_admin, a_person, a_platform_admin, everything, write
from tests.functional.domains.cloud import Cloud
from tests.functional.domains.scene import NAME, a_whitelabel, adds, brings, facts
from tests.functional.front import Front
from tests.functional.web.browser import a_session, look


def test_whoever_may_not_hears_it_and_nothing_is_written(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    domain = brings(desk, partner, admin)
    other = a_partner_admin(a_partner("Other", kind="whitelabel"))
    reader = a_person()
    membership = {"role": "partner_read_only", "partner_id": partner.id, "since": "2026", "by": reader}
    write(keys.partner_membership(reader, partner.id), membership)
    before = everything()
    base = f"/v1/partners/{partner.id}/domains"

    for who, status in ((None, 401), (other, 404), (reader, 403)):
        assert desk.get(base, who).status == status
        assert desk.get(f"{base}/{domain.id}", who).status == status
        assert desk.post(base, who, {"name": "b.acme.it"}).status == status
        assert desk.post(f"{base}/{domain.id}/check", who).status == status
        assert desk.ask("DELETE", f"{base}/{domain.id}", who).status == status

    assert everything() == before


def test_a_suspended_partner_reads_its_domains_and_changes_none(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    domain = brings(desk, partner, admin)
    item = next(one for one in everything() if one["pk"]["S"] == f"PARTNER#{partner.id}")
    from shared.dynamo import decode

    write(keys.partner(partner.id), decode(item) | {"status": "suspended"})
    base = f"/v1/partners/{partner.id}/domains"

    assert desk.get(base, admin).status == 200
    assert adds(desk, partner, admin, "b.acme.it").code == "partner-suspended"
    assert desk.ask("DELETE", f"{base}/{domain.id}", admin).code == "partner-suspended"


@pytest.mark.criterion("C-04", "A-34")
def test_the_platform_brings_a_domain_for_a_whitelabel_partner_and_for_no_other(desk: Front, cloud: Cloud) -> None:
    partner, _ = a_whitelabel()
    platform = a_platform_admin()

    assert adds(desk, partner, platform).status == 201
    assert adds(desk, a_partner("Default"), platform).code == "not-whitelabel"
    assert adds(desk, a_partner("House", kind="house"), platform).code == "not-whitelabel"


def test_the_same_request_again_is_answered_as_the_first_time(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    first = adds(desk, partner, admin, key="k1")
    written = everything()

    again = adds(desk, partner, admin, key="k1")

    assert (again.status, again.json) == (201, first.json) and again.headers["idempotency-replayed"] == "true"
    assert everything() == written
    assert adds(desk, partner, admin, "b.acme.it", key="k1").code == "idempotency-key-reused"
    assert adds(desk, partner, admin, key="k2").code == "domain-exists"


def test_a_partner_has_five_domains_at_most_and_brings_twenty_a_day(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    for n in range(5):
        domain = brings(desk, partner, admin, f"d{n}.acme.it")
    full = adds(desk, partner, admin, "d5.acme.it")
    assert full.code == "too-many-domains" and full.json["limit"] == 5

    for n in range(15):
        desk.ask("DELETE", f"/v1/partners/{partner.id}/domains/{domain.id}", admin)
        cloud.turn(partner.id, domain.name)
        domain = brings(desk, partner, admin, f"e{n}.acme.it")
    desk.ask("DELETE", f"/v1/partners/{partner.id}/domains/{domain.id}", admin)
    cloud.turn(partner.id, domain.name)
    assert adds(desk, partner, admin, "f.acme.it").code == "too-many-attempts"


def test_a_look_is_asked_for_by_a_fact_and_not_too_often(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    domain = brings(desk, partner, admin)
    assert facts(partner, NAME) == ["DomainAsked"]
    cloud.turn(partner.id, NAME)
    assert facts(partner, NAME) == []
    path = f"/v1/partners/{partner.id}/domains/{domain.id}/check"

    asked = desk.post(path, admin, key="look")
    assert asked.status == 202 and asked.json["history"][-1]["what"] == "check_asked"
    assert facts(partner, NAME) == ["DomainAsked"]
    assert desk.post(path, admin, key="look").headers["idempotency-replayed"] == "true"
    for _ in range(5):
        assert desk.post(path, admin).status == 202

    refused = desk.post(path, admin)
    assert refused.code == "too-many-attempts" and int(refused.headers["retry-after"]) > 0
    assert desk.post(f"/v1/partners/{partner.id}/domains/dom_none/check", admin).code == "not-found"


def test_giving_up_twice_is_giving_up_once(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    domain = brings(desk, partner, admin)
    cloud.grows(partner.id, NAME)
    path = f"/v1/partners/{partner.id}/domains/{domain.id}"

    assert desk.ask("DELETE", path, admin).json["status"] == "removing"
    written = everything()
    assert desk.ask("DELETE", path, admin).json["status"] == "removing"
    assert everything() == written
    cloud.turn(partner.id, NAME)
    assert desk.ask("DELETE", path, admin).code == "not-found"


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        [],
        {"name": 1},
        {"name": None},
        {"name": ""},
        {"name": "x" * 301},
        {"name": "a.it", "more": 1},
        {"name": "192.0.2.1"},
    ],
)
def test_garbage_is_a_problem_document_that_says_where(desk: Front, cloud: Cloud, body: object) -> None:
    partner, admin = a_whitelabel()

    refused = desk.ask("POST", f"/v1/partners/{partner.id}/domains", admin, body=body)

    assert refused.code == "invalid-request"
    assert store.all_of(partner.id) == []


def test_a_list_is_paged_by_name(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    for name in ("c.acme.it", "a.acme.it", "b.acme.it"):
        brings(desk, partner, admin, name)

    found = desk.all(f"/v1/partners/{partner.id}/domains", admin, limit=1)

    assert [one["name"] for one in found] == ["a.acme.it", "b.acme.it", "c.acme.it"]


@pytest.mark.criterion("A-34", "C-32")
def test_the_pages_show_the_records_to_set_and_what_was_found_without_running_it(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    domain = brings(desk, partner, admin)
    cloud.sets(f"_portico.{NAME}", "TXT", "<script>alert(1)</script>")
    cloud.turn(partner.id, NAME)
    browser, base = a_session(admin, domain="acme.portico.localhost:8000"), f"/partner/{partner.id}/domains"
    there = {"host": "acme.portico.localhost:8000"}

    listed = look(desk, base, browser, **there).text
    shown = look(desk, f"{base}/{domain.id}", browser, **there).text

    assert NAME in listed and "Waiting for DNS" in listed
    for text in (f"_portico.{NAME}", domain.token, f"_x1.{NAME}", "_y1.acm-validations.aws", "Copy the value"):
        assert text in shown, text
    assert "&lt;script&gt;alert(1)" in shown and "<script>alert" not in shown
    assert look(desk, f"{base}/dom_none", browser, **there).status == 404


def test_a_default_partner_reads_why_it_has_no_domain(desk: Front, cloud: Cloud) -> None:
    partner = a_partner("Default")
    browser = a_session(a_partner_admin(partner))

    page = look(desk, f"/partner/{partner.id}/domains", browser).text

    assert "No domain of its own" in page and "new-domain" not in page
