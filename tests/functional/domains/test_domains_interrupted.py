"""The process dies at any call of AWS, before it or after: whoever comes next ends where it would have ended."""

from __future__ import annotations

import pytest

from functions.portal_api.domains import store
from functions.portal_api.domains.domain import Domain
from shared.hosts import Host
from tests.functional.domains.cloud import Cloud, Crash, host_item
from tests.functional.domains.scene import NAME, a_whitelabel, answered, brings, partner_now
from tests.functional.front import Front

EVERY = 60
"""More calls than any turn makes: the walk ends where a turn was not interrupted any more."""


def ready(desk: Front, cloud: Cloud) -> Domain:
    """A domain whose records all stand, with a certificate that is issued as soon as it is asked for."""
    partner, admin = a_whitelabel()
    domain = brings(desk, partner, admin)
    cloud.sets(f"_portico.{NAME}", "TXT", domain.token)
    cloud.sets(f"_x1.{NAME}", "CNAME", "_y1.acm-validations.aws")
    return domain


def goes_on(cloud: Cloud, domain: Domain) -> Domain | None:
    """Turns after a crash, until nothing changes any more."""
    found: Domain | None = domain
    for _ in range(3):
        cloud.later(minutes=16)
        cloud.acm.issues(NAME)
        found = cloud.turn(domain.partner_id, NAME)
        if found:
            cloud.sets_all(found)
    return found


@pytest.mark.criterion("C-32")
@pytest.mark.parametrize("after", [False, True])
def test_a_crash_at_any_call_on_the_way_up_leaves_nothing_twice_and_nothing_undone(
    desk: Front, cloud: Cloud, after: bool
) -> None:
    crashed = 0
    for at in range(1, EVERY):
        domain = ready(desk, cloud)
        cloud.turn(domain.partner_id, NAME) if at % 2 else None  # also from where the certificate is asked for already
        cloud.acm.issues(NAME)
        try:
            with cloud.crashing(at, after=after):
                cloud.turn(domain.partner_id, NAME)
        except Crash:
            crashed += 1
        else:
            assert at > 10, "every call of a turn was the last one once"
            break

        end = goes_on(cloud, domain)

        assert end and end.status == "active", (at, end)
        assert list(cloud.acm.certificates) == [end.certificate], at
        assert list(cloud.gateway.names[NAME]["mappings"].values()) == [cloud.api_id], at
        assert isinstance(answered(NAME + ":8000"), Host) and host_item(NAME)
        begin_again(cloud)
    assert crashed > 10


def begin_again(cloud: Cloud) -> None:
    """As if nothing had been."""
    from shared import dynamo
    from tests.builders import everything

    for item in everything():
        dynamo.client().delete_item(TableName="portal", Key={name: item[name] for name in ("pk", "sk")})
    cloud.gateway.names.clear()
    cloud.acm.certificates.clear()
    cloud.forgets()


@pytest.mark.parametrize("after", [False, True])
def test_a_crash_at_any_call_on_the_way_down_leaves_nothing_behind(desk: Front, cloud: Cloud, after: bool) -> None:
    crashed = 0
    for at in range(1, EVERY):
        partner, admin = a_whitelabel()
        domain = brings(desk, partner, admin)
        cloud.grows(partner.id, NAME)
        desk.ask("DELETE", f"/v1/partners/{partner.id}/domains/{domain.id}", admin)
        try:
            with cloud.crashing(at, after=after):
                cloud.turn(partner.id, NAME)
        except Crash:
            crashed += 1
        else:
            break

        cloud.later(minutes=16)
        cloud.turn(partner.id, NAME)

        assert store.all_of(partner.id) == [] and host_item(NAME) is None, at
        assert cloud.gateway.names == {} and cloud.acm.certificates == {}, at
        assert partner_now(partner).domain is None
        begin_again(cloud)
    assert crashed > 5


def test_a_certificate_that_is_still_in_use_is_deleted_a_minute_later(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    domain = brings(desk, partner, admin)
    cloud.grows(partner.id, NAME)
    cloud.acm.in_use = set(cloud.acm.certificates)
    desk.ask("DELETE", f"/v1/partners/{partner.id}/domains/{domain.id}", admin)

    waiting = cloud.turn(partner.id, NAME)
    assert waiting and waiting.status == "removing" and host_item(NAME), "nobody else can have it yet"
    cloud.acm.in_use = set()

    assert cloud.turn(partner.id, NAME) is None and host_item(NAME) is None and cloud.acm.certificates == {}
