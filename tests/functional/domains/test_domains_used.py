"""Which of several domains that are served a partner's links use: chosen by its admins, once, written down."""

from __future__ import annotations

from typing import Any

import pytest

from functions.portal_api.domains import store
from functions.portal_api.domains.domain import Domain
from shared import dynamo, keys
from shared.addresses import home_of
from shared.clock import stamp
from shared.ids import new_id
from shared.partner import Partner
from tests.builders import a_partner, a_platform_admin, everything, write
from tests.functional.credits.scene import staff
from tests.functional.domains.cloud import Cloud
from tests.functional.domains.scene import NAME, a_whitelabel, partner_now
from tests.functional.front import Answer, Front
from tests.functional.web.browser import a_session, look

OTHER = "training.acme.it"
THERE = "acme.portico.localhost:8000"


def a_domain(partner: Partner, name: str, status: Any = "active", **more: Any) -> Domain:
    """As the worker left it."""
    made = Domain(new_id("dom"), partner.id, name, "token", stamp(), status=status, version=1, **more)
    write(keys.own_domain(partner.id, name), made.stored())
    return made


def two_of(partner: Partner) -> tuple[Domain, Domain]:
    """Two that are served, the first of them in links."""
    item = dynamo.read_one(keys.partner(partner.id)) or {}
    write(keys.partner(partner.id), item | {"domain": NAME})
    return a_domain(partner, NAME), a_domain(partner, OTHER)


def use(desk: Front, partner: Partner, who: str | None, domain: str, key: str | None = None) -> Answer:
    return desk.post(f"/v1/partners/{partner.id}/domains/{domain}/use", who, key=key)


def test_the_ladder_of_using_one(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    _, stranger = a_whitelabel("Other")
    _, second = two_of(partner)
    before = everything()

    assert use(desk, partner, None, second.id).code == "not-signed-in"
    assert use(desk, partner, stranger, second.id).code == "not-found"
    for role in ("partner_enrollment", "partner_finance", "partner_read_only"):
        assert use(desk, partner, staff(partner, role), second.id).code == "not-allowed"
    assert use(desk, partner, admin, "dom_none").code == "not-found"
    suspended = a_partner("Gamma", kind="whitelabel", status="suspended")
    theirs = a_domain(suspended, "gamma.it")
    assert use(desk, suspended, a_platform_admin(), theirs.id).status == 200, "as all that the platform does"
    assert [item for item in before if item not in everything()] == []

    used = use(desk, partner, admin, second.id, key="k")
    assert (used.status, used.json["name"], used.json["in_links"]) == (200, OTHER, True)
    assert home_of(partner_now(partner)) == f"http://{OTHER}:8000"
    listed = desk.get(f"/v1/partners/{partner.id}/domains", admin).json["items"]
    assert {one["name"]: one["in_links"] for one in listed} == {NAME: False, OTHER: True}
    [line, *_] = desk.get(f"/v1/partners/{partner.id}/audit", admin).json["items"]
    assert (line["action"], line["subject"]) == ("domain.use", second.id)


def test_using_it_again_is_using_it_once(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    first, second = two_of(partner)
    version = (dynamo.read_one(keys.partner(partner.id)) or {})["version"]
    assert use(desk, partner, admin, second.id, key="k").status == 200
    written = everything()

    again = use(desk, partner, admin, second.id, key="k")
    assert (again.status, again.headers["idempotency-replayed"]) == (200, "true")
    assert use(desk, partner, admin, second.id).json["in_links"] is True
    assert everything() == written
    assert (dynamo.read_one(keys.partner(partner.id)) or {})["version"] == version + 1

    assert use(desk, partner, admin, first.id).status == 200
    assert use(desk, partner, admin, second.id, key="k").headers["idempotency-replayed"] == "true"
    assert partner_now(partner).domain == NAME, "a repetition changes nothing"


@pytest.mark.parametrize("status", ["pending_dns", "issuing", "failing", "removing"])
def test_only_one_that_is_served_is_used(status: str, desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    two_of(partner)
    waiting = a_domain(partner, "c.acme.it", status, failing_at=stamp() if status == "failing" else "")
    before = everything()

    assert use(desk, partner, admin, waiting.id).code == "domain-not-served"
    assert everything() == before and partner_now(partner).domain == NAME


def test_one_that_fails_at_the_same_moment_is_not_used(
    desk: Front, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner, admin = a_whitelabel()
    _, second = two_of(partner)
    read = store.by_id

    def then_it_fails(partner_id: str, domain_id: str) -> Domain | None:
        found = read(partner_id, domain_id)
        write(keys.own_domain(partner.id, OTHER), second.stored() | {"status": "failing", "failing_at": stamp()})
        return found

    monkeypatch.setattr(store, "by_id", then_it_fails)

    assert use(desk, partner, admin, second.id).code == "domain-not-served"
    assert partner_now(partner).domain == NAME


def test_what_was_chosen_stays_when_the_other_one_comes_back(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    made = [desk.post(f"/v1/partners/{partner.id}/domains", admin, {"name": name}).json for name in (NAME, OTHER)]
    for name in (NAME, OTHER):
        cloud.grows(partner.id, name)
    assert partner_now(partner).domain == NAME
    assert use(desk, partner, admin, made[1]["id"]).status == 200

    for _ in range(2):
        cloud.turn(partner.id, NAME)
    assert partner_now(partner).domain == OTHER
    desk.ask("DELETE", f"/v1/partners/{partner.id}/domains/{made[1]['id']}", admin)
    assert partner_now(partner).domain == NAME, "given up, links lead to the one that is left"


def test_the_pages_offer_it_at_what_is_served_and_not_in_links(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    first, second = two_of(partner)
    waiting = a_domain(partner, "c.acme.it", "pending_dns")
    base, door = f"/partner/{partner.id}/domains", f"POST /v1/partners/{partner.id}/domains"
    browser = a_session(admin, domain=THERE)

    def shown(path: str, who: dict[str, str] = browser) -> str:
        return look(desk, path, who, host=THERE).text

    listed = shown(base)
    assert f'data-send="{door}/{second.id}/use"' in listed
    assert f"{first.id}/use" not in listed and f"{waiting.id}/use" not in listed
    assert f'data-send="{door}/{second.id}/use"' in shown(f"{base}/{second.id}")
    assert "/use" not in shown(f"{base}/{first.id}") and "/use" not in shown(f"{base}/{waiting.id}")
