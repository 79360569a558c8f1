"""Whose a domain is: claimed by several, left dangling, asked for under odd spellings; nobody gets another's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from functions.portal_api.domains import store
from functions.portal_api.domains.follow import follow
from shared import dynamo
from shared.hosts import Host
from tests.functional.domains.cloud import Cloud, host_item
from tests.functional.domains.scene import NAME, a_whitelabel, adds, answered, brings, partner_now
from tests.functional.front import DOMAIN, Front
from tests.functional.web.browser import a_session, look

TXT = f"_portico.{NAME}"


def test_writing_a_name_down_keeps_it_from_nobody(desk: Front, cloud: Cloud) -> None:
    squatter, stranger = a_whitelabel("Squatter")
    owner, admin = a_whitelabel("Owner")
    brings(desk, squatter, stranger)
    cloud.turn(squatter.id, NAME)

    brings(desk, owner, admin)

    assert cloud.grows(owner.id, NAME).status == "active"
    assert answered(NAME + ":8000") == Host(NAME, owner.id, owner.id)


def test_each_partner_has_a_token_of_its_own_for_the_same_name(desk: Front, cloud: Cloud) -> None:
    first, second = (brings(desk, *a_whitelabel(name)) for name in ("One", "Two"))
    cloud.sets(TXT, "TXT", first.token)

    for one in (first, second):
        cloud.turn(one.partner_id, NAME)

    assert first.token != second.token
    item = host_item(NAME)
    assert item and item["partner_id"] == first.partner_id


@pytest.mark.criterion("C-32")
def test_of_two_who_prove_a_name_at_once_one_has_it_and_the_other_is_told(
    desk: Front, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = (brings(desk, *a_whitelabel(name)) for name in ("One", "Two"))
    cloud.sets(TXT, "TXT", one.token, two.token)
    meanwhile(monkeypatch, "attribute_not_exists(pk)", lambda: follow(two.partner_id, NAME))

    follow(one.partner_id, NAME)

    late, fast = store.by_name(one.partner_id, NAME), store.by_name(two.partner_id, NAME)
    item = host_item(NAME)
    assert late and fast and item and item["partner_id"] == two.partner_id
    assert (fast.status, fast.problem) == ("issuing", "")
    assert (late.status, late.problem, late.claimed_at) == ("pending_dns", "taken", "")
    assert late.history[-1]["what"] == "taken"


def meanwhile(monkeypatch: pytest.MonkeyPatch, condition: str, other: Callable[[], Any]) -> None:
    """Something else happens between what the first such write was decided on and the write."""
    client, done = dynamo.client(), []
    sent = client.transact_write_items

    def write(**request: Any) -> Any:
        conditional = str(request).count(condition)
        if conditional and "HOST#" in str(request) and not done:
            done.append(True)
            other()
        return sent(**request)

    monkeypatch.setattr(client, "transact_write_items", write)


def test_a_name_whose_alias_still_leads_to_us_is_not_had_without_its_own_proof(desk: Front, cloud: Cloud) -> None:
    before, admin = a_whitelabel("Before")
    domain = brings(desk, before, admin)
    cloud.grows(before.id, NAME)
    desk.ask("DELETE", f"/v1/partners/{before.id}/domains/{domain.id}", admin)
    assert cloud.turn(before.id, NAME) is None, "given up, with all its DNS records left where they were"

    thief, stranger = a_whitelabel("Thief")
    brings(desk, thief, stranger)
    for _ in range(3):
        cloud.acm.issues(NAME)
        tried = cloud.turn(thief.id, NAME)
        cloud.later(hours=1)

    assert tried and tried.status == "pending_dns" and tried.seen["certificate"].state == "seen"
    assert host_item(NAME) is None and cloud.gateway.names == {}
    assert answered(NAME + ":8000") == "unknown-host"


def test_a_name_that_is_served_for_one_is_not_even_written_down_by_another(desk: Front, cloud: Cloud) -> None:
    brings(desk, *(owner := a_whitelabel("Owner")))
    cloud.grows(owner[0].id, NAME)

    thief, stranger = a_whitelabel("Thief")

    assert adds(desk, thief, stranger).code == "domain-taken"
    assert adds(desk, thief, stranger, NAME.upper()).code == "domain-taken"


def test_a_proof_that_goes_away_before_the_name_is_served_frees_it_for_who_has_one(desk: Front, cloud: Cloud) -> None:
    former, admin = a_whitelabel("Former")
    domain = brings(desk, former, admin)
    cloud.sets(TXT, "TXT", domain.token)
    cloud.turn(former.id, NAME)
    owner, other = a_whitelabel("Owner")
    cloud.sets(TXT, "TXT")
    for _ in range(4):
        cloud.turn(former.id, NAME)

    assert host_item(NAME) is None
    brings(desk, owner, other)
    assert cloud.grows(owner.id, NAME).status == "active"


@pytest.mark.criterion("C-05")
@pytest.mark.parametrize("spelled", [NAME, NAME.upper(), f"{NAME}."])
def test_an_own_domain_is_the_partners_however_it_is_spelled(desk: Front, cloud: Cloud, spelled: str) -> None:
    partner, admin = a_whitelabel()
    brings(desk, partner, admin)
    cloud.grows(partner.id, NAME)

    assert answered(f"{spelled}:8000") == Host(NAME, partner.id, partner.id)
    assert desk.ask("GET", "/sign-in", headers={"host": f"{spelled}:8000", "accept": "text/html"}).status == 200


@pytest.mark.parametrize(
    "host",
    [
        NAME,
        f"{NAME}:8001",
        f"{NAME}:80",
        f"{NAME}..:8000",
        f"www.{NAME}:8000",
        f"evil.it/{NAME}:8000",
        f"{NAME}@evil.it:8000",
    ],
)
def test_a_name_beside_an_own_domain_is_nobodys(desk: Front, cloud: Cloud, host: str) -> None:
    partner, admin = a_whitelabel()
    brings(desk, partner, admin)
    cloud.grows(partner.id, NAME)

    assert answered(host) == "unknown-host"
    answer = desk.ask("GET", "/sign-in", headers={"host": host, "accept": "text/html"})
    assert answer.status == 421 and "evil" not in answer.text


@pytest.mark.criterion("X-09")
def test_a_session_of_one_own_domain_is_none_on_another_nor_after_it_was_given_up(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    domain = brings(desk, partner, admin)
    cloud.grows(partner.id, NAME)
    brings(desk, partner, admin, "altro.acme.it")
    cloud.grows(partner.id, "altro.acme.it")
    port = DOMAIN.partition(":")[2]
    browser = a_session(admin, domain=f"{NAME}:{port}")
    page = f"/partner/{partner.id}/domains"

    assert look(desk, page, browser, host=f"{NAME}:{port}").status == 200
    assert look(desk, page, browser, host=f"altro.acme.it:{port}").status == 303
    assert look(desk, page, browser, host=f"acme.{DOMAIN}").status == 303
    assert look(desk, page, browser).status == 303

    desk.ask("DELETE", f"/v1/partners/{partner.id}/domains/{domain.id}", admin)
    assert look(desk, page, browser, host=f"{NAME}:{port}").status == 421


@pytest.mark.criterion("C-05")
def test_another_partner_and_the_platform_are_not_there_on_an_own_domain(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    brings(desk, partner, admin)
    cloud.grows(partner.id, NAME)
    other, other_admin = a_whitelabel("Other")
    there = {"host": f"{NAME}:8000"}

    assert desk.ask("GET", f"/v1/partners/{partner.id}/domains", admin, headers=there).status == 200
    assert desk.ask("GET", f"/v1/partners/{other.id}/domains", other_admin, headers=there).status == 404
    assert desk.ask("GET", f"/v1/partners/{partner.id}/domains", other_admin, headers=there).status == 404


@pytest.mark.criterion("X-08")
def test_when_the_domain_of_links_is_given_up_the_next_one_takes_its_place(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    first = brings(desk, partner, admin)
    cloud.grows(partner.id, NAME)
    second = brings(desk, partner, admin, "altro.acme.it")
    cloud.grows(partner.id, "altro.acme.it")
    assert partner_now(partner).domain == NAME

    door = f"/v1/partners/{partner.id}"
    desk.ask("DELETE", f"{door}/domains/{first.id}", admin)
    assert desk.get(door, admin).json["home"] == "http://altro.acme.it:8000"
    desk.ask("DELETE", f"{door}/domains/{second.id}", admin)
    assert desk.get(door, admin).json["home"] == f"http://acme.{DOMAIN}"
