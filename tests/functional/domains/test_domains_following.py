"""A domain followed: proven, given a certificate, served, watched, lost, given up; each step with what was seen."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from functions.portal_api.domains import store
from functions.portal_api.domains.domain import Domain
from shared import dynamo, keys
from shared.clock import parse
from shared.hosts import Host
from tests.builders import everything
from tests.functional.domains.cloud import Cloud, host_item
from tests.functional.domains.scene import NAME, a_whitelabel, answered, brings, facts, partner_now
from tests.functional.front import Front

TXT, CNAME = f"_portico.{NAME}", f"_x1.{NAME}"


def steps(domain: Domain | None) -> list[str]:
    assert domain
    return [one["what"] for one in domain.history]


@pytest.mark.criterion("C-04", "C-05", "C-32")
def test_a_domain_goes_from_waiting_for_dns_to_served_as_its_records_are_set(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    domain = brings(desk, partner, admin)
    assert domain.status == "pending_dns" and answered(NAME + ":8000") == "unknown-host"

    waiting = cloud.turn(partner.id, NAME)
    assert waiting and waiting.status == "pending_dns"
    assert [(one.type, one.name) for one in waiting.records] == [("TXT", TXT), ("CNAME", CNAME)]
    assert {one.purpose: one.seen.state for one in waiting.records if one.seen} == dict.fromkeys(
        ("ownership", "certificate"), "missing"
    )

    cloud.sets(TXT, "TXT", "something else", domain.token)
    proven = cloud.turn(partner.id, NAME)
    assert proven and proven.status == "issuing" and not proven.target
    assert host_item(NAME) == {
        "pk": f"HOST#{NAME}", "sk": "HOST", "partner_id": partner.id, "served": False, "sign_in_domain": partner.id,
    }  # fmt: skip
    assert answered(NAME + ":8000") == "unknown-host", "proven is not served"

    cloud.sets(CNAME, "CNAME", "_y1.acm-validations.aws")
    cloud.acm.issues(NAME)
    ready = cloud.turn(partner.id, NAME)
    assert ready and ready.status == "issuing" and ready.records[-1].value == cloud.gateway.names[NAME]["target"]
    assert partner_now(partner).domain is None

    cloud.sets_all(ready)
    active = cloud.turn(partner.id, NAME)
    assert active and active.status == "active" and partner_now(partner).domain == NAME
    assert answered(NAME + ":8000") == Host(NAME, partner.id, partner.id)
    assert facts(partner, NAME) == ["DomainServed"]
    assert steps(active) == [
        "added", "certificate_asked", "ownership_seen", "certificate_issued", "prepared", "active",
    ]  # fmt: skip
    assert all(one["at"] for one in active.history)
    assert list(cloud.gateway.names[NAME]["mappings"].values()) == [cloud.api_id]
    audited = [one for one in everything() if one["pk"]["S"].endswith("#AUDIT")]
    assert [one["action"]["S"] for one in audited] == ["domain.add", "domain.served"]


def test_a_registered_domain_itself_counts_when_it_has_one_of_our_addresses(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    domain = brings(desk, partner, admin, "acme.it")
    assert domain.apex
    cloud.turn(partner.id, "acme.it")
    cloud.sets("_portico.acme.it", "TXT", domain.token)
    cloud.acm.issues("acme.it")
    ready = cloud.turn(partner.id, "acme.it")
    assert ready and ready.records[-1].type == "ALIAS" and ready.target_zone == "Z1"

    cloud.sets(ready.target, "A", "192.0.2.7", "192.0.2.8")
    cloud.sets("acme.it", "A", "198.51.100.1")
    elsewhere = cloud.turn(partner.id, "acme.it")
    assert elsewhere and elsewhere.status == "issuing" and elsewhere.seen["target"].values == ("198.51.100.1",)

    cloud.sets("acme.it", "A", "192.0.2.8")
    active = cloud.turn(partner.id, "acme.it")
    assert active and active.status == "active"


@pytest.mark.parametrize("seen_by", [(0,), (1,)])
def test_what_one_resolver_alone_says_proves_nothing(desk: Front, cloud: Cloud, seen_by: tuple[int, ...]) -> None:
    partner, admin = a_whitelabel()
    domain = brings(desk, partner, admin)
    cloud.sets(TXT, "TXT", domain.token, at=seen_by)

    after = cloud.turn(partner.id, NAME)

    assert after and after.status == "pending_dns" and after.seen["ownership"].state == "unknown"
    assert host_item(NAME) is None


def test_caa_records_that_keep_our_issuer_out_are_told_with_the_record_to_add(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    brings(desk, partner, admin)
    cloud.sets("acme.it", "CAA", '0 issue "letsencrypt.org"', '0 iodef "mailto:it@acme.it"')
    kept_out = cloud.turn(partner.id, NAME)
    assert kept_out and kept_out.problem == "authority" and kept_out.records[-1].value == '0 issue "amazon.com"'
    assert kept_out.seen["authority"].values == ("letsencrypt.org",)

    cloud.sets("acme.it", "CAA", '0 issue "letsencrypt.org"', '0 issue "amazon.com; validationmethods=dns"')
    let_in = cloud.turn(partner.id, NAME)
    assert let_in and let_in.problem == ""


def test_a_certificate_that_timed_out_after_72_hours_is_asked_for_again_by_itself(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    brings(desk, partner, admin)
    first = cloud.turn(partner.id, NAME)
    cloud.later(hours=73)
    cloud.acm.ends(NAME, "VALIDATION_TIMED_OUT")

    again = cloud.turn(partner.id, NAME)

    assert (
        first and again and again.certificate != first.certificate and again.certificate_state == "PENDING_VALIDATION"
    )
    assert list(cloud.acm.certificates) == [again.certificate], "the one given up is deleted"
    assert cloud.grows(partner.id, NAME).status == "active"


def test_a_certificate_refused_at_once_is_asked_for_again_after_an_hour_and_no_sooner(
    desk: Front, cloud: Cloud
) -> None:
    partner, admin = a_whitelabel()
    brings(desk, partner, admin)
    cloud.turn(partner.id, NAME)
    cloud.acm.ends(NAME, "FAILED", "CAA_ERROR")

    refused = cloud.turn(partner.id, NAME)
    assert refused and refused.certificate == "" and refused.refused == "CAA_ERROR" and refused.problem == "certificate"
    cloud.later(minutes=59)
    assert (soon := cloud.turn(partner.id, NAME)) and soon.certificate == ""
    cloud.later(minutes=2)
    later = cloud.turn(partner.id, NAME)

    assert later and later.certificate and later.certificate_state == "PENDING_VALIDATION"
    assert cloud.grows(partner.id, NAME).problem == ""


@pytest.mark.criterion("X-08")
def test_a_domain_whose_dns_is_gone_fails_then_recovers(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    brings(desk, partner, admin)
    cloud.grows(partner.id, NAME)
    kept = [dict(records) for records in cloud.dns]
    cloud.forgets()

    for looks in (1, 2):
        cloud.later(minutes=10)
        missed = cloud.turn(partner.id, NAME)
        assert missed and (missed.status, missed.misses) == ("active", looks)
        assert partner_now(partner).domain == NAME
    cloud.later(minutes=10)
    failing = cloud.turn(partner.id, NAME)

    assert failing and failing.status == "failing" and facts(partner, NAME) == ["DomainFailing"]
    assert partner_now(partner).domain is None, "no link leads there any more"
    assert isinstance(answered(NAME + ":8000"), Host), "who comes is still answered"

    for records, before in zip(cloud.dns, kept, strict=True):
        records.update(before)
    cloud.later(minutes=10)
    again = cloud.turn(partner.id, NAME)
    assert again and (again.status, again.misses, again.failing_at) == ("active", 0, "")
    assert partner_now(partner).domain == NAME


def test_resolvers_that_say_nothing_make_no_domain_fail(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    brings(desk, partner, admin)
    cloud.grows(partner.id, NAME)
    cloud.silent = {0, 1}

    for _ in range(4):
        cloud.later(hours=1)
        cloud.turn(partner.id, NAME)

    active = store.by_name(partner.id, NAME)
    assert active and (active.status, active.misses) == ("active", 0)
    assert {one.state for one in active.seen.values()} == {"unknown"}


def test_a_domain_that_fails_for_a_week_is_served_no_more_and_begins_again(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    token = brings(desk, partner, admin).token
    cloud.grows(partner.id, NAME)
    cloud.forgets()
    for _ in range(3):
        cloud.turn(partner.id, NAME)
    cloud.later(days=6, hours=23)
    cloud.turn(partner.id, NAME)
    assert isinstance(answered(NAME + ":8000"), Host)

    cloud.later(hours=2)
    over = cloud.turn(partner.id, NAME)
    assert over and over.status == "removing" and facts(partner, NAME) == ["DomainStopped"]
    assert answered(NAME + ":8000") == "unknown-host"

    anew = cloud.turn(partner.id, NAME)
    assert anew and anew.status == "pending_dns" and anew.token == token and host_item(NAME) is None
    assert cloud.gateway.names == {} and cloud.acm.certificates == {}
    assert steps(anew)[-3:] == ["failing", "missed", "stopped"] or steps(anew)[-1] == "started_over"
    assert cloud.grows(partner.id, NAME).status == "active" and partner_now(partner).domain == NAME


def test_what_was_taken_from_a_served_domain_by_hand_is_made_again(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    brings(desk, partner, admin)
    cloud.grows(partner.id, NAME)
    cloud.gateway.names.clear()
    cloud.acm.certificates.clear()

    cloud.later(hours=2)
    cloud.turn(partner.id, NAME)
    cloud.acm.issues(NAME)
    healed = cloud.turn(partner.id, NAME)

    assert healed and list(cloud.gateway.names[NAME]["mappings"].values()) == [cloud.api_id]
    assert healed.target == cloud.gateway.names[NAME]["target"], "the page asks for the new one"
    assert healed.seen["target"].state == "missing"


def test_a_name_that_leads_to_another_api_of_the_account_is_left_alone(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    domain = brings(desk, partner, admin)
    cloud.turn(partner.id, NAME)
    cloud.sets(TXT, "TXT", domain.token)
    cloud.acm.issues(NAME)
    [arn] = cloud.acm.certificates
    cloud.gateway.names[NAME] = {"arn": arn, "target": "d-other.example", "mappings": {"1": "another api"}}

    stuck = cloud.turn(partner.id, NAME)

    assert stuck and (stuck.status, stuck.problem, stuck.target) == ("issuing", "gateway", "")
    assert cloud.gateway.names[NAME]["mappings"] == {"1": "another api"}


def test_a_domain_is_due_often_at_first_then_less_then_rests_until_somebody_asks(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    domain = brings(desk, partner, admin)
    pauses = []
    for days in (0, 0.5, 20):
        cloud.at = domain_began(domain, days)
        waiting = cloud.turn(partner.id, NAME)
        assert waiting
        pauses.append(waiting.due_at)
    cloud.at = domain_began(domain, 31)
    resting = cloud.turn(partner.id, NAME)

    assert pauses == sorted(pauses) and resting and resting.due_at == ""
    assert store.due("9999", 10) == []
    desk.post(f"/v1/partners/{partner.id}/domains/{domain.id}/check", admin)
    assert store.due("9999", 10) == [(partner.id, NAME)]


def domain_began(domain: Domain, days: float) -> datetime:
    """So many days after it was added."""
    return parse(domain.added_at) + timedelta(days=days)


def test_the_record_keeps_no_secret_of_ours_and_bounded_values(desk: Front, cloud: Cloud) -> None:
    partner, admin = a_whitelabel()
    brings(desk, partner, admin)
    cloud.sets(TXT, "TXT", *(f"{n}" + "x" * 200 for n in range(20)))

    seen = cloud.turn(partner.id, NAME)

    assert seen and len(seen.seen["ownership"].values) == 5
    assert all(len(value) <= 100 for value in seen.seen["ownership"].values)
    assert len(json.dumps(dynamo.read_one(keys.own_domain(partner.id, NAME)), default=str)) < 5_000
