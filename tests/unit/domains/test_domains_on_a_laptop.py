"""What stands in for API Gateway's and the internet's knowledge of names on a laptop."""

from __future__ import annotations

from typing import Any

import pytest

from functions.portal_api.domains.domain import Domain
from infra.local import names as module
from infra.local.names import Names
from infra.local.zone import wanted

AT = "2026-11-22T09:30:00.000Z"


class Gateway:
    """An engine's API Gateway with these custom domains, two a page; it counts how often it is asked."""

    def __init__(self, *domains: str) -> None:
        self.domains, self.asked = list(domains), 0

    def get_paginator(self, operation: str) -> Any:
        assert operation == "get_domain_names"
        return self

    def paginate(self) -> Any:
        self.asked += 1
        pages = [self.domains[at : at + 2] for at in range(0, len(self.domains), 2)]
        return [{"Items": [{"DomainName": one} for one in page]} for page in pages]


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("portico.localhost:8000", True),
        ("acme.portico.localhost:8000", True),
        ("c.localhost:8000", True),
        ("a.b.portico.localhost:8000", False),
        ("acme.localhost", False),
        ("acme.localhost:8001", False),
        ("x.acme.localhost:8000", False),
        ("acme.localhost.:8000", False),
        ("evil.example:8000", False),
        ("", False),
    ],
)
def test_the_front_answers_what_the_gateway_knows(host: str, ours: bool) -> None:
    names = Names(Gateway("acme.localhost", "b.localhost", "c.localhost"), "portico.localhost:8000")

    assert names.is_ours(host) is ours


def test_the_gateway_is_asked_once_a_second_and_not_for_the_platforms_names(monkeypatch: pytest.MonkeyPatch) -> None:
    time = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: time[0])
    gateway = Gateway()
    names = Names(gateway, "portico.localhost:8000")

    assert names.is_ours("portico.localhost:8000") and gateway.asked == 0
    assert not names.is_ours("acme.localhost:8000")
    gateway.domains.append("acme.localhost")
    assert not names.is_ours("acme.localhost:8000") and gateway.asked == 1
    time[0] += 1.1

    assert names.is_ours("acme.localhost:8000") and gateway.asked == 2


def stored(name: str, **more: Any) -> dict[str, Any]:
    return Domain("dom_1", "prt_1", name, "token-1", AT, **more).stored()


def test_the_laptops_zone_has_what_a_page_asks_for_and_nothing_of_the_internet() -> None:
    record = ("_x1.acme.localhost", "_y1.acm-validations.aws")
    there = stored("acme.localhost", certificate_record=record, target="d-1.execute-api.aws")

    found = wanted([there, stored("unset.acme.localhost"), stored("acme.it")])

    assert found == {
        ("_portico.acme.localhost", "TXT"): ["token-1"],
        ("_x1.acme.localhost", "CNAME"): ["_y1.acm-validations.aws"],
        ("acme.localhost", "CNAME"): ["d-1.execute-api.aws"],
        ("d-1.execute-api.aws", "A"): ["127.0.0.1"],
    }


def test_a_domain_is_read_as_it_was_stored() -> None:
    domain = Domain.of(stored("acme.it", apex=True, status="failing", failing_at=AT, misses=3)).noted(AT, "missed", "x")

    again = Domain.of(domain.stored())

    assert again == domain and again.served_until == "2026-11-29T09:30:00.000Z"
    assert domain.noted(AT, "missed", "x").history == domain.history, "the same line is not written twice in a row"
    assert len(Domain.of(stored("a.it")).history) == 0
