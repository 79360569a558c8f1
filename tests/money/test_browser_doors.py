"""The doors of wallet and enroll, asked by a browser: its cookie counts as a token does, from our own pages alone."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import pytest

from functions.enroll import handler as enroll
from functions.wallet import handler as wallet
from shared import keys
from shared.commit import commit, put
from shared.ids import new_id
from shared.links import hash_of
from tests.money.scene import Scene
from tests.money.test_doors import _code, admin, ask  # noqa: F401  (the fixture)

OURS = {"sec-fetch-site": "same-origin", "authorization": ""}


@dataclass
class Browser:
    """A platform admin's browser; `domain` is where its session was opened."""

    cookie: str

    @classmethod
    def of(cls, person_id: str, domain: str = "portico.example", **more: Any) -> Browser:
        secret, now = "s" * 43, int(time.time())
        item = {"id": new_id("ses"), "person_id": person_id, "domain": domain, "signed_in_at": now}
        item |= {"last_seen_at": now, "expires_at": now + 3600} | more
        commit([put("session", keys.session(hash_of(secret)), item, None)])
        return cls(f"__Host-portico={person_id}.{secret}")

    def ask(self, app: Any, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        return ask(app, method, path, body, **OURS | {"cookie": self.cookie} | headers)


def test_a_browser_reads_a_wallet_and_tops_it_up(scene: Scene, admin: str) -> None:  # noqa: F811
    partner, browser = scene.partner(credits=30), Browser.of(admin)
    path = f"/v1/partners/{partner.id}/wallet"

    assert browser.ask(wallet, "GET", path)[1]["available"] == 30
    body, key = {"credits": 5, "reason": "Order"}, {"idempotency-key": "k"}
    assert browser.ask(wallet, "POST", f"{path}/top-ups", body, **key)[0] == 201
    assert browser.ask(wallet, "GET", path, **{"sec-fetch-site": "none"})[1]["available"] == 35


def test_a_browser_enrols(scene: Scene, admin: str) -> None:  # noqa: F811
    partner, browser = scene.partner(credits=30), Browser.of(admin)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    body, path = {"course_id": course, "contact_id": ada}, f"/v1/partners/{partner.id}/enrollments"

    status, document = browser.ask(enroll, "POST", path, body, **{"idempotency-key": "k"})

    assert (status, document["balance_after"]) == (201, 20)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_no_other_site_spends_with_the_cookie(scene: Scene, admin: str, site: str) -> None:  # noqa: F811
    partner, browser = scene.partner(credits=30), Browser.of(admin)
    course, (ada,) = scene.course(10, partner), scene.contacts(partner)
    sent = {"idempotency-key": "k", "sec-fetch-site": site}

    body = {"course_id": course, "contact_id": ada}
    refused = browser.ask(enroll, "POST", f"/v1/partners/{partner.id}/enrollments", body, **sent)
    money = {"credits": 5, "reason": "Order"}
    also = browser.ask(wallet, "POST", f"/v1/partners/{partner.id}/wallet/top-ups", money, **sent)

    assert _code(refused) == _code(also) == (403, "cross-site")
    assert scene.wallet(partner).seq == 1


@pytest.mark.criterion("X-09")
@pytest.mark.parametrize("odd", [{"domain": "learn.partner.example"}, {"expires_at": 1}, {"person_id": new_id("per")}])
def test_a_session_of_another_domain_or_person_or_past_its_end_is_none(
    scene: Scene,
    admin: str,  # noqa: F811
    odd: dict[str, Any],
) -> None:
    partner = scene.partner(credits=30)
    browser = Browser.of(admin)
    Browser.of(**({"person_id": admin} | odd))
    path = f"/v1/partners/{partner.id}/wallet"
    for app, where in ((wallet, path), (enroll, f"/v1/partners/{partner.id}/enrollments")):
        method = "GET" if app is wallet else "POST"
        assert _code(browser.ask(app, method, where, {} if method == "POST" else None, **{"idempotency-key": "k"})) == (
            401,
            "not-signed-in",
        )


@pytest.fixture
def at_alfa(scene: Scene) -> tuple[str, str]:
    """A whitelabel partner with credits, and the name it is reached under."""
    partner = scene.partner(credits=30)
    served = {"partner_id": partner.id, "served": True, "sign_in_domain": partner.id}
    commit([put("host", keys.host("learn.alfa.example"), served, None)])
    return partner.id, "learn.alfa.example"


@pytest.mark.criterion("X-09")
def test_a_session_of_a_partners_domain_counts_there_alone(scene: Scene, admin: str, at_alfa: tuple[str, str]) -> None:  # noqa: F811
    partner_id, host = at_alfa
    theirs, platforms = Browser.of(admin, host), f"/v1/partners/{partner_id}/wallet"

    assert theirs.ask(wallet, "GET", platforms, host=host)[0] == 200
    assert _code(theirs.ask(wallet, "GET", platforms)) == (401, "not-signed-in")
    assert _code(Browser.of(admin).ask(wallet, "GET", platforms, host=host)) == (401, "not-signed-in")


@pytest.mark.criterion("C-32")
def test_on_a_partners_domain_no_other_partners_money_moves(
    scene: Scene,
    admin: str,  # noqa: F811
    at_alfa: tuple[str, str],
) -> None:
    partner_id, host = at_alfa
    other = scene.partner(credits=30)
    money, sent = {"credits": 5, "reason": "Order"}, {"host": host, "idempotency-key": "k"}

    def top_up(partner: str) -> tuple[int, Any]:
        return ask(wallet, "POST", f"/v1/partners/{partner}/wallet/top-ups", money, **sent)

    assert _code(top_up(other.id)) == (404, "not-found")
    assert scene.wallet(other).seq == 1
    assert top_up(partner_id)[0] == 201


@pytest.mark.criterion("C-32")
@pytest.mark.parametrize("spoilt", [{"served": False}, {"served": None}])
def test_a_name_that_is_not_served_is_nobodys(
    scene: Scene,
    admin: str,  # noqa: F811
    at_alfa: tuple[str, str],
    spoilt: dict[str, Any],
) -> None:
    partner_id, host = at_alfa
    commit([put("host", keys.host(host), {"partner_id": partner_id} | spoilt, None)])

    for name in (host, "other.example", f"x.{host}"):
        answer = ask(wallet, "GET", f"/v1/partners/{partner_id}/wallet", host=name)
        assert _code(answer) == (421, "unknown-host")
