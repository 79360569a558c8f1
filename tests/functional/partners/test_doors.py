"""Between a partner and the platform: asking for credits, and looking at a partner from the inside."""

from __future__ import annotations

from typing import Any

import pytest

from shared import keys
from shared.dynamo import query_all, read_one
from shared.ids import new_id
from shared.links import hash_of
from shared.partner import Partner
from tests.builders import a_partner, a_partner_admin, a_person, a_platform_admin, everything, write
from tests.functional.front import DOMAIN, Answer, Front

SECRET = "s" * 43


def at(partner: Partner) -> str:
    return f"/v1/partners/{partner.id}/wallet/top-up-requests"


def with_role(partner: Partner, role: str) -> str:
    person = a_person()
    write(keys.partner_membership(person, partner.id), {"role": role, "partner_id": partner.id})
    return person


def test_asking_for_credits_is_told_to_the_platform(front: Front) -> None:
    partner = a_partner()
    finance = with_role(partner, "partner_finance")
    write(keys.wallet(partner.id), {"available": 3, "held": 4, "seq": 1, "head": "x"})

    said = front.post(at(partner), finance, {"credits": 200, "note": "Order of November"})

    assert said.status == 202
    assert said.json == {
        "id": said.json["id"], "at": said.json["at"], "asked_by": finance, "available": 3, "credits": 200,
        "note": "Order of November",
    }  # fmt: skip
    item = read_one(keys.top_up_request(partner.id, said.json["id"])) or {}
    [fact] = item["facts"]["all"]
    assert (fact["type"], fact["data"]) == (
        "TopUpAsked",
        {"partner_id": partner.id, "request_id": said.json["id"], "asked_by": finance, "available": 3, "credits": 200},
    )
    second = front.post(at(partner), finance, {})
    assert (second.status, second.json["credits"], second.json["note"]) == (202, None, None)
    assert front.all(at(partner), a_platform_admin(), limit=1) == [second.json, said.json]


def test_the_ladder_of_asking(front: Front) -> None:
    partner, house = a_partner(), a_partner("House", kind="house")
    admin = a_partner_admin(partner)
    before = everything()
    assert front.post(at(partner), None, {}).code == "not-signed-in"
    assert front.post(at(partner), a_partner_admin(a_partner("Other")), {}).code == "not-found"
    assert front.post(at(partner), with_role(partner, "partner_read_only"), {}).code == "not-allowed"
    assert front.post(at(house), a_platform_admin(), {}).code == "not-found"
    assert front.get(at(house), a_platform_admin()).code == "not-found"
    suspended = a_partner("S", status="suspended")
    assert front.post(at(suspended), a_partner_admin(suspended), {}).code == "partner-suspended"
    for body, place in (
        ({"credits": 0}, "/credits"),
        ({"credits": "5"}, "/credits"),
        ({"note": "a\nb"}, "/note"),
        ({"x": 1}, "/x"),
    ):
        assert front.post(at(partner), admin, body).at == [place]
    assert len(before) < len(everything())

    first = front.post(at(partner), admin, {"credits": 5}, key="k")
    stands = everything()
    for _ in range(5):
        again = front.post(at(partner), admin, {"credits": 5}, key="k")
        assert (again.json, again.headers["idempotency-replayed"]) == (first.json, "true")
    assert front.post(at(partner), admin, {"credits": 6}, key="k").code == "idempotency-key-reused"
    assert everything() == stands


def test_three_times_a_day_whoever_asks(front: Front) -> None:
    partner, other = a_partner(), a_partner("Other")
    people = [a_partner_admin(partner), with_role(partner, "partner_enrollment")]

    assert [front.post(at(partner), people[n % 2], {}).status for n in range(3)] == [202] * 3
    refused = front.post(at(partner), people[1], {})
    assert (refused.status, refused.code) == (429, "too-many-attempts")
    assert "retry-after" in refused.headers
    assert front.post(at(other), a_partner_admin(other), {}).status == 202


def browser(person: str, **more: Any) -> dict[str, str]:
    """The headers of a browser with a session."""
    session = {
        "id": new_id("ses"), "person_id": person, "domain": DOMAIN, "signed_in_at": 2_000_000_000,
        "expires_at": 4_000_000_000, "last_seen_at": 2_000_000_000,
    }  # fmt: skip
    write(keys.session(hash_of(SECRET)), session | more)
    return {"cookie": f"__Host-portico={person}.{SECRET}", "sec-fetch-site": "same-origin", "portico-view": "platform"}


def acting(front: Front, method: str, partner: Partner, headers: dict[str, str], **more: Any) -> Answer:
    return front.ask(method, f"/v1/partners/{partner.id}/acting", headers=headers, **more)


def trail(scope: str) -> list[tuple[str, str, str]]:
    rows = query_all("portal", keys.audit(scope, "").pk)
    return [(row["action"], row["subject"], row["view"]) for row in rows]


def test_a_platform_admin_looks_from_the_inside_and_both_trails_say_so(front: Front) -> None:
    partner, person = a_partner(), a_platform_admin()
    headers = browser(person)

    begun = acting(front, "POST", partner, headers)

    assert (begun.status, begun.json) == (200, {"path": f"/partner/{partner.id}"})
    assert (read_one(keys.session(hash_of(SECRET))) or {})["acting"] == partner.id
    other = a_partner("Other")
    assert acting(front, "DELETE", other, headers).status == 204  # not as this one
    assert acting(front, "DELETE", partner, headers).status == 204
    assert "acting" not in (read_one(keys.session(hash_of(SECRET))) or {"acting": 1})
    told = [("partner.act_as", partner.id, "platform"), ("partner.act_no_more", partner.id, "platform")]
    assert trail(f"PARTNER#{partner.id}") == trail("PLATFORM") == told
    assert trail(f"PARTNER#{other.id}") == []


def test_the_ladder_of_acting(front: Front) -> None:
    partner, platform = a_partner(), a_platform_admin()
    path, admin = f"/v1/partners/{partner.id}/acting", a_partner_admin(partner)
    for method in ("POST", "DELETE"):
        assert front.ask(method, path, None).code == "not-signed-in"
        assert front.ask(method, path, a_partner_admin(a_partner("Other"))).code == "not-found"
        assert front.ask(method, path, admin).code == "not-allowed"
        assert front.ask(method, path, platform).code == "browser-only"
        assert front.ask(method, path.replace(partner.id, new_id("prt")), platform).code == "not-found"
        assert acting(front, method, partner, browser(platform) | {"sec-fetch-site": "cross-site"}).code == "cross-site"
    headers = browser(platform)
    first = acting(front, "POST", partner, headers, key="k")
    stands = everything()
    assert acting(front, "POST", partner, headers, key="k").json == first.json
    assert everything() == stands


def test_a_session_that_ended_meanwhile_does_not_come_back(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    from functions.portal_api.partners import act_as
    from shared.commit import delete

    partner, platform = a_partner(), a_platform_admin()
    headers, whole = browser(platform), act_as._session

    def ends(*given: Any) -> Any:
        key = whole(*given)
        from shared.commit import commit

        commit([delete("x", key)])
        return key

    monkeypatch.setattr(act_as, "_session", ends)
    assert acting(front, "POST", partner, headers).code == "not-signed-in"
    assert read_one(keys.session(hash_of(SECRET))) is None
    assert trail("PLATFORM") == []
